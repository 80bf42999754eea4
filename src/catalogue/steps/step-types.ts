/**
 * The types that the platform's planner knows (@codefresh-io/yaml-validator 1.1.1,
 * constants/known-step-types.js). All others are steps of the marketplace or of an account.
 */
export const PLANNER_TYPES: ReadonlySet<string> = new Set(
  `git-clone build deploy composition launch-composition parallel push travis simple_travis integration-test
  pending-approval services freestyle freestyle-ssh github-action`.split(/\s+/),
);
