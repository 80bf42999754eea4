/**
 * Returns the restricted Damerau-Levenshtein distance between two texts: insertions, deletions,
 * substitutions and swaps of neighbours, each counting 1. Stops early and returns `limit + 1` for a
 * distance above `limit`.
 */
export function editDistance(from: string, to: string, limit = Math.max(from.length, to.length)): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  // The paths of a repository begin and end alike.
  const start = commonStart(from, to);
  const end = commonEnd(from, to, start);
  return distanceOf(from.slice(start, from.length - end), to.slice(start, to.length - end), limit);
}

/** The length of the common start of two texts. */
export function commonStart(from: string, to: string): number {
  let length = 0;
  while (length < from.length && from[length] === to[length]) length++;
  return length;
}

/** The length of the common end of what is behind a common start. */
export function commonEnd(from: string, to: string, start: number): number {
  const max = Math.min(from.length, to.length) - start;
  let length = 0;
  while (length < max && from[from.length - 1 - length] === to[to.length - 1 - length]) length++;
  return length;
}

/** A spec may be compared with thousands of paths, so that this is written for speed. */
function distanceOf(from: string, to: string, limit: number): number {
  let beforeLast: number[] = [];
  let last: number[] = [];
  for (let column = 0; column <= to.length; column++) last.push(column);
  for (let row = 1; row <= from.length; row++) {
    const current = last.map(() => limit + 1);
    current[0] = row;
    let least = row;
    const own = from.charCodeAt(row - 1);
    // A distance that is further from the diagonal than the limit is above it.
    const end = Math.min(to.length, row + limit);
    for (let column = Math.max(1, row - limit); column <= end; column++) {
      const other = to.charCodeAt(column - 1);
      const replaced = last[column - 1]! + (own === other ? 0 : 1);
      let best = Math.min(last[column]! + 1, current[column - 1]! + 1, replaced);
      const swapped =
        row > 1 && column > 1 && own === to.charCodeAt(column - 2) && from.charCodeAt(row - 2) === other;
      if (swapped) best = Math.min(best, beforeLast[column - 2]! + 1);
      current[column] = best;
      least = Math.min(least, best);
    }
    if (least > limit) return limit + 1;
    [beforeLast, last] = [last, current];
  }
  return Math.min(last[to.length]!, limit + 1);
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

/** The maximum number of letters by which two forms of a word differ: `deploy` and `deployment`. */
const MAX_ENDING = 5;

/**
 * Returns a `limitedClosestMatch` that else finds the only candidate that is another form of the
 * text: one of them is the other with some letters behind it.
 */
export function limitedWordMatch(candidates: readonly string[]) {
  const closest = limitedClosestMatch(candidates);
  let comparisons = MAX_COMPARISONS;
  return (text: string): string | undefined => {
    const near = closest(text);
    comparisons -= candidates.length;
    if (near !== undefined || comparisons < 0) return near;
    const forms = candidates.filter((candidate) => isForm(text, candidate) || isForm(candidate, text));
    return forms.length === 1 ? forms[0] : undefined;
  };
}

function isForm(word: string, longer: string): boolean {
  const ending = longer.slice(word.length);
  return word.length > 3 && ending.length <= MAX_ENDING && longer.startsWith(word) && /^[a-z]+$/.test(ending);
}
