import type { Random } from "./random.ts";

/** A field with the patterns of its triggers. */
export interface Candidate {
  readonly field: "branchRegex" | "commentRegex" | "modifiedFilesGlob";
  readonly patterns: readonly string[];
}

/** The pieces of patterns, by their field. */
export const PIECES: Readonly<Record<Candidate["field"], readonly string[]>> = {
  branchRegex: regexPieces(),
  commentRegex: regexPieces(),
  modifiedFilesGlob: [
    ...'ab/*?![](){}|,.-\\@+#1 "\0',
    ...["**", "**/", "/**", "!(", "@(", "+(", "*(", "?(", "a|b)", "!(a|b)", "+(a|b)", "*(a|*b)", "(a|b)"],
    ...["!(*)", "!(*.a)", "@(!(a)|b)", "{a,b}", "{1..9}", "{01..99}", "{a,{b,c}}", "{,a}", "[a-b]", "[!a]"],
    ...["[[:alpha:]]", "[z-a]", "[^a]", "a/", ".a", "../", "./", "\\*", "*a", "?*", "!(!(a))", "*.{a,b}"],
    ...["[^a]+", "{a,b}+", '*""*'],
  ],
};

function regexPieces(): string[] {
  return [
    ..."ab^$.*+?()[]|/-1 ",
    ...["(?:", "(?=", "(?!", "(?<=", "(?<!", "(?<n>", "(a)", "\\1", "\\k<n>", "a?", "a*", "a+", "a*?"],
    ...["(?!x)", "(?!.*a)", "(?=.*b)", "(?<!a)", "(?<=a.*)", "(a|b)", "(?:a|ab)", "(a+)+", "(a|a)*", ".*"],
    ...["{2}", "{9}", "{30}", "{300}", "{2,5}", "{0,30}", "{1,}", "[a-z]", "[^a]", "\\w", "\\W", "\\b"],
    ...["\\B", "\\d+", "\\s*", "[\\w-]", "[^\\x00-\\x20]", "\\u00e9", "(?:)", "()", "(?:a?){9}", "(|a)"],
  ];
}

/** Returns a few pieces, some of them repeated, in patterns of at most `length` characters. */
export function repeated(random: Random, length: number): Candidate {
  const field = random.pick([
    "branchRegex",
    "commentRegex",
    "modifiedFilesGlob",
    "modifiedFilesGlob",
  ] as const);
  const one = (): string => {
    const some = (most: number) => random.list(most, () => random.pick(PIECES[field])).join("");
    const core = random.pick(PIECES[field]) + some(3);
    const count = 1 + random.below(random.pick([4, 30, 100, length]));
    const close = core.startsWith("(") || core.endsWith("(") ? ")".repeat(random.below(2) * count) : "";
    return some(2) + core.repeat(count) + some(2) + close + some(2);
  };
  return candidateOf(field, random.oneIn(3) ? [one(), one()] : [one()], length);
}

/** Returns a candidate of which a part of each pattern is cut, repeated or replaced. */
export function changed({ field, patterns }: Candidate, random: Random, length: number): Candidate {
  const change = (pattern: string): string => {
    const body = field === "modifiedFilesGlob" ? pattern : pattern.replace(/^\/|\/[gim]*$/g, "");
    const at = random.below(body.length + 1);
    const end = at + random.below(1 + Math.min(12, body.length - at));
    const part = body.slice(at, end);
    const put = random.pick([
      "",
      random.pick(PIECES[field]),
      part.repeat(1 + random.below(20)),
      random.pick(PIECES[field]).repeat(1 + random.below(20)),
    ]);
    return body.slice(0, at) + put + body.slice(random.oneIn(2) ? at : end);
  };
  const next = patterns.map((pattern) => change(pattern));
  return candidateOf(field, random.oneIn(8) ? [...next, change(patterns[0]!)].slice(-2) : next, length);
}

/** Returns patterns that are cut to `length` characters together; regexes are made valid. */
export function candidateOf(
  field: Candidate["field"],
  patterns: readonly string[],
  length: number,
): Candidate {
  const cut = patterns.map((pattern) => pattern.slice(0, Math.floor(length / patterns.length) - 3));
  return { field, patterns: field === "modifiedFilesGlob" ? cut : cut.map((source) => valid(source)) };
}

/** Makes a source a regex literal that compiles, by escaping it from where it is at fault. */
function valid(source: string): string {
  const escaped = source.replaceAll("/", "-");
  try {
    new RegExp(escaped);
    return `/${escaped}/`;
  } catch {
    return `/${closed(escaped)}/`;
  }
}

function closed(source: string): string {
  const plain = source.replaceAll(/\\./g, "");
  const open = plain.split("(").length - plain.split(")").length;
  const tries = [source + ")".repeat(Math.max(0, open)), source.replaceAll(/[()[\]{}?*+\\]/g, "")];
  for (const text of tries) {
    try {
      new RegExp(text);
      return text;
    } catch {
      // The next one is simpler.
    }
  }
  return "a";
}
