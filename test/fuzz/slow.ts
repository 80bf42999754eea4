import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Random } from "./random.ts";

/** A field with the patterns of its triggers, together of at most `MAX_LENGTH` characters. */
export interface Candidate {
  readonly field: "branchRegex" | "commentRegex" | "modifiedFilesGlob";
  readonly patterns: readonly string[];
}

/** The most processor time of a command, and memory above that of an idle process. */
export interface Cost {
  readonly ms: number;
  readonly mb: number;
}

/** A candidate over a limit. */
export interface SlowShape extends Cost {
  readonly candidate: Candidate;
}

/** The limits for lint, and for each of three simulations. */
const MAX_LENGTH = 1_000;
const MAX_MS = 200;
const MAX_MB = 100;

/** A child that takes more processor time is killed; its candidate costs this. */
const PATIENCE_MS = 3_000;

/** The number of candidates that are changed further. */
const KEPT = 12;

/** Measures candidates in a child process, with limits of time and memory. */
export class Meter {
  readonly #child: string;
  readonly #library: string;
  #process: ChildProcess | undefined;
  #fastest = Number.POSITIVE_INFINITY;

  /**
   * @param child the path of `slow-child.mjs`
   * @param library the path of the built library
   */
  constructor(child: string, library: string) {
    this.#child = child;
    this.#library = library;
  }

  /**
   * How much longer a fixed piece of work takes now than when it was fastest: other processes on a
   * machine also cost processor time, since they share its caches and memory.
   */
  async slowdown(): Promise<number> {
    const child = await this.#started();
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const reply = once(child, "message");
      child.send({ reference: true });
      times.push(((await reply) as [Cost])[0].ms);
    }
    const [, ms] = times.sort((one, other) => one - other);
    this.#fastest = Math.min(this.#fastest, times[0]!);
    return ms! / this.#fastest;
  }

  async measure(candidate: Candidate): Promise<Cost> {
    const child = await this.#started();
    const done = new AbortController();
    const options = { signal: done.signal };
    const reply = once(child, "message", options).then(([cost]) => cost as Cost);
    const killed = { ms: PATIENCE_MS, mb: Number.POSITIVE_INFINITY };
    const end = once(child, "exit", options).then(() => killed);
    end.catch(() => undefined);
    reply.catch(() => undefined);
    const limit = processorMs(child) + PATIENCE_MS;
    const timer = setInterval(() => processorMs(child) > limit && child.kill("SIGKILL"), 200);
    child.send(candidate);
    const cost = await Promise.race([reply, end]);
    clearInterval(timer);
    done.abort();
    // The peak of memory never falls, so that a new process measures what follows.
    if (cost.mb > MAX_MB / 2) this.stop();
    return cost;
  }

  stop(): void {
    this.#process?.kill("SIGKILL");
    this.#process = undefined;
  }

  async #started(): Promise<ChildProcess> {
    if (this.#process) return this.#process;
    const child = fork(this.#child, [this.#library], {
      execArgv: ["--expose-gc", "--max-old-space-size=400"],
      stdio: ["ignore", "ignore", "ignore", "ipc"],
    });
    const ended = once(child, "exit").then(() => {
      throw new Error("the process that measures ended before it was ready");
    });
    await Promise.race([once(child, "message"), ended]);
    ended.catch(() => undefined);
    this.#process = child;
    return child;
  }
}

/** The processor time of a child so far; wall time where the system does not show it. */
function processorMs({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]!.split(" ");
    // Fields 14 and 15 of proc(5), in hundredths of a second.
    return (Number(fields[11]) + Number(fields[12])) * 10;
  } catch {
    return performance.now();
  }
}

const PIECES: Readonly<Record<Candidate["field"], readonly string[]>> = {
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

/**
 * Searches for patterns that take too much time or memory: repeats short pieces, then changes the
 * most expensive ones. Candidates, not costs, depend on the seed alone.
 */
export async function searchSlowShapes(
  meter: Meter,
  { seed, seconds, most = Number.POSITIVE_INFINITY }: { seed: number; seconds: number; most?: number },
  onFound?: (found: SlowShape) => void,
): Promise<{ tried: number; found: SlowShape[] }> {
  const random = new Random(seed);
  const kept: SlowShape[] = [];
  const found: SlowShape[] = [];
  const end = performance.now() + seconds * 1_000;
  let tried = 0;
  await meter.slowdown();
  for (; tried < most && performance.now() < end; tried++) {
    const candidate =
      kept.length < KEPT || random.oneIn(3) ? repeated(random) : changed(random.pick(kept).candidate, random);
    let cost = await meter.measure(candidate);
    // A busy machine or the compiler may cost time once; a slow shape costs it each time.
    for (let turn = 0; turn < 3 && isOver(cost); turn++) {
      const slowdown = await meter.slowdown();
      const again = await meter.measure(candidate);
      cost = { ms: Math.min(cost.ms, again.ms / slowdown), mb: Math.min(cost.mb, again.mb) };
    }
    const shape = { candidate, ...cost };
    if (!isOver(cost)) keep(kept, shape);
    else {
      found.push(shape);
      onFound?.(shape);
    }
  }
  meter.stop();
  return { tried, found };
}

function isOver({ ms, mb }: Cost): boolean {
  return ms > MAX_MS || mb > MAX_MB;
}

/** Keeps the most expensive shapes of each field. */
function keep(kept: SlowShape[], shape: SlowShape): void {
  kept.push(shape);
  const score = ({ ms, mb }: Cost): number => ms / MAX_MS + mb / MAX_MB;
  kept.sort((one, other) => score(other) - score(one));
  const same = kept.filter(({ candidate }) => candidate.field === shape.candidate.field);
  const last = same[KEPT];
  if (last) kept.splice(kept.indexOf(last), 1);
}

/** Returns a few pieces, some of them repeated until the pattern is long. */
function repeated(random: Random): Candidate {
  const field = random.pick([
    "branchRegex",
    "commentRegex",
    "modifiedFilesGlob",
    "modifiedFilesGlob",
  ] as const);
  const one = (): string => {
    const some = (most: number) => random.list(most, () => random.pick(PIECES[field])).join("");
    const core = random.pick(PIECES[field]) + some(3);
    const count = 1 + random.below(random.pick([4, 30, 100, 1_000]));
    const close = core.startsWith("(") || core.endsWith("(") ? ")".repeat(random.below(2) * count) : "";
    return some(2) + core.repeat(count) + some(2) + close + some(2);
  };
  return candidateOf(field, random.oneIn(3) ? [one(), one()] : [one()]);
}

function changed({ field, patterns }: Candidate, random: Random): Candidate {
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
  return candidateOf(field, random.oneIn(8) ? [...next, change(patterns[0]!)].slice(-2) : next);
}

function candidateOf(field: Candidate["field"], patterns: readonly string[]): Candidate {
  const cut = patterns.map((pattern) => pattern.slice(0, Math.floor(MAX_LENGTH / patterns.length) - 3));
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
