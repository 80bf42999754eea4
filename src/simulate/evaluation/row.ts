import type { Certainty } from "../../catalogue/citations.ts";

/** A row of a table of rules: the conditions that it decides, how sure it is, where it is written, and what holds. */
export type Cells = readonly [
  conditions: string | readonly string[],
  certainty: Certainty,
  source: string,
  statement: string,
];

/** The conditions that are regex filters. */
export const filters = ["branch", "target-branch", "comment"] as const;

/** The source of a rule that no public source settles. */
export const none = "no public evidence";
