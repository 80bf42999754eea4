import type { Located } from "../../src/document/located.ts";
import type { Checked } from "../../src/lint/rule.ts";

/**
 * Runs a check that loads something heavy on those values that a cheap look finds suspicious; where there is none, nothing is loaded.
 * `undefined` stands for a key that is not there.
 */
export function onSuspicious(
  values: readonly (Located<string> | undefined)[],
  isSuspicious: (text: string) => boolean,
  check: (value: Located<string>) => Promise<void>,
): Checked {
  const found = values.filter((value) => value !== undefined && isSuspicious(value.value));
  if (found.length > 0) return oneByOne(found as Located<string>[], check);
}

async function oneByOne(
  values: readonly Located<string>[],
  check: (value: Located<string>) => Promise<void>,
): Promise<void> {
  for (const value of values) await check(value);
}
