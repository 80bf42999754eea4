import type { CronTrigger, Trigger } from "../../pipeline/model.ts";
import type { SecretSet } from "../../secrets/locate.ts";
import type { SimulatedEvent } from "../event/event.ts";
import { CRON_GIT_SETTINGS, isCron, layersOf, simulatedGitTrigger } from "../pipelines.ts";
import type { Assumptions, EvaluationSettings } from "../settings.ts";
import type { SimulatedWorkflow } from "../steps/simulate-steps.ts";
import {
  type BuildVariable,
  besideSystem,
  buildVariables,
  type Origin,
} from "../variables/build-variables.ts";
import { type SystemVariable, systemVariables } from "../variables/system-variables.ts";
import { type Definition, definitionOf } from "./definition.ts";
import { contextsOf, optionsOf, type RuntimeFields, runtimeOf } from "./layered-settings.ts";

/** A setting and its origin. */
export interface Setting<T> {
  /** The setting. */
  readonly value: T;
  /** Who sets it. */
  readonly origin: Origin;
  /** Open questions that it depends on, by id. */
  readonly assumed: readonly string[];
}

/** A shared configuration of a build. */
export interface ContextSetting extends Setting<string> {
  /** True for one that the build uses; null where that is not known. */
  readonly used: true | null;
}

/** The runtime environment, in both readings of a trigger's own one (semantics i). */
export interface RuntimeEnvironment {
  /** Who sets it. */
  readonly origin: Origin;
  /** The settings; null where one is not known. */
  readonly value: RuntimeFields;
  /** The other reading, if it differs and `runtime-merge` is not settled. */
  readonly merged: RuntimeFields | null;
  /** Open questions that it depends on, by id. */
  readonly assumed: readonly string[];
}

/** The build that a trigger starts. */
export interface EffectiveBuild extends SimulatedWorkflow, BuildSettings {}

/** A build without its steps. */
export interface BuildSettings {
  /** Variables from the spec and the run. */
  readonly variables: readonly BuildVariable[];
  /** Variables that the platform sets. */
  readonly systemVariables: readonly SystemVariable[];
  /** Shared configurations. */
  readonly contexts: readonly ContextSetting[];
  /** The runtime environment. */
  readonly runtimeEnvironment: RuntimeEnvironment | null;
  /** Switches of the build; null where one is not known. */
  readonly options: Readonly<Record<string, Setting<boolean | null>>>;
  /** The title of the commit status. */
  readonly commitStatusTitle: string | null;
  /** Where the steps are read from. */
  readonly definition: Definition;
  /** The Git trigger and branch that a cron trigger simulates; null for any other build. */
  readonly simulatedTrigger: { readonly trigger: string | null; readonly branch: string | null } | null;
}

/** Returns the build that a firing trigger starts (semantics i). Secrets are masked. */
export function effectiveBuild(
  trigger: Trigger,
  event: SimulatedEvent,
  { assume, integrations }: Pick<EvaluationSettings, "assume" | "integrations">,
  secrets?: SecretSet,
): BuildSettings {
  const { pipeline } = trigger;
  const system = systemVariables(trigger, event, { assume, integrations });
  return {
    variables: besideSystem(buildVariables(trigger, assume, secrets), system, assume),
    systemVariables: system,
    contexts: contexts(trigger, assume),
    runtimeEnvironment: runtime(trigger, assume),
    options: options(trigger, assume),
    commitStatusTitle: isCron(trigger)
      ? null
      : (trigger.node.string("commitStatusTitle")?.value ?? pipeline.name?.value ?? null),
    definition: definitionOf(pipeline, system),
    simulatedTrigger: isCron(trigger) ? simulatedOf(trigger) : null,
  };
}

function simulatedOf(trigger: CronTrigger): EffectiveBuild["simulatedTrigger"] {
  if (!trigger.gitTriggerId) return null;
  const git = simulatedGitTrigger(trigger);
  return { trigger: git?.name?.value ?? null, branch: trigger.branch?.value ?? null };
}

function contexts(trigger: Trigger, assume: Assumptions): ContextSetting[] {
  const { own, simulated = own } = layersOf(trigger, assume);
  const known = contextsOf(trigger.pipeline, own);
  return [...contextsOf(trigger.pipeline, simulated).values()].map((each) => {
    if (known.has(each.value)) return { ...each, used: true, assumed: [] };
    return { ...each, used: settled(false, true, assume), assumed: openIf(true) };
  });
}

function options(trigger: Trigger, assume: Assumptions): BuildSettings["options"] {
  const { own, simulated = own } = layersOf(trigger, assume);
  const [without, all] = [optionsOf(trigger.pipeline, own), optionsOf(trigger.pipeline, simulated)];
  const settings = Array.from(all, ([key, { value, origin }]) => {
    const isKnown = without.get(key)?.value === value;
    return [key, { value: settled(isKnown, value, assume), origin, assumed: openIf(!isKnown) }] as const;
  });
  return Object.fromEntries(settings);
}

/** A part with the settings of the simulated Git trigger; null where it is not known. */
function settled<T>(isKnown: boolean, simulated: T, assume: Assumptions): T | null {
  return isKnown || assume[CRON_GIT_SETTINGS] === "yes" ? simulated : null;
}

const openIf = (isOpen: boolean): readonly string[] => (isOpen ? [CRON_GIT_SETTINGS] : []);

function runtime(trigger: Trigger, assume: Assumptions): RuntimeEnvironment | null {
  const { pipeline } = trigger;
  const { own, simulated = own } = layersOf(trigger, assume);
  const found = runtimeOf(pipeline, simulated, "replace");
  if (!found) return null;
  const read = (answer: "replace" | "merge") => {
    const [without = {}, all = {}] = [own, simulated].map((each) => runtimeOf(pipeline, each, answer)?.value);
    return runtimeFields(without, all, assume);
  };
  const [replaced, merged] = [read("replace"), read("merge")];
  const differs = Object.keys(merged.value).some((key) => replaced.value[key] !== merged.value[key]);
  const answer = assume["runtime-merge"];
  const { value, isOpen } = answer === "merge" ? merged : replaced;
  return {
    origin: found.origin,
    value,
    merged: differs && answer !== "merge" && answer !== "replace" ? merged.value : null,
    assumed: [...(differs ? ["runtime-merge"] : []), ...openIf(isOpen)],
  };
}

/** The fields of one reading, without and with those of the simulated Git trigger. */
function runtimeFields(
  without: RuntimeFields,
  all: RuntimeFields,
  assume: Assumptions,
): { readonly value: RuntimeFields; readonly isOpen: boolean } {
  const keys = [...new Set([...Object.keys(without), ...Object.keys(all)])];
  const open = new Set(keys.filter((key) => without[key] !== all[key]));
  const found = keys.map((key) => [key, settled(!open.has(key), all[key], assume)] as const);
  const value = Object.fromEntries(found.filter(([, each]) => each !== undefined)) as RuntimeFields;
  return { value, isOpen: open.size > 0 };
}
