import type { YamlFault } from "../document/error-messages.ts";
import {
  type Entry,
  isScalar,
  type Located,
  LocatedMapping,
  type Place,
  valueAt,
} from "../document/located.ts";
import {
  beforeComment,
  endOfLine,
  isWhole,
  propertiesLength,
  shortestWhole,
  TAGGED,
} from "../document/scan.ts";
import type { Span } from "../document/source.ts";
import type { SchemaFinding } from "../schema/finding.ts";
import type { Pipeline, SpecFile } from "./model.ts";

/** How YAML reads a pattern without quotes. */
export type Misreading =
  | "alias"
  | "tag"
  | "anchor"
  | "mapping"
  | "comment"
  | "cut"
  | "comma"
  | "colon"
  | "other";

/** A pattern or mask without quotes that YAML reads as something else, or cuts. */
export interface UnquotedPattern {
  /** The whole pattern as written. */
  readonly span: Span;
  readonly text: string;
  readonly became: Misreading;
  /** The rest of a pattern that was cut. */
  readonly left?: string;
  /** True if what was cut off may be a comment, so that the pattern that was meant is unknown. */
  readonly unsure?: boolean;
}

/** The faults of a text, those of missing quotes separate from the others. */
export interface SortedFaults {
  readonly patterns: readonly UnquotedPattern[];
  readonly others: readonly YamlFault[];
}

/** The keys of triggers with a filter or a schedule. */
export const PATTERN_KEYS: readonly string[] = [
  "branchRegex",
  "commentRegex",
  "pullRequestTargetBranchRegex",
  "modifiedFilesGlob",
  "expression",
];

/** The text before a pattern: its key, and possibly a line break. */
const KEY_BEFORE = new RegExp(
  `(?:^|[\\s{,"'])(?:${PATTERN_KEYS.join("|")})["']?[ \\t]*:(?:[ \\t]+|[ \\t]*\\r?\\n[ \\t]+)(?:(?:!!\\w+|&[\\w-]+)[ \\t]+)*$`,
);

/** A tag of a template that is not rendered yet; quotes of its own may follow from it. */
const TEMPLATE_TAG = /(?<!\$)\{\{[^{}]*\}\}/;

/** An alias without its anchor looks like this; a pattern has other characters too. */
const PLAIN_ALIAS = /^\*[\w-]+$/;

/** A text that was meant to be in quotes. */
const IN_QUOTES = /^["'`]|["'`]$/;

/**
 * Separates the faults of a text that come from a pattern or mask without quotes: those that the
 * reader got over by putting such a value in quotes.
 */
export function sortFaults({ source: { text }, faults }: SpecFile): SortedFaults {
  const patterns: UnquotedPattern[] = [];
  const others: YamlFault[] = [];
  for (const fault of faults) {
    const span = fault.repair?.quotes ? fault.repair.span : undefined;
    if (span && isPattern(text, span)) patterns.push(patternAt(text, span));
    else others.push(fault);
  }
  return { patterns, others };
}

function isPattern(text: string, { start, end }: Span): boolean {
  const written = text.slice(start, end);
  if (/^\*{2,}$/.test(written)) return true;
  if (IN_QUOTES.test(written) || TAGGED.test(written)) return false;
  return !PLAIN_ALIAS.test(written) && KEY_BEFORE.test(text.slice(Math.max(0, start - 200), start));
}

function patternAt(text: string, span: Span): UnquotedPattern {
  const written = text.slice(span.start, span.end);
  return { span, text: written, became: misreadingOf(written) };
}

/** A pattern with the rest of its line; without a comment if the pattern is complete without it. */
function candidate(text: string, valueStart: number, line: string): UnquotedPattern {
  const skipped = propertiesLength(line);
  const rest = line.slice(skipped);
  const start = valueStart + skipped;
  return patternAt(text, { start, end: start + (shortestWhole(rest) ?? beforeComment(rest)).length });
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

/** Returns the pattern without quotes that a schema finding is about, if YAML misread one. */
export function findUnquoted(
  { kind, path }: SchemaFinding,
  { node, file }: Pipeline,
): (UnquotedPattern & Place) | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  const entry = parent instanceof LocatedMapping ? parent.entry(String(path.at(-1))) : undefined;
  if (!entry) return undefined;
  const { text } = file.source;
  if (kind === "unknown-key" || kind === "pattern")
    return partsOfPatterns(text, parent as LocatedMapping).get(entry);
  if (kind !== "wrong-type" && kind !== "null-value") return undefined;
  const found = misreadPattern(text, entry);
  return found && { ...found, path: entry.value.path };
}

const parts = new WeakMap<LocatedMapping, ReadonlyMap<Entry, UnquotedPattern & Place>>();

/** The entries of a mapping in braces that are parts of a pattern, since a comma ends it. */
function partsOfPatterns(text: string, mapping: LocatedMapping): ReadonlyMap<Entry, UnquotedPattern & Place> {
  const known = parts.get(mapping);
  if (known) return known;
  const found = new Map<Entry, UnquotedPattern & Place>();
  let last: (UnquotedPattern & Place) | undefined;
  for (const entry of mapping.entries) {
    const { key, value } = entry;
    const cut = PATTERN_KEYS.includes(key.value) && isScalar(value) ? cutByComma(text, value) : undefined;
    if (cut) last = { ...cut, path: value.path };
    if (last && key.span.start < last.span.end) found.set(entry, last);
  }
  parts.set(mapping, found);
  return found;
}

/** The fault of a pattern without quotes, and the remedy. */
export function unquotedMessage({ text, became, left, unsure }: UnquotedPattern): string {
  const quoted = `"${text}"`;
  if (became === "cut") {
    const remedy = unsure ? "quote it, or end the pattern before the comment" : "quote it";
    return `${quoted} is cut to "${left}" in YAML, where " #" begins a comment; ${remedy}`;
  }
  if (became === "comma")
    return `${quoted} is cut to "${left}" in YAML, where a comma in braces ends a value; quote it`;
  if (became === "comment") return `${quoted} is a comment in YAML, so the key has no value; quote it`;
  if (became === "mapping") return `${quoted} is a mapping in YAML because of its braces; quote it`;
  if (became === "colon") return `${quoted} is a key and a value in YAML because of its ": "; quote it`;
  if (text.startsWith("/")) return `${quoted} has brackets, which YAML reads as its own in braces; quote it`;
  const what = became === "other" ? "not text" : became === "tag" ? "a tag" : `an ${became}`;
  return `${quoted} is ${what} in YAML because of the "${text[0]}" at its start; quote it`;
}

/**
 * Returns a pattern without quotes that YAML does not read as text: `{a,b}` as a mapping, `&a/**`
 * as an anchor and `#a/*` as a comment, both without a value. Undefined for any other key or value.
 */
function misreadPattern(text: string, { key, value }: Entry): UnquotedPattern | undefined {
  if (!PATTERN_KEYS.includes(key.value) || value.anchor || key.anchor) return undefined;
  const line = text.slice(key.span.end, endOfLine(text, key.span.end));
  const [before, written] = /^["']?[ \t]*:[ \t]+(?=(\S.*))/.exec(line) ?? [];
  if (before === undefined || written === undefined) return undefined;
  const found = candidate(text, key.span.end + before.length, written);
  if (TEMPLATE_TAG.test(found.text)) return undefined;
  if (found.became === "mapping")
    return isBraceList(value) && value.span.end === found.span.end ? found : undefined;
  if (!isScalar(value) || value.value !== null) return undefined;
  if (found.became === "anchor") return found;
  return found.became === "comment" && /^#[^\s#*?{}/]*[*?{}/]\S*$/.test(found.text) ? found : undefined;
}

/** True if a mapping has only plain keys without values, like a list of alternatives in braces. */
function isBraceList({ node }: Entry["value"]): boolean {
  if (node.kind !== "mapping") return false;
  return node.pairs.every(
    ({ key, value }) => key.style === "plain" && value.kind === "scalar" && value.style === "empty",
  );
}

/** A part of a pattern after a comma in braces, without a space before it and without a value. */
const PART = /,(?![^,{}[\]]*:(?:\s|$))[^\s,{}[\]"'][^,{}[\]]*/y;

/**
 * Returns a pattern without quotes in a mapping in braces, where YAML ends it at a comma and reads
 * the rest as keys: `{ expression: 0 9 * * 1,3 }`.
 */
export function cutByComma(text: string, value: Located<unknown>): UnquotedPattern | undefined {
  const { node, span } = value;
  if (value.anchor || node.kind !== "scalar" || node.style !== "plain" || text[span.end] !== ",")
    return undefined;
  const line = text.slice(0, endOfLine(text, span.end));
  let end = span.end;
  for (PART.lastIndex = end; PART.test(line); ) end = PART.lastIndex;
  if (end === span.end) return undefined;
  const whole = text.slice(span.start, end).trimEnd();
  const left = text.slice(span.start, span.end);
  return { span: { start: span.start, end: span.start + whole.length }, text: whole, became: "comma", left };
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
  const whole = /^[ \t]+#/.test(line.slice(end - start)) ? shortestWhole(line, true) : undefined;
  if (whole === undefined) return undefined;
  const span = { start, end: start + whole.length };
  // After an end of the text, or with white space, a comment is as likely.
  const unsure = value.value.endsWith("$") || shortestWhole(line) !== whole;
  return { span, text: whole, became: "cut", left: value.value, ...(unsure && { unsure }) };
}
