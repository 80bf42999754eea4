import type { SimulatedPipeline, Simulation } from "../simulation.ts";

/** One build that starts: a pipeline, for one of several events, and its triggers. */
export interface StartedBuild {
  /** The pipeline. */
  readonly pipeline: string;
  /** The file. */
  readonly path: string;
  /** The triggers that fire; one build is assumed for all of them. */
  readonly triggers: readonly string[];
  /** The 0-based index of the event. */
  readonly event: number;
}

/** The builds that events start: the certain ones, and the number of uncertain ones. */
export interface StartedBuilds {
  readonly certain: readonly StartedBuild[];
  readonly perhaps: number;
}

/**
 * Returns the builds that several events start together. For a Git event a pipeline starts one,
 * however many of its triggers fire, unless `several-triggers: each` is assumed (semantics,
 * duplicate builds); each cron trigger starts its own.
 */
export function startedBuilds(simulations: readonly Simulation[]): StartedBuilds {
  const certain: StartedBuild[] = [];
  let perhaps = 0;
  for (const [index, { event, assume, pipelines }] of simulations.entries()) {
    const each = event.kind === "time" || assume["several-triggers"] === "each";
    for (const pipeline of withTriggers(pipelines)) {
      const [fires, unknown] = [triggersThat("fires", pipeline), triggersThat("unknown", pipeline).length];
      const common = { pipeline: pipeline.pipeline, path: pipeline.path, event: index };
      const groups = each ? fires.map((name) => [name]) : fires.length > 0 ? [fires] : [];
      certain.push(...groups.map((triggers) => ({ ...common, triggers })));
      perhaps += each ? unknown : fires.length > 0 ? 0 : Math.min(1, unknown);
    }
  }
  return { certain, perhaps };
}

/** The pipelines without definitions, of which a build is only assumed. */
export function withTriggers(pipelines: readonly SimulatedPipeline[]): readonly SimulatedPipeline[] {
  return pipelines.filter(({ definition }) => !definition);
}

function triggersThat(wanted: "fires" | "unknown", { triggers }: SimulatedPipeline): string[] {
  return triggers.filter(({ verdict }) => verdict === wanted).map(({ trigger }) => trigger);
}

/** A number of builds in words: `2`, or `2, perhaps 3`. */
export function formatBuilds({ certain: { length }, perhaps }: StartedBuilds): string {
  return perhaps === 0 ? String(length) : `${length}, perhaps ${length + perhaps}`;
}
