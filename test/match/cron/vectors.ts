import { readJsonl } from "../../fixtures.ts";

/** One line of `fixtures/cron/cron.jsonl`: the verdicts on an expression, and its next runs. */
export interface CronVector {
  readonly expr: string;
  readonly from: string;
  readonly api: boolean;
  readonly scheduler: boolean;
  readonly next?: readonly string[];
}

export const cronVectors: readonly CronVector[] = readJsonl("cron/cron.jsonl");
