import { eventTable } from "../../catalogue/events/event-table.ts";
import { eventFacts, findEvent } from "../../catalogue/events/events.ts";
import { generatedFields } from "../../catalogue/generated-fields.ts";
import { providers } from "../../catalogue/providers.ts";
import { systemVariables } from "../../catalogue/system-variables.ts";
import { pipelineSchema } from "../../pipeline/schema/pipeline-schema.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";
import type { ExplanationPart } from "./explanation.ts";

/** The values that a rule refers to, under headings; none for most rules. */
export function valuesOf(rule: string): readonly ExplanationPart[] {
  return VALUES[rule]?.() ?? [];
}

const families = {
  push: "Push",
  "pull-request": "Pull requests",
  release: "Releases",
  bitbucket: "Bitbucket",
  gerrit: "Gerrit",
};

const eventsByFamily = (): ExplanationPart[] =>
  Object.entries(families).map(([family, title]) => [
    title,
    [
      eventTable
        .filter((row) => row.family === family)
        .map(({ name }) => name)
        .join(", "),
    ],
  ]);

const eventsThat = (heading: string, fits: (name: string) => boolean) => (): ExplanationPart[] => [
  [
    heading,
    [
      eventTable
        .map(({ name }) => name)
        .filter(fits)
        .join(", "),
    ],
  ],
];

const variables = (): ExplanationPart[] => [
  ["System variables", [systemVariables.map(({ name }) => name).join(", ")]],
];

const VALUES: Readonly<Record<string, (() => readonly ExplanationPart[]) | undefined>> = {
  "unknown-event": eventsByFamily,
  "legacy-event-name": () => [
    [
      "Names",
      eventTable.flatMap(({ name, canonical, legacy }) =>
        legacy ? [`${name}: ${canonical ?? legacy}`] : [],
      ),
    ],
  ],
  "event-not-offered": () =>
    providers.map(({ title, events }) => [title, [events.join(", ")].filter((names) => names !== "")]),
  "glob-without-file-list": eventsThat(
    "Events without a list of files",
    (name) => !eventFacts(name)!.files || eventFacts(name)!.tag,
  ),
  "comment-regex-without-comment-event": eventsThat("Comment events", (name) => eventFacts(name)!.comment),
  "target-branch-without-pull-request": eventsThat(
    "Events with a target",
    (name) => eventFacts(name)!.targetBranch,
  ),
  "tag-event-with-branch-filter": eventsThat(
    "Events with a tag",
    (name) => findEvent(name)!.subject === "tag-push" || name === "push",
  ),
  "unknown-system-variable": variables,
  "shadows-system-variable": variables,
  "generated-field": () => [
    ["Keys", Object.entries(generatedFields).map(([owner, keys]) => `${owner}: ${keys.join(", ")}`)],
  ],
  "unknown-value": () => [["Values", ofSchema(({ enum: values }) => values?.map(String).join(", "))]],
  "branch-regex-input": () => [
    [
      "Values",
      ofSchema(({ enum: values }, path) =>
        path.endsWith("branchRegexInput") && values ? values.map(String).join(", ") : undefined,
      ),
    ],
  ],
  "missing-key": () => [["Required keys", ofSchema(({ required }) => required?.join(", "))]],
  "unknown-key": () => [
    ["Keys", ofSchema(({ properties }) => properties && Object.keys(properties).join(", "))],
  ],
  "out-of-range": () => [["Limits", ofSchema(limitsOf)]],
};

function limitsOf({ minimum, maximum, maxLength }: JsonSchema): string | undefined {
  const limits = [
    minimum === undefined ? "" : `at least ${minimum}`,
    maximum === undefined ? "" : `at most ${maximum}`,
    maxLength === undefined ? "" : `at most ${maxLength} characters`,
  ].filter((limit) => limit !== "");
  return limits.length > 0 ? limits.join(", ") : undefined;
}

/** Texts about the parts of the schema of a spec, with their paths; `triggers[]` is an entry. */
function ofSchema(describe: (part: JsonSchema, path: string) => string | undefined): string[] {
  const root = pipelineSchema();
  const seen = new Set<string>();
  const walk = (given: JsonSchema, path: string): string[] => {
    const name = /^#\/definitions\/(.+)$/.exec(given.$ref ?? "")?.[1];
    const part = name === undefined ? given : root.definitions![name]!;
    if (name !== undefined && seen.has(`${name} ${path}`)) return [];
    seen.add(`${name} ${path}`);
    const text = path.endsWith("events[]") ? undefined : describe(part, path);
    return [
      ...(text === undefined || text === "" ? [] : [`${path === "" ? "the spec" : path}: ${text}`]),
      ...Object.entries(part.properties ?? {}).flatMap(([key, each]) =>
        walk(each as JsonSchema, path === "" ? key : `${path}.${key}`),
      ),
      ...(part.items ? walk(part.items as JsonSchema, `${path}[]`) : []),
    ];
  };
  return walk(root, "");
}
