import { type LocatedScalar, pathWithin } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import { eachScalar, TEXTS_OF_STEP, textOf } from "./support/walk.ts";

export default defineRule({
  id: "number-notation",
  severity: "warning",
  summary: "YAML reads a number in octal, hexadecimal, binary or base 60",
  why: "Codefresh reads specs as YAML 1.1: `010` is 8, `0x5` is 5, and `1:30` is 90. A decimal number, or a text in quotes, has one meaning.",
  sources: ["tested with js-yaml 3.15", "codefresh-io/cli, which reads specs with js-yaml 3"],
  pipeline(pipeline, context) {
    if (!NUMBER_IN_TEXT.test(textOf(pipeline))) return;
    const numbers: LocatedScalar[] = [];
    eachScalar(pipeline.node, (scalar) => {
      const { span, value } = scalar;
      if (typeof value === "number" && NUMBER.test(context.text.slice(span.start, span.end)))
        numbers.push(scalar);
    });
    if (numbers.length > 0) return check(numbers, pipeline, context);
  },
});

const FORMS = "0[0-7_]+|0x[\\da-fA-F_]+|0b[01_]+|[1-9][\\d_]*(?::[0-5]?\\d){1,9}";
const NUMBER = new RegExp(`^[-+]?(?:${FORMS})$`);
/** Most specs contain no such number. */
const NUMBER_IN_TEXT = new RegExp(`[\\s:,[-][-+]?(?:${FORMS})(?=[\\s,}\\]]|$)`);

async function check(
  numbers: readonly LocatedScalar[],
  { node }: Pipeline,
  context: RuleContext,
): Promise<void> {
  const { specSchemaAt } = await import("../src/pipeline/schema/spec-faults.ts");
  for (const number of numbers) {
    const keys = pathWithin(node, number);
    if (!isReportedElsewhere(keys, specSchemaAt(keys))) reportNumber(number, context);
  }
}

function reportNumber({ span, path, value }: LocatedScalar, { report, text }: RuleContext): void {
  const written = text.slice(span.start, span.end);
  const digits = written.replace(/^([-+]?)0+(?=\d)/, "$1");
  // In octal, the same digits without the zero may be meant.
  const isOctal = digits !== written && Number(digits) !== value;
  const meant = written.includes(":")
    ? `${value}, or quote it as text`
    : isOctal
      ? `${value} or ${digits}`
      : value;
  report({ span, path }, `"${written}" is read as the number ${value}; write ${meant}`);
}

/** True for a value that another rule reports: it must be text, or becomes text. */
function isReportedElsewhere(keys: readonly (string | number)[], schema: JsonSchema | undefined): boolean {
  if (schema?.type !== undefined) return ![schema.type].flat().includes("integer");
  const field = String(keys.findLast((key) => typeof key === "string"));
  return field === "value" || field === "tags" || TEXTS_OF_STEP.has(field);
}
