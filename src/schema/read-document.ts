import { duplicateKeyFaults } from "../document/duplicate-keys.ts";
import { readJson } from "../document/json-reader.ts";
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

/** How a document is read. */
export interface DocumentOptions {
  /** The part of the text to read, such as `dryfire` in a `package.json`. */
  readonly key?: string | undefined;
  /** Whether the file is named as JSON. */
  readonly isJson?: boolean;
}

/** Reads a document, YAML or JSON, against a schema. Never throws because of the text. */
export async function readDocument(
  text: string,
  compiled: CompiledSchema,
  { key, isJson = false }: DocumentOptions = {},
): Promise<ReadDocument> {
  const comments = isJson ? commentsIn(text) : [];
  const yaml = await readYaml(text);
  const errors = yaml.faults.filter(({ severity }) => severity === "error");
  const broken = comments.length > 0 ? comments : errors;
  if (broken.length > 0) return { root: undefined, value: undefined, isYaml: false, faults: broken };
  const [first, second] = yaml.documents;
  const top = first?.root && locate(first.root, undefined);
  const root = key === undefined ? top : top instanceof LocatedMapping ? top.get(key) : undefined;
  const plain = root && (key === undefined ? first!.value : (first!.value as Record<string, unknown>)[key]);
  const faults: DocumentFault[] = findSchemaFaults(plain ?? null, compiled).map((finding) => ({
    span: root ? locateFinding(finding, root).span : { start: 0, end: 0 },
    message: schemaMessage(key === undefined ? finding : { ...finding, path: [key, ...finding.path] }),
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

/** The comments in a JSON text, which YAML reads as keys, or as other text behind a value. */
function commentsIn(text: string): DocumentFault[] {
  return readJson(text).faults.filter(({ id }) => id === "json-comment");
}
