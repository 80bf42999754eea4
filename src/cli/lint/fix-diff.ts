import { isAbsolute, resolve } from "node:path";
import type { SpecFile } from "../../pipeline/model.ts";
import { printable, withoutCommands } from "../../report/text/escape.ts";
import { painter } from "../../report/text/style.ts";
import { findSecrets } from "../../secrets/locate.ts";
import {
  detectedSpellings,
  isMaskedElsewhere,
  Redactor,
  redactorFor,
  spellings,
} from "../../secrets/redact.ts";
import { joinSpans, overlaps } from "../../util/spans.ts";
import type { Io } from "../command.ts";
import { isLink, linkProblem } from "../files/inside-repository.ts";
import { isPlaceholder } from "../files/paths.ts";
import { lineChanges } from "./line-changes.ts";
import type { Linted } from "./report-run.ts";

/** A file that fixes would change. */
export interface FilePreview {
  readonly before: SpecFile;
  readonly after: SpecFile;
}

/** A diff, and a sentence for each file that it leaves out. */
export interface FixDiff {
  readonly text: string;
  readonly leftOut: readonly string[];
}

/** The lines around a change, as in `git diff`. */
const CONTEXT = 3;

/** A line of a file that a diff cannot show, and why. */
type Reason = "a secret" | "a control character" | "a command for a CI service";

/**
 * Returns a unified diff, which `git apply` and `patch -p1` apply in the working folder. Each file
 * in it becomes what `--fix` writes: a file of which a line would have to be masked or escaped is
 * left out. `linted` are the files of the run, whose secrets the diff must not show.
 */
export async function fixDiff(
  previews: readonly FilePreview[],
  linted: readonly Linted[],
  io: Io,
): Promise<FixDiff> {
  const files = previews.flatMap(({ before, after }) => [before, after]);
  const secrets = await findSecrets(files);
  const shared = linted.flatMap(({ text = "", secrets: spans }) => [...spellings(text, spans)]);
  const long = shared.filter(isMaskedElsewhere);
  const paths = previews.map(({ before }) => before.source.path);
  const redactor = await redactorFor(secrets, paths, long);
  // As in reports, a path may have a word that is a secret elsewhere, such as a service's name.
  const named = new Redactor(await detectedSpellings(paths));
  const leftOut: string[] = [];
  const parts: string[] = [];
  for (const { before, after } of previews) {
    const { path } = before.source;
    const reasonsIn = (file: SpecFile) =>
      unshownLines(file.source.text, [...redactor.find(file.source.text), ...secrets.get(file)!.spans]);
    const problem = unnamed(path, named, io);
    const hunks = problem ?? hunksOf(linesOf(before), linesOf(after), reasonsIn(before), reasonsIn(after));
    if (typeof hunks === "string") leftOut.push(`the diff of "${path}" is left out: ${hunks}`);
    else parts.push(formatFile(path, hunks, io.terminal.color));
  }
  return { text: parts.join(""), leftOut };
}

/** Why a file cannot be named in a diff. */
function unnamed(path: string, redactor: Redactor, { cwd }: Io): string | undefined {
  if (redactor.find(path).length > 0) return "its name has a secret";
  if (isPlaceholder(path)) return undefined;
  if (isAbsolute(path) || path.startsWith("../"))
    return "it is not in the working folder; run dryfire in a folder above it";
  const absolute = resolve(cwd, path);
  return isLink(absolute) ? "it is a symbolic link; name the file that is meant" : linkProblem(absolute, cwd);
}

/** The lines with their ends, as Git splits them. */
function linesOf({ source }: SpecFile): string[] {
  return source.text === "" ? [] : source.text.split(/(?<=\n)/);
}

/** The lines of a text, from 0, that must not be printed as they are. */
function unshownLines(
  text: string,
  secrets: readonly { readonly start: number; readonly end: number }[],
): ReadonlyMap<number, Reason> {
  const found = new Map<number, Reason>();
  let start = 0;
  // An export has asterisks in the place of a secret.
  const hidden = joinSpans(
    secrets.filter(({ start: from, end }) => !/^["'*\s]+$/.test(text.slice(from, end))),
  );
  for (const [index, line] of text.split("\n").entries()) {
    const end = start + line.length;
    // Git prints tabs and the ends of lines of Windows too.
    const shown = line.replace(/\r$/, "").replaceAll("\t", " ");
    const plain = index === 0 ? shown.replace(/^\ufeff/, "") : shown;
    if (overlaps(hidden, { start, end })) found.set(index, "a secret");
    else if (printable(plain) !== plain) found.set(index, "a control character");
    else if (withoutCommands(plain) !== plain) found.set(index, "a command for a CI service");
    start = end + 1;
  }
  return found;
}

/** A hunk: where it begins in both files, from 0, and its lines with their signs. */
interface Hunk {
  readonly old: number;
  readonly now: number;
  readonly lines: (readonly [sign: " " | "-" | "+", line: string])[];
}

/**
 * The hunks of a difference, or why it cannot be shown. The context ends at a line that must not be
 * shown; `git apply` needs a line after each change, except at the end of the file.
 */
function hunksOf(
  before: readonly string[],
  after: readonly string[],
  unshownBefore: ReadonlyMap<number, Reason>,
  unshownAfter: ReadonlyMap<number, Reason>,
): Hunk[] | string {
  const hunks: Hunk[] = [];
  /** The next line of both files, and the first one that is not in a hunk yet. */
  let [old, now, free] = [0, 0, 0];
  for (const { kind, lines: value } of lineChanges(before, after)) {
    if (kind === "same") {
      const last = hunks.at(-1);
      const until = last ? shownFrom(old, Math.min(old + CONTEXT, old + value.length)) : old;
      if (last && until === old) return near(old, unshownBefore);
      for (const line of before.slice(old, until)) last?.lines.push([" ", line]);
      free = until;
      old += value.length;
      now += value.length;
      continue;
    }
    const [unshown, at] = kind === "added" ? [unshownAfter, now] : [unshownBefore, old];
    const hidden = value.findIndex((_, index) => unshown.has(at + index));
    if (hidden >= 0) return near(at + hidden, unshown);
    const last = hunks.at(-1);
    const begins = shownBefore(old, Math.max(free, old - CONTEXT));
    if (last && begins === free) for (const line of before.slice(free, old)) last.lines.push([" ", line]);
    else {
      const lead = before.slice(begins, old).map((line) => [" ", line] as const);
      hunks.push({ old: begins, now: now - (old - begins), lines: lead });
    }
    for (const line of value) hunks.at(-1)!.lines.push([kind === "added" ? "+" : "-", line]);
    if (kind === "added") now += value.length;
    else old += value.length;
    free = old;
  }
  return hunks;

  function shownFrom(from: number, until: number): number {
    let at = from;
    while (at < until && !unshownBefore.has(at)) at++;
    return at;
  }
  function shownBefore(until: number, from: number): number {
    let at = until;
    while (at > from && !unshownBefore.has(at - 1)) at--;
    return at;
  }
}

function near(line: number, unshown: ReadonlyMap<number, Reason>): string {
  return `line ${line + 1}, in or next to a change, has ${unshown.get(line)!}; --fix makes the change`;
}

function formatFile(path: string, hunks: readonly Hunk[], color: boolean): string {
  const paint = painter(color);
  const lines = hunks.flatMap(({ old, now, lines: own }) => {
    const count = (other: "-" | "+") => own.filter(([sign]) => sign === " " || sign === other).length;
    const head = `@@ -${range(old, count("-"))} +${range(now, count("+"))} @@`;
    const shown = own.map(([sign, line]) => {
      const end = line.endsWith("\n") ? "\n" : "\n\\ No newline at end of file\n";
      const text = `${sign}${line.replace(/\n$/, "")}`;
      return `${sign === "-" ? paint.red(text) : sign === "+" ? paint.green(text) : text}${end}`;
    });
    return [`${paint.cyan(head)}\n`, ...shown];
  });
  return `${paint.bold(`--- ${quoted(`a/${path}`)}`)}\n${paint.bold(`+++ ${quoted(`b/${path}`)}`)}\n${lines.join("")}`;
}

/** A start from 1; of nothing it is the line before (POSIX, diff -u). */
function range(start: number, count: number): string {
  return `${count === 0 ? start : start + 1},${count}`;
}

/** A name as Git quotes it; a tab ends one with spaces (gitformat: quoted paths, diff --git). */
function quoted(path: string): string {
  const escaped = Array.from(path, (character) => {
    const plain = printable(character) === character && character !== "\t" && !/["\\#]/.test(character);
    const bytes = [...Buffer.from(character)];
    return plain ? character : bytes.map((byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
  }).join("");
  if (escaped !== path) return `"${escaped}"`;
  return path.includes(" ") ? `${path}\t` : path;
}
