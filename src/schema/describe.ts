import { quote } from "../util/text.ts";

/** What a value is, in words that never show it. */
export function kindOfValue(value: unknown): string {
  if (value === null || value === undefined) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (value instanceof Date) return "a date";
  if (typeof value === "object") return "a mapping";
  return typeof value === "boolean" ? "a boolean" : `a ${typeof value}`;
}

/** A value as a message shows it: scalars in full, save where they may be secret; collections by what they are. */
export function describeValue(value: unknown, secret: boolean): string {
  if (secret) return kindOfValue(value);
  if (typeof value === "string") return quote(value);
  if (typeof value === "number") return `the number ${value}`;
  return typeof value === "boolean" ? String(value) : kindOfValue(value);
}

/** What the schema says of a value that has to be a boolean. */
export const BOOLEAN = "true or false";

/** YAML 1.1 reads these as booleans, js-yaml 3, which the platform uses, as texts; joi 14 refuses those. */
const WORDS: ReadonlyMap<string, boolean> = new Map([
  ["yes", true],
  ["y", true],
  ["on", true],
  ["no", false],
  ["n", false],
  ["off", false],
]);

/** The boolean that a text such as `no` or `On` is meant to be; undefined for any other text. */
export function booleanMeant(text: string): boolean | undefined {
  return WORDS.get(text.trim().toLowerCase());
}
