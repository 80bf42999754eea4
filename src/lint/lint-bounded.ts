import { beginWork, forgetWork, wasHeavyWork } from "../match/budget.ts";
import type { SpecFile } from "../pipeline/model.ts";
import type { LintSettings } from "./rule.ts";
import type { RuleSet } from "./rule-set.ts";
import { type FileLint, lintFile } from "./run.ts";

/**
 * Lints one file as a piece of work of its own: however many slow patterns it has, they end. Throws `RuleCrash` as `lintFile` does.
 *
 * A file that takes so many steps that they may run out is linted once more with nothing remembered of the files before, and nothing of
 * it is remembered for those after: what is found in a file depends on that file alone.
 */
export async function lintBounded(file: SpecFile, rules: RuleSet, settings: LintSettings): Promise<FileLint> {
  const { length } = file.source.text;
  beginWork(length);
  const result = await lintFile(file, rules, settings);
  if (!wasHeavyWork()) return result;
  forgetWork();
  beginWork(length);
  const alone = await lintFile(file, rules, settings);
  forgetWork();
  return alone;
}
