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

/** The source of a rule without public evidence. */
export const none = "no public evidence";

const { schema } = sources;

/** Rules that several conditions share. */
export const sharedRules = {
  "refused-value": [
    ["enabled", "repository", "event", "fork", ...filters, "comment-author", "files", "schedule"],
    "schema",
    schema,
    "A value that the platform refuses leaves its condition unknown: a spec that holds one is not accepted.",
  ],
  "missing-fact": [
    ["event", ...filters, "comment-author", "files"],
    "unknown",
    none,
    "A fact of the event that was not given leaves a condition unknown where the answer hangs on it.",
  ],
  "unbounded-pattern": [
    filters,
    "unknown",
    none,
    "A pattern that cannot be matched in bounded time leaves its condition unknown.",
  ],
} as const satisfies Record<string, Cells>;
