import type { Certainty } from "../../catalogue/citations.ts";

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
