import type { Verdict } from "../../simulate/evaluate.ts";
import { formatRejection, isRejected } from "../../simulate/rejection.ts";
import type { Simulation } from "../../simulate/simulate.ts";

/** The verdict for one of several events. */
interface Part {
  readonly result: Pick<Simulation, "pipelines">;
}

/** The verdicts of a trigger for all events, with its name in outputs; not of rejected specs. */
interface Answer {
  readonly name: string;
  readonly verdict: Verdict;
}

/**
 * Compares verdicts with the expected one: overall, or of `each` trigger. For several events one
 * that fires is enough. Returns a message for each expectation that is not met; a spec that
 * Codefresh would reject meets none.
 */
export function unmetExpectations(
  parts: readonly Part[],
  expected: string | undefined,
  each: boolean,
): string[] {
  if (expected === undefined) return [];
  const rejected = parts[0]!.result.pipelines.filter(
    (spec) => isRejected(spec) && (!each || spec.triggers.length > 0),
  );
  const sentences = rejected.map((spec) => `expected ${expected}, but ${formatRejection(spec)}`);
  if (sentences.length > 0 && !each) return sentences;
  const [definition] = parts[0]!.result.pipelines.filter((spec) => spec.definition);
  if (definition)
    return [
      `expected ${expected}, but ${definition.path} is a pipeline definition, which has no triggers; give its spec`,
    ];
  const answers = answersOf(parts);
  if (!each) {
    const whole = together(answers.map(({ verdict }) => verdict));
    return whole === expected ? [] : [`expected ${expected}, but the verdict is ${whole}`];
  }
  const wrong = answers.filter(({ verdict }) => verdict !== expected);
  return [
    ...sentences,
    ...wrong.map(({ name, verdict }) => `expected ${expected}, but the verdict of ${name} is ${verdict}`),
  ];
}

function answersOf(parts: readonly Part[]): Answer[] {
  const byTrigger = new Map<string, { name: string; verdicts: Verdict[] }>();
  for (const { result } of parts) {
    for (const [place, spec] of result.pipelines.entries()) {
      if (isRejected(spec)) continue;
      for (const { trigger, kind, index, verdict } of spec.triggers) {
        const key = `${place} ${kind} ${index}`;
        const known = byTrigger.get(key) ?? { name: `${spec.pipeline} ${trigger}`, verdicts: [] };
        known.verdicts.push(verdict);
        byTrigger.set(key, known);
      }
    }
  }
  return [...byTrigger.values()].map(({ name, verdicts }) => ({ name, verdict: together(verdicts) }));
}

/** Combines verdicts: one that fires is enough, else an unknown one makes it unknown. */
function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fires")) return "fires";
  return verdicts.includes("unknown") ? "unknown" : "skips";
}
