import type { Certainty } from "../../catalogue/citations.ts";
import { branchesRules } from "./branches.ts";
import { commentsRules } from "./comments.ts";
import { filesRules } from "./files.ts";
import { permissionRules } from "./permission.ts";
import { reachRules } from "./reach.ts";
import { type Cells, sharedRules } from "./row.ts";
import { scheduleRules } from "./schedules.ts";

/** One rule for a condition: the platform's behaviour, its certainty, and its source. */
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

/** The id of an evaluation rule. */
export type RuleId = keyof typeof table;

type Each<Conditions> = Conditions extends readonly (infer Id)[] ? Id : Conditions;

/** The id of a condition. The table of `evaluate.ts` has a row for each. */
export type ConditionId = Each<(typeof table)[RuleId][0]>;

/** Every evaluation rule of the simulator by id; `docs/semantics.md` is generated from it. */
export const rulesOfEvaluation = Object.fromEntries(
  Object.entries(table).map(([id, cells]) => [id, ruleOf(cells as Cells)]),
) as Readonly<Record<RuleId, RuleOfEvaluation>>;

function ruleOf([conditions, certainty, source, statement]: Cells): RuleOfEvaluation {
  return {
    conditions: [conditions].flat() as readonly ConditionId[],
    statement,
    certainty,
    source,
  };
}
