import type { SpecFile } from "../pipeline/model.ts";
import { TextFinder } from "../util/multi-search.ts";
import { fileSecrets } from "./file-secrets.ts";
import { spellings } from "./variants.ts";

/** Whether a spec holds any secret. */
export function holdsSecrets(file: SpecFile): boolean {
  return fileSecrets(file).length > 0;
}

/** Shorter values stand in names and words by chance; where they are values they are masked as such. */
const SHORTEST = 6;

/** Takes the secrets of specs out of texts, all of them in one go. */
export function withoutSecretsOf(files: readonly SpecFile[]): (text: string) => string {
  const secrets = files.flatMap((file) => [...spellings(file.source.text, fileSecrets(file))]);
  const finder = new TextFinder(new Set(secrets.filter(({ length }) => length >= SHORTEST)));
  return (text) => finder.replace(text, "*****");
}
