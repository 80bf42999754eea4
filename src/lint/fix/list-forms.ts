import { isSequence, type Value } from "../../document/located.ts";
import { startOfLine } from "../../document/scan.ts";
import { FORMS } from "../../schema/message.ts";
import type { FixProposal } from "../rule.ts";
import type { FaultyPart } from "./faulty-part.ts";
import { fixOf } from "./quoting.ts";

type Edits = FixProposal["edits"];

const insertion = (at: number, text: string): Edits[number] => ({ span: { start: at, end: at }, text });

/** Returns the fix that writes a mapping as the only item of a list, or items as a mapping. */
export function writeForm({ form, value, text }: FaultyPart): FixProposal | undefined {
  if (!value || value.anchor || form === undefined || form === "pairs") return undefined;
  const edits = form === "item" ? asOnlyItem(value, text) : asKeys(value, text);
  return edits && fixOf(`write ${FORMS[form]}`, false, ...edits);
}

function asOnlyItem({ span }: Value, text: string): Edits | undefined {
  if (text[span.start] === "{") return [insertion(span.start, "["), insertion(span.end, "]")];
  if (text.slice(startOfLine(text, span.start), span.start).trim() !== "") return undefined;
  const lines = text.slice(span.start, span.end).matchAll(/\n(?=[ \t]*[^\s])/g);
  return [
    insertion(span.start, "- "),
    ...Array.from(lines, ({ index }) => insertion(span.start + index + 1, "  ")),
  ];
}

/** The keys of items without their dashes, in their columns. */
function asKeys(value: Value, text: string): Edits | undefined {
  const { start, end } = value.span;
  if (!isSequence(value)) return undefined;
  if (text[start] === "[")
    return value.items.length > 1
      ? undefined
      : [
          { span: { start, end: start + 1 }, text: "" },
          { span: { start: end - 1, end }, text: "" },
        ];
  const dashes = value.items.map((item) => {
    const line = startOfLine(text, item.span.start);
    const dash = /^[ \t]*-(?= +$)/.exec(text.slice(line, item.span.start));
    if (!dash || item.anchor || text[item.span.start] === "{") return undefined;
    return { span: { start: line + dash[0].length - 1, end: line + dash[0].length }, text: " " };
  });
  return dashes.every((dash) => dash !== undefined) ? dashes : undefined;
}
