import { rejectionReason } from "../../catalogue/rejection.ts";
import type { BehaviourChange, Diff } from "../../diff/difference.ts";
import { workflowCommand } from "../lint/github.ts";
import {
  describeAssumed,
  describeKind,
  describePart,
  describeRuns,
  describeVerdict,
  describeWitness,
} from "./diff-text.ts";

/**
 * Returns workflow commands of GitHub Actions, one per change, which become annotations: an error
 * for a change that fails the run, else a notice.
 */
export function diffGithub({ changes, refused }: Diff, fails: (change: BehaviourChange) => boolean): string {
  const rejected = refused.map((spec) => {
    const {
      pipeline,
      path,
      rejections: [first],
      side,
      assumedAccepted,
    } = spec;
    if (assumedAccepted) return "";
    const { line, column } = first!.range.start;
    // The old text has no lines in a pull request.
    const place = side === "new" ? { file: path, line, endLine: line, col: column } : {};
    const properties = { ...place, title: "dryfire diff: not compared" };
    const message = `${rejectionReason(spec, `the ${side} spec of ${pipeline}`)}: ${first!.message}`;
    return workflowCommand(side === "new" ? "warning" : "notice", properties, message);
  });
  const commands = changes.map((change) => {
    const { line, column } = change.range.start;
    const place = change.side === "new" ? { file: change.path, line, endLine: line, col: column } : {};
    const properties = { ...place, title: `dryfire diff: ${change.kind}` };
    return workflowCommand(fails(change) ? "error" : "notice", properties, messageOf(change));
  });
  return [...rejected, ...commands].join("");
}

function messageOf(change: BehaviourChange): string {
  const { pipeline, trigger, witness, before, after, differences } = change;
  const name = [pipeline, trigger].filter((part) => part !== null).join(" ");
  const parts = [
    `${name} ${describeKind(change)}`,
    witness && change.kind !== "build" && `for example ${describeWitness(witness)}`,
    describeRuns(change),
    (change.kind === "gained" || change.kind === "lost" || change.kind === "unknown") &&
      after &&
      `${describeVerdict(before)} before, ${describeVerdict(after)} after`,
    ...differences.map(
      (each) =>
        `${describePart(each)}: ${each.before ?? "none"} → ${each.after ?? "none"}${describeAssumed(each)}`,
    ),
  ];
  return parts.filter(Boolean).join("; ");
}
