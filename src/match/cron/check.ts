import { memoize } from "../../util/memoize.ts";
import { type ApiRefusal, explainApiRefusal } from "./api/explain-refusal.ts";
import { CronSyntaxError } from "./fields.ts";
import { type CronSchedule, parseCron } from "./parse.ts";
import { rewriteForApi } from "./rewrite.ts";

/** The results of the platform's two checks of an expression. */
export interface CronCheck {
  /** The scheduler's reading; undefined if it refuses, and then `refusal` is the reason. */
  readonly schedule: CronSchedule | undefined;
  readonly refusal: CronSyntaxError | undefined;
  /** Why the API's published pattern refuses; undefined if it accepts. */
  readonly apiRefusal: ApiRefusal | undefined;
  /** If only the API refuses: five fields with the same runs that both accept, if there are any. */
  readonly rewrite: string | undefined;
}

/**
 * Checks an expression with the API's published pattern and the scheduler's parser. Cached, since
 * several rules ask about each.
 */
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
