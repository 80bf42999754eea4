import { replaceValue } from "../src/lint/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { checkCron, readSixFields } from "../src/match/cron/index.ts";

export default defineRule({
  id: "invalid-cron",
  severity: "error",
  summary: "the scheduler or the API refuses a cron expression",
  why: "Two gates judge an expression: the pattern of the API's schema, and the scheduler's own parser, which differ. What the scheduler refuses never runs. What only the published pattern refuses is a warning, since the live pattern may be newer.",
  sources: [
    "robfig/cron v2 be2e0b0, the parser that codefresh-io/cronus pins",
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: expression",
    "docs.codefresh.io release notes of August 2025: short custom expressions",
  ],
  cronTrigger({ expression }, { report, part }) {
    if (!expression) return;
    const { refusal, apiRefusal, rewrite } = checkCron(expression.value);
    if (refusal) {
      report(
        expression.value === "" ? expression : part(expression, refusal.start, refusal.end),
        refusal.message,
      );
    } else if (apiRefusal && !readSixFields(expression.value)) {
      const fix = rewrite === undefined ? {} : { fix: replaceValue(expression, rewrite, true) };
      report(part(expression, apiRefusal.start, apiRefusal.end), apiRefusal.message, {
        severity: "warning",
        ...fix,
      });
    }
  },
});
