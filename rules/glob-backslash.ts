import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-backslash",
  severity: "warning",
  summary: "a glob has a backslash instead of a slash",
  why: "Git writes paths with slashes on every system. In a glob, a backslash only escapes the next character, so `src\\\\app` matches `srcapp`.",
  sources: ["tested with minimatch 3 to 10, micromatch 3 and 4, and picomatch 2 to 4"],
  gitTrigger: pitfallCheck(
    "backslash",
    ({ advice }) => `"\\" does not separate folders; ${advice('write "/"')}`,
  ),
});
