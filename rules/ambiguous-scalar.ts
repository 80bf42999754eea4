import { tableOf } from "../src/catalogue/steps/step-tables.ts";
import { isScalar, type LocatedScalar, pathWithin, type Value } from "../src/document/located.ts";
import { fixOf, quoteIt } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline, Variable } from "../src/pipeline/model.ts";
import { typeOf } from "../src/pipeline/steps/expand.ts";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import { namesSecret } from "../src/secrets/names.ts";
import { eachScalar, stepsIn, TEXTS_OF_STEP, textOf } from "./support/walk.ts";

/** A date, or an id that is a number. */
const MISREAD = /\d{4}-\d\d?-\d|\b\d[\d_eE]{23}\b/;

export default defineRule({
  id: "ambiguous-scalar",
  severity: "warning",
  summary: "YAML reads an unquoted value as a different number or as a date",
  why: "Codefresh reads specs as YAML 1.1: `1.10` becomes the number 1.1, `0123` is octal, `12:30:45` is a base-60 number, `1e3` is 1000, and 2024-05-01 is a date. A build gets the converted value, not the text in the file. Quotes keep the text.",
  sources: ["tested with js-yaml 3.15", "codefresh-io/cli, which reads specs with js-yaml 3"],
  variable(variable, context) {
    const { value } = variable;
    // `wrong-type` reports a value that is not a finite number.
    if (value && !value.anchor && !isSecret(variable) && isFiniteOrText(value)) check(value, context);
  },
  pipeline(pipeline, context) {
    // Most specs contain neither a date nor such an id, so they need no second walk.
    const misread = MISREAD.test(textOf(pipeline)) ? misreadFields(pipeline) : [];
    for (const step of stepsIn(pipeline)) {
      // The validator refuses a number in a key that it knows, which `wrong-type` reports.
      const known = tableOf(typeOf(step))?.keys ?? {};
      for (const { name, value } of step.entries)
        if (TEXTS_OF_STEP.has(name) && !Object.hasOwn(known, name)) checkText(value, context);
      if (!Object.hasOwn(known, "tags")) for (const tag of step.items("tags")) checkText(tag, context);
    }
    if (misread.length > 0) return checkFields(misread, pipeline, context);
  },
});

const isFiniteOrText = ({ value }: LocatedScalar): boolean =>
  typeof value !== "number" || Number.isFinite(value);

/** True if another rule reports the variable, whose converted value must not be shown. */
function isSecret({ key, encrypted }: Variable): boolean {
  return encrypted?.value === true || (key !== undefined && namesSecret(key.value));
}

/** The numbers and dates of the fields that the schema types. */
function misreadFields({ node, spec }: Pipeline): LocatedScalar[] {
  const found: LocatedScalar[] = [];
  const visit = (scalar: LocatedScalar): void => {
    if (typeof scalar.value === "number" || scalar.value instanceof Date) found.push(scalar);
  };
  eachScalar(node.get("metadata"), visit);
  for (const { key, value } of spec?.entries ?? [])
    if (!["steps", "hooks", "services"].includes(key.value)) eachScalar(value, visit);
  return found;
}

async function checkFields(
  fields: readonly LocatedScalar[],
  { node }: Pipeline,
  context: RuleContext,
): Promise<void> {
  const { specSchemaAt } = await import("../src/pipeline/schema/spec-faults.ts");
  for (const field of fields) checkField(field, specSchemaAt(pathWithin(node, field)), context);
}

/**
 * Reports a date where the schema requires text and accepts that of the date, and a number where it
 * requires an id; `wrong-type` and others report what the schema refuses.
 */
function checkField(scalar: LocatedScalar, schema: JsonSchema | undefined, context: RuleContext): void {
  const accepts = (text: string) =>
    schema?.enum === undefined && (schema?.pattern === undefined || new RegExp(schema.pattern).test(text));
  const isMisread =
    scalar.value instanceof Date
      ? schema?.type === "string" && accepts(scalar.value.toISOString())
      : Array.isArray(schema?.type) &&
        schema.pattern !== undefined &&
        schema.type.includes("number") &&
        Number.isFinite(scalar.value);
  if (isMisread) check(scalar, context, accepts);
}

function checkText(value: Value, context: RuleContext): void {
  if (isScalar(value) && !value.anchor) check(value, context);
}

/** `accepts` is false for a text that is refused in quotes too. */
function check(
  scalar: LocatedScalar,
  context: RuleContext,
  accepts: (text: string) => boolean = () => true,
): void {
  const { report, text } = context;
  const written = text.slice(scalar.span.start, scalar.span.end);
  const read = readAs(scalar.value);
  if (read === undefined || read === written) return;
  const what = scalar.value instanceof Date ? "date" : "number";
  const message = `${written} is read as the ${what} ${read}`;
  // A text in quotes is a number only because of its tag.
  const isPlain = scalar.node.kind === "scalar" && scalar.node.style === "plain";
  const fix = isPlain
    ? quoteIt(scalar.span, written, context)
    : fixOf("keep the quotes", true, { span: scalar.span, text: written });
  if (accepts(written)) report(scalar, `${message}; ${fix.title}`, { fix });
  else report(scalar, `${message}; write another text`);
}

/** Returns the text that a build gets for a number or a date; undefined for other values. */
function readAs(value: LocatedScalar["value"]): string | undefined {
  if (value instanceof Date) return value.toISOString();
  return typeof value === "number" ? String(value) : undefined;
}
