import { isVariableList } from "../../catalogue/steps/hook-tables.ts";
import { type Entry, isScalar, isSequence, LocatedMapping } from "../../document/located.ts";
import { isMerge } from "../../document/node.ts";
import type { FixProposal } from "../rule.ts";
import type { FaultyPart } from "./faulty-part.ts";
import { fixOf } from "./quoting.ts";

type Edits = FixProposal["edits"];

/**
 * A mapping in place of a list of NAME=value, or of one of its items, becomes that list or item.
 * The edits repeat no value, which may be secret.
 */
export function writeVariables(part: FaultyPart): FixProposal | undefined {
  const { path, value, parent, entry, suggestion, file } = part;
  const [list, key] = path.slice(-2).map(String);
  if (!value || value.anchor) return undefined;
  if (typeof path.at(-1) === "number") {
    if (!isVariableList(list!) || !(value instanceof LocatedMapping) || value.entries.length > 1)
      return undefined;
    const edits = joinPairs(value, part, ["", ""]);
    return edits && fixOf("write NAME=value", false, ...edits);
  }
  const inList = isSequence(value) ? [] : undefined;
  const written = value instanceof LocatedMapping ? joinPairs(value, part, ["[", "]"]) : inList;
  if (!written) return undefined;
  if (isVariableList(key!)) return fixOf("write a list", false, ...written);
  // The variables in the `env` of a step.
  if (key !== "env" || suggestion === undefined || !parent || parent.has(suggestion)) return undefined;
  const renamed = file.format === "json" ? `"${suggestion}"` : suggestion;
  const title = `rename it to "${suggestion}"${written.length > 0 ? ", and write a list" : ""}`;
  return fixOf(title, false, { span: entry!.key.span, text: renamed }, ...written);
}

/** The edits that make each pair `NAME=value`, in a list or in the brackets that are given. */
function joinPairs(
  { node, entries, span }: LocatedMapping,
  { file, text }: Pick<FaultyPart, "file" | "text">,
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
