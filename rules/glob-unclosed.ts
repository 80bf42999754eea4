import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-unclosed",
  severity: "warning",
  summary: "a glob has a brace or a bracket that is never closed",
  why: "A `{` or `[` without its closing character is an ordinary character, and so are the commas after it: the glob only matches paths that contain that character.",
  sources: ["tested with minimatch 3 to 10 and picomatch 2 to 4"],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "unclosed");
    if (!pitfall) return;
    const { repaired } = pitfall;
    const char = glob.value[pitfall.start]!;
    const end = char === "{" ? "}" : "]";
    const advice = repaired === undefined ? `add the "${end}", or write "\\${char}"` : `write "${repaired}"`;
    reportPart(context, glob, pitfall, `this "${char}" is never closed; ${advice}`, repaired);
  },
});
