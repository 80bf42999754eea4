import { defineRule } from "../src/lint/rule.ts";
import { reportShape } from "../src/lint/shape.ts";

export default defineRule({
  id: "cron-message",
  severity: "error",
  summary: "the message of a cron trigger has a character or a length that the platform refuses",
  why: "The published schema takes 2 to 128 characters: ASCII letters and digits, white space, and _ + - # ? . and a colon; no other punctuation.",
  sources: ["docs.codefresh.io _docs/pipelines/specifications-latest-version.md"],
  shape: reportShape,
});
