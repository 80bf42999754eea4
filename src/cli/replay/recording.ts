import { eventFromJson } from "../../event-json/event-from-json.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { eventFromPayload } from "../../simulate/payloads/index.ts";
import { textAt } from "../../simulate/payloads/json.ts";
import { isEvent } from "../event/payload-file.ts";

/** The events of one record, or the reason why it has none, as a clause. */
export type Recording =
  | {
      readonly events: readonly SimulatedEvent[];
      /** When it was sent, in milliseconds; undefined if the record has no time. */
      readonly at: number | undefined;
    }
  | { readonly error: string };

/** The places of times, as ISO 8601: of the delivery, else of the commit or the pull request. */
const TIMES = [
  ["delivered_at"],
  ["created_at"],
  ["head_commit", "timestamp"],
  ["pull_request", "updated_at"],
  ["release", "published_at"],
];

/**
 * Reads one record: the body or a delivery of a webhook, as `eventFromPayload` does, or an event as
 * `dryfire schema event` describes it. Never throws.
 */
export function readRecording(value: unknown): Recording {
  const sent = timeOf(value);
  if (isEvent(value)) {
    const read = eventFromJson(value);
    return "error" in read ? read : { events: [read.event], at: sent };
  }
  const read = eventFromPayload(value);
  if ("error" in read) return { error: read.error };
  return { events: read.offered ? read.events : [read.event], at: sent };
}

/** The first time of a record, in milliseconds. */
function timeOf(record: unknown): number | undefined {
  const times = TIMES.map((path) => Date.parse(textAt(record, ...path) ?? ""));
  return times.find((time) => !Number.isNaN(time));
}
