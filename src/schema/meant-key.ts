import { closestMatch, editDistance } from "../util/closest-match.ts";
import { getOrAdd } from "../util/memoize.ts";
import type { SchemaFinding } from "./finding.ts";
import type { JsonSchema } from "./json-schema.ts";
import { otherForm } from "./meant-value.ts";
import { BOOLEAN, booleanMeant, expectedBy } from "./message.ts";
import { placesOf } from "./misplaced-key.ts";
import { type FaultPlace, hasKey, keysOf, schemaAt } from "./paths.ts";

/** True for a key that only the platform writes. */
export const isGenerated = (schema: JsonSchema | boolean): boolean =>
  typeof schema === "object" && schema["x-generated"] === true;

/** Returns the part of a finding that shows what an unknown key means. */
export function meaningOfKey(place: FaultPlace, noun: string): Partial<SchemaFinding> {
  const { fault, path, holder, root } = place;
  const { properties = {}, "x-foreign": foreign = {} } = holder;
  const key = fault.key!;
  const value = place.value as Record<string, unknown>;
  if (hasKey(foreign, key)) return { message: `unknown key "${key}" in ${noun}; ${foreign[key]}` };
  const free = Object.keys(properties).filter(
    (each) => !hasKey(value, each) && !isGenerated(properties[each]!),
  );
  const longer = longerKey(key, free);
  const meant = longer === undefined ? undefined : schemaAt(root, [...path, longer]);
  const near = closestMatch(key, free) ?? (meant && hasTypeOf(value[key], meant) ? longer : undefined);
  if (near === undefined && isPair(key, value, holder)) {
    const message = `unknown key "${key}" in ${noun}; write "key: ${key}", and its value as "value"`;
    return { suggestion: "key", form: "pair", message };
  }
  const other = opposite(key, value, holder) ?? synonym(key, value, place) ?? elsewhere(key, near, place);
  if (other || near !== undefined) return other ?? { suggestion: near };
  const isName = typeof value[key] === "string" && meant?.properties?.name !== undefined;
  return isName ? { places: [`into "${longer}" as its "name"`] } : {};
}

/** The number of unknown keys of entries that can be pairs: to count for each of 4,000 took 5 s. */
const unknownKeysOf = new WeakMap<object, number>();

/** True for the only unknown key of an entry that is written as the pair `NAME: value`. */
function isPair(
  key: string,
  value: Record<string, unknown>,
  { properties, "x-pair": canBePair, "x-synonyms": synonyms }: JsonSchema,
): boolean {
  if (!canBePair || hasKey(value, "key") || hasKey(value, "value") || hasKey(synonyms, key)) return false;
  if (value[key] !== null && typeof value[key] === "object") return false;
  const countUnknown = () => Object.keys(value).filter((each) => !hasKey(properties, each)).length;
  return getOrAdd(unknownKeysOf, value, countUnknown) === 1;
}

/** True for a value of the type of a schema. */
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

/** The known key that an unknown one is the opposite of, with its value. */
function opposite(
  key: string,
  value: Record<string, unknown>,
  { "x-opposites": opposites = {} }: JsonSchema,
): Partial<SchemaFinding> | undefined {
  const written = value[key];
  const isOn = typeof written === "string" ? booleanMeant(written) : written;
  if (!hasKey(opposites, key) || typeof isOn !== "boolean" || hasKey(value, opposites[key]!))
    return undefined;
  return { opposite: { key: opposites[key]!, value: !isOn } };
}

/** The known key that an unknown one is another word for. */
function synonym(
  key: string,
  value: Record<string, unknown>,
  { path, holder, root }: FaultPlace,
): Partial<SchemaFinding> | undefined {
  const synonyms = { ...holder["x-synonyms"], ...holder["x-synonyms-of-type"]?.[String(value.type)] };
  const suggestion = hasKey(synonyms, key) ? synonyms[key]! : undefined;
  const meant = suggestion === undefined ? undefined : schemaAt(root, [...path, suggestion]);
  const isFirst = () => Object.keys(value).find((each) => synonyms[each] === suggestion) === key;
  const written = value[key];
  if (!meant || !isFirst() || hasKey(value, suggestion!) || !fits(written, meant)) return undefined;
  // A mapping with other words for its keys too is not valid under the right name.
  const isRight =
    hasTypeOf(written, meant) && keysOf(written).every((each) => hasKey(meant.properties, each));
  if (isRight) return { suggestion };
  return { suggestion, expected: expectedBy(meant), write: otherForm(written, meant) };
}

/** False for a mapping without any key that the schema knows, or what cannot be a boolean. */
function fits(value: unknown, schema: JsonSchema): boolean {
  const { properties, "x-synonyms": synonyms } = schema;
  if (schema["x-expects"] === BOOLEAN && typeof value !== "boolean")
    return booleanMeant(String(value)) !== undefined;
  const keys = keysOf(value);
  return keys.length === 0 || keys.some((key) => hasKey({ ...properties, ...synonyms }, key));
}

/** The places where a key is known that is not nearly one of its mapping. */
function elsewhere(
  key: string,
  near: string | undefined,
  { path, root, document }: FaultPlace,
): Partial<SchemaFinding> | undefined {
  if (near !== undefined && editDistance(key.toLowerCase(), near.toLowerCase()) < 2) return undefined;
  return placesOf(root, path, key, document);
}
