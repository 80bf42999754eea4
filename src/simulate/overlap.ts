import type { Assumptions } from "./assume.ts";
import type { SimulatedPipeline } from "./simulate.ts";

/** Triggers that one event fires together. */
export interface Overlap {
  /** `builds`: several pipelines, a build each; `triggers`: several triggers of one pipeline. */
  readonly kind: "builds" | "triggers";
  /** How many builds result; null where that hangs on an open question. */
  readonly builds: number | null;
  readonly triggers: readonly {
    readonly pipeline: string;
    readonly path: string;
    readonly trigger: string;
  }[];
  readonly reason: string;
  readonly assumed: readonly string[];
}

/**
 * What starts more than once for one event: several triggers of one pipeline, which the platform since August 2024 answers with one
 * build (inferred; `several-triggers: each` says otherwise), and several pipelines, each with a build of its own (semantics,
 * duplicate builds).
 */
export function findOverlaps(pipelines: readonly SimulatedPipeline[], assume: Assumptions): Overlap[] {
  const firing = pipelines.map(firingTriggers).filter((triggers) => triggers.length > 0);
  const overlaps = firing.filter((triggers) => triggers.length > 1).map((all) => ofPipeline(all, assume));
  if (firing.length < 2) return overlaps;
  const each = assume["several-triggers"] === "each";
  const builds = each ? firing.flat().length : firing.length;
  const reason = `one event starts ${builds} builds, of ${firing.length} pipelines`;
  const assumed = overlaps.length > 0 ? ["several-triggers"] : [];
  return [...overlaps, { kind: "builds", builds, triggers: firing.flat(), reason, assumed }];
}

function firingTriggers({ pipeline, path, triggers }: SimulatedPipeline): Overlap["triggers"] {
  return triggers
    .filter(({ verdict, kind }) => verdict === "fires" && kind === "git")
    .map(({ trigger }) => ({ pipeline, path, trigger }));
}

function ofPipeline(triggers: Overlap["triggers"], assume: Assumptions): Overlap {
  const each = assume["several-triggers"] === "each";
  const count = `${triggers.length} triggers of "${triggers[0]!.pipeline}" fire`;
  const reason = each
    ? `${count}, a build each`
    : `${count}; one build is taken to start, and whose variables it gets is not known`;
  return {
    kind: "triggers",
    builds: each ? triggers.length : 1,
    triggers,
    reason,
    assumed: ["several-triggers"],
  };
}
