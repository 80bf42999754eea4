import { FOREIGN_COMMENT } from "../document/scan.ts";
import { joinList, quote, quoteList } from "../util/text.ts";
import type { OtherForm, SchemaFinding, SchemaFindingKind } from "./finding.ts";
import type { JsonSchema } from "./json-schema.ts";
import type { KeyPath } from "./paths.ts";

/** From this number of values on, a message names the nearest one instead of all. */
const tooManyToList = 10;

/** A place in words: `"events"`, `item 2 of "events"`, `the document`. */
export function placeName(path: KeyPath): string {
  const last = path.at(-1);
  if (last === undefined) return "the document";
  if (typeof last === "string") return quote(last);
  const list = path.findLast((step) => typeof step === "string");
  return list === undefined ? `item ${last + 1}` : `item ${last + 1} of ${quote(String(list))}`;
}

const isItem = (path: KeyPath): boolean => typeof path.at(-1) === "number";

/** The fault of a text that begins like a comment of another language; undefined for any other. */
export function commentFault(text: string): string | undefined {
  const mark = FOREIGN_COMMENT.exec(text)?.[0];
  return mark && `a comment in YAML begins with #, not with ${quote(mark)}; write #`;
}

function unknownKey(finding: SchemaFinding): string {
  const { key, allowed = [], noun, keyNoun = "key", places, opposite, expected, suggestion } = finding;
  const comment = commentFault(key!);
  if (comment !== undefined) return comment;
  const head = `unknown ${keyNoun} ${quote(key!)}`;
  if (opposite !== undefined) return `${head}; write "${opposite.key}: ${opposite.value}"`;
  if (places !== undefined) {
    if (finding.generated) return `${head} in ${noun}; ${GENERATED}`;
    const { isTwice, hasEntries } = finding;
    const remedy = hasEntries ? "add its entries to the one" : isTwice ? "keep only the one" : "move it";
    return `${head} in ${noun}; ${remedy} ${joinList(places, "or")}`;
  }
  const as = expected === undefined ? "" : `, ${expected}`;
  if (suggestion !== undefined) return `${head}; did you mean ${quote(suggestion)}${as}?`;
  if (allowed.length < tooManyToList) return `${head}; known ${keyNoun}s are ${quoteList(allowed, "and")}`;
  return `${head} in ${noun}; remove it`;
}

function missingKey({ key, path, allowed = [], noun, because }: SchemaFinding): string {
  if (key === undefined)
    return `${placeName(path)} requires at least one of ${quoteList(allowed, "or")}; add one`;
  if (allowed.length === 1) return `missing key ${quote(key)}; add "${key}: ${allowed[0]}" to ${noun}`;
  if (because === undefined) return `missing key ${quote(key)}; add it to ${noun}`;
  return `${quote(because)} requires ${quote(key)}; set both or neither`;
}

function forbiddenKey({ keys = [], only }: SchemaFinding): string {
  const several = keys.length > 1;
  return `${quoteList(keys, "and")} ${several ? "are" : "is"} only allowed with "${only}"; remove ${several ? "them" : "it"}`;
}

const emptyForms: Record<string, string> = { "a list": "[]", "a mapping": "{}" };

/** From this number of keys on, a message names the first and the last one. */
const tooManyToName = 4;

const GENERATED = "remove the key, which Codefresh sets";

function nullValue({ path, expected, required, generated, dedented }: SchemaFinding): string {
  const head = `${placeName(path)} has no value`;
  const empty = emptyForms[expected ?? ""];
  if (dedented) {
    const few = dedented.length < tooManyToName;
    const range = `the ${dedented.length} keys from ${quote(dedented[0]!)} to ${quote(dedented.at(-1)!)}`;
    return `${head}; indent ${few ? quoteList(dedented, "and") : range} under it`;
  }
  if (generated) return `${head}; ${GENERATED}`;
  if (isItem(path)) return `${head}; write one or remove the item`;
  if (required) return `${head}; write ${expected}`;
  return `${head}; write ${empty ?? "one"} or remove the key`;
}

function wrongType({ path, expected = "", actual = "", write, form }: SchemaFinding): string {
  const quoteIt =
    /^(?:a string$|a string, |the string)/.test(expected) &&
    /^(?:the number|a number|a boolean|true|false|NaN|-?Inf)/.test(actual);
  const meant = isBoolean(expected) ? booleanMeant(/^"(.+)"$/.exec(actual)?.[1] ?? "") : undefined;
  const text = write ?? (meant === undefined ? undefined : String(meant));
  const other = text ?? (form && FORMS[form]);
  const advice = quoteIt ? "; quote it" : other === undefined ? "" : `; write ${other}`;
  return `${placeName(path)} must be ${expected}, not ${actual}${advice}`;
}

function unknownValue({ path, allowed = [], actual = "", suggestion, places }: SchemaFinding): string {
  if (places)
    return `${placeName(path.slice(0, -1))} is of type ${actual}; move it ${joinList(places, "or")}`;
  const most = suggestion === undefined ? tooManyToList + 2 : tooManyToList;
  if (allowed.length < most) {
    const choice =
      allowed.length === 1 ? quote(allowed[0]!) : `one of ${quoteList(allowed, "or").replace(" or ", ", ")}`;
    return `${placeName(path)} must be ${choice}, not ${actual}`;
  }
  const several = isItem(path)
    ? valuesIn(actual.replace(/^"|"$/g, ""), (text) => allowed.includes(text))
    : [];
  if (several.length > 1) return `${placeName(path)} has ${several.length} values; write an item for each`;
  const near =
    suggestion === undefined
      ? `write one of its ${allowed.length} values`
      : `did you mean ${quote(suggestion)}?`;
  return `${placeName(path)} cannot be ${actual}; ${near}`;
}

/** The values in a text that are all known: of a list without commas, or one item for several. */
export function valuesIn(text: string, isKnown: (value: string) => boolean): string[] {
  const values = text
    .trim()
    .split(/[\s,;|]+/)
    .filter((value) => value !== "-");
  return values.every(isKnown) ? values : [];
}

function outOfRange({ path, limit, actual, required, generated }: SchemaFinding): string {
  const { of, minimum, maximum } = limit!;
  if (of !== "number" && minimum !== undefined) {
    if (generated) return `${placeName(path)} is empty; ${GENERATED}`;
    const otherwise = required ? "" : ` or remove the ${isItem(path) ? "item" : "key"}`;
    return `${placeName(path)} is empty; write a value${otherwise}`;
  }
  if (of === "characters") return `${placeName(path)} is longer than ${maximum} characters; shorten it`;
  const range =
    maximum === undefined
      ? `at least ${minimum}`
      : minimum === undefined
        ? `at most ${maximum}`
        : `from ${minimum} to ${maximum}`;
  return `${placeName(path)} must be ${range}, not ${actual?.replace("the number ", "")}`;
}

/** The words for the forms that the fix of a list or mapping writes. */
export const FORMS: Readonly<Record<OtherForm, string>> = {
  item: "it as the only item of a list",
  pairs: 'each entry as an item with "key" and "value"',
  pair: 'it as "key" and "value"',
  keys: "the keys of its items directly below it",
};

const writers: Record<SchemaFindingKind, (finding: SchemaFinding) => string> = {
  "unknown-key": unknownKey,
  "missing-key": missingKey,
  "forbidden-key": forbiddenKey,
  "null-value": nullValue,
  "wrong-type": wrongType,
  "unknown-value": unknownValue,
  "out-of-range": outOfRange,
  pattern: wrongType,
};

/** The fault and the remedy, in one sentence without the value of a secret. */
export function schemaMessage(finding: SchemaFinding): string {
  const { kind, path, message } = finding;
  const comment =
    kind === "null-value" || kind === "wrong-type" ? commentFault(String(path.at(-1))) : undefined;
  return comment ?? message ?? writers[kind](finding);
}

/** The rules of kinds that are not the name of their own rule. */
const genericRules: Partial<Record<SchemaFindingKind, string>> = {
  "forbidden-key": "unknown-key",
  pattern: "wrong-type",
};

/** The id of a finding's rule: its owner, else the generic rule of its kind. */
export function ruleFor({ owner, kind }: SchemaFinding): string {
  return owner ?? genericRules[kind] ?? kind;
}

/** The kind of a value in words that never show it. */
function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (typeof value === "number" && !Number.isFinite(value)) return String(value);
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a mapping";
  return typeof value === "boolean" ? "a boolean" : `a ${typeof value}`;
}

/** A value in a message: a scalar in full unless it may be secret, a collection by its kind. */
export function describeValue(value: unknown, secret: boolean): string {
  if (secret) return kindOfValue(value);
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "boolean" ? String(value) : kindOfValue(value);
}

/** The schema's description of a boolean. */
export const BOOLEAN = "true or false";

const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "a whole number",
  boolean: BOOLEAN,
  array: "a list",
  object: "a mapping",
};

/** The values that a schema allows, in words. */
export function expectedBy({ type = [], "x-expects": expects }: JsonSchema): string {
  const types = [type].flat().map((each) => TYPES[each] ?? each);
  return expects ?? (joinList(types, "or") || "another value");
}

/** True for the description of a boolean, also of one that may be a variable. */
export function isBoolean(expected: string | undefined): boolean {
  return expected === BOOLEAN || expected?.startsWith("true, false or ") === true;
}

/** YAML 1.1 reads the others as booleans, js-yaml 3 as texts, which joi 13.7 refuses. */
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["true", true],
  ["false", false],
  ["yes", true],
  ["y", true],
  ["on", true],
  ["no", false],
  ["n", false],
  ["off", false],
]);

/** The boolean that a text such as `no` or `'true'` is meant to be, if it is one. */
export function booleanMeant(text: string): boolean | undefined {
  return WORDS.get(text.trim().toLowerCase());
}
