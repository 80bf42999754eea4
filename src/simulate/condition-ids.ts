/** The conditions of a trigger, in the order in which they are shown. */
export const gitConditionIds = [
  "enabled",
  "repository",
  "event",
  "fork",
  "skip-message",
  "branch",
  "target-branch",
  "comment",
  "comment-author",
  "files",
] as const;

/** The conditions of a cron trigger, in the order in which they are shown. */
export const cronConditionIds = ["enabled", "schedule"] as const;

/** The id of a condition. */
export type ConditionId = (typeof gitConditionIds)[number] | (typeof cronConditionIds)[number];
