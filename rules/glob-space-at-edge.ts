import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-space-at-edge",
  severity: "warning",
  summary: "a glob begins or ends with a space, which is part of the pattern",
  why: "Both minimatch and picomatch keep a space at the start or the end, and no changed file has such a name. It is undocumented whether Codefresh trims the value.",
  sources: ["tested with minimatch 3 to 10 and picomatch 2 to 4"],
  gitTrigger: pitfallCheck("edge-space", ({ glob, start, repaired }) => {
    if (glob.trim() === "") return undefined;
    const where = start === 0 ? "start" : "end";
    const noun = /[\r\n]/.test(glob.charAt(start)) ? "line break" : "space";
    return `a ${noun} at the ${where} is part of the pattern; write "${repaired}"`;
  }),
});
