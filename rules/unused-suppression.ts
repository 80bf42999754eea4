import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "unused-suppression",
  severity: "warning",
  summary: "an ignore comment hides nothing",
  why: "The finding that the comment once hid is gone, or the comment stands in the wrong place. Left there, it would hide the next fault of that kind without a word.",
  sources: ["docs/config.md, Ignore comments"],
  suppression({ id, known, hidden }) {
    if (!known || hidden !== 0) return undefined;
    return `nothing here is found by "${id}"; remove it from the ignore comment`;
  },
});
