import type { Span } from "../document/source.ts";
import type { SpecFile } from "../pipeline/model.ts";
import { firstNotBefore } from "../util/binary-search.ts";
import { MASK } from "../util/secret-prefixes.ts";
import { joinSpans, within } from "../util/spans.ts";
import { eachScalar } from "./locate.ts";
import { isMask } from "./names.ts";
import type { Redactor } from "./redact.ts";

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
  const own = joinSpans(spans);
  const repeats = redactor.find(text).flatMap((span) => partsOf(text, span, own));
  const whole = joinSpans([...own, ...repeats]).map((span) => widened(text, span, scalars));
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

/** Fewer letters of a secret next to another one are by chance those of the next word. */
const MIN_PART = 4;

/**
 * The parts of a repeat outside of the known secrets. A repeat may run from one secret over quotes
 * and line breaks to another one.
 */
function partsOf(text: string, { start, end }: Span, known: readonly Span[]): Span[] {
  const parts: Span[] = [];
  let at = start;
  for (const secret of [...within(known, { start, end }), { start: end, end }]) {
    for (const { 0: part, index } of text.slice(at, secret.start).matchAll(/[^\s"'](?:[^\r\n]*[^\s"'])?/g))
      parts.push({ start: at + index, end: at + index + part.length });
    at = secret.end;
  }
  const isWhole = parts.length === 1 && parts[0]!.end - parts[0]!.start === end - start;
  return isWhole ? parts : parts.filter((part) => part.end - part.start >= MIN_PART);
}

/** The span of the value that a secret starts, else the span of the secret itself. */
function widened(
  text: string,
  span: Span,
  scalars: readonly Span[],
): { readonly span: Span; readonly isScalar: boolean } {
  const scalar = scalars[firstNotBefore(scalars, ({ end }) => end <= span.start)];
  return scalar?.start === span.start
    ? { span: { start: span.start, end: Math.max(scalar.end, span.end) }, isScalar: true }
    : { span: withoutEscape(text, span), isScalar: false };
}

/** A backslash before the rest of a value is a part of the next character. */
function withoutEscape(text: string, { start, end }: Span): Span {
  let last = end;
  while (last > start + 1 && text[last - 1] === "\\") last--;
  return { start, end: last };
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
  for (const { root } of documents)
    eachScalar(root?.node, ({ style, span }) => {
      if (style !== "empty") found.push(span);
    });
  return found.sort((a, b) => a.start - b.start);
}
