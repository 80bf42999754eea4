import { getOrAdd } from "./memoize.ts";

/**
 * Returns items in lists by a key, in the order of the first item of each; those without a key are
 * left out. `Map.groupBy` exists from Node.js 21 on.
 */
export function groupBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K | undefined): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined) getOrAdd(groups, key, () => []).push(item);
  }
  return groups;
}
