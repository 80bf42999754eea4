import { findEvent, nearestEventNames } from "../../catalogue/events/events.ts";
import type { CompiledSchema } from "../../schema/json-schema.ts";
import { schemaMessage } from "../../schema/message.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { findSchemaFaults } from "../../schema/schema-faults.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import { quote } from "../../util/text.ts";
import { gitEventSchema, timeEventSchema } from "./event-schema.ts";
import { validate as validateGitEvent } from "./git-event-validator.generated.ts";
import { validate as validateTimeEvent } from "./time-event-validator.generated.ts";

const gitEvent: CompiledSchema = { validate: validateGitEvent, schema: () => gitEventSchema };
const timeEvent: CompiledSchema = { validate: validateTimeEvent, schema: () => timeEventSchema };

/** An event, or one sentence on the first thing in the JSON that is wrong. */
export type EventOrFault =
  | { readonly event: SimulatedEvent; readonly notes?: readonly string[] }
  | { readonly error: string };

/**
 * Reads parsed JSON as an event, by the schema that `dryfire schema event` prints, without unknown
 * facts. `kind` is optional for a Git event, and a name of a branch or tag may be a full ref, with
 * a note. Never throws.
 */
export function eventFromJson(value: unknown): EventOrFault {
  if (!isObject(value)) return { error: 'an event must be a JSON object; see "dryfire schema event"' };
  const isTime = value.kind === "time";
  const event = isTime ? value : { kind: "git", names: [], ...value };
  const [finding] = findSchemaFaults(event, isTime ? timeEvent : gitEvent);
  const error = finding
    ? pointerTo(finding.path) + schemaMessage(finding)
    : isTime
      ? undefined
      : (wrongName(event) ?? wrongRef(event));
  return error === undefined ? withoutRefs(event as unknown as SimulatedEvent) : { error };
}

/** The place of a nested value, which its last key alone does not show. */
function pointerTo(path: KeyPath): string {
  return path.length > 1 ? `at /${path.join("/")}: ` : "";
}

/** The facts that are names of branches or tags, with the prefix of a full ref of each. */
const REFS = {
  branch: "refs/heads/",
  targetBranch: "refs/heads/",
  baseBranch: "refs/heads/",
  tag: "refs/tags/",
};

function wrongRef(event: Json): string | undefined {
  for (const [key, own] of Object.entries(REFS)) {
    const text = event[key];
    const kind = /^refs\/(heads|tags)\//.exec(typeof text === "string" ? text : "");
    if (!kind || kind[0] === own) continue;
    const [is, not] = own === REFS.tag ? ["branch", "tag"] : ["tag", "branch"];
    return `${quote(key)} cannot be ${quote(text as string)}: it is a ${is}, not a ${not}`;
  }
  return undefined;
}

/** The event with short names: a filter sees `main`, never `refs/heads/main` (semantics b). */
function withoutRefs(event: SimulatedEvent): EventOrFault {
  const notes: string[] = [];
  const plain: Record<string, unknown> = { ...event };
  for (const [key, own] of Object.entries(REFS)) {
    const text = plain[key];
    if (typeof text !== "string" || !text.startsWith(own)) continue;
    plain[key] = text.slice(own.length);
    notes.push(
      `"${key}" is read as ${quote(plain[key] as string)}, since filters see names without "${own}"`,
    );
  }
  return notes.length === 0 ? { event } : { event: plain as unknown as SimulatedEvent, notes };
}

type Json = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A Git event has at least one name, and each is the name of an event. */
function wrongName({ names, openNames = [] }: Json): string | undefined {
  const all = [...(names as string[]), ...(openNames as { name: string }[]).map(({ name }) => name)];
  if (all.length === 0) return 'the event has no name; add one, such as "names": ["push.heads"]';
  const wrong = all.find((name) => !findEvent(name));
  if (wrong === undefined) return undefined;
  const [near] = nearestEventNames(wrong);
  return `unknown event ${quote(wrong)}${near ? `; did you mean "${near}"?` : ""}`;
}
