import type { Located } from "../../document/located.ts";
import { matchesEverything } from "../../match/regex/analysis.ts";
import { exactNames } from "../../match/regex/filter-literal.ts";
import type { RegexLiteral, RegexMatch, RegexMatcher } from "../../match/regex/index.ts";
import { quote, quoteList } from "../../util/text.ts";
import { type ConditionParts, refused } from "../condition.ts";
import type { RuleId } from "../evaluation/evaluation-rules.ts";
import type { FactName } from "../event/event.ts";
import type { Patterns } from "../patterns.ts";

/** A text of the event that a regex filter is tested against. */
export interface Subject {
  /** The text, if it was given. */
  readonly text: string | undefined;
  /** Its noun: `branch`, `tag`. */
  readonly noun: string;
  readonly fact: FactName;
  /** The evaluation rule that the filter sees this text. */
  readonly rule: RuleId;
  /** Names of branches and tags are single lines and never empty; a comment is any text. */
  readonly any?: boolean;
}

/**
 * Tests a regex filter against a text of the event. A refused filter is unknown, one that matches
 * everything needs no text, and a match is a search (semantics, part 0 items 2 and 5).
 */
export function regexFilter(filter: Located<string>, subject: Subject, patterns: Patterns): ConditionParts {
  const matcher = patterns.regex(filter.value);
  if (!("literal" in matcher)) return refused(filter, matcher.problems[0]!.message, filter.value);
  const parts =
    subject.text === undefined ? withoutText(matcher, subject) : put(matcher, subject.text, subject);
  return { ...parts, place: filter, expected: filter.value, actual: subject.text ?? null };
}

/** True if a filter matches every text of this kind. */
export function passesAll(matcher: RegexMatcher, any: boolean | undefined): boolean {
  return any ? matchesEveryText(matcher.literal) : matchesEverything(matcher.literal);
}

export function matchesEvery(noun: string): ConditionParts {
  return { outcome: "pass", rule: "filter-matches-all", reason: `matches every ${noun}` };
}

function withoutText(matcher: RegexMatcher, { noun, fact, any }: Subject): ConditionParts {
  if (passesAll(matcher, any)) return matchesEvery(noun);
  const reason = `the ${noun} was not given`;
  return { outcome: "unknown", rule: "missing-fact", reason, missing: fact };
}

function put(matcher: RegexMatcher, text: string, subject: Subject): ConditionParts {
  const { rule } = subject;
  const spelled = matcher.literal.flags.includes("i") ? undefined : exactNames(matcher.literal);
  if (spelled?.includes(text))
    return { outcome: "pass", rule, reason: `${quote(text)} matches ${brief(matcher.literal.text)}` };
  const outcome = spelled ? "no" : matcher.test(text);
  if (outcome === "no") return { outcome: "fail", rule, reason: () => whyNot(matcher, text, subject) };
  const match = matcher.match(text);
  if (match.outcome === "unknown") {
    return { outcome: "unknown", rule: "unbounded-pattern", reason: match.reason };
  }
  const partly = match.outcome === "yes" && match.onlyUnanchored;
  const reason = whyYes(match, text, matcher.literal.text);
  return { outcome: "pass", rule: partly ? "filter-search" : rule, reason };
}

function whyYes(match: RegexMatch, text: string, filter: string): string {
  const whole = match.outcome !== "yes" || match.text === "" || match.text === text;
  const part = `${whole ? quote(text) : `${quote(match.text)} in ${quote(text)}`} matches ${brief(filter)}`;
  if (match.outcome !== "yes" || !match.onlyUnanchored) return part;
  const ofLine = (match.hasStart && match.start > 0) || (match.hasEnd && match.end < text.length);
  if (ofLine) return `${part}, because "^" and "$" match at each line with the flag m`;
  const open = unanchored(match.hasStart, match.hasEnd);
  return open === "" ? part : `${part}, because the filter is not anchored at the ${open}`;
}

function unanchored(start: boolean, end: boolean): string {
  if (start) return end ? "" : "end";
  return end ? "start" : "start or the end";
}

function whyNot(matcher: RegexMatcher, text: string, { noun, rule }: Subject): string {
  const filter = matcher.literal.text;
  const what =
    rule === "branch-tag-name" ? "on a tag push the filter is matched against the tag, and" : `the ${noun}`;
  const plain = `${what} ${quote(text)} does not match ${brief(filter)}`;
  const match = matcher.match(text);
  const stuck = match.outcome === "no" && match.stuck && formatStuck(filter, text, match.stuck);
  return stuck ? `${plain}: ${stuck}` : plain;
}

/** A filter in a sentence; the report shows it in full elsewhere. */
function brief(filter: string): string {
  return filter.length > 80 ? "the filter" : filter;
}

/** `.*`, `.*?`, `[\s\S]*`, `[^]*`, alone or in a group. */
const anyText = /^(?:(\.|\[\\s\\S\]|\[^\])\*\??|\((?:\?:)?(\.|\[\\s\\S\]|\[^\])\*\??\))?$/;

/**
 * True if a filter matches every text, including empty and multi-line ones such as comments. False
 * for unknown forms, which are then tested against the text.
 */
function matchesEveryText({ source }: RegexLiteral): boolean {
  const start = source.startsWith("^");
  const end = source.endsWith("$") && !source.endsWith("\\$");
  const parts = anyText.exec(source.slice(start ? 1 : 0, end ? -1 : undefined));
  if (!parts) return false;
  const wildcard = parts[1] ?? parts[2];
  return !(start && end) || (wildcard !== undefined && wildcard !== ".");
}

type Stuck = NonNullable<Extract<RegexMatch, { outcome: "no" }>["stuck"]>;

/**
 * Describes the point at which a filter cannot match a text, naming everything that could continue
 * there; undefined if that takes more than a few words.
 */
function formatStuck(filter: string, text: string, { index, pieces, anchored }: Stuck): string | undefined {
  const edge = edgeOfWord(text, index, pieces);
  if (edge !== undefined) return edge;
  const searched = anchored ? undefined : absentTexts(filter, text);
  if (searched !== undefined) return `it does not contain ${searched}`;
  if (!anchored && (index === 0 || filter.includes("|"))) return undefined;
  const rest = text.slice(index);
  const there = index === 0 ? "at its start" : `after ${quote(text.slice(0, index))}`;
  if (pieces.some((piece) => piece.text === "$"))
    return index === 0 || rest === "" ? undefined : `it continues with ${quote(rest)} ${there}`;
  const spelled = spelledPieces(filter, pieces);
  if (spelled !== undefined) {
    if (rest === "") return `it ends where ${spelled} is expected`;
    return index === 0 ? `it does not start with ${spelled}` : `${spelled} is expected ${there}`;
  }
  const [piece, ...others] = pieces;
  if (piece === undefined || others.length > 0 || piece.text === "") return undefined;
  if (piece.text.startsWith("(?!") || piece.text.startsWith("(?<!"))
    return `${code(piece.text)} excludes the text ${there}`;
  return rest === ""
    ? `it ends where the pattern ${code(piece.text)} is expected`
    : `${code(piece.text)} does not match ${there}`;
}

/** Why `\b` or `\B` fails next to a letter outside of ASCII, which is not part of a word to it. */
function edgeOfWord(text: string, index: number, pieces: Stuck["pieces"]): string | undefined {
  const [edge, ...others] = pieces;
  if (others.length > 0 || !/^\\b$/i.test(edge?.text ?? "")) return undefined;
  const letter = [text.slice(0, index).match(LAST_LETTER)?.[0], text.slice(index).match(FIRST_LETTER)?.[0]];
  const other = letter.find((each) => each !== undefined && each > "\x7f");
  return (
    other &&
    `to ${code(edge!.text)} only letters of ASCII, digits and "_" are part of a word, not ${quote(other)}`
  );
}

const FIRST_LETTER = /^[\p{L}\p{N}]/u;
const LAST_LETTER = /[\p{L}\p{N}]$/u;

/** The maximum number of alternatives that are named. */
const MAX_NAMED = 4;

/** The literal texts that start at some pieces; undefined if not all are literal, or too many. */
function spelledPieces(filter: string, pieces: Stuck["pieces"]): string | undefined {
  const runs = new Set(pieces.map(({ start }) => plainRunAt(filter, start) ?? ""));
  return runs.has("") || runs.size === 0 || runs.size > MAX_NAMED ? undefined : quoteList([...runs], "or");
}

/** The texts of which a filter requires one somewhere, if a text has none of them. */
function absentTexts(filter: string, text: string): string | undefined {
  const end = filter.lastIndexOf("/");
  const source = filter.slice(1, end);
  const whole = (/^\((?:\?:)?((?:\\.|[^\\()])*)\)$/.exec(source)?.[1] ?? source).split("|");
  const isPlain = (choice: string) => PLAIN.exec(choice)?.[0] === choice;
  const first = source.includes("|") ? undefined : plainRunAt(filter, 1);
  const choices = whole.every(isPlain) ? whole.map(unescaped) : first === undefined ? [] : [first];
  const fold = (each: string) => (filter.includes("i", end) ? each.toLowerCase() : each);
  const isAbsent = choices.every((choice) => !fold(text).includes(fold(choice)));
  if (choices.length === 0 || choices.length > MAX_NAMED || !isAbsent) return undefined;
  return quoteList(choices, "or");
}

function code(pattern: string): string {
  return `"${pattern}"`;
}

/** Literal characters, as a text. */
const PLAIN = /^(?:[\w\-@#=&%,;:'"~ ]|\\[/.\-+*?()[\]{}|^$\\])+/;

/** The literal text of a filter from an offset; undefined if there is none. */
function plainRunAt(filter: string, start: number): string | undefined {
  let run = PLAIN.exec(filter.slice(start))?.[0] ?? "";
  // A quantifier applies to the last character only.
  if (/[*+?{]/.test(filter[start + run.length] ?? "")) run = run.replace(/(?:\\.|[^\\])$/, "");
  return run === "" ? undefined : unescaped(run);
}

function unescaped(run: string): string {
  return run.replace(/\\(.)/g, "$1");
}
