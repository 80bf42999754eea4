import type { BehaviourChange, ChangeKind, Diff, Side } from "../../diff/difference.ts";
import { groupBy } from "../../util/group-by.ts";
import { cut } from "../../util/text.ts";
import { rejectionBlocks } from "../simulate/rejection-text.ts";
import { printable } from "../text/escape.ts";
import { type Screen, type ScreenOptions, screenFor } from "../text/style.ts";
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
export function diffPretty(diff: Diff, options: ScreenOptions): string {
  const screen = screenFor(options);
  const refused = (of: Side) => diff.refused.filter(({ side }) => side === of);
  const old = rejectionBlocks(refused("old"), screen, "use --assume-accepted to compare what was read");
  const blocks = [
    ...rejectionBlocks(refused("new"), screen),
    ...old.map((lines) => ["In the old specs:", ...lines]),
    ...[...groupBy(diff.changes, ({ pipeline }) => pipeline)].map(([pipeline, changes]) => [
      screen.bold(printable(pipeline)),
      ...changes.flatMap((change) => changeLines(change, screen)),
    ]),
    [...sampledReasons(diff), ...diff.notes].flatMap((text) =>
      hanging(`! ${printable(text)}`, "", screen.columns),
    ),
    [describeSummary(diff)],
  ];
  return formatBlocks(blocks);
}

function changeLines(change: BehaviourChange, screen: Screen): string[] {
  const { kind, trigger, path, range, side, witness, otherTriggers } = change;
  const [sign, style] = SIGNS[kind];
  const { line, column } = range.start;
  const place = screen.dim(printable(`${path}:${line}:${column}${side === "old" ? " (old)" : ""}`));
  const name = trigger === null ? "" : `${screen.bold(printable(trigger))} `;
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
    `  ${screen[style](sign)} ${name}${printable(describeKind(change))}  ${place}`,
    ...details.flatMap((text) => hanging(printable(text), "      ", screen.columns)),
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
