import { sources } from "./citations.ts";

/** Texts that prevent a build anywhere in a commit message (documented; semantics f). */
export const skipStrings: readonly string[] = [
  "[skip ci]",
  "[ci skip]",
  "[no ci]",
  "[skip codefresh]",
  "[codefresh skip]",
];

/** Where the list is documented. */
export const skipStringsSource: string = sources.gitTriggers;

/** Texts that other systems read as a wish to skip and this platform does not (semantics f, "not a skip string"). */
export const nearSkipStrings: readonly string[] = [
  "[skip actions]",
  "[actions skip]",
  "***NO_CI***",
  "[skip-ci]",
  "[ci-skip]",
];

/** The first skip string in a message, or undefined. Letter case counts unless `ignoreCase` (open question `skip-case`). */
export function findSkipString(message: string, ignoreCase = false): string | undefined {
  const text = ignoreCase ? message.toLowerCase() : message;
  return skipStrings.find((skip) => text.includes(skip));
}
