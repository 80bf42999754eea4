import type { ExampleOptions } from "./examples.ts";
import { examples } from "./examples.ts";
import { compileRegex } from "./matcher.ts";
import type { RegexLiteral } from "./types.ts";

/**
 * Looks for one text that all of several patterns match, quickly: the examples of each are put to the others,
 * then joined in pairs, which serves patterns without anchors.
 *
 * @param literals usable literals
 * @param options `prefer`: real texts to try first
 * @returns a text that each matches, or `undefined` when none was found, which proves nothing;
 * `findIntersection` decides more
 */
export function intersectExample(
  literals: readonly RegexLiteral[],
  options: ExampleOptions = {},
): string | undefined {
  const matchers = literals.map((literal) => compileRegex(literal, options));
  const fits = (text: string): boolean => matchers.every((matcher) => matcher.test(text) === "yes");
  const own = literals.map((literal) => examples(literal, { ...options, limit: 40 }));
  const real = (options.prefer ?? []).find(fits);
  return real ?? own.flat().find(fits) ?? joinedPairs(own).find(fits);
}

function joinedPairs(lists: readonly string[][]): string[] {
  const heads = lists.flatMap((list) => list.slice(0, 8));
  return heads.flatMap((one) =>
    heads.flatMap((other) => [one + other, `${one}/${other}`, `${one}-${other}`]),
  );
}

/** Whether several patterns can match one text: an example, a proof that none exists, or neither. */
export type Intersection =
  | { possible: "yes"; example: string }
  | { possible: "no" }
  | { possible: "unknown" };

/**
 * Decides whether one text can match several patterns. Examples first, then automata, which load lazily.
 *
 * @param literals usable literals; one alone asks whether it matches anything at all
 * @returns an example that each pattern has been put to, a proof that there is none, or `unknown` for patterns
 * that automata do not cover
 */
export async function findIntersection(
  literals: readonly RegexLiteral[],
  options: ExampleOptions = {},
): Promise<Intersection> {
  const quick = intersectExample(literals, options);
  if (quick !== undefined) return { possible: "yes", example: quick };
  const { intersectAutomata } = await import("./automata.ts");
  const words = intersectAutomata(literals);
  if (words === null) return { possible: "no" };
  const matchers = literals.map((literal) => compileRegex(literal, options));
  const example = words?.find((word) => matchers.every((matcher) => matcher.test(word) === "yes"));
  return example === undefined ? { possible: "unknown" } : { possible: "yes", example };
}
