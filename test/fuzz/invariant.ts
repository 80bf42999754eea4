import { measure } from "../timing.ts";

/** A failed check: its name, and the details. */
export class Find extends Error {
  override readonly name = "Find";
  readonly promise: string;

  constructor(promise: string, detail: string, cause?: unknown) {
    super(`${promise}: ${detail}`, { cause });
    this.promise = promise;
  }
}

/** Throws a `Find` unless a condition is true. */
export function holds(condition: boolean, promise: string, detail: () => string): void {
  if (!condition) throw new Find(promise, detail());
}

/** Calls a function that may throw only documented errors. */
export async function unthrown<T>(
  what: string,
  run: () => T | Promise<T>,
  documented: readonly string[] = [],
): Promise<T | undefined> {
  try {
    return await run();
  } catch (error) {
    if (error instanceof Find || !(error instanceof Error)) throw error;
    if (documented.includes(error.name)) return undefined;
    throw new Find("no exception escapes", `${what}: ${error.stack}`, error.cause);
  }
}

/** Milliseconds of a run that compiling and other processes may take. */
const NOISE = 500;

/** Milliseconds that a text may take: one second per hundred kilobytes, but at least one second. */
export function allowance(text: string): number {
  return Math.max(1_000, NOISE + text.length / 100);
}

/**
 * Runs a function; throws a `Find` if it takes too long. It is then repeated twice, since compiling
 * counts too; the fastest counts. `rounds` is the number of repetitions inside the last run.
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
  holds(
    again <= allowance(text),
    "no run takes too long",
    () => `${what}: ${Math.round(again)} ms for ${text.length} characters`,
  );
  return result;
}
