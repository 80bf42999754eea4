import type { YamlFault } from "../document/error-messages.ts";
import { loadDocuments, refusal } from "../document/js-yaml.ts";
import { type Entry, isScalar, type Located } from "../document/located.ts";
import { readYaml } from "../document/read.ts";
import { endOfLine, findTemplateTag } from "../document/scan.ts";
import type { Span } from "../document/source.ts";
import type { SpecFile } from "./model.ts";

/** How YAML reads a pattern without quotes. */
export type Misreading = "alias" | "tag" | "anchor" | "mapping" | "comment" | "cut" | "colon" | "other";

/** A pattern or mask without quotes that YAML reads as something else, or cuts. */
export interface UnquotedPattern {
  /** The whole pattern as written. */
  readonly span: Span;
  readonly text: string;
  readonly became: Misreading;
  /** The rest of a pattern that was cut. */
  readonly left?: string;
}

/** The faults of a text, those of missing quotes separate from the others. */
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
/**
 * The places of patterns: behind the key, on the line below, in a mapping in braces; the last group
 * is the pattern.
 */
const PATTERN_PLACES: readonly RegExp[] = [
  new RegExp(`^[ \\t]*(?:- +)*${KEY}[ \\t]+(\\S.*)$`, "gm"),
  new RegExp(`^[ \\t]*(?:- +)*${KEY}[ \\t]*\\r?\\n[ \\t]+([^\\s:][^:\\r\\n]*)$`, "gm"),
  new RegExp(`[{,][ \\t]*${KEY}[ \\t]+([^\\s,{}[\\]][^,{}[\\]\\r\\n]*)`, "g"),
  // A mask in place of a secret, under any key.
  /^[ \t]*(?:- +)*(["']?)[\w.-]+\1[ \t]*:[ \t]+(\*{2,})[ \t\r]*$/gm,
  /[{,][ \t]*(["']?)[\w.-]+\1[ \t]*:[ \t]+(\*{2,})(?=[ \t]*[,}])/g,
];

/** Starts and parts of a text that YAML does not read as plain text. */
const SUSPICIOUS = /^[!&*{[|>@`%?#]|:(?:[ \t]|$)/;
const BLOCK_HEADER = /^[|>][-+\d]*$/;
/** An alias without its anchor looks like this; a pattern has other characters too. */
const PLAIN_ALIAS = /^\*[\w-]+$/;

/** The maximum number of candidates for one fault, and of patterns in one text. */
const MAX_TRIES = 6;
const MAX_PATTERNS = 30;

const sorted = new WeakMap<SpecFile, Promise<SortedFaults>>();

/**
 * Finds the faults of a text that come from a pattern without quotes. This is verified: with quotes
 * around the pattern, js-yaml 3 reads beyond the place that it refused. Cached per file.
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

/** A tag or an anchor of a value, which is not a part of the pattern. */
const PROPERTIES = /^(?:(?:!!\w+|&[\w-]+)[ \t]+)+(?=\S)/;

/** A pattern with the rest of its line; without a comment if the pattern is complete without it. */
function candidate(valueStart: number, line: string): UnquotedPattern {
  const skipped = PROPERTIES.exec(line)?.[0].length ?? 0;
  const rest = line.slice(skipped);
  const text = shortestWhole(rest) ?? rest.trimEnd();
  const start = valueStart + skipped;
  return { span: { start, end: start + text.length }, text, became: misreadingOf(text) };
}

/** The shortest part of a line before ` #`, or the line, that is a complete pattern. */
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

/** Where js-yaml 3 stops with quotes around some patterns; infinite if it does not. */
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

/** A text in single quotes, in which only the quote itself is special. */
export function inSingleQuotes(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Converts an offset of the quoted text to one of the text as written. */
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
 * Returns a pattern without quotes that YAML does not read as text: `{a,b}` as a mapping, `&a/**`
 * as an anchor and `#a/*` as a comment, both without a value. Undefined for any other key or value.
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

/** True if a mapping has only keys without values, like a list of alternatives in braces. */
function isBraceList({ node }: Entry["value"]): boolean {
  if (node.kind !== "mapping") return false;
  return node.pairs.every(({ value }) => value.kind === "scalar" && value.style === "empty");
}

/**
 * Returns a pattern without quotes that YAML cuts at ` #`, if the rest of it is incomplete: a regex
 * without its closing slash, a glob with an open brace that the line closes.
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

/** True if a pattern is complete: a regex with its closing slash, a glob with all its brackets. */
function isWhole(pattern: string): boolean {
  const text = pattern.trim();
  if (/^\/[^/]*$/.test(text) || (text.startsWith("/") && /[\^$]/.test(text))) return /.\/[a-z]*$/i.test(text);
  return ["{}", "[]", "()"].every(([open, close]) => text.split(open!).length === text.split(close!).length);
}
