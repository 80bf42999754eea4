import { closestMatch } from "../../util/closest-match.ts";
import type { YamlFaultId } from "../error-messages.ts";
import { beforeComment, endOfLine, propertiesLength, shortestWhole, startOfLine, trimEnd } from "../scan.ts";
import type { Span } from "../source.ts";
import { type Edit, insertion, singleQuotes } from "./edits.ts";
import { linesFrom, type TextLine } from "./lines.ts";

/** The place where js-yaml 3 stops, with the nodes that it was reading. */
export interface Refusal {
  readonly offset: number;
  readonly id: YamlFaultId;
  /** The starts of the open nodes and of the last texts over several lines, the innermost first. */
  readonly openings: readonly number[];
}

/** A change that may be what was meant, where js-yaml 3 refuses a text. */
export interface Candidate {
  /** The kind and the place of the fault, if they are not those of js-yaml. */
  readonly id?: YamlFaultId;
  readonly at?: Span;
  /** The span whose content is a guess. */
  readonly span: Span;
  readonly edits: readonly Edit[];
  /** True if nothing but the span is a guess; false if a part of the text is lost. */
  readonly sure: boolean;
  /** True if the fault hid the text behind it, so that js-yaml may now stop earlier. */
  readonly swallowed?: boolean;
  /** True if the change puts the span in quotes. */
  readonly quotes?: boolean;
  /** The title of the fix, if the change may be offered as one. */
  readonly title?: string;
}

/** Yields the changes to try at a refusal, the most likely one first. */
export function* candidatesAt(text: string, refusal: Refusal): Generator<Candidate> {
  const { offset, id } = refusal;
  const near = linesFrom(text, offset, 4);
  yield* conflicts(text, near);
  yield* fences(text, near);
  if (id === "control-character") yield* controlCharacters(text, refusal);
  if (id === "escape") yield* escapes(text, refusal);
  if (id === "unknown-alias") yield* misspelledAliases(text, offset);
  for (const line of near.slice(0, 2)) {
    yield* wrongDashes(line);
    yield* missingDashes(text, line);
    yield* marksBehind(line);
  }
  yield* itemsWithoutDash(text, near);
  for (const line of near) {
    yield* unquotedValues(text, line, offset);
    yield* missingSpaces(text, line);
  }
  yield* openQuotes(text, refusal);
  yield* openBrackets(text, refusal);
  for (const line of near) yield* missingColons(line);
  yield* otherIndentations(text, near);
  for (const line of near.slice(0, 2)) yield* lostParts(text, line);
}

/** The markers of a merge conflict at the start of a line; `|||||||` begins the common base. */
const MARKER = /^(?:<{7} |\|{7} |={7}\s*$|>{7}(?: |$))/;

function* conflicts(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const marker = near.find(({ content, column }) => column === 0 && MARKER.test(content))?.span.start;
  if (marker === undefined) return;
  const alone = { start: marker, end: endOfLine(text, marker) };
  const start = `\n${text.slice(0, marker + 8)}`.lastIndexOf("\n<<<<<<< ");
  const last = start < 0 ? -1 : `${text}\n`.indexOf("\n>>>>>>>", start);
  const end = endOfLine(text, last + 1);
  const second = last < 0 ? undefined : /\n(?:\|{7} |={7}\r?\n)/.exec(text.slice(start, end));
  if (second) {
    const own = { start, end: endOfLine(text, start) };
    const edits = [blank(text, own), blank(text, { start: start + second.index, end })];
    yield { id: "merge-conflict", at: own, span: { start, end }, edits, sure: true };
  }
  yield { id: "merge-conflict", at: alone, span: alone, edits: [blank(text, alone)], sure: false };
}

/** The lines before and after a block of code in Markdown. */
const FENCE = /^(?:`{3,}|~{3,})[ \t]*[\w-]*[ \t]*$/gm;

function* fences(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const found = Array.from(text.matchAll(FENCE), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
  const first = found.find(({ start }) => near.some(({ span }) => span.start === start));
  if (!first) return;
  const fence = found.length === 2 ? found : [first];
  const edits = fence.map((span) => ({ span, text: "" }));
  yield { id: "code-fence", at: first, span: first, edits, sure: true, title: "remove the fence" };
}

/** Line breaks, which keep their places, and everything else. */
function blank(text: string, span: Span): Edit {
  return { span, text: text.slice(span.start, span.end).replace(/[^\r\n]/g, " ") };
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function* controlCharacters(text: string, { openings: [from = 0] }: Refusal): Generator<Candidate> {
  for (const start of [from, 0]) {
    const found = text.slice(start).search(CONTROL);
    const span = { start: start + found, end: start + found + 1 };
    if (found >= 0) yield { span, at: span, edits: [{ span, text: " " }], sure: true };
  }
}

/** The escapes of double quotes in YAML 1.2. */
const ESCAPE = /\\(?:[0abt\tnvfre "/\\N_LP\r\n]|x[\da-f]{2}|u[\da-f]{4}|U[\da-f]{8})|\\/gi;

function* escapes(text: string, { openings }: Refusal): Generator<Candidate> {
  for (const start of openings.filter((offset) => text[offset] === '"')) {
    const [quoted] = /^"(?:[^"\\]|\\[\s\S])*"/.exec(text.slice(start, start + 10_000)) ?? [];
    // A text over several lines with more behind it probably lacks its own closing quote.
    if (quoted === undefined || (quoted.includes("\n") && !isComplete(text, start))) continue;
    const wrong = [...quoted.matchAll(ESCAPE)].filter(({ 0: { length } }) => length === 1);
    if (wrong.length === 0) continue;
    const at = start + wrong[0]!.index;
    yield {
      at: { start: at, end: at + 2 },
      span: { start, end: start + quoted.length },
      edits: wrong.map(({ index }) => insertion(start + index, "\\")),
      sure: true,
      title: "double the backslash",
    };
  }
}

/** The maximum number of anchors with which a name is compared. */
const MAX_ANCHORS = 200;

/** An alias with a name like that of an anchor before it; another one that is merged is lost. */
function* misspelledAliases(text: string, offset: number): Generator<Candidate> {
  const before = text.slice(0, offset);
  const [written, name] = /\*([^\s,[\]{}*]+)$/.exec(before.slice(startOfLine(text, offset))) ?? [];
  if (name === undefined) return;
  const span = { start: offset - written!.length, end: offset };
  const anchors = new Set(Array.from(before.matchAll(/(?<=[\s[{,])&([\w-]+)/g), ([, anchor]) => anchor!));
  const near = closestMatch(name, [...anchors].slice(-MAX_ANCHORS));
  if (near !== undefined)
    yield { at: span, span, edits: [{ span, text: `*${near}` }], sure: true, title: `write *${near}` };
  else if (/<<:[ \t]+$/.test(before.slice(startOfLine(text, offset), span.start)))
    yield { at: span, span, edits: [{ span, text: "{}" }], sure: false };
}

/** A dash without a space before a key, and a longer dash. */
function* wrongDashes({ content, span }: TextLine): Generator<Candidate> {
  const [dash] = /^(?:-(?=[\w"'][^\s:]*:(?:[ \t]|$))|[\u2013\u2014][ \t]*(?=\S))/.exec(content) ?? [];
  if (dash === undefined) return;
  const start = span.end - content.length;
  const at = { start, end: start + 1 };
  const isShort = dash === "-";
  yield {
    id: isShort ? "dash-space" : "long-dash",
    at,
    span: at,
    edits: [{ span: { start, end: start + dash.length }, text: "- " }],
    sure: true,
    title: isShort ? "add the space" : "write a hyphen",
  };
}

/** The maximum number of lines that are searched for the list or key that a line belongs to. */
const MAX_LINES = 200;

/** A line that is followed by lines as if it were the first one of a list item. */
function* missingDashes(text: string, line: TextLine): Generator<Candidate> {
  const { span, indent, item, value, content } = line;
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
  yield missingDash([{ start: span.end - content.length, end: span.end }]);
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
    sure: true,
    title: items.length > 1 ? "add the dashes" : "add the dash",
  };
}

/** Lines without a colon below a key without a value, in the same column. */
function* itemsWithoutDash(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const first = near.findIndex(isPlain);
  if (first < 0) return;
  const lines = linesFrom(text, near[first]!.span.start, MAX_LINES);
  const key = lines.find((line) => !isPlain(line));
  const items = key ? lines.slice(0, lines.indexOf(key)).reverse() : [];
  const below = near[first - 1] ?? lineBehind(text, near[first]!.span.end);
  if (!key?.content.endsWith(":") || items.some(({ column }) => column !== key.column)) return;
  if (below && below.indent > key.column) return;
  yield missingDash(items.map(({ span, content }) => ({ start: span.end - content.length, end: span.end })));
}

function isPlain({ item, content }: TextLine): boolean {
  return !item && /^[A-Za-z0-9_][^:#]*$/.test(content);
}

/** The first line behind an offset that is not blank. */
function lineBehind(text: string, offset: number): TextLine | undefined {
  const found = /\S/g;
  found.lastIndex = endOfLine(text, offset);
  const next = found.exec(text);
  return next ? linesFrom(text, next.index, 1)[0] : undefined;
}

/** A comma or semicolon at the end of a line, behind a value in quotes or brackets. */
function* marksBehind({ content, span, value }: TextLine): Generator<Candidate> {
  const written = value ? content.slice(value.start - span.end) : content;
  if (!/[,;]$/.test(written) || endOfClosed(`${written.slice(0, -1)}x`) === undefined) return;
  const mark = { start: span.end - 1, end: span.end };
  const isComma = written.endsWith(",");
  yield {
    id: isComma ? "comma-behind" : "semicolon-behind",
    at: mark,
    span: mark,
    edits: [{ span: mark, text: "" }],
    sure: true,
    title: isComma ? "remove the comma" : "remove the semicolon",
  };
}

/** Starts and parts of a text that YAML does not read as plain text. */
const SUSPICIOUS = /^(?:[!&*|>@`%?#,]|\{(?!.*:[ \t]))|^[^{[].*?:(?:[ \t]|$)/;
/** The header of a block text, or an anchor of the lines below. */
const BEFORE_BLOCK = /^(?:[|>][-+\d]*|&[\w-]+)(?:[ \t]+#.*)?$/;

function* unquotedValues(text: string, line: TextLine, offset: number): Generator<Candidate> {
  const { item, value, content, span } = line;
  const start = span.end - content.length;
  const braces = value && /^\{(?!.*:[ \t])/.test(text.slice(value.start, value.end));
  if (braces) yield* quoted(text, value);
  yield* flowValues(text, line, offset);
  // "- echo a: b: c" is one command.
  const command = item && value && /\s/.test(text.slice(start, value.start).trimEnd());
  if (value && !command) yield* quoted(text, value);
  const isComment = content.startsWith("#");
  if ((command || !value) && !isComment && !content.endsWith(":"))
    yield* quoted(text, { start, end: span.end });
}

function* quoted(text: string, value: Span): Generator<Candidate> {
  const { end } = value;
  const start = value.start + propertiesLength(text.slice(value.start, end));
  const line = text.slice(start, end);
  const closed = endOfClosed(line);
  if (closed === undefined && (!SUSPICIOUS.test(line) || BEFORE_BLOCK.test(line))) return;
  const written =
    closed !== undefined && /^["']/.test(line)
      ? line.slice(0, closed) + withoutComment(line.slice(closed), line[0]!)
      : (shortestWhole(line) ?? beforeComment(line));
  const span = { start, end: start + written.length };
  yield* surplusQuotes(text, span);
  if (closed !== undefined) yield* innerQuotes(text, span);
  // If the brackets end in the comment, js-yaml's own fault is right.
  const isOpen = closed !== undefined && closed >= written.length;
  const fault = isOpen ? {} : faultOf(written, start, closed);
  // An alias, anchor or tag may be meant.
  const title = fault.id && !/[\]}]/.test(text[fault.at?.start ?? start]!) && { title: "quote it" };
  yield { ...fault, ...title, span, edits: singleQuotes(text, span), sure: true, quotes: true };
}

/**
 * The part of a line behind a text in quotes, without a comment. A comment that ends in the same
 * quote belongs to the text, unless it has a text in quotes of its own.
 */
function withoutComment(rest: string, quote: string): string {
  const kept = beforeComment(rest);
  const comment = rest.slice(kept.length).trimEnd();
  return comment.endsWith(quote) && !comment.includes(` ${quote}`) ? rest.trimEnd() : kept;
}

const QUOTES = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')/;

/**
 * A text in quotes of which one or both are doubled, as in `""a"`, or whose first one is missing,
 * as in `a: b"`.
 */
function* surplusQuotes(text: string, { start, end }: Span): Generator<Candidate> {
  const written = text.slice(start, end);
  const [, first = "", last = ""] = /^(["']*)[^"'\s](?:[^"']*[^"'\s])?(["']+)$/.exec(written) ?? [];
  const quote = last[0]!;
  const marks = first + last;
  if (last === "" || marks !== quote.repeat(marks.length)) return;
  const [before, behind] = [
    { start, end: start + first.length },
    { start: end - last.length, end },
  ];
  if (first === "" && last.length === 1)
    yield {
      id: "missing-quote",
      at: { start, end },
      span: { start, end },
      edits: [insertion(start, quote)],
      sure: true,
      title: "add the quote",
    };
  if (first.length > 2 || last.length > 2 || marks.length < 3) return;
  const doubled = first.length > 1 ? before : behind;
  yield {
    id: "doubled-quote",
    at: doubled,
    span: { start, end },
    edits: [before, behind].map((span) => ({ span, text: quote })),
    sure: true,
    title: marks.length > 3 ? "write each quote once" : "remove one of the two quotes",
  };
}

/** A quote that begins a part of a text, as the second of `'sed 's/a/b/' x'`, or an apostrophe. */
const INNER_QUOTE = /^(?:\s.\S|\S.\w)/;

/**
 * A text in quotes with the same quotes inside: an odd number of them, or the first one does not
 * end a part, unlike that of `"a" == "b"`.
 */
function* innerQuotes(text: string, { start, end }: Span): Generator<Candidate> {
  const quote = text[start]!;
  const written = text.slice(start, end);
  const isSingle = quote === "'";
  const marks = [...written.matchAll(isSingle ? /''?(?!$)|'/g : /\\.|"/g)].filter(([mark]) => mark === quote);
  const inner = marks.slice(1, -1).map(({ index }) => start + index);
  const at = inner[0];
  if (at === undefined || !written.endsWith(quote) || !/["']/.test(quote)) return;
  if (inner.length % 2 === 0 && !INNER_QUOTE.test(text.slice(at - 1, at + 2))) return;
  yield {
    id: isSingle ? "inner-single-quote" : "inner-double-quote",
    at: { start: at, end: at + 1 },
    span: { start, end },
    edits: inner.map((offset) => insertion(offset, isSingle ? "'" : "\\")),
    sure: true,
    title: isSingle ? "double the quotes inside" : "escape the quotes inside",
  };
}

/** The length of a value in quotes or brackets with more text behind it. */
function endOfClosed(line: string): number | undefined {
  const end = QUOTES.exec(line)?.[0].length ?? (/^[[{]/.test(line) ? endOfBrackets(line) : 0);
  const space = /^[ \t]*(?=[^\s,:#]|:\S)/.exec(line.slice(end))?.[0];
  return end === 0 || space === undefined ? undefined : end + space.length;
}

function endOfBrackets(line: string): number {
  let depth = 0;
  for (let at = 0; at < line.length; at++) {
    if ("[{".includes(line[at]!)) depth++;
    else if ("]}".includes(line[at]!) && --depth === 0) return at + 1;
  }
  return 0;
}

/** The fault of a value without quotes: at its first character, behind its end, or at a colon. */
function faultOf(written: string, start: number, closed: number | undefined): Pick<Candidate, "id" | "at"> {
  if (closed !== undefined)
    return { id: "text-after-value", at: { start: start + closed, end: start + written.length } };
  if (/^[*&!]/.test(written)) return { at: { start, end: start + /^\S+/.exec(written)![0].length } };
  const colon = written.search(/:(?:[ \t]|$)/);
  if (/^[@`%,[{|>?]/.test(written) || colon < 0) return { id: "scalar-start", at: { start, end: start + 1 } };
  return { id: "nested-colon", at: { start: start + colon, end: start + colon + 1 } };
}

/** A value in a mapping or list in brackets. */
const FLOW_VALUE = /[{,[][ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?([^\s,{}[\]"'][^,{}[\]\r\n]*)/g;

/** A key or value in brackets with a variable, whose braces YAML reads as brackets. */
const FLOW_VARIABLE =
  /(?:^|[{,[])[ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?((?!["'\s])(?:[^,:{}[\]\r\n]|:(?!\s))*\$\{\{[^{}\r\n]*\}\}(?:\$\{\{[^{}\r\n]*\}\}|[^,:{}[\]\r\n]|:(?!\s))*)/g;

/** A condition in brackets whose first text is in quotes, as in `{all: {a: "x" == "y"}}`. */
const FLOW_CONDITION =
  /[{,[][ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?((?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*[=!<>&|+](?:"[^"\r\n]*"|'[^'\r\n]*'|[^,{}[\]"'\r\n])*)/g;

/** A text in quotes in brackets, which may have such quotes inside. */
const FLOW_QUOTED = /[{,[][ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?("[^\r\n]*?"|'[^\r\n]*?')(?=[ \t]*[,}\]])/g;

/** A regex in brackets with brackets of its own. */
const FLOW_REGEX =
  /[{,[][ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?(\/[^\r\n]*?[[\]{}][^\r\n]*?\/[gim]*)(?=[ \t]*[,}\]])/g;

function* flowValues(text: string, line: TextLine, offset: number): Generator<Candidate> {
  if (!/[{[]/.test(line.content)) return;
  for (const id of ["variable-in-brackets", "regex-in-brackets"] as const)
    for (const at of valuesBefore(id === "regex-in-brackets" ? FLOW_REGEX : FLOW_VARIABLE, line, offset))
      yield { id, at, span: at, edits: singleQuotes(text, at), sure: true, quotes: true, title: "quote it" };
  for (const each of valuesBefore(FLOW_CONDITION, line, offset)) yield* quoted(text, each);
  for (const each of valuesBefore(FLOW_QUOTED, line, offset)) yield* innerQuotes(text, each);
  const before = valuesBefore(FLOW_VALUE, line, offset);
  for (const each of before.filter(({ start, end }) => SUSPICIOUS.test(text.slice(start, end))).slice(0, 6))
    yield* quoted(text, each);
}

/** The values of a line that a pattern finds in brackets, the last one before an offset first. */
function valuesBefore(pattern: RegExp, { content, span }: TextLine, offset: number): Span[] {
  const found = Array.from(content.matchAll(pattern), ({ 0: whole, 2: written = "", index }) => {
    const start = span.end - content.length + index + whole.length - written.length;
    return { start, end: start + written.trimEnd().length };
  });
  return found.filter(({ start }) => start <= offset).reverse();
}

function* missingSpaces(text: string, { content, span }: TextLine): Generator<Candidate> {
  const [before] = /^(?:"[\w.-]+"|'[\w.-]+'|[A-Za-z_][\w.-]*):(?=[^\s:/]|\/(?!\/))/.exec(content) ?? [];
  if (before === undefined) return;
  const colon = span.end - content.length + before.length;
  yield {
    id: "missing-space",
    at: { start: colon - 1, end: colon },
    span: { start: colon, end: trimEnd(text, colon, span.end) },
    edits: [insertion(colon, " ")],
    sure: true,
    swallowed: true,
    title: "add the space",
  };
}

function* missingColons({ item, content, span }: TextLine): Generator<Candidate> {
  const [key] = (!item && !content.includes(":") && /^[A-Za-z_][\w.-]*(?=[ \t]|$)/.exec(content)) || [];
  if (key === undefined) return;
  const at = { start: span.end - content.length, end: span.end };
  yield { id: "missing-colon", at, span, edits: [insertion(at.start + key.length, ":")], sure: true };
}

/** The end of a line before brackets that are closed there, before a comment, and as it is. */
function* endsIn(text: string, start: number): Generator<{ end: number; sure: boolean }> {
  const line = text.slice(start, endOfLine(text, start)).trimEnd();
  let brackets = line.length;
  while (brackets > 1 && " \t,]}".includes(line[brackets - 1]!)) brackets--;
  if (/[\]}]/.test(line.slice(brackets))) yield { end: start + brackets, sure: false };
  const value = beforeComment(line);
  if (value !== "" && value !== line) yield { end: start + value.length, sure: true };
  yield { end: start + line.length, sure: true };
}

function* openQuotes(text: string, { openings }: Refusal): Generator<Candidate> {
  for (const start of openings) {
    const quote = text[start];
    if ((quote !== '"' && quote !== "'") || isComplete(text, start)) continue;
    const [line] = linesFrom(text, start, 1);
    for (const each of quotesBefore(text, line!, start)) yield { ...each, swallowed: true };
    const key = /^.[\w.-]+(?=:[ \t])/.exec(text.slice(start, line!.span.end));
    const ends = [...(key ? [{ end: start + key[0].length, sure: true }] : []), ...endsIn(text, start)];
    const block = { end: endOfBlock(text, start, line!.indent), sure: false };
    for (const { end, sure } of [...ends, block]) {
      if (end <= start + 1 || closes(text.slice(start + 1, end), quote)) continue;
      yield {
        id: quote === '"' ? "open-double-quote" : "open-single-quote",
        at: { start, end: line!.span.end },
        span: { start, end },
        edits: [insertion(end, quote)],
        sure,
        swallowed: true,
        ...(sure && { title: "close the quote" }),
      };
    }
  }
}

/** The faults of a value in quotes whose last quote, or one behind it, begins the open text. */
function* quotesBefore(
  text: string,
  { value, content, span }: TextLine,
  quote: number,
): Generator<Candidate> {
  const written = value ?? { start: span.end - content.length, end: span.end };
  yield* surplusQuotes(text, written);
  if (quote > written.start) yield* quoted(text, written);
}

/** A text in quotes with nothing behind it but the end of its line or entry. */
const COMPLETE = /(?:"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*(?:''[^']*)*')[ \t]*(?:[,\]}\r\n]|:\s|[ \t]#|$)/y;

function isComplete(text: string, start: number): boolean {
  COMPLETE.lastIndex = start;
  return COMPLETE.test(text);
}

function closes(text: string, quote: string): boolean {
  return (quote === '"' ? text.replace(/\\./g, "") : text.replaceAll("''", "")).includes(quote);
}

function* openBrackets(text: string, { openings }: Refusal): Generator<Candidate> {
  for (const start of openings.filter((offset) => text[offset] === "[" || text[offset] === "{")) {
    const [line] = linesFrom(text, start, 1);
    const ends = Array.from(endsIn(text, start), ({ end }) => end);
    const block = endOfBlock(text, start, line!.indent);
    for (const end of /[[{,]$/.test(line!.content) ? [block, ...ends] : [...ends, block]) {
      const missing = unclosed(text.slice(start, end));
      if (missing === "") continue;
      yield {
        id: "open-bracket",
        at: { start, end: start + 1 },
        span: { start, end },
        edits: [insertion(end, missing)],
        sure: true,
        swallowed: true,
      };
    }
  }
}

/** The closing brackets that a text lacks; none if they are too many to be a mistake. */
function unclosed(text: string): string {
  const missing: string[] = [];
  for (const letter of text.replace(/"(?:[^"\\]|\\.)*"|'[^']*'/g, "")) {
    if (letter === "[") missing.push("]");
    else if (letter === "{") missing.push("}");
    else if (letter === missing.at(-1)) missing.pop();
    if (missing.length > 20) return "";
  }
  return missing.reverse().join("");
}

/** The end of the lines below a line that are indented deeper. */
function endOfBlock(text: string, start: number, indent: number): number {
  let end = endOfLine(text, start);
  for (let at = end; at < text.length; ) {
    const from = at + (text.startsWith("\r\n", at) ? 2 : 1);
    at = endOfLine(text, from);
    const line = text.slice(from, at);
    if (line.trim() === "") continue;
    if (line.search(/\S/) <= indent) break;
    end = at;
  }
  return end;
}

/**
 * A line indented like one of the lines before, alone, with the lines below that are deeper then or
 * now, or with those up to a line of that indentation; or a line before it moved to its column.
 */
function* otherIndentations(text: string, [line]: readonly TextLine[]): Generator<Candidate> {
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

/** A line moved so that its text behind any dash begins in a column. */
function beginningAt(text: string, line: TextLine, column: number): Candidate {
  return indented(text, line, line.span, column - (line.column - line.indent));
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
  return { id: "indentation", at, span, edits, sure: true };
}

/** The end of the lines before the first one below with an indentation, or item with it. */
function endBeforeNext(text: string, { start, end }: Span, indent: number, item: boolean): number {
  const next = new RegExp(`\\n {${indent}}${item ? "- " : "(?=\\S)"}`).exec(text.slice(start, end));
  return next ? start + next.index : end;
}

/** The value of a line, the line, or the line with all below it that is deeper, left out. */
function* lostParts(text: string, { value, span, indent }: TextLine): Generator<Candidate> {
  if (value) yield { span, edits: singleQuotes(text, value), sure: false };
  yield { span, edits: [blank(text, span)], sure: false };
  const block = { start: span.start, end: endOfBlock(text, span.start, indent) };
  if (block.end > span.end) yield { span: block, edits: [blank(text, block)], sure: false };
}
