import { eventNames } from "../../catalogue/events/events.ts";
import { factRows, type GitFactKey, type SimulatedEvent } from "../../simulate/event/event.ts";
import { closestMatch } from "../../util/closest-match.ts";

/** The test of a fact's value by its type; a structure is only looked at by the evaluator. */
const IS_OF_TYPE = {
  switch: (value: unknown) => typeof value === "boolean",
  text: (value: unknown) => typeof value === "string",
  texts: (value: unknown) => Array.isArray(value) && value.every((each) => typeof each === "string"),
  structure: (value: unknown) => typeof value === "object" && value !== null,
} as const;

const TYPES = { switch: "true or false", text: "a text", texts: "a list of texts", structure: "an object" };

/**
 * Returns why a value that was pasted or linked is not an event, as a sentence; undefined for an
 * event.
 */
export function eventFault(value: unknown): string | undefined {
  const { kind, ...facts } = (value ?? {}) as Record<string, unknown>;
  if (kind === "time") {
    const { at } = facts;
    const isTime = typeof at === "string" && !Number.isNaN(Date.parse(at));
    return isTime ? undefined : '"at" is not a time; write it as 2026-05-04T03:00:00Z';
  }
  if (kind !== "git") return 'an event has "kind": "git" or "kind": "time"';
  const { names } = facts;
  if (!Array.isArray(names)) return '"names" is missing; write a list of event names';
  const wrong = names.find((name) => !eventNames.includes(name));
  if (wrong !== undefined) return `unknown event "${String(wrong)}"${nearest(String(wrong), eventNames)}`;
  for (const [key, fact] of Object.entries(facts)) {
    const row = Object.hasOwn(factRows, key) ? factRows[key as GitFactKey] : undefined;
    if (!row) return `unknown fact "${key}"${nearest(key, Object.keys(factRows))}`;
    if (!IS_OF_TYPE[row.type](fact)) return `"${key}" must be ${TYPES[row.type]}`;
  }
  return undefined;
}

function nearest(word: string, known: readonly string[]): string {
  const near = closestMatch(word, known);
  return near === undefined ? "" : `; did you mean "${near}"?`;
}

/** Returns a value as an event. Throws `TypeError` for any other value. */
export function asEvent(value: unknown): SimulatedEvent {
  const fault = eventFault(value);
  if (fault !== undefined) throw new TypeError(fault);
  return value as SimulatedEvent;
}
