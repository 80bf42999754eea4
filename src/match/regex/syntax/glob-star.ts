import type { Span } from "../types.ts";

/** A star in a regex that stands where a glob has one; offsets are into the source. */
export interface GlobStar extends Span {
  /** The character before it, which it repeats; empty where it has nothing to repeat. */
  readonly repeats: string;
}

/** What names of branches are put together with. */
const SEPARATOR = /[/\-_.@#]/;
/** What follows a star that ends a name or a part of one: nothing, the end of a group, an alternative, an anchor. */
const NAME_ENDS = /^(?:$|[)|$])/;
const PART_ENDS = /^(?:$|[)|$\-_/]|\\[/.-])/;

/**
 * Finds the stars of a glob in a regex, such as those of `release-*` and `^(feature\/*|fix\/*)$`: a star after one plain character and
 * before the end of a name or of a part of one, two stars, and a star that has nothing to repeat. `s*`, which people write for a plural,
 * is left out.
 *
 * @param source what stands between the slashes; it need not compile
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

/** The plain character that an atom is; a space where it is something else, empty where a repeated thing cannot precede. */
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

/** The source with `.*` for each star of a glob, and with both anchors where it has none and names one thing: a glob is matched whole. */
export function withoutGlobStars(source: string): string {
  const stars = findGlobStars(source);
  if (stars.length === 0) return source;
  const wide = stars.reduceRight(
    (text, { start, end }) => `${text.slice(0, start)}.*${text.slice(end)}`,
    source,
  );
  return wide === ".*" || /[\^$|]/.test(wide) ? wide : `^${wide}$`;
}
