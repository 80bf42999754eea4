import { type Entry, isScalar, isSequence, LocatedMapping, valueAt } from "../../document/located.ts";
import { isMerge } from "../../document/node.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import type { FixProposal } from "../rule.ts";

type Edits = FixProposal["edits"];

/** The keys with lists of NAME=value. */
export const VARIABLE_LISTS = /^(?:environment|(?:build|composition)[_-](?:arguments|variables))$/;

/**
 * A mapping in place of a list of NAME=value, or of one of its items, becomes that list or item.
 * The edits repeat no value, which may be secret.
 */
export function writeVariables(
  { path, suggestion }: SchemaFinding,
  pipeline: Pipeline,
  text: string,
): FixProposal | undefined {
  const value = valueAt(pipeline.node, path);
  const [list, key] = path.slice(-2).map(String);
  if (!value || value.anchor) return undefined;
  if (typeof path.at(-1) === "number") {
    if (!VARIABLE_LISTS.test(list!) || !(value instanceof LocatedMapping) || value.entries.length > 1)
      return undefined;
    const edits = joinPairs(value, pipeline, text, ["", ""]);
    return edits && { title: "write NAME=value", safe: false, edits };
  }
  const written =
    value instanceof LocatedMapping
      ? joinPairs(value, pipeline, text, ["[", "]"])
      : isSequence(value)
        ? []
        : undefined;
  if (!written) return undefined;
  if (VARIABLE_LISTS.test(key!)) return { title: "write a list", safe: false, edits: written };
  // The variables in the `env` of a step.
  const parent = valueAt(pipeline.node, path.slice(0, -1));
  if (
    key !== "env" ||
    suggestion === undefined ||
    !(parent instanceof LocatedMapping) ||
    parent.has(suggestion)
  )
    return undefined;
  const { span } = parent.entry(key)!.key;
  const renamed = pipeline.file.format === "json" ? `"${suggestion}"` : suggestion;
  const title = `rename it to "${suggestion}"${written.length > 0 ? ", and write a list" : ""}`;
  return { title, safe: false, edits: [{ span, text: renamed }, ...written] };
}

/** The edits that make each pair `NAME=value`, in a list or in the brackets that are given. */
function joinPairs(
  { node, entries, span }: LocatedMapping,
  { file }: Pipeline,
  text: string,
  [open, close]: readonly [string, string],
): Edits | undefined {
  if (node.pairs.some(isMerge)) return undefined;
  const isFlow = text[span.start] === "{";
  const dash = open !== "" && !isFlow ? "- " : "";
  const pairs = entries.map((entry) => joinPair(entry, text, dash, file.format === "json"));
  if (pairs.length === 0 || !pairs.every((edits) => edits !== undefined)) return undefined;
  if (!isFlow) return pairs.flat();
  if (text[span.end - 1] !== "}") return undefined;
  return [
    { span: { start: span.start, end: span.start + 1 }, text: open },
    ...pairs.flat(),
    { span: { start: span.end - 1, end: span.end }, text: close },
  ];
}

/** The edits that make `NAME=value` of a pair on one line, in the quotes of its value. */
function joinPair(
  { key, name, value }: Entry,
  text: string,
  dash: string,
  isJson: boolean,
): Edits | undefined {
  const { start } = key.span;
  if (!/^[\w.-]+$/.test(name) || value.anchor || !isScalar(value) || value.node.kind !== "scalar")
    return undefined;
  const { style } = value.node;
  if (style === "empty") {
    const end = key.span.end + 1;
    return text[end - 1] === ":" ? [{ span: { start, end }, text: `${dash}${name}=` }] : undefined;
  }
  const { start: from, end: to } = value.span;
  const isQuoted = style === "single-quoted" || style === "double-quoted";
  const isOneLine = !text.slice(from, to).includes("\n") && /^:[ \t]*$/.test(text.slice(key.span.end, from));
  if (!isOneLine || value.value === null || !(isQuoted || style === "plain")) return undefined;
  const quote = isQuoted ? text[from]! : isJson ? '"' : "";
  const first = { span: { start, end: isQuoted ? from + 1 : from }, text: `${dash}${quote}${name}=` };
  return isJson && !isQuoted ? [first, { span: { start: to, end: to }, text: quote }] : [first];
}
