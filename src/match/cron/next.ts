import { type Compiled, civil, DAY_SECONDS, nextDay, SEARCH_YEARS } from "./calendar.ts";
import { offsetAt, transitionBetween } from "./zone.ts";

const WEEK_SECONDS = 7 * DAY_SECONDS;

/**
 * The first match strictly after `after`, both in whole seconds since 1970 in UTC; undefined when there is none
 * before the search limit. Source: semantics h (robfig/cron v2 be2e0b0).
 */
export function nextInUtc(compiled: Compiled, after: number): number | undefined {
  return nextOnClock(compiled, after, searchLimit(after));
}

/**
 * As `nextInUtc`, for an expression read on the clock of a time zone. A local time that the zone skips is not a
 * match, one that it has twice is two, since the scheduler asks what the clock shows at each instant.
 */
export function nextInZone(compiled: Compiled, zone: string, after: number): number | undefined {
  const lastYear = searchLimit(after + offsetAt(zone, after + 1));
  let from = after;
  for (;;) {
    const offset = offsetAt(zone, from + 1);
    const found = nextOnClock(compiled, from + offset, lastYear);
    if (found === undefined) return undefined;
    const end = Math.min(found - offset, from + WEEK_SECONDS);
    if (offsetAt(zone, end) !== offset) from = transitionBetween(zone, from + 1, end) - 1;
    else if (end === found - offset) return end;
    else from = end;
  }
}

function searchLimit(after: number): number {
  return civil(Math.floor((after + 1) / DAY_SECONDS)).year + SEARCH_YEARS;
}

/** The first match after `after` on a clock without changes of offset. */
function nextOnClock(compiled: Compiled, after: number, lastYear: number): number | undefined {
  if (!compiled.hasTime) return undefined;
  const start = after + 1;
  const today = Math.floor(start / DAY_SECONDS);
  const day = nextDay(compiled, today, lastYear);
  if (day === undefined) return undefined;
  const time = timeFrom(compiled, day === today ? start - today * DAY_SECONDS : 0);
  if (time !== undefined) return day * DAY_SECONDS + time;
  const later = nextDay(compiled, today + 1, lastYear);
  return later === undefined ? undefined : later * DAY_SECONDS + timeFrom(compiled, 0)!;
}

/** The first matching second of a day that is `from` (a second of the day) or later; undefined when none is left. */
export function timeFrom({ second, minute, hour }: Compiled, from: number): number | undefined {
  const h = Math.floor(from / 3600);
  const m = Math.floor(from / 60) % 60;
  if (hour[h] === h) {
    const s = minute[m] === m ? second[from % 60]! : -1;
    if (s >= 0) return h * 3600 + m * 60 + s;
    const laterMinute = minute[m + 1]!;
    if (laterMinute >= 0) return h * 3600 + laterMinute * 60 + second[0]!;
  }
  const laterHour = hour[hour[h] === h ? h + 1 : h]!;
  return laterHour < 0 ? undefined : laterHour * 3600 + minute[0]! * 60 + second[0]!;
}
