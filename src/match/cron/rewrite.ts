import { cronPatternFields, fieldPattern, isCronAcceptedByApi } from "../../catalogue/cron-pattern.ts";
import { DESCRIPTORS } from "./descriptors.ts";
import { type CronField, type CronFields, FIELD_ORDER, FIELD_SPECS, isFull, specOf } from "./fields.ts";
import { type CronFieldSchedule, type CronSchedule, tryParseCron } from "./parse.ts";

/** Values as a list that both checks accept: `0,3,5-9`. */
export function valuesText(values: readonly number[]): string {
  const parts: string[] = [];
  for (let index = 0; index < values.length; ) {
    let last = index;
    while (values[last + 1] === values[last]! + 1) last++;
    if (last - index >= 2) parts.push(`${values[index]}-${values[last]}`);
    else parts.push(...values.slice(index, last + 1).map(String));
    index = last + 1;
  }
  return parts.join(",");
}

/** The step of evenly spaced values, such as 5 for every fifth minute. */
export function evenStep(field: CronField): number | undefined {
  const { min, max } = specOf(field.name);
  const [first, second] = field.values;
  if (first !== min || second === undefined) return undefined;
  const step = second - first;
  const expected = Math.floor((max - min) / step) + 1;
  const even = field.values.every((value, index) => value === min + index * step);
  return even && field.values.length === expected ? step : undefined;
}

/** Returns the expression if the published schema accepts it, else `rewriteForApi`. */
export function spellForApi(schedule: CronSchedule): string | undefined {
  return isCronAcceptedByApi(schedule.expression) ? schedule.expression : rewriteForApi(schedule);
}

/** Returns a starred day of month as the pattern spells it; a step of 31 is the 1st alone. */
export function starredText(field: CronField): string {
  return `*/${evenStep(field) ?? FIELD_SPECS.dayOfMonth.max}`;
}

/**
 * Returns five fields that the published schema accepts and that the scheduler runs at the same
 * times, with valid fields kept as written. Undefined if there are none, such as for seconds other
 * than 0, a time zone, `@every`, or a day rule that only a refused spelling can express.
 */
export function rewriteForApi(schedule: CronSchedule): string | undefined {
  if (schedule.kind === "every" || (schedule.zone !== undefined && schedule.zone !== "UTC")) return undefined;
  const { fields, kind, expression } = schedule;
  if (fields.second.values.join() !== "0") return undefined;
  const known = kind === "descriptor" ? DESCRIPTORS[fields.minute.text] : undefined;
  const text =
    known ??
    FIELD_ORDER.slice(1)
      .map((key, index) => spell(fields, key, index))
      .join(" ");
  if (text === expression || !isCronAcceptedByApi(text)) return undefined;
  const other = tryParseCron(text);
  return "fields" in other && other.kind === "fields" && runAlike(other, schedule) ? text : undefined;
}

function spell(fields: CronFields, key: keyof CronFields, index: number): string {
  const field = fields[key];
  const text = field.text.toUpperCase();
  if (new RegExp(`^${fieldPattern(cronPatternFields[index]!)}$`).test(text)) return text;
  const day = key === "dayOfMonth" || key === "dayOfWeek";
  if (isFull(field) && (field.starred || !day)) return "*";
  const step = evenStep(field);
  const stepped = step !== undefined && step > 1 && field.values.length > 2;
  const starNeeded = key === "dayOfMonth" && field.starred && !isFull(fields.dayOfWeek);
  if (starNeeded) return starredText(field);
  if (stepped && !day && key !== "month") return `*/${step}`;
  return valuesText(field.values);
}

/** True if a step is longer than its field, such as 90 minutes: another interval was meant. */
export function hasLongStep({ fields }: CronFieldSchedule): boolean {
  return FIELD_ORDER.some((key) => {
    const { min, max } = FIELD_SPECS[key];
    const steps = fields[key].text.matchAll(/\/\+?(\d+)/g);
    return Array.from(steps).some(([, step]) => Number(step) > max - min + 1);
  });
}

/** True if two schedules run at the same times. */
export function runAlike(a: CronFieldSchedule, b: CronFieldSchedule): boolean {
  return timesKey(a) === timesKey(b);
}

function timesKey({ fields, compiled }: CronFieldSchedule): string {
  const lists = FIELD_ORDER.map((key) => fields[key].values.join());
  const anyDay = isFull(fields.dayOfMonth) && isFull(fields.dayOfWeek);
  return [...lists, compiled.bothDays || anyDay].join(" ");
}
