import type { PlannedTrigger } from "../../simulate/schedule/schedule.ts";
import { type ScheduleWindow, scheduledRuns } from "../../simulate/schedule/schedule-runs.ts";
import type { CalendarDay } from "./protocol.ts";

/** More runs than this are not listed. */
const MAX_RUNS = 300_000;
/** The times of a day that are shown for one trigger. */
const MAX_TIMES = 12;
/** The instants with several triggers that are shown for one day. */
const MAX_TOGETHER = 8;

interface OpenDay {
  readonly date: string;
  readonly runs: Map<number, { count: number; times: string[] }>;
  together: { readonly time: string; readonly triggers: readonly number[] }[];
  instantsTogether: number;
}

/**
 * Returns the runs of some triggers by day, in the zone of the window, else in UTC; `cut` is true
 * if the window has too many.
 */
export function calendarDays(
  planned: readonly PlannedTrigger[],
  window: ScheduleWindow,
): { readonly days: readonly CalendarDay[]; readonly cut: boolean } {
  const indexes = new Map(planned.map(({ trigger }, index) => [trigger, index]));
  const days = new Map<string, OpenDay>();
  let total = 0;
  for (const { at, local, runs } of scheduledRuns(planned, { ...window, count: MAX_RUNS })) {
    const iso = local?.iso ?? at.toISOString();
    const [date, time] = [iso.slice(0, 10), iso.slice(11, iso.slice(17, 19) === "00" ? 16 : 19)];
    const day: OpenDay = days.get(date) ?? { date, runs: new Map(), together: [], instantsTogether: 0 };
    days.set(date, day);
    const triggers = runs.map((trigger) => indexes.get(trigger)!);
    total += runs.length;
    for (const trigger of triggers) {
      const own = day.runs.get(trigger) ?? { count: 0, times: [] };
      day.runs.set(trigger, own);
      own.count++;
      if (own.times.length < MAX_TIMES) own.times.push(time);
    }
    if (triggers.length < 2) continue;
    day.instantsTogether++;
    if (day.together.length < MAX_TOGETHER) day.together.push({ time, triggers });
  }
  const listed = [...days.values()].map(({ runs, ...day }) => ({
    ...day,
    runs: Array.from(runs, ([trigger, run]) => ({ trigger, ...run })),
  }));
  return { days: listed, cut: total >= MAX_RUNS };
}
