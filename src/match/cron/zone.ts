import { DAY_SECONDS } from "./calendar.ts";

const formats = new Map<string, Intl.DateTimeFormat>();

/** Zones of the time zone database whose names are all capitals, or mixed in a way of their own. */
const PLAIN_NAMES =
  /^(UTC|UCT|GMT|GMT[+-]?0|EST|MST|HST|CET|MET|EET|WET|PRC|ROC|ROK|NZ|GB|EST5EDT|CST6CDT|MST7MDT|PST8PDT|NZ-CHAT|W-SU|GB-Eire)$/;

/**
 * The zone that the scheduler loads for a name, or undefined where it knows none. An empty name and `Local` are
 * taken as UTC, the clock of the platform's machines. Names are case-sensitive, since the database is a folder of
 * files. Source: semantics h, and the documentation of Go's `time.LoadLocation`.
 */
export function resolveZone(name: string): string | undefined {
  if (name === "" || name === "Local") return "UTC";
  if (!PLAIN_NAMES.test(name) && !isSpeltAsInDatabase(name)) return undefined;
  try {
    format(name);
    return name;
  } catch {
    return undefined;
  }
}

/** The name of the database that differs from `name` only in case, for a suggestion. */
export function nearestZone(name: string): string | undefined {
  return Intl.supportedValuesOf("timeZone").find((known) => known.toLowerCase() === name.toLowerCase());
}

/** `Intl` takes names in any case and offsets such as `+02:00`; the scheduler takes neither. */
function isSpeltAsInDatabase(name: string): boolean {
  if (PLAIN_NAMES.test(name.toUpperCase()) || !/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)) return false;
  return /[a-z]/.test(name) && (nearestZone(name) ?? name) === name;
}

/** How many seconds the clock of a zone is ahead of UTC at an instant (whole seconds since 1970). */
export function offsetAt(zone: string, instant: number): number {
  if (zone === "UTC") return 0;
  const part: Record<string, number> = {};
  for (const { type, value } of format(zone).formatToParts(instant * 1000)) part[type] = Number(value);
  const { year, month, day, hour, minute, second } = part;
  return Date.UTC(year!, month! - 1, day!, hour!, minute!, second!) / 1000 - instant;
}

/** The first instant with another offset than `from` has, where `to` is known to have another. */
export function transitionBetween(zone: string, from: number, to: number): number {
  const offset = offsetAt(zone, from);
  let before = from;
  let after = to;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (offsetAt(zone, middle) === offset) before = middle;
    else after = middle;
  }
  return after;
}

/** The instants between two others at which the clock of a zone changes its offset. */
export function transitions(zone: string, from: number, to: number): number[] {
  const found: number[] = [];
  for (let at = from; at < to; at += 7 * DAY_SECONDS) {
    const end = at + 7 * DAY_SECONDS;
    if (offsetAt(zone, at) !== offsetAt(zone, end)) found.push(transitionBetween(zone, at, end));
  }
  return found;
}

function format(zone: string): Intl.DateTimeFormat {
  let known = formats.get(zone);
  if (!known) {
    const parts = { year: "numeric", month: "numeric", day: "numeric" } as const;
    const time = { hour: "numeric", minute: "numeric", second: "numeric", hourCycle: "h23" } as const;
    known = new Intl.DateTimeFormat("en-US", { timeZone: zone, ...parts, ...time });
    formats.set(zone, known);
  }
  return known;
}
