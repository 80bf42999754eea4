import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-space-in-braces",
  severity: "warning",
  summary: "a glob has a space after a comma in braces, which becomes part of the pattern",
  why: "In `{a/**, b/**}` the second pattern begins with a space, and no changed file has such a name. Both minimatch and picomatch keep the space.",
  sources: ["tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4"],
  gitTrigger: pitfallCheck(
    "space-in-braces",
    ({ advice }) => `a space in braces is part of the pattern next to it; ${advice("remove it")}`,
  ),
});
