import { findProvider, type ProviderId } from "../../catalogue/providers.ts";
import type { SpecFile } from "../../pipeline/model.ts";

/** The provider that the Git triggers of all specs have, where it is one. */
export function commonProvider(files: readonly SpecFile[]): ProviderId | undefined {
  const triggers = files.flatMap(({ pipelines }) => pipelines.flatMap((pipeline) => pipeline.triggers));
  const named = new Set(
    triggers.flatMap(({ provider }) => (provider && findProvider(provider.value)?.id) ?? []),
  );
  return named.size === 1 ? [...named][0] : undefined;
}
