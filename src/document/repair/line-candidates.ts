import { lineBreakOf, trimEnd } from "../scan.ts";
import type { Span } from "../source.ts";
import { type Candidate, changeAt, insertion } from "./edits.ts";
import { endOfBlock, lineBehind, linesAround, linesFrom, type TextLine } from "./lines.ts";

/** Marks in place of a dash: one without a space before a key, a longer one, another bullet. */
const DASH =
  /^(?:-(?=[\w"'][^\s:]*:(?:[ \t]|$))|[\u2013\u2014\u2212][ \t]*(?=\S)|\u2022[ \t]*(?=\S)|(?:--|[*+])[ \t]+(?=\S)(?!- )|--(?=\w))/;

export function* wrongDashes({ item, content, body: { start } }: TextLine): Generator<Candidate> {
  const [dash] = (!item && DASH.exec(content)) || [];
  if (dash === undefined) return;
  const at = { start, end: start + dash.trimEnd().length };
  const isShort = dash === "-";
  const id = isShort ? "dash-space" : /^[\u2013\u2014\u2212]/.test(dash) ? "long-dash" : "other-bullet";
  const edits = [{ span: { start, end: start + dash.length }, text: "- " }];
  yield changeAt(id, at, edits, isShort ? "add the space" : "write a hyphen");
}

/** A dash without a space before a text, which is an item below its key or other items. */
const TIGHT = /^-(?=[\w"'$/])/;

export function* tightDashes(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const first = near.find(({ item, content }) => !item && TIGHT.test(content));
  if (!first) return;
  const lines = linesFrom(text, first.span.start, MAX_LINES);
  const end = lines.findIndex(
    ({ indent, item, content }) => indent !== first.indent || item || !TIGHT.test(content),
  );
  const above = lines[end];
  if (!above || !(above.content.endsWith(":") || (above.item && above.indent === first.indent))) return;
  const starts = lines
    .slice(0, end)
    .map(({ body }) => body.start)
    .reverse();
  const at = { start: starts[0]!, end: starts[0]! + 1 };
  yield {
    id: "dash-space",
    at,
    span: { start: at.start, end: starts.at(-1)! + 1 },
    edits: starts.map((start) => insertion(start + 1, " ")),
    title: starts.length > 1 ? "add the spaces" : "add the space",
  };
}

/** A command in a list that goes on behind backslashes, in lines as deep as its dash. */
export function* continuedCommands(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const part = near.find((line, index) => !line.item && isContinued(near[index + 1]));
  if (!part) return;
  const lines = linesFrom(text, part.span.start, MAX_LINES);
  const begin = lines.findIndex((_, index) => !isContinued(lines[index + 1]));
  const command = lines[begin];
  const parts = lines.slice(0, begin).reverse();
  if (!command?.item || /^["'|>]/.test(command.content) || parts[0]!.indent > command.indent) return;
  for (let last = parts.at(-1); isContinued(last); last = parts.at(-1)) {
    const next = lineBehind(text, last!.span.end);
    if (!next) break;
    parts.push(next);
  }
  const { start } = command.body;
  const indented = parts.map(({ span, indent }) =>
    insertion(span.start, " ".repeat(Math.max(0, command.column - indent))),
  );
  const lineBreak = lineBreakOf(text);
  yield {
    id: "continued-command",
    at: parts[0]!.body,
    span: { start, end: parts.at(-1)!.span.end },
    edits: [insertion(start, `|${lineBreak}${" ".repeat(command.column)}`), ...indented],
    title: "write the command as a block",
  };
}

function isContinued(line: TextLine | undefined): boolean {
  return line?.content.endsWith("\\") === true;
}

/** The maximum number of lines that are searched for the list or key that a line belongs to. */
const MAX_LINES = 200;

/** A line that is followed by lines as if it were the first one of a list item. */
export function* missingDashes(text: string, line: TextLine): Generator<Candidate> {
  const { span, indent, item, value, body } = line;
  if (item || !value) return;
  const below = lineBehind(text, span.end);
  if (below?.indent !== indent + 2 || below.item) return;
  const end = endOfBlock(text, span.start, indent);
  const next = lineBehind(text, end);
  const above = linesFrom(text, span.start - 1, MAX_LINES).find((each) => each.indent <= indent);
  const sibling = [above, next].find((each) => each?.item && each.indent === indent);
  // Without a common key, the line is a part of the item before it.
  const hasSibling =
    sibling !== undefined &&
    keysAt(`  ${text.slice(span.start, end)}`, indent + 2).some((key) =>
      keysAt(
        text.slice(sibling.span.start, endOfBlock(text, sibling.span.start, indent)),
        indent + 2,
      ).includes(key),
    );
  // A key in the plural probably has a list, unless only one line below is indented deeper.
  const isPlural = above?.content.endsWith("s:") && lineBehind(text, below.span.end)?.indent === indent + 2;
  if (!hasSibling && !isPlural) return;
  yield missingDash([body]);
}

/** Lines below a key, in the column of the keys of the next item, with which they share one. */
export function* missingFirstDashes(text: string, [next]: readonly TextLine[]): Generator<Candidate> {
  if (!next?.item || next.column !== next.indent + 2) return;
  const { indent, column, span } = next;
  const above = linesFrom(text, span.start - 1, MAX_LINES).filter(({ content }) => !content.startsWith("#"));
  const end = above.findIndex((line) => line.indent <= indent);
  const [key, first] = [above[end], above[end - 1]];
  if (!key?.content.endsWith(":") || key.column > indent || first?.column !== column || first.item) return;
  const own = keysAt(text.slice(first.span.start, above[0]!.span.end), column);
  const others = keysAt(text.slice(span.start, endOfBlock(text, span.start, indent)), column);
  if (!own.some((name) => others.includes(name))) return;
  const dash = { start: first.span.start + indent, end: first.body.start };
  yield { ...missingDash([first.body]), span: dash, edits: [{ span: dash, text: "- " }] };
}

/** The keys in a column of some lines; that of an item is behind its dash. */
function keysAt(text: string, column: number): string[] {
  const keys = text.matchAll(
    new RegExp(`^[ -]{${column}}(?![ -])([^:\\s]+|"[^"]*"|'[^']*'):(?=\\s|$)`, "gm"),
  );
  return Array.from(keys, ([, key]) => key!);
}

function missingDash(items: readonly Span[]): Candidate {
  const { start } = items[0]!;
  return {
    id: "missing-dash",
    at: items[0]!,
    span: { start, end: items.length > 1 ? items.at(-1)!.end : start + 1 },
    edits: items.map((item) => insertion(item.start, "- ")),
    title: items.length > 1 ? "add the dashes" : "add the dash",
  };
}

/** Lines without a colon below a key without a value, in the same column. */
export function* itemsWithoutDash(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const first = near.findIndex(isPlain);
  if (first < 0) return;
  const lines = linesFrom(text, near[first]!.span.start, MAX_LINES);
  const key = lines.find((line) => !isPlain(line));
  const items = key ? lines.slice(0, lines.indexOf(key)).reverse() : [];
  const below = near[first - 1] ?? lineBehind(text, near[first]!.span.end);
  if (!key?.content.endsWith(":") || items.some(({ column }) => column !== key.column)) return;
  if (below && below.indent > key.column) return;
  yield missingDash(items.map(({ body }) => body));
}

/** Lines without a colon in the column of the dashes of a list of texts, below one of its items. */
export function* itemsAmongItems(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const first = near.find(isCommand);
  if (!first) return;
  const { indent } = first;
  const items = linesAround(text, first, (line) => isCommand(line) && line.indent === indent);
  const [above, ...others] = linesFrom(text, items[0]!.span.start - 1, MAX_LINES);
  if (!above?.item || above.indent !== indent || !isCommand({ ...above, item: false })) return;
  const key = others.find((line) => !line.item && line.indent <= indent);
  // In the column of the keys, `image = node` is one.
  if (key?.indent === indent && items.some(({ content }) => /^[\w-]+[ \t]*[=;,]/.test(content))) return;
  yield missingDash(items.map(({ body }) => body));
}

function isCommand({ item, content }: TextLine): boolean {
  return !item && /^[\w./$]/.test(content) && !/:(?:\s|$)|\s#/.test(content);
}

/** A single text below a key without a value that is not in the plural, in the same column. */
export function* valuesBelow(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const at = near.findIndex((line) => isPlain(line) || isQuoted(line));
  if (at < 0) return;
  const [value, key] = linesFrom(text, near[at]!.span.start, 2);
  if (!value || !key || !/[^s]:$/.test(key.content) || value.column > key.column) return;
  const below = near[at - 1] ?? lineBehind(text, value.span.end);
  if (below && below.indent > key.column) return;
  const gap = { start: key.span.end, end: value.body.start };
  yield changeAt("value-below", value.body, [{ span: gap, text: " " }], "write it behind the key");
}

/** A key without a colon above its value, as in `version` above `"1.0"`. */
export function* colonsBeforeNextLine(near: readonly TextLine[]): Generator<Candidate> {
  const at = near.findIndex(
    ({ item, content, column }, index) =>
      index > 0 &&
      !item &&
      /^(?:version|kind|name|project|repo|type|provider|context|image|stage)$/.test(content) &&
      near[index - 1]!.column <= column &&
      (isPlain(near[index - 1]!) || isQuoted(near[index - 1]!)),
  );
  if (at < 0) return;
  const [key, value] = [near[at]!, near[at - 1]!];
  const span = { start: key.span.end, end: value.body.start };
  yield {
    id: "colon-before-next-line",
    at: key.body,
    span: { start: key.span.start, end: value.span.end },
    edits: [{ span, text: ": " }],
    title: "write both on one line",
  };
}

/** Two lines of which the break is lost, as in `type: git      repo: a`. */
export function* joinedLines(text: string, line: TextLine): Generator<Candidate> {
  const { column, value, span, content } = line;
  // In a list, a command may have colons of its own.
  const isPair = /^(?:[\w.-]+|"[^"]*"|'[^']*'):/.test(content);
  const written = value && isPair ? text.slice(value.start, value.end) : "";
  const gap = /(?<=[^\s:]) {2,}(?=(?:- +)?[\w"'.-]+:(?:[ \t]|$))/.exec(written);
  if (!gap || /^[#"'|>]/.test(written)) return;
  const start = value!.start + gap.index;
  const at = { start: start + gap[0].length, end: span.end };
  const isIndentation = columnsOf(linesFrom(text, span.start, MAX_LINES)).includes(gap[0].length);
  const indentation = isIndentation ? gap[0] : " ".repeat(column);
  yield {
    id: "joined-lines",
    at,
    span: { start, end: at.start },
    edits: [{ span: { start, end: at.start }, text: `${lineBreakOf(text)}${indentation}` }],
    title: "begin a new line",
  };
}

/** A list that begins behind its key, as in `stages: - build`. */
export function* listsBehindKeys(text: string, { column, value }: TextLine): Generator<Candidate> {
  if (!value || !/^- +\S/.test(text.slice(value.start, value.end))) return;
  const colon = trimEnd(text, 0, value.start);
  const span = { start: colon, end: value.start };
  yield {
    id: "list-behind-key",
    at: value,
    span,
    edits: [{ span, text: `${lineBreakOf(text)}${" ".repeat(column + 2)}` }],
    title: "begin a new line",
  };
}

/** The mark of a block text at the end of a line, without an indentation of its own. */
const BLOCK_MARK = /(?:^|:[ \t]+)([|>][-+]?)$/;

/** The lines of a block text that are not deeper than its line, or a list in place of them. */
export function* shallowBlocks(text: string, offset: number): Generator<Candidate> {
  const before = linesFrom(text, offset, MAX_LINES);
  const at = before.findIndex(({ content }) => BLOCK_MARK.test(content));
  const [header, first] = [before[at], before[at - 1]];
  const [, mark] = BLOCK_MARK.exec(header?.content ?? "") ?? [];
  if (!header || !first || mark === undefined) return;
  const isItem = header.content === mark;
  const parent = isItem ? header.indent : header.column;
  if (first.indent > parent || (isItem && first.item)) return;
  if (first.item) {
    const start = header.span.end - mark.length;
    const span = { start, end: header.span.end };
    const edits = [{ span: { start: trimEnd(text, 0, start), end: span.end }, text: "" }];
    yield changeAt("block-before-list", span, edits, "remove the mark");
    return;
  }
  const lines: TextLine[] = [];
  for (let line: TextLine | undefined = first; line; line = lineBehind(text, line.span.end)) {
    if (line.indent < first.indent || /^["'\w.-]+:(?:\s|$)/.test(line.content)) break;
    if ((line.item && line.indent <= header.indent && isItem) || lines.length >= MAX_LINES) break;
    lines.push(line);
  }
  if (lines.length === 0) return;
  const spaces = " ".repeat(parent + 2 - first.indent);
  yield {
    id: "shallow-block",
    at: first.body,
    span: { start: first.span.start, end: lines.at(-1)!.span.end },
    edits: lines.map(({ span }) => insertion(span.start, spaces)),
    title: lines.length > 1 ? "indent the lines" : "indent the line",
  };
}

function isQuoted({ item, content }: TextLine): boolean {
  return !item && /^(?:"[^"]*"|'[^']*')$/.test(content);
}

function isPlain({ item, content }: TextLine): boolean {
  return !item && /^[A-Za-z0-9_][^:#]*$/.test(content);
}

/**
 * A line indented like one of the lines before, alone, with the lines below that are deeper then or
 * now, or with those up to a line of that indentation; or a line before it moved to its column.
 */
export function* otherIndentations(text: string, [line]: readonly TextLine[]): Generator<Candidate> {
  if (!line || line.content === "") return;
  const { start } = line.span;
  const before = linesFrom(text, start - 1, MAX_LINES);
  const near = columnsOf([...before.slice(0, 12), ...ancestors(before)])
    .filter((column) => column !== line.indent)
    .sort((a, b) => Math.abs(a - line.indent) - Math.abs(b - line.indent));
  const outer = before.findIndex(({ indent }) => indent < line.indent);
  const outerMoved = outer < 0 ? [] : [beginningAt(text, before[outer]!, line.indent)];
  // Between two lines of one column, the line between them is the wrong one.
  const sibling = outer < 0 ? undefined : before.slice(outer + 1).find(({ indent }) => indent <= line.indent);
  const isBetween = sibling !== undefined && columnsOf([sibling]).includes(line.indent);
  const end = before.findIndex(
    ({ indent, column, item }) => (line.item && item ? indent : column) <= line.indent,
  );
  const deeper = before[end - 1];
  const deeperMoved = deeper ? deeperAt(text, deeper, line, near) : [];
  // A column that no line before has is probably wrong, unless that of the line itself is.
  const isNew =
    deeper !== undefined &&
    deeper.indent !== line.indent &&
    !columnsOf(before.slice(end)).includes(deeper.indent) &&
    new RegExp(`\\n {${line.indent}}(?! )`).test(text.slice(line.span.end));
  if (isNew || isBetween) yield* deeperMoved;
  if (isBetween) yield* outerMoved;
  const block = { start, end: endOfBlock(text, start, line.indent - 1) };
  for (const column of near.slice(0, 4)) {
    const ends = [
      line.span.end,
      endOfBlock(text, start, column),
      block.end,
      endBeforeNext(text, block, column, line.item),
    ];
    for (const each of new Set(ends)) yield indented(text, line, { start, end: each }, column);
  }
  if (!isNew && !isBetween) yield* deeperMoved;
  if (!isBetween) yield* outerMoved;
  yield* itemsOfDeeperKey(text, before);
}

/** The items before a line, less deep than the key above them, moved to the column of the key. */
function* itemsOfDeeperKey(text: string, before: readonly TextLine[]): Generator<Candidate> {
  const at = before.findIndex(({ content }) => content.endsWith(":"));
  const items = before.slice(0, Math.max(0, at)).filter(({ content }) => !content.startsWith("#"));
  const [last, first, key] = [items[0], items.at(-1), before[at]];
  if (!first || !last || !key || first.indent >= key.column) return;
  if (items.every(({ item, indent }) => item && indent === first.indent))
    yield indented(text, first, { start: first.span.start, end: last.span.end }, key.column);
}

/** A line with a key and a dash that is surplus or in place of a space, or the mark of a patch. */
export function* surplusDashes(text: string, [line]: readonly TextLine[]): Generator<Candidate> {
  if (!line?.item || !/^["'\w][^\s:]*:(?:\s|$)/.test(line.content)) return;
  const at = { start: line.span.start + line.indent, end: line.span.start + line.indent + 1 };
  const end = line.span.start + line.column;
  const [gap] = /^ *(?=\S)/.exec(text.slice(at.end)) ?? [];
  if (gap?.length !== end - at.end) return;
  const removed = { start: at.start, end: gap.length > 1 ? at.end : end };
  const edits = [
    { span: at, text: " " },
    { span: removed, text: "" },
  ];
  // Without the dash, lines below in the column of a key would not be deeper than it.
  const below = lineBehind(text, line.span.end);
  const isEmptied = line.content.endsWith(":") && below !== undefined && below.indent <= line.column;
  for (const edit of isEmptied ? edits.reverse() : edits)
    yield { id: "surplus-dash", at, span: removed, edits: [edit], title: "remove the dash" };
}

/** The lines of which each is less deep than all behind it. */
function ancestors(before: readonly TextLine[]): TextLine[] {
  const found: TextLine[] = [];
  for (const line of before)
    if (line.indent < (found.at(-1)?.indent ?? Number.POSITIVE_INFINITY)) found.push(line);
  return found;
}

const columnsOf = (lines: readonly TextLine[]): number[] => [
  ...new Set(lines.flatMap(({ indent, column }) => [indent, column])),
];

/** A deeper line before another one, moved to its column or that of a line near it. */
function deeperAt(text: string, deeper: TextLine, line: TextLine, near: readonly number[]): Candidate[] {
  const own = line.item && deeper.item ? [] : [beginningAt(text, deeper, line.indent)];
  const columns = [line.indent, ...near].filter((column) => column < deeper.indent).slice(0, 4);
  return [...own, ...columns.map((column) => indented(text, deeper, deeper.span, column))];
}

/** A line moved so that its text behind any dash begins in a column, that of the keys below. */
function beginningAt(text: string, line: TextLine, column: number): Candidate {
  const moved = indented(text, line, line.span, column - (line.column - line.indent));
  return line.item && line.value ? { ...moved, id: "item-indentation", at: line.body } : moved;
}

/** A span that begins with a line, moved so that the line begins in a column. */
function indented(text: string, line: TextLine, span: Span, column: number): Candidate {
  const moved = column - line.indent;
  const edits = Array.from(text.slice(span.start, span.end).matchAll(/^ +(?=\S)|^(?=\S)/gm), (lead) => {
    const start = span.start + lead.index;
    const spaces = " ".repeat(Math.max(0, lead[0].length + moved));
    return { span: { start, end: start + lead[0].length }, text: spaces };
  });
  const at = { start: line.span.start, end: line.span.start + Math.max(1, line.indent) };
  return { id: "indentation", at, span, edits };
}

/** The end of the lines before the first one below with an indentation, or item with it. */
function endBeforeNext(text: string, { start, end }: Span, indent: number, item: boolean): number {
  const next = new RegExp(`\\n {${indent}}${item ? "- " : "(?=\\S)"}`).exec(text.slice(start, end));
  return next ? start + next.index : end;
}
