import { nextCertainRun, readCron } from "../../../match/cron/index.ts";
import type { Trigger } from "../../../pipeline/model.ts";
import { describeEvent } from "../../../report/simulate/words.ts";
import type { SimulatedEvent } from "../../../simulate/event/event.ts";
import { applyChanges } from "../../../simulate/event/event-diff.ts";
import { isCron, triggerName } from "../../../simulate/pipelines.ts";
import type { SimulatedTrigger } from "../../../simulate/simulate.ts";
import type { Analysis, Workspace } from "../documents.ts";
import type { Target } from "../targets.ts";
import { simulateDocument } from "./simulate.ts";

/** The triggers, and the events of a trigger, that a hover evaluates. */
const MAX_TRIGGERS = 10;
const MAX_EVENTS = 4;

type Condition = Target & { readonly kind: "condition" };

/**
 * Returns the value of a step's condition in the builds of each trigger, as lines of Markdown. Each
 * build is that of an event which the evaluator confirms to fire the trigger.
 */
export async function conditionLines(
  target: Condition,
  analysis: Analysis,
  workspace: Workspace,
  now: Date,
): Promise<string[]> {
  const { pipeline } = target;
  const triggers = [...pipeline.triggers, ...pipeline.cronTriggers];
  if (pipeline.isDefinition) return ["The triggers of these steps are in the spec that names this file."];
  if (triggers.length === 0) return ["The pipeline has no triggers."];
  const buildOf: BuildOf = async (trigger, event) => {
    const options = { only: [pipeline], triggers: [triggerName(trigger)], assumeAccepted: true };
    const { result } = await simulateDocument(analysis, event, workspace, options);
    return result.pipelines[0]!.triggers.find(({ index }) => index === trigger.index)!;
  };
  const lines = ["**Value on each trigger**", ""];
  for (const trigger of triggers.slice(0, MAX_TRIGGERS))
    for (const event of eventsOf(trigger, now, analysis))
      lines.push(await valueLine(target, trigger, event, buildOf));
  const left = triggers.length - MAX_TRIGGERS;
  return left > 0 ? [...lines, `- and ${left} more triggers`] : lines;
}

type BuildOf = (trigger: Trigger, event: SimulatedEvent) => Promise<SimulatedTrigger>;

/** One event for each name that a trigger listens to; for a cron trigger its next run. */
function eventsOf(trigger: Trigger, now: Date, { config }: Analysis): SimulatedEvent[] {
  if (isCron(trigger)) {
    const cron = trigger.expression && readCron(trigger.expression.value, config.settings.assume);
    const run = cron && nextCertainRun(cron, now);
    return [{ kind: "time", at: (run ?? now).toISOString() }];
  }
  const names = [...new Set(trigger.events.map(({ value }) => value))].slice(0, MAX_EVENTS);
  return names.map((name) => ({ kind: "git", names: [name] }));
}

async function valueLine(
  target: Condition,
  trigger: Trigger,
  plain: SimulatedEvent,
  buildOf: BuildOf,
): Promise<string> {
  const name = `- \`${triggerName(trigger)}\``;
  const first = await buildOf(trigger, plain);
  const change = first.wouldFire;
  const event = plain.kind === "git" && change?.possible ? applyChanges(plain, change.changes) : plain;
  const fired = event === plain ? first : await buildOf(trigger, event);
  const shown = describeEvent(event);
  if (fired.verdict !== "fires" || !fired.build)
    return `${name} (${shown}): not known, since no event is known that fires the trigger for certain`;
  const found = valueIn(fired, target);
  return `${name} (${shown}): ${found ?? "not evaluated"}`;
}

const WORDS = { pass: "**true**", fail: "**false**", error: "**error**", unknown: "**unknown**" } as const;

/** The value of the condition in a build, with its reason. */
function valueIn({ build }: SimulatedTrigger, { step, value }: Condition): string | undefined {
  const simulated = build!.steps.find((each) => each.step === step.name.value);
  const condition = simulated?.conditions.find(
    ({ range }) => value.span.start <= range.start.offset && range.start.offset <= value.span.end,
  );
  if (!condition) return simulated && `not evaluated: ${simulated.reason}`;
  return `${WORDS[condition.outcome]}; ${condition.reason}`;
}
