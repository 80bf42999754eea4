import { isTemplate, rejectionReason } from "../../catalogue/rejection.ts";
import type { Acceptance, SpecAcceptance } from "../../simulate/rejection.ts";
import { plural } from "../../util/text.ts";
import type { Screen } from "../text/style.ts";
import { behind, hanging } from "../text/width.ts";

/** True if the spec has no results. */
const isRejected = ({ assumedAccepted }: Acceptance): boolean => !assumedAccepted;

/** A spec and its faults. */
type RejectedSpec = Omit<SpecAcceptance, "misplacedTriggers">;

/** The maximum number of faults of a spec that are listed. */
const LISTED = 10;

/** The specs that Codefresh would reject, each with its faults, as blocks of lines. */
export function rejectionBlocks(specs: readonly RejectedSpec[], screen: Screen, remedy?: string): string[][] {
  return specs.filter(({ refused }) => refused > 0).map((spec) => rejectionBlock(spec, screen, remedy));
}

function rejectionBlock(spec: RejectedSpec, screen: Screen, remedy?: string): string[] {
  const { path, rejections } = spec;
  const rejected = isRejected(spec);
  const shown = remedy ?? rejectionRemedy(spec, screen.hasOptions);
  const title = hanging(`${rejected ? "✗" : "!"} ${rejectionTitle(spec, shown)}`, "", screen.columns);
  const lines = rejections.slice(0, LISTED).flatMap(({ rule, message, range: { start } }) => {
    const text = `${path}:${start.line}:${start.column}  ${rule}  ${message}`;
    return behind("", "    ", hanging(text, "    ", screen.columns));
  });
  const left = rejections.length - LISTED;
  return [
    ...title.map(rejected ? screen.red : screen.yellow),
    ...lines,
    ...(left > 0 ? [`    and ${left} more; run "dryfire lint"`] : []),
  ];
}

/** The first sentence on a spec that Codefresh would reject, with the meaning for its results. */
export function rejectionTitle(spec: RejectedSpec, remedy = rejectionRemedy(spec, true)): string {
  const results = isRejected(spec)
    ? `its results are unknown: ${remedy}`
    : "the results assume that it is accepted";
  const what = spec.pipeline === spec.path ? spec.path : `the spec of ${spec.pipeline}`;
  const count = isTemplate(spec) ? "" : ` (${plural(spec.refused, "error")})`;
  return `${rejectionReason(spec, what)}${count}; ${results}.`;
}

function rejectionRemedy(spec: RejectedSpec, hasOptions: boolean): string {
  const fix = isTemplate(spec) ? "render it" : `fix the ${spec.refused === 1 ? "error" : "errors"}`;
  return `${fix}${hasOptions ? ", or use --assume-accepted" : ""}`;
}

/** The specs that Codefresh would reject, and triggers in wrong places, each as a text. */
export function specBlocks(specs: readonly SpecAcceptance[], screen: Screen): string[] {
  const misplaced = specs.flatMap(({ pipeline, path, misplacedTriggers }) =>
    misplacedTriggers.map(({ message, range: { start } }) => {
      const text = `! ${pipeline} ${message} (${path}:${start.line}:${start.column}).`;
      return hanging(text, "", screen.columns).map(screen.yellow);
    }),
  );
  return [...rejectionBlocks(specs, screen), ...misplaced].map((lines) => lines.join("\n"));
}
