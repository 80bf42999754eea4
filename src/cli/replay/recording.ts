import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { eventFromPayload } from "../../simulate/payloads/index.ts";
import { parseJson } from "../../util/json.ts";
import { eventFromJson } from "../event/event-file.ts";

/** The events of one record, or the reason why it has none, as a clause. */
export type Recording =
  | {
      readonly events: readonly SimulatedEvent[];
      /** When it was sent, in milliseconds; undefined if the record has no time. */
      readonly at: number | undefined;
    }
  | { readonly error: string };

/** The names of the times that records have, outer ones first. */
const TIMES = ["delivered_at", "created_at", "timestamp", "date"];

/**
 * Reads one record: the body of a webhook; a delivery of GitHub's API
 * (https://docs.github.com/en/rest/repos/webhooks, "Get a delivery for a repository webhook"); an
 * event of GitLab's API (https://docs.gitlab.com/api/project_webhooks, "List project webhook
 * events"), whose `request_data` is an object or a text; or an event as `dryfire schema event`
 * describes it. Never throws.
 */
export function readRecording(value: unknown): Recording {
  if (!isMapping(value)) return { error: "not a JSON object" };
  if (Array.isArray(value.names) || value.kind === "time" || value.kind === "git") {
    const read = eventFromJson(value);
    return "error" in read ? read : { events: [read.event], at: timeOf(value) };
  }
  const { body, headers, at } = requestOf(value);
  if (body === undefined) return { error: "a delivery without its request; get each delivery by its id" };
  const read = eventFromPayload(body, headers);
  if ("error" in read) return { error: read.error };
  return { events: read.offered ? read.events : [read.event], at: at ?? timeOf(body) };
}

interface Request {
  /** Undefined for a delivery without one. */
  readonly body: unknown;
  readonly headers: Readonly<Record<string, string>>;
  readonly at: number | undefined;
}

function requestOf(value: Mapping): Request {
  const at = timeOf(value);
  const { request } = value;
  if (isMapping(request)) return { body: bodyOf(request.payload), headers: headersOf(request.headers), at };
  if ("request_data" in value)
    return { body: bodyOf(value.request_data), headers: headersOf(value.request_headers), at };
  if ("delivered_at" in value && "guid" in value) return { body: undefined, headers: {}, at };
  return { body: value, headers: {}, at };
}

/** A body may be kept as the text that was sent. */
function bodyOf(body: unknown): unknown {
  return (typeof body === "string" ? parseJson(body)?.value : body) ?? undefined;
}

/** GitLab keeps each header as a text or as a list of texts. */
function headersOf(headers: unknown): Record<string, string> {
  if (!isMapping(headers)) return {};
  const texts = Object.entries(headers).map(([name, value]) => [
    name,
    Array.isArray(value) ? value[0] : value,
  ]);
  return Object.fromEntries(texts.filter(([, value]) => typeof value === "string"));
}

/** The time of a record, or of its commit, as ISO 8601. */
function timeOf(value: unknown): number | undefined {
  if (!isMapping(value)) return undefined;
  const places = [value, value.head_commit, value.pull_request, value.release];
  for (const place of places.filter(isMapping)) {
    for (const name of TIMES) {
      const time = typeof place[name] === "string" ? Date.parse(place[name]) : Number.NaN;
      if (!Number.isNaN(time)) return time;
    }
  }
  return undefined;
}

type Mapping = Readonly<Record<string, unknown>>;

function isMapping(value: unknown): value is Mapping {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
