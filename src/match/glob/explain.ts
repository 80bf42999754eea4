import type { MatchOptions } from "../budget.ts";
import { bothMatch, compileEngine } from "./engines.ts";
import type { Expansion } from "./expand.ts";
import { expandBraces } from "./expand.ts";
import type { GlobPiece, NearMiss } from "./types.ts";

/** The maximum number of files among which the nearest one is searched. */
const MAX_FILES = 2_000;

/** The maximum number of expansions for explanations. */
const MAX_EXPANSIONS = 64;

/** Longer patterns get no explanation. */
const MAX_LENGTH = 5_000;

/**
 * Finds the alternative of a pattern's braces that matches a file. For explanations only: the
 * engines, which match the whole pattern, decide.
 *
 * @returns the chosen alternatives, from the first to the last; `undefined` without braces
 */
export function findAlternative(
  pattern: string,
  file: string,
  options: MatchOptions = {},
): GlobPiece | undefined {
  if (!pattern.includes("{") || pattern.startsWith("!") || pattern.length > MAX_LENGTH) return undefined;
  for (const { text, choices } of expandBraces(pattern, MAX_EXPANSIONS)) {
    const first = choices[0];
    if (!first || text.length === 0) continue;
    if (bothMatch(text, options)(file)) return { ...first, text: pattern.slice(first.start, first.end) };
  }
  return undefined;
}

/** The pattern of a path segment in one expansion, with its span in the whole pattern. */
interface Piece extends GlobPiece {
  /** The text in the expansion; that in the pattern may include braces. */
  own: string;
  globstar: boolean;
  test: (segment: string) => boolean;
  /** Like `test`, with wildcards that also match a leading dot. */
  testHidden: (segment: string) => boolean;
}

/** A segment that a part of the pattern matches counts more than those that a globstar skips. */
const PER_MATCH = 10_000;

/** A file that only a leading dot keeps from matching outscores all other files. */
const HIDDEN_BONUS = 1e9;

/**
 * Finds the file that matches the most segments of the pattern, and what it fails on. A leading dot
 * is given as the cause only if it is the only one.
 *
 * @param pattern a glob that none of the files matches
 * @param files the changed files
 */
export function findNearMiss(
  pattern: string,
  files: readonly string[],
  options: MatchOptions = {},
): NearMiss | undefined {
  if (pattern.length > MAX_LENGTH) return undefined;
  if (/^!(?!\()/.test(pattern)) return excluded(pattern, files[0]!, options);
  const chains = expandBraces(pattern, MAX_EXPANSIONS).map((expansion) =>
    piecesOf(pattern, expansion, options),
  );
  const matchesHidden = compileEngine(pattern, "picomatch", "literal", { ...options, dot: true });
  let best: Miss | undefined;
  for (const file of files.slice(0, MAX_FILES)) {
    const onlyHidden = HAS_HIDDEN.test(file) && matchesHidden(file) === true;
    const misses = chains.flatMap((pieces) => walk(pieces, file, onlyHidden) ?? []);
    for (const miss of misses) if (miss.score > (best?.score ?? -1)) best = { ...miss, misses };
  }
  return best && { ...best.near, pieces: chains.length < MAX_EXPANSIONS ? piecesAt(best, best.misses!) : [] };
}

/** A near miss while it is searched; a higher score is nearer. */
interface Miss {
  readonly near: NearMiss;
  /** The number of pieces that match. */
  readonly matched: number;
  readonly score: number;
  /** The misses of all alternatives of the pattern for the same file. */
  readonly misses?: readonly Miss[];
}

/** The pieces of all alternatives that get as far; none unless they fail at the same place. */
function piecesAt(best: Miss, misses: readonly Miss[]): string[] {
  const alike = misses.filter(({ matched }) => matched === best.matched);
  const isThere = ({ near: { segment, cause } }: Miss) =>
    segment === best.near.segment && cause === best.near.cause;
  return alike.every(isThere) ? [...new Set(alike.flatMap(({ near }) => near.pieces))] : [];
}

/** A segment with a leading dot. */
const HAS_HIDDEN = /(?:^|\/)\./;

/** A negated pattern excludes what its positive part matches. */
function excluded(pattern: string, file: string, options: MatchOptions): NearMiss {
  const start = /^!+/.exec(pattern)![0].length;
  const piece = findPositivePiece(pattern, start, file, options);
  const at = { start: 0, end: file.length };
  return { file, segment: 0, at, piece, pieces: [pattern.slice(start)], cause: "excluded" };
}

function findPositivePiece(pattern: string, start: number, file: string, options: MatchOptions): GlobPiece {
  const positive = pattern.slice(start);
  const choice = findAlternative(positive, file, options);
  if (choice) return { start: choice.start + start, end: choice.end + start, text: choice.text };
  return { start, end: pattern.length, text: positive };
}

function piecesOf(pattern: string, expansion: Expansion, options: MatchOptions): Piece[] {
  const { text, offsets } = expansion;
  const pieces: Piece[] = [];
  let start = text.startsWith("./") ? 2 : 0;
  for (let index = start; index <= text.length; index++) {
    if (index < text.length && text[index] !== "/") continue;
    const own = text.slice(start, index);
    const from =
      own === "" ? Math.min(offsets[index] ?? pattern.length, pattern.length - 1) : offsets[start]!;
    const end = own === "" ? from + 1 : offsets[index - 1]! + 1;
    const [test, testHidden] = [matcherOf(own, options, false), matcherOf(own, options, true)];
    const place = { start: from, end, text: pattern.slice(from, end) };
    pieces.push({ ...place, own, globstar: own === "**", test, testHidden });
    start = index + 1;
  }
  return pieces;
}

function matcherOf(piece: string, options: MatchOptions, dot: boolean): (segment: string) => boolean {
  if (!/[*?[\]()!+@\\{}]/.test(piece)) return (segment) => segment === piece;
  const test = compileEngine(piece, "picomatch", "literal", { ...options, dot });
  return (segment) => test(segment) === true;
}

interface Place extends Pick<NearMiss, "at"> {
  segment: string;
  index: number;
}

/** With `onlyHidden` only leading dots stop the walk, otherwise everything but them. */
function walk(pieces: readonly Piece[], file: string, onlyHidden: boolean): Miss | undefined {
  const places = placesOf(file);
  let best: Miss | undefined;
  const refuse = (number: number, place: Place, cause: NearMiss["cause"], bonus: number): void => {
    const matched = pieces.slice(0, number).filter(({ globstar }) => !globstar).length;
    const score = matched * PER_MATCH + place.index * 4 + bonus;
    if (score <= (best?.score ?? -1)) return;
    const { start, end, text, own } = pieces[Math.min(number, pieces.length - 1)]!;
    const { index: segment, at } = place;
    const near = { file, segment, at, piece: { start, end, text }, pieces: [own], cause };
    best = { near, matched, score };
  };
  // Pairs of a piece and a segment, each tried once, so that several globstars stay cheap.
  const seen = new Set<number>();
  const go = (at: number, index: number): void => {
    const key = at * (places.length + 1) + index;
    if (seen.has(key)) return;
    seen.add(key);
    const piece = pieces[at];
    const place = places[index];
    if (!piece) {
      if (place) refuse(pieces.length, place, "too-long", 1);
    } else if (piece.globstar) {
      go(at + 1, index);
      if (onlyHidden && place?.segment.startsWith(".")) refuse(at, place, "hidden", HIDDEN_BONUS);
      else if (place) go(at, index + 1);
    } else if (!place) refuse(at, places.at(-1)!, "too-short", 1);
    else if (piece.test(place.segment)) go(at + 1, index + 1);
    else if (!piece.testHidden(place.segment)) refuse(at, place, "segment", 2);
    else if (onlyHidden) refuse(at, place, "hidden", HIDDEN_BONUS);
    else go(at + 1, index + 1);
  };
  go(0, 0);
  return best;
}

function placesOf(file: string): Place[] {
  let start = 0;
  return file.split("/").map((segment, index) => {
    const place = { segment, index, at: { start, end: start + segment.length } };
    start += segment.length + 1;
    return place;
  });
}
