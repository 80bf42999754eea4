import type { Assumptions } from "../catalogue/open-questions.ts";
import { LocatedMapping } from "../document/located.ts";
import { gitTrigger } from "../pipeline/build-pipeline.ts";
import {
  type CronTrigger,
  type GitTrigger,
  gitTriggerWithId,
  type Pipeline,
  type SpecFile,
  type Trigger,
} from "../pipeline/model.ts";

/** The pipelines of a file to simulate: its specs, or the definitions of a file without specs. */
export function simulatedIn({ pipelines, definitions }: SpecFile): readonly Pipeline[] {
  return pipelines.length > 0 ? pipelines : definitions;
}

/** The files that `parseSpecs` returns, or single pipelines. */
export function* pipelinesOf(specs: Iterable<SpecFile | Pipeline>): Generator<Pipeline> {
  for (const spec of specs) {
    if ("pipelines" in spec) yield* spec.pipelines;
    else yield spec;
  }
}

/** The number of characters of pipelines, by which work on them is bounded. */
export function charactersIn(pipelines: readonly Pipeline[]): number {
  return pipelines.reduce((sum, { node: { span } }) => sum + span.end - span.start, 0);
}

/**
 * True if a pipeline has a name: `project/name`, or the part after the last slash; for a definition
 * its path.
 */
export function isNamed(pipeline: Pipeline, name: string): boolean {
  const full = pipeline.isDefinition ? pipeline.file.source.path : pipeline.name?.value;
  return full !== undefined && (full === name || full.slice(full.lastIndexOf("/") + 1) === name);
}

/** The name of a pipeline in outputs; for a definition its path. */
export function pipelineName({ name, isDefinition, file }: Pipeline): string {
  return name?.value ?? (isDefinition ? file.source.path : "(no name)");
}

/** True for a cron trigger. */
export function isCron(trigger: Trigger): trigger is CronTrigger {
  return "expression" in trigger;
}

/** The kind of a trigger. */
export function triggerKind(trigger: Trigger): "git" | "cron" {
  return isCron(trigger) ? "cron" : "git";
}

/** The name of a trigger in outputs: its own, or its index in the spec. */
export function triggerName(trigger: Trigger): string {
  return trigger.name?.value ?? `${isCron(trigger) ? "cronTriggers" : "triggers"}[${trigger.index}]`;
}

/** The keys of triggers that decide whether they fire and do not change their builds. */
export const CONDITION_KEYS: readonly string[] =
  `events branchRegex branchRegexInput pullRequestTargetBranchRegex pullRequestAllowForkEvents commentRegex
  skipCommentAuthorAssociationValidation modifiedFilesGlob disabled expression`.split(/\s+/);

/** A trigger without any setting, for a build of the pipeline alone. */
export function emptyTrigger(pipeline: Pipeline): GitTrigger {
  const { node } = pipeline;
  return gitTrigger(pipeline, new LocatedMapping(node.node, node, []), 0);
}

/** The Git trigger that a cron trigger simulates, if its id is that of one in the spec. */
export function simulatedGitTrigger({ gitTriggerId, pipeline }: CronTrigger): GitTrigger | undefined {
  return gitTriggerId && gitTriggerWithId(pipeline, gitTriggerId.value);
}

/** A trigger that may set parts of a build; `unknown` is one that is not in the spec. */
export type Layer = Trigger | "unknown";

/** The triggers that set parts of a build over those of the pipeline; a later one wins. */
export type Layers = readonly Layer[];

/** The question whether a build of a cron trigger has settings of the simulated Git trigger. */
export const CRON_GIT_SETTINGS = "cron-git-settings";

/**
 * Returns the layers of a build of a trigger, if any, and of a cron trigger also those with the Git
 * trigger that it simulates, unless `cron-git-settings` is `no` (docs: cron-triggers).
 */
export function layersOf(
  trigger: Trigger | undefined,
  assume: Assumptions,
): { readonly own: readonly Trigger[]; readonly simulated?: Layers } {
  if (!trigger) return { own: [] };
  const own = [trigger];
  if (!isCron(trigger) || !trigger.gitTriggerId || assume[CRON_GIT_SETTINGS] === "no") return { own };
  return { own, simulated: [simulatedGitTrigger(trigger) ?? "unknown", trigger] };
}

/** True if a concurrency of 0 freezes a pipeline (docs.codefresh.io, pipelines.md). */
export function isFrozen({ spec }: Pipeline): boolean {
  return spec?.number("concurrency")?.value === 0;
}
