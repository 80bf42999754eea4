/** A number with a unit of time. */
interface Duration {
  readonly amount: number;
  readonly unit: "seconds" | "minutes" | "hours";
}

const UNITS = { s: "seconds", m: "minutes", h: "hours" } as const;

const FORM = /^(\d{1,9}(?:\.\d{1,9})?) ?(?:(s|sec|second|m|min|minute|h|hr|hour)s?|(d|day)s?)$/i;

/** Parses `10 minutes`, `24h` or `2 days`, whose days become hours; undefined for another form. */
export function parseDuration(text: string): Duration | undefined {
  const [, amount, unit] = FORM.exec(text.trim()) ?? [];
  if (amount === undefined) return undefined;
  if (unit === undefined) return { amount: Number(amount) * 24, unit: "hours" };
  return { amount: Number(amount), unit: UNITS[unit[0]!.toLowerCase() as "s" | "m" | "h"] };
}
