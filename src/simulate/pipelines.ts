import type { CronTrigger, GitTrigger, Pipeline, SpecFile } from "../pipeline/model.ts";

/** The files that `parseSpecs` returns, or single pipelines. */
export function* pipelinesOf(specs: Iterable<SpecFile | Pipeline>): Generator<Pipeline> {
  for (const spec of specs) {
    if ("pipelines" in spec) yield* spec.pipelines;
    else yield spec;
  }
}

/** True if a pipeline has a name: `project/name`, or the part after the last slash. */
export function isNamed(pipeline: Pipeline, name: string): boolean {
  const full = pipeline.name?.value;
  return full !== undefined && (full === name || full.slice(full.lastIndexOf("/") + 1) === name);
}

/** The name of a pipeline in outputs. */
export function pipelineName(pipeline: Pipeline): string {
  return pipeline.name?.value ?? "(no name)";
}

/** The name of a trigger in outputs: its own, or its index in the spec. */
export function triggerName(trigger: GitTrigger | CronTrigger): string {
  return trigger.name?.value ?? `${"expression" in trigger ? "cronTriggers" : "triggers"}[${trigger.index}]`;
}

/** The Git trigger that a cron trigger simulates, if its id is that of one in the spec. */
export function simulatedGitTrigger({ gitTriggerId, pipeline }: CronTrigger): GitTrigger | undefined {
  const wanted = gitTriggerId?.value.toLowerCase();
  return wanted === undefined
    ? undefined
    : pipeline.triggers.find(({ id }) => id?.value.toLowerCase() === wanted);
}

/** True if a concurrency of 0 freezes a pipeline (docs.codefresh.io, pipelines.md). */
export function isFrozen({ spec }: Pipeline): boolean {
  return spec?.number("concurrency")?.value === 0;
}
