import type { Assumptions } from "../src/catalogue/open-questions.ts";
import { defineRule } from "../src/lint/rule.ts";
import { neverFires, readCron, readingKey } from "../src/match/cron/index.ts";
import type { CronTrigger } from "../src/pipeline/model.ts";
import { eachRepeated } from "./support/walk.ts";

export default defineRule({
  id: "duplicate-schedule",
  severity: "info",
  summary: "two enabled cron triggers of a pipeline run at the same times",
  why: "Each trigger starts its own build at every run, so two builds start together. This can be intended, for example for two branches; otherwise one of the triggers is redundant.",
  sources: ["robfig/cron v2 be2e0b0: the meaning of the fields of an expression"],
  pipeline({ cronTriggers }, { report, settings: { assume } }) {
    eachRepeated(
      cronTriggers.length < 2 ? [] : cronTriggers,
      (trigger) => enabledRuns(trigger, assume),
      ({ expression }, { expression: earlier }) => {
        const same = earlier!.value === expression!.value;
        const message = `schedule "${expression!.value}" runs at the same times as another cron trigger${same ? "" : `, "${earlier!.value}"`}; remove or change one unless both builds are intended`;
        const related = [{ place: earlier!, message: "the other trigger's schedule" }];
        report(expression!, message, { related });
      },
    );
  },
});

/** Returns a key for the runs of an enabled trigger, if it has any. */
function enabledRuns({ disabled, expression }: CronTrigger, assume: Assumptions): string | undefined {
  if (disabled?.value || !expression) return undefined;
  const cron = readCron(expression.value, assume);
  return cron.schedule && !neverFires(cron.schedule) ? readingKey(cron) : undefined;
}
