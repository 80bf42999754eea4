import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-negation-in-braces",
  severity: "warning",
  summary: "a glob has `!` inside braces, where it excludes nothing",
  why: "A `!` negates only at the very start of a glob. Inside braces it is an ordinary character, so `{src/**,!src/docs/**}` lets a change of `src/docs` pass. Include-but-exclude has no clean form; the documentation offers `folder/!(ignored)**`, which leaves out what begins with the word.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: examples of excluded folders",
    "minimatch 3 to 10, micromatch 3 and 4, picomatch 2 to 4, run",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "negation-in-braces");
    if (!pitfall) return;
    const { repaired } = pitfall;
    // Braces round one pattern are the greater fault, and have a rule of their own.
    if (firstPitfall(glob.value, "single-braces")) return;
    const excluded = /^[^,{}]*/.exec(glob.value.slice(pitfall.start))![0];
    const all = negatedWhole(glob.value);
    const advice = all
      ? `write "${all}"`
      : 'write "!" before the whole glob, or a folder as "folder/!(ignored)**"';
    const message = `"!" inside braces is an ordinary character, so "${excluded}" excludes nothing; ${advice}`;
    reportPart(context, glob, pitfall, message, all ?? repaired);
  },
});

/** `{!a,!b}` as it was meant: neither of them. */
function negatedWhole(glob: string): string | undefined {
  const alternatives = /^\{([^{}]*)\}$/
    .exec(glob)?.[1]
    ?.split(",")
    .map((text) => text.trim());
  if (!alternatives?.every((text) => /^![^!]/.test(text))) return undefined;
  return `!{${alternatives.map((text) => text.slice(1)).join(",")}}`;
}
