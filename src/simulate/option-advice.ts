/**
 * Advice at the end of a reason: the options of the command line, named without dashes, that give a
 * fact, as in ` (use --fork)`. Readers without a command line get the reason without it.
 */
export const useOption = (...names: readonly string[]): string =>
  ` (use ${names.map((name) => `--${name}`).join(" or ")})`;

const ADVICE = / \(use --[\w-]+(?: or --[\w-]+)*\)/g;

/** A reason without the advice of `useOption`. */
export const withoutAdvice = (reason: string): string => reason.replace(ADVICE, "");
