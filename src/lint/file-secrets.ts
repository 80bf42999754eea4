import type { SpecFile } from "../spec/model.ts";
import type { Span } from "../spec/source.ts";
import { detectedSecrets, detectSecrets, isSuspect } from "./secret-detection.ts";
import { secretSpans } from "./secrets.ts";

/** The stretches of a file that no output may show, in order: what it says is secret, and what `detectSecrets` found, once that has run. */
export function fileSecrets(file: SpecFile): readonly Span[] {
  return [...secretSpans(file), ...detectedSecrets(file)].sort((a, b) => a.start - b.start);
}

/** As `fileSecrets`, with the detector run where the text looks as if it had something to find. */
export async function findFileSecrets(file: SpecFile): Promise<readonly Span[]> {
  if (isSuspect(file)) await detectSecrets(file);
  return fileSecrets(file);
}
