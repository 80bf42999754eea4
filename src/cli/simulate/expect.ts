import type { Verdict } from "../../simulate/evaluate.ts";
import type { Simulation } from "../../simulate/simulate.ts";

/** The answer for one of several events. */
interface Part {
  readonly result: Pick<Simulation, "pipelines">;
}

/** What came of a trigger over all events, with its name in outputs. */
interface Answer {
  readonly name: string;
  readonly verdict: Verdict;
}

/**
 * Holds answers against the verdict that was expected: the answer as a whole, or `each` trigger's. Of several events one that fires is
 * enough. Returns a sentence for each expectation that is not met.
 */
export function unmetExpectations(
  parts: readonly Part[],
  expected: string | undefined,
  each: boolean,
): string[] {
  if (expected === undefined) return [];
  const answers = answersOf(parts);
  if (!each) {
    const whole = together(answers.map(({ verdict }) => verdict));
    return whole === expected ? [] : [`expected ${expected}, and the answer is ${whole}`];
  }
  return answers
    .filter(({ verdict }) => verdict !== expected)
    .map(({ name, verdict }) => `expected ${expected}, and the answer for ${name} is ${verdict}`);
}

function answersOf(parts: readonly Part[]): Answer[] {
  const byTrigger = new Map<string, { name: string; verdicts: Verdict[] }>();
  for (const { result } of parts) {
    for (const [place, { pipeline, triggers }] of result.pipelines.entries()) {
      for (const { trigger, kind, index, verdict } of triggers) {
        const key = `${place} ${kind} ${index}`;
        const known = byTrigger.get(key) ?? { name: `${pipeline} ${trigger}`, verdicts: [] };
        known.verdicts.push(verdict);
        byTrigger.set(key, known);
      }
    }
  }
  return [...byTrigger.values()].map(({ name, verdicts }) => ({ name, verdict: together(verdicts) }));
}

/** The answer of several verdicts: one that fires is enough, and one that is not certain leaves it open. */
function together(verdicts: readonly Verdict[]): Verdict {
  if (verdicts.includes("fires")) return "fires";
  return verdicts.includes("unknown") ? "unknown" : "skips";
}
