import type { Severity } from "../lint/diagnostic.ts";

/** What a report may tell of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly severity: Severity;
  readonly summary: string;
  readonly why: string;
  /** Where the rule is described. */
  readonly url: string;
}
