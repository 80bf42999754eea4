import { closestMatch, editDistance } from "../util/closest-match.ts";
import { joinList, numberOfText, quote } from "../util/text.ts";
import type { Limit, OtherForm, SchemaFinding } from "./finding.ts";
import type { JsonSchema, SchemaFault, Suggest } from "./json-schema.ts";
import { BOOLEAN, booleanMeant, commentFault, describeValue, placeName } from "./message.ts";
import { placeOfType, placesOf } from "./misplaced-key.ts";
import { findKeyword, type KeyPath, type KeywordPlace, pathOf, plainAt, schemaAt } from "./paths.ts";

type Details = Omit<SchemaFinding, "kind" | "path">;

/** A fault with everything that its message needs. */
interface Context extends KeywordPlace {
  readonly fault: SchemaFault;
  readonly path: KeyPath;
  readonly value: unknown;
  /** The value around it. */
  readonly around: unknown;
  /** The schema of the whole document. */
  readonly root: JsonSchema;
  readonly document: unknown;
  readonly suggest: Suggest | undefined;
}

const has = (value: unknown, key: string): boolean =>
  typeof value === "object" && value !== null && Object.hasOwn(value, key);

function unknownKey({ fault, path, value, holder, root, document }: Context): SchemaFinding {
  const allowed = Object.keys(holder.properties ?? {});
  const free = allowed.filter((key) => !has(value, key) && !isGenerated(holder.properties![key]!));
  const written = (value as Record<string, unknown>)[fault.key!];
  const longer = longerKey(fault.key!, free);
  const meantSchema = longer === undefined ? undefined : schemaAt(root, [...path, longer]);
  const suggestion =
    closestMatch(fault.key!, free) ?? (meantSchema && hasTypeOf(written, meantSchema) ? longer : undefined);
  const foreign = Object.entries(holder["x-foreign"] ?? {}).find(([name]) => name === fault.key)?.[1];
  if (foreign !== undefined) {
    const noun = holder["x-noun"] ?? "the mapping";
    const message = `unknown key "${fault.key}" in ${noun}; ${foreign}`;
    return { kind: "unknown-key", path: [...path, fault.key!], key: fault.key!, allowed, noun, message };
  }
  const isName = typeof written === "string" && meantSchema?.properties?.name !== undefined;
  const named = isName ? { places: [`into "${longer}" as its "name"`] } : {};
  if (isPair(fault.key!, suggestion, value as Record<string, unknown>, holder)) {
    const message = `unknown key "${fault.key}" in ${holder["x-noun"]}; write "key: ${fault.key}", and its value as "value"`;
    return {
      kind: "unknown-key",
      path: [...path, fault.key!],
      key: fault.key!,
      suggestion: "key",
      form: "pair",
      message,
    };
  }
  const meant = otherMeaning(fault.key!, suggestion, value as Record<string, unknown>, {
    path,
    holder,
    root,
    document,
  });
  return {
    kind: "unknown-key",
    path: [...path, fault.key!],
    key: fault.key!,
    allowed,
    noun: holder["x-noun"] ?? "the mapping",
    keyNoun: holder["x-key-noun"],
    ...(meant ?? (suggestion === undefined ? named : { suggestion })),
  };
}

/** True for the only unknown key of an entry that is written as the pair `NAME: value`. */
function isPair(
  key: string,
  near: string | undefined,
  value: Record<string, unknown>,
  { properties, "x-pair": canBePair, "x-synonyms": synonyms }: JsonSchema,
): boolean {
  if (!canBePair || near !== undefined || has(value, "key") || has(value, "value")) return false;
  const unknown = Object.keys(value).filter((each) => !has(properties, each));
  return (
    unknown.length === 1 && !has(synonyms, key) && (value[key] === null || typeof value[key] !== "object")
  );
}

function hasTypeOf(value: unknown, { type }: JsonSchema = {}): boolean {
  const own = Array.isArray(value) ? "array" : value === null ? "null" : typeof value;
  const types = [type ?? []].flat();
  return type === undefined || types.includes(own) || (Number.isInteger(value) && types.includes("integer"));
}

/** The only key that begins with the words of another: `runtimeEnvironment` for `runtime`. */
function longerKey(key: string, known: readonly string[]): string | undefined {
  const longer =
    key.length < 4
      ? []
      : known.filter((each) => each.startsWith(key) && /^[A-Z]/.test(each.slice(key.length)));
  return longer.length === 1 ? longer[0] : undefined;
}

const isGenerated = (schema: JsonSchema | boolean): boolean =>
  typeof schema === "object" && schema["x-generated"] === true;

/** The meaning of an unknown key that is not a misspelled one. */
function otherMeaning(
  key: string,
  near: string | undefined,
  value: Record<string, unknown>,
  { path, holder, root, document }: Pick<Context, "path" | "holder" | "root" | "document">,
):
  | Pick<
      SchemaFinding,
      "opposite" | "places" | "generated" | "isTwice" | "hasEntries" | "suggestion" | "expected" | "write"
    >
  | undefined {
  const { "x-opposites": opposites = {} } = holder;
  const synonyms = { ...holder["x-synonyms"], ...holder["x-synonyms-of-type"]?.[String(value.type)] };
  const written = value[key];
  const isOn = typeof written === "string" ? booleanMeant(written) : written;
  if (Object.hasOwn(opposites, key) && typeof isOn === "boolean" && !has(value, opposites[key]!))
    return { opposite: { key: opposites[key]!, value: !isOn } };
  const synonym = Object.hasOwn(synonyms, key) ? synonyms[key]! : undefined;
  const meant = synonym === undefined ? undefined : schemaAt(root, [...path, synonym]);
  const isFirst = Object.keys(value).find((each) => synonyms[each] === synonym) === key;
  if (meant && isFirst && !has(value, synonym!) && fits(written, meant)) {
    // A mapping with other words for its keys too is not valid under the right name.
    const isRight = hasTypeOf(written, meant) && keysOf(written).every((each) => has(meant.properties, each));
    return {
      suggestion: synonym,
      ...(!isRight && {
        expected: meant["x-expects"] ?? typeInWords(meant.type),
        write: otherForm(written, meant),
      }),
    };
  }
  if (near !== undefined && editDistance(key.toLowerCase(), near.toLowerCase()) < 2) return undefined;
  return placesOf(root, path, key, document);
}

/** False for a mapping without any key that the schema knows, or what cannot be a boolean. */
function fits(value: unknown, schema: JsonSchema): boolean {
  const { properties, "x-synonyms": synonyms } = schema;
  if (schema["x-expects"] === BOOLEAN && typeof value !== "boolean")
    return booleanMeant(String(value)) !== undefined;
  const keys = keysOf(value);
  return keys.length === 0 || keys.some((key) => Object.hasOwn({ ...properties, ...synonyms }, key));
}

/** The keys of a mapping; none for any other value. */
function keysOf(value: unknown): string[] {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? Object.keys(value) : [];
}

function missingKey({ fault, path, holder, keyword, root }: Context): SchemaFinding {
  const owner = holder["x-rule"];
  const words = wordsFor(holder, fault.key!);
  return {
    kind: "missing-key",
    path,
    key: fault.key!,
    noun: schemaAt(root, path)?.["x-noun"] ?? "the mapping",
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

const TYPES: Readonly<Record<string, string>> = {
  string: "a string",
  integer: "a whole number",
  boolean: BOOLEAN,
  array: "a list",
  object: "a mapping",
};

const typeInWords = (type: JsonSchema["type"]): string =>
  joinList(
    [type ?? []].flat().map((each) => TYPES[each] ?? each),
    "or",
  ) || "another value";

/** True for a number or boolean that would be accepted as text. */
function becomesText(value: unknown, schema: JsonSchema): boolean {
  if (schema.type !== "string" || !["number", "boolean"].includes(typeof value)) return false;
  if (schema.pattern === undefined) return schema["x-rule"] === undefined;
  return new RegExp(schema.pattern).test(String(value));
}

/** A text that needs no quotes in a list in brackets. */
const ONE_WORD = /^(?!(?:true|false|null)$)[a-z][\w./-]{0,59}$/i;

/**
 * The YAML to write: a text in place of a list of texts, the list in place of a text, or a mapping
 * in place of its name.
 */
function otherForm(value: unknown, schema: JsonSchema): string | undefined {
  const { "x-list-form": form, items, properties } = schema;
  const isListOfTexts = !Array.isArray(items) && typeof items === "object" && items.type === "string";
  if (isListOfTexts && typeof value === "string") {
    const words = value
      .trim()
      .split(items.enum ? /[\s,;|]+/ : ",")
      .map((word) => word.trim());
    return words.every((word) => ONE_WORD.test(word)) ? `[${words.join(", ")}]` : undefined;
  }
  if (
    properties?.name &&
    typeof value === "string" &&
    schema.required?.some((key) => key !== "name") !== true
  )
    return ONE_WORD.test(value) ? `{ name: ${value} }` : undefined;
  if (!form || !Array.isArray(value) || value.length === 0) return undefined;
  const texts = value.map(String);
  if (!texts.every((text) => new RegExp(form.item).test(text))) return undefined;
  const [before, separator, after] = form.several;
  const [first, last] = form.one;
  return texts.length === 1 ? `'${first}${texts[0]}${last}'` : `'${before}${texts.join(separator)}${after}'`;
}

function isSynonym(key: string, value: unknown, items: JsonSchema["items"]): boolean {
  if (typeof items !== "object" || Array.isArray(items)) return false;
  const ofType = items["x-synonyms-of-type"]?.[String(plainAt(value, ["type"]))];
  return has(items["x-synonyms"], key) || has(ofType, key);
}

/** The form of the list in place of a mapping, or the reverse, if the keys fit. */
function formOfList(value: unknown, { type, items, properties = {} }: JsonSchema): OtherForm | undefined {
  if (type === "object" && Array.isArray(value)) {
    const keys = value.flatMap((item) => (keysOf(item).length > 0 ? keysOf(item) : [""]));
    const fits = keys.length > 0 && keys.every((key) => Object.hasOwn(properties, key));
    return fits && new Set(keys).size === keys.length ? "keys" : undefined;
  }
  const keys = keysOf(value);
  const item =
    (type === "array" && !Array.isArray(items) && typeof items === "object" && items.properties) || {};
  if (keys.length === 0) return undefined;
  if (keys.every((key) => Object.hasOwn(item, key) || isSynonym(key, value, items))) return "item";
  const isOfPairs = Object.hasOwn(item, "key") && !keys.some((key) => Object.hasOwn(item, key));
  return isOfPairs && Object.hasOwn(item, "encrypted") ? "pairs" : undefined;
}

/** For a refused value: its kind, the allowed values, and whether it is optional. */
function detailsOf({ path, value, root }: Context): Details {
  const schema = schemaAt(root, path) ?? {};
  const around = schemaAt(root, path.slice(0, -1));
  return {
    expected: becomesText(value, schema) ? "a string" : (schema["x-expects"] ?? typeInWords(schema.type)),
    actual: describeValue(value, schema["x-secret"] === true || mayHoldSecrets(schema, value)),
    required: around?.required?.includes(String(path.at(-1))) ?? false,
    generated: isGenerated(schema),
    message: schema["x-message"],
  };
}

/**
 * The message for a text such as `name:x` or `name = x` in place of a mapping with this key, or
 * `-x` in place of a list, or a list with a comment of another language.
 */
function missingMark({ path, value }: Context, schema: JsonSchema): string | undefined {
  if (typeof value !== "string") return undefined;
  if (schema["x-pair"] === true && /^[A-Za-z_]\w*[ \t]*[=:]/.test(value))
    return `${placeName(path)} is text, not a mapping; write its name as "key" and its value as "value"`;
  if (schema.type === "array" && /^-[^\s-]/.test(value))
    return `${placeName(path)} is text, not a list; add a space after the dash`;
  if (schema?.type === "array" && commentFault(value) !== undefined) return commentFault(value);
  const [, key = "", mark] = /^([\w-]+)(:(?=[^\s\u00a0])|:\u00a0|[ \t]*[;=])/.exec(value) ?? [];
  if (!Object.hasOwn(schema.properties ?? {}, key)) return undefined;
  const remedy = mark === ":" ? `add a space after the colon of "${key}:"` : `write "${key}: "`;
  return `${placeName(path)} is text, not a mapping; ${remedy}`;
}

/** The message for a word in place of a limit that there is without the key. */
function unlimited({ path, value }: Context, schema: JsonSchema): string | undefined {
  const isNone = NO_LIMIT.test(textOf(value)) || Number(textOf(value)) === -1;
  if (schema["x-unlimited"] !== true || !isNone) return undefined;
  const written = typeof value === "string" ? quote(value) : textOf(value);
  return `${placeName(path)} cannot be ${written}; remove the key, since without it there is no limit`;
}

const NO_LIMIT = /^(?:unlimited|infinite|infinity|no[ -]?limit|max)$/i;

function wrongType(context: Context): SchemaFinding {
  const { path, value, root } = context;
  const schema = schemaAt(root, path) ?? {};
  const kind = value === null ? "null-value" : "wrong-type";
  const details = detailsOf(context);
  const noLimit = unlimited(context, schema);
  return {
    kind,
    path,
    ...details,
    unneeded: noLimit !== undefined,
    allowed: schema.additionalProperties === false ? Object.keys(schema.properties!) : undefined,
    write: otherForm(value, schema),
    form: formOfList(value, schema),
    message: missingMark(context, schema) ?? noLimit ?? details.message,
    owner: kind === "wrong-type" ? schema["x-type-rule"] : undefined,
  };
}

function unknownValue(context: Context): SchemaFinding {
  const { holder, path, value } = context;
  if (typeof value !== "string" && schemaAt(context.root, path)?.type !== undefined)
    return wrongType(context);
  const allowed = (holder.enum ?? [holder.const]).map(String);
  const isOnly = path.at(-1) === "type" && allowed.length === 1 && !lacksKey(context);
  const words = holder["x-words"] ?? {};
  const text = textOf(value);
  const suggestion =
    (has(words, text) ? words[text] : undefined) ??
    (context.suggest ?? closestMatch)(text, allowed) ??
    (isOnly ? allowed[0] : undefined);
  const place = placeOfEntry(context);
  return {
    kind: "unknown-value",
    path,
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
function lacksKey({ path, around, root }: Context): boolean {
  return schemaAt(root, path.slice(0, -1))?.required?.some((key) => !has(around, key)) ?? false;
}

/** The text of a scalar; empty for a collection, since a key `toString` makes `String` fail. */
function textOf(value: unknown): string {
  return typeof value === "object" ? "" : String(value);
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
  const { path, holder } = context;
  const limit = limitOf(context);
  const noLimit = unlimited(context, schemaAt(context.root, path) ?? {});
  return {
    kind: "out-of-range",
    path,
    ...detailsOf(context),
    limit,
    owner: holder["x-rule"],
    ...(noLimit !== undefined && { message: noLimit, unneeded: true }),
  };
}

/** A text that is not a whole number, or one out of bounds. */
function wrongNumber(context: Context): SchemaFinding {
  return Number.isInteger(numberOfText(textOf(context.value))) ? outOfRange(context) : wrongType(context);
}

/** A text that does not match. */
function unmatched(context: Context): SchemaFinding {
  const { holder, path } = context;
  if (Array.isArray(holder.type)) return wrongType(context);
  return { kind: "pattern", path, ...detailsOf(context), owner: holder["x-rule"] };
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
  value: unknown,
  root: JsonSchema,
  suggest?: Suggest,
): SchemaFinding | undefined {
  if (/\banyOf\//.test(fault.keyword)) return undefined;
  const path = pathOf(fault.at, value);
  const place = findKeyword(root, path, fault.keyword);
  const around = plainAt(value, path.slice(0, -1));
  return readers[place.keyword]?.({
    ...place,
    fault,
    path,
    value: plainAt(value, path),
    around,
    root,
    document: value,
    suggest,
  });
}
