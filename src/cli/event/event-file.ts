import { findEvent, nearestEventNames } from "../../catalogue/events/events.ts";
import { event as eventSchema } from "../../report/schemas/event.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { quote } from "../../util/text.ts";

/** As much of JSON Schema as the schema of an event uses. */
interface JsonSchema {
  readonly type?: keyof typeof typeNames;
  readonly enum?: readonly string[];
  readonly const?: string;
  readonly format?: string;
  readonly minimum?: number;
  readonly items?: JsonSchema;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
}

const [gitEventSchema, timeEventSchema] = eventSchema.oneOf as [JsonSchema, JsonSchema];

/** An event, or one sentence on the first thing in the JSON that is wrong. */
export type EventOrFault =
  | { readonly event: SimulatedEvent; readonly notes?: readonly string[] }
  | { readonly error: string };

/**
 * Reads parsed JSON as an event, by the schema that `dryfire schema event` prints, and stricter: a fact of another name is a slip.
 * `kind` may be left out of a Git event, and a name of a branch or tag may be a whole ref, which a note tells. Never throws.
 */
export function eventFromJson(value: unknown): EventOrFault {
  if (!isObject(value)) return { error: `an event is a JSON object, not ${describe(value)}` };
  const time = value.kind === "time";
  const event = time ? value : { kind: "git", names: [], ...value };
  const error =
    fault(event, time ? timeEventSchema : gitEventSchema, "") ??
    (time ? undefined : (wrongName(event) ?? wrongRef(event)));
  return error === undefined ? withoutRefs(event as unknown as SimulatedEvent) : { error };
}

/** The facts that are names of branches or tags, with what a whole ref of each begins with. */
const REFS = {
  branch: "refs/heads/",
  targetBranch: "refs/heads/",
  baseBranch: "refs/heads/",
  tag: "refs/tags/",
};

function wrongRef(event: Json): string | undefined {
  for (const [key, own] of Object.entries(REFS)) {
    const text = event[key];
    const kind = /^refs\/(heads|tags)\//.exec(typeof text === "string" ? text : "");
    if (!kind || kind[0] === own) continue;
    const [is, not] = own === REFS.tag ? ["branch", "tag"] : ["tag", "branch"];
    return `${quote(key)} cannot be ${quote(text as string)}, which is a ${is} and no ${not}`;
  }
  return undefined;
}

/** The event with plain names: a filter sees `main`, never `refs/heads/main` (semantics b). */
function withoutRefs(event: SimulatedEvent): EventOrFault {
  const notes: string[] = [];
  const plain: Record<string, unknown> = { ...event };
  for (const [key, own] of Object.entries(REFS)) {
    const text = plain[key];
    if (typeof text !== "string" || !text.startsWith(own)) continue;
    plain[key] = text.slice(own.length);
    notes.push(
      `"${key}" is taken for ${quote(plain[key] as string)}, since filters see names without "${own}"`,
    );
  }
  return notes.length === 0 ? { event } : { event: plain as unknown as SimulatedEvent, notes };
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  if (value === null) return "null";
  if (typeof value === "string") return quote(value);
  return Array.isArray(value) ? "a list" : isObject(value) ? "an object" : String(value);
}

/** A Git event has at least one name, and each is the name of an event. */
function wrongName({ names, openNames = [] }: Json): string | undefined {
  const all = [...(names as string[]), ...(openNames as { name: string }[]).map(({ name }) => name)];
  if (all.length === 0) return 'the event has no name; say what happens, such as "names": ["push.heads"]';
  const wrong = all.find((name) => !findEvent(name));
  if (wrong === undefined) return undefined;
  const [near] = nearestEventNames(wrong);
  return `there is no event ${quote(wrong)}${near ? `; did you mean "${near}"?` : ""}`;
}

/** What is wrong with a value at a place, or undefined. */
function fault(value: unknown, schema: JsonSchema, place: string): string | undefined {
  const words = schema.enum ?? (schema.const === undefined ? undefined : [schema.const]);
  if (words) return words.includes(value as string) ? undefined : notOneOf(value, words, place);
  if (schema.type && !isOfType(value, schema))
    return `${quote(place)} cannot be ${describe(value)}; it is ${typeNames[schema.type]}`;
  if (schema.format === "date-time" && !isInstant(value as string)) {
    return `${quote(place)} cannot be ${describe(value)}; write it as 2026-05-01T03:00:00Z`;
  }
  const { items } = schema;
  if (items) return firstOf(value as unknown[], (item, index) => fault(item, items, `${place}[${index}]`));
  return schema.properties ? faultInside(value as Json, schema, place) : undefined;
}

function isInstant(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:\d{2})$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

const typeNames = {
  object: "an object",
  array: "a list",
  string: "a string",
  boolean: "true or false",
  integer: "a whole number",
} as const;

function isOfType(value: unknown, { type, minimum = -Infinity }: JsonSchema): boolean {
  if (type === "object") return isObject(value);
  if (type === "array") return Array.isArray(value);
  return type === "integer"
    ? Number.isSafeInteger(value) && (value as number) >= minimum
    : typeof value === type;
}

function notOneOf(value: unknown, words: readonly string[], place: string): string {
  const what = words.length === 1 ? `it is "${words[0]}"` : `it is one of ${words.join(", ")}`;
  return `${quote(place)} cannot be ${describe(value)}; ${what}`;
}

function faultInside(value: Json, schema: JsonSchema, place: string): string | undefined {
  const properties = schema.properties!;
  const at = (key: string) => (place === "" ? key : `${place}.${key}`);
  for (const key of schema.required ?? []) {
    if (!Object.hasOwn(value, key)) return `${place === "" ? "the event" : `"${place}"`} has no "${key}"`;
  }
  return firstOf(Object.keys(value), (key) => {
    if (Object.hasOwn(properties, key)) return fault(value[key], properties[key]!, at(key));
    const near = closestMatch(key, Object.keys(properties));
    return `there is no fact ${quote(at(key))}${near ? `; did you mean "${near}"?` : '; see "dryfire schema event"'}`;
  });
}

function firstOf<T>(
  items: readonly T[],
  find: (item: T, index: number) => string | undefined,
): string | undefined {
  for (const [index, item] of items.entries()) {
    const found = find(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
}
