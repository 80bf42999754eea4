import { openQuestions } from "../../catalogue/open-questions.ts";
import { event } from "../../report/schemas/event.ts";
import { mapping, when } from "../../schema/builders.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";
import { allConditions } from "../../simulate/evaluate.ts";
import { factRows } from "../../simulate/event/event.ts";
import { STEP_OUTCOMES, STEP_RESULTS } from "../../simulate/steps/status.ts";
import { joinList, quoteList } from "../../util/text.ts";
import { type EventOption, eventOptions } from "../event/event-options.ts";

/** The word for an empty list of triggers. */
export const NOTHING = "nothing";

/** The ids of all conditions. */
const conditions = Object.keys(allConditions);

/** Plain scalars are read as they are written, so a number is a text too. */
const SCALARS = ["string", "number", "boolean"];
const scalar: JsonSchema = { type: SCALARS, pattern: "\\S", "x-expects": "a string" };
const value: JsonSchema = { type: [...SCALARS, "null"], "x-expects": "a string" };

const word = (description: string): JsonSchema => ({ ...scalar, description });

const words = (description: string, more: JsonSchema = {}): JsonSchema => ({
  ...scalar,
  description,
  type: [...SCALARS, "array"],
  items: scalar,
  "x-expects": "a string or a list of strings",
  ...more,
});

const map = (values: JsonSchema): JsonSchema => ({ type: "object", additionalProperties: values });

const anyOf = (keys: Record<string, JsonSchema>, message: string): JsonSchema => ({
  anyOf: Object.keys(keys).map((key) => ({ required: [key] })),
  "x-message": message,
});

/** Other words for keys of a case, such as the names of the facts of an event. */
const SYNONYMS: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Object.entries(factRows).flatMap(([fact, { flag }]) => (flag ? [[fact, flag.name]] : [])),
  ),
  files: "changed",
  "changed-files": "changed",
  cron: "at",
  time: "at",
  "not-fires": "skips",
  title: "name",
};

/** The parts of a build that a case can expect, next to variables. */
const buildParts: Record<string, JsonSchema> = {
  contexts: words("Shared configurations, in order.", { type: [...SCALARS, "array", "null"] }),
  options: map(value),
  "runtime-environment": map(value),
  "commit-status-title": { ...value, description: "The title of the commit status." },
  revision: { ...value, description: "The Git revision from which the definition is read." },
};

/** The JSON Schema (draft 7) of a cases file; `forEditors` adds the facts of an event. */
export function casesSchema(forEditors = false): JsonSchema {
  const answers = openQuestions.map(({ id, answers }) => [id, { type: "string", enum: [...answers] }]);
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "dryfire cases",
    ...mapping("the file", {
      specs: words("Paths, folders and globs of specs, relative to this file.", { minItems: 1 }),
      assume: {
        ...mapping("assume", Object.fromEntries(answers)),
        description: "Answers to open questions.",
        "x-key-noun": "question",
      },
      "assume-accepted": {
        type: "boolean",
        description: "True gives results for specs that Codefresh would reject.",
      },
      cases: { type: "array", description: "The cases.", items: caseSchema(forEditors) },
    }),
    required: ["specs", "cases"],
    "x-message": 'a cases file is a mapping; write "specs" and "cases"',
  };
}

function caseSchema(forEditors: boolean): JsonSchema {
  const events = eventKeys(forEditors);
  const expectations = expectationKeys();
  return {
    ...mapping("the case", {
      name: word("The name of the case, unique in the file."),
      pipeline: words("Only these pipelines: project/name, or the name alone."),
      ...events,
      step: {
        ...map({ enum: [...STEP_RESULTS] }),
        description: `Results of steps: ${STEP_RESULTS.join(", ")}.`,
      },
      variable: { ...map(value), description: "Variables of the build; they override those of the spec." },
      ...expectations,
    }),
    required: ["name"],
    "x-synonyms": SYNONYMS,
    allOf: [
      anyOf(events, 'the case has no event; add one, such as "push: main" or "tag: v1.0.0"'),
      anyOf(
        expectations,
        `the case has no expectation; add ${quoteList(Object.keys(expectations).slice(0, 5), "or")}`,
      ),
    ],
  };
}

function eventKeys(forEditors: boolean): Record<string, JsonSchema> {
  const flags = Object.entries(eventOptions).map(([name, option]) => [name, keyOf(option)]);
  const description = "Any event by its name in a trigger, or its facts.";
  return {
    ...(Object.fromEntries(flags) as Record<string, JsonSchema>),
    event: forEditors
      ? { description, anyOf: [scalar, ...inlineEvents()] }
      : { ...scalar, type: [...SCALARS, "object"], "x-expects": "an event's name or its facts" },
    payload: word("The body of a webhook in a JSON file, relative to this file."),
    headers: { ...map(scalar), description: "The headers of that webhook." },
    "event-file": word("A JSON file with the facts of an event, relative to this file."),
    merge: {
      type: "boolean",
      description: "Simulate every webhook that merging the pull request, or the release, sends.",
    },
  };
}

/** The values of keys that name branches and tags, by their placeholders on the command line. */
const NAMED: Readonly<Record<string, string>> = {
  BRANCH: "the name of a branch",
  TAG: "the name of a tag",
  "SOURCE:TARGET": "SOURCE:TARGET, such as feature/x:main",
};

function keyOf({
  value: placeholder,
  repeatable,
  description,
  aboutKey: text = description,
  mayBeEmpty,
}: EventOption): JsonSchema {
  if (placeholder === undefined) return { type: "boolean", description: text };
  if (mayBeEmpty) return { ...word(text), pattern: "" };
  // `push: true` is not the push of a branch of that name.
  const named = NAMED[placeholder];
  if (named !== undefined) return { ...word(text), type: ["string", "number"], "x-expects": named };
  return repeatable ? words(text) : word(text);
}

/** Events written into a case: `kind` may be left out of a Git event. */
function inlineEvents(): JsonSchema[] {
  const [git, time] = event.oneOf as [JsonSchema, JsonSchema];
  return [{ ...git, required: git.required!.filter((key) => key !== "kind") }, time];
}

function expectationKeys(): Record<string, JsonSchema> {
  const condition = { enum: conditions };
  const named: JsonSchema = {
    type: [...SCALARS, "array", "object"],
    "x-expects": "a string, a list of strings or a mapping",
    additionalProperties: {
      type: ["string", "array"],
      ...when({ type: "string" }, condition),
      items: condition,
    },
  };
  const firing = { "x-message": `"fires" takes trigger names, or "${NOTHING}" if none fires` };
  return {
    fires: words(`All triggers that fire, and no others; "${NOTHING}" if none does.`, firing),
    "fires-at-least": words("Triggers that fire; others may too."),
    skips: words("Triggers that skip, or a mapping from each to the conditions that fail.", named),
    unknown: words(
      "Triggers with the verdict unknown, or a mapping from each to the conditions that are unknown.",
      named,
    ),
    builds: { type: "integer", minimum: 0, description: "The number of builds that start." },
    variables: {
      ...map({ ...map(value), type: [...SCALARS, "null", "object"], "x-expects": "a string or a mapping" }),
      description:
        "Variables of the build, or of several builds by trigger; null for a variable that is not set.",
    },
    steps: {
      ...map({
        type: ["string", "object"],
        ...when({ type: "string" }, { enum: [...STEP_OUTCOMES] }),
        additionalProperties: { enum: [...STEP_OUTCOMES] },
        "x-expects": "an outcome or a mapping",
      }),
      description: `The outcomes of steps and of hooks such as hooks.on_fail: ${STEP_OUTCOMES.join(", ")}; for several builds by trigger.`,
    },
    build: {
      type: "object",
      description: "Other parts of the build, or of several builds by trigger.",
      properties: buildParts,
      additionalProperties: {
        ...mapping("the build", buildParts),
        "x-message": `write ${joinList(Object.keys(buildParts), "or")}, or a trigger name with these keys`,
      },
    },
  };
}
