import { printable } from "./escape.ts";

/** Attributes of an XML element, each with a leading space. */
export function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeLine(String(value))}"`)
    .join("");
}

/** Returns a document of one element, around others that end with a line break. */
export function xmlDocument(
  name: string,
  values: Readonly<Record<string, string | number>>,
  inner: readonly string[],
): string {
  const head = `<?xml version="1.0" encoding="UTF-8"?>\n<${name}${attributes(values)}>\n`;
  return `${head}${inner.join("")}</${name}>\n`;
}

/** XML 1.0 cannot represent control characters and lone surrogates: each becomes a sign. */
function escapeLine(text: string): string {
  return printable(text)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;")
    .replace(/##(?=\w*\[)/g, "#&#35;");
}

/** The text of an XML element; none of its lines is a command of a CI service. */
export function escapeText(text: string): string {
  return text
    .split("\n")
    .map((line) => escapeLine(line).replace(/^(\s*):(?=:)/, "$1&#58;"))
    .join("\n");
}
