import { type Assumptions, answerTo } from "../../catalogue/open-questions.ts";
import { Open, type Value } from "../../expression/value.ts";
import { ANY, alikeOf, type Statuses } from "./status.ts";
import { endsBadly, mayEndBadly } from "./step-results.ts";

/** The parts of a build that conditions read. */
export interface StepReader {
  /** False if there may be steps with other names. */
  readonly areKnown: boolean;
  resultOf(name: string): Statuses;
  /** The value of `workflow.result`. */
  workflow(): Value;
}

/**
 * Returns `steps`, `workflow` and the names of the steps, which a condition may use without quotes.
 * A result is read when a condition uses it; the other members of a step are known when it has run
 * (docs.codefresh.io, variables).
 */
export function stepVariables(
  names: Iterable<string>,
  { areKnown, resultOf, workflow }: StepReader,
): Readonly<Record<string, Value>> {
  const steps: Record<string, Value> = Object.create(null);
  for (const name of names)
    steps[name] = new Open("object", [`steps.${name}`], {
      name,
      get result(): Value {
        const results = resultOf(name);
        const only = results.size === 1 ? [...results][0] : undefined;
        if (only && !alikeOf(only)) return only;
        return new Open("string", [`steps.${name}.result`], undefined, wordsOf(results), only);
      },
    });
  return {
    ...steps,
    steps: areKnown ? steps : new Open("object", ["steps"], steps),
    workflow: new Open("object", ["workflow"], {
      get result(): Value {
        return workflow();
      },
    }),
  };
}

function wordsOf(results: Statuses): ReadonlySet<string> | undefined {
  if (results === ANY) return undefined;
  return new Set([...results].flatMap((status) => [status, alikeOf(status) ?? status]));
}

/**
 * Returns `workflow.result` as a waiting step reads it (open question `workflow-result`); `others`
 * are the results of all other steps of the pipeline.
 */
export function workflowResult(assume: Assumptions, others: () => readonly Statuses[]): Value {
  const open = new Open("string", ["workflow.result"]);
  const answer = answerTo("workflow-result", assume);
  if (answer === "unknown") return open;
  if (answer === "running") return "running";
  const results = others();
  if (results.some(endsBadly)) return "failure";
  if (results.some(mayEndBadly)) return open;
  const isUnfinished = (statuses: Statuses) => statuses.has("pending") || statuses.has("running");
  if (!results.some(isUnfinished)) return "success";
  return results.some((statuses) => isUnfinished(statuses) && statuses.size === 1) ? "running" : open;
}
