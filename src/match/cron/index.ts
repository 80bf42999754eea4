export { CronSyntaxError } from "./error.ts";
export { type CronSchedule, parseCron } from "./parse.ts";
