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

/** Syntax that the engines read differently: groups, classes, escapes, comments, `|`, quotes. */
const DISPUTED = /[()[\]\\#|"]/;
/** minimatch trims a glob, and leaves braces around a line break as they are. */
const WHITE_SPACE = /^(?:\.\/)?\s|\s$|[\n\r\u2028\u2029]/;
/** Several marks at the start, such as `!!*`, `././a` and `./!a`. */
const MANY_MARKS = /^!!|^!?\.?\/[!./]*(?:!|\.\/)/;
/** A globstar that is not a whole segment, or more than two stars. */
const PARTIAL_GLOBSTAR = /[^/!]\*\*|\*\*(?![/,}]|$)/;
/** One of the engines does not match a hidden name behind two globstars. */
const MANY_GLOBSTARS = /\*\*\/\*\*|\*\*.*\*\*.*\*\*/;
const TWO_GLOBSTARS = /\*\*.*\*\*/;
const HIDDEN = /(?:^|[/{,])\.\w/;

/** The characters of a glob with braces: others, and ranges, are not proved. */
const WITH_BRACES = /^(?!.*\.\.)!?[\w@{},./*? -]+$/;
/**
 * What the engines read differently in braces, or next to them: an alternative that is empty, that
 * begins with a wildcard, which in one engine also matches a leading dot, or that
 * begins or ends with a slash; and stars that are a globstar after the expansion of the braces.
 */
const DISPUTED_BRACES = /[{,][*?/,}]|\/[,}]|\*[^*{}]*\}\*/;
/** A list of names, which is read like each of them alone; one may be empty after a letter. */
const NAMES = /(?<=\w)\{[\w.-]*(?:,[\w.-]*)+\}|\{\w[\w.-]*(?:,\w[\w.-]*)+\}/g;
/** Lists of at least two alternatives, without others in them. */
const FLAT_LISTS = /^[^{}]*(?:\{[^{},]+(?:,[^{},]+)+\}[^{}]*)*$/;
/** A globstar in a list: the paths end with the list, so that nothing follows the globstar. */
const GLOBSTAR_IN_LIST = /\{[^{}]*\*\*/;
const LAST_LIST = /^([^{}]*)\{([^{}]*)\}$/;

/**
 * True if the text of a glob shows that both engines read it alike (a property test compares them);
 * `false` means that the engines must be asked. A last globstar, as in `dir/**`, and names that end
 * with a dot are left aside.
 */
export function enginesAgree(glob: string): boolean {
  if (DISPUTED.test(glob) || WHITE_SPACE.test(glob) || MANY_MARKS.test(glob) || glob.includes("//"))
    return false;
  const hasBraces = /[{}]/.test(glob);
  if (hasBraces && !WITH_BRACES.test(glob)) return false;
  const text = hasBraces ? glob.replace(NAMES, "x") : glob;
  if (hasBraces && (!FLAT_LISTS.test(text) || DISPUTED_BRACES.test(text))) return false;
  return !PARTIAL_GLOBSTAR.test(text) && globstarsAgree(text);
}

/** True if no path of a glob has globstars that the engines read differently. */
function globstarsAgree(glob: string): boolean {
  if (!GLOBSTAR_IN_LIST.test(glob)) return fewGlobstars(glob);
  const [, before = "", list] = LAST_LIST.exec(glob) ?? [];
  if (list === undefined) return false;
  const paths = before.includes("**") || HIDDEN.test(before) ? [glob] : list.split(",");
  return paths.every(fewGlobstars);
}

function fewGlobstars(path: string): boolean {
  return !MANY_GLOBSTARS.test(path) && !(TWO_GLOBSTARS.test(path) && HIDDEN.test(path));
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

/** Returns other forms of a glob, on which the engines may agree where they differ on the glob. */
export function engineSpellings(glob: string): string[] {
  const rewritten = [
    // In one engine, `**/` at the start of an alternative does not match the root folder.
    glob.replace(/(?<=[{,])\*\*\/([^{},]+)(?=[,}])/g, "$1,**/$1"),
    glob.replace(/(?<=^|\/)\*\*(?=[^*/]+$)/, "**/*"),
    glob.replace(/(?<![!@*+?])\(([^()|]*\|[^()]*)\)/g, (_, list: string) => `{${list.replaceAll("|", ",")}}`),
    // Web frameworks name folders `[id]` or `[...slug]`; other classes are assumed to be intended.
    glob.replace(/(?<=^|[/{,])\[((?:\.\.\.)?\w{2,})\](?=[/},]|$)/g, "\\[$1\\]"),
    glob.replaceAll("[!", "[^"),
    glob.replace(/^#/, "\\#"),
    glob.replace(/^!\(([^()|]+)\)\/\*\*$/, "!$1/**"),
  ];
  return rewritten.filter((text) => text !== glob);
}
