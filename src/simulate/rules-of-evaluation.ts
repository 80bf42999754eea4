import type { Certainty } from "../spec/catalogue/fact.ts";
import type { ConditionId } from "./condition-ids.ts";
import { branchesRules } from "./rules/branches.ts";
import { commentsRules } from "./rules/comments.ts";
import { filesRules } from "./rules/files.ts";
import { permissionRules } from "./rules/permission.ts";
import { reachRules } from "./rules/reach.ts";
import type { Cells } from "./rules/row.ts";
import { scheduleRules } from "./rules/schedule.ts";
import { sharedRules } from "./rules/shared.ts";

export { type ConditionId, cronConditionIds, gitConditionIds } from "./condition-ids.ts";

/** One rule by which a condition is judged: what the platform does, how sure that is, and where it is written. */
export interface RuleOfEvaluation {
  readonly conditions: readonly ConditionId[];
  readonly statement: string;
  readonly certainty: Certainty;
  readonly source: string;
}

const table = {
  ...sharedRules,
  ...reachRules,
  ...permissionRules,
  ...branchesRules,
  ...commentsRules,
  ...filesRules,
  ...scheduleRules,
};

/** The id of a rule of evaluation. */
export type RuleId = keyof typeof table;

/** Every rule by which the simulator judges, by id; `docs/semantics.md` is generated from it. */
export const rulesOfEvaluation = Object.fromEntries(
  Object.entries(table).map(([id, cells]) => [id, ruleOf(cells as Cells)]),
) as Readonly<Record<RuleId, RuleOfEvaluation>>;

function ruleOf([conditions, certainty, source, statement]: Cells): RuleOfEvaluation {
  return {
    conditions: typeof conditions === "string" ? [conditions] : conditions,
    statement,
    certainty,
    source,
  };
}
