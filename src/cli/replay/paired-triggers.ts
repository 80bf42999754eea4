import { pairPipelines, pairTriggers } from "../../diff/pairing.ts";
import type { SpecFile, Trigger } from "../../pipeline/model.ts";
import { pipelineName, triggerKind } from "../../simulate/pipelines.ts";
import { triggerKey } from "../../simulate/replay/replayed-event.ts";

/**
 * Returns the triggers that two versions of specs share, as the keys of the old ones by those of
 * the new ones: paired by id, name and likeness, as `dryfire diff` does.
 */
export function pairedTriggers(
  before: readonly SpecFile[],
  after: readonly SpecFile[],
): ReadonlyMap<string, string> {
  const [old, own] = [before, after].map((files) => files.flatMap(({ pipelines }) => pipelines));
  const pairs = new Map<string, string>();
  for (const pipelines of pairPipelines(old!, own!)) {
    if (!pipelines.old || !pipelines.new) continue;
    for (const pair of pairTriggers(pipelines))
      if (pair.old && pair.new) pairs.set(keyOf(pair.new), keyOf(pair.old));
  }
  return pairs;
}

function keyOf(trigger: Trigger): string {
  const { pipeline, index } = trigger;
  const { path } = pipeline.file.source;
  return triggerKey({ path, pipeline: pipelineName(pipeline), kind: triggerKind(trigger), index });
}
