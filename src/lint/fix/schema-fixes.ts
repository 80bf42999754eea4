import { isCommandList } from "../../catalogue/steps/hook-tables.ts";
import {
  type Entry,
  isScalar,
  isSequence,
  isText,
  isUnwritten,
  type Located,
  LocatedMapping,
  valueAt,
} from "../../document/located.ts";
import { lineBreakOf, startOfLine } from "../../document/scan.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import { specSchemaAt } from "../../pipeline/schema/spec-faults.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import { booleanMeant, commentFault, isBoolean } from "../../schema/message.ts";
import type { FixProposal } from "../rule.ts";
import { ownLine } from "./block-text.ts";
import { writeForm } from "./list-forms.ts";
import { inQuotes, quotedLike, replaceValue } from "./quoting.ts";
import { VARIABLE_LISTS, writeVariables } from "./variable-fixes.ts";

/**
 * Returns the fix of a schema finding: a misspelled key or word is a suggestion; a number or
 * boolean in place of a text is quoted, and `yes` or `off` in place of a boolean becomes one, which
 * is safe because the platform refuses them. Undefined without a near value.
 */
export function schemaFix(finding: SchemaFinding, pipeline: Pipeline, text: string): FixProposal | undefined {
  if (finding.kind === "unknown-key")
    return finding.form === "pair"
      ? writePair(finding, pipeline, text)
      : (writeOpposite(finding, pipeline) ?? renameKey(finding, pipeline, text));
  if (finding.kind === "unknown-value") return replaceWord(finding, pipeline);
  if (finding.unneeded) return removeKey(finding, pipeline, text);
  if (finding.kind === "wrong-type")
    return (
      writeVariables(finding, pipeline, text) ??
      writeBoolean(finding, pipeline) ??
      quoteScalar(finding, pipeline, text) ??
      quoteCommand(finding, pipeline, text) ??
      writeOther(finding, pipeline, text) ??
      writeOtherForm(finding, pipeline, text) ??
      writeWhen(finding, pipeline, text) ??
      writeEntry(finding, pipeline) ??
      writeList(finding, pipeline, text)
    );
  return undefined;
}

function renameKey(
  { path, suggestion, expected, write }: SchemaFinding,
  { node, file }: Pipeline,
  text: string,
): FixProposal | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  if (suggestion === undefined || !(parent instanceof LocatedMapping) || parent.has(suggestion))
    return undefined;
  const entry = parent.entry(String(path.at(-1)));
  if (!entry || commentFault(entry.name) !== undefined) return undefined;
  // A known key needs no quotes, not even `on`.
  const { node: key } = entry.key;
  const isPlain = key.kind === "scalar" && key.style === "plain";
  const rename = { span: key.span, text: isPlain ? suggestion : quotedLike(entry.key, suggestion) };
  const title = `rename it to "${suggestion}"`;
  if (expected === undefined) return { title, safe: false, edits: [rename] };
  if (write !== undefined) {
    const written = file.format === "json" ? asJson(write) : write;
    const edit = valueEdit(entry, written, text);
    return edit && { title: `${title}, and write ${written}`, safe: false, edits: [rename, edit] };
  }
  const list = expected.startsWith("a list") ? listEdits(entry, parent, text) : undefined;
  return list && { title: `${title}, and write a list`, safe: false, edits: [rename, ...list] };
}

/** `NAME: value` becomes an entry with a key and a value; the edit does not repeat the value. */
function writePair({ path }: SchemaFinding, { node }: Pipeline, text: string): FixProposal | undefined {
  const mapping = valueAt(node, path.slice(0, -1));
  if (!(mapping instanceof LocatedMapping) || mapping.anchor) return undefined;
  const { key, value } = mapping.entry(String(path.at(-1)))!;
  const { start, end } = key.span;
  if (isUnwritten(value) || key.anchor || text[end] !== ":") return undefined;
  const written = text.slice(start, end);
  const column = start - startOfLine(text, start);
  const isFlow = /^[{[]/.test(text.slice(mapping.span.start));
  const gap = isFlow ? ", " : `${lineBreakOf(text)}${" ".repeat(column)}`;
  const [name, content] = written.startsWith('"') ? ['"key"', '"value"'] : ["key", "value"];
  const edit = { span: key.span, text: `${name}: ${written}${gap}${content}` };
  return { title: 'write it as "key" and "value"', safe: false, edits: [edit] };
}

/** The line of a key without which the spec means the same. */
function removeKey({ path }: SchemaFinding, { node }: Pipeline, text: string): FixProposal | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  const entry = parent instanceof LocatedMapping ? parent.entry(String(path.at(-1))) : undefined;
  const span = entry && !entry.key.anchor ? ownLine(entry, text) : undefined;
  return span && { title: "remove it", safe: false, edits: [{ span, text: "" }] };
}

/** A text in place of a list of texts becomes its only item. */
function writeList(
  { path, expected }: SchemaFinding,
  { node }: Pipeline,
  text: string,
): FixProposal | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  if (!expected?.startsWith("a list") || !(parent instanceof LocatedMapping)) return undefined;
  if (specSchemaAt([...path, 0])?.type === "object") return undefined;
  const entry = parent.entry(String(path.at(-1)));
  const isVariables = VARIABLE_LISTS.test(String(path.at(-1)));
  if (isVariables && !(entry && isText(entry.value) && /^\w+=\S*$/.test(entry.value.value))) return undefined;
  const edits = entry && listEdits(entry, parent, text);
  return edits && { title: "write a list", safe: false, edits };
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
  if (/^[{[]/.test(text.slice(node.span.start)))
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
function writeEntry({ path }: SchemaFinding, { node, file }: Pipeline): FixProposal | undefined {
  const value = valueAt(node, path);
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
  return { title: `write ${written}`, safe: false, edits: [{ span: value.span, text: written }] };
}

/** `enabled: false` becomes `disabled: true`, which means the same. */
function writeOpposite({ path, opposite }: SchemaFinding, { node }: Pipeline): FixProposal | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  if (!opposite || !(parent instanceof LocatedMapping) || parent.has(opposite.key)) return undefined;
  const { key, value } = parent.entry(String(path.at(-1)))!;
  const edits = [
    { span: key.span, text: quotedLike(key, opposite.key) },
    { span: value.span, text: String(opposite.value) },
  ];
  return { title: `write "${opposite.key}: ${opposite.value}"`, safe: true, edits };
}

function writeOther(
  { path, write }: SchemaFinding,
  { node, file }: Pipeline,
  text: string,
): FixProposal | undefined {
  const value = valueAt(node, path);
  if (!value || value.anchor || write === undefined) return undefined;
  const written = file.format === "json" ? asJson(write) : write;
  const parent = valueAt(node, path.slice(0, -1));
  const entry = parent instanceof LocatedMapping ? parent.entry(String(path.at(-1))) : undefined;
  const edit = entry ? valueEdit(entry, written, text) : { span: value.span, text: written };
  return edit && { title: `write ${written}`, safe: false, edits: [edit] };
}

/** The edit that writes another value behind its key; undefined if a comment would be lost. */
function valueEdit(
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

function writeOtherForm(
  { path, form }: SchemaFinding,
  { node }: Pipeline,
  text: string,
): FixProposal | undefined {
  const value = valueAt(node, path);
  return value && form !== undefined ? writeForm(form, value, text) : undefined;
}

/**
 * The mappings of a `when` around the names of branches or around expressions: `when: EXPRESSION`,
 * and a text or a list as `condition`, `all` or `any`.
 */
function writeWhen({ path }: SchemaFinding, { node, file }: Pipeline, text: string): FixProposal | undefined {
  const parent = valueAt(node, path.slice(0, -1));
  if (!(parent instanceof LocatedMapping)) return undefined;
  const { key, value } = parent.entry(String(path.at(-1)))!;
  const items = isSequence(value) ? value.items : [value];
  const texts = items.filter(isText).filter((each) => !each.anchor && !isBlank(each));
  // A list in lines may be no deeper than the key, and have comments.
  const span = { start: key.span.end, end: value.span.end };
  const isFilled = items.length > 0 && texts.length === items.length;
  const isWhole = isFilled && !/[#&]/.test(text.slice(span.start, value.span.start));
  if (!isWhole || (isSequence(value) && text.slice(span.start, span.end).includes("#"))) return undefined;
  const quoted = (name: string): string => (file.format === "json" ? JSON.stringify(name) : name);
  const flow = whenOf(path, texts, quoted);
  if (flow === undefined) return undefined;
  return { title: `write ${flow}`, safe: false, edits: [{ span, text: `: ${flow}` }] };
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

function replaceWord({ path, suggestion }: SchemaFinding, { node }: Pipeline): FixProposal | undefined {
  const value = valueAt(node, path);
  // Words as short as "v1" or "70" are all near to each other.
  if (suggestion === undefined || suggestion.length < 3 || !value || !isText(value)) return undefined;
  return replaceValue(value, suggestion, false);
}

function writeBoolean({ path, expected }: SchemaFinding, { node }: Pipeline): FixProposal | undefined {
  const value = valueAt(node, path);
  const meant = isBoolean(expected) && value && isText(value) ? booleanMeant(value.value) : undefined;
  if (!value || meant === undefined) return undefined;
  return { title: `write ${meant}`, safe: true, edits: [{ span: value.span, text: String(meant) }] };
}

/** True if a value is an id whose digits YAML reads as a number beyond all numbers. */
function isId(path: SchemaFinding["path"], written: string): boolean {
  const schema = specSchemaAt(path);
  const isText = Array.isArray(schema?.type) && schema.type.includes("string");
  return isText && schema?.pattern !== undefined && new RegExp(schema.pattern).test(written);
}

function quoteScalar(
  { path, expected }: SchemaFinding,
  { node, file }: Pipeline,
  text: string,
): FixProposal | undefined {
  const value = valueAt(node, path);
  if (!value || !isScalar(value) || value.node.kind !== "scalar") return undefined;
  const isDate = value.value instanceof Date;
  if (value.node.style !== "plain" || !(isDate || ["number", "boolean"].includes(typeof value.value)))
    return undefined;
  const written = text.slice(value.span.start, value.span.end);
  const isNumber = isDate || typeof value.value === "boolean" || Number.isFinite(value.value);
  const mayBeText = expected === "a string" || (!isNumber && expected?.startsWith("a string,"));
  if (!mayBeText && !isId(path, written)) return undefined;
  return { title: "quote it", safe: true, edits: [{ span: value.span, text: inQuotes(written, file) }] };
}

/**
 * A command such as `echo done: ok`, which YAML reads as a mapping, keeps its text in quotes. One
 * word before the colon, as in `run: npm ci`, is a key of another system.
 */
function quoteCommand(
  { path }: SchemaFinding,
  { node, file }: Pipeline,
  text: string,
): FixProposal | undefined {
  const value = valueAt(node, path);
  if (!isCommandList(String(path.at(-2))) || !(value instanceof LocatedMapping) || value.anchor)
    return undefined;
  const written = text.slice(value.span.start, value.span.end).trimEnd();
  if (/^[{"'&*!]|^\S+:\s|[\r\n]|\s#/.test(written)) return undefined;
  const span = { start: value.span.start, end: value.span.start + written.length };
  return { title: "quote it", safe: true, edits: [{ span, text: inQuotes(written, file) }] };
}
