import type { ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import { fnv1a64 } from "../../util/hash.ts";
import { numbered } from "../../util/text.ts";
import { type ScheduleReport, simulatedText } from "./schedule-report.ts";

/**
 * A schedule as an iCalendar object (RFC 5545) in pieces: one event per run, in UTC, which does not
 * block time. A run always has the same UID, so that a calendar updates it; DTSTAMP is the start of
 * the schedule, so that equal input gives equal bytes.
 */
export function* scheduleIcs(report: ScheduleReport): Generator<string, void, undefined> {
  yield lines("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//dryfire//schedule//EN", "CALSCALE:GREGORIAN");
  const events = eventTexts(report);
  let any = false;
  for (const { at, runs } of report.instants) {
    for (const trigger of runs) {
      any = true;
      yield events.get(trigger)!(stamp(at));
    }
  }
  // A calendar needs a component; without runs it is the time zone.
  if (!any) yield lines(...UTC_ZONE);
  yield lines("END:VCALENDAR");
}

const UTC_ZONE = [
  "BEGIN:VTIMEZONE",
  "TZID:UTC",
  "BEGIN:STANDARD",
  "DTSTART:19700101T000000",
  "TZOFFSETFROM:+0000",
  "TZOFFSETTO:+0000",
  "END:STANDARD",
  "END:VTIMEZONE",
];

/** Per trigger the text of an event; everything but the instant is built once. */
function eventTexts({ triggers, from }: ScheduleReport): Map<ScheduledTrigger, (at: string) => string> {
  const now = stamp(from);
  const ids = numbered(
    triggers.map(({ pipeline, index, trigger }) => fnv1a64(JSON.stringify([pipeline, index, trigger]))),
    (count) => `-${count}`,
  );
  return new Map(
    triggers.map((trigger, place) => {
      const rest = lines(
        `SUMMARY:${escaped(`${trigger.pipeline}: ${trigger.trigger}`)}`,
        `DESCRIPTION:${escaped(descriptionOf(trigger))}`,
        "TRANSP:TRANSPARENT",
        "END:VEVENT",
      );
      return [
        trigger,
        (at) =>
          lines("BEGIN:VEVENT", `UID:${at}-${ids[place]}@dryfire`, `DTSTAMP:${now}`, `DTSTART:${at}`) + rest,
      ];
    }),
  );
}

function descriptionOf(trigger: ScheduledTrigger): string {
  const { message, expression, words } = trigger;
  const parts = [message, `${expression}: ${words}`, simulatedText(trigger)];
  return parts.filter((part) => part !== null).join("\n");
}

/** An instant in UTC in iCalendar's form: `20260302T030000Z`. */
function stamp(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace(/[-:]/g, "")}Z`;
}

/** Controls, direction marks and lone surrogates, which may affect a terminal. */
const UNPRINTABLE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]|\p{Surrogate}/gu;

/** A text value: special characters escaped, unprintable ones removed. */
function escaped(text: string): string {
  return (
    text
      .replace(/[\\;,]/g, "\\$&")
      .replace(/\r\n|[\n\r]/g, "\\n")
      .replace(UNPRINTABLE, "")
      // A folded line could begin with a command of a CI service.
      .replace(/:(?=:)/g, "\ua789")
      .replace(/##(?=\w*\[)/g, "#\u266f")
  );
}

function lines(...contents: readonly string[]): string {
  return contents.map((content) => `${folded(content)}\r\n`).join("");
}

/** The maximum number of octets of a line without its break (RFC 5545, 3.1). */
const LONGEST_LINE = 75;

/** A line in pieces of at most 75 octets; each next piece starts with a space. */
function folded(content: string): string {
  if (content.length * 3 <= LONGEST_LINE || /^[\x20-\x7e]{0,75}$/.test(content)) return content;
  let [text, room] = ["", LONGEST_LINE];
  for (const character of content) {
    const octets = octetsOf(character.codePointAt(0)!);
    if (octets > room) {
      text += "\r\n ";
      room = LONGEST_LINE - 1;
    }
    text += character;
    room -= octets;
  }
  return text;
}

function octetsOf(codePoint: number): number {
  if (codePoint < 0x80) return 1;
  if (codePoint < 0x800) return 2;
  return codePoint < 0x10000 ? 3 : 4;
}
