import { glob, regex, text } from "./grammar.ts";
import type { Random } from "./random.ts";
import { TOKENS } from "./tokens.ts";

const CRON_PARTS: readonly string[] = [
  ...[
    "*",
    "?",
    "0",
    "5",
    "59",
    "60",
    "23",
    "24",
    "31",
    "12",
    "7",
    "1-5",
    "5-1",
    "*/5",
    "*/0",
    "1/2",
    "0-59/7",
    "*-3",
  ],
  ...[
    "MON",
    "sun",
    "JAN-mar",
    "Fri-Mon",
    "1,2,3",
    ",",
    "1,,2",
    "L",
    "W",
    "5#2",
    "LW",
    "00",
    "007",
    "+1",
    "-1",
    "1-",
    "/",
  ],
  ...["*/59", "2/3,9-11", "1e1", "0x1", "é", "H", "H/5", "@", "~"],
];
const CRON_WHOLES: readonly string[] = [
  ...[
    "@yearly",
    "@daily",
    "@hourly",
    "@every 1h30m",
    "@every 0s",
    "@every 1.5h",
    "@every -1m",
    "@reboot",
    "@minutely",
  ],
  ...[
    "TZ=UTC 0 3 * * *",
    "CRON_TZ=Asia/Kolkata 0 3 * * *",
    "TZ= 0 3 * * *",
    "0 3 * * * ",
    " 0 3 * * *",
    "0\t3 * * *",
  ],
  ...["* * * * * *", "0 0 29 2 *", "0 0 31 2 *", "", " ", "0 0 * * 1 2024", "*****", "0 0\n* * *"],
];

/** Returns a cron expression, usually of five or six fields. */
export function cron(random: Random): string {
  if (random.oneIn(6)) return random.pick(CRON_WHOLES);
  const count = random.pick([5, 5, 5, 5, 6, 6, 4, 7]);
  const field = () =>
    Array.from({ length: random.pick([1, 1, 1, 2, 3]) }, () => random.pick(CRON_PARTS)).join(",");
  const simple = () => random.pick(["*", "*", "0", "1-5", "*/2"]);
  return Array.from({ length: count }, () => (random.oneIn(2) ? simple() : field())).join(
    random.oneIn(12) ? "  " : " ",
  );
}

/** Removes, inserts or doubles some characters of a pattern. */
export function mutatedPattern(pattern: string, random: Random): string {
  let made = pattern;
  for (const _ of random.list(3, () => 0)) {
    const at = random.below(made.length + 1);
    const insert = random.pick([
      "",
      made.slice(at, at + 4),
      random.pick(TOKENS),
      random.pick([..."*?[]{}()|!/\\,.-+^$ "]),
    ]);
    made = made.slice(0, at) + insert + made.slice(at + random.below(3));
  }
  return made;
}

/** Returns texts to test a regex with. */
export function inputs(random: Random): string[] {
  const one = () =>
    random.list(8, () => random.pick([..."aAbBxy1-_/. \n", "main", "feature/", "ab", "é", "😀"])).join("");
  return [one(), one(), random.pick(["main", "", "a".repeat(3_000), text(random)])];
}

/** Returns paths to test a glob with. */
export function paths(random: Random): string[] {
  const segment = () =>
    random.pick(["a", "b", "src", "ab", ".a", "x.js", "a.ts", "[a-c]", "1", "é", "a b", "{a,b}", "..", "!x"]);
  return random.list(5, () => [segment(), ...random.list(3, segment)].join("/"));
}

/** A test of a matcher for `checkRegex`, `checkGlob` or `checkCron`. */
export type MatcherTest = {
  readonly kind: "regex" | "glob" | "cron";
  readonly pattern: string;
  readonly inputs: string[];
};

/** Returns a test of a random pattern, or of a known one with changes. */
export function matcherTest(
  random: Random,
  known: { globs: readonly string[]; crons: readonly string[]; regexes: readonly string[] },
): MatcherTest {
  const kind = random.pick(["regex", "glob", "cron"] as const);
  const make = {
    regex: () => (random.oneIn(2) ? regex(random) : mutatedPattern(random.pick(known.regexes), random)),
    glob: () => (random.oneIn(2) ? glob(random) : mutatedPattern(random.pick(known.globs), random)),
    cron: () => (random.oneIn(2) ? cron(random) : mutatedPattern(random.pick(known.crons), random)),
  };
  return { kind, pattern: make[kind](), inputs: kind === "glob" ? paths(random) : inputs(random) };
}
