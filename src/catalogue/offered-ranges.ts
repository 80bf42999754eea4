import { type Sourced, sources } from "./citations.ts";

/** The bounds of a number in the product's dialogs, narrower than the published schema's. */
export interface OfferedRange extends Sourced {
  readonly owner: "spec" | "gitTrigger";
  readonly key: string;
  readonly minimum: number;
  readonly maximum: number;
}

const documented = { source: sources.pipelines, certainty: "documented" } as const;

/**
 * The limits on concurrent builds (semantics j). Zero for `concurrency` of a pipeline is its
 * maintenance mode; without a key there is no limit.
 */
export const offeredRanges: readonly OfferedRange[] = [
  { owner: "spec", key: "concurrency", minimum: 0, maximum: 14, ...documented },
  { owner: "spec", key: "triggerConcurrency", minimum: 1, maximum: 15, ...documented },
  { owner: "spec", key: "branchConcurrency", minimum: 1, maximum: 15, ...documented },
  { owner: "gitTrigger", key: "concurrency", minimum: 1, maximum: 15, ...documented },
];

/** The note on the builds of a pipeline whose `concurrency` is 0 (docs: pipelines). */
export const HELD_BUILDS_NOTE = 'builds are held: "concurrency: 0" freezes the pipeline';
