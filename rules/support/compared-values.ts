import type { Located } from "../../src/document/located.ts";
import { replaceValue } from "../../src/lint/fix/quoting.ts";
import type { RuleContext } from "../../src/lint/rule.ts";
import { type Pipeline, variableNamesIn } from "../../src/pipeline/model.ts";
import { quote } from "../../src/util/text.ts";
import { hasWholeLists } from "./walk.ts";

/** Why a variable cannot have a value. */
export interface ImpossibleValue {
  /** The end of the message: an imperative or a question. */
  readonly remedy: string;
  /** The value that is meant. */
  readonly meant?: string | undefined;
}

/**
 * Reports the comparisons of variables with values that they cannot have. A variable that the spec
 * sets or a step exports may have any value.
 */
export async function checkComparedValues(
  conditions: readonly Located<string>[],
  pipeline: Pipeline,
  { report, subLocation }: RuleContext,
  faultOf: (name: string, value: string) => ImpossibleValue | undefined,
): Promise<void> {
  if (!hasWholeLists(pipeline)) return;
  const { comparisonsIn } = await import("../../src/expression/comparisons.ts");
  const own = await variablesSetBy(pipeline);
  for (const condition of conditions)
    for (const { name, operator, value, valuePlace } of comparisonsIn(condition.value)) {
      if (value === "" || value.includes("${{") || own.has(name)) continue;
      const fault = faultOf(name, value);
      if (!fault) continue;
      const { remedy, meant } = fault;
      const { start, end } = valuePlace;
      const mark = condition.value[start]!;
      const fixed = `${condition.value.slice(0, start)}${mark}${meant}${mark}${condition.value.slice(end)}`;
      const always = operator === "==" ? "never true" : "always true";
      report(
        subLocation(condition, start, end),
        `${quote(value)} is not a value that ${name} has, so this is ${always}; ${remedy}`,
        { fix: replaceValue(condition, meant === undefined ? undefined : fixed, false) },
      );
    }
}

/** Returns the names of the variables that a spec sets or a step exports. */
export async function variablesSetBy(pipeline: Pipeline): Promise<ReadonlySet<string>> {
  const [{ exportsOf }, { stepsOf }] = await Promise.all([
    import("../../src/pipeline/steps/exports.ts"),
    import("../../src/simulate/steps/step-model.ts"),
  ]);
  const exported = stepsOf(pipeline.spec!).flatMap((step) => [...exportsOf(step).names]);
  return new Set([...variableNamesIn(pipeline), ...exported]);
}
