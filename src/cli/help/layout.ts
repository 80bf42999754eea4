import { type Painter, painter } from "../../report/text/style.ts";
import { displayWidth, hanging, wrap } from "../../report/text/width.ts";
import type { Io } from "../command.ts";

/** A part of a help text: a heading, a paragraph, command lines with their purpose, or terms. */
export type HelpBlock =
  | { readonly heading: string }
  | { readonly text: string }
  | { readonly commands: readonly (readonly [line: string, purpose?: string])[] }
  | { readonly terms: readonly HelpTerm[] };

/** A term with its description. */
export type HelpTerm = readonly [term: string, description: string];

/** A help text before it is laid out: for a terminal, and for the man page. */
export type HelpText = readonly HelpBlock[];

/** The width of help: that of the terminal, but lines of more than 100 columns are hard to read. */
export function helpWidth({ columns }: Pick<Io["terminal"], "columns">): number {
  return Math.min(columns, 100);
}

/** Lays out a help text for a terminal. */
export function layOut(blocks: HelpText, terminal: Pick<Io["terminal"], "color" | "columns">): string {
  const paint = painter(terminal.color);
  const width = helpWidth(terminal);
  const parts = blocks.map((block) => {
    if ("heading" in block) return [paint.bold(`${block.heading}:`)];
    if ("text" in block) return [...wrap(block.text, width), ""];
    if ("commands" in block)
      return [...block.commands.flatMap(([line, purpose]) => commandLines(line, purpose, width, paint)), ""];
    return [
      ...block.terms.flatMap((term) => termLines(term, columnOf(block.terms, width), width, paint)),
      "",
    ];
  });
  return `${parts.flat().join("\n").trimEnd()}\n`;
}

/** The column of the descriptions; a longer term has its description on the next lines. */
function columnOf(terms: readonly HelpTerm[], width: number): number {
  const fitting = terms.map(([term]) => displayWidth(term) + 4).filter((column) => column <= width / 2);
  return Math.max(6, ...fitting);
}

function termLines(
  [term, description]: HelpTerm,
  column: number,
  width: number,
  paint: Painter,
): readonly string[] {
  const lines = wrap(description, width - column).map((line) => `${" ".repeat(column)}${line}`);
  const isLong = displayWidth(term) + 4 > column;
  const head = `  ${paint.cyan(term)}`;
  if (isLong) return [head, ...lines];
  return [`${head}${lines[0]!.slice(2 + displayWidth(term))}`, ...lines.slice(1)];
}

/** A command line, continued like in a shell if it is too long, with its purpose below. */
function commandLines(line: string, purpose: string | undefined, width: number, paint: Painter): string[] {
  const unbroken = line.replace(/'[^']*'|"[^"]*"/g, (quoted) => quoted.replaceAll(" ", "\u00a0"));
  const parts = wrap(unbroken, width - 6).map((part) => part.replaceAll("\u00a0", " "));
  const shown = parts.map((part, index) => {
    const end = index < parts.length - 1 ? " \\" : "";
    return `${index === 0 ? "  " : "    "}${paint.cyan(part)}${end}`;
  });
  return [...shown, ...(purpose === undefined ? [] : hanging(purpose, "      ", width))];
}
