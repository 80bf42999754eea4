import { type ExpectationKey, expectationKeys } from "../simulate/cases.ts";
import { eventOptions } from "./event-options.ts";

/** The keys of a cases file. */
export const FILE_KEYS = ["specs", "assume", "cases"] as const;

/** The flags of `simulate` that describe an event, as keys of a case. */
export const FLAG_KEYS: readonly string[] = Object.keys(eventOptions);

/** The keys of a case that name where an event is read from, and `merge`. */
export const SOURCE_KEYS = ["payload", "headers", "event-file", "merge"] as const;

/** All keys that describe an event. */
export const EVENT_KEYS: readonly string[] = [...FLAG_KEYS, ...SOURCE_KEYS];

/** All keys of a case. */
export const CASE_KEYS: readonly string[] = ["name", "pipeline", ...EVENT_KEYS, ...expectationKeys];

/** Whether a key says what is expected. */
export function isExpectationKey(key: string): key is ExpectationKey {
  return (expectationKeys as readonly string[]).includes(key);
}
