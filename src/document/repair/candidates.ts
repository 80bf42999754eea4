import { closestMatch } from "../../util/closest-match.ts";
import { endOfLine, FOREIGN_COMMENT, startOfLine, TAGGED, trimEnd } from "../scan.ts";
import type { Span } from "../source.ts";
import { type Candidate, changeAt, type Edit, insertion, type Refusal, singleQuotes } from "./edits.ts";
import {
  colonsBeforeNextLine,
  continuedCommands,
  itemsAmongItems,
  itemsWithoutDash,
  joinedLines,
  listsBehindKeys,
  missingDashes,
  missingFirstDashes,
  otherIndentations,
  shallowBlocks,
  surplusDashes,
  tightDashes,
  valuesBelow,
  wrongDashes,
} from "./line-candidates.ts";
import { endOfBlock, ITEM_KEY, lineBehind, linesAround, linesFrom, type TextLine } from "./lines.ts";
import {
  endOfClosed,
  endsIn,
  isComplete,
  openQuotes,
  quotedPairs,
  quotesBeforeKeys,
  unquotedValues,
} from "./quote-candidates.ts";

/** Yields the changes to try at a refusal, the most likely one first. */
export function* candidatesAt(text: string, refusal: Refusal): Generator<Candidate> {
  const { offset, id } = refusal;
  const near = linesFrom(text, offset, 4);
  yield* conflicts(text, near);
  yield* fences(text, near);
  yield* wrongTags(text, refusal);
  if (id === "control-character") yield* controlCharacters(text, refusal);
  if (id === "escape") yield* escapes(text, refusal);
  if (id === "unknown-alias") yield* misspelledAliases(text, offset);
  yield* blockComments(text, near);
  yield* shallowBlocks(text, offset);
  yield* continuedCommands(text, near);
  yield* tightDashes(text, near);
  yield* itemsAmongItems(text, near);
  for (const line of near) {
    yield* wrongDashes(line);
    yield* foreignComments(text, line);
    yield* wrongColons(text, line);
    yield* quotesBeforeKeys(line);
    yield* quotedPairs(line);
    yield* listsBehindKeys(text, line);
    yield* joinedLines(text, line);
  }
  yield* colonsBeforeNextLine(near);
  for (const line of near.slice(0, 2)) {
    yield* missingDashes(text, line);
    yield* marksBehind(line);
  }
  yield* missingFirstDashes(text, near);
  yield* valuesBelow(text, near);
  yield* itemsWithoutDash(text, near);
  const stray = strayLines(text, near);
  if (stray?.isClear) yield stray;
  for (const line of near) {
    yield* unquotedValues(text, line, offset);
    yield* missingSpaces(text, line);
  }
  if (id === "missing-comma") yield* missingCommas(text, refusal);
  yield* openQuotes(text, refusal);
  yield* openBrackets(text, refusal);
  for (const line of near) yield* missingColons(line);
  if (stray && !stray.isClear) yield stray;
  yield* surplusDashes(text, near);
  yield* otherIndentations(text, near);
  for (const line of near.slice(0, 2)) yield* lostParts(text, line);
}

/** The markers of a merge conflict, indented or not; `|||||||` begins the common base. */
const MARKER = /^(?:<{7} |\|{7} |={7}\s*$|>{7}(?: |$))/;

function* conflicts(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const marker = near.find(({ content, item }) => !item && MARKER.test(content))?.span;
  if (marker === undefined) return;
  const alone = { start: marker.start, end: endOfLine(text, marker.start) };
  const start = [...text.slice(0, alone.end).matchAll(/^[ \t]*<{7} /gm)].at(-1)?.index ?? -1;
  const last = start < 0 ? -1 : start + text.slice(start).search(/\n[ \t]*>{7}(?:[ \r\n]|$)/);
  const end = endOfLine(text, last + 1);
  const second = last < start ? undefined : /\n[ \t]*(?:\|{7} |={7}\r?\n)/.exec(text.slice(start, end));
  if (second) {
    const own = { start, end: endOfLine(text, start) };
    const edits = [blank(text, own), blank(text, { start: start + second.index, end })];
    yield { id: "merge-conflict", at: own, span: { start, end }, edits };
  }
  yield { id: "merge-conflict", at: alone, span: alone, edits: [blank(text, alone)], isLoss: true };
}

/** The lines before and after a block of code in Markdown. */
const FENCE = /^(?:`{3,}|~{3,})[ \t]*(?:[\w-]+[ \t]*)?$/gm;

function* fences(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const found = Array.from(text.matchAll(FENCE), ({ 0: { length }, index }) => ({
    start: index,
    end: index + length,
  }));
  const first = found.find(({ start }) => near.some(({ span }) => span.start === start));
  if (!first) return;
  const fence = found.length === 2 ? found : [first];
  const edits = fence.map((span) => ({ span, text: "" }));
  yield changeAt("code-fence", first, edits, "remove the fence");
}

/** Line breaks, which keep their places, and everything else. */
function blank(text: string, span: Span): Edit {
  return { span, text: text.slice(span.start, span.end).replace(/[^\r\n]/g, " ") };
}

/** A tag of another program with its value, or one that its value does not fit. */
function* wrongTags(text: string, { offset, fault: { id, span: at } }: Refusal): Generator<Candidate> {
  if ((id !== "unknown-tag" && id !== "tag-value") || text[at.start] !== "!") return;
  const end = trimEnd(text, at.start, offset);
  // More text behind brackets or quotes, as in `!!str {a,b}/**`, is another fault.
  if (!/^(?:[\s,\]}:#]|$)/.test(text.slice(end))) return;
  if (id === "unknown-tag" && !TAGGED.test(text.slice(at.start, end))) return;
  const space = /^[ \t]*/.exec(text.slice(at.end))![0].length;
  const edits = [{ span: { start: at.start, end: at.end + space }, text: "" }];
  yield { id: id === "tag-value" ? id : "custom-tag", at, span: { start: at.start, end }, edits };
}

const CONTROL = /[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]/;

function* controlCharacters(text: string, { openings: [from = 0] }: Refusal): Generator<Candidate> {
  for (const start of [from, 0]) {
    const found = text.slice(start).search(CONTROL);
    const span = { start: start + found, end: start + found + 1 };
    if (found >= 0) yield { span, at: span, edits: [{ span, text: " " }] };
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
  // The colon behind an alias that is a key needs a space before it.
  const isKey = name.endsWith(":") && /^[ \t-]*$/.test(before.slice(startOfLine(text, offset), span.start));
  const alias = isKey ? `*${near} :` : `*${near}`;
  if (near !== undefined) yield changeAt("unknown-alias", span, [{ span, text: alias }], `write ${alias}`);
  else if (/<<:[ \t]+$/.test(before.slice(startOfLine(text, offset), span.start)))
    yield { at: span, span, edits: [{ span, text: "{}" }], isLoss: true };
}

/** A comma or semicolon at the end of a line, behind a value in quotes or brackets. */
function* marksBehind({ content, span, value }: TextLine): Generator<Candidate> {
  const written = value ? content.slice(value.start - span.end) : content;
  if (!/[,;]$/.test(written) || endOfClosed(`${written.slice(0, -1)}x`) === undefined) return;
  const mark = { start: span.end - 1, end: span.end };
  const name = written.endsWith(",") ? "comma" : "semicolon";
  yield changeAt(`${name}-behind`, mark, [{ span: mark, text: "" }], `remove the ${name}`);
}

/** A comment of several lines, as in `/* a *\/`, that ends near a refusal. */
function* blockComments(text: string, near: readonly TextLine[]): Generator<Candidate> {
  const { start: from, end: to } = { start: near.at(-1)?.span.start ?? 0, end: near[0]?.span.end ?? 0 };
  const opening = [...text.slice(0, to).matchAll(/^[ \t]*(?:\/\*|<!-{2})/gm)].at(-1);
  if (!opening) return;
  const closing = opening[0].endsWith("*") ? "*/" : `--${">"}`;
  const end = text.indexOf(closing, opening.index) + closing.length;
  if (end < closing.length || end < from || text.slice(end, endOfLine(text, end)).trim() !== "") return;
  const start = opening.index + opening[0].search(/\S/);
  const lines = [...text.slice(start, end).matchAll(/^[ \t]*(?=\S)/gm)];
  yield {
    id: "block-comment",
    at: { start, end: endOfLine(text, start) },
    span: { start, end },
    edits: lines.map(({ 0: { length }, index }) => insertion(start + index + length, "#")),
    title: "write #",
  };
}

/** A comma between two texts in quotes, or behind a line, in brackets that end behind it. */
function* missingCommas(text: string, { offset, openings }: Refusal): Generator<Candidate> {
  const start = openings.find((opening) => text[opening] === "[" || text[opening] === "{");
  const [line] = linesFrom(text, offset, 1);
  if (start === undefined || !line) return;
  const blockEnd = endOfBlock(text, start, line.indent - 1);
  const [next = ""] = text.slice(blockEnd).trimStart();
  if (unclosed(text.slice(start, blockEnd) + next) !== "") return;
  const end = trimEnd(text, 0, offset);
  const isBetween = /["']/.test(text[offset]!) && /["']/.test(text[end - 1]!);
  if (!isBetween && !/\n[ \t]*$/.test(text.slice(end, offset))) return;
  const at = { start: end - 1, end };
  yield changeAt("missing-comma", at, [insertion(end, ",")], "add the comma");
}

function* foreignComments(text: string, line: TextLine): Generator<Candidate> {
  const [mark] = (!line.item && FOREIGN_COMMENT.exec(line.content)) || [];
  if (mark === undefined) return;
  const isSame = (other: TextLine) => !other.item && FOREIGN_COMMENT.exec(other.content)?.[0] === mark;
  const lines = linesAround(text, line, isSame);
  const marks = lines.map(({ body: { start } }) => ({ start, end: start + mark.length }));
  const at = marks[0]!;
  const edits = marks.map((span) => ({ span, text: "#" }));
  const last = lines.at(-1)!;
  const below = linesOfItem(text, marks.at(-1)!.end, last.column);
  if (below.length > 0)
    yield {
      id: "foreign-comment-of-item",
      at,
      span: { start: at.start, end: below.at(-1)!.span.end },
      edits: [...edits, ...below.map(({ span }) => insertion(span.start + last.indent, "# "))],
    };
  const span = { start: at.start, end: last.span.end };
  yield { id: "foreign-comment", at, span, edits, title: "write #" };
}

/** The lines below a list item that begins behind a mark in a column, without those of items. */
function linesOfItem(text: string, start: number, column: number): TextLine[] {
  const [spaces] = /^[ \t#]*(?=- )/.exec(text.slice(start, endOfLine(text, start))) ?? [];
  if (spaces === undefined) return [];
  const indent = column > 0 ? column : spaces.length;
  const end = endOfBlock(text, start, indent);
  return linesFrom(text, end, MAX_LINES_OF_ITEM)
    .filter(({ span }) => span.start > start)
    .reverse();
}

/** The maximum number of lines of an item. */
const MAX_LINES_OF_ITEM = 200;

/**
 * A key with another mark in place of its colon, as in `name = x` or `name;`, or behind it. In a
 * list item, another text may begin like that.
 */
function* wrongColons(text: string, { item, content, body }: TextLine): Generator<Candidate> {
  const [written, key, mark] =
    /^([A-Za-z_][\w-]*|"[\w.-]+"|'[\w.-]+')([ \t]*(?:[=-]>|[;=,.\uff1a]|:[=;,-]))(?=[ \t]|$|(?<=[;=\uff1a])[^\s=])/.exec(
      content,
    ) ?? [];
  if (written === undefined || (item && !ITEM_KEY.test(key!))) return;
  const start = body.start + key!.length;
  const end = start + mark!.length;
  const space = /[ \t\r\n]/.test(text[end] ?? "\n") ? "" : " ";
  yield {
    id: "wrong-colon",
    at: { start: end - mark!.trimStart().length, end },
    span: { start, end },
    edits: [{ span: { start, end }, text: `:${space}` }],
    title: "write a colon",
  };
}

function* missingSpaces(text: string, { content, body }: TextLine): Generator<Candidate> {
  const [before] = /^(?:"[\w.-]+"|'[\w.-]+'|[A-Za-z_][\w.-]*):(?=[^\s:/]|\/(?!\/))/.exec(content) ?? [];
  if (before === undefined) return;
  const colon = body.start + before.length;
  yield {
    id: "missing-space",
    at: { start: colon - 1, end: colon },
    span: { start: colon, end: trimEnd(text, colon, body.end) },
    edits: [insertion(colon, " ")],
    swallowed: true,
    title: "add the space",
  };
}

function* missingColons({ item, content, span, body }: TextLine): Generator<Candidate> {
  // A colon within the value, as in "node:20" or a URL, does not end a key.
  const hasKey = /:(?=\s|$)/.test(content);
  const [key] = (!hasKey && /^[A-Za-z_][\w.-]*(?=[ \t]|$)/.exec(content)) || [];
  if (key === undefined || (item && !(ITEM_KEY.test(key) && key !== content))) return;
  yield { id: "missing-colon", at: body, span, edits: [insertion(body.start + key.length, ":")] };
}

/**
 * Lines without a colon that are pasted text, or lack a #: they are less deep than the line below,
 * or do not begin like a key.
 */
function strayLines(text: string, near: readonly TextLine[]): (Candidate & { isClear: boolean }) | undefined {
  const last = near.findIndex(isStray);
  if (last < 0) return undefined;
  const stray = linesAround(text, near[last]!, isStray);
  const { end } = stray.at(-1)!.span;
  const below = lineBehind(text, end);
  const deeper = (below?.indent ?? 0) - Math.max(...stray.map(({ indent }) => indent));
  if (deeper <= 0 && stray.some(({ content }) => /^[A-Za-z_]/.test(content))) return undefined;
  const starts = stray.map(({ body }) => body.start);
  return {
    id: "stray-line",
    at: { start: starts[0]!, end },
    span: { start: stray[0]!.span.start, end },
    edits: starts.map((start) => insertion(start, "# ")),
    isClear: deeper > MAX_STEP,
  };
}

/** The most by which people indent lines below their key. */
const MAX_STEP = 4;

function isStray({ item, indent, content }: TextLine): boolean {
  const isMark = indent === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(content);
  return !item && !isMark && !/:(?:\s|$)|^["'#]/.test(content);
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

/** The value of a line, the line, or the line with all below it that is deeper, left out. */
function* lostParts(text: string, { value, span, indent }: TextLine): Generator<Candidate> {
  if (value) yield { span, edits: singleQuotes(text, value), isLoss: true };
  yield { span, edits: [blank(text, span)], isLoss: true };
  const block = { start: span.start, end: endOfBlock(text, span.start, indent) };
  if (block.end > span.end) yield { span: block, edits: [blank(text, block)], isLoss: true };
}
