import type { Located } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { checkCron, neverFires, runsKey } from "../src/match/cron/index.ts";
import type { CronTrigger } from "../src/pipeline/model.ts";

export default defineRule({
  id: "duplicate-schedule",
  severity: "info",
  summary: "two enabled cron triggers of one pipeline run at the same instants",
  why: "Each of them starts a build of its own at every run, so the pipeline runs twice at once. That may be meant, as for two branches; where it is not, one of them is left over.",
  sources: ["robfig/cron v2 be2e0b0: what the fields of an expression mean"],
  pipeline({ cronTriggers }, { report }) {
    if (cronTriggers.length < 2) return;
    const first = new Map<string, Located<string>>();
    for (const trigger of cronTriggers) {
      const key = enabledRuns(trigger);
      const { expression } = trigger;
      if (key === undefined || !expression) continue;
      const earlier = first.get(key);
      if (!earlier) first.set(key, expression);
      else {
        const same = earlier.value === expression.value;
        const message = `the schedule "${expression.value}" is that of another cron trigger${same ? "" : `, "${earlier.value}"`}; move or remove one unless two builds at once are meant`;
        report(expression, message, {
          related: [{ place: earlier, message: "the other trigger's schedule" }],
        });
      }
    }
  },
});

/** What stands for the runs of a trigger that is enabled and has any. */
function enabledRuns({ disabled, expression }: CronTrigger): string | undefined {
  if (disabled?.value || !expression) return undefined;
  const { schedule } = checkCron(expression.value);
  return schedule && !neverFires(schedule) ? runsKey(schedule) : undefined;
}
