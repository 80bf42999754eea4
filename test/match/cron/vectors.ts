import { readFileSync } from "node:fs";

/** One line of `fixtures/cron/cron.jsonl`: the verdicts on an expression, and its next runs. */
export interface CronVector {
  readonly expr: string;
  readonly from: string;
  readonly api: boolean;
  readonly scheduler: boolean;
  readonly next?: readonly string[];
}

const file = new URL("../../../fixtures/cron/cron.jsonl", import.meta.url);

export const cronVectors: readonly CronVector[] = readFileSync(file, "utf8")
  .trimEnd()
  .split("\n")
  .map((line) => JSON.parse(line));
