import { definitionsDoc } from "./generate-definitions-doc.ts";
import { documents } from "./generate-documents.ts";
import { manPage } from "./generate-man-page.ts";
import { outputsDoc } from "./generate-outputs-doc.ts";
import { reportSchemas } from "./generate-report-schemas.ts";
import { fixableRules } from "./generate-rule-tables.ts";
import { rulesDoc } from "./generate-rules-doc.ts";
import { semanticsDoc } from "./generate-semantics-doc.ts";
import { validators } from "./generate-validators.ts";
import type { GeneratedFile } from "./generated-file.ts";

/** A generator: its name and the function that returns its files. */
export type Generator = (root: string) => GeneratedFile[] | Promise<GeneratedFile[]>;

/** All generators, without that of the index of rules, which they import. */
export const generators: readonly Generator[] = [
  fixableRules,
  reportSchemas,
  validators,
  rulesDoc,
  outputsDoc,
  semanticsDoc,
  definitionsDoc,
  manPage,
  documents,
];
