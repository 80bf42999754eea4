import {
  type Entry,
  isScalar,
  isSequence,
  LocatedMapping,
  type Value,
  valueAt,
} from "../../document/located.ts";
import type { Span } from "../../document/source.ts";
import type { Pipeline, SpecFile } from "../../pipeline/model.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import type { FixProposal } from "../rule.ts";

/** A schema finding with the parts of the spec around it, of which each fix needs some. */
export interface FaultyPart extends SchemaFinding {
  /** The mapping with the refused key or value; undefined for an item of a list. */
  readonly parent: LocatedMapping | undefined;
  readonly entry: Entry | undefined;
  readonly value: Value | undefined;
  readonly text: string;
  readonly file: SpecFile;
}

/** Returns the part of a spec that a finding is about. */
export function faultyPart(finding: SchemaFinding, { node, file }: Pipeline, text: string): FaultyPart {
  const { path } = finding;
  const around = valueAt(node, path.slice(0, -1));
  const parent = around instanceof LocatedMapping ? around : undefined;
  const entry = parent?.entry(String(path.at(-1)));
  return { ...finding, parent, entry, value: valueAt(node, path), text, file };
}

/** The edit that writes another value behind its key; undefined if a comment would be lost. */
export function valueEdit(
  { key, value }: Entry,
  written: string,
  text: string,
): FixProposal["edits"][number] | undefined {
  if (value.anchor) return undefined;
  const { start, end } = value.span;
  const between = text.slice(key.span.end, start);
  const isBelow = between.includes("\n") && between.trim() === ":";
  // A list in lines begins below its key.
  if (!isSequence(value) || !isBelow) return { span: value.span, text: written };
  if (/\s#/.test(text.slice(start, end))) return undefined;
  return { span: { start: key.span.end, end }, text: `: ${written}` };
}

/**
 * Returns the line of an entry that is alone on it, so that it can be removed. The whole text may
 * be one line.
 */
export function ownLine({ key, value }: Entry, text: string): Span | undefined {
  // In JSON, the comma before the last entry would be left.
  if (!isScalar(value) || value.anchor || text[key.span.start] === '"') return undefined;
  let { start } = key.span;
  while (start > 0 && /[^\S\n]/.test(text[start - 1]!)) start--;
  const rest = /[^\S\n]*\n/y;
  rest.lastIndex = value.span.end;
  const isAlone = rest.test(text) && (start === 0 || text[start - 1] === "\n");
  return isAlone ? { start, end: rest.lastIndex } : undefined;
}
