import type {
  BehaviourChange,
  BuildDifference,
  Diff,
  DirectionAnswer,
  Proof,
  WitnessVerdict,
} from "../../diff/difference.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { joinList, plural } from "../../util/text.ts";
import { describeEvent, quoted } from "../simulate/words.ts";

/** The maximum number of changed files of a witness that are named. */
const NAMED_FILES = 3;

/** A witness in a few words: `push to main, which changes src/app.ts · gitlab`. */
export function describeWitness(witness: SimulatedEvent): string {
  if (witness.kind === "time") return describeEvent(witness);
  const { changedFiles = [], ...event } = witness;
  const files = changedFiles.slice(0, NAMED_FILES).map(({ path }) => path);
  const changed = files.length === 0 ? "" : `, which changes ${joinList(files)}`;
  const provider = witness.provider === undefined ? "" : ` · ${witness.provider}`;
  return `${describeEvent(event)}${changed}${provider}`;
}

/** The runs that a cron trigger gained or lost: `262 runs in a year, first at …`. */
export function describeRuns({ runs }: Pick<BehaviourChange, "runs">): string | undefined {
  if (!runs) return undefined;
  const first = runs.first.length === 0 ? "" : `, first at ${joinList(runs.first)}`;
  const count = runs.count === null ? "too many runs to count" : plural(runs.count, "run");
  return `${count} in a year${first}`;
}

/** The change of a trigger or a pipeline, without its witness. */
export function describeKind(change: BehaviourChange): string {
  const { kind, from, trigger, witness, events, proof } = change;
  const subject = trigger === null ? "pipeline " : "";
  switch (kind) {
    case "renamed":
      return `${subject}renamed from ${quoted(from!)}`;
    case "added":
    case "removed":
      if (trigger === null) return `${subject}${kind}`;
      if (witness) return kind;
      return `${kind}; ${WITHOUT_WITNESS[proof]}`;
    case "gained":
    case "lost": {
      const [may, does] = kind === "gained" ? ["may gain", "gains"] : ["may lose", "loses"];
      return `${isPossible(change) ? may : does} ${events.length > 0 ? joinList(events) : "runs"}`;
    }
    case "build":
      return "builds differ";
    case "unknown":
      return witness ? UNKNOWN : `${UNKNOWN}; ${WITHOUT_WITNESS[proof]}`;
  }
}

/** True for a gain or loss that is not certain, since a verdict on one side is unknown. */
export function isPossible({ kind, before, after }: BehaviourChange): boolean {
  const isUnknown = [before, after].some((each) => each?.verdict === "unknown");
  return (kind === "gained" || kind === "lost") && isUnknown;
}

const UNKNOWN = "has an unknown old spec";

/** The end of the sentence about a trigger on one side without a witness. */
const WITHOUT_WITNESS = {
  exhaustive: "no event fires it",
  sampled: "no event that fires it was found",
  witness: "no event that fires it was found",
  none: "no event that fires it was looked for",
} as const satisfies Record<Proof, string>;

/** A verdict with the condition that decides it: `skips (branch)`. */
export function describeVerdict(verdict: WitnessVerdict | null): string {
  if (!verdict) return "–";
  return verdict.condition === null ? verdict.verdict : `${verdict.verdict} (${verdict.condition})`;
}

/** A part of a build: `variable CHANNEL`. */
export function describePart({ part, name }: BuildDifference): string {
  return `${part} ${name}`;
}

/** The open questions that a difference depends on, in parentheses after its values. */
export function describeAssumed({ assumed }: BuildDifference): string {
  return assumed.length > 0 ? ` (depends on ${assumed.join(", ")})` : "";
}

/** The counts of a comparison: `2 gained, 1 lost; 3 triggers without a change`. */
export function describeSummary(diff: Diff): string {
  return [describeCounts(diff), describeUnchanged(diff)].filter((text) => text !== "").join("; ");
}

function describeCounts({ summary, refused, changes }: Diff): string {
  const { added, removed, renamed, builds, unknown } = summary;
  const ofKind = (kind: "gained" | "lost", possible: boolean): number =>
    changes.filter((change) => change.kind === kind && isPossible(change) === possible).length;
  const counts = [
    [ofKind("gained", false), "gained"],
    [ofKind("gained", true), "perhaps gained"],
    [ofKind("lost", false), "lost"],
    [ofKind("lost", true), "perhaps lost"],
    [added, "added"],
    [removed, "removed"],
    [renamed, "renamed"],
    [builds, builds === 1 ? "build differs" : "builds differ"],
    [unknown, "unknown"],
  ] as const;
  const parts = counts.filter(([count]) => count > 0).map(([count, word]) => `${count} ${word}`);
  const left = refused.filter(({ assumedAccepted }) => !assumedAccepted).length;
  const skipped = [
    ...(left > 0 ? [`${plural(left, "spec")} not compared`] : []),
    ...(summary.notCompared > 0 ? [`${plural(summary.notCompared, "trigger")} not wholly compared`] : []),
  ];
  const same = summary.sampled > 0 ? "a change was not found" : "behaviour did not change";
  const all = [...parts, ...skipped];
  return all.length > 0 ? all.join(", ") : same;
}

/** The triggers without a change, and the basis of that. */
function describeUnchanged({ unchanged, summary }: Diff): string {
  if (unchanged === 0 && summary.sampled === 0) return "";
  const sampled = summary.sampled === 0 ? "" : `, ${summary.sampled} of them not proven`;
  return `${plural(unchanged, "trigger")} without a change${sampled}`;
}

/** The pairs of triggers without a proof that nothing changed, each with the reason. */
export function sampledReasons({ compared }: Diff): string[] {
  return compared.flatMap(({ pipeline, trigger, gained, lost, tried }) => {
    const open = ([gained, lost] as readonly DirectionAnswer[]).filter(({ proof }) => proof === "sampled");
    if (open.length === 0) return [];
    const what = open.length === 2 ? "gained or lost" : gained.proof === "sampled" ? "gained" : "lost";
    const [{ reason }] = open as [DirectionAnswer];
    return [
      `${pipeline} ${trigger}: nothing ${what} was found in ${plural(tried, "event")}, without a proof: ${reason}`,
    ];
  });
}
