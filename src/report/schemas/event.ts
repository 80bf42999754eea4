import { providers } from "../../catalogue/providers.ts";
import { factRows, type GitFactKey, type gitFacts } from "../../simulate/event/event.ts";
import structures from "./event-structures.generated.ts";

type Structure = {
  [K in GitFactKey]: (typeof gitFacts)[K]["type"] extends "structure" ? K : never;
}[GitFactKey];

function schemaOf(key: GitFactKey): Schema {
  const { type, about } = factRows[key];
  if (type === "structure")
    return (structures satisfies Readonly<Record<Structure, Schema>>)[key as Structure];
  if (type === "texts") return { type: "array", description: about, items: { type: "string" } };
  if (type === "switch") return { type: "boolean", description: about };
  const ids = key === "provider" && { enum: providers.map(({ id }) => id) };
  return { type: "string", description: about, ...ids };
}

const gitFactSchemas: Readonly<Record<string, Schema>> = {
  kind: { const: "git" },
  ...Object.fromEntries((Object.keys(factRows) as GitFactKey[]).map((key) => [key, schemaOf(key)])),
};

const gitEvent = object(
  "One webhook, or flags that describe one. Absent facts were not given.",
  gitFactSchemas,
  Object.keys(gitFactSchemas).filter((key) => key !== "kind" && key !== "names"),
);

const timeEvent = object("A minute, for cron triggers.", {
  kind: { const: "time" },
  at: { type: "string", format: "date-time", description: "The start of the minute, in UTC." },
});

/** An event to test triggers against: a Git event or a minute. */
export const event: Schema = {
  description: "The event that triggers are tested against.",
  oneOf: [gitEvent, timeEvent],
};

/** The schema of an event, as `simulate` reports it. */
export const eventSchema: Schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: "dryfire event",
  ...event,
};

/** A JSON Schema (draft 7), or a part of one. */
export type Schema = Readonly<Record<string, unknown>>;

/**
 * A mapping that requires all keys but the `optional` ones. Other keys are allowed, since a later
 * version may add some.
 */
function object(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", description, properties, required };
}
