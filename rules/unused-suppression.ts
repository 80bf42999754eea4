import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "unused-suppression",
  severity: "warning",
  marks: "unneeded",
  summary: "an ignore comment hides nothing",
  why: "The finding that the comment hid no longer exists, or the comment is in the wrong place. If it stays, it can silently hide a new finding later.",
  sources: ["docs/config.md, Ignore comments"],
  suppression({ id, known, hidden, isBlank }) {
    if (!known || hidden !== 0) return undefined;
    if (isBlank) return `"${id}" reports nothing in the empty line below; remove that line, or this comment`;
    return `"${id}" reports nothing here; remove it from the ignore comment`;
  },
});
