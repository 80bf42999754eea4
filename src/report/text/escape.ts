/** Control characters, direction marks, and invisible characters. Created on first use. */
const unseen = () =>
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff]|[\u{e0000}-\u{e0fff}]|\p{Surrogate}/gu;

/**
 * Returns a text for a terminal: tabs become a space, line breaks and control characters a visible
 * sign, so that no text can move the cursor, change colours or hide text.
 */
export function printable(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : text.replace(unseen(), visible);
}

/**
 * Returns a text whose invisible characters, and whose white space other than a space, are written
 * as in a pattern or in JSON: `\u2028`. ASCII is kept.
 */
export function escapeInvisible(text: string): string {
  if (/^[\x00-\x7f]*$/.test(text)) return text;
  return text.replace(unseen(), escapeUnits).replace(/\s/g, escapeUnits);
}

function escapeUnits(character: string): string {
  if (character <= "\x7f") return character;
  const units = character.split("").map((unit) => unit.charCodeAt(0).toString(16).padStart(4, "0"));
  return units.map((unit) => `\\u${unit}`).join("");
}

/**
 * Text that a CI service does not execute: GitHub Actions runs `::` at the start of a line and
 * `##[…]`, Azure Pipelines `##vso[…]`, TeamCity `##teamcity[…]`. A look-alike replaces one
 * character.
 */
export function withoutCommands(text: string): string {
  if (!text.includes("::") && !text.includes("##")) return text;
  return text
    .replace(/##(?=\w*\[)/g, "#\u266f")
    .replace(/^((?:[^\S\n\r\u2028\u2029]|\u001b\[[\d;]*m)*):(?=:)/gm, "$1\ua789");
}

function visible(character: string): string {
  if (character === "\t") return " ";
  const code = character.charCodeAt(0);
  if (code === 0x7f) return "\u2421";
  return code < 0x20 ? String.fromCharCode(0x2400 + code) : "\ufffd";
}
