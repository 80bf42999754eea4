import { providers } from "../../catalogue/providers.ts";
import { factRows, type GitFactKey, type gitFacts } from "../../simulate/event/event.ts";

type Structure = {
  [K in GitFactKey]: (typeof gitFacts)[K]["type"] extends "structure" ? K : never;
}[GitFactKey];

const facts = (properties: Readonly<Record<string, Schema>>): Schema =>
  object("", properties, Object.keys(properties));

/** The structure of facts that are not a text, texts or a boolean. */
const structures: Readonly<Record<Structure, Schema>> = {
  openNames: list(
    "",
    object(
      "A name that the event may satisfy, depending on an open question.",
      { name: text("The name."), question: text("The id of the open question; absent if it has none.") },
      ["question"],
    ),
  ),
  webhook: object(
    "",
    {
      event: text("The event."),
      variant: text("The variant, which distinguishes events with the same name."),
    },
    ["variant"],
  ),
  changedFiles: list(
    "",
    object(
      "One changed file.",
      {
        path: text("The path from the root of the repository."),
        status: text("The change to the file.", ["added", "modified", "removed", "renamed"]),
        previousPath: text("The path before a rename, which counts as changed too."),
      },
      ["status", "previousPath"],
    ),
  ),
  pullRequest: facts({
    number: count("The number of the pull request."),
    id: text("The provider's id."),
    title: text("The title."),
    action: text("The provider's name for the action."),
    labels: list("The labels.", { type: "string" }),
    merged: flag("Whether the pull request is merged."),
    mergeCommit: text("The commit of the merge."),
    headCommit: text("The last commit of the source branch."),
  }),
  release: facts({
    id: text("The provider's id."),
    name: text("The name."),
    action: text("The provider's name for the action."),
    prerelease: flag("Whether it is a pre-release."),
    target: text("The branch or commit from which the tag is created."),
  }),
  commit: facts({
    revision: text("The hash."),
    author: text("The author."),
    url: text("The URL of the commit."),
  }),
};

function schemaOf(key: GitFactKey): Schema {
  const { type, about } = factRows[key];
  if (type === "structure") return { ...structures[key as Structure], description: about };
  if (type === "texts") return list(about, { type: "string" });
  if (type === "switch") return flag(about);
  return text(about, key === "provider" ? providers.map(({ id }) => id) : undefined);
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
export function object(
  description: string,
  properties: Readonly<Record<string, Schema>>,
  optional: readonly string[] = [],
): Schema {
  const required = Object.keys(properties).filter((key) => !optional.includes(key));
  return { type: "object", description, properties, ...(required.length > 0 && { required }) };
}

/** A text, or one of some values. */
export function text(description: string, values?: readonly string[]): Schema {
  return { type: "string", description, ...(values && { enum: values }) };
}

/** A whole number that is not negative. */
export function count(description: string, minimum = 0): Schema {
  return { type: "integer", minimum, description };
}

/** True or false. */
export function flag(description: string): Schema {
  return { type: "boolean", description };
}

/** A list. */
export function list(description: string, items: Schema): Schema {
  return { type: "array", description, items };
}
