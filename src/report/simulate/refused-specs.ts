import { count, list } from "./words.ts";

/** A spec that the platform does not take, and for how many faults. */
export interface RefusedSpec {
  readonly pipeline: string;
  readonly refused: number;
}

/** So many specs are named. */
const NAMED = 10;

/**
 * The sentence that names specs which the platform refuses.
 *
 * @param answers what is told of them all the same, as the end of a sentence, given `it` or `them` for the faults
 */
export function sayRefused(
  specs: readonly RefusedSpec[],
  answers: (faults: "it" | "them") => string,
): string {
  const names = specs.slice(0, NAMED).map(({ pipeline }) => pipeline);
  const more = specs.length - names.length;
  const named = list(more > 0 ? [...names, `${more} more`] : names);
  const errors = specs.reduce((sum, { refused }) => sum + refused, 0);
  const [noun, verb] = specs.length === 1 ? ["spec", "it stands"] : ["specs", "they stand"];
  const faults = `${count(errors, "error")}, see "dryfire lint"`;
  return `The platform refuses the ${noun} of ${named} as ${verb} (${faults}); ${answers(errors === 1 ? "it" : "them")}.`;
}
