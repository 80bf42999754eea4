import { isScalar, type LocatedMapping } from "../../document/located.ts";
import type { CronTrigger, GitTrigger, Pipeline } from "../../pipeline/model.ts";
import type { SecretSet } from "../../secrets/locate.ts";
import type { SimulatedEvent } from "../event/event.ts";
import { simulatedGitTrigger } from "../pipelines.ts";
import type { Assumptions, EvaluationSettings } from "../settings.ts";
import type { BuildResult, SimulatedHook, SimulatedStep } from "../steps/simulated-step.ts";
import { type BuildVariable, buildVariables, type Origin } from "../variables/build-variables.ts";
import { type SystemVariable, systemVariables } from "../variables/system-variables.ts";
import { type Definition, definitionOf } from "./definition.ts";

/** A setting and its origin. */
export interface Setting<T> {
  /** The setting. */
  readonly value: T;
  /** Who sets it. */
  readonly origin: Origin;
}

/** The runtime environment, in both readings of a trigger's own one (semantics i). */
export interface RuntimeEnvironment {
  /** Who sets it. */
  readonly origin: Origin;
  /** The settings. */
  readonly value: Readonly<Record<string, string>>;
  /** The other reading, if it differs and `runtime-merge` is not settled. */
  readonly merged: Readonly<Record<string, string>> | null;
  /** Open questions that it depends on, by id. */
  readonly assumed: readonly string[];
}

/** The build that a trigger starts. */
export interface EffectiveBuild extends BuildSettings {
  /** The outcome of each step; empty if there are none, or if their file is not known. */
  readonly steps: readonly SimulatedStep[];
  /** The hooks of the pipeline. */
  readonly hooks: readonly SimulatedHook[];
  /** The result of the build; null where it has no steps. */
  readonly result: BuildResult | null;
  /** The file with the steps, which their places refer to; null where it is not known. */
  readonly stepsPath: string | null;
  /** How the steps run; null where they are not known. */
  readonly mode: "sequential" | "parallel" | null;
}

/** A build without its steps. */
export interface BuildSettings {
  /** Variables from the spec and the run. */
  readonly variables: readonly BuildVariable[];
  /** Variables that the platform sets. */
  readonly systemVariables: readonly SystemVariable[];
  /** Shared configurations. */
  readonly contexts: readonly Setting<string>[];
  /** The runtime environment. */
  readonly runtimeEnvironment: RuntimeEnvironment | null;
  /** Switches of the build. */
  readonly options: Readonly<Record<string, Setting<boolean>>>;
  /** The title of the commit status. */
  readonly commitStatusTitle: string | null;
  /** Where the steps are read from. */
  readonly definition: Definition;
  /** The Git trigger and branch that a cron trigger simulates; null for any other build. */
  readonly simulatedTrigger: { readonly trigger: string | null; readonly branch: string | null } | null;
}

/** Returns the build that a firing trigger starts (semantics i). Secrets are masked. */
export function effectiveBuild(
  trigger: GitTrigger | CronTrigger,
  event: SimulatedEvent,
  { assume, integrations }: Pick<EvaluationSettings, "assume" | "integrations">,
  secrets?: SecretSet,
): BuildSettings {
  const { pipeline } = trigger;
  const system = systemVariables(trigger, event, integrations);
  return {
    variables: buildVariables(trigger, assume, secrets),
    systemVariables: system,
    contexts: contextsOf(pipeline, trigger),
    runtimeEnvironment: runtimeOf(pipeline, trigger, assume),
    options: optionsOf(pipeline, trigger),
    commitStatusTitle:
      "expression" in trigger
        ? null
        : (trigger.node.string("commitStatusTitle")?.value ?? pipeline.name?.value ?? null),
    definition: definitionOf(pipeline, system),
    simulatedTrigger: "expression" in trigger ? simulatedOf(trigger) : null,
  };
}

function simulatedOf(trigger: CronTrigger): EffectiveBuild["simulatedTrigger"] {
  if (!trigger.gitTriggerId) return null;
  const git = simulatedGitTrigger(trigger);
  return { trigger: git?.name?.value ?? null, branch: trigger.branch?.value ?? null };
}

/** Returns the contexts of a build, of the pipeline first; a manual run may have no trigger. */
export function contextsOf(
  pipeline: Pipeline,
  trigger: GitTrigger | CronTrigger | undefined,
): Setting<string>[] {
  const own = trigger && "contexts" in trigger ? trigger.contexts : [];
  const found = new Map<string, Setting<string>>();
  for (const { value } of pipeline.contexts) found.set(value, { value, origin: "pipeline" });
  for (const { value } of own) if (!found.has(value)) found.set(value, { value, origin: "trigger" });
  return [...found.values()];
}

/** Returns the runtime environment of a build, in both readings of a trigger's own one. */
export function runtimeOf(
  { runtimeEnvironment: pipeline }: Pipeline,
  trigger: GitTrigger | CronTrigger | undefined,
  assume: Assumptions,
): RuntimeEnvironment | null {
  const base = fields(pipeline);
  if (!trigger?.runtimeEnvironment)
    return pipeline ? { origin: "pipeline", value: base, merged: null, assumed: [] } : null;
  const own = fields(trigger.runtimeEnvironment);
  const merged = { ...base, ...own };
  const differs = Object.keys(merged).length !== Object.keys(own).length;
  const assumed = differs ? ["runtime-merge"] : [];
  if (assume["runtime-merge"] === "merge") return { origin: "trigger", value: merged, merged: null, assumed };
  const open = differs && assume["runtime-merge"] !== "replace";
  return { origin: "trigger", value: own, merged: open ? merged : null, assumed };
}

function fields(mapping: LocatedMapping | undefined): Record<string, string> {
  const found: Record<string, string> = {};
  for (const { key, value } of mapping?.entries ?? []) {
    if (isScalar(value) && value.value !== null) found[key.value] = String(value.value);
  }
  return found;
}

/** Returns the switches of a build, of the trigger before the pipeline. */
export function optionsOf(
  { options: pipeline }: Pipeline,
  trigger: GitTrigger | CronTrigger | undefined,
): Record<string, Setting<boolean>> {
  const options: Record<string, Setting<boolean>> = {};
  for (const [origin, mapping] of [
    ["pipeline", pipeline],
    ["trigger", trigger?.options],
  ] as const) {
    for (const { key } of mapping?.entries ?? []) {
      const value = mapping?.boolean(key.value);
      if (value) options[key.value] = { value: value.value, origin };
    }
  }
  return options;
}
