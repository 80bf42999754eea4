import { checkCron } from "./check.ts";

/** A schedule of Amazon EventBridge, with the fault and the five fields that it means. */
export interface AwsSchedule {
  readonly message: string;
  readonly start: number;
  readonly end: number;
  /** Undefined where no five fields mean it. */
  readonly meant: string | undefined;
}

/**
 * Reads `cron(0 10 * * ? *)` and `rate(5 minutes)`, as Amazon EventBridge writes a schedule: its
 * cron has a year as the sixth field, and counts the days of the week from 1 for Sunday
 * (docs.aws.amazon.com, EventBridge, cron expressions).
 */
export function readAwsSchedule(expression: string): AwsSchedule | undefined {
  const text = expression.trim();
  const [, kind = "", content = ""] = /^(cron|rate)\(\s*([^()]*?)\s*\)$/i.exec(text) ?? [];
  if (kind === "") return undefined;
  const fields = kind.toLowerCase() === "cron" ? fieldsOfCron(content) : fieldsOfRate(content);
  const { schedule, apiRefusal } = checkCron(fields ?? "");
  const meant = schedule && !apiRefusal ? fields : undefined;
  const remedy =
    meant === undefined
      ? "write five fields (minute, hour, day of month, month, day of week)"
      : `write "${meant}"`;
  const start = expression.indexOf(text);
  const message = `${kind}(...) is the form of Amazon EventBridge; ${remedy}`;
  return { message, start, end: start + text.length, meant };
}

function fieldsOfCron(content: string): string | undefined {
  const fields = content.split(/\s+/).map((field) => (field === "?" ? "*" : field));
  const [minute, hour, day, month, weekday, year = "*"] = fields;
  if (
    weekday === undefined ||
    year !== "*" ||
    fields.length > 6 ||
    /[LW#/]/i.test(weekday.replace(/[A-Z]{3}/gi, ""))
  )
    return undefined;
  const days = weekday.replaceAll(/\d/g, (number) => String(Number(number) - 1));
  return [minute, hour, day, month, days.toUpperCase()].join(" ");
}

function fieldsOfRate(content: string): string | undefined {
  const [, count = "", unit = ""] = /^(\d+)\s+(minute|hour|day)s?$/i.exec(content) ?? [];
  const number = Number(count);
  const isWhole = (all: number) => number > 0 && number < all && all % number === 0;
  const step = number === 1 ? "*" : `*/${number}`;
  if (unit.toLowerCase() === "minute" && isWhole(60)) return `${step} * * * *`;
  if (unit.toLowerCase() === "hour" && isWhole(24)) return `0 ${step} * * *`;
  return unit.toLowerCase() === "day" && number === 1 ? "0 0 * * *" : undefined;
}
