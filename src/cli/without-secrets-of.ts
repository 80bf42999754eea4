import { detectedSecrets } from "../lint/secret-detection.ts";
import { secretSpans } from "../lint/secrets.ts";
import type { SpecFile } from "../spec/model.ts";
import type { Span } from "../spec/source.ts";
import { spellings } from "../spec/spellings.ts";
import { TextFinder } from "../spec/text-finder.ts";

/** The secrets of a spec: what it says is one, and what `detectSecrets` has found, once that has run. */
function secretsOf(file: SpecFile): readonly Span[] {
  return [...secretSpans(file), ...detectedSecrets(file)];
}

/** Whether a spec holds any secret. */
export function holdsSecrets(file: SpecFile): boolean {
  return secretsOf(file).length > 0;
}

/** Shorter values stand in names and words by chance; where they are values they are masked as such. */
const SHORTEST = 6;

/** Takes the secrets of specs out of texts, all of them in one go. */
export function withoutSecretsOf(files: readonly SpecFile[]): (text: string) => string {
  const secrets = files.flatMap((file) => [...spellings(file.source.text, secretsOf(file))]);
  const finder = new TextFinder(new Set(secrets.filter(({ length }) => length >= SHORTEST)));
  return (text) => finder.replace(text, "*****");
}
