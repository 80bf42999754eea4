import { firstNotBefore } from "../util/binary-search.ts";
import { type YamlFault, yamlFault } from "./error-messages.ts";
import { CircularAlias, tryReadFast } from "./fast-reader.ts";
import { loadDocuments, refusal } from "./js-yaml.ts";
import type { YamlDocument, YamlNode, YamlText } from "./node.ts";
import { toValue } from "./node.ts";
import { agreeing } from "./reconcile.ts";
import { type Edit, EditedText } from "./repair/edits.ts";
import { faultAt, readBudget, TextRepair } from "./repair/repair.ts";
import { repairTabs } from "./repair/tabs.ts";
import {
  endOfLine,
  FALSE_SPACE,
  findDividers,
  findLineMarks,
  findTemplateTag,
  hasFalseIndentation,
  startOfLine,
} from "./scan.ts";
import { tooDeep, tooHeavy } from "./size-limits.ts";
import type { Span } from "./source.ts";
import { readTolerant } from "./tolerant-reader.ts";

/**
 * Reads a text that the fast reader cannot read. A text that js-yaml 3 refuses is read as if its
 * faults were fixed, where js-yaml confirms the fix; `yaml` recovers the rest.
 */
export function recover(text: string): YamlText {
  return recoverMarked(text) ?? recoverDivided(text) ?? recoverUndivided(text);
}

/** Reads a text without the marks before each of its lines, which are one fault. */
function recoverMarked(text: string): YamlText | undefined {
  const [mark, ...others] = findLineMarks(text);
  if (!mark) return undefined;
  const edits = [mark, ...others].map((span) => ({ span, text: "" }));
  const edited = new EditedText(text, edits);
  const fix = { title: "remove the marks", safe: false, edits };
  const fault = { ...yamlFault("line-marks", mark), repair: { span: mark, sure: true, fix } };
  return restorePlaces(readYaml(edited.text), edited, [fault]);
}

function readYaml(text: string): YamlText {
  return tryReadFast(text) ?? recoverUndivided(text);
}

/**
 * Reads a text without the marks that divide a document: those before an indented line, or
 * between the keys of one spec, if both parts have no key in common and the text without the marks
 * is not a worse one.
 */
function recoverDivided(text: string): YamlText | undefined {
  const marks = findDividers(text);
  if (marks.length === 0) return undefined;
  const divided = readYaml(text);
  const roots = divided.documents.flatMap(({ root }) => root ?? []);
  const stray = marks.filter(({ start }) => dividesMapping(roots, start));
  if (stray.length === 0) return undefined;
  const edits = stray.map((span) => ({ span, text: "   " }));
  const { text: whole } = new EditedText(text, edits);
  const read = readYaml(whole);
  if (read.faults.length > divided.faults.length) return undefined;
  const faults = stray.map((span) => ({
    ...yamlFault("divider", span),
    repair: {
      span,
      sure: true,
      fix: { title: "remove the mark", safe: false, edits: [{ span, text: "" }] },
    },
  }));
  return { ...read, faults: [...faults, ...read.faults].sort((a, b) => a.span.start - b.span.start) };
}

/** True if a mapping is before an offset, and behind it other or unreadable content. */
function dividesMapping(roots: readonly YamlNode[], offset: number): boolean {
  const next = firstNotBefore(roots, ({ span }) => span.start < offset);
  const [before, behind] = [roots[next - 1], roots[next]];
  if (before?.kind !== "mapping") return false;
  const keys = new Set(before.pairs.map(({ key }) => key.value));
  return behind?.kind !== "mapping" || !behind.pairs.some(({ key }) => keys.has(key.value));
}

function recoverUndivided(text: string): YamlText {
  const verdict = referee(text);
  const isFalselyIndented = hasFalseIndentation(text);
  const isReadable = verdict.values !== undefined && !isFalselyIndented;
  if ("tooDeep" in verdict || isReadable || findTemplateTag(text) !== undefined)
    return recoverTree(text, verdict);
  const budget = readBudget(text);
  const plain = new TextRepair(text, budget);
  const tabs = isFalselyIndented ? repairTabs(plain, budget) : undefined;
  const repair = tabs?.repair ?? plain;
  if (repair.changes.length === 0 && !tabs) return tryReadFast(text) ?? recoverTree(text, verdict);
  const { edited } = repair;
  const changed = restorePlaces(readChanged(edited.text), edited, repair.faults());
  if (!tabs) return changed;
  const spaced = new EditedText(text, tabs.edits);
  const read = restorePlaces(changed, spaced, []);
  const edits = meaningfulEdits(text, tabs.edits, read.documents);
  if (edits.length === 0) return read;
  const fault = tabFault(text, edits, tabs.sure, verdict);
  const others = read.faults.map((each) => withoutFixBehind(each, edits));
  return {
    ...read,
    faults: [fault, ...others],
    ...(verdict.values && { platformValues: verdict.values }),
  };
}

function readChanged(text: string): YamlText {
  return tryReadFast(text) ?? recoverTree(text, referee(text));
}

/** Returns what was read of a changed text with the places of the original. */
function restorePlaces(read: YamlText, edited: EditedText, faults: readonly YamlFault[]): YamlText {
  const documents = read.documents.map((document) => ({
    ...document,
    root: document.root && edited.backTree(document.root),
  }));
  const own = read.faults.map((fault) => restorePlace(fault, edited));
  const all = [...faults, ...own].sort((a, b) => a.span.start - b.span.start);
  return { ...read, documents, faults: all };
}

function restorePlace({ repair, ...fault }: YamlFault, edited: EditedText): YamlFault {
  const span = edited.backSpan(fault.span);
  if (!repair) return { ...fault, span };
  const { fix, ...rest } = repair;
  const edits = fix?.edits.map((edit) => ({ ...edit, span: edited.backSpan(edit.span) }));
  return {
    ...fault,
    span,
    repair: { ...rest, span: edited.backSpan(repair.span), ...(fix && edits && { fix: { ...fix, edits } }) },
  };
}

/** A fault whose fix would indent a line behind its tab has none. */
function withoutFixBehind(fault: YamlFault, tabs: readonly Edit[]): YamlFault {
  const { fix, ...repair } = fault.repair ?? { span: fault.span, sure: false };
  const isBehind = fix?.edits.some((edit) => tabs.some(({ span }) => span.end === edit.span.start));
  return isBehind ? { ...fault, repair } : fault;
}

/** The fault of all lines with tabs or false spaces in their indentation, at the first of them. */
function tabFault(text: string, edits: readonly Edit[], sure: boolean, { values }: Verdict): YamlFault {
  const { span } = edits[0]!;
  const isTab = text.slice(span.start, span.end).includes("\t");
  const start = span.start + text.slice(span.start).search(isTab ? /\t/ : FALSE_SPACE);
  const isMark = text[start] === "\ufeff";
  const id = isTab ? "tab" : isMark ? "byte-order-mark" : "false-space";
  const title = !isTab
    ? isMark && edits.length === 1
      ? "remove it"
      : "write ordinary spaces"
    : edits.length === 1
      ? "indent the line with spaces"
      : `indent ${edits.length} lines with spaces`;
  return {
    ...yamlFault(id, { start, end: span.end }),
    ...(values && { severity: "warning" }),
    repair: sure
      ? { span: { start, end: span.end }, sure, fix: { title, safe: true, edits } }
      : { span: { start, end: endOfLine(text, edits.at(-1)!.span.end) }, sure },
  };
}

/** The edits outside of texts in quotes and of brackets, where the indentation has no meaning. */
function meaningfulEdits(text: string, edits: readonly Edit[], documents: readonly YamlDocument[]): Edit[] {
  const unaffected: Span[] = [];
  const open: YamlNode[] = documents.flatMap(({ root }) => root ?? []);
  for (let node = open.pop(); node; node = open.pop()) {
    if (isQuotedOrBracketed(node, text)) unaffected.push(node.span);
    else if (node.kind === "sequence") open.push(...node.items);
    else if (node.kind === "mapping") open.push(...node.pairs.map(({ value }) => value));
  }
  return edits.filter(
    ({ span }) => !unaffected.some(({ start, end }) => start < span.start && span.end < end),
  );
}

/** A mapping in lines may begin with a key in quotes or brackets. */
function isQuotedOrBracketed(node: YamlNode, text: string): boolean {
  const { kind, span } = node;
  if (kind === "scalar") return node.style === "single-quoted" || node.style === "double-quoted";
  if (kind === "mapping") return text[span.start] === "{" && node.pairs[0]?.key.span.start !== span.start;
  return kind === "sequence" && text[span.start] === "[";
}

/** Recovers the tree with `yaml`; a text that js-yaml 3 accepts gets its values. */
function recoverTree(text: string, verdict: ReturnType<typeof referee>): YamlText {
  if ("tooDeep" in verdict) return { documents: [], faults: [tooDeep(text)] };
  try {
    const { roots, faults } = readTolerant(text);
    const heavy = tooHeavy(roots, text);
    if (heavy) return { documents: [], faults: [heavy] };
    if (!verdict.values) return { documents: read(roots), faults: merged(text, verdict.fault, faults) };
    // In a text that the platform can read, the only fault is a circular alias.
    const circular = faults.filter(({ id }) => id === "circular-alias");
    if (circular.length > 0) return { documents: read(roots), faults: circular };
    return accepted(roots, verdict.values, text);
  } catch (error) {
    if (error instanceof CircularAlias) return { documents: [], faults: [tooCircular(error, text)] };
    if (error instanceof RangeError) return { documents: [], faults: [tooDeep(text)] };
    throw error;
  }
}

/** The result of the platform's reader. */
type Verdict = { values: unknown[] } | { values?: undefined; fault: YamlFault };

/** js-yaml 3 decides whether the platform can read the text. */
function referee(text: string): Verdict | { tooDeep: true; values?: undefined } {
  try {
    return { values: loadDocuments(text) };
  } catch (error) {
    if (error instanceof RangeError) return { tooDeep: true };
    const refused = refusal(error, text);
    if (!refused) throw error;
    return { fault: faultAt(text, refused.offset, refused.reason) };
  }
}

function read(roots: readonly (YamlNode | undefined)[]): YamlDocument[] {
  return roots.map((root) => ({ root, value: root && toValue(root) }));
}

/** Returns the documents of a readable text; where the readers disagree, js-yaml is right. */
function accepted(
  roots: readonly (YamlNode | undefined)[],
  values: readonly unknown[],
  text: string,
): YamlText {
  const documents = values.map((value, index) => ({ root: agreeing(roots[index], value), value }));
  const heavy = tooHeavy(
    documents.map(({ root }) => root),
    text,
  );
  const inexact = documents.some(({ root }, index) => root !== roots[index]);
  return heavy ? { documents: [], faults: [heavy] } : { documents, faults: [], ...(inexact && { inexact }) };
}

function tooCircular({ offset }: CircularAlias, text: string): YamlFault {
  return yamlFault("circular-alias", { start: offset, end: Math.min(offset + 1, text.length) });
}

/** The maximum number of faults per text: one mistake can cause hundreds. */
const MAX_FAULTS = 5;

/**
 * Returns js-yaml's fault first, then those of the tolerant reader on later lines: one per line and
 * per kind. Faults at the end of the text and on empty lines are dropped, since they are
 * consequences of earlier ones.
 */
function merged(text: string, first: YamlFault, others: readonly YamlFault[]): YamlFault[] {
  const precise = others.find((fault) => fault.id === first.id);
  const lead = precise ?? first;
  const kept = [lead];
  const leadEnd = endOfLine(text, lead.span.end);
  const lastCharacter = text.trimEnd().length - 1;
  const seen = new Set<number | string>([lead.id]);
  // A line may have thousands of faults, and is searched for its ends once.
  let line = { start: 0, end: -1, isEmpty: false };
  for (const fault of others) {
    const { start } = fault.span;
    if (seen.has(fault.id) || start <= leadEnd || start > lastCharacter) continue;
    if (start < line.start || start > line.end) line = lineAt(text, start);
    if (line.isEmpty || seen.has(line.start)) continue;
    if (kept.length >= MAX_FAULTS) break;
    seen.add(line.start).add(fault.id);
    kept.push(fault);
  }
  return kept;
}

function lineAt(text: string, offset: number) {
  const start = startOfLine(text, offset);
  const end = endOfLine(text, offset);
  return { start, end, isEmpty: text.slice(start, end).trim() === "" };
}
