import type { Span } from "../document/source.ts";
import type { SpecFile } from "../pipeline/model.ts";
import { detectedSecrets, detectSecrets, isSuspect } from "./detect.ts";
import { secretSpans } from "./locate.ts";

/** The stretches of a file that no output may show, in order: what it says is secret, and what `detectSecrets` found, once that has run. */
export function fileSecrets(file: SpecFile): readonly Span[] {
  return [...secretSpans(file), ...detectedSecrets(file)].sort((a, b) => a.start - b.start);
}

/** As `fileSecrets`, with the detector run where the text looks as if it had something to find. */
export async function findFileSecrets(file: SpecFile): Promise<readonly Span[]> {
  if (isSuspect(file)) await detectSecrets(file);
  return fileSecrets(file);
}
