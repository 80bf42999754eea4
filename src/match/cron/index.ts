export { explainApiRefusal } from "./api/explain-refusal.ts";
export { API_MAX_LENGTH, isCronAcceptedByApi, isOrdinaryCron } from "./api/pattern.ts";
export { type CronCheck, checkCron } from "./check.ts";
export {
  compareWithStandard,
  loadStandardComparison,
  type StandardComparison,
} from "./cron-parser-comparison.ts";
export { type CronWords, cronInWords, durationInWords, loadCronWords } from "./describe.ts";
export { saidMonths } from "./describe-days.ts";

export { CronSyntaxError } from "./fields.ts";
export { neverFires, type RunsPerDay, runsPerDay, smallestGap } from "./frequency.ts";
export { firesAt, occurrences } from "./occurrences.ts";
export { type CronFieldSchedule, type CronSchedule, parseCron } from "./parse.ts";
export { isPlainCron, runsKey, spellEitherDay, spellPlainly } from "./portable.ts";
export { repairCron } from "./repair.ts";
export { rewriteForApi } from "./rewrite.ts";
export { readSixFields, type SixFields } from "./six-fields.ts";
