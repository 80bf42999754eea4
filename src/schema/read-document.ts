import { duplicateKeyFaults } from "../document/duplicate-keys.ts";
import { isUnwritten, LocatedMapping, locate, type Value } from "../document/located.ts";
import { readYaml } from "../document/read.ts";
import type { Span } from "../document/source.ts";
import { locateFinding } from "./finding.ts";
import type { CompiledSchema } from "./json-schema.ts";
import { schemaMessage } from "./message.ts";
import { findSchemaFaults } from "./schema-faults.ts";

/** A fault of a document: one sentence and its place. */
export interface DocumentFault {
  readonly span: Span;
  readonly message: string;
}

/** A document with its faults, in the order of its text. */
export interface ReadDocument {
  /** The top of the document; undefined if it is empty or cannot be read. */
  readonly root: Value | undefined;
  /** The plain value of the same. */
  readonly value: unknown;
  /** False if the text is not YAML; then the faults are those of the text alone. */
  readonly isYaml: boolean;
  readonly faults: DocumentFault[];
}

/**
 * Reads a document, YAML or JSON, against a schema. `key` is the part of the text to read, such as
 * `dryfire` in a `package.json`. Never throws because of the text.
 */
export async function readDocument(
  text: string,
  compiled: CompiledSchema,
  key?: string,
): Promise<ReadDocument> {
  const yaml = await readYaml(text);
  const broken = yaml.faults.filter(({ severity }) => severity === "error");
  if (broken.length > 0) return { root: undefined, value: undefined, isYaml: false, faults: broken };
  const [first, second] = yaml.documents;
  const top = first?.root && locate(first.root, undefined);
  const root = key === undefined ? top : top instanceof LocatedMapping ? top.get(key) : undefined;
  const plain = root && (key === undefined ? first!.value : (first!.value as Record<string, unknown>)[key]);
  const faults: DocumentFault[] = findSchemaFaults(plain ?? null, compiled).map((finding) => ({
    span: root ? locateFinding(finding, root).span : { start: 0, end: 0 },
    message: schemaMessage(finding),
  }));
  for (const { key, message } of root ? duplicateKeyFaults(root) : [])
    faults.push({ span: key.span, message });
  if (second?.root)
    faults.push({
      span: second.root.span,
      message: "a second document is not allowed; write one file for each",
    });
  return {
    root: root && isUnwritten(root) ? undefined : root,
    value: plain,
    isYaml: true,
    faults: faults.sort((a, b) => a.span.start - b.span.start),
  };
}
