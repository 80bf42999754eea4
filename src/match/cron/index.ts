export { type ApiRefusal, explainApiRefusal } from "./api-explain.ts";
export { API_MAX_LENGTH, isCronAcceptedByApi } from "./api-pattern.ts";
export { type CronCheck, checkCron } from "./check.ts";
export { saidMonths } from "./day-words.ts";
export { type CronErrorCode, CronSyntaxError } from "./error.ts";
export type { CronField, CronFieldName, CronFields } from "./fields.ts";
export { neverFires, type RunsPerDay, runsPerDay, smallestGap } from "./gap.ts";
export { firesAt, occurrences } from "./occurrences.ts";
export { isOrdinaryCron } from "./ordinary.ts";
export { type CronFieldSchedule, type CronIntervalSchedule, type CronSchedule, parseCron } from "./parse.ts";
export { isPlainCron, spellEitherDay, spellPlainly } from "./plain.ts";
export { repairCron } from "./repair.ts";
export { rewriteForApi } from "./rewrite.ts";
export { runsKey } from "./runs-key.ts";
export { type Reading, readSixFields, type SixFields } from "./six-fields.ts";
export {
  type CompareWithStandard,
  compareWithStandard,
  loadStandardComparison,
  type StandardComparison,
} from "./standard.ts";
export { type CronWords, cronInWords, durationInWords, loadCronWords } from "./words.ts";
