import { closestMatch } from "../util/closest-match.ts";
import { numberOfText } from "../util/text.ts";
import type { Limit, SchemaFinding } from "./finding.ts";
import type { JsonSchema, SchemaFault, Suggest } from "./json-schema.ts";
import { isGenerated, meaningOfKey } from "./meant-key.ts";
import { formOfList, missingMark, otherForm, textOf, unlimited } from "./meant-value.ts";
import { describeValue, expectedBy } from "./message.ts";
import { placeOfType } from "./misplaced-key.ts";
import { type FaultPlace, hasKey, placeOfFault, schemaAt } from "./paths.ts";

/** The place of a fault, with what finds the word that was meant. */
interface Context extends FaultPlace {
  readonly suggest: Suggest | undefined;
}

function unknownKey(context: Context): SchemaFinding {
  const { fault, path, holder } = context;
  const noun = holder["x-noun"] ?? "the mapping";
  return {
    kind: "unknown-key",
    path: [...path, fault.key!],
    key: fault.key!,
    allowed: Object.keys(holder.properties ?? {}),
    noun,
    keyNoun: holder["x-key-noun"],
    ...meaningOfKey(context, noun),
  };
}

function missingKey({ fault, path, schema, holder, keyword, root }: Context): SchemaFinding {
  const owner = holder["x-rule"];
  const words = wordsFor(holder, fault.key!);
  return {
    kind: "missing-key",
    path,
    key: fault.key!,
    noun: schema["x-noun"] ?? "the mapping",
    message: schemaAt(root, [...path, fault.key!])?.["x-message"],
    because: keyword === "dependencies" ? dependentOn(holder, fault.key!) : undefined,
    allowed: owner === undefined && words?.length !== 1 ? undefined : words,
    owner,
  };
}

/** The values that the schema allows for a required key. */
function wordsFor(holder: JsonSchema, key: string): string[] | undefined {
  const schema = holder.properties?.[key];
  return typeof schema === "object" ? schema.enum?.map(String) : undefined;
}

const dependentOn = (holder: JsonSchema, missing: string): string | undefined =>
  Object.entries(holder.dependencies ?? {}).find(([, needed]) => needed.includes(missing))?.[0];

function forbiddenKey({ path, holder }: Context): SchemaFinding {
  const key = String(path.at(-1));
  return { kind: "forbidden-key", path, key, keys: [key], only: holder["x-only"]!, owner: holder["x-rule"]! };
}

function noneOfKeys({ path, holder }: Context): SchemaFinding {
  return {
    kind: "missing-key",
    path,
    allowed: Object.keys(holder.properties ?? {}),
    noun: holder["x-noun"]!,
  };
}

function noneOfRequired({ path, holder }: Context): SchemaFinding {
  const allowed = holder.anyOf!.flatMap(({ required = [] }) => required);
  return { kind: "missing-key", path, allowed, message: holder["x-message"] };
}

/** A text or number in place of variables may be one of their values, and so a secret. */
const mayHoldSecrets = ({ type }: JsonSchema, value: unknown): boolean =>
  (type === "array" || type === "object") && typeof value !== "boolean";

/** True for a number or boolean that would be accepted as text. */
function becomesText(value: unknown, schema: JsonSchema): boolean {
  if (schema.type !== "string" || !["number", "boolean"].includes(typeof value)) return false;
  if (schema.pattern === undefined) return schema["x-rule"] === undefined;
  return new RegExp(schema.pattern).test(String(value));
}

/** For a refused value: its kind, the allowed values, and whether it is optional. */
function detailsOf({ path, value, schema, outer }: Context): Omit<SchemaFinding, "kind"> {
  return {
    path,
    expected: becomesText(value, schema) ? "a string" : expectedBy(schema),
    actual: describeValue(value, schema["x-secret"] === true || mayHoldSecrets(schema, value)),
    required: outer.required?.includes(String(path.at(-1))) ?? false,
    generated: isGenerated(schema),
    message: schema["x-message"],
  };
}

function wrongType(context: Context): SchemaFinding {
  const { value, schema } = context;
  const kind = value === null ? "null-value" : "wrong-type";
  const mark = missingMark(context);
  return {
    kind,
    ...detailsOf(context),
    allowed: schema.additionalProperties === false ? Object.keys(schema.properties!) : undefined,
    write: otherForm(value, schema),
    form: formOfList(value, schema),
    ...(mark === undefined ? unlimited(context) : { message: mark }),
    owner: kind === "wrong-type" ? schema["x-type-rule"] : undefined,
  };
}

function unknownValue(context: Context): SchemaFinding {
  const { holder, path, value, schema, suggest = closestMatch } = context;
  if (typeof value !== "string" && schema.type !== undefined) return wrongType(context);
  const allowed = (holder.enum ?? [holder.const]).map(String);
  const isOnly = path.at(-1) === "type" && allowed.length === 1 && !lacksKey(context);
  const words = holder["x-words"] ?? {};
  const text = textOf(value);
  const known = hasKey(words, text) ? words[text] : undefined;
  const suggestion = known ?? suggest(text, allowed) ?? (isOnly ? allowed[0] : undefined);
  const place = placeOfEntry(context);
  return {
    kind: "unknown-value",
    ...detailsOf(context),
    allowed,
    ...(place === undefined ? { suggestion } : { places: [place] }),
    owner: holder["x-rule"],
  };
}

/** The list for an entry that has the `type` of another list, and lacks a key of its own one. */
function placeOfEntry(context: Context): string | undefined {
  const { path, value, root } = context;
  if (path.at(-1) !== "type" || !lacksKey(context)) return undefined;
  return placeOfType(root, path.slice(0, -1), textOf(value));
}

/** True if the entry around a value lacks a required key. */
function lacksKey({ around, outer }: Context): boolean {
  return outer.required?.some((key) => !hasKey(around, key)) ?? false;
}

/**
 * The bound that is broken; for a number, both, since a message gives its range. The limits of
 * exact numbers are left out unless the number is beyond them.
 */
function limitOf({ keyword, holder, value }: Context): Limit {
  const { minimum, maximum, minLength, maxLength, minItems } = holder;
  if (keyword === "minItems") return { of: "items", minimum: minItems! };
  if (keyword === "minLength") return { of: "characters", minimum: minLength! };
  if (keyword === "maxLength") return { of: "characters", maximum: maxLength! };
  const hasMinimum =
    minimum !== undefined && (minimum !== Number.MIN_SAFE_INTEGER || Number(value) < minimum);
  const hasMaximum =
    maximum !== undefined && (maximum !== Number.MAX_SAFE_INTEGER || Number(value) > maximum);
  return { of: "number", ...(hasMinimum && { minimum }), ...(hasMaximum && { maximum }) };
}

function outOfRange(context: Context): SchemaFinding {
  return {
    kind: "out-of-range",
    ...detailsOf(context),
    limit: limitOf(context),
    owner: context.holder["x-rule"],
    ...unlimited(context),
  };
}

/** A text that is not a whole number, or one out of bounds. */
function wrongNumber(context: Context): SchemaFinding {
  return Number.isInteger(numberOfText(textOf(context.value))) ? outOfRange(context) : wrongType(context);
}

/** A text that does not match. */
function unmatched(context: Context): SchemaFinding {
  const { holder } = context;
  if (Array.isArray(holder.type)) return wrongType(context);
  return { kind: "pattern", ...detailsOf(context), owner: holder["x-rule"] };
}

const readers: Record<string, (context: Context) => SchemaFinding> = {
  additionalProperties: unknownKey,
  required: missingKey,
  dependencies: missingKey,
  "false schema": forbiddenKey,
  anyOf: noneOfRequired,
  minProperties: noneOfKeys,
  type: wrongType,
  "x-date": wrongType,
  "x-mapping": wrongType,
  const: unknownValue,
  enum: unknownValue,
  pattern: unmatched,
  "x-integer-text": wrongNumber,
  minItems: outOfRange,
  minLength: outOfRange,
  maxLength: outOfRange,
  minimum: outOfRange,
  maximum: outOfRange,
};

/** Returns the finding of a fault; undefined for one that only selects a branch. */
export function toFinding(
  fault: SchemaFault,
  document: unknown,
  root: JsonSchema,
  suggest?: Suggest,
): SchemaFinding | undefined {
  if (/\banyOf\//.test(fault.keyword)) return undefined;
  const place = placeOfFault(fault, document, root);
  return readers[place.keyword]?.({ ...place, suggest });
}
