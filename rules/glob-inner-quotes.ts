import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-inner-quotes",
  severity: "warning",
  summary: "a glob has quotes inside the quotes of YAML, which are a part of the pattern",
  why: "YAML removes one pair of quotes; any others are characters of the pattern, and no changed file has them in its path.",
  sources: ["tested with js-yaml 3.15", "tested with minimatch 3 to 10 and picomatch 2 to 4"],
  gitTrigger: pitfallCheck("inner-quotes", ({ repaired }) => {
    const advice = repaired === undefined ? "remove them" : `write ${repaired}`;
    return `the quotes inside the glob are a part of it; ${advice}`;
  }),
});
