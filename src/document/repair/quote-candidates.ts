import { beforeComment, endOfLine, propertiesLength, shortestWhole } from "../scan.ts";
import type { Span } from "../source.ts";
import { type Candidate, changeAt, insertion, type Refusal, singleQuotes } from "./edits.ts";
import { endOfBlock, ITEM_KEY, linesFrom, type TextLine } from "./lines.ts";

/** Starts and parts of a text that YAML does not read as plain text. */
const SUSPICIOUS = /^(?:[!&*|>@`%?#,]|\{(?!.*:[ \t]))|^[^{[].*?:(?:[ \t]|$)/;

/** The header of a block text, or an anchor of the lines below. */
const BEFORE_BLOCK = /^(?:[|>][-+\d]*|&[\w-]+)(?:[ \t]+#.*)?$/;

/** A value that YAML does not read as text, which quotes make one. */
export function* unquotedValues(text: string, line: TextLine, offset: number): Generator<Candidate> {
  const { item, value, content, body } = line;
  const { start } = body;
  const braces = value && /^\{(?!.*:[ \t])/.test(text.slice(value.start, value.end));
  if (braces) yield* quoted(text, value);
  yield* flowValues(text, line, offset);
  // "- echo a: b: c" is one command.
  const command = item && value && /\s/.test(text.slice(start, value.start).trimEnd());
  if (value && !command) yield* quoted(text, value);
  const isComment = content.startsWith("#");
  if ((command || !value) && !isComment && !content.endsWith(":")) yield* quoted(text, body);
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
  yield { ...fault, ...title, span, edits: singleQuotes(text, span), quotes: true };
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
    yield changeAt("missing-quote", { start, end }, [insertion(start, quote)], "add the quote");
  if (first.length > 2 || last.length > 2 || marks.length < 3) return;
  const doubled = first.length > 1 ? before : behind;
  yield {
    id: "doubled-quote",
    at: doubled,
    span: { start, end },
    edits: [before, behind].map((span) => ({ span, text: quote })),
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
    title: isSingle ? "double the quotes inside" : "escape the quotes inside",
  };
}

/** The length of a value in quotes or brackets with more text behind it. */
export function endOfClosed(line: string): number | undefined {
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

/** A key or value in brackets with a variable, whose braces YAML reads as brackets of its own. */
const FLOW_VARIABLE =
  /(?:^|[{,[])[ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?((?!["'\s])(?:[^,:{}[\]\r\n]|:(?!\s))*\$\{(?:\{[^{}\r\n]*\}|[^{}\r\n]*)\}(?:\$\{(?:\{[^{}\r\n]*\}|[^{}\r\n]*)\}|[^,:{}[\]\r\n]|:(?!\s))*)/g;

/** A condition in brackets whose first text is in quotes, as in `{all: {a: "x" == "y"}}`. */
const FLOW_CONDITION =
  /[{,[][ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?((?:"[^"\r\n]*"|'[^'\r\n]*')[ \t]*[=!<>&|+](?:"[^"\r\n]*"|'[^'\r\n]*'|[^,{}[\]"'\r\n])*)/g;

/** The start of a text in quotes, or of a regex, in brackets. */
const FLOW_MARK = /[{,[][ \t]*(?:(["']?)[\w.-]+\1[ \t]*:[ \t]+)?(?=["'/])/g;

/** The end of one. */
const FLOW_END = /(?:["']|\/[gim]*)(?=[ \t]*[,}\]])/g;

/** The number of ends among which that of a text is searched. */
const MAX_ENDS = 20;

function* flowValues(text: string, line: TextLine, offset: number): Generator<Candidate> {
  if (!/[{[]/.test(line.content)) return;
  const marked = markedBefore(line, offset);
  const isRegex = ({ start, end }: Span): boolean =>
    text[start] === "/" && /[[\]{}]/.test(text.slice(start, end));
  const toQuote = [
    ...valuesBefore(FLOW_VARIABLE, line, offset).map((at) => {
      const isOwn = text.slice(at.start, at.end).includes("${{");
      return { id: isOwn ? "variable-in-brackets" : "shell-variable-in-brackets", at } as const;
    }),
    ...marked.filter(isRegex).map((at) => ({ id: "regex-in-brackets", at }) as const),
  ];
  for (const { id, at } of toQuote)
    yield { id, at, span: at, edits: singleQuotes(text, at), quotes: true, title: "quote it" };
  for (const each of valuesBefore(FLOW_CONDITION, line, offset)) yield* quoted(text, each);
  for (const each of marked) if (text[each.start] !== "/") yield* innerQuotes(text, each);
  const before = valuesBefore(FLOW_VALUE, line, offset);
  for (const each of before.filter(({ start, end }) => SUSPICIOUS.test(text.slice(start, end))).slice(0, 6))
    yield* quoted(text, each);
}

/** The values of a line that a pattern finds in brackets, the last one before an offset first. */
function valuesBefore(pattern: RegExp, { content, body }: TextLine, offset: number): Span[] {
  const found = Array.from(content.matchAll(pattern), ({ 0: whole, 2: written = "", index }) => {
    const start = body.start + index + whole.length - written.length;
    return { start, end: start + written.trimEnd().length };
  });
  return found.filter(({ start }) => start <= offset).reverse();
}

/**
 * The texts in quotes and the regexes of a line, in brackets, the last one before an offset first.
 * They may have such quotes or brackets of their own, so each ends at the end of an entry.
 */
function markedBefore({ content, body }: TextLine, offset: number): Span[] {
  const ends = Array.from(content.matchAll(FLOW_END), ({ 0: { length, 0: mark }, index }) => ({
    mark,
    start: index,
    end: index + length,
  }));
  const found: Span[] = [];
  let [at, done] = [0, 0];
  for (const { 0: before, index } of content.matchAll(FLOW_MARK)) {
    const start = index + before.length;
    if (start < done) continue;
    while (at < ends.length && ends[at]!.start <= start) at++;
    const end = ends.slice(at, at + MAX_ENDS).find(({ mark }) => mark === content[start])?.end;
    if (end === undefined) continue;
    done = end;
    found.push({ start, end });
  }
  return found
    .map(({ start, end }) => ({ start: body.start + start, end: body.start + end }))
    .filter(({ start }) => start <= offset)
    .reverse();
}

/** The end of a line before brackets that are closed there, before a comment, and as it is. */
export function* endsIn(text: string, start: number): Generator<{ end: number; sure: boolean }> {
  const line = text.slice(start, endOfLine(text, start)).trimEnd();
  let brackets = line.length;
  while (brackets > 1 && " \t,]}".includes(line[brackets - 1]!)) brackets--;
  if (/[\]}]/.test(line.slice(brackets))) yield { end: start + brackets, sure: false };
  const value = beforeComment(line);
  if (value !== "" && value !== line) yield { end: start + value.length, sure: true };
  yield { end: start + line.length, sure: true };
}

/** A text in quotes that ends too late, or nowhere: its end, or its quotes, may be missing. */
export function* openQuotes(text: string, { openings }: Refusal): Generator<Candidate> {
  for (const start of openings) {
    const quote = text[start];
    if ((quote !== '"' && quote !== "'") || isComplete(text, start)) continue;
    const [line] = linesFrom(text, start, 1);
    yield* quotesBeforeKeys(line!);
    yield* otherQuote(text, start);
    for (const each of quotesBefore(text, line!, start)) yield { ...each, swallowed: true };
    const block = { end: endOfBlock(text, start, line!.indent), sure: false };
    for (const { end, sure } of [...endsIn(text, start), block]) {
      if (end <= start || closes(text.slice(start + 1, end), quote)) continue;
      yield {
        id: quote === '"' ? "open-double-quote" : "open-single-quote",
        at: { start, end: line!.span.end },
        span: { start, end },
        edits: [insertion(end, quote)],
        isLoss: !sure,
        swallowed: true,
        ...(sure && { title: "close the quote" }),
      };
    }
  }
}

/** A quote before a key that is not closed in its line. In a list item, it may begin a text. */
export function* quotesBeforeKeys({ item, content, body: { start } }: TextLine): Generator<Candidate> {
  const [, quote, key] = /^(["'`])([\w.-]+):(?:[ \t]|$)/.exec(content) ?? [];
  if (quote === undefined || content.split(quote).length % 2 > 0 || (item && !ITEM_KEY.test(key!))) return;
  const at = { start, end: start + 1 };
  yield {
    id: "quote-before-key",
    at,
    span: { start, end: at.end + key!.length },
    edits: [{ span: at, text: "" }],
    swallowed: true,
    title: "remove the quote",
  };
}

/** A key with its value in one pair of quotes, as in `"name: a"`. */
export function* quotedPairs({ item, content, body }: TextLine): Generator<Candidate> {
  if (item || !/^(["'])[\w.-]+: +[^"'\s][^"']*\1$/.test(content)) return;
  const { start, end } = body;
  const quotes = [
    { start, end: start + 1 },
    { start: end - 1, end },
  ];
  const edits = quotes.map((span) => ({ span, text: "" }));
  yield changeAt("quoted-pair", body, edits, "remove the quotes");
}

/** A text that ends with another quote than it begins with, as in `"a'`. */
function* otherQuote(text: string, start: number): Generator<Candidate> {
  const quote = text[start]!;
  const line = beforeComment(text.slice(start, endOfLine(text, start)));
  const [written] = /^.[^"'`\u2018-\u201f]*["'`\u2018-\u201f](?=[ \t]*[,\]}]*$)/.exec(line) ?? [];
  if (written === undefined || written.endsWith(quote)) return;
  const end = start + written.length;
  const at = { start: end - 1, end };
  yield {
    id: "other-quote",
    at,
    span: { start, end },
    edits: [{ span: at, text: quote }],
    swallowed: true,
    title: `write ${quote}`,
  };
}

/** The faults of a value in quotes whose last quote, or one behind it, begins the open text. */
function* quotesBefore(text: string, { value, body }: TextLine, quote: number): Generator<Candidate> {
  const written = value ?? body;
  yield* surplusQuotes(text, written);
  if (quote > written.start) yield* quoted(text, written);
}

/** A text in quotes with nothing behind it but the end of its line or entry. */
const COMPLETE = /(?:"[^"\\]*(?:\\[\s\S][^"\\]*)*"|'[^']*(?:''[^']*)*')[ \t]*(?:[,\]}\r\n]|:\s|[ \t]#|$)/y;

/** True if the text in quotes that starts at an offset is complete. */
export function isComplete(text: string, start: number): boolean {
  COMPLETE.lastIndex = start;
  return COMPLETE.test(text);
}

function closes(text: string, quote: string): boolean {
  return (quote === '"' ? text.replace(/\\./g, "") : text.replaceAll("''", "")).includes(quote);
}
