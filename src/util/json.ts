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
