import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { proseOf, type Text, textsOf } from "./texts.ts";

const root = join(import.meta.dirname, "..", "..");

/** A comment is not wider than this. */
const MAX_COLUMNS = 100;

/** A message or the summary of a rule has at most this many words. */
const MAX_WORDS = 25;

/** A forbidden word, or a text that is too long. */
export interface LanguageFinding {
  readonly path: string;
  readonly line: number;
  readonly message: string;
}

/** The files whose language is checked. */
export function checkedFiles(): string[] {
  return execFileSync("git", ["ls-files", "-co", "--exclude-standard"], { cwd: root, encoding: "utf8" })
    .split("\n")
    .filter((path) => /^(?:src|rules|scripts|test|bench)\/.*\.(?:ts|mjs)$|^(?:docs\/)?[^/]+\.md$/.test(path))
    .filter((path) => !/\.generated\.|^rules\/index\.ts$|\.d\.m?ts$/.test(path));
}

/** Checks one file of the project. */
export function checkFile(path: string): LanguageFinding[] {
  return checkText(path, readFileSync(join(root, path), "utf8"));
}

/** Checks a text as if it were the file at a path. */
export function checkText(path: string, content: string): LanguageFinding[] {
  const texts = path.endsWith(".md") ? proseOf(content) : textsOf(path, content);
  const lines = content.split("\n");
  return texts.flatMap((text) =>
    [...forbiddenWords(text), ...tooLong(text, lines[text.line - 1] ?? "")].map((message) => ({
      path,
      line: text.line,
      message,
    })),
  );
}

const FORBIDDEN = readFileSync(join(import.meta.dirname, "forbidden-words.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [pattern, instead] = line.split(" => ") as [string, string];
    return { pattern: new RegExp(`(?<![\\w-])(?:${pattern})(?![\\w-])`, "gi"), instead };
  });

function forbiddenWords({ content }: Text): string[] {
  const prose = content.replace(/`[^`]*`/g, "`…`");
  return FORBIDDEN.flatMap(({ pattern, instead }) =>
    [...prose.matchAll(pattern)].map(([word]) => `"${word}": write ${instead}`),
  );
}

function tooLong({ kind, content }: Text, line: string): string[] {
  if (kind === "comment" && line.length > MAX_COLUMNS)
    return [`a comment of ${line.length} columns; at most ${MAX_COLUMNS}`];
  const words = content.trim().split(/\s+/).length;
  if (kind === "message" && words > MAX_WORDS) return [`a message of ${words} words; at most ${MAX_WORDS}`];
  return [];
}
