import { nearestEventNames } from "../catalogue/events.ts";
import { nearest } from "../nearest.ts";
import { describeValue } from "./describe.ts";
import type { JsonSchema } from "./json-schema.ts";
import { type KeywordPlace, type Path, pathOf, placeOf, schemaAt, valueAt } from "./lookup.ts";
import { type SchemaFault, validate } from "./validate.generated.js";

/** The kinds of fault that the schema finds. */
export type ShapeKind =
  | "unknown-key"
  | "missing-key"
  | "forbidden-key"
  | "null-value"
  | "wrong-type"
  | "unknown-value"
  | "out-of-range"
  | "pattern";

/** A bound that a value breaks: of a number, or of the characters of a text. */
export interface Limit {
  readonly of: "number" | "characters";
  readonly minimum?: number;
  readonly maximum?: number;
}

/** One fault of a spec's shape, in our terms and without a position. */
export interface ShapeFinding {
  readonly kind: ShapeKind;
  /** The place of the refused value (of an unknown or forbidden key, with the key); for a missing key, of the mapping. */
  readonly path: Path;
  /** The unknown, forbidden or missing key; undefined where any of `allowed` would do. */
  readonly key?: string;
  /** All the keys that are forbidden for the same reason, `key` first. */
  readonly keys?: readonly string[];
  /** What a forbidden key goes with: "type: git". */
  readonly only?: string;
  /** The key whose presence makes a missing one necessary. */
  readonly because?: string;
  /** What the value must be, in words. */
  readonly expected?: string;
  /** The values or keys that would do. */
  readonly allowed?: readonly string[];
  /** The nearest of them, where one is near. */
  readonly suggestion?: string;
  readonly limit?: Limit;
  /** The value in words, fit to be shown. */
  readonly actual?: string;
  /** What people call the mapping that a key is unknown to or missing from: "the trigger". */
  readonly noun?: string;
  /** Whether the mapping around the value cannot do without it. */
  readonly required?: boolean;
  /** The rule that speaks of this fault instead of the generic one. */
  readonly owner?: string;
}

type Details = Omit<ShapeFinding, "kind" | "path">;

/** A fault with everything that is needed to word it. */
interface Context extends KeywordPlace {
  readonly fault: SchemaFault;
  readonly path: Path;
  readonly value: unknown;
  readonly root: unknown;
}

const keysOf = (value: unknown): string[] =>
  typeof value === "object" && value !== null ? Object.keys(value) : [];

function unknownKey({ fault, path, value, holder }: Context): ShapeFinding {
  const allowed = Object.keys(holder.properties ?? {});
  const free = allowed.filter((key) => !keysOf(value).includes(key));
  const [suggestion] = nearest(fault.key!, free.length > 0 ? free : allowed);
  const near = suggestion === undefined ? {} : { suggestion };
  const noun = holder["x-noun"]!;
  return { kind: "unknown-key", path: [...path, fault.key!], key: fault.key!, allowed, noun, ...near };
}

function missingKey({ fault, path, holder, keyword }: Context): ShapeFinding {
  const owner = holder["x-rule"];
  const because = keyword === "dependencies" ? dependentOn(holder, fault.key!) : undefined;
  const allowed = owner === undefined ? undefined : wordsFor(holder, fault.key!);
  return {
    kind: "missing-key",
    path,
    key: fault.key!,
    noun: schemaAt(path)?.["x-noun"] ?? "the mapping",
    ...(because === undefined ? {} : { because }),
    ...(allowed === undefined ? {} : { allowed }),
    ...(owner === undefined ? {} : { owner }),
  };
}

/** The words that the schema which wants a key also wants there. */
function wordsFor(holder: JsonSchema, key: string): string[] | undefined {
  const schema = holder.properties?.[key];
  return typeof schema === "object" ? schema.enum?.map(String) : undefined;
}

const dependentOn = (holder: JsonSchema, missing: string): string | undefined =>
  Object.entries(holder.dependencies ?? {}).find(([, needed]) => needed.includes(missing))?.[0];

function forbiddenKey({ path, holder }: Context): ShapeFinding {
  const key = String(path.at(-1));
  return { kind: "forbidden-key", path, key, keys: [key], only: holder["x-only"]!, owner: holder["x-rule"]! };
}

function noneOfKeys({ path, holder }: Context): ShapeFinding {
  return {
    kind: "missing-key",
    path,
    allowed: Object.keys(holder.properties ?? {}),
    noun: holder["x-noun"]!,
  };
}

/** A scalar in place of variables or other entries may hold any of their values, secret ones too. */
const isCollection = ({ type }: JsonSchema): boolean => type === "array" || type === "object";

/** Of a value that the schema refuses as it stands: what it is, what it should be, whether it may be left out. */
function detailsOf({ path, value }: Context): Details {
  const schema = schemaAt(path) ?? {};
  const around = schemaAt(path.slice(0, -1));
  return {
    expected: schema["x-expects"] ?? "another value",
    actual: describeValue(value, schema["x-secret"] === true || isCollection(schema)),
    required: around?.required?.includes(String(path.at(-1))) ?? false,
  };
}

function wrongType(context: Context): ShapeFinding {
  const kind = context.value === null ? "null-value" : "wrong-type";
  const owner = kind === "wrong-type" ? schemaAt(context.path)?.["x-type-rule"] : undefined;
  return { kind, path: context.path, ...detailsOf(context), ...(owner === undefined ? {} : { owner }) };
}

const owned = (holder: JsonSchema): Details =>
  holder["x-rule"] === undefined ? {} : { owner: holder["x-rule"] };

function unknownValue(context: Context): ShapeFinding {
  const { holder, path, value } = context;
  if (typeof value !== "string") return wrongType(context);
  const allowed = (holder.enum ?? []).map(String);
  const [suggestion] =
    holder["x-rule"] === "unknown-event" ? nearestEventNames(value) : nearest(value, allowed);
  const near = suggestion === undefined ? {} : { suggestion };
  return { kind: "unknown-value", path, ...detailsOf(context), allowed, ...near, ...owned(holder) };
}

/** The bound that is broken; of a number both, since a message names its range. */
function limitOf({ keyword, holder }: Context): Limit {
  const { minimum, maximum, minLength, maxLength } = holder;
  if (keyword === "minLength") return { of: "characters", minimum: minLength! };
  if (keyword === "maxLength") return { of: "characters", maximum: maxLength! };
  return {
    of: "number",
    ...(minimum === undefined ? {} : { minimum }),
    ...(maximum === undefined ? {} : { maximum }),
  };
}

function outOfRange(context: Context): ShapeFinding {
  const limit = limitOf(context);
  return { kind: "out-of-range", path: context.path, ...detailsOf(context), limit, ...owned(context.holder) };
}

const readsAsInteger = (text: string): boolean => /^\s*[+-]?\d+(?:\.0*)?\s*$/.test(text);

/** A text that does not match: of a number or a boolean written as text, a wrong type or a number out of bounds. */
function unmatched(context: Context): ShapeFinding {
  const { holder, path, value } = context;
  if (holder["x-number-text"] && readsAsInteger(String(value))) return outOfRange(context);
  if (Array.isArray(holder.type)) return wrongType(context);
  return { kind: "pattern", path, ...detailsOf(context), ...owned(holder) };
}

const readers: Record<string, (context: Context) => ShapeFinding> = {
  additionalProperties: unknownKey,
  required: missingKey,
  dependencies: missingKey,
  "false schema": forbiddenKey,
  minProperties: noneOfKeys,
  type: wrongType,
  "x-date": wrongType,
  "x-mapping": wrongType,
  enum: unknownValue,
  pattern: unmatched,
  minLength: outOfRange,
  maxLength: outOfRange,
  minimum: outOfRange,
  maximum: outOfRange,
};

/** Of several faults of one value the first of these kinds is the cause; the others follow from it. */
const causes: readonly ShapeKind[] = [
  "null-value",
  "wrong-type",
  "forbidden-key",
  "unknown-key",
  "missing-key",
  "out-of-range",
  "unknown-value",
  "pattern",
];

function readFault(fault: SchemaFault, root: unknown): ShapeFinding | undefined {
  const path = pathOf(fault.at, root);
  const place = placeOf(path, fault.keyword);
  return readers[place.keyword]?.({ ...place, fault, path, value: valueAt(root, path), root });
}

/** One finding per place, or per missing key of a place. */
function oneEach(findings: readonly ShapeFinding[]): ShapeFinding[] {
  const chosen = new Map<string, ShapeFinding>();
  for (const finding of findings) {
    const missing = finding.kind === "missing-key" ? `${finding.key}` : "";
    const place = JSON.stringify([finding.path, missing]);
    const known = chosen.get(place);
    if (!known || causes.indexOf(finding.kind) < causes.indexOf(known.kind)) chosen.set(place, finding);
  }
  return [...chosen.values()];
}

/** A missing key that an unknown key of the same mapping misspells is one fault, which the unknown key tells. */
function withoutMisspelt(findings: readonly ShapeFinding[]): ShapeFinding[] {
  const misspelt = new Set<string>();
  for (const { kind, path, suggestion } of findings) {
    if (kind === "unknown-key") misspelt.add(JSON.stringify([path.slice(0, -1), suggestion]));
  }
  return findings.filter(
    ({ kind, path, key }) => kind !== "missing-key" || !misspelt.has(JSON.stringify([path, key])),
  );
}

/** Keys of one mapping that are forbidden for one reason are one fault, at the first of them in the mapping. */
function mergeForbidden(findings: readonly ShapeFinding[], root: unknown): ShapeFinding[] {
  const groups = new Map<string, ShapeFinding[]>();
  for (const finding of findings.filter(({ kind }) => kind === "forbidden-key")) {
    const group = JSON.stringify([finding.path.slice(0, -1), finding.only]);
    groups.set(group, [...(groups.get(group) ?? []), finding]);
  }
  const merged = [...groups.values()].map((group) => {
    const order = keysOf(valueAt(root, group[0]!.path.slice(0, -1)));
    const sorted = group.sort((a, b) => order.indexOf(a.key!) - order.indexOf(b.key!));
    return { ...sorted[0]!, keys: sorted.map(({ key }) => key!) };
  });
  return [...findings.filter(({ kind }) => kind !== "forbidden-key"), ...merged];
}

/** The value with its dates as the text that they become on their way to the platform, which is JSON. */
function withDatesAsText(value: unknown, seen = new Map<object, unknown>()): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object" || value === null) return value;
  if (seen.has(value)) return seen.get(value);
  const copy: unknown[] | Record<string, unknown> = Array.isArray(value) ? [] : {};
  seen.set(value, copy);
  for (const [key, item] of Object.entries(value)) {
    Object.defineProperty(copy, key, {
      value: withDatesAsText(item, seen),
      enumerable: true,
      writable: true,
      configurable: true,
    });
  }
  return copy;
}

const isAtDate = (fault: SchemaFault, value: unknown): boolean =>
  valueAt(value, pathOf(fault.at, value)) instanceof Date;

/**
 * Every fault of shape in a pipeline spec, each once: `value` is the plain JavaScript value that js-yaml 3 makes of
 * one spec. A valid spec gives an empty list and costs one call of the precompiled validator.
 *
 * A date where text belongs is taken as its ISO text, since the platform's command line sends specs as JSON.
 */
export function shapeFindings(value: unknown): ShapeFinding[] {
  if (validate(value)) return [];
  const faults = validate.errors ?? [];
  if (faults.some((fault) => isAtDate(fault, value))) return shapeFindings(withDatesAsText(value));
  const findings = faults.flatMap((fault) => readFault(fault, value) ?? []);
  return mergeForbidden(withoutMisspelt(oneEach(findings)), value);
}
