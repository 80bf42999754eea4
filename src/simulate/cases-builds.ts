import type { SimulatedPipeline, Simulation } from "./simulate.ts";

/** How many builds events start: those that are certain, and those that hang on an answer that is not. */
export interface BuildsStarted {
  readonly certain: number;
  readonly perhaps: number;
}

/**
 * The builds that several events start together. Of a Git event a pipeline starts one, however many of its triggers fire, unless
 * `several-triggers: each` is assumed (semantics, duplicate builds); each cron trigger starts its own.
 */
export function buildsStarted(simulations: readonly Simulation[]): BuildsStarted {
  let [certain, perhaps] = [0, 0];
  for (const { event, assume, pipelines } of simulations) {
    const each = event.kind === "time" || assume["several-triggers"] === "each";
    for (const pipeline of pipelines) {
      const [fires, unknown] = [verdicts(pipeline, "fires"), verdicts(pipeline, "unknown")];
      certain += each ? fires : Math.min(1, fires);
      perhaps += each ? unknown : fires > 0 ? 0 : Math.min(1, unknown);
    }
  }
  return { certain, perhaps };
}

function verdicts({ triggers }: SimulatedPipeline, wanted: "fires" | "unknown"): number {
  return triggers.filter(({ verdict }) => verdict === wanted).length;
}

/** A number of builds in words: `2`, or `2, perhaps 3`. */
export function sayBuilds({ certain, perhaps }: BuildsStarted): string {
  return perhaps === 0 ? String(certain) : `${certain}, perhaps ${certain + perhaps}`;
}
