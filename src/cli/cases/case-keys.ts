import { isScalar, isSequence, LocatedMapping, type Value } from "../../document/located.ts";
import type { ConfigText } from "../../lint/config/config-values.ts";
import { expectationKeys } from "../../simulate/cases/cases.ts";
import { eventOptions, FILE_OPTIONS } from "../event/event-options.ts";
import type { CaseValues } from "./case-values.ts";

/** The keys of an event as the command line would hold them, by the names of options. */
export type EventOptions = Record<string, string | boolean | readonly string[]>;

/** Reads the keys of a case that describe its event; a value of a wrong kind is a fault. Facts of an event (a mapping) are left out. */
export function readEventOptions(event: ReadonlyMap<string, Value>, values: CaseValues): EventOptions {
  const options: EventOptions = {};
  for (const [key, value] of event) {
    const read = readOption(key, value, values);
    if (read !== undefined) options[key === "headers" ? "header" : key] = read;
  }
  return options;
}

function readOption(key: string, value: Value, values: CaseValues): EventOptions[string] | undefined {
  if (key === "event" && value instanceof LocatedMapping) return undefined;
  if (key === "headers") return headers(value, values);
  if (key === "merge" || eventOptions[key]?.type === "boolean") return values.flag(value, key);
  if (eventOptions[key]?.repeatable) return values.texts(value, `a value of ${key}`).map(textOf);
  const text = isSequence(value) ? undefined : (allowedEmpty(key, value) ?? values.text(value, key)?.value);
  if (isSequence(value)) values.fault(value, `${key} is a list; write one text`);
  if (text === "-" && FILE_OPTIONS.includes(key))
    values.fault(value, `a case cannot read standard input; name a file`);
  return text;
}

/** A commit message or a comment may be an empty text. */
function allowedEmpty(key: string, value: Value): string | undefined {
  return (key === "message" || key === "comment") && isScalar(value) && value.value === "" ? "" : undefined;
}

const textOf = ({ value }: ConfigText) => value;

function headers(value: Value, values: CaseValues): string[] {
  return values.entries(value, "headers").flatMap(({ key, value: own }) => {
    const text = values.text(own, `the header "${key.value}"`);
    return text ? [`${key.value}: ${text.value}`] : [];
  });
}

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
