import { type Certainty, sources } from "../../catalogue/citations.ts";

/** A row of a table of evaluation rules: the conditions, certainty, source and statement. */
export type Cells = readonly [
  conditions: string | readonly string[],
  certainty: Certainty,
  source: string,
  statement: string,
];

/** The conditions that are regex filters. */
export const filters = ["branch", "target-branch", "comment"] as const;

/** The conditions that read a value of a trigger. */
const withValues = [
  "enabled",
  "repository",
  "event",
  "fork",
  ...filters,
  "comment-author",
  "files",
  "schedule",
  "git-trigger",
] as const;

/** The source of a rule without public evidence. */
export const none = "no public evidence";

const { schema } = sources;

/** Rules that several conditions share. */
export const sharedRules = {
  "refused-value": [
    withValues,
    "schema",
    schema,
    "If Codefresh rejects a value, its condition is unknown, because the spec is not accepted.",
  ],
  placeholder: [
    withValues,
    "unknown",
    none,
    "If a value has a placeholder, such as the tag of a template or a variable, its condition is unknown.",
  ],
  "missing-fact": [
    ["event", ...filters, "comment-author", "files"],
    "unknown",
    none,
    "If a fact of the event was not given, a condition that depends on it is unknown.",
  ],
  "unbounded-pattern": [
    filters,
    "unknown",
    none,
    "If a pattern cannot be matched in bounded time, its condition is unknown.",
  ],
} as const satisfies Record<string, Cells>;
