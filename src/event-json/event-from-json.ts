import { findEvent, nearestEventNames } from "../catalogue/events/events.ts";
import type { CompiledSchema } from "../schema/json-schema.ts";
import { schemaMessage } from "../schema/message.ts";
import type { KeyPath } from "../schema/paths.ts";
import { findSchemaFaults } from "../schema/schema-faults.ts";
import type { SimulatedEvent } from "../simulate/event/event.ts";
import { withReadFacts } from "../simulate/event/fact-faults.ts";
import { withShortNames } from "../simulate/event/short-names.ts";
import { isMapping } from "../util/json.ts";
import { quote } from "../util/text.ts";
import { gitEventSchema, timeEventSchema } from "./event-schema.ts";
import { validate as validateGitEvent } from "./git-event-validator.generated.ts";
import { validate as validateTimeEvent } from "./time-event-validator.generated.ts";

const gitEvent: CompiledSchema = { validate: validateGitEvent, schema: () => gitEventSchema };
const timeEvent: CompiledSchema = { validate: validateTimeEvent, schema: () => timeEventSchema };

/** An event, or one sentence on the first thing in the JSON that is wrong, with its place. */
export type EventOrFault =
  | { readonly event: SimulatedEvent; readonly notes?: readonly string[] }
  | { readonly error: string; readonly path?: KeyPath };

/**
 * Reads parsed JSON as an event, by the schema that `dryfire schema event` prints, without unknown
 * facts and without those that the options of the command line refuse. `kind` is optional for a Git
 * event, and a name of a branch or tag may be a full ref, with a note. Never throws.
 */
export function eventFromJson(value: unknown): EventOrFault {
  const shaped = withShape(value);
  if ("error" in shaped || shaped.event.kind === "time") return shaped;
  const short = withShortNames(shaped.event);
  if ("error" in short) return short;
  const read = withReadFacts(short.event);
  return "error" in read ? read : { ...short, ...read };
}

/** Like `eventFromJson`, by the schema and the names of events alone; facts may contradict. */
export function withShape(value: unknown): EventOrFault {
  if (!isMapping(value)) return { error: 'an event must be a JSON object; see "dryfire schema event"' };
  if (isMapping(value.event) && (Object.hasOwn(value.event, "names") || Object.hasOwn(value.event, "kind")))
    return { error: 'the event is in "event"; give that value alone' };
  const isTime = value.kind === "time";
  const event = isTime ? value : { kind: "git", ...value };
  const [finding] = findSchemaFaults(event, isTime ? timeEvent : gitEvent);
  if (finding) return { error: pointerTo(finding.path) + schemaMessage(finding), path: finding.path };
  const error = isTime ? undefined : wrongName(event);
  if (error !== undefined) return { error, path: ["names"] };
  return { event: (isTime ? value : { kind: "git", names: [], ...value }) as unknown as SimulatedEvent };
}

/** The place of a nested value, which its last key alone does not show. */
function pointerTo(path: KeyPath): string {
  return path.length > 1 ? `at /${path.join("/")}: ` : "";
}

type Json = Readonly<Record<string, unknown>>;

/** Each name is that of an event; only a webhook that no trigger can get has none. */
function wrongName({ names = [], openNames = [], webhook }: Json): string | undefined {
  const all = [...(names as string[]), ...(openNames as { name: string }[]).map(({ name }) => name)];
  if (all.length === 0 && webhook === undefined)
    return 'the event has no name; add one, such as "names": ["push.heads"]';
  const wrong = all.find((name) => !findEvent(name));
  if (wrong === undefined) return undefined;
  const [near] = nearestEventNames(wrong);
  return `unknown event ${quote(wrong)}${near ? `; did you mean "${near}"?` : ""}`;
}
