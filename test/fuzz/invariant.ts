import { measure } from "../timing.ts";

/** A failed check: its name, and the details. */
export class InvariantError extends Error {
  override readonly name = "InvariantError";
  readonly invariant: string;

  constructor(invariant: string, detail: string, cause?: unknown) {
    super(`${invariant}: ${detail}`, { cause });
    this.invariant = invariant;
  }
}

/** Throws an `InvariantError` unless a condition is true. */
export function assertInvariant(condition: boolean, invariant: string, detail: () => string): void {
  if (!condition) throw new InvariantError(invariant, detail());
}

/** The number of calls of the library that were checked. */
let calls = 0;
export const callCount = (): number => calls;

/** Calls a function that may throw only documented errors. */
export async function assertNoCrash<T>(
  what: string,
  run: () => T | Promise<T>,
  documented: readonly string[] = [],
): Promise<T | undefined> {
  calls++;
  try {
    return await run();
  } catch (error) {
    if (error instanceof InvariantError || !(error instanceof Error)) throw error;
    if (documented.includes(error.name)) return undefined;
    throw new InvariantError("nothing crashes", `${what}: ${error.stack}`, error.cause);
  }
}

/** Milliseconds of a run that compiling and other processes may take. */
const NOISE = 500;

/** Milliseconds that a text may take: one second per hundred kilobytes, but at least one second. */
export function allowance(text: string): number {
  return Math.max(1_000, NOISE + text.length / 100);
}

/**
 * Runs a function; throws an `InvariantError` if it takes too long. A slow run is repeated, since
 * compiling counts too; the fastest counts. `rounds` is the number of repetitions in the last run.
 */
export async function timed<T>(
  what: string,
  text: string,
  run: () => Promise<T>,
  rounds: () => number = () => 1,
): Promise<T> {
  const spend = async (): Promise<[T, number]> => {
    const { result, seconds } = await measure(run);
    return [result, (seconds * 1_000) / Math.max(1, rounds())];
  };
  const [result, first] = await spend();
  if (first <= allowance(text)) return result;
  const again = Math.min((await spend())[1], (await spend())[1]);
  assertInvariant(
    again <= allowance(text),
    "a run takes limited time",
    () => `${what}: ${Math.round(again)} ms for ${text.length} characters`,
  );
  return result;
}
