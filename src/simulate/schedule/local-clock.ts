import { offsetAt } from "../../match/cron/calendar.ts";

/** The clock of a zone at an instant. */
export interface LocalTime {
  /** ISO 8601 with the offset: `2026-03-02T04:00:00+01:00`. */
  readonly iso: string;
  /** Three letters: `Mon`. */
  readonly weekday: string;
}

const WEEKDAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];

/** Offsets are cached for spans of so many seconds with the same offset at both ends. */
const STRETCH = 3600;

/** The clock of a time zone (a name that `Intl` knows), fast for many instants in a row. */
export class LocalClock {
  readonly #zone: string;
  #known = { from: Infinity, offset: 0 };

  constructor(zone: string) {
    this.#zone = zone;
  }

  at(instant: Date): LocalTime {
    const seconds = Math.floor(instant.getTime() / 1000);
    const offset = this.#offset(seconds);
    const shown = new Date((seconds + offset) * 1000);
    const iso = `${shown.toISOString().slice(0, 19)}${offsetText(offset)}`;
    return { iso, weekday: WEEKDAYS[shown.getUTCDay()]! };
  }

  #offset(seconds: number): number {
    const from = Math.floor(seconds / STRETCH) * STRETCH;
    if (from === this.#known.from) return this.#known.offset;
    const offset = offsetAt(this.#zone, seconds);
    const steady = offsetAt(this.#zone, from) === offset && offsetAt(this.#zone, from + STRETCH) === offset;
    if (steady) this.#known = { from, offset };
    return offset;
  }
}

/** Offsets of old times have seconds, which ISO 8601 does not allow. */
function offsetText(offset: number): string {
  const minutes = Math.round(Math.abs(offset) / 60);
  const two = (value: number) => String(value).padStart(2, "0");
  return `${offset < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
