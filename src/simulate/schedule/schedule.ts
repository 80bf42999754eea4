import { HELD_BUILDS_NOTE } from "../../catalogue/offered-ranges.ts";
import { isSequence, isText } from "../../document/located.ts";
import type { Range } from "../../document/source.ts";
import {
  type CronFieldSchedule,
  type CronReading,
  type CronSchedule,
  type CronWords,
  durationInWords,
  isMovedByZone,
  loadCronWords,
  type RunsPerDay,
  readCron,
  runsPerDay,
  smallestGap,
} from "../../match/cron/index.ts";
import type { CronTrigger, Pipeline } from "../../pipeline/model.ts";
import { type GitTriggerDoubt, gitTriggerDoubt } from "../conditions/schedule.ts";
import { isFrozen, pipelineName, simulatedGitTrigger, triggerName } from "../pipelines.ts";
import { type SpecAcceptance, specAcceptance } from "../rejection.ts";
import type { Assumptions, ProjectSettings } from "../settings.ts";
import { type LeftOutReason, type Omission, omissionOf, omissionOfSpec } from "./schedule-omissions.ts";

/** A cron trigger with runs, as plain data without references to its file. */
export interface ScheduledTrigger {
  /** The pipeline. */
  readonly pipeline: string;
  /** The file. */
  readonly path: string;
  /** The name, or the place in the spec where it has none. */
  readonly trigger: string;
  /** The 0-based index of the trigger in the list of its spec. */
  readonly index: number;
  /** The place of the expression. */
  readonly range: Range;
  /** The message. */
  readonly message: string | null;
  /** The expression. */
  readonly expression: string;
  /** The expression in words, in lower case. */
  readonly words: string;
  /** How many runs a day has, if its clock does not change. */
  readonly runsPerDay: RunsPerDay;
  /** How often it runs, in words. */
  readonly frequency: string;
  /** The fewest seconds between two of its runs; null if there are no two. */
  readonly smallestGap: number | null;
  /** The same in words. */
  readonly gap: string | null;
  /**
   * The Git trigger that it simulates; the name is null if no trigger of the pipeline has the id.
   */
  readonly gitTrigger: { readonly id: string; readonly name: string | null } | null;
  /** The branch that it simulates a push to. */
  readonly branch: string | null;
  /** Notes, one sentence each. */
  readonly notes: readonly string[];
}

/** A cron trigger whose runs are not listed. */
export interface LeftOutTrigger {
  /** The pipeline. */
  readonly pipeline: string;
  /** The file. */
  readonly path: string;
  /** The name, or the place in the spec where it has none. */
  readonly trigger: string;
  readonly range: Range;
  /** The expression. */
  readonly expression: string | null;
  /** Why. */
  readonly reason: LeftOutReason;
  /** The reason in a sentence. */
  readonly message: string;
}

/** A trigger with its schedule. */
export interface PlannedTrigger {
  readonly trigger: ScheduledTrigger;
  readonly schedule: CronFieldSchedule;
}

/** All cron triggers of some pipelines: those with runs, and those without. */
export interface SchedulePlan {
  readonly planned: readonly PlannedTrigger[];
  readonly leftOut: readonly LeftOutTrigger[];
  /** The specs of these triggers that the platform refuses. */
  readonly refused: readonly SpecAcceptance[];
}

/** How triggers are read. */
export interface ScheduleOptions {
  /**
   * Answers to open questions: `api-cron-pattern: yes` excludes expressions that only the published
   * pattern refuses, and `six-field-cron` is the meaning of six fields.
   */
  readonly assume?: Assumptions;
  /** The settings of each pipeline's project; the answers for all of them win. */
  readonly projectOf?: (pipeline: Pipeline) => ProjectSettings | undefined;
  /** Lists the runs of specs that Codefresh would reject. */
  readonly assumeAccepted?: boolean;
  /** Names of the triggers to include; all if absent. */
  readonly triggers?: readonly string[];
}

/**
 * Divides cron triggers into those with and without runs, with a description of each; loads the
 * library for descriptions on first use.
 */
export async function planSchedule(
  pipelines: Iterable<Pipeline>,
  options: ScheduleOptions = {},
): Promise<SchedulePlan> {
  const formatSchedule = await loadCronWords();
  const planned: PlannedTrigger[] = [];
  const leftOut: LeftOutTrigger[] = [];
  const refused: SpecAcceptance[] = [];
  for (const pipeline of pipelines) {
    const before = planned.length + leftOut.length;
    const assume = { ...options.projectOf?.(pipeline)?.assume, ...options.assume };
    const { assumeAccepted = false } = options;
    const acceptance = specAcceptance(pipeline, ["cron"], { assume, assumeAccepted });
    for (const trigger of pipeline.cronTriggers) {
      if (options.triggers && !options.triggers.includes(triggerName(trigger))) continue;
      const cron = trigger.expression && readCron(trigger.expression.value, assume);
      const schedule = cron?.schedule;
      const why = omissionOf(trigger, cron, assume, formatSchedule) ?? omissionOfSpec(acceptance);
      if (why) {
        const { reason, message, advice } = why;
        leftOut.push({ ...identity(trigger), reason, message: advice ? `${message}; ${advice}` : message });
      } else if (schedule && schedule.kind !== "every") {
        planned.push({ trigger: describe(trigger, { ...cron, schedule }, formatSchedule, assume), schedule });
      }
    }
    const isConcerned =
      planned.length + leftOut.length > before ||
      acceptance.misplacedTriggers.length > 0 ||
      hasUnreadTriggers(pipeline);
    if (acceptance.refused > 0 && isConcerned) refused.push(acceptance);
  }
  return { planned, leftOut, refused };
}

/** True if a spec has cron triggers that are not read as such, by their list or by their type. */
function hasUnreadTriggers({ spec, triggers, cronTriggers }: Pipeline): boolean {
  const list = spec?.get("cronTriggers");
  const isRead = list === undefined || (isSequence(list) && list.items.length === cronTriggers.length);
  const types = triggers.map(({ node }) => node.get("type"));
  return !isRead || types.some((type) => type && isText(type) && type.value === "cron");
}

function identity(trigger: CronTrigger) {
  const { pipeline, expression } = trigger;
  const { source } = pipeline.file;
  return {
    pipeline: pipelineName(pipeline),
    path: source.path,
    trigger: triggerName(trigger),
    range: source.range((expression ?? trigger.name ?? trigger.node).span),
    expression: expression?.value ?? null,
  };
}

function describe(
  trigger: CronTrigger,
  { apiRefusal, rewrite, schedule }: CronReading & { readonly schedule: CronFieldSchedule },
  formatSchedule: CronWords,
  assume: Assumptions,
): ScheduledTrigger {
  const { message, branch } = trigger;
  const gap = smallestGap(schedule);
  const perDay = runsPerDay(schedule);
  const doubt = gitTriggerDoubt(trigger, assume);
  // The remedy for one of six fields would be that for five.
  const why = schedule.seconds && rewrite ? `it has six fields; write "${rewrite}"` : apiRefusal?.message;
  return {
    ...identity(trigger),
    index: trigger.index,
    expression: trigger.expression!.value,
    message: message?.value ?? null,
    words: formatSchedule(schedule),
    runsPerDay: perDay,
    frequency: `${frequencyInWords(perDay)}${isMovedByZone(schedule) ? CLOCK_CHANGE : ""}`,
    smallestGap: gap ?? null,
    gap: gap === undefined ? null : durationInWords(gap),
    gitTrigger: simulatedTrigger(trigger),
    branch: branch?.value ?? null,
    notes: [
      ...(isFrozen(trigger.pipeline) ? [HELD_BUILDS_NOTE] : []),
      ...(apiRefusal ? [`the API's published pattern rejects it: ${why}`] : []),
      ...(doubt ? [doubt.reason] : []),
    ],
  };
}

const CLOCK_CHANGE = ", except on days when the clock of its zone changes";

/** The Git trigger that a cron trigger simulates; its name is null if the pipeline has none. */
function simulatedTrigger(trigger: CronTrigger): ScheduledTrigger["gitTrigger"] {
  if (!trigger.gitTriggerId) return null;
  const found = simulatedGitTrigger(trigger);
  return { id: trigger.gitTriggerId.value, name: found ? triggerName(found) : null };
}

/** `24 a day`; for uneven days `up to 1 a day, 5 a week on average`. */
export function frequencyInWords({ min, max, average }: RunsPerDay): string {
  if (min === max) return `${max} a day`;
  const most = `up to ${max} a day`;
  const units = { day: 1, week: 7, month: 365.2425 / 12, year: 365.2425 };
  for (const [unit, days] of Object.entries(units)) {
    if (average * days >= 1) return `${most}, ${rounded(average * days)} a ${unit} on average`;
  }
  return `${most}, 1 in ${rounded(1 / (average * units.year))} years on average`;
}

function rounded(value: number): string {
  return String(Math.round(value * 10) / 10);
}

/** A cron trigger as an editor or a page shows it. */
export interface NextRuns {
  /** Its schedule and the words for it; undefined where these are not known. */
  readonly meaning: { readonly schedule: CronSchedule; readonly words: string } | undefined;
  /** Why it has no known runs. */
  readonly omission: Omission | undefined;
  /** The next runs, at most as many as asked for. */
  readonly runs: readonly Date[];
  /** The open question about the Git trigger that it simulates, if it has runs. */
  readonly doubt: GitTriggerDoubt | undefined;
}

/** Returns the next runs of a cron trigger; loads the library for descriptions on first use. */
export async function nextRuns(
  trigger: CronTrigger,
  assume: Assumptions,
  now: Date,
  count: number,
): Promise<NextRuns> {
  const say = await loadCronWords();
  const cron = trigger.expression && readCron(trigger.expression.value, assume);
  const schedule = cron?.open !== undefined ? undefined : cron?.schedule;
  const omission = omissionOf(trigger, cron, assume, say);
  const runs: Date[] = [];
  let run = omission ? undefined : schedule?.next(now);
  for (; run && runs.length < count; run = schedule?.next(run)) runs.push(run);
  return {
    meaning: schedule && { schedule, words: say(schedule) },
    omission,
    runs,
    doubt: omission ? undefined : gitTriggerDoubt(trigger, assume),
  };
}
