import type { Span } from "../types.ts";

/** A star in a regex that is meant as in a glob; offsets are into the source. */
export interface GlobStar extends Span {
  /** The character that it repeats; empty if it has nothing to repeat. */
  readonly repeats: string;
}

/** The characters of branch names. */
const SEPARATOR = /[/\-_.@#]/;
/** What may follow the star: the end, the end of a group, an alternative, an anchor. */
const NAME_ENDS = /^(?:$|[)|$])/;
const PART_ENDS = /^(?:$|[)|$\-_/]|\\[/.-])/;

/**
 * Finds the glob stars in a regex, such as those of `release-*` and `^(feature\/*|fix\/*)$`: a star
 * after one plain character at the end of a name or of a part, two stars, and a star with nothing
 * to repeat. `s*`, which people write for a plural, is skipped.
 *
 * @param source the text between the slashes; it need not compile
 */
export function findGlobStars(source: string): GlobStar[] {
  if (!source.includes("*")) return [];
  const found: GlobStar[] = [];
  let before = "";
  for (const { 0: atom, index } of source.matchAll(ATOM)) {
    if (atom.startsWith("*")) {
      const end = index + atom.length;
      if (isGlobStar(before, atom, source.slice(end))) found.push({ start: index, end, repeats: before });
    }
    before = characterOf(atom);
  }
  return found;
}

/** A class, an escape, a run of stars, or one character. */
const ATOM = /\[(?:\\[\s\S]|[^\]\\])*\]?|\\[\s\S]|\*+|[\s\S]/g;

/** The plain character of an atom; a space for any other atom, empty if nothing can be repeated. */
function characterOf(atom: string): string {
  if (/^[\^(|]$/.test(atom)) return "";
  const character = atom.replace(/^\\(?=[/\-.@#_])/, "");
  return /^[\w/\-@#]$/.test(character) || atom === "\\." ? character : " ";
}

function isGlobStar(before: string, stars: string, after: string): boolean {
  if (before === " " || stars.length > 2 || after.startsWith("?")) return false;
  if (before === "" || stars.length === 2) return true;
  return SEPARATOR.test(before) ? PART_ENDS.test(after) : before !== "s" && NAME_ENDS.test(after);
}

/**
 * Returns the source with `.*` for each glob star, and with both anchors if it has none and is one
 * name: a glob matches the whole text.
 */
export function withoutGlobStars(source: string): string {
  const stars = findGlobStars(source);
  if (stars.length === 0) return source;
  const wide = stars.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)}.*${text.slice(end)}`,
    source,
  );
  return wide === ".*" || /[\^$|]/.test(wide) ? wide : `^${wide}$`;
}
