import { memoize } from "../util/memoize.ts";
import type { Span } from "./source.ts";

/** Returns the offset of the first character after white space, line breaks and comments. */
export function skipTrivia(text: string, offset: number): number {
  let at = offset;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d) at++;
    else if (code === 0x23) at = endOfLine(text, at);
    else return at;
  }
}

/** Returns the offset of the line break after `offset`, or the end of the text. */
export function endOfLine(text: string, offset: number): number {
  let at = offset;
  while (at < text.length && text.charCodeAt(at) !== 0x0a && text.charCodeAt(at) !== 0x0d) at++;
  return at;
}

/** Returns the offset after the line break before `offset`, or the start of the text. */
export function startOfLine(text: string, offset: number): number {
  let at = offset;
  while (at > 0 && text.charCodeAt(at - 1) !== 0x0a && text.charCodeAt(at - 1) !== 0x0d) at--;
  return at;
}

/** Returns the line break of a text. */
export function lineBreakOf(text: string): string {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** Returns the end of the text before `end` without trailing white space; at least `start`. */
export function trimEnd(text: string, start: number, end: number): number {
  let at = end;
  while (at > start && isSpace(text.charCodeAt(at - 1))) at--;
  return at;
}

/** True if a character code is white space or a line break. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d;
}

/** Skips tags and anchors (`!tag`, `&name`) and the white space and comments around them. */
export function skipProperties(text: string, offset: number): number {
  let at = skipTrivia(text, offset);
  while (text[at] === "!" || text[at] === "&") {
    while (at < text.length && !isSpace(text.charCodeAt(at)) && !",[]{}".includes(text[at]!)) at++;
    at = skipTrivia(text, at);
  }
  return at;
}

/** A tag with its value, such as `!include file.yml`; `!src/**` and `!a.b == c` are texts. */
export const TAGGED = /^!(?:<\S+>|!?[A-Za-z][\w-]*(?:[/:][\w./:-]+)?)\s+\S/;

/** The length of the tag and the anchor before a value, as in `!!str &name value`. */
export function propertiesLength(line: string): number {
  return /^(?:(?:!!\w+|&[\w-]+)[ \t]+)+(?=\S)/.exec(line)?.[0].length ?? 0;
}

/** A tag that a text does not fit, which quotes do not make one. */
const TYPE_TAG = /(!!(?:binary|bool|float|int|null|timestamp)[ \t]+)(?:&\S+[ \t]+)?$/;

/** Finds such a tag before a value on its line, with the white space behind it. */
export function findTypeTag(text: string, start: number): Span | undefined {
  const from = Math.max(0, start - 200);
  const match = TYPE_TAG.exec(text.slice(from, start));
  return match ? { start: from + match.index, end: from + match.index + match[1]!.length } : undefined;
}

/** True if a value has an anchor, and an alias behind it is the value of another key. */
export function isOfOtherKeysToo(text: string, start: number): boolean {
  const before = text.slice(Math.max(0, start - 200), start);
  const [, key, name] = /(?:(\w+)["']?:)?\s+&([^\s,[\]{}]+)\s+(?:!\S*\s+)?$/.exec(before) ?? [];
  const parts = name === undefined ? [] : text.slice(start).split(`*${name}`);
  return parts.slice(0, -1).some((part) => /(\w+)["']?:\s+$/.exec(part.slice(-200))?.[1] !== key);
}

/**
 * A line of ytt, which is a comment in YAML, or a key by which kustomize reads a patch: the text is
 * a part of a spec, or several ones.
 */
const DIRECTIVE =
  /^[ \t]*(?:#@ *(?:load|def|end|if|elif|else|for|while)\b|#@(?:overlay|data|schema|library|ytt)\/|(?:- +)*[\w"'.-]+:[ \t]+#@ |(?:- +)*["']?\$(?:patch|retainKeys|(?:deleteFromPrimitiveList|setElementOrder)\/\w+)["']?[ \t]*:)/m;

/** A part of every directive, which is cheaper to find. */
const DIRECTIVE_SIGNS = ["#@", "$patch", "$retainKeys", "$deleteFromPrimitiveList/", "$setElementOrder/"];

/** Finds the first directive by which ytt or kustomize makes specs of a text that YAML can read. */
export function findDirective(text: string): Span | undefined {
  if (!DIRECTIVE_SIGNS.some((sign) => text.includes(sign))) return undefined;
  const match = DIRECTIVE.exec(text);
  if (!match) return undefined;
  const start = match.index + match[0].search(/#@|\$/);
  return {
    start,
    end: match.index + match[0].trimEnd().replace(/:$/, "").trimEnd().replace(/["']$/, "").length,
  };
}

/** A template tag that YAML cannot read; `${{…}}` is the platform's own syntax. */
const TAG =
  /^[ \t]*(?:\{\{|\{%|<%[-=]?\s|%\{ *(?:for|if)\s)|^[^"'#\n\r\u2028\u2029{]*[^"'#\n\r\u2028\u2029{$]\{\{[^{\n]|\{%-?\s*(?:if|for|end|include|raw|set|block)\b/m;

/**
 * Finds the first tag of gomplate, Helm, nunjucks, ERB, Terraform or ytt that is not YAML. Each
 * trigger of a text asks: 4,000 of 190 KB took 12 seconds.
 */
export const findTemplateTag = memoize((text: string): number | undefined => {
  const match = TAG.exec(text);
  if (!match) return text.includes("#@") ? findDirective(text)?.start : undefined;
  return match.index + match[0].search(/\{\{|\{%|<%|%\{/);
}, 1);

/** A line that begins with a tab, after any spaces, and is not blank or a comment. */
const TAB_LINE = /^ *\t[ \t]*[^\s#]/m;

/**
 * Characters that look like a space or nothing, and are text to YAML: no-break and typographic
 * spaces, and the zero-width ones.
 */
export const FALSE_SPACE = /[\u00a0\u2000-\u200b\u202f\u205f\u3000\ufeff]/;

/** A false space before or behind the dash, the key or the value of a line. */
const FALSE_SPACE_LINE = new RegExp(
  `^(?:[ \\t]*|.*[-:][ \\t]*)${FALSE_SPACE.source}|${FALSE_SPACE.source}[ \\t]*$`,
  "m",
);

/**
 * True if a line of the text is indented with a tab, or has a false space where YAML reads white
 * space. Such a line may be part of a block text.
 */
export function hasFalseIndentation(text: string): boolean {
  if (text.includes("\t") && TAB_LINE.test(text)) return true;
  return FALSE_SPACE.test(text) && FALSE_SPACE_LINE.test(text.replace(/^\ufeff/, ""));
}

/** A line that begins or ends a document, without content of its own. */
const DIVIDER = /^(?:-{3}|\.{3})(?=[ \t]*(?:#.*)?$)/gm;

/** The keys at the top of a spec and of a definition, with a line that one of them has. */
const TOPS: readonly (readonly [keys: ReadonlySet<string>, sign: RegExp])[] = [
  [new Set(["version", "kind", "metadata", "spec"]), /^kind:[ \t]*["']?pipeline\b/m],
  [
    new Set(["version", "mode", "fail_fast", "stages", "steps", "hooks", "success_criteria", "services"]),
    /^steps:/m,
  ],
];

/** A text with more marks is not one spec. */
const MAX_DIVIDERS = 20;

/**
 * Finds the marks between documents that have an indented line below, or that are between the keys
 * of one spec; none if there are too many.
 */
export function findDividers(text: string): Span[] {
  if (!/\n(?:---|\.\.\.)/.test(text)) return [];
  const marks = Array.from(text.matchAll(DIVIDER), ({ index }) => ({ start: index, end: index + 3 }));
  const tops = TOPS.filter(([, sign]) => sign.test(text));
  const found = marks.filter(({ start, end }, at) => {
    const below = skipTrivia(text, end);
    if (below >= text.length) return false;
    if (below > startOfLine(text, below)) return true;
    const parts = [text.slice(marks[at - 1]?.end ?? 0, start), text.slice(below, marks[at + 1]?.start)];
    const [above, behind] = parts.map(topKeys);
    const all = [...above!, ...behind!];
    const isOneOf = tops.some(([keys]) => all.every((key) => keys.has(key)));
    return above!.length > 0 && behind!.length > 0 && new Set(all).size === all.length && isOneOf;
  });
  return found.length > MAX_DIVIDERS ? [] : found;
}

function topKeys(text: string): string[] {
  return Array.from(text.matchAll(/^(?![\s#]).[^:\n]*/gm), ([key]) => key);
}

/** The starts of comments in other languages. */
export const FOREIGN_COMMENT = /^(?:\/\/|\/\*|<!-{2}|;|--(?=[ \t]))/;

/** The lines before the first one of a patch. */
const PATCH_HEADER = /^(?:(?:diff --git|new file mode|index|---|\+\+\+|@@) .*\r?\n)+(?=\+)/;

/** The marks before each line of a patch or a quotation, and the numbers of lines. */
const LINE_MARKS = [/^\+/, /^>/, /^[ \t]*(\d+)(?:[:|]|(?=[ \t]|$))/];

/** The most spaces that are read as a part of the marks. */
const MAX_GAP = 20;

/**
 * Finds what precedes the text on each line of a spec that is pasted from a patch, a quotation or a
 * listing: the same mark, or consecutive numbers, with the spaces that all lines have behind it.
 */
export function findLineMarks(text: string): Span[] {
  if (!/^[+>\d \tdin@-]/.test(text)) return [];
  const header = PATCH_HEADER.exec(text)?.[0].length ?? 0;
  const mark = LINE_MARKS.find((pattern) => pattern.test(text.slice(header)));
  if (!mark || !/^.{0,9}\b(?:kind: *["']?pipeline|steps:)/m.test(text)) return [];
  const lines = Array.from(
    text.slice(header).matchAll(/^[^\S\r\n\u2028\u2029]*\S.*$/gm),
    ({ 0: line, index }) => {
      const [written, number] = mark.exec(line) ?? [];
      return { start: header + index, line, number, end: written?.length };
    },
  );
  const first = Number(lines[0]?.number);
  const areMarked = lines.every(
    ({ end, number }, at) => end !== undefined && (number === undefined || Number(number) === first + at),
  );
  if (!areMarked || lines.length < 3) return [];
  const rests = lines.map(({ line, end }) => line.slice(end)).filter((rest) => rest.trim() !== "");
  const spaces = rests.reduce((least, rest) => Math.min(least, rest.search(/[^ ]/)), MAX_GAP);
  const marks = lines.map(({ start, line, end }) => ({
    start,
    end: start + Math.min(line.length, end! + spaces),
  }));
  return header === 0 ? marks : [{ start: 0, end: header }, ...marks];
}

/** Where YAML begins a comment in a line. */
const HASH = /(?<![ \t])[ \t]+#/g;
/** A comment as people write it; a hash without white space behind it may belong to a pattern. */
const COMMENT = /(?<![ \t])[ \t]+#(?=[ \t]|$)/;

/**
 * The shortest part of a line before ` #`, or the line, that is a complete pattern; without a
 * comment, unless `beyondComment` is set.
 */
export function shortestWhole(line: string, beyondComment = false): string | undefined {
  const comment = beyondComment ? -1 : line.search(COMMENT);
  const all = comment < 0 ? line.trimEnd() : line.slice(0, comment);
  const ends = [...all.matchAll(HASH)].map(({ index }) => index);
  return [...ends, all.length].map((end) => line.slice(0, end)).find(isWhole);
}

/** The part of a line that YAML reads as a value without quotes. */
export function beforeComment(line: string): string {
  const end = line.search(HASH);
  return end < 0 ? line.trimEnd() : line.slice(0, end);
}

/** True if a pattern is complete: a regex with its closing slash, a glob with all its brackets. */
export function isWhole(pattern: string): boolean {
  const text = pattern.trim();
  if (/^\/[^/]*$/.test(text) || (text.startsWith("/") && /[\^$]/.test(text))) return /.\/[a-z]*$/i.test(text);
  return ["{}", "[]", "()"].every(([open, close]) => text.split(open!).length === text.split(close!).length);
}
