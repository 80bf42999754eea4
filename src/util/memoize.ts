/**
 * Returns a function of a text that caches its results: many specs have the same names and
 * patterns. The cache is emptied when it has `max` results.
 */
export function memoize<T>(compute: (text: string) => T, max = 1000): (text: string) => T {
  // Most results are undefined, which in an object needs one search and not two.
  const kept = new Map<string, { readonly is: T }>();
  return (text) => {
    const known = kept.get(text);
    if (known) return known.is;
    const result = compute(text);
    if (kept.size >= max) kept.clear();
    kept.set(text, { is: result });
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

/** Like `memoize`, for a function of an object; a result is kept as long as its object. */
export function memoizeByObject<K extends object, T>(compute: (key: K) => T): (key: K) => T {
  const kept = new WeakMap<K, T>();
  return (key) => getOrAdd(kept, key, () => compute(key));
}

/** Returns the value of a key; where the map has none, it is made and added. */
export function getOrAdd<K, V>(
  map: { get(key: K): V | undefined; set(key: K, value: V): unknown },
  key: K,
  make: () => V,
): V {
  const known = map.get(key);
  if (known !== undefined) return known;
  const made = make();
  map.set(key, made);
  return made;
}

/** Returns a function that computes its value when it is first called. */
export function once<T>(compute: () => T): () => T {
  let value: { readonly is: T } | undefined;
  return () => {
    value ??= { is: compute() };
    return value.is;
  };
}
