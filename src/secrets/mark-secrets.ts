import type { Pipeline } from "../pipeline/model.ts";
import { detectedSecrets, detectSecrets, isSuspect } from "./detect.ts";
import { markSecrets } from "./marked-secrets.ts";

/** Looks for secrets in the files of pipelines whose values are about to be shown; the detector loads only where a text looks like one. */
export async function markDetectedSecrets(pipelines: readonly Pipeline[]): Promise<void> {
  for (const file of new Set(pipelines.map((pipeline) => pipeline.file))) {
    if (!isSuspect(file)) continue;
    await detectSecrets(file);
    markSecrets(file, detectedSecrets(file));
  }
}
