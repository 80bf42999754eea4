import { isSequence, type LocatedMapping } from "../../document/located.ts";
import { EditedText } from "../../document/repair/edits.ts";
import { endOfLine, startOfLine } from "../../document/scan.ts";
import { inQuotes, quotedLike } from "../../lint/fix/quoting.ts";
import type { SpecFile, Trigger } from "../../pipeline/model.ts";
import type { SpecChange } from "../../simulate/would-fire/spec-change.ts";
import type { PageEdit } from "./protocol.ts";

/**
 * Returns the edits that make a change of a trigger's spec in its text; none where the text has a
 * form in which that is not sure, such as an alias. The caller tries the result.
 */
export function specEdits(trigger: Trigger, change: SpecChange): readonly PageEdit[] {
  const { node, pipeline } = trigger;
  const { file } = pipeline;
  const { key, value } = change;
  if (file.inexact || node.anchor) return [];
  if (change.action === "rename") return renameKey(node, key, value);
  if (key === "events") return addToList(node, key, value, file);
  const old = node.get(key);
  if (!old) return addKey(node, key, value, file);
  if (old.anchor) return [];
  const text = node.string(key);
  return [{ ...old.span, text: text ? quotedLike(text, value) : value }];
}

function addToList(node: LocatedMapping, key: string, value: string, file: SpecFile): readonly PageEdit[] {
  const list = node.get(key);
  if (!list || !isSequence(list) || list.anchor) return [];
  const { text } = file.source;
  const { span } = list;
  const last = list.items.at(-1);
  const isFlow = text[span.start] === "[";
  const entry = file.format === "json" || isFlow ? inQuotes(value, file) : value;
  if (!last) return isFlow ? [{ start: span.start + 1, end: span.end - 1, text: entry }] : [];
  if (isFlow) return [{ start: last.span.end, end: last.span.end, text: `, ${entry}` }];
  const indent = /^[ \t]*-[ \t]+/.exec(text.slice(startOfLine(text, last.span.start), last.span.start));
  if (!indent) return [];
  return insertLine(text, last.span.end, `${indent[0]}${entry}`);
}

function renameKey(node: LocatedMapping, key: string, value: string): PageEdit[] {
  const { key: old } = node.entry(key)!;
  return [{ ...old.span, text: quotedLike(old, value) }];
}

/** A new key of a mapping, below its first one whose value is on the same line. */
function addKey(node: LocatedMapping, key: string, value: string, { source, format }: SpecFile) {
  const { text } = source;
  const [first] = node.entries;
  if (!first) return [];
  const { start } = first.key.span;
  if (format === "json") return [{ start, end: start, text: `${JSON.stringify(key)}: ${value}, ` }];
  if (/\{\s*$/.test(text.slice(startOfLine(text, start), start)))
    return [{ start, end: start, text: `${key}: ${value}, ` }];
  const line = node.entries.find(({ value: { node: each, anchor } }) => {
    const isLine = each.kind === "scalar" && !text.slice(each.span.start, each.span.end).includes("\n");
    return isLine && !anchor && each.style !== "literal" && each.style !== "folded" && each.style !== "empty";
  });
  if (!line) return [];
  const column = start - startOfLine(text, start);
  return insertLine(text, line.value.span.end, `${" ".repeat(column)}${key}: ${value}`);
}

function insertLine(text: string, after: number, line: string): readonly PageEdit[] {
  const at = endOfLine(text, after);
  const lineBreak = /\r\n|\n/.exec(text)?.[0] ?? "\n";
  return [{ start: at, end: at, text: `${lineBreak}${line}` }];
}

/** Returns a text with edits applied; they do not overlap. */
export function applyEdits(text: string, edits: readonly PageEdit[]): string {
  return new EditedText(
    text,
    edits.map(({ text: written, ...span }) => ({ span, text: written })),
  ).text;
}
