import type { Certainty } from "../../catalogue/citations.ts";
import type { ConditionId } from "../condition-ids.ts";

/** A row of a table of rules: what it decides, how sure it is, where it is written, and what holds. */
export type Cells = [
  conditions: ConditionId | readonly ConditionId[],
  certainty: Certainty,
  source: string,
  statement: string,
];

/** The conditions that are regex filters. */
export const filters: readonly ConditionId[] = ["branch", "target-branch", "comment"];

/** The source of a rule that no public source settles. */
export const none = "no public evidence";
