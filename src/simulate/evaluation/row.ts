import { type Certainty, sources } from "../../catalogue/citations.ts";

/** An evaluation rule: the platform's behaviour, its certainty, and its source. */
export interface Row {
  readonly certainty: Certainty;
  readonly source: string;
  readonly statement: string;
}

/** Evaluation rules by their condition, then by id. */
export type RulesByCondition = Readonly<Record<string, Readonly<Record<string, Row>>>>;

const rowOf =
  (certainty: Certainty) =>
  (source: string, statement: string): Row => ({ certainty, source, statement });

export const documented = rowOf("documented");
export const tried = rowOf("tried");
export const inferred = rowOf("inferred");
export const unknown = rowOf("unknown");

/** A rule from the published schema. */
export const bySchema = (statement: string): Row => rowOf("schema")(sources.schema, statement);

/** The source of a rule without public evidence. */
export const none = "no public evidence";

/** A rule about behaviour that is unknown, without public evidence. */
export const withoutEvidence = (statement: string): Row => unknown(none, statement);

/** The conditions that are regex filters. */
const filters = ["branch", "target-branch", "comment"];

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
];

/** Rules that several conditions share. */
export const sharedRules = {
  "refused-value": {
    conditions: withValues,
    ...bySchema("If Codefresh rejects a value, its condition is unknown, because the spec is not accepted."),
  },
  placeholder: {
    conditions: withValues,
    ...withoutEvidence(
      "If a value has a placeholder, such as the tag of a template or a variable, its condition is unknown.",
    ),
  },
  "missing-fact": {
    conditions: ["event", ...filters, "comment-author", "files"],
    ...withoutEvidence("If a fact of the event was not given, a condition that depends on it is unknown."),
  },
  "unbounded-pattern": {
    conditions: filters,
    ...withoutEvidence("If a pattern cannot be matched in bounded time, its condition is unknown."),
  },
  "filter-absent": {
    conditions: filters,
    ...inferred(
      sources.schema,
      "An absent filter passes every event, and so does an empty target branch filter.",
    ),
  },
  "filter-matches-all": {
    conditions: filters,
    ...inferred(sources.gitTriggers, "A filter that matches every text passes, even if the text is unknown."),
  },
  "filter-search": {
    conditions: filters,
    ...inferred(
      sources.gitTriggers,
      "A filter may match anywhere in the text; without `^` and `$` a matching part is enough.",
    ),
  },
} as const;
