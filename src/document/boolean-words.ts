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
