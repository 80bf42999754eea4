import { type Sourced, sources } from "./citations.ts";

/** A bound on a number or on the length of a text in UTF-16 code units; either end may be open. */
export interface LimitRow extends Sourced {
  /** The field: `trigger.name`, `spec.priority`. */
  readonly field: string;
  readonly of: "value" | "length";
  readonly minimum?: number;
  readonly maximum?: number;
}

const schema = { source: sources.schema, certainty: "schema" } as const;
const product = { source: sources.pipelines, certainty: "documented" } as const;

/** The bounds of the published schema, and those that only dialogs enforce (semantics j). */
export const limits: readonly LimitRow[] = [
  { field: "trigger.name", of: "length", minimum: 1, maximum: 200, ...schema },
  { field: "trigger.description", of: "length", minimum: 1, maximum: 150, ...schema },
  { field: "trigger.commitStatusTitle", of: "length", minimum: 1, maximum: 200, ...schema },
  { field: "trigger.modifiedFilesGlob", of: "length", maximum: 65000, ...schema },
  { field: "trigger.gerritCIStatusLabels", of: "length", minimum: 1, maximum: 500, ...schema },
  { field: "trigger.concurrency", of: "value", minimum: 1, ...schema },
  { field: "trigger.priority", of: "value", minimum: -100, maximum: 100, ...schema },
  { field: "cron.name", of: "length", minimum: 1, maximum: 200, ...schema },
  { field: "cron.message", of: "length", minimum: 2, maximum: 128, ...schema },
  { field: "cron.expression", of: "length", minimum: 1, maximum: 150, ...schema },
  { field: "spec.concurrency", of: "value", minimum: 0, ...schema },
  { field: "spec.priority", of: "value", minimum: -100, maximum: 100, ...schema },
  { field: "spec.triggerConcurrency", of: "value", minimum: 1, maximum: 15, ...product },
  { field: "spec.branchConcurrency", of: "value", minimum: 1, maximum: 15, ...product },
];

/** Returns the bound of a field, or undefined if it has none. */
export function limitOf(field: string): LimitRow | undefined {
  return limits.find((row) => row.field === field);
}
