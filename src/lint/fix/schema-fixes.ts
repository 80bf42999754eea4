import { isCommandList, isVariableList } from "../../catalogue/steps/hook-tables.ts";
import {
  type Entry,
  isScalar,
  isSequence,
  isText,
  isUnwritten,
  type Located,
  LocatedMapping,
} from "../../document/located.ts";
import { lineBreakOf, startOfLine } from "../../document/scan.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import { specSchemaAt } from "../../pipeline/schema/spec-faults.ts";
import type { SchemaFinding, SchemaFindingKind } from "../../schema/finding.ts";
import { booleanMeant, commentFault, isBoolean } from "../../schema/message.ts";
import type { FixProposal } from "../rule.ts";
import { type FaultyPart, faultyPart, ownLine, valueEdit } from "./faulty-part.ts";
import { writeForm } from "./list-forms.ts";
import { fixOf, quotedLike, quoteIt, replaceValue } from "./quoting.ts";
import { writeVariables } from "./variable-fixes.ts";

type MakeFix = (part: FaultyPart) => FixProposal | undefined;

/** The fixes of each kind of finding, of which the first that is possible is taken. */
const FIXES: Partial<Readonly<Record<SchemaFindingKind, readonly MakeFix[]>>> = {
  "unknown-key": [writeOpposite, renameKey],
  "unknown-value": [replaceWord],
  "wrong-type": [
    writeVariables,
    writeBoolean,
    quoteScalar,
    quoteCommand,
    writeOther,
    writeForm,
    writeWhen,
    writeEntry,
    writeList,
  ],
};

/**
 * Returns the fix of a schema finding: a misspelled key or word is a suggestion; a number or
 * boolean in place of a text is quoted, and `yes` or `off` in place of a boolean becomes one, which
 * is safe because the platform refuses them. Undefined without a near value.
 */
export function schemaFix(finding: SchemaFinding, pipeline: Pipeline, text: string): FixProposal | undefined {
  const { kind, form, unneeded } = finding;
  const part = faultyPart(finding, pipeline, text);
  const fixes = form === "pair" ? [writePair] : unneeded ? [removeKey] : (FIXES[kind] ?? []);
  for (const fix of fixes) {
    const found = fix(part);
    if (found) return found;
  }
  return undefined;
}

function renameKey(part: FaultyPart): FixProposal | undefined {
  const { parent, entry, suggestion, expected, write, file, text } = part;
  if (suggestion === undefined || !parent || parent.has(suggestion)) return undefined;
  if (!entry || commentFault(entry.name) !== undefined) return undefined;
  // A known key needs no quotes, not even `on`.
  const { node: key } = entry.key;
  const isPlain = key.kind === "scalar" && key.style === "plain";
  const rename = { span: key.span, text: isPlain ? suggestion : quotedLike(entry.key, suggestion) };
  const title = `rename it to "${suggestion}"`;
  if (expected === undefined) return fixOf(title, false, rename);
  if (write !== undefined) {
    const written = file.format === "json" ? asJson(write) : write;
    const edit = valueEdit(entry, written, text);
    return edit && fixOf(`${title}, and write ${written}`, false, rename, edit);
  }
  const list = expected.startsWith("a list") ? listEdits(entry, parent, text) : undefined;
  return list && fixOf(`${title}, and write a list`, false, rename, ...list);
}

/** `NAME: value` becomes an entry with a key and a value; the edit does not repeat the value. */
function writePair({ parent, entry, text }: FaultyPart): FixProposal | undefined {
  if (!parent || parent.anchor) return undefined;
  const { key, value } = entry!;
  const { start, end } = key.span;
  if (isUnwritten(value) || key.anchor || text[end] !== ":") return undefined;
  const written = text.slice(start, end);
  const column = start - startOfLine(text, start);
  const gap = isInFlow(parent, text) ? ", " : `${lineBreakOf(text)}${" ".repeat(column)}`;
  const [name, content] = written.startsWith('"') ? ['"key"', '"value"'] : ["key", "value"];
  const pair = `${name}: ${written}${gap}${content}`;
  return fixOf('write it as "key" and "value"', false, { span: key.span, text: pair });
}

/** The line of a key without which the spec means the same. */
function removeKey({ entry, text }: FaultyPart): FixProposal | undefined {
  const span = entry && !entry.key.anchor ? ownLine(entry, text) : undefined;
  return span && fixOf("remove it", false, { span, text: "" });
}

/** A text in place of a list of texts becomes its only item. */
function writeList({ path, parent, entry, expected, text }: FaultyPart): FixProposal | undefined {
  if (!expected?.startsWith("a list") || !parent || !entry) return undefined;
  if (specSchemaAt([...path, 0])?.type === "object") return undefined;
  const isAssignment = isText(entry.value) && /^\w+=\S*$/.test(entry.value.value);
  if (isVariableList(entry.name) && !isAssignment) return undefined;
  const edits = listEdits(entry, parent, text);
  return edits && fixOf("write a list", false, ...edits);
}

/** The edits that make a text the only item of a list, in brackets or behind a dash. */
function listEdits(
  { key, value }: Entry,
  { node }: LocatedMapping,
  text: string,
): FixProposal["edits"] | undefined {
  if (!isText(value) || isBlank(value) || value.anchor || value.node.kind !== "scalar") return undefined;
  const { start, end } = value.span;
  const items = itemsOf(value.value);
  const quoted = items.map((item) => quotedLike(value, item));
  if (isInFlow({ node }, text))
    return items.length > 1
      ? [{ span: value.span, text: `[${quoted.join(", ")}]` }]
      : [
          { span: { start, end: start }, text: "[" },
          { span: { start: end, end }, text: "]" },
        ];
  const indent = text.slice(startOfLine(text, key.span.start), key.span.start);
  // A dash in place of the key needs the same depth of the lines below.
  if (indent.trim() !== "" || text.slice(key.span.end, start) !== ": ") return undefined;
  const dash = `${lineBreakOf(text)}${indent}- `;
  return items.length > 1
    ? [{ span: { start: start - 1, end }, text: quoted.map((item) => dash + item).join("") }]
    : [{ span: { start: start - 1, end: start }, text: dash }];
}

/** True for a mapping in braces, or one that is an item in brackets. */
function isInFlow({ node }: Pick<LocatedMapping, "node">, text: string): boolean {
  return /^[{[]/.test(text.charAt(node.span.start));
}

/** True for a text that would be an empty item. */
function isBlank({ value }: Located<string>): boolean {
  return value.trim() === "";
}

/** The items that a text in place of a list names: words with commas between them are several. */
function itemsOf(text: string): readonly string[] {
  return /^\s*[\w./-]+(?:\s*,\s*[\w./-]+)+\s*$/.test(text)
    ? text.split(",").map((word) => word.trim())
    : [text];
}

/** The name of a step in place of an entry of `when.steps`, or of the list of these. */
function writeEntry({ path, value, file }: FaultyPart): FixProposal | undefined {
  const isItem = typeof path.at(-1) === "number";
  const list = isItem ? path.slice(0, -1) : path;
  const at = /^(?:all|any)$/.test(String(list.at(-1))) ? list.slice(0, -1) : list;
  if (!value || !isText(value) || isBlank(value) || value.anchor) return undefined;
  if (at.at(-1) !== "steps" || at.at(-2) !== "when") return undefined;
  const key = file.format === "json" ? '"name"' : "name";
  const entries = (isItem ? [value.value] : itemsOf(value.value)).map(
    (name) => `{ ${key}: ${quotedLike(value, name.trim())} }`,
  );
  const written = isItem ? entries[0]! : `[${entries.join(", ")}]`;
  return fixOf(`write ${written}`, false, { span: value.span, text: written });
}

/** `enabled: false` becomes `disabled: true`, which means the same. */
function writeOpposite({ opposite, parent, entry }: FaultyPart): FixProposal | undefined {
  if (!opposite || !parent || parent.has(opposite.key)) return undefined;
  const { key, value } = entry!;
  return fixOf(
    `write "${opposite.key}: ${opposite.value}"`,
    true,
    { span: key.span, text: quotedLike(key, opposite.key) },
    { span: value.span, text: String(opposite.value) },
  );
}

function writeOther({ entry, value, write, file, text }: FaultyPart): FixProposal | undefined {
  if (!value || value.anchor || write === undefined) return undefined;
  const written = file.format === "json" ? asJson(write) : write;
  const edit = entry ? valueEdit(entry, written, text) : { span: value.span, text: written };
  return edit && fixOf(`write ${written}`, false, edit);
}

/**
 * The mappings of a `when` around the names of branches or around expressions: `when: EXPRESSION`,
 * and a text or a list as `condition`, `all` or `any`.
 */
function writeWhen({ path, entry, file, text }: FaultyPart): FixProposal | undefined {
  if (!entry) return undefined;
  const { key, value } = entry;
  const items = isSequence(value) ? value.items : [value];
  const texts = items.filter(isText).filter((each) => !each.anchor && !isBlank(each));
  // A list in lines may be no deeper than the key, and have comments.
  const span = { start: key.span.end, end: value.span.end };
  const isFilled = items.length > 0 && texts.length === items.length;
  const isWhole = isFilled && !/[#&]/.test(text.slice(span.start, value.span.start));
  if (!isWhole || (isSequence(value) && text.slice(span.start, span.end).includes("#"))) return undefined;
  const quoted = (name: string): string => (file.format === "json" ? JSON.stringify(name) : name);
  const flow = whenOf(path, texts, quoted);
  return flow === undefined ? undefined : fixOf(`write ${flow}`, false, { span, text: `: ${flow}` });
}

function whenOf(
  path: SchemaFinding["path"],
  texts: readonly Located<string>[],
  quoted: (name: string) => string,
): string | undefined {
  const [owner, key] = path.slice(-2);
  if (owner === "when" && key === "branch") {
    const names = texts.flatMap((each) => itemsOf(each.value).map((name) => quotedLike(each, name.trim())));
    return `{ ${quoted("only")}: [${names.join(", ")}] }`;
  }
  const names = texts.map((each, index) => {
    const name = quoted(texts.length > 1 ? `rule${index + 1}` : "rule");
    return `${name}: ${quotedLike(each, each.value.trim())}`;
  });
  const expressions = `{ ${names.join(", ")} }`;
  const isOfWhen = path.at(-3) === "when" || path.at(-3) === "success_criteria";
  if (owner === "condition" && isOfWhen && (key === "all" || key === "any")) return expressions;
  const all = `{ ${quoted("all")}: ${expressions} }`;
  if (key === "condition" && (owner === "when" || owner === "success_criteria")) return all;
  // A word such as `always` is not an expression.
  const isExpression = texts.every(({ value }) => /[=!<>(]|\$\{\{/.test(value));
  return key === "when" && isExpression ? `{ ${quoted("condition")}: ${all} }` : undefined;
}

/** Converts `[word, word]`, `{ name: word }`, `{ key: 1 }` or `'text'` to JSON. */
function asJson(written: string): string {
  if (written.startsWith("'")) return JSON.stringify(written.slice(1, -1));
  return written.replaceAll(/[^\s,:[\]{}]+/g, (word) => (/^\d+$/.test(word) ? word : JSON.stringify(word)));
}

function replaceWord({ suggestion, value }: FaultyPart): FixProposal | undefined {
  // Words as short as "v1" or "70" are all near to each other.
  if (suggestion === undefined || suggestion.length < 3 || !value || !isText(value)) return undefined;
  return replaceValue(value, suggestion, false);
}

function writeBoolean({ expected, value }: FaultyPart): FixProposal | undefined {
  const meant = isBoolean(expected) && value && isText(value) ? booleanMeant(value.value) : undefined;
  if (!value || meant === undefined) return undefined;
  return fixOf(`write ${meant}`, true, { span: value.span, text: String(meant) });
}

/** True if a value is an id whose digits YAML reads as a number beyond all numbers. */
function isId(path: SchemaFinding["path"], written: string): boolean {
  const schema = specSchemaAt(path);
  const isText = Array.isArray(schema?.type) && schema.type.includes("string");
  return isText && schema?.pattern !== undefined && new RegExp(schema.pattern).test(written);
}

function quoteScalar({ path, expected, value, file, text }: FaultyPart): FixProposal | undefined {
  if (!value || !isScalar(value) || value.node.kind !== "scalar") return undefined;
  const isDate = value.value instanceof Date;
  if (value.node.style !== "plain" || !(isDate || ["number", "boolean"].includes(typeof value.value)))
    return undefined;
  const written = text.slice(value.span.start, value.span.end);
  const isNumber = isDate || typeof value.value === "boolean" || Number.isFinite(value.value);
  const mayBeText = expected === "a string" || (!isNumber && expected?.startsWith("a string,"));
  return mayBeText || isId(path, written) ? quoteIt(value.span, written, file) : undefined;
}

/**
 * A command such as `echo done: ok`, which YAML reads as a mapping, keeps its text in quotes. One
 * word before the colon, as in `run: npm ci`, is a key of another system.
 */
function quoteCommand({ path, value, file, text }: FaultyPart): FixProposal | undefined {
  if (!isCommandList(String(path.at(-2))) || !(value instanceof LocatedMapping) || value.anchor)
    return undefined;
  const written = text.slice(value.span.start, value.span.end).trimEnd();
  if (/^[{"'&*!]|^\S+:\s|[\r\n]|\s#/.test(written)) return undefined;
  const span = { start: value.span.start, end: value.span.start + written.length };
  return quoteIt(span, written, file);
}
