import { isMapping, type Mapping } from "./plain-values.ts";

/** Keys of names and descriptions, and those that the platform generates. */
const IGNORED: ReadonlySet<string> = new Set(
  "id name type description verified status lastExecutionDate endpoint secret last_executed".split(" "),
);

/** The weights of the keys by which people recognize a pipeline or a trigger. */
const WEIGHTS: ReadonlyMap<string, number> = new Map([
  ["repo", 2],
  ["events", 3],
  ["branchRegex", 3],
  ["modifiedFilesGlob", 3],
  ["commentRegex", 2],
  ["pullRequestTargetBranchRegex", 2],
  ["expression", 3],
  ["message", 2],
  ["variables", 1],
  ["triggers", 3],
  ["steps", 4],
  ["specTemplate", 4],
]);

/** The weight of every other key, such as those that most specs share. */
const USUAL = 0.3;

/** Values that most specs have: nothing, and a filter that matches everything. */
const COMMON: ReadonlySet<string> = new Set(['""', "[]", "{}", "false", "null", '"/.*/gi"', '"/.*/"']);

/**
 * How alike two plain values are, from 0 to 1: the share of their keys, items and texts that both
 * have. Filters and steps count more than other keys; names and generated fields do not count.
 */
export function likeness(one: unknown, other: unknown): number {
  if (one === other) return 1;
  if (Array.isArray(one) && Array.isArray(other)) return likenessOfLists(one, other);
  if (isMapping(one) && isMapping(other)) return likenessOfMappings(one, other);
  return typeof one === "string" && typeof other === "string" ? likenessOfTexts(one, other) : 0;
}

function likenessOfMappings(one: Mapping, other: Mapping): number {
  let shared = 0;
  let all = 0;
  // Sorted, so that both directions add the same numbers in the same order.
  for (const key of [...new Set([...Object.keys(one), ...Object.keys(other)])].sort()) {
    const own = [one, other].map((each) => (Object.hasOwn(each, key) ? each[key] : undefined));
    const [a, b] = own.map((value) => JSON.stringify(value));
    if (IGNORED.has(key) || (a === b && a !== undefined && COMMON.has(a))) continue;
    const weight = WEIGHTS.get(key) ?? USUAL;
    all += weight;
    shared += weight * likeness(own[0], own[1]);
  }
  // Without a key that counts, only equal ones are alike.
  return all === 0 ? Number(JSON.stringify(one) === JSON.stringify(other)) : shared / all;
}

/** Order does not count; an item that is twice in both counts twice. */
function likenessOfLists(one: readonly unknown[], other: readonly unknown[]): number {
  const left = new Map<string, number>();
  for (const text of one.map((item) => JSON.stringify(item))) left.set(text, (left.get(text) ?? 0) + 1);
  let common = 0;
  for (const text of other.map((item) => JSON.stringify(item))) {
    const count = left.get(text) ?? 0;
    if (count === 0) continue;
    left.set(text, count - 1);
    common++;
  }
  return one.length + other.length === 0 ? 1 : (2 * common) / (one.length + other.length);
}

/** The share of their words. */
function likenessOfTexts(one: string, other: string): number {
  const words = (text: string): string[] => text.match(/\w+/g) ?? [];
  return likenessOfLists(words(one), words(other)) / 2;
}
