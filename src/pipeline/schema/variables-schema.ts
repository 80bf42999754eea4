import { isMapping, parseJson } from "../../util/json.ts";
import { unescapeKey } from "../../util/json-pointer.ts";

/** Returns the fault of a part of a schema in words, or undefined. */
type Check = (value: unknown) => string | undefined;

type Mapping = Readonly<Record<string, unknown>>;

const WRONG_KIND = "has a value of a wrong kind";

const test =
  (accepts: (value: unknown) => boolean): Check =>
  (value) =>
    accepts(value) ? undefined : WRONG_KIND;

const isNumber = test((value) => typeof value === "number");
const isText = test((value) => typeof value === "string");
const isBoolean = test((value) => typeof value === "boolean");
const isCount = test((value) => Number.isInteger(value) && (value as number) >= 0);
const isFree: Check = () => undefined;
const isReference = test(
  (value) =>
    typeof value === "string" &&
    /^(?:(?:[a-z][a-z0-9+\-.]*:)?\/?\/)?(?:[^\\\s#][^\s#]*)?(?:#[^\\\s]*)?$/i.test(value),
);
const isTextList = test(
  (value) => Array.isArray(value) && value.every((item) => typeof item === "string") && isUnique(value),
);

function isUnique(list: readonly unknown[]): boolean {
  return new Set(list).size === list.length;
}

const TYPES = ["array", "boolean", "integer", "null", "number", "object", "string"];

const isType: Check = (value) => {
  const types = [value].flat();
  const known = types.length > 0 && isUnique(types) && types.every((type) => TYPES.includes(type as string));
  return known ? undefined : `has an unknown "type"`;
};

const isRegex: Check = (value) => {
  if (typeof value !== "string") return WRONG_KIND;
  const fault = `has a "pattern" that is not a regular expression`;
  // ajv refuses the end of a text of other languages, which compiles.
  if (/[^\\]\\Z/.test(value)) return fault;
  try {
    new RegExp(value);
    return undefined;
  } catch (error) {
    if (error instanceof SyntaxError) return fault;
    throw error;
  }
};

const isSchema: Check = (value) => {
  if (typeof value === "boolean") return undefined;
  if (!isMapping(value)) return WRONG_KIND;
  return first(Object.entries(value), ([key, part]) =>
    Object.hasOwn(KEYWORDS, key) ? KEYWORDS[key]!(part) : undefined,
  );
};

const isSchemaList: Check = (value) =>
  Array.isArray(value) && value.length > 0 ? first(value, isSchema) : WRONG_KIND;

const isSchemaMapping: Check = (value) =>
  isMapping(value) ? first(Object.values(value), isSchema) : WRONG_KIND;

function first<T>(list: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const fault = check(item);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const table = (check: Check, keys: string): Record<string, Check> =>
  Object.fromEntries(keys.split(" ").map((key) => [key, check]));

/** The meta-schema of JSON Schema, draft 7. */
const KEYWORDS: Readonly<Record<string, Check>> = {
  ...table(isReference, "$id $ref"),
  $schema: test((value) => typeof value === "string" && /^[a-z][a-z0-9+\-.]*:\S*$/i.test(value)),
  ...table(isText, "$comment title description format contentMediaType contentEncoding"),
  ...table(isNumber, "maximum exclusiveMaximum minimum exclusiveMinimum"),
  ...table(isCount, "maxLength minLength maxItems minItems maxProperties minProperties"),
  ...table(isBoolean, "readOnly uniqueItems"),
  ...table(isFree, "default const"),
  ...table(isSchema, "additionalItems contains additionalProperties propertyNames if then else not"),
  ...table(isSchemaList, "allOf anyOf oneOf"),
  ...table(isSchemaMapping, "definitions properties"),
  examples: test(Array.isArray),
  enum: test(
    (value) =>
      Array.isArray(value) && value.length > 0 && isUnique(value.map((item) => JSON.stringify(item))),
  ),
  multipleOf: test((value) => typeof value === "number" && value > 0),
  type: isType,
  pattern: isRegex,
  required: isTextList,
  items: (value) => (Array.isArray(value) ? isSchemaList(value) : isSchema(value)),
  patternProperties: (value) =>
    isSchemaMapping(value) ?? first(Object.keys(value as Mapping), (key) => isRegex(key)),
  dependencies: (value) =>
    isMapping(value)
      ? first(Object.values(value), (item) => (Array.isArray(item) ? isTextList(item) : isSchema(item)))
      : WRONG_KIND,
};

/** The formats that ajv 6 knows; it refuses a schema with another one. */
const FORMATS = new Set(
  "date time date-time uri uri-reference uri-template url email hostname ipv4 ipv6 regex uuid json-pointer json-pointer-uri-fragment relative-json-pointer".split(
    " ",
  ),
);

/**
 * Returns why a text is not a JSON Schema for the platform, as the end of a sentence; undefined for
 * one. The platform compiles it with ajv 6 (codefresh-io/service-base infra/validation.js), which
 * knows draft 7 only. References below an `$id` are not judged.
 */
export function jsonSchemaFault(text: string): string | undefined {
  const json = parseJson(text);
  if (!json) return "is not JSON; write a JSON Schema as text";
  const schema = json.value;
  if (typeof schema === "boolean") return undefined;
  if (!isMapping(schema)) return "is not a JSON Schema; write a mapping with its keywords";
  try {
    const fault = dialectFault(schema) ?? isSchema(schema) ?? usedFault(schema);
    return fault && `is not a JSON Schema: it ${fault}; correct it`;
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

/** The two names of draft 7 in ajv 6. */
const DIALECT = /^http:\/\/json-schema\.org\/(?:draft-07\/)?schema(?:#\/?)?$/;

function dialectFault({ $schema }: Mapping): string | undefined {
  if ($schema === undefined || $schema === "") return undefined;
  return typeof $schema === "string" && DIALECT.test($schema)
    ? undefined
    : `names another "$schema" than http://json-schema.org/draft-07/schema#`;
}

/** Finds unknown formats and references to missing parts, where the schema uses them. */
function usedFault(root: Mapping): string | undefined {
  const seen = new Set<unknown>();
  const visit = (schema: unknown): string | undefined => {
    if (!isMapping(schema) || seen.has(schema)) return undefined;
    seen.add(schema);
    if (typeof schema.$ref === "string") return reference(schema.$ref);
    if (typeof schema.format === "string" && !FORMATS.has(schema.format)) return `has an unknown "format"`;
    return first(partsOf(schema), visit);
  };
  const reference = (ref: string): string | undefined => {
    if (hasOwnIds(root) || DIALECT.test(ref.replace(/#.*/, ""))) return undefined;
    if (ref !== "" && !ref.startsWith("#")) return `has a "$ref" to another document`;
    const target = partAt(root, ref.slice(1));
    return isMapping(target) || typeof target === "boolean"
      ? visit(target)
      : `has a "$ref" to a missing part`;
  };
  return visit(root);
}

/** An `$id` changes what references below it mean. */
function hasOwnIds(schema: unknown): boolean {
  if (typeof schema !== "object" || schema === null) return false;
  return Object.entries(schema).some(([key, part]) => key === "$id" || hasOwnIds(part));
}

function partAt(root: Mapping, pointer: string): unknown {
  if (pointer !== "" && !pointer.startsWith("/")) return undefined;
  const steps = pointer.split("/").filter((step) => step !== "");
  return steps.reduce<unknown>((part, step) => {
    const key = unescaped(step);
    return typeof part === "object" && part !== null && Object.hasOwn(part, key)
      ? (part as Mapping)[key]
      : undefined;
  }, root);
}

/** False for a schema that accepts every value. */
function isRestrictive(schema: unknown): boolean {
  return schema === false || (isMapping(schema) && Object.keys(schema).length > 0);
}

function unescaped(step: string): string {
  const written = unescapeKey(step);
  try {
    return decodeURIComponent(written);
  } catch (error) {
    if (error instanceof URIError) return written;
    throw error;
  }
}

/**
 * The schemas inside a schema that ajv compiles: `definitions` only where they are referenced,
 * `additionalItems` only next to a list of items, and a condition only as a whole.
 */
function partsOf(schema: Mapping): unknown[] {
  const isCondition = schema.if !== undefined && [schema.then, schema.else].some(isRestrictive);
  const one = "contains additionalProperties propertyNames not".split(" ");
  if (isCondition) one.push("if", "then", "else");
  if (Array.isArray(schema.items)) one.push("additionalItems");
  const several = ["allOf", "anyOf", "oneOf", "items"];
  const named = ["properties", "patternProperties", "dependencies"];
  return [
    ...one.map((key) => schema[key]),
    ...several.flatMap((key) => schema[key] ?? []),
    ...named.flatMap((key) => Object.values((schema[key] as Mapping | undefined) ?? {})),
  ];
}
