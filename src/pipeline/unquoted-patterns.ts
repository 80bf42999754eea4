import { loadDocuments, refusal } from "../document/js-yaml.ts";
import { type Entry, isScalar, type Located } from "../document/located.ts";
import type { YamlFault } from "../document/node.ts";
import { readYaml } from "../document/read.ts";
import { endOfLine, findTemplateTag } from "../document/scan.ts";
import type { Span } from "../document/source.ts";
import type { SpecFile } from "./model.ts";

/** What YAML makes of a pattern that stands without quotes. */
export type Misreading = "alias" | "tag" | "anchor" | "mapping" | "comment" | "cut" | "colon" | "other";

/** A glob, regex, cron expression or mask without quotes that YAML does not read as text, or not to its end. */
export interface UnquotedPattern {
  /** The pattern as it stands in the text, to its end. */
  readonly span: Span;
  readonly text: string;
  readonly became: Misreading;
  /** What is left of a pattern that was cut. */
  readonly left?: string;
}

/** The faults of a text, those that a missing pair of quotes causes apart from the others. */
export interface SortedFaults {
  readonly patterns: readonly UnquotedPattern[];
  readonly others: readonly YamlFault[];
}

const KEYS = [
  "branchRegex",
  "commentRegex",
  "pullRequestTargetBranchRegex",
  "modifiedFilesGlob",
  "expression",
];
const KEY = `(["']?)(?:${KEYS.join("|")})\\1[ \\t]*:`;
/** Where a pattern may stand: behind its key, on the line below, in a mapping in braces; the last group is the pattern. */
const PATTERN_PLACES: readonly RegExp[] = [
  new RegExp(`^[ \\t]*(?:- +)*${KEY}[ \\t]+(\\S.*)$`, "gm"),
  new RegExp(`^[ \\t]*(?:- +)*${KEY}[ \\t]*\\r?\\n[ \\t]+([^\\s:][^:\\r\\n]*)$`, "gm"),
  new RegExp(`[{,][ \\t]*${KEY}[ \\t]+([^\\s,{}[\\]][^,{}[\\]\\r\\n]*)`, "g"),
  // A mask that an export or a person put in place of a secret, under any key.
  /^[ \t]*(?:- +)*(["']?)[\w.-]+\1[ \t]*:[ \t]+(\*{2,})[ \t\r]*$/gm,
  /[{,][ \t]*(["']?)[\w.-]+\1[ \t]*:[ \t]+(\*{2,})(?=[ \t]*[,}])/g,
];

/** How a text begins, or what it holds, that YAML does not read as plain text. */
const SUSPICIOUS = /^[!&*{[|>@`%?#]|:(?:[ \t]|$)/;
const BLOCK_HEADER = /^[|>][-+\d]*$/;
/** An alias whose anchor is lost reads so; a pattern has other characters too. */
const PLAIN_ALIAS = /^\*[\w-]+$/;

/** How many candidates are tried for one fault, and how many patterns are looked for in one text. */
const MAX_TRIES = 6;
const MAX_PATTERNS = 30;

const sorted = new WeakMap<SpecFile, Promise<SortedFaults>>();

/**
 * Tells which faults of a text come from a pattern without quotes. Nothing is guessed: with quotes round the pattern, js-yaml 3 reads
 * past the place that it refused. Each file is looked at once.
 */
export function sortFaults(file: SpecFile): Promise<SortedFaults> {
  let found = sorted.get(file);
  if (!found) {
    found = sortFaultsOf(file);
    sorted.set(file, found);
  }
  return found;
}

async function sortFaultsOf({ source: { text }, faults }: SpecFile): Promise<SortedFaults> {
  if (faults.length === 0 || findTemplateTag(text) !== undefined) return { patterns: [], others: faults };
  const patterns = brokenPatterns(text);
  if (patterns.length === 0) return { patterns, others: faults };
  const repaired = await readYaml(withQuotes(text, patterns));
  return { patterns, others: repaired.faults.map((fault) => shiftedBack(fault, patterns)) };
}

function brokenPatterns(text: string): UnquotedPattern[] {
  const candidates = candidatesIn(text);
  const found: UnquotedPattern[] = [];
  while (candidates.length > 0 && found.length < MAX_PATTERNS) {
    const at = refusedAt(text, found);
    const cause = candidates.filter(({ span }) => span.start <= at).slice(-MAX_TRIES);
    const next = cause.reverse().find((candidate) => refusedAt(text, inOrder([...found, candidate])) > at);
    if (at === Number.POSITIVE_INFINITY || !next) break;
    candidates.splice(candidates.indexOf(next), 1);
    found.splice(0, found.length, ...inOrder([...found, next]));
  }
  return found;
}

function inOrder(patterns: readonly UnquotedPattern[]): UnquotedPattern[] {
  return [...patterns].sort((a, b) => a.span.start - b.span.start);
}

function candidatesIn(text: string): UnquotedPattern[] {
  const places = PATTERN_PLACES.flatMap((place) => [...text.matchAll(place)]);
  const found = places.map((match) => candidate(endOf(match) - match[2]!.trimEnd().length, match[2]!));
  return inOrder(found.filter(({ text: written }) => isSuspicious(written)));
}

function endOf(match: RegExpExecArray): number {
  return match.index + match[0].trimEnd().length;
}

function isSuspicious(written: string): boolean {
  return SUSPICIOUS.test(written) && !BLOCK_HEADER.test(written) && !PLAIN_ALIAS.test(written);
}

/** A pattern with what stands behind it on its line; a comment is left out where the pattern is whole without it. */
function candidate(start: number, line: string): UnquotedPattern {
  const text = shortestWhole(line) ?? line.trimEnd();
  return { span: { start, end: start + text.length }, text, became: misreadingOf(text) };
}

/** The shortest part of a line that ends before ` #`, or with the line, and that is a whole pattern. */
function shortestWhole(line: string): string | undefined {
  const ends = [...line.matchAll(/[ \t]+#/g)].map(({ index }) => index);
  return [...ends, line.trimEnd().length].map((end) => line.slice(0, end)).find(isWhole);
}

function misreadingOf(text: string): Misreading {
  const byStart: Record<string, Misreading> = {
    "*": "alias",
    "!": "tag",
    "&": "anchor",
    "{": "mapping",
    "#": "comment",
  };
  return byStart[text[0]!] ?? (/:(?:[ \t]|$)/.test(text) ? "colon" : "other");
}

/** The offset in the text at which js-yaml 3 stops with quotes round some patterns; infinite where it reads everything. */
function refusedAt(text: string, patterns: readonly UnquotedPattern[]): number {
  const quoted = withQuotes(text, patterns);
  try {
    loadDocuments(quoted);
    return Number.POSITIVE_INFINITY;
  } catch (error) {
    if (error instanceof RangeError) return -1;
    const refused = refusal(error, quoted);
    if (!refused) throw error;
    return backFrom(refused.offset, patterns);
  }
}

function withQuotes(text: string, patterns: readonly UnquotedPattern[]): string {
  let quoted = "";
  let done = 0;
  for (const { span, text: pattern } of patterns) {
    quoted += text.slice(done, span.start) + inSingleQuotes(pattern);
    done = span.end;
  }
  return quoted + text.slice(done);
}

/** A text in single quotes, in which YAML gives no character a meaning but the quote itself. */
export function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** An offset of the quoted text as one of the text as written. */
function backFrom(offset: number, patterns: readonly UnquotedPattern[]): number {
  let back = offset;
  for (const { span, text } of patterns) {
    const added = inSingleQuotes(text).length - text.length;
    if (back > span.start) back = Math.max(span.start, back - added);
  }
  return back;
}

function shiftedBack(fault: YamlFault, patterns: readonly UnquotedPattern[]): YamlFault {
  const { start, end } = fault.span;
  return { ...fault, span: { start: backFrom(start, patterns), end: backFrom(end, patterns) } };
}

/**
 * A pattern without quotes that YAML reads as something else than text: `{a,b}` as a mapping, `&a/**` as an anchor and `#a/*` as a
 * comment, both with nothing behind them. Undefined for an entry of any other key and for any other value.
 */
export function misreadPattern(text: string, { key, value }: Entry): UnquotedPattern | undefined {
  if (!KEYS.includes(key.value) || value.anchor || key.anchor) return undefined;
  const line = text.slice(key.span.end, endOfLine(text, key.span.end));
  const [before, written] = /^["']?[ \t]*:[ \t]+(?=(\S.*))/.exec(line) ?? [];
  if (before === undefined || written === undefined) return undefined;
  const found = candidate(key.span.end + before.length, written);
  if (found.became === "mapping")
    return isBraceList(value) && value.span.end === found.span.end ? found : undefined;
  if (!isScalar(value) || value.value !== null) return undefined;
  if (found.became === "anchor") return found;
  return found.became === "comment" && /^#[^\s#]*[*?{}/]\S*$/.test(found.text) ? found : undefined;
}

/** Whether a mapping has keys without values only, as a list of alternatives in braces does. */
function isBraceList({ node }: Entry["value"]): boolean {
  if (node.kind !== "mapping") return false;
  return node.pairs.every(({ value }) => value.kind === "scalar" && value.style === "empty");
}

/**
 * A pattern without quotes that YAML cuts at ` #`, where what is left shows that it is not whole: a regex without its closing slash,
 * a glob with an open brace, which the rest of the line closes.
 */
export function cutPattern(text: string, value: Located<string>): UnquotedPattern | undefined {
  if (value.anchor || value.node.kind !== "scalar" || value.node.style !== "plain" || isWhole(value.value))
    return undefined;
  const { start, end } = value.span;
  const line = text.slice(start, endOfLine(text, end));
  const whole = /^[ \t]+#/.test(line.slice(end - start)) ? shortestWhole(line) : undefined;
  if (whole === undefined) return undefined;
  return { span: { start, end: start + whole.length }, text: whole, became: "cut", left: value.value };
}

/** Whether a pattern has all that it opens: the closing slash of a regex, or every bracket of a glob. */
function isWhole(pattern: string): boolean {
  const text = pattern.trim();
  if (/^\/[^/]*$/.test(text) || (text.startsWith("/") && /[\^$]/.test(text))) return /.\/[a-z]*$/i.test(text);
  return ["{}", "[]", "()"].every(([open, close]) => text.split(open!).length === text.split(close!).length);
}
