import type { ManualBuild } from "../../simulate/build/manual-run.ts";
import type { StartedBuild } from "../../simulate/overlap/started-builds.ts";
import type { Simulation } from "../../simulate/simulate.ts";
import { printableJson } from "../../util/json.ts";
import { plural } from "../../util/text.ts";
import type { FormatVersion } from "../format-version.ts";
import { printable } from "../text/escape.ts";
import { type Screen, screenFor } from "../text/style.ts";
import { hanging } from "../text/width.ts";
import { prettyBuild } from "./build-text.ts";
import { rejectionBlocks, specBlocks } from "./rejection-text.ts";
import { jsonParts, type SimulateReportJson, triggersIn } from "./simulate-json.ts";
import {
  answerBlocks,
  assumptionLines,
  explainHint,
  type SimulatePrettyOptions,
  specsOf,
  stack,
} from "./simulate-pretty.ts";
import { stepLines } from "./steps-text.ts";

/** The JSON that `dryfire simulate --run PIPELINE --format json` prints. */
export interface RunReportJson extends ManualBuild {
  readonly version: FormatVersion;
}

/** The result for one of several events that belong together, and its description. */
export interface UserActionPart {
  readonly what?: string;
  readonly result: Simulation;
}

/** The JSON of the first event, with all of them in `events`, and their builds. */
export function userActionJson(
  parts: readonly UserActionPart[],
  builds: readonly StartedBuild[],
): Iterable<string> {
  const events = parts.map(({ what, result }) => {
    const { event, pipelines, overlaps, summary } = result;
    return { what: what ?? null, event, pipelines, overlaps, summary };
  });
  const { event, assume, pipelines, overlaps, summary } = parts[0]!.result;
  const first = { version: 1, event, assume, pipelines, overlaps, summary } as const;
  const all: SimulateReportJson = { ...first, events, builds };
  return jsonParts(
    all,
    parts.reduce((sum, { result }) => sum + triggersIn(result), 0),
  );
}

/** The results for several events, then the number of builds that they start. */
export function userActionPretty(
  parts: readonly UserActionPart[],
  builds: readonly StartedBuild[],
  options: SimulatePrettyOptions,
): string {
  const screen = screenFor(options);
  const { explain = false } = options;
  const answers = parts.map(({ what, result }, index) => {
    const { blocks, shown } = answerBlocks(result, options);
    const [head = [], ...rest] = blocks;
    const number = `[${index + 1}/${parts.length}]`;
    const title = what === undefined ? number : `${number} ${printable(what)}`;
    return { text: stack([[screen.bold(title), ...head], ...rest]), shown };
  });
  const shown = answers.flatMap((answer) => answer.shown);
  const closing = [
    ...(explain ? [] : assumptionLines(shown, screen).map((lines) => lines.join("\n"))),
    totalText(parts, builds, explain || shown.length === 0, screen),
  ];
  const specs = specBlocks(specsOf(parts[0]!.result, options), screen);
  return `${[...specs, ...answers.map(({ text }) => text), ...closing].join("\n\n")}\n`;
}

function totalText(
  parts: readonly UserActionPart[],
  builds: readonly StartedBuild[],
  complete: boolean,
  screen: Screen,
): string {
  const open = parts.reduce((sum, { result }) => sum + result.summary.unknown, 0);
  const perhaps = open > 0 ? `; ${plural(open, "verdict")} ${open === 1 ? "is" : "are"} unknown` : "";
  const total = `The ${parts.length === 2 ? "two" : parts.length} webhooks together start ${builds.length === 0 ? "no build" : plural(builds.length, "build")}${perhaps}${builds.length > 0 ? ":" : "."}`;
  const lines = builds.map(
    ({ pipeline, triggers, event }) =>
      `    [${event + 1}] ${printable(`${pipeline} ${triggers.join(", ")}`)}`,
  );
  const hint = complete ? [] : ["", explainHint(builds.length)];
  return [...hanging(total, "", screen.columns).map(screen.bold), ...lines, ...hint].join("\n");
}

/** The build of a manual run for people. */
export function manualRunPretty(run: ManualBuild, options: SimulatePrettyOptions): string {
  const screen = screenFor(options);
  const { pipeline, path, trigger, branch, range, build, notes } = run;
  const on = branch === null ? "" : ` on ${branch}`;
  const title = trigger === null ? `run of ${pipeline}${on}` : `run of ${pipeline} by ${trigger}${on}`;
  const place = screen.dim(printable(`${path}:${range.start.line}:${range.start.column}`));
  const sign = build ? screen.green("✓ starts ") : screen.yellow("? unknown");
  const what = `${sign} ${printable(pipeline)} ${screen.bold(printable(trigger ?? ""))}`.trimEnd();
  // A definition is named by its path.
  const isOfDefinition = pipeline === path;
  const lines = [
    ...rejectionBlocks([run], screen).flatMap((block) => [...block, ""]),
    screen.bold(printable(title)),
    "",
    `${what}  ${place}`,
    ...notes.flatMap((note) => hanging(`– ${note}`, "    ", screen.columns)),
    ...(build ? prettyBuild(build, screen, isOfDefinition) : []),
    ...(build ? stepLines(build, screen) : []),
  ];
  return `${lines.join("\n")}\n`;
}

/** The JSON of a manual run, version 1: fields may be added, never changed. */
export function manualRunJson(run: ManualBuild): string {
  const report: RunReportJson = { version: 1, ...run };
  return `${printableJson(report, 2)}\n`;
}
