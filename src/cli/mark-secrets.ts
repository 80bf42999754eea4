import { detectedSecrets, detectSecrets, isSuspect } from "../lint/secret-detection.ts";
import { markSecrets } from "../spec/marked-secrets.ts";
import type { Pipeline } from "../spec/model.ts";

/** Looks for secrets in the files of pipelines whose values are about to be shown; the detector loads only where a text looks like one. */
export async function markDetectedSecrets(pipelines: readonly Pipeline[]): Promise<void> {
  for (const file of new Set(pipelines.map((pipeline) => pipeline.file))) {
    if (!isSuspect(file)) continue;
    await detectSecrets(file);
    markSecrets(file, detectedSecrets(file));
  }
}
