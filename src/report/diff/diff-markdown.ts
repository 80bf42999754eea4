import { rejectionReason } from "../../catalogue/rejection.ts";
import type { BehaviourChange, Diff, RefusedSpec } from "../../diff/difference.ts";
import { code, details, formatComment, sentenceCode, table } from "../text/markdown.ts";
import {
  describeAssumed,
  describeKind,
  describePart,
  describeRuns,
  describeSummary,
  describeVerdict,
  describeWitness,
  isPossible,
  sampledReasons,
} from "./diff-text.ts";

/**
 * Returns Markdown for the comment of a pull request or a step summary: a table of triggers with
 * the verdicts before and after, a witness and a line, and one of builds.
 */
export function diffMarkdown(diff: Diff): string {
  const { changes, notes } = diff;
  const ofEvents = changes.filter(({ kind }) => kind !== "build");
  const ofBuilds = changes.filter(({ kind }) => kind === "build");
  const blocks = [
    ["### Codefresh triggers: the effect of this change"],
    [describeSummary(diff)],
    refusedList(diff.refused),
    ofEvents.length > 0
      ? table(["change", "trigger", "before", "after", "for example", "line"], ofEvents.map(eventRow))
      : [],
    ofBuilds.length > 0
      ? table(["builds of", "part", "before", "after", "line"], ofBuilds.flatMap(buildRows))
      : [],
    details("Not proven", sampledReasons(diff).map(sentenceCode)),
    details("Notes", notes.map(sentenceCode)),
  ];
  return formatComment(blocks);
}

function refusedList(refused: readonly RefusedSpec[]): string[] {
  return refused.map((spec) => {
    const { pipeline, path, rejections, side, assumedAccepted } = spec;
    const [{ message, range }] = rejections as [RefusedSpec["rejections"][number]];
    const then = assumedAccepted ? "the results assume that it is accepted" : "it was not compared";
    const more = rejections.length > 1 ? ` and ${rejections.length - 1} more` : "";
    return `- **${rejectionReason(spec, `the ${side} spec of ${code(pipeline)}`)}**, so ${then}: ${code(`${path}:${range.start.line}`)} ${code(message)}${more}`;
  });
}

function eventRow(change: BehaviourChange): string[] {
  const { kind, witness, before, after, otherTriggers } = change;
  const example = witness ? code(describeWitness(witness)) : "";
  const runs = describeRuns(change);
  const others = otherTriggers.length > 0 ? `also fires: ${otherTriggers.map(code).join(", ")}` : "";
  const what =
    kind === "gained" || kind === "lost" ? `**${isPossible(change) ? "perhaps " : ""}${kind}**` : kind;
  const detail =
    kind === "renamed" || (kind !== "gained" && kind !== "lost" && !witness) ? describeKind(change) : "";
  return [
    what,
    nameOf(change),
    describeVerdict(before),
    describeVerdict(after),
    [example, runs, others, detail && code(detail)].filter(Boolean).join("<br>"),
    placeOf(change),
  ];
}

function buildRows(change: BehaviourChange): string[][] {
  return change.differences.map((each) => [
    nameOf(change),
    `${code(describePart(each))}${describeAssumed(each)}`,
    each.before === null ? "–" : code(each.before),
    each.after === null ? "–" : code(each.after),
    placeOf(change),
  ]);
}

function nameOf({ pipeline, trigger }: BehaviourChange): string {
  return trigger === null ? code(pipeline) : `${code(pipeline)} ${code(trigger)}`;
}

function placeOf({ path, range, side }: BehaviourChange): string {
  return `${code(`${path}:${range.start.line}`)}${side === "old" ? " (old)" : ""}`;
}
