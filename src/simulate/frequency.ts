import type { RunsPerDay } from "../match/cron/index.ts";

/** `24 a day`; where not every day is like the others, `up to 1 a day, 5 a week on average`. */
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
