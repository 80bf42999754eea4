import { branchesRules } from "./branches.ts";
import { commentsRules } from "./comments.ts";
import { filesRules } from "./files.ts";
import { permissionRules } from "./permission.ts";
import { reachRules } from "./reach.ts";
import { type Row, type RulesByCondition, sharedRules } from "./row.ts";
import { scheduleRules } from "./schedules.ts";

const rulesByCondition = {
  ...reachRules,
  ...permissionRules,
  ...branchesRules,
  ...commentsRules,
  ...filesRules,
  ...scheduleRules,
};

/** The id of a condition. The table of `evaluate.ts` has a row for each. */
export type ConditionId = keyof typeof rulesByCondition;

type IdsOf<Rules> = Rules extends unknown ? keyof Rules : never;

/** The id of an evaluation rule. */
export type RuleId = keyof typeof sharedRules | IdsOf<(typeof rulesByCondition)[ConditionId]>;

/** One rule for some conditions. */
export interface RuleOfEvaluation extends Row {
  readonly conditions: readonly ConditionId[];
}

/** Every evaluation rule of the simulator by id; `docs/semantics.md` is generated from it. */
export const rulesOfEvaluation = Object.fromEntries([
  ...Object.entries(sharedRules),
  ...Object.entries<RulesByCondition[string]>(rulesByCondition).flatMap(([condition, rules]) =>
    Object.entries(rules).map(([id, row]) => [id, { conditions: [condition], ...row }] as const),
  ),
]) as Readonly<Record<RuleId, RuleOfEvaluation>>;
