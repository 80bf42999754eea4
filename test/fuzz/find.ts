/** A broken promise: which one, and what shows it. */
export class Find extends Error {
  override readonly name = "Find";
  readonly promise: string;

  constructor(promise: string, detail: string, cause?: unknown) {
    super(`${promise}: ${detail}`, { cause });
    this.promise = promise;
  }
}

/** Throws a `Find` unless something holds. */
export function holds(condition: boolean, promise: string, detail: () => string): void {
  if (!condition) throw new Find(promise, detail());
}

/** Runs something that may not throw, but for the errors that are documented. */
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

/** Milliseconds that compiling and other processes on the machine may take of a run. */
const NOISE = 500;

/** Milliseconds that a text may cost: a second for each hundred kilobytes, and a second at least. */
export function allowance(text: string): number {
  return Math.max(1_000, NOISE + text.length / 100);
}

/**
 * Measures the processor, or the clock where that shows less: other processes take no part of the one, other threads none of the other.
 * What seems too slow is run twice more, since compiling counts too, and the quickest run is what it takes. `rounds` says how often the
 * last run did over what it does.
 */
export async function timed<T>(
  what: string,
  text: string,
  run: () => Promise<T>,
  rounds: () => number = () => 1,
): Promise<T> {
  const measure = async (): Promise<[T, number]> => {
    const before = process.cpuUsage();
    const start = performance.now();
    const result = await run();
    const { user, system } = process.cpuUsage(before);
    const spent = Math.min((user + system) / 1_000, performance.now() - start);
    return [result, spent / Math.max(1, rounds())];
  };
  const [result, first] = await measure();
  if (first <= allowance(text)) return result;
  const again = Math.min((await measure())[1], (await measure())[1]);
  holds(
    again <= allowance(text),
    "no run takes too long",
    () => `${what}: ${Math.round(again)} ms for ${text.length} characters`,
  );
  return result;
}
