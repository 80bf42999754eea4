import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { callCount, InvariantError } from "./invariant.ts";
import { makeCase } from "./makers.ts";
import { Random } from "./random.ts";
import { readSeeds, type Seeds } from "./seeds.ts";

/** An input that failed a check; the case with this seed reproduces it. */
export interface Failure {
  readonly error: InvariantError;
  readonly kind: string;
  readonly seed: number;
  readonly text: string;
}

/** The results of a session. */
export interface Session {
  readonly cases: number;
  /** The calls of the library: one text is read, linted, fixed and simulated. */
  readonly calls: number;
  readonly seconds: number;
  readonly failures: readonly Failure[];
}

/** The limits of a session. */
export interface SessionOptions {
  readonly seed: number;
  readonly seconds: number;
  /** The maximum number of cases. */
  readonly maxCases?: number;
  /** Only quick checks, for a great many inputs. */
  readonly quick?: boolean;
  /** Stops after this number of failures. */
  readonly maxFailures?: number;
  /** Called immediately for every failure. */
  readonly onFailure?: (failure: Failure) => void;
}

/** Checks random inputs for some seconds. The n-th case of a seed is always the same. */
export async function fuzz({
  seed,
  seconds,
  maxCases = Number.POSITIVE_INFINITY,
  maxFailures = 1,
  quick = false,
  onFailure,
}: SessionOptions): Promise<Session> {
  const seeds = readSeeds();
  const start = performance.now();
  const before = callCount();
  const failures: Failure[] = [];
  const elapsed = () => (performance.now() - start) / 1_000;
  let cases = 0;
  for (; cases < maxCases && elapsed() < seconds && failures.length < maxFailures; cases++) {
    const found = await runCase(caseSeed(seed, cases), seeds, quick);
    if (!found) continue;
    failures.push(found);
    onFailure?.(found);
  }
  return { cases, calls: callCount() - before, seconds: elapsed(), failures };
}

/** Returns the seed of the n-th case; two sessions rarely share one. */
function caseSeed(seed: number, index: number): number {
  return (Math.imul(seed + 1, 0x85ebca6b) + Math.imul(index, 0xc2b2ae35)) >>> 0;
}

/** Makes the case of a seed and checks it. */
export async function runCase(
  seed: number,
  seeds: Seeds = readSeeds(),
  quick = false,
): Promise<Failure | undefined> {
  const random = new Random(Math.imul(seed, 0x9e3779b1));
  const { kind, text, check, quickCheck } = makeCase(random, seeds, quick);
  const cwd = mkdtempSync(join(tmpdir(), "dryfire-fuzz-"));
  try {
    await (quick && quickCheck ? quickCheck() : check(cwd));
    return undefined;
  } catch (thrown) {
    const error =
      thrown instanceof InvariantError
        ? thrown
        : new InvariantError("nothing crashes", String((thrown as Error).stack));
    return { error, kind, seed, text };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
