import type { Schema } from "./parts.ts";

/** What the schema is told of the rest of dryfire. */
export interface CasesFileParts {
  /** The options of `simulate` that describe an event, by name. */
  readonly flags: Readonly<
    Record<string, { readonly type: string; readonly repeatable?: boolean; readonly description: string }>
  >;
  /** The ids of conditions. */
  readonly conditions: readonly string[];
  /** Open questions with the answers that each takes. */
  readonly questions: Readonly<Record<string, { readonly answers: readonly string[] }>>;
  /** An event written as facts. */
  readonly event: Schema;
}

/** Plain scalars are taken as they are written, so a number is a text too. */
const scalar = { type: ["string", "number", "boolean"] };

const word = (description: string): Schema => ({ ...scalar, description });

const words = (description: string): Schema => ({
  description,
  anyOf: [scalar, { type: "array", items: scalar }],
});

const closed = (properties: Readonly<Record<string, Schema>>): Schema => ({
  type: "object",
  additionalProperties: false,
  properties,
});

const map = (values: Schema): Schema => ({ type: "object", additionalProperties: values });

const value = { type: ["string", "number", "boolean", "null"] };

const facts = closed({
  contexts: words("Shared configurations, in order."),
  options: map(value),
  "runtime-environment": map(value),
  "commit-status-title": { ...value, description: "The title of the commit status." },
  revision: { ...value, description: "The revision at which a definition in Git is read." },
});

/** The JSON Schema (draft 7) of a cases file, for editors; `dryfire test` checks the same and words its own messages. */
export function casesFileSchema(parts: CasesFileParts): Schema {
  const answers = Object.entries(parts.questions).map(([id, question]) => [id, { enum: question.answers }]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "dryfire cases",
    ...closed({
      specs: words("Paths, folders and globs of specs, relative to this file."),
      assume: { ...closed(Object.fromEntries(answers)), description: "Answers to open questions." },
      cases: { type: "array", description: "The cases.", items: caseSchema(parts) },
    }),
    required: ["specs", "cases"],
  };
}

function caseSchema(parts: CasesFileParts): Schema {
  const expectations = expectationsSchema(parts.conditions);
  const events = eventSchema(parts);
  const oneOf = (keys: Readonly<Record<string, Schema>>) => ({
    anyOf: Object.keys(keys).map((key) => ({ required: [key] })),
  });
  return {
    ...closed({
      name: word("What the case is called; no two of a file alike."),
      pipeline: words("Only these pipelines: project/name, or the name alone."),
      ...events,
      ...expectations,
    }),
    required: ["name"],
    allOf: [oneOf(events), oneOf(expectations)],
  };
}

function eventSchema(parts: CasesFileParts): Record<string, Schema> {
  return {
    ...flagsSchema(parts.flags),
    event: {
      description: "Any event by its name in a trigger, or its facts.",
      anyOf: [scalar, parts.event],
    },
    payload: word("The body of a webhook in a JSON file, relative to this file."),
    headers: { ...map(scalar), description: "Headers of that webhook." },
    "event-file": word("A JSON file with the facts of an event, relative to this file."),
    merge: {
      type: "boolean",
      description: "All webhooks that the merge of the pull request sends, or the release.",
    },
  };
}

function flagsSchema(flags: CasesFileParts["flags"]): Record<string, Schema> {
  const entries = Object.entries(flags).map(([name, { type, repeatable, description }]) => [
    name,
    type === "boolean"
      ? { type: "boolean", description }
      : repeatable
        ? words(description)
        : word(description),
  ]);
  return Object.fromEntries(entries);
}

function expectationsSchema(conditions: readonly string[]): Record<string, Schema> {
  const condition = { enum: conditions };
  const byCondition = map({ anyOf: [condition, { type: "array", items: condition }] });
  const named = (description: string) => ({
    description,
    anyOf: [...(words("").anyOf as Schema[]), byCondition],
  });
  return {
    fires: words('All triggers that fire, and no other; "nothing" where none does.'),
    "fires-at-least": words("Triggers that fire; others may too."),
    skips: named("Triggers that skip, or a mapping from each to the conditions that keep it from firing."),
    unknown: named(
      "Triggers of which it is not certain, or a mapping from each to the conditions that are not known.",
    ),
    builds: { type: "integer", minimum: 0, description: "How many builds start." },
    variables: {
      ...map({ anyOf: [value, map(value)] }),
      description:
        "Variables of the build, or by trigger those of several builds; null for one that is not set.",
    },
    build: {
      ...map({}),
      anyOf: [facts, map(facts)],
      description: "Other parts of the build, or by trigger those of several builds.",
    },
  };
}
