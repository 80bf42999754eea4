/**
 * Returns a function of a text that caches its results: many specs have the same names and
 * patterns. The cache is emptied when it has `max` results.
 */
export function memoize<T>(compute: (text: string) => T, max = 1000): (text: string) => T {
  const kept = new Map<string, T>();
  return (text) => {
    const known = kept.get(text);
    if (known !== undefined || kept.has(text)) return known as T;
    const result = compute(text);
    if (kept.size >= max) kept.clear();
    kept.set(text, result);
    return result;
  };
}

/** Like `memoize`, for other arguments, which `keyOf` turns into a text. */
export function memoizeBy<A extends readonly unknown[], T>(
  keyOf: (...args: A) => string,
  compute: (...args: A) => T,
  max?: number,
): (...args: A) => T {
  let current: A | undefined;
  const byKey = memoize(() => compute(...current!), max);
  return (...args) => {
    current = args;
    return byKey(keyOf(...args));
  };
}

/** Returns a function that computes its value when it is first called. */
export function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}
