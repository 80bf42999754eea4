import { memoize, memoizeBy } from "../../util/memoize.ts";
import { expandBraces } from "./expand.ts";
import { findGlobPitfalls } from "./pitfalls.ts";
import type { GlobPitfall, GlobPitfallCode } from "./types.ts";

/** A glob without these characters has no pitfalls; a slash counts only where it may be wrong. */
const MAY_HAVE_PITFALL = /[{[(,\\\s;|"'<]|\/\/|\/$|^!*\.?\/|(?:^|[/!(|])\./;

/** The maximum number of fixes of one glob; larger for shorter globs. */
const MAX_REPAIRS = 100;
const MIN_REPAIRS = 3;
const REPAIRED_CHARACTERS = 100_000;

/** The pitfalls of a glob (`findGlobPitfalls`), cached; most globs need no search. */
export function globPitfalls(glob: string): readonly GlobPitfall[] {
  return MAY_HAVE_PITFALL.test(glob) ? pitfallsOf(glob) : [];
}

const pitfallsOf = memoize((glob: string) => (isPlain(glob) ? [] : findGlobPitfalls(glob)));

/**
 * True if a glob consists of segments of letters and stars, and of lists of such paths in braces,
 * which have no pitfalls. A loop over the characters, since an equivalent expression takes longer
 * to compile.
 */
function isPlain(glob: string): boolean {
  let items = 0;
  let begins = true;
  for (const char of glob) {
    if (char === "{" && items === 0) {
      items = 1;
      begins = true;
    } else if (/[\w*@-]/.test(char)) begins = false;
    else if (begins) return false;
    else if (char === "/") begins = true;
    else if (char === "," && items > 0) {
      items++;
      begins = true;
    } else if (char === "}" && items > 1) items = 0;
    else if (char !== ".") return false;
  }
  return !begins && items === 0;
}

/** The first pitfall of a kind, and if possible the glob without any of that kind; cached. */
export function firstPitfall(glob: string, code: GlobPitfallCode): RepairedPitfall | undefined {
  return globPitfalls(glob).length === 0 ? undefined : findFirst(glob, code);
}

const findFirst = memoizeBy((glob: string, code: GlobPitfallCode) => `${code} ${glob}`, repairFirst);

type RepairedPitfall = GlobPitfall & { repaired?: string };

function repairFirst(glob: string, code: GlobPitfallCode): RepairedPitfall | undefined {
  const pitfall = globPitfalls(glob).find((each) => each.code === code);
  if (!pitfall) return undefined;
  let left = Math.max(MIN_REPAIRS, Math.min(MAX_REPAIRS, Math.floor(REPAIRED_CHARACTERS / glob.length)));
  let repaired = glob;
  for (
    let next: GlobPitfall | undefined = pitfall;
    next;
    next = findGlobPitfalls(repaired).find((each) => each.code === code)
  ) {
    if (left-- <= 0 || next.replacement === undefined || next.replacement.length > 2 * glob.length + 9)
      return pitfall;
    repaired = next.replacement;
  }
  return { ...pitfall, repaired };
}

/** True if a glob has a pitfall with a rule of its own: consequences are not reported. */
export function hasPitfall(glob: string): boolean {
  return globPitfalls(glob).some(({ code }) => code !== "hidden-segment");
}

/** Syntax that the engines read differently: groups, classes, escapes, comments. */
const DISPUTED = /[()[\]\\#]/;
/** minimatch trims a glob, and leaves braces around a line break as they are. */
const WHITE_SPACE = /^\s|\s$|[\n\r\u2028\u2029]/;
/** A globstar that is not a whole segment, or more than two stars. */
const PARTIAL_GLOBSTAR = /[^/{,!]\*\*|\*\*(?![/,}]|$)/;
/** One of the engines does not match a hidden name behind two globstars. */
const MANY_GLOBSTARS = /\*\*\/\*\*|\*\*.*\*\*.*\*\*/;
const TWO_GLOBSTARS = /\*\*.*\*\*/;
const HIDDEN = /(?:^|[/{,])\.\w/;
/** An alternative that begins with a wildcard, which in one engine also matches a leading dot. */
const WILD_ALTERNATIVE = /[{,](?:\*(?!\*)|\?)/;
/** Braces with a globstar inside, unless at the end and not at the start of one. */
const GLOBSTAR_IN_BRACES = /\{[^{}]*\*\*/;
const HARMLESS_BRACES = /^[^{}]*\{(?:[^{}*]|\*(?!\*)|(?<=[^{},]\/)\*\*(?=[/,}]))*\}$/;

/**
 * True if the text of a glob shows that both engines read it alike (a property test compares them);
 * `false` means that the engines must be asked.
 */
export function enginesAgree(glob: string): boolean {
  if (DISPUTED.test(glob) || WHITE_SPACE.test(glob) || PARTIAL_GLOBSTAR.test(glob) || glob.includes("//"))
    return false;
  if (MANY_GLOBSTARS.test(glob) || (TWO_GLOBSTARS.test(glob) && HIDDEN.test(glob))) return false;
  if (glob.split("{").length !== glob.split("}").length) return false;
  if (WILD_ALTERNATIVE.test(glob)) return false;
  return !GLOBSTAR_IN_BRACES.test(glob) || HARMLESS_BRACES.test(glob);
}

/** A glob of path segments, stars and braces only, which is literal before its first star. */
const SIMPLE = /^[\w@*{},.-][\w@*{},./ -]*$/;
const PLAIN_SEGMENT = /^[\w@. -]+$/;
const MAX_EXPANSIONS = 50;

/**
 * True if the leading folders and names of two globs prove that no path matches both, such as
 * `api/**` and `{web,docs}/*.md`; false proves nothing.
 */
export function globsExcludeEachOther(one: string, other: string): boolean {
  const [ours, theirs] = [plainBeginnings(one), plainBeginnings(other)];
  const differ = (a: readonly string[], b: readonly string[]): boolean =>
    a.some((segment, index) => index < b.length && segment !== b[index]);
  return ours.every((a) => theirs.every((b) => differ(a, b)));
}

/** The leading literal segments of each expansion; none for a complex glob. */
const plainBeginnings: (glob: string) => readonly (readonly string[])[] = memoize((glob) => {
  const expansions = SIMPLE.test(glob) && !glob.startsWith("./") ? expandBraces(glob, MAX_EXPANSIONS) : [];
  if (expansions.length === 0 || expansions.length >= MAX_EXPANSIONS) return [[]];
  return expansions.map(({ text }) => {
    const segments = text.split("/");
    const wild = segments.findIndex((segment) => !PLAIN_SEGMENT.test(segment));
    return wild < 0 ? segments : segments.slice(0, wild);
  });
});
