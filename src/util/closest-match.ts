/**
 * Returns the restricted Damerau-Levenshtein distance between two texts: insertions, deletions,
 * substitutions and swaps of neighbours, each counting 1. Stops early and returns `limit + 1` for a
 * distance above `limit`.
 */
export function editDistance(from: string, to: string, limit = Number.POSITIVE_INFINITY): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row++) {
    const current = nextRow(from, to, row, last, beforeLast);
    if (Math.min(...current) > limit) return limit + 1;
    [beforeLast, last] = [last, current];
  }
  return last[to.length]!;
}

function nextRow(from: string, to: string, row: number, last: number[], beforeLast: number[]): number[] {
  const current = [row];
  for (let column = 1; column <= to.length; column++) {
    const same = from[row - 1] === to[column - 1];
    let best = Math.min(last[column]! + 1, current[column - 1]! + 1, last[column - 1]! + (same ? 0 : 1));
    const swapped =
      row > 1 && column > 1 && from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
    if (swapped) best = Math.min(best, beforeLast[column - 2]! + 1);
    current.push(best);
  }
  return current;
}

/** The maximum distance of a misspelling: a third of the length, at least 1, at most 4. */
const slipsAllowed = (length: number): number => Math.min(4, Math.max(1, Math.floor(length / 3)));

/**
 * Returns the `count` candidates closest to `text`, closest first, without unlikely ones. Letter
 * case only decides between equally close candidates.
 */
export function closestMatches(text: string, candidates: Iterable<string>, count = 1): string[] {
  const limit = slipsAllowed(text.length);
  const lower = text.toLowerCase();
  const found: { candidate: string; distance: number; exact: number }[] = [];
  for (const candidate of candidates) {
    const distance = editDistance(lower, candidate.toLowerCase(), limit);
    if (distance <= limit) found.push({ candidate, distance, exact: editDistance(text, candidate) });
  }
  return found
    .sort((a, b) => a.distance - b.distance || a.exact - b.exact)
    .slice(0, count)
    .map(({ candidate }) => candidate);
}

/** Returns the candidate closest to `text`; undefined if none is close enough. */
export function closestMatch(text: string, candidates: Iterable<string>): string | undefined {
  return closestMatches(text, candidates)[0];
}

/** Returns a question with the candidate closest to `text`, or other advice if none is close. */
export function didYouMean(text: string, candidates: Iterable<string>, otherwise: string): string {
  const near = closestMatch(text, candidates);
  return near ? `did you mean "${near}"?` : otherwise;
}

/** The maximum number of comparisons of many texts with the same candidates. */
const MAX_COMPARISONS = 20_000;

/**
 * Returns a `closestMatch` for many texts with the same candidates, of which `isPossible` selects.
 * It finds nothing more after a number of comparisons, since the time would grow with the product
 * of both.
 */
export function limitedClosestMatch(candidates: readonly string[]) {
  let comparisons = MAX_COMPARISONS;
  return (text: string, isPossible = (_candidate: string): boolean => true): string | undefined => {
    comparisons -= candidates.length;
    const matches = comparisons < 0 ? [] : closestMatches(text, candidates, candidates.length);
    return matches.find(isPossible);
  };
}
