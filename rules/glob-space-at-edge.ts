import { defineRule } from "../src/lint/rule.ts";
import { firstPitfall } from "../src/match/glob/plain-globs.ts";
import { globOf, reportPart } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-space-at-edge",
  severity: "warning",
  summary: "a glob begins or ends with a space, which is part of the pattern",
  why: "Both minimatch and picomatch keep a space at the start or the end, and no changed file has such a name. It is undocumented whether Codefresh trims the value.",
  sources: ["tested with minimatch 3 to 10 and picomatch 2 to 4"],
  gitTrigger(trigger, context) {
    const glob = globOf(trigger, context);
    const pitfall = glob && firstPitfall(glob.value, "edge-space");
    if (!pitfall || glob.value.trim() === "") return;
    const edge = pitfall.start === 0 ? "start" : "end";
    const message = `a space at the ${edge} is part of the pattern; write "${pitfall.repaired}"`;
    reportPart(context, glob, pitfall, message, pitfall.repaired);
  },
});
