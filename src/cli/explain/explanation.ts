import { existsSync, readFileSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { painter } from "../../report/text/style.ts";
import { wrap } from "../../report/text/width.ts";
import type { Io } from "../command.ts";

/** The description of a topic, before it is laid out. */
export interface Explanation {
  readonly title: string;
  /** Words next to the title, such as a severity. */
  readonly traits: readonly string[];
  readonly paragraphs: readonly string[];
  /** Texts under a heading: a list of entries, or lines that keep their form. */
  readonly parts: readonly ExplanationPart[];
}

/** A heading with entries, which are wrapped, or with lines of code. */
export type ExplanationPart = readonly [heading: string, entries: readonly string[], kind?: "code"];

/** Lays out a description for a terminal. */
export function explanationText(
  { title, traits, paragraphs, parts }: Explanation,
  { terminal }: Pick<Io, "terminal">,
): string {
  const width = Math.min(terminal.columns, 100);
  const lines = [
    `${painter(terminal.color).bold(title)}${traits.length > 0 ? `  ${traits.join(", ")}` : ""}`,
    ...paragraphs.flatMap((text) => ["", ...wrap(text, width)]),
    ...parts.flatMap(([heading, entries, kind]) =>
      entries.length === 0
        ? []
        : [
            "",
            `${heading}:`,
            ...entries.flatMap((entry) =>
              kind === "code" ? [`  ${entry}`.trimEnd()] : listed(entry, width),
            ),
          ],
    ),
  ];
  return lines.map((line) => `${line}\n`).join("");
}

function listed(entry: string, width: number): string[] {
  return wrap(entry, width - 4).map((line, index) => `${index === 0 ? "  " : "    "}${line}`);
}

/** A source that is a document of this package. */
const PAGE = /^(docs\/[\w/.-]+\.md)(?:[,:] (.+))?$/;

/**
 * A source with a path that works from where the package is, if it is a document of it. Pages of
 * others keep their names: no output links to an address that the project does not own.
 */
export function sourceText(source: string): string {
  const [, path, note] = PAGE.exec(source) ?? [];
  const address = path === undefined ? undefined : packageFile(path);
  if (address === undefined) return source;
  return note === undefined ? address : `${address} (${note})`;
}

/** The path of a document of this package; undefined if it is not installed with the program. */
export function packageFile(path: string): string | undefined {
  const program = process.argv[1];
  if (program === undefined || !existsSync(program)) return undefined;
  for (let folder = dirname(realpathSync(program)); ; folder = dirname(folder)) {
    const file = join(folder, path);
    if (isOwnPackage(folder)) return existsSync(file) ? file : undefined;
    if (dirname(folder) === folder) return undefined;
  }
}

function isOwnPackage(folder: string): boolean {
  try {
    return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")).name === "dryfire";
  } catch {
    return false;
  }
}
