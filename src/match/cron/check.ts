import { memoize } from "../../util/memoize.ts";
import { type ApiRefusal, explainApiRefusal } from "./api/explain-refusal.ts";
import { CronSyntaxError } from "./fields.ts";
import { type CronSchedule, parseCron } from "./parse.ts";
import { rewriteForApi } from "./rewrite.ts";

/** What each of the platform's two gates makes of an expression. */
export interface CronCheck {
  /** The scheduler's reading; undefined where it refuses, and then `refusal` says why. */
  readonly schedule: CronSchedule | undefined;
  readonly refusal: CronSyntaxError | undefined;
  /** Why the API's published pattern refuses; undefined where it accepts. */
  readonly apiRefusal: ApiRefusal | undefined;
  /** Where only the API refuses: five fields with the very same runs that both gates accept, if there are any. */
  readonly rewrite: string | undefined;
}

/** Puts an expression to both gates: the API's published pattern and the scheduler's parser. Several rules ask about each, so it remembers. */
export const checkCron: (expression: string) => CronCheck = memoize((expression) => {
  const apiRefusal = explainApiRefusal(expression);
  try {
    const schedule = parseCron(expression);
    const rewrite = apiRefusal ? rewriteForApi(schedule) : undefined;
    return { schedule, refusal: undefined, apiRefusal, rewrite };
  } catch (error) {
    if (!(error instanceof CronSyntaxError)) throw error;
    return { schedule: undefined, refusal: error, apiRefusal, rewrite: undefined };
  }
});
