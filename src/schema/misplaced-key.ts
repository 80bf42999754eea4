import { memoizeByObject } from "../util/memoize.ts";
import { quote } from "../util/text.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type KeyPath, plainAt, schemaAt } from "./paths.ts";

/** Keys of many mappings: only their place in the first mappings of a document can be meant. */
const COMMON_KEYS: ReadonlySet<string> = new Set(
  "name description type id key value event context".split(" "),
);

/** The maximum number of places to name. */
const MAX_PLACES = 3;

/** The number of keys in common from which two kinds of entries are similar. */
const MIN_IN_COMMON = 5;

/** A mapping of the schema, or the entries of a list. */
interface Part {
  readonly path: KeyPath;
  readonly isList: boolean;
  readonly schema: JsonSchema;
}

/** The places where a misplaced key is known. */
interface Places {
  /** In words that follow "move it". */
  readonly places: readonly string[];
  /** True if the platform writes the key itself. */
  readonly generated: boolean;
  /** True if the place has the key too. */
  readonly isTwice: boolean;
  /** True if both have entries, which can be merged. */
  readonly hasEntries: boolean;
}

/**
 * Returns the places where a key that is unknown in the mapping at `path` of a document is known;
 * undefined if there is none, or too many. The nearest places win: in the mapping itself, around it
 * or next to it, and only then in the entries of lists.
 */
export function placesOf(
  root: JsonSchema,
  path: KeyPath,
  key: string,
  document: unknown,
): Places | undefined {
  if (COMMON_KEYS.has(key) && path.length > 1) return undefined;
  if (!knownKeys(root).has(key)) return undefined;
  const lacking = partsOf(root, partAt(root, path)).find((part) => lacksKey(part, key, document));
  if (lacking)
    return {
      places: [`into the entry of ${quote(String(lacking.path.at(-1)))} that lacks it`],
      generated: false,
      isTwice: false,
      hasEntries: false,
    };
  for (const parts of levels(root, path)) {
    const found = parts.filter(({ schema }) => Object.hasOwn(schema.properties ?? {}, key));
    if (found.length === 0) continue;
    if (COMMON_KEYS.has(key) && found.some((part) => part.isList || part.path[0] === path[0])) continue;
    if (found.length > MAX_PLACES) return undefined;
    const placeIn = ({ path, isList }: Part): KeyPath => [...path, ...(isList ? [0] : []), key];
    const isThere = (part: Part): boolean =>
      !part.isList && (plainAt(document, placeIn(part)) ?? undefined) !== undefined;
    const isTwice = found.every(isThere);
    const hasEntries =
      isTwice && [[...path, key], ...found.map(placeIn)].every((each) => hasParts(document, each));
    return {
      places: found.map((part) => inWords(part, path)),
      generated: found.every((part) => schemaAt(root, placeIn(part))?.["x-generated"] === true),
      isTwice,
      hasEntries,
    };
  }
  return undefined;
}

/** True for a list with an entry that lacks a required key, which is indented too little. */
function lacksKey({ isList, path, schema }: Part, key: string, document: unknown): boolean {
  if (!isList || !schema.required?.includes(key)) return false;
  const entries = plainAt(document, path);
  return Array.isArray(entries) && entries.some((entry) => isObject(entry) && !Object.hasOwn(entry, key));
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;

function hasParts(document: unknown, path: KeyPath): boolean {
  const value = plainAt(document, path);
  return typeof value === "object" && value !== null && Object.keys(value).length > 0;
}

/**
 * Returns the place of the list whose entries have a `type`, in words that follow "move it", for an
 * entry at `path` of another list next to it; undefined if there is none.
 */
export function placeOfType(root: JsonSchema, path: KeyPath, type: string): string | undefined {
  if (typeof path.at(-1) !== "number") return undefined;
  const own = partAt(root, path);
  const found = partsOf(root, partAt(root, path.slice(0, -2))).find((part) => {
    const types = part.schema.properties?.type;
    return part.isList && isKin(part, own) && typeof types === "object" && types.enum?.includes(type);
  });
  return found && `to ${quote(String(found.path.at(-1)))}`;
}

/**
 * The keys that a schema knows anywhere, listed once: to search the schema for every unknown key
 * took a third of the time for a spec with thousands of them.
 */
const knownKeys = memoizeByObject((root: JsonSchema): ReadonlySet<string> => new Set(keysIn(root)));

function* keysIn(schema: unknown): Generator<string> {
  if (typeof schema !== "object" || schema === null) return;
  const { properties } = schema as JsonSchema;
  if (properties) yield* Object.keys(properties);
  for (const part of Object.values(schema)) yield* keysIn(part);
}

/** The parts of a schema by their distance from the mapping at a path, without that mapping. */
function* levels(root: JsonSchema, path: KeyPath): Generator<Part[]> {
  const above = path
    .map((_, length) => partAt(root, path.slice(0, length)))
    .filter(hasKeys)
    .reverse();
  const own = partAt(root, path);
  const [mappings, lists] = [false, true].map(
    (isList) => (part: Part) =>
      partsOf(root, part).filter((each) => each.isList === isList && each.schema !== own.schema),
  ) as [(part: Part) => Part[], (part: Part) => Part[]];
  yield mappings(own);
  for (const part of above) yield [part];
  if (typeof path.at(-1) === "number") {
    if (Object.keys(own.schema.properties ?? {}).length < MIN_IN_COMMON) return;
    yield mappings(partAt(root, []));
    for (const part of above) yield lists(part).filter((each) => isKin(each, own));
    return;
  }
  for (const part of above) yield mappings(part);
  for (const part of [own, ...above]) yield lists(part);
  yield mappings(partAt(root, [])).flatMap((part) => partsOf(root, part));
}

/** True if two kinds of entries have much in common, as Git and cron triggers have. */
function isKin(
  { schema: { properties: own = {} } }: Part,
  { schema: { properties: other = {} } }: Part,
): boolean {
  return Object.keys(own).filter((key) => Object.hasOwn(other, key)).length >= MIN_IN_COMMON;
}

const hasKeys = ({ schema }: Part): boolean => schema.properties !== undefined;

const partAt = (root: JsonSchema, path: KeyPath): Part => ({
  path,
  isList: false,
  schema: schemaAt(root, path) ?? {},
});

/** The mappings directly in a mapping, and the entries of lists in it. */
function partsOf(root: JsonSchema, { path, schema }: Part): Part[] {
  return Object.keys(schema.properties ?? {}).flatMap((key) => {
    const below = [...path, key];
    const entry = schemaAt(root, [...below, 0]);
    const part = entry ? { path: below, isList: true, schema: entry } : partAt(root, below);
    return hasKeys(part) ? part : [];
  });
}

function inWords({ path, isList, schema }: Part, from: KeyPath): string {
  if (path.length === 0) return "to the top level";
  if (typeof path.at(-1) === "number") return `to ${schema["x-noun"]}`;
  const shared = path.findIndex((step, index) => step !== from[index]);
  const entry = path.findLastIndex((step) => typeof step === "number");
  const name = quote(path.slice(shared < 0 ? -1 : Math.max(shared, entry + 1)).join("."));
  return isList ? `to an entry of ${name}` : `under ${name}`;
}
