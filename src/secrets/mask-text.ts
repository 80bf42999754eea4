import type { YamlNode } from "../document/node.ts";
import type { Span } from "../document/source.ts";
import type { SpecFile } from "../pipeline/model.ts";
import { firstNotBefore } from "../util/binary-search.ts";
import { MASK } from "../util/secret-prefixes.ts";
import { isMask } from "./names.ts";
import { apart, type Redactor } from "./redact.ts";

/** The value in place of a secret. Rules see that there is one, unlike for a mask of stars. */
const PLACEHOLDER = "masked by dryfire";

/** A text without its secrets. */
export interface MaskedText {
  readonly text: string;
  /** The spans of the original text that were masked; empty if it has no secret. */
  readonly masked: readonly Span[];
}

/**
 * Returns the text of a file with its secrets masked, so that it can be read again with the same
 * structure and most of its findings: a whole value becomes a placeholder in quotes. `spans` are
 * the secrets of the file, and `redactor` finds their repeats.
 */
export function maskText(file: SpecFile, spans: readonly Span[], redactor: Redactor): MaskedText {
  const { text } = file.source;
  const scalars = scalarsOf(file);
  const whole = apart([...spans, ...redactor.find(text)]).map((span) => widened(span, scalars));
  let [result, done] = ["", 0];
  const masked: Span[] = [];
  for (const { span, isScalar } of whole) {
    const old = text.slice(span.start, span.end);
    const bare = old.replace(/^(["'])(.*)\1$/, "$2");
    if (span.start < done || isMask(bare) || bare === PLACEHOLDER) continue;
    result += text.slice(done, span.start) + (isScalar ? `"${PLACEHOLDER}"` : partOf(text, span));
    masked.push(span);
    // The line break after a block text belongs to it.
    done = span.start + old.trimEnd().length;
  }
  return { text: result + text.slice(done), masked };
}

/** A secret with the whole value if it covers it, or begins it. */
function widened(span: Span, scalars: readonly Span[]): { readonly span: Span; readonly isScalar: boolean } {
  const scalar = scalars[firstNotBefore(scalars, ({ end }) => end <= span.start)];
  const begins = scalar && span.start <= scalar.start && scalar.start < span.end;
  return begins
    ? { span: { start: scalar.start, end: Math.max(scalar.end, span.end) }, isScalar: true }
    : { span, isScalar: false };
}

/** A part of a value keeps its line breaks, since they may end a line of a block. */
function partOf(text: string, { start, end }: Span): string {
  return text
    .slice(start, end)
    .split(/(\r?\n[ \t]*)/)
    .map((part, index) => (index % 2 === 1 || part === "" ? part : MASK))
    .join("")
    .trimEnd();
}

/** The spans of all values that have a text, in the order of the text. */
function scalarsOf({ documents }: SpecFile): Span[] {
  const found: Span[] = [];
  const visit = (node: YamlNode): void => {
    if (node.kind === "scalar" && node.style !== "empty") found.push(node.span);
    else if (node.kind === "sequence") for (const item of node.items) visit(item);
    else if (node.kind === "mapping")
      for (const { key, value } of node.pairs) {
        found.push(key.span);
        visit(value);
      }
  };
  for (const { root } of documents) if (root) visit(root.node);
  return found.sort((a, b) => a.start - b.start);
}
