/** Characters that JSON allows in a string and that affect a terminal. */
const raw = () =>
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e0fff}]/gu;

/**
 * Returns a value as JSON with every such character escaped, so that a report cannot affect a
 * terminal; readers of JSON see no difference. `indent` is the number of spaces per level.
 */
export function printableJson(value: unknown, indent?: number): string {
  const json = JSON.stringify(value, null, indent);
  const shown = /[^\n -~]/.test(json) ? json.replace(raw(), escaped) : json;
  // A CI service would run it as a command, also inside a string.
  return shown.includes("##") ? shown.replace(/##(?=\w*\[)/g, "#\\u0023") : shown;
}

/**
 * Returns `printableJson` of a mapping in parts, without indentation: the items of its lists one by
 * one, so that a large report is never whole in memory.
 */
export function* printableJsonParts(mapping: object): Generator<string> {
  let separator = "{";
  for (const [key, value] of Object.entries(mapping)) {
    if (value === undefined) continue;
    yield `${separator}${printableJson(key)}:`;
    separator = ",";
    if (!Array.isArray(value) || value.length === 0) {
      yield printableJson(value);
      continue;
    }
    for (const [index, item] of value.entries()) yield `${index === 0 ? "[" : ","}${printableJson(item)}`;
    yield "]";
  }
  yield separator === "{" ? "{}" : "}";
}

function escaped(character: string): string {
  const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  return units.map((unit) => `\\u${unit}`).join("");
}

/** Returns the value of a JSON text; undefined for another text. */
export function parseJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** True if a value is a JSON object. */
export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** More nesting than any spec has; a function may recurse over a value with less. */
const MOST_LEVELS = 200;

function levelsOf(json: string): number {
  let [levels, most] = [0, 0];
  for (const [bracket] of json.replace(/"(?:[^"\\]|\\.)*"/g, "").matchAll(/[[\]{}]/g)) {
    levels += bracket === "[" || bracket === "{" ? 1 : -1;
    most = Math.max(most, levels);
  }
  return most;
}

/** Returns the list or mapping in a JSON text; undefined for another text, value or kind. */
export function jsonContainer(text: string, kind: "list" | "mapping"): object | undefined {
  if (!/^\s*[[{]/.test(text) || levelsOf(text) > MOST_LEVELS) return undefined;
  const value = parseJson(text)?.value as object | undefined;
  return value !== undefined && Array.isArray(value) === (kind === "list") ? value : undefined;
}

/** A JSON list or mapping in a text, and the offset of its start. */
interface TextPart {
  readonly text: string;
  readonly start: number;
}

/** A separator of values that were written or copied one after another. */
const SEPARATOR = /,|(?<=^|\n)---(?=\s|$)/y;

/**
 * Returns the lists and mappings of a text with only white space, commas or lines of `---` between
 * them, as several answers of an API in one file; the last may be cut off. Empty for another text.
 */
export function consecutiveJson(text: string): readonly TextPart[] {
  const parts: TextPart[] = [];
  let [levels, start, isQuoted] = [0, 0, false];
  for (let at = 0; at < text.length; at++) {
    const character = text[at]!;
    if (isQuoted) {
      if (character === "\\") at++;
      isQuoted = character !== '"';
    } else if (character === "{" || character === "[") {
      if (levels === 0) start = at;
      levels++;
    } else if (levels === 0) {
      SEPARATOR.lastIndex = at;
      if (SEPARATOR.test(text)) at = SEPARATOR.lastIndex - 1;
      else if (character.trim() !== "") return [];
    } else if (character === '"') isQuoted = true;
    else if ((character === "}" || character === "]") && --levels === 0)
      parts.push({ text: text.slice(start, at + 1), start });
  }
  return levels === 0 ? parts : [...parts, { text: text.slice(start), start }];
}
