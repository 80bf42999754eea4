import { casesDoc } from "./generate-cases-doc.ts";
import { fixableRules } from "./generate-fixable.ts";
import { outputsDoc } from "./generate-outputs-doc.ts";
import { readme } from "./generate-readme.ts";
import { reportSchemas } from "./generate-report-schemas.ts";
import { rulesDoc } from "./generate-rules-doc.ts";
import { rulesIndex } from "./generate-rules-index.ts";
import { semanticsDoc } from "./generate-semantics-doc.ts";
import { validators } from "./generate-validators.ts";

/** A file that is generated from other sources. */
export interface GeneratedFile {
  /** Relative to the root of the repository. */
  readonly path: string;
  readonly text: string;
}

/** A generator: its name and the function that returns its files. */
export type Generator = (root: string) => GeneratedFile[] | Promise<GeneratedFile[]>;

/**
 * All generators. The index of rules is first, because the docs are generated from the rules it
 * lists.
 */
export const generators: readonly Generator[] = [
  rulesIndex,
  fixableRules,
  reportSchemas,
  validators,
  rulesDoc,
  outputsDoc,
  semanticsDoc,
  casesDoc,
  readme,
];
