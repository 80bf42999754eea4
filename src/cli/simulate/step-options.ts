import type { Pipeline } from "../../pipeline/model.ts";
import type { StepOptions } from "../../simulate/steps/simulate-steps.ts";
import { STEP_RESULTS, type StepResult } from "../../simulate/steps/status.ts";
import { possibleResults } from "../../simulate/steps/step-definition.ts";
import { didYouMean } from "../../util/closest-match.ts";
import { joinList } from "../../util/text.ts";
import { type Arguments, grouped, type Option, UsageError } from "../command.ts";
import type { DefinitionOf } from "./step-definitions.ts";

/** The options about the steps of a build. */
export const stepOptions: Readonly<Record<string, Option>> = grouped("Build", {
  variable: {
    value: "KEY=VALUE",
    repeatable: true,
    alias: "v",
    description: "set a variable of the build; it overrides those of the spec",
  },
  step: {
    value: "NAME=RESULT",
    repeatable: true,
    description: `give a step a result: ${STEP_RESULTS.join(", ")}; every other step succeeds. NAME.hooks.on_elected is the hook of a step, hooks.on_elected that of the pipeline`,
  },
});

/**
 * Reads `--step` and, for a build without a manual run, `--variable`. Throws `UsageError` for a
 * wrong form, an unknown result, a step that no pipeline has, and two results of one step.
 */
export function readStepOptions(
  args: Arguments,
  pipelines: readonly Pipeline[],
  definitionOf: DefinitionOf,
): StepOptions {
  const results = args.strings("step").map(readResult);
  const check = stepCheck(pipelines, definitionOf);
  const [fault] = results.flatMap(([name, result]) => check(name, result) ?? []);
  if (fault) throw new UsageError(fault);
  const given = new Map(results);
  const [twice] = results.find(([name, result]) => given.get(name) !== result) ?? [];
  if (twice !== undefined)
    throw new UsageError(`the step "${twice}" has two results in --step; give it one of them`);
  return {
    results: Object.fromEntries(given),
    variables: Object.fromEntries(args.strings("variable").map(readVariable)),
  };
}

/**
 * Returns a message for a name that no step of some pipelines has, and for a result that the step
 * has in none of them; it must be a mistake.
 */
export function stepCheck(
  pipelines: readonly Pipeline[],
  definitionOf: DefinitionOf,
): (name: string, result: string) => string | undefined {
  let known: ReadonlyMap<string, ReadonlySet<string>> | undefined;
  return (name, result) => {
    known ??= allResults(pipelines, definitionOf);
    const possible = known.get(name);
    if (!possible) return `unknown step "${name}"; ${didYouMean(name, known.keys(), "check the name")}`;
    if (possible.has(result) || !isResult(result)) return undefined;
    return `"${name}" cannot have the result ${result}; give it ${joinList([...possible], "or")}`;
  };
}

function allResults(pipelines: readonly Pipeline[], definitionOf: DefinitionOf): Map<string, Set<string>> {
  const found = new Map<string, Set<string>>();
  for (const pipeline of pipelines)
    for (const [name, results] of possibleResults(pipeline, definitionOf(pipeline)))
      found.set(name, new Set([...(found.get(name) ?? []), ...results]));
  return found;
}

function readResult(text: string): [string, StepResult] {
  const equals = text.lastIndexOf("=");
  const result = text.slice(equals + 1);
  if (equals > 0 && isResult(result)) return [text.slice(0, equals), result];
  const fault = equals > 0 && result !== "" ? `an unknown result "${result}"` : "no result";
  throw new UsageError(
    `"--step ${text}" has ${fault}; write it as --step NAME=RESULT, with ${STEP_RESULTS.join(", ")}`,
  );
}

function isResult(word: string): word is StepResult {
  return (STEP_RESULTS as readonly string[]).includes(word);
}

/** `KEY=VALUE`; the value may be empty, and may contain equals signs. Throws `UsageError`. */
export function readVariable(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals > 0) return [text.slice(0, equals), text.slice(equals + 1)];
  const shown = equals < 0 ? text : "";
  throw new UsageError(
    `a "--variable" is not in the form KEY=VALUE; write it as --variable ${shown === "" ? "KEY" : shown}=VALUE`,
  );
}
