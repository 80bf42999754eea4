interface MemoizeOptions<A extends readonly unknown[]> {
  /** The key of a result; by default the first argument. */
  readonly keyOf?: (...args: A) => string;
  /** The maximum number of results; one more drops all of them. */
  readonly max?: number;
}

/** Returns a function that caches its results: many specs have the same names and patterns. */
export function memoize<A extends readonly unknown[], T>(
  compute: (...args: A) => T,
  { keyOf = (...args) => String(args[0]), max = 1000 }: MemoizeOptions<A> = {},
): (...args: A) => T {
  const kept = new Map<string, T>();
  return (...args) => {
    const key = keyOf(...args);
    const known = kept.get(key);
    if (known !== undefined || kept.has(key)) return known as T;
    const result = compute(...args);
    if (kept.size >= max) kept.clear();
    kept.set(key, result);
    return result;
  };
}
