import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Random } from "./random.ts";
import { type Candidate, changed, repeated } from "./slow-patterns.ts";

/** The most processor time of a command, and memory above that of an idle process. */
export interface Cost {
  readonly ms: number;
  readonly mb: number;
}

/** A candidate over a limit. */
export interface SlowShape extends Cost {
  readonly candidate: Candidate;
}

/** The most characters of the patterns of a candidate. */
const MAX_LENGTH = 1_000;

/** The limits for lint, and for each of three simulations. */
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
      kept.length < KEPT || random.oneIn(3)
        ? repeated(random, MAX_LENGTH)
        : changed(random.pick(kept).candidate, random, MAX_LENGTH);
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
