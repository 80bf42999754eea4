export { type ApiRefusal, explainApiRefusal } from "./api-explain.ts";
export { isCronAcceptedByApi } from "./api-pattern.ts";
export { type CronCheck, checkCron } from "./check.ts";
export { type CronErrorCode, CronSyntaxError } from "./error.ts";
export type { CronField, CronFieldName, CronFields } from "./fields.ts";
export { neverFires, type RunsPerDay, runsPerDay, smallestGap } from "./gap.ts";
export { firesAt, occurrences } from "./occurrences.ts";
export { type CronFieldSchedule, type CronIntervalSchedule, type CronSchedule, parseCron } from "./parse.ts";
export { rewriteForApi } from "./rewrite.ts";
export { type Reading, readSixFields, type SixFields } from "./six-fields.ts";
export {
  type CompareWithStandard,
  compareWithStandard,
  loadStandardComparison,
  type StandardComparison,
} from "./standard.ts";
export { type CronWords, cronInWords, durationInWords, loadCronWords } from "./words.ts";
