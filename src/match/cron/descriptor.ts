import { parseEverySeconds } from "./duration.ts";
import { CronSyntaxError } from "./error.ts";

/** The five fields that each descriptor of the scheduler stands for (semantics h: robfig/cron v2 be2e0b0). */
export const DESCRIPTORS: Readonly<Record<string, string>> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};

/** A descriptor as five fields, or as an interval in seconds. */
export type Descriptor = { readonly fields: string } | { readonly interval: number };

/**
 * Reads what begins with `@`, at `offset` in the expression: lower case only, or `@every D`.
 * Throws `CronSyntaxError` for any other word.
 */
export function parseDescriptor(text: string, offset: number): Descriptor {
  if (Object.hasOwn(DESCRIPTORS, text)) return { fields: DESCRIPTORS[text]! };
  if (text.startsWith("@every ") && text.length > "@every ".length) {
    return { interval: parseEverySeconds(text.slice("@every ".length), offset + "@every ".length) };
  }
  const code = "unknown-descriptor";
  throw new CronSyntaxError(code, unknownDescriptor(text), offset, offset + text.length);
}

function unknownDescriptor(text: string): string {
  const word = text.trim().toLowerCase();
  if (word === "@every") return `"${text}" lacks a duration; write one after a space, such as "@every 1h30m"`;
  if (Object.hasOwn(DESCRIPTORS, word)) {
    const fault =
      text === text.trim() ? "knows in lower case only" : "knows without white space after it only";
    return `"${text}" is a word that the scheduler ${fault}; write "${DESCRIPTORS[word]}"`;
  }
  if (word === "@reboot") {
    return `"${text}" is not known to the scheduler, which has no start of a machine; write five fields such as "0 3 * * *"`;
  }
  return `"${text}" is not known to the scheduler; write five fields such as "0 3 * * *"`;
}
