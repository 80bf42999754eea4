import { isScalar, type LocatedMapping } from "../../document/located.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import type { Layers } from "../pipelines.ts";
import type { Origin } from "../variables/build-variables.ts";

/** A part of a build by its layers; `value` is null where it is not known. */
export interface LayeredPart<T> {
  readonly value: T | null;
  readonly origin: Origin;
}

/** Returns the contexts of a build, of the pipeline first. */
export function contextsOf(
  pipeline: Pipeline,
  layers: Layers,
): ReadonlyMap<string, { readonly value: string; readonly origin: Origin }> {
  const found = new Map<string, { readonly value: string; readonly origin: Origin }>();
  for (const { value } of pipeline.contexts) found.set(value, { value, origin: "pipeline" });
  for (const layer of layers) {
    if (layer === "unknown" || !("contexts" in layer)) continue;
    for (const { value } of layer.contexts)
      if (!found.has(value)) found.set(value, { value, origin: "trigger" });
  }
  return found;
}

/** Returns the switches of a build. */
export function optionsOf(
  { options: pipeline }: Pipeline,
  layers: Layers,
): ReadonlyMap<string, LayeredPart<boolean>> {
  const options = new Map<string, LayeredPart<boolean>>();
  const set = (mapping: LocatedMapping | undefined, origin: Origin): void => {
    for (const { key } of mapping?.entries ?? []) {
      const found = mapping!.boolean(key.value);
      if (found) options.set(key.value, { value: found.value, origin });
    }
  };
  set(pipeline, "pipeline");
  for (const layer of layers) {
    if (layer === "unknown") for (const [key, part] of options) options.set(key, { ...part, value: null });
    else set(layer.options, "trigger");
  }
  return options;
}

/** The fields of a runtime environment; null where one is not known. */
export type RuntimeFields = Readonly<Record<string, string | null>>;

/**
 * Returns the runtime environment of a build in one answer to `runtime-merge`; undefined if there
 * is none.
 */
export function runtimeOf(
  { runtimeEnvironment: pipeline }: Pipeline,
  layers: Layers,
  answer: "replace" | "merge",
): { readonly value: RuntimeFields; readonly origin: Origin } | undefined {
  let found = pipeline && { value: fields(pipeline), origin: "pipeline" as Origin };
  for (const layer of layers) {
    if (layer === "unknown") found = found && { ...found, value: unknownFields(found.value) };
    else if (layer.runtimeEnvironment) {
      const base = answer === "merge" ? found?.value : {};
      found = { value: { ...base, ...fields(layer.runtimeEnvironment) }, origin: "trigger" };
    }
  }
  return found;
}

function fields(mapping: LocatedMapping): RuntimeFields {
  const found: Record<string, string> = {};
  for (const { key, value } of mapping.entries) {
    if (isScalar(value) && value.value !== null) found[key.value] = String(value.value);
  }
  return found;
}

function unknownFields(known: RuntimeFields): RuntimeFields {
  return Object.fromEntries(Object.keys(known).map((key) => [key, null]));
}
