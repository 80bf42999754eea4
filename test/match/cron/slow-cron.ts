interface SlowField {
  readonly values: ReadonlySet<number>;
  readonly starred: boolean;
}

const MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
const WEEKDAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"];

/** Parses an accepted field independently of the product, directly from the documented grammar. */
function slowField(text: string, min: number, max: number, names: string[]): SlowField {
  const values = new Set<number>();
  let starred = false;
  const numberOf = (word: string) => {
    const name = names.indexOf(word.toUpperCase());
    return name < 0 ? Number(word) : name + min;
  };
  for (const item of text.split(",").filter(Boolean)) {
    const [range = "", step] = item.split("/");
    const [low = "", high] = range.split("-");
    const star = low === "*" || low === "?";
    starred ||= star;
    const first = star ? min : numberOf(low);
    const last = star || (step !== undefined && high === undefined) ? max : numberOf(high ?? low);
    for (let value = first; value <= last; value += Number(step ?? 1)) values.add(value);
  }
  return { values, starred };
}

/** True if an accepted expression of fields matches an instant, in UTC. */
export function slowMatcher(expression: string): (at: Date) => boolean {
  const texts = expression.trim().split(/\s+/);
  const [s, m, h, dom, month, dow] = texts.length === 5 ? ["0", ...texts] : texts;
  const second = slowField(s!, 0, 59, []);
  const minute = slowField(m!, 0, 59, []);
  const hour = slowField(h!, 0, 23, []);
  const day = slowField(dom!, 1, 31, []);
  const months = slowField(month!, 1, 12, MONTHS);
  const weekday = slowField(dow!, 0, 6, WEEKDAYS);
  return (at) => {
    const inMonth = day.values.has(at.getUTCDate());
    const inWeek = weekday.values.has(at.getUTCDay());
    const days = day.starred || weekday.starred ? inMonth && inWeek : inMonth || inWeek;
    const clock = hour.values.has(at.getUTCHours()) && minute.values.has(at.getUTCMinutes());
    return days && months.values.has(at.getUTCMonth() + 1) && clock && second.values.has(at.getUTCSeconds());
  };
}

/** Returns the first run between `from` and `limit`, by testing each second or minute. */
export function slowNext(expression: string, from: Date, limit: Date): Date | undefined {
  const due = slowMatcher(expression);
  const stride = expression.trim().split(/\s+/).length === 5 ? 60_000 : 1000;
  for (let at = (Math.floor(from.getTime() / stride) + 1) * stride; at < limit.getTime(); at += stride) {
    const date = new Date(at);
    if (due(date)) return date;
  }
  return undefined;
}
