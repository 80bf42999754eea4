export { isCronAcceptedByApi, MAX_CRON_LENGTH } from "../../catalogue/cron-pattern.ts";
export {
  type CronReading,
  checkCron,
  firesAt,
  intervalFault,
  isOrdinaryCron,
  MIN_INTERVAL,
  nextCertainRun,
  readCron,
  readingKey,
} from "./check.ts";
export { type CronParserComparison, loadCronParserComparison } from "./cron-parser-comparison.ts";
export { type CronWords, durationInWords, loadCronWords, saidMonths } from "./describe.ts";
export { CronSyntaxError } from "./fields.ts";
export { isMovedByZone, neverFires, type RunsPerDay, runsPerDay, smallestGap } from "./frequency.ts";
export { type CronFieldSchedule, type CronSchedule, parseCron } from "./parse.ts";
export { isPortableCron, spellPortably } from "./portable.ts";
export { fieldsOfQuartz, findSplitList, readOtherForm, repairCron, splitListMessage } from "./repair.ts";
export { hasLongStep } from "./rewrite.ts";
export { readSixFields, type SixFields } from "./six-fields.ts";
