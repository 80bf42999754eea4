import type { Budget } from "../match/budget.ts";
import {
  type CronFieldSchedule,
  type CronReading,
  firesAt,
  nextCertainRun,
  readingKey,
  readSixFields,
} from "../match/cron/index.ts";
import type { CronTrigger } from "../pipeline/model.ts";
import { formatInstant, startOfMinute } from "../simulate/conditions/schedule.ts";
import { evaluate } from "../simulate/evaluate.ts";
import type { TimeEvent } from "../simulate/event/event.ts";
import type { EvaluationSettings } from "../simulate/settings.ts";
import {
  type DiffContext,
  type Direction,
  decidingCondition,
  FOUND,
  type Found,
  firmness,
  NOT_COMPARED,
  type SideSettings,
  type TriggerComparison,
} from "./direction.ts";
import { changesPlaceholder, PLACEHOLDER } from "./plain-values.ts";

const DAY = 86_400_000;
const YEAR = 366 * DAY;
/** All combinations of date and weekday occur within this period, which has no year 2100. */
const CYCLE = 40 * YEAR;

/** The number of first runs that are listed. */
const LISTED = 3;

/** With a time zone, runs are compared one by one; more of them are not, nor counted. */
const MAX_RUNS = 20_000;

const TOO_MANY_RUNS = "the schedules have too many runs to compare all";
const NOT_KNOWN = "not every run of a schedule is known";
const REJECTED = "the scheduler rejects both expressions";
const SIX_FIELDS = "how six fields are read is an open question (six-field-cron)";

/** The cost of one of them in steps, and that of a comparison of all days. */
const STEPS_PER_RUN = 5;
const STEPS_PER_YEAR = 8_000;

/** Compares two cron triggers. */
export function compareCronTriggers(
  [before, after]: readonly [CronTrigger | undefined, CronTrigger | undefined],
  context: DiffContext,
): TriggerComparison {
  const [old, now] = context.settings;
  return {
    gained: () => cronDifference(before, after!, context),
    lost: () => cronDifference(after, before!, { ...context, settings: [now, old] }),
    common: () => commonRun(before!, after!, context),
  };
}

/**
 * Finds the runs of `high` at which `low` has none, from a start on. The first one is evaluated on
 * both sides.
 */
function cronDifference(low: CronTrigger | undefined, high: CronTrigger, context: DiffContext): Direction {
  const { settings, options, work } = context;
  const { from } = options;
  if (work.left <= 0) return NOT_COMPARED;
  const ours = low && readingOf(low, settings[0]);
  const theirs = readingOf(high, settings[1]);
  const isRejected = ours && isRefused(ours) && isRefused(theirs) && !isSameText(low, high);
  const instants = isRejected ? UNKNOWN : differenceOf(ours, theirs, from, work);
  const isSix = isOpen(ours) || isOpen(theirs);
  const certain = isSix ? [...certainRuns(theirs, from)] : [];
  work.spend(certain.length * STEPS_PER_RUN);
  const tries = [...instants.first, ...nextRuns([theirs, ours], from), ...certain];
  for (const [index, at] of tries.entries()) {
    const found = judge(at, [low, high], settings);
    if (!isDifference(found, instants, ours)) continue;
    // Where the schedules agree, another condition differs, and with it all runs.
    const isCounted = isUncounted(found, instants) || instants.first.length > 0;
    const counted = isCounted ? instants : differenceOf(undefined, theirs, from, work);
    const { count, first } = counted;
    const runs = counted === UNKNOWN ? null : { count, first: first.map(formatInstant) };
    return { found: [{ ...found, events: [], runs }], answer: FOUND, tried: index + 1 };
  }
  const never = judge(tries[0]!, [low, high], settings).high.conditions.some(
    ({ id, outcome }) => id !== "schedule" && outcome === "fail",
  );
  const isReplaced = low !== undefined && changesPlaceholder(low, high);
  const isProved = !isReplaced && (never || (instants.isComplete && instants.first.length === 0));
  const unknown = isReplaced ? PLACEHOLDER : isSix ? SIX_FIELDS : isRejected ? REJECTED : NOT_KNOWN;
  const open = instants.count === null ? TOO_MANY_RUNS : unknown;
  const reason = isProved ? null : open;
  const answer = { found: false, proof: isProved ? "exhaustive" : "sampled", reason } as const;
  return { found: [], answer, tried: tries.length };
}

/** A minute, and both triggers evaluated at it. */
type Judged = Pick<Found, "low" | "high"> & { readonly witness: TimeEvent };

function judge(
  at: Date,
  [low, high]: readonly [CronTrigger | undefined, CronTrigger],
  settings: SideSettings,
): Judged {
  const witness: TimeEvent = { kind: "time", at: startOfMinute(at.toISOString()) };
  const before = low && evaluate(low, witness, settings[0]);
  return { witness, low: before, high: evaluate(high, witness, settings[1]) };
}

function isDifference(judged: Judged, instants: Instants, ours: CronReading | undefined): boolean {
  const { witness, low, high } = judged;
  if (firmness(high) <= firmness(low)) return false;
  // Of a schedule with unknown runs, only a minute without any possible run is a difference.
  return !isUncounted(judged, instants) || (high.verdict === "fires" && !mayRun(ours, witness));
}

/** True if a schedule of which not all runs are known decides. */
function isUncounted({ low }: Judged, instants: Instants): boolean {
  return instants === UNKNOWN && low !== undefined && decidingCondition(low)?.id === "schedule";
}

/** The maximum number of runs that are searched for one that both triggers have. */
const MAX_TRIED = 100;

/** The first runs that a schedule has in both readings of six fields. */
function* certainRuns(cron: CronReading | undefined, from: Date): Generator<Date> {
  let at = cron && nextCertainRun(cron, justBefore(from));
  for (let tried = 0; at && tried < MAX_TRIED; tried++) {
    yield at;
    at = nextCertainRun(cron!, at);
  }
}

/** The first run of both triggers from a start on, if one was found. */
function commonRun(before: CronTrigger, after: CronTrigger, { settings, options }: DiffContext): TimeEvent[] {
  for (const at of certainRuns(readingOf(after, settings[1]), options.from)) {
    const { witness, low, high } = judge(at, [before, after], settings);
    if (low?.verdict === "fires" && high.verdict === "fires") return [witness];
  }
  return [];
}

/** The reading of a trigger's expression; undefined if it has none. */
function readingOf({ expression }: CronTrigger, { patterns }: EvaluationSettings): CronReading | undefined {
  return expression && patterns.cron(expression.value);
}

const isOpen = (reading: CronReading | undefined): boolean => reading?.open !== undefined;

/** True if the scheduler rejects an expression, whose runs are then unknown. */
const isRefused = (reading: CronReading | undefined): boolean =>
  reading?.refusal !== undefined && !isOpen(reading);

const isSameText = (one: CronTrigger | undefined, other: CronTrigger): boolean =>
  one?.expression?.value === other.expression?.value;

/** True if a reading has a run in the minute of an event, or if that is unknown. */
function mayRun(reading: CronReading | undefined, { at }: TimeEvent): boolean {
  const open = reading?.open;
  // The runs of certain years are among those of the other fields.
  const asYear = open === undefined ? undefined : readSixFields(open)?.asYear;
  return [reading?.schedule, asYear].some(
    (each) => each !== undefined && "next" in each && firesAt(each, new Date(at)) !== false,
  );
}

/** A run of each schedule, for conditions other than the schedule. */
function nextRuns(readings: readonly (CronReading | undefined)[], from: Date): Date[] {
  const schedules = readings.flatMap((each) => [each?.schedule, each?.asYear]);
  const runs = schedules.map((schedule) => schedule?.next(justBefore(from)));
  const found = runs.filter((run) => run !== undefined);
  return found.length > 0 ? found : [from];
}

/** For `next`, which does not return the instant that it is given. */
const justBefore = (instant: Date): Date => new Date(instant.getTime() - 1);

/** Instants of one schedule that another one does not have. */
interface Instants {
  /** How many there are in a year; null if there are too many to count. */
  readonly count: number | null;
  /** The first ones, also after that year. */
  readonly first: readonly Date[];
  /** Whether there are no others for certain. */
  readonly isComplete: boolean;
}

const NONE: Instants = { count: 0, first: [], isComplete: true };
const UNKNOWN: Instants = { count: 0, first: [], isComplete: false };

/** The runs of the second reading at which the first has none. */
function differenceOf(
  ours: CronReading | undefined,
  theirs: CronReading | undefined,
  from: Date,
  work: Budget,
): Instants {
  if (ours && theirs && readingKey(ours) === readingKey(theirs)) return NONE;
  if (isOpen(ours) || isOpen(theirs)) return UNKNOWN;
  const [low, high] = [ours?.schedule, theirs?.schedule];
  if (!high) return NONE;
  if (high.kind === "every" || low?.kind === "every") return UNKNOWN;
  const isUtc = [low, high].every(
    (each) => each === undefined || each.zone === undefined || each.zone === "UTC",
  );
  if (!isUtc) return oneByOne(low, high, from, work);
  work.spend(STEPS_PER_YEAR);
  return byDay(low, high, from);
}

/** The end of the year in which runs are counted. */
function yearAfter(from: Date): number {
  return new Date(from).setUTCFullYear(from.getUTCFullYear() + 1);
}

/** Compares days, of which each has one of a few sets of runs. */
function byDay(low: CronFieldSchedule | undefined, high: CronFieldSchedule, from: Date): Instants {
  const start = from.getTime();
  const end = yearAfter(from);
  const first: Date[] = [];
  let count = 0;
  const clocks = { low: low ? secondsOf(low) : [], high: secondsOf(high) };
  const missing = new Set(clocks.low);
  const kept = clocks.high.filter((second) => !missing.has(second));
  const runsOn = { low: low ? runDays(low, clocks.low) : () => false, high: runDays(high, clocks.high) };
  for (let day = Math.floor(start / DAY) * DAY; day < start + CYCLE; day += DAY) {
    if (!runsOn.high(day)) continue;
    const seconds = runsOn.low(day) ? kept : clocks.high;
    if (day >= start && day + DAY <= end && first.length === LISTED) {
      count += seconds.length;
      continue;
    }
    for (const second of seconds) {
      const at = day + second * 1000;
      if (at < start) continue;
      if (at < end) count++;
      if (first.length < LISTED) first.push(new Date(at));
    }
    if (day >= end && first.length > 0) break;
  }
  return { count, first, isComplete: true };
}

/**
 * Returns whether a schedule runs on a day, for days in their order: the first possible second is
 * one of its runs.
 */
function runDays(schedule: CronFieldSchedule, [first]: readonly number[]): (day: number) => boolean {
  let next = Number.NEGATIVE_INFINITY;
  return (day) => {
    if (first === undefined) return false;
    const at = day + first * 1000;
    // Without a run in the five years that the scheduler looks ahead, it is asked a year later.
    if (next < at) next = schedule.next(new Date(at - 1000))?.getTime() ?? at + YEAR + 1;
    return next === at;
  };
}

/** The seconds of a day at which a schedule may run. */
function secondsOf({ fields: { hour, minute, second } }: CronFieldSchedule): number[] {
  return hour.values.flatMap((h) =>
    minute.values.flatMap((m) => second.values.map((s) => h * 3600 + m * 60 + s)),
  );
}

function oneByOne(
  low: CronFieldSchedule | undefined,
  high: CronFieldSchedule,
  from: Date,
  work: Budget,
): Instants {
  const end = yearAfter(from);
  const first: Date[] = [];
  let count = 0;
  let seen = 0;
  let other = low?.next(justBefore(from));
  for (let at = high.next(justBefore(from)); at && at.getTime() < end; at = high.next(at)) {
    for (; other && other < at && seen < MAX_RUNS; seen++) other = low!.next(other);
    if (++seen > MAX_RUNS) break;
    if (other?.getTime() === at.getTime()) continue;
    count++;
    if (first.length < LISTED) first.push(at);
  }
  work.spend(seen * STEPS_PER_RUN);
  const isCounted = seen <= MAX_RUNS;
  return { count: isCounted ? count : null, first, isComplete: isCounted && count > 0 };
}
