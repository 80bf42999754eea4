import { describe, expect, test } from "vitest";
import { evaluateCondition } from "../../src/expression/condition.ts";
import { ConditionSyntaxError, ConditionTypeError } from "../../src/expression/faults.ts";
import { readJsonl } from "../fixtures.ts";

/** An expression with the answer of `@codefresh-io/tevale` 0.9.4 on `jsep` 0.3.5. */
interface Vector {
  readonly id: string;
  readonly expression: string;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly template?: string;
  readonly substitutions?: Readonly<Record<string, string>>;
  readonly result: boolean | null;
  readonly errorClass: string | null;
}

const vectors = readJsonl<Vector>("conditions/expressions.jsonl");

describe("conditions agree with the platform's evaluator", () => {
  test.each(vectors.map((vector) => [vector.id, vector.expression, vector] as const))(
    "%s %s",
    (_id, expression, { variables, result, errorClass }) => {
      expect(answer(expression, variables)).toEqual([result, errorClass]);
    },
  );

  test.each(vectors.filter(({ template }) => template).map((vector) => [vector.template!, vector] as const))(
    "pasted in: %s",
    (template, { variables, substitutions, result, errorClass }) => {
      expect(answer(template, { ...variables, ...substitutions })).toEqual([result, errorClass]);
    },
  );
});

function answer(expression: string, variables: Readonly<Record<string, unknown>>) {
  try {
    return [evaluateCondition(expression, variables), null];
  } catch (error) {
    if (error instanceof ConditionSyntaxError || error instanceof ConditionTypeError)
      return [null, error.fault];
    throw error;
  }
}
