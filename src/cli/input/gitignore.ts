/**
 * The patterns of one `.gitignore` file, read and matched as Git does (gitignore(5); `dir.c` and
 * `wildmatch.c` of Git 2.39). The package `ignore` compiles patterns to regular expressions, which
 * took 30 s on repeated globstars and 51 s on a file in each of 1,000 nested folders. Here the time
 * for a path grows at most with its length times that of the patterns: 0.2 s for both.
 */
export class IgnoreFile {
  readonly #foldCase: boolean;
  /** The patterns, the last one first. */
  readonly #patterns: Pattern[] = [];

  /**
   * @param lines the lines of the file
   * @param foldCase whether upper and lower case are equal, as on Windows and macOS
   */
  constructor(lines: readonly string[], foldCase = false) {
    this.#foldCase = foldCase;
    for (const line of lines) this.#add(trimmed(bytesOf(line, foldCase)));
    this.#patterns.reverse();
  }

  #add(text: string): void {
    if (text === "" || text.startsWith("#")) return;
    const ignores = !text.startsWith("!");
    let pattern = ignores ? text : text.slice(1);
    const foldersOnly = pattern.endsWith("/");
    if (foldersOnly) pattern = pattern.slice(0, -1);
    const isPath = pattern.includes("/");
    if (pattern.startsWith("/")) pattern = pattern.slice(1);
    if (pattern === "") return;
    const tokens = tokensOf(pattern, isPath);
    if (tokens) this.#patterns.push({ ignores, foldersOnly, isPath, tokens, end: endOf(tokens) });
  }

  /**
   * Returns true if the last pattern that matches ignores the path, false if it starts with `!`,
   * `undefined` if none matches.
   *
   * @param path the path from the folder of the file, with forward slashes
   * @param isFolder whether it is a folder
   * @param steps the comparisons that are left; at zero, nothing matches
   */
  ignores(path: string, isFolder: boolean, steps: Steps = { left: MAX_STEPS }): boolean | undefined {
    const whole = bytesOf(path, this.#foldCase);
    const name = whole.slice(whole.lastIndexOf("/") + 1);
    steps.left -= this.#patterns.length;
    if (steps.left < 0) return undefined;
    for (const { foldersOnly, isPath, end, tokens, ignores } of this.#patterns) {
      if (foldersOnly && !isFolder) continue;
      const text = isPath ? whole : name;
      if (text.endsWith(end) && matches(tokens, text, steps)) return ignores;
    }
    return undefined;
  }
}

/** Comparisons of characters that all patterns of one search may still take. */
export interface Steps {
  left: number;
}

/** About two seconds. 100,000 files with 100 usual patterns take a tenth of it. */
export const MAX_STEPS = 200_000_000;

interface Pattern {
  readonly ignores: boolean;
  readonly foldersOnly: boolean;
  readonly isPath: boolean;
  readonly tokens: readonly Token[];
  /** The characters after the last wildcard: most paths do not end with them. */
  readonly end: string;
}

/** A character, a wildcard, or the ranges of a class. */
type Token = number | "?" | "*" | "**" | "**/" | Class;

interface Class {
  readonly negated: boolean;
  /** Pairs of a first and a last character. */
  readonly ranges: readonly number[];
}

/** Git compares bytes: a `?` matches one of the two bytes of an `é`. */
function bytesOf(text: string, foldCase: boolean): string {
  const bytes = /^[\0-\x7f]*$/.test(text) ? text : Buffer.from(text).toString("latin1");
  return foldCase ? bytes.replace(/[A-Z]/g, (letter) => letter.toLowerCase()) : bytes;
}

/** Removes spaces at the end, except for one after a backslash. */
function trimmed(line: string): string {
  let end = line.length;
  while (line[end - 1] === " ") end--;
  let escapes = 0;
  while (line[end - 1 - escapes] === "\\") escapes++;
  return line.slice(0, escapes % 2 === 1 ? end + 1 : end);
}

/** Returns the tokens of a pattern, `undefined` if it is malformed and so never matches. */
function tokensOf(pattern: string, isPath: boolean): Token[] | undefined {
  const tokens: Token[] = [];
  const firstWildcard = pattern.search(/[*?[\\]/);
  for (let at = 0; at < pattern.length; at++) {
    const char = pattern[at]!;
    if (char === "*") {
      const start = at;
      while (pattern[at + 1] === "*") at++;
      // Git matches the text before the first wildcard separately, so that it can be any text.
      const isAlone = start === firstWildcard || pattern[start - 1] === "/";
      const rest = pattern.slice(at + 1, at + 3);
      if (!isPath || start === at || !isAlone || !/^(?:$|\/|\\\/)/.test(rest)) tokens.push("*");
      else if (rest.startsWith("/")) {
        tokens.push("**/");
        at++;
      } else tokens.push("**");
    } else if (char === "?") tokens.push("?");
    else if (char === "[") {
      const found = classAt(pattern, at);
      if (!found) return undefined;
      tokens.push(found.token);
      at = found.end;
    } else {
      if (char === "\\") at++;
      if (at === pattern.length) return undefined;
      tokens.push(pattern.charCodeAt(at));
    }
  }
  return tokens;
}

function endOf(tokens: readonly Token[]): string {
  const wildcard = tokens.findLastIndex((token) => typeof token !== "number");
  return String.fromCharCode(...(tokens.slice(wildcard + 1) as number[]));
}

/** The ASCII classes of `wildmatch.c`, as pairs of characters. */
const NAMED: ReadonlyMap<string, string> = new Map([
  ["alnum", "09AZaz"],
  ["alpha", "AZaz"],
  ["blank", "  \t\t"],
  ["cntrl", "\0\x1f\x7f\x7f"],
  ["digit", "09"],
  ["graph", "!~"],
  ["lower", "az"],
  ["print", " ~"],
  ["punct", "!/:@[`{~"],
  ["space", "  \t\n\r\r"],
  ["upper", "AZ"],
  ["xdigit", "09AFaf"],
]);

/** The class that begins at an offset, and the offset of its last character. */
function classAt(pattern: string, start: number): { token: Class; end: number } | undefined {
  const negated = /[!^]/.test(pattern[start + 1] ?? "");
  const first = start + (negated ? 2 : 1);
  const ranges: number[] = [];
  /** The character before, if a range can begin with it. */
  let from: number | undefined;
  for (let at = first; at < pattern.length; at++) {
    if (pattern[at] === "]" && at > first) return { token: { negated, ranges }, end: at };
    const isRange =
      pattern[at] === "-" && from !== undefined && at + 1 < pattern.length && pattern[at + 1] !== "]";
    if (isRange) at++;
    const close = !isRange && pattern.startsWith("[:", at) ? pattern.indexOf("]", at + 3) : -1;
    if (close >= 0 && pattern[close - 1] === ":") {
      const pairs = NAMED.get(pattern.slice(at + 2, close - 1));
      if (pairs === undefined) return undefined;
      for (const char of pairs) ranges.push(char.charCodeAt(0));
      at = close;
      from = undefined;
      continue;
    }
    if (pattern[at] === "\\") at++;
    if (at >= pattern.length) return undefined;
    const code = pattern.charCodeAt(at);
    ranges.push(isRange ? from! : code, code);
    from = isRange ? undefined : code;
  }
  return undefined;
}

const SLASH = 47;

function accepts(token: Token, code: number): boolean {
  if (typeof token === "number") return token === code;
  if (code === SLASH) return false;
  if (token === "?") return true;
  const { ranges, negated } = token as Class;
  for (let at = 0; at < ranges.length; at += 2)
    if (code >= ranges[at]! && code <= ranges[at + 1]!) return !negated;
  return negated;
}

/**
 * True if tokens match a whole text. A wildcard takes as little as possible, and only the last one
 * of each kind takes more: an earlier one that takes more leaves no more ways to the later ones.
 */
function matches(tokens: readonly Token[], text: string, steps: Steps): boolean {
  let [index, at] = [0, 0];
  let [star, starAt] = [-1, 0];
  let [deep, deepAt] = [-1, 0];
  while (--steps.left >= 0) {
    const token = tokens[index];
    if (token === "*") [star, starAt] = [++index, at];
    else if (token === "**" || token === "**/") [deep, deepAt, star] = [++index, at, -1];
    else if (
      token === undefined ? at === text.length : at < text.length && accepts(token, text.charCodeAt(at))
    ) {
      if (token === undefined) return true;
      index++;
      at++;
    } else if (star >= 0 && starAt < text.length && text.charCodeAt(starAt) !== SLASH)
      [index, at] = [star, ++starAt];
    else {
      if (deep < 0) return false;
      const next = tokens[deep];
      do {
        // `**/` ends at a slash, `**` anywhere.
        deepAt = (tokens[deep - 1] === "**" ? deepAt : text.indexOf("/", deepAt)) + 1;
        if (deepAt === 0 || deepAt > text.length) return false;
      } while (typeof next === "number" && text.charCodeAt(deepAt) !== next);
      [index, at, star] = [deep, deepAt, -1];
    }
  }
  return false;
}
