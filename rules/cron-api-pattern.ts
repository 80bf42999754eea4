import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import {
  checkCron,
  hasLongStep,
  isOrdinaryCron,
  MAX_CRON_LENGTH,
  neverFires,
  readSixFields,
} from "../src/match/cron/index.ts";

export default defineRule({
  id: "cron-api-pattern",
  severity: "warning",
  summary: "the scheduler accepts a cron expression, but the published pattern of the API does not",
  why: "Two parsers with different rules check an expression: the API's and the scheduler's. The live pattern of the API may be newer than the published one, so it may accept the expression.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: expression",
    "robfig/cron v2 be2e0b0, the parser that codefresh-io/cronus pins",
    "docs.codefresh.io _posts/2025-08-29-august-release-notes.md: short custom expressions",
  ],
  cronTrigger({ expression }, { report, subLocation }) {
    if (!expression || isOrdinaryCron(expression.value) || expression.value.length > MAX_CRON_LENGTH) return;
    const { apiRefusal, rewrite, schedule } = checkCron(expression.value);
    // Other rules report six fields that the scheduler accepts, and fields without a run.
    if (!apiRefusal || !schedule || neverFires(schedule) || readSixFields(expression.value)) return;
    const isMeant = schedule.kind === "every" || !hasLongStep(schedule);
    const fix = replaceValue(expression, rewrite, isMeant);
    report(subLocation(expression, apiRefusal.start, apiRefusal.end), apiRefusal.message, { fix });
  },
});
