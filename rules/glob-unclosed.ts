import { defineRule } from "../src/lint/rule.ts";
import { pitfallCheck } from "./support/trigger-filters.ts";

export default defineRule({
  id: "glob-unclosed",
  severity: "warning",
  summary: "a glob has a brace or a bracket that is never closed",
  why: "A `{` or `[` without its closing character is an ordinary character, and so are the commas after it: the glob only matches paths that contain that character.",
  sources: ["tested with minimatch 3 to 10 and picomatch 2 to 4"],
  gitTrigger: pitfallCheck("unclosed", ({ glob, start, advice }) => {
    const char = glob[start]!;
    const end = char === "{" ? "}" : "]";
    return `this "${char}" is never closed; ${advice(`add the "${end}", or write "\\${char}"`)}`;
  }),
});
