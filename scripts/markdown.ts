/** The languages of extensions that are not the name of one. */
const LANGUAGES: Readonly<Record<string, string>> = {
  el: "elisp",
  md: "markdown",
  mjs: "js",
  sarif: "json",
  txt: "text",
  yml: "yaml",
};

/**
 * Returns the lines of a block of code, with an empty one after it. `kind` is its language, or the
 * extension of a file.
 */
export function fenced(kind: string, text: string | readonly string[]): string[] {
  const lines = typeof text === "string" ? [text.trimEnd()] : text;
  return [`\`\`\`${LANGUAGES[kind] ?? kind}`, ...lines, "```", ""];
}

/** Returns the lines of a table, with an empty one after it; the last column may have no name. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const escaped = rows.map((row) => row.map((cell) => cell.replaceAll("|", "\\|")));
  const first = line(head).replace(/ {2}\|$/, " |");
  return [first, line(head.map(() => "---")), ...escaped.map(line), ""];
}

/** Returns a list of words in the style of code. */
export function codes(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(", ");
}
