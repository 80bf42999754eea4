import type { BehaviourChange, ChangeKind, Diff } from "../../diff/difference.ts";
import { groupBy } from "../../util/group-by.ts";
import { cut } from "../../util/text.ts";
import { rejectionBlocks } from "../simulate/rejection-text.ts";
import { printable } from "../text/escape.ts";
import { type Painter, painter } from "../text/style.ts";
import { formatBlocks, hanging } from "../text/width.ts";
import {
  describeAssumed,
  describeKind,
  describePart,
  describeRuns,
  describeSummary,
  describeVerdict,
  describeWitness,
  sampledReasons,
} from "./diff-text.ts";

/** The output of a terminal or a file. */
export interface DiffPrettyOptions {
  readonly color: boolean;
  readonly columns: number;
}

const SIGNS: Readonly<Record<ChangeKind, readonly [sign: string, style: "green" | "red" | "yellow"]>> = {
  gained: ["+", "green"],
  added: ["+", "green"],
  lost: ["-", "red"],
  removed: ["-", "red"],
  renamed: ["~", "yellow"],
  build: ["~", "yellow"],
  unknown: ["?", "yellow"],
};

/** The maximum length of a value of a build. */
const MAX_VALUE = 200;

/** A comparison for people: the changes of each pipeline, then the counts. */
export function diffPretty(diff: Diff, { color, columns }: DiffPrettyOptions): string {
  const paint = painter(color);
  const old = rejectionBlocks(
    diff.refused.filter(({ side }) => side === "old"),
    paint,
    columns,
    "use --assume-accepted to compare what was read",
  );
  const blocks = [
    ...rejectionBlocks(
      diff.refused.filter(({ side }) => side === "new"),
      paint,
      columns,
    ),
    ...old.map((lines) => ["In the old specs:", ...lines]),
    ...[...groupBy(diff.changes, ({ pipeline }) => pipeline)].map(([pipeline, changes]) => [
      paint.bold(printable(pipeline)),
      ...changes.flatMap((change) => changeLines(change, paint, columns)),
    ]),
    [...sampledReasons(diff), ...diff.notes].flatMap((text) => hanging(`! ${printable(text)}`, "", columns)),
    [describeSummary(diff)],
  ];
  return formatBlocks(blocks);
}

function changeLines(change: BehaviourChange, paint: Painter, columns: number): string[] {
  const { kind, trigger, path, range, side, witness, otherTriggers } = change;
  const [sign, style] = SIGNS[kind];
  const { line, column } = range.start;
  const place = paint.dim(printable(`${path}:${line}:${column}${side === "old" ? " (old)" : ""}`));
  const name = trigger === null ? "" : `${paint.bold(printable(trigger))} `;
  const details = [
    witness && kind !== "build" && `for example: ${describeWitness(witness)}`,
    describeRuns(change),
    ...verdictLines(change),
    otherTriggers.length > 0 &&
      `${kind === "lost" || kind === "removed" ? "still" : "already"} fires: ${otherTriggers.join(", ")}`,
    ...change.differences.map((each) => {
      const values = [each.before, each.after].map((value) =>
        value === null ? "none" : cut(value, MAX_VALUE),
      );
      return `${describePart(each)}: ${values.join(" → ")}${describeAssumed(each)}`;
    }),
    witness && kind === "build" && `for example: ${describeWitness(witness)}`,
  ].filter((text) => typeof text === "string");
  return [
    `  ${paint[style](sign)} ${name}${printable(describeKind(change))}  ${place}`,
    ...details.flatMap((text) => hanging(printable(text), "      ", columns)),
  ];
}

function verdictLines({ kind, before, after }: BehaviourChange): string[] {
  if (kind !== "gained" && kind !== "lost" && kind !== "unknown") return [];
  if (!after) return [];
  const line = (label: string, verdict: BehaviourChange["before"]): string => {
    const reason = verdict?.reason ? `: ${verdict.reason}` : "";
    return `${label} ${describeVerdict(verdict)}${reason}`;
  };
  return [line("before:", before), line("after: ", after)];
}
