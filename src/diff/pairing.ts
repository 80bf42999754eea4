import type { Pipeline, Trigger } from "../pipeline/model.ts";
import { groupBy } from "../util/group-by.ts";
import { likeness } from "./likeness.ts";
import { plainTrigger } from "./plain-values.ts";

/** Something on both sides, or on one of them. */
export type Pair<T> =
  | { readonly old: T; readonly new: T }
  | { readonly old: T; readonly new?: undefined }
  | { readonly old?: undefined; readonly new: T };

/** The least likeness of two parts of specs without a common id or name, from 0 to 1. */
const MIN_LIKENESS = 0.5;

/**
 * More pairs are not compared: so many take 0.4 seconds. Those with a common id or name are then
 * joined in their order.
 */
const MAX_COMPARISONS = 90_000;

/** How the members of a list are recognized on the other side. */
interface Recognition<T> {
  /** The keys by which items are recognized, the surest first; undefined where one is missing. */
  readonly keys: readonly ((item: T) => string | undefined)[];
  /** The value whose parts are compared. */
  readonly plain: (item: T) => unknown;
}

/** Pairs pipelines by id, then by name, then by likeness, whatever their order. */
export function pairPipelines(before: readonly Pipeline[], after: readonly Pipeline[]): Pair<Pipeline>[] {
  return pair(before, after, {
    keys: [
      ({ metadata }) => metadata?.string("id")?.value,
      // If several pipelines have one name, those of one file are paired.
      ({ name, file }) => name && `${file.source.path}\0${name.value}`,
      ({ name }) => name?.value,
    ],
    plain: ({ plain }) => (plain as { spec?: unknown } | null)?.spec,
  });
}

/**
 * Pairs the triggers of each kind by id, then by name, then by likeness, whatever their order. A
 * pipeline on one side has no partners for its triggers.
 */
export function pairTriggers({ old: before, new: after }: Pair<Pipeline>): Pair<Trigger>[] {
  return (["triggers", "cronTriggers"] as const).flatMap((kind) =>
    pair<Trigger>(before?.[kind] ?? [], after?.[kind] ?? [], {
      keys: [({ node }) => node.string("id")?.value.toLowerCase(), ({ name }) => name?.value],
      plain: plainTrigger,
    }),
  );
}

/** In the order of the new side; removed ones come last. */
function pair<T>(before: readonly T[], after: readonly T[], recognition: Recognition<T>): Pair<T>[] {
  const found = new Map<T, T>();
  const left = { old: new Set(before), new: new Set(after) };
  const join = (one: T, other: T): void => {
    found.set(other, one);
    left.old.delete(one);
    left.new.delete(other);
  };
  const { keys, plain } = recognition;
  for (const key of keys) {
    const ours = groupBy(left.old, key);
    for (const [value, theirs] of groupBy(left.new, key))
      for (const [one, other] of alike(ours.get(value) ?? [], theirs, plain, 0)) join(one, other);
  }
  for (const [one, other] of alike([...left.old], [...left.new], plain, MIN_LIKENESS)) join(one, other);
  const pairs = after.map((each): Pair<T> => {
    const one = found.get(each);
    return one === undefined ? { new: each } : { old: one, new: each };
  });
  return [...pairs, ...before.filter((each) => left.old.has(each)).map((each) => ({ old: each }))];
}

/** Returns the pairs with a likeness, the most alike ones first, equally alike ones in order. */
function alike<T>(
  ours: readonly T[],
  theirs: readonly T[],
  plain: (item: T) => unknown,
  least: number,
): (readonly [T, T])[] {
  const comparisons = ours.length * theirs.length;
  const isTooMany = comparisons > MAX_COMPARISONS;
  if (least === 0 && (comparisons === 1 || isTooMany))
    return ours.slice(0, theirs.length).map((one, index) => [one, theirs[index]!]);
  if (isTooMany) return [];
  const pairs: [T, T][] = [];
  const scores = ours.flatMap((a) => theirs.map((b) => ({ a, b, score: likeness(plain(a), plain(b)) })));
  const taken = new Set<T>();
  for (const { a, b, score } of scores.sort((x, y) => y.score - x.score)) {
    if (score < least || taken.has(a) || taken.has(b)) continue;
    taken.add(a).add(b);
    pairs.push([a, b]);
  }
  return pairs;
}
