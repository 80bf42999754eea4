import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-negation-in-braces",
  severity: "warning",
  summary: "a glob has `!` inside braces, where it excludes nothing",
  why: "A `!` negates only at the start of a glob. Inside braces it is an ordinary character, so `{src/**,!src/docs/**}` still matches `src/docs`. A glob cannot include a folder and exclude a part of it cleanly; the documentation suggests `folder/!(ignored)**`, which excludes every name that begins with the word.",
  sources: [
    "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md: examples of excluded folders",
    "tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4",
  ],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger);
    const pitfall = glob && firstPitfall(glob.value, "negation-in-braces");
    if (!pitfall) return;
    const { repaired } = pitfall;
    // `glob-single-braces` reports braces around one pattern, the greater fault.
    if (firstPitfall(glob.value, "single-braces")) return;
    const excluded = /^[^,{}]*/.exec(glob.value.slice(pitfall.start))![0];
    const all = negatedWhole(glob.value);
    const advice = all ? `write "${all}"` : 'write "!" before the whole glob, or use "folder/!(ignored)**"';
    const message = `"!" inside braces is an ordinary character, so "${excluded}" excludes nothing; ${advice}`;
    reportPart(context, glob, pitfall, message, all ?? repaired);
  },
});

/** Rewrites `{!a,!b}` as it was meant: neither of them. */
function negatedWhole(glob: string): string | undefined {
  const alternatives = /^\{([^{}]*)\}$/
    .exec(glob)?.[1]
    ?.split(",")
    .map((text) => text.trim());
  if (!alternatives?.every((text) => /^![^!]/.test(text))) return undefined;
  return `!{${alternatives.map((text) => text.slice(1)).join(",")}}`;
}
