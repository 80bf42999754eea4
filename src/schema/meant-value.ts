import { quote } from "../util/text.ts";
import type { OtherForm, SchemaFinding } from "./finding.ts";
import type { JsonSchema } from "./json-schema.ts";
import { commentFault, placeName } from "./message.ts";
import { type FaultPlace, hasKey, keysOf, plainAt } from "./paths.ts";

/** The text of a scalar; empty for a collection, since a key `toString` makes `String` fail. */
export function textOf(value: unknown): string {
  return typeof value === "object" ? "" : String(value);
}

/** The schema of all items of a list; undefined if each has its own. */
const itemOf = ({ items }: JsonSchema): JsonSchema | undefined => (Array.isArray(items) ? undefined : items);

/** A text that needs no quotes in a list in brackets. */
const ONE_WORD = /^(?!(?:true|false|null)$)[a-z][\w./-]{0,59}$/i;

/**
 * The YAML to write: a text in place of a list of texts, the list in place of a text, or a mapping
 * in place of its name.
 */
export function otherForm(value: unknown, schema: JsonSchema): string | undefined {
  const { "x-list-form": form, properties, required = [] } = schema;
  const item = itemOf(schema);
  if (item?.type === "string" && typeof value === "string") {
    const words = value
      .trim()
      .split(item.enum ? /[\s,;|]+/ : ",")
      .map((word) => word.trim());
    return words.every((word) => ONE_WORD.test(word)) ? `[${words.join(", ")}]` : undefined;
  }
  if (properties?.name && typeof value === "string" && required.every((key) => key === "name"))
    return ONE_WORD.test(value) ? `{ name: ${value} }` : undefined;
  if (!form || !Array.isArray(value) || value.length === 0) return undefined;
  const texts = value.map(String);
  if (!texts.every((text) => new RegExp(form.item).test(text))) return undefined;
  const [before, separator, after] = form.several;
  const [first, last] = form.one;
  return texts.length === 1 ? `'${first}${texts[0]}${last}'` : `'${before}${texts.join(separator)}${after}'`;
}

/** The form of the list in place of a mapping, or the reverse, if the keys fit. */
export function formOfList(value: unknown, schema: JsonSchema): OtherForm | undefined {
  const { type, properties = {} } = schema;
  if (type === "object" && Array.isArray(value)) {
    const keys = value.flatMap((item) => (keysOf(item).length > 0 ? keysOf(item) : [""]));
    const fits = keys.length > 0 && keys.every((key) => hasKey(properties, key));
    return fits && new Set(keys).size === keys.length ? "keys" : undefined;
  }
  const keys = keysOf(value);
  const item = itemOf(schema) ?? {};
  const known = (type === "array" && item.properties) || {};
  const synonyms = {
    ...item["x-synonyms"],
    ...item["x-synonyms-of-type"]?.[String(plainAt(value, ["type"]))],
  };
  if (keys.length === 0) return undefined;
  if (keys.every((key) => hasKey(known, key) || hasKey(synonyms, key))) return "item";
  const isOfPairs = hasKey(known, "key") && !keys.some((key) => hasKey(known, key));
  return isOfPairs && hasKey(known, "encrypted") ? "pairs" : undefined;
}

/**
 * The message for a text such as `name:x` or `name = x` in place of a mapping with this key, or
 * `-x` in place of a list, or a list with a comment of another language.
 */
export function missingMark({ path, value, schema }: FaultPlace): string | undefined {
  if (typeof value !== "string") return undefined;
  if (schema["x-pair"] === true && /^[A-Za-z_]\w*[ \t]*[=:]/.test(value))
    return `${placeName(path)} is text, not a mapping; write its name as "key" and its value as "value"`;
  if (schema.type === "array" && /^-[^\s-]/.test(value))
    return `${placeName(path)} is text, not a list; add a space after the dash`;
  if (schema.type === "array" && commentFault(value) !== undefined) return commentFault(value);
  const [, key = "", mark] = /^([\w-]+)(:(?=[^\s\u00a0])|:\u00a0|[ \t]*[;=])/.exec(value) ?? [];
  if (!hasKey(schema.properties, key)) return undefined;
  const remedy = mark === ":" ? `add a space after the colon of "${key}:"` : `write "${key}: "`;
  return `${placeName(path)} is text, not a mapping; ${remedy}`;
}

const NO_LIMIT = /^(?:unlimited|infinite|infinity|no[ -]?limit|max)$/i;

/** The fault of a word in place of a limit that there is without the key. */
export function unlimited(place: FaultPlace): Partial<SchemaFinding> | undefined {
  const { path, value, schema } = place;
  const isNone = NO_LIMIT.test(textOf(value)) || Number(textOf(value)) === -1;
  if (schema["x-unlimited"] !== true || !isNone) return undefined;
  const written = typeof value === "string" ? quote(value) : textOf(value);
  const message = `${placeName(path)} cannot be ${written}; remove the key, since without it there is no limit`;
  return { message, unneeded: true };
}
