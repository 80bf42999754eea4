import { SPEC } from "../../event-json/body-fault.ts";
import { eventFromJson } from "../../event-json/event-from-json.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { eventFromPayload, payloadOf } from "../../simulate/payloads/index.ts";
import { integerAt, textAt } from "../../simulate/payloads/json.ts";
import { isEvent, isSpec } from "../event/payload-file.ts";

/** The events of one record, or the reason why it has none, as a clause. */
export type Recording =
  | {
      readonly events: readonly SimulatedEvent[];
      /** When it was sent, in milliseconds; undefined if the record has no time. */
      readonly at: number | undefined;
    }
  | { readonly error: string };

/**
 * The places of times in records: of the delivery, else of the event in the body, as its provider
 * documents it. The time of a commit is not one, since it may be pushed much later.
 */
const TIMES: readonly (readonly string[])[] = [
  ["delivered_at"],
  ["created_at"],
  // GitHub
  ["comment", "updated_at"],
  ["review", "submitted_at"],
  ["pull_request", "updated_at"],
  ["release", "published_at"],
  ["repository", "pushed_at"],
  // GitLab
  ["object_attributes", "updated_at"],
  // Bitbucket Cloud
  ["comment", "updated_on"],
  ["approval", "date"],
  ["pullrequest", "updated_on"],
  // Bitbucket Server
  ["date"],
  // Azure DevOps
  ["createdDate"],
  // Gerrit
  ["eventCreatedOn"],
];

/**
 * Reads one record: the body or a delivery of a webhook, as `eventFromPayload` does, or an event as
 * `dryfire schema event` describes it. `headers` are those of bodies alone. Never throws.
 */
export function readRecording(value: unknown, headers: Readonly<Record<string, string>>): Recording {
  const payload = payloadOf(value);
  const sent = timeOf(value) ?? timeOf(payload);
  if (isEvent(value)) {
    const read = eventFromJson(value);
    return "error" in read ? read : { events: [read.event], at: sent };
  }
  const read = eventFromPayload(value, payload === value ? headers : {});
  if ("error" in read) return { error: isSpec(value) ? `${SPEC}; give it as --specs` : read.error };
  return { events: read.offered ? read.events : [read.event], at: sent };
}

/** The first time in a record, in milliseconds. */
function timeOf(record: unknown): number | undefined {
  const times = TIMES.map((path) => instantAt(record, path));
  return times.find((time) => !Number.isNaN(time));
}

/** The instant at a path: a text in a usual form, or a number of seconds. */
function instantAt(body: unknown, path: readonly string[]): number {
  const seconds = integerAt(body, ...path);
  return seconds === undefined ? Date.parse(textAt(body, ...path) ?? "") : seconds * 1_000;
}
