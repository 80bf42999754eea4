import { parseJson } from "../util/json.ts";
import { type YamlFault, type YamlFaultId, yamlFault } from "./error-messages.ts";
import { tryReadFast } from "./fast-reader.ts";
import type { Pair, ScalarNode, YamlDocument, YamlNode } from "./node.ts";
import { scalar, toValue } from "./node.ts";
import type { Edit } from "./repair/edits.ts";
import { endOfLine } from "./scan.ts";
import { MOST_LEVELS, tooDeep } from "./size-limits.ts";

/** The readable part of a JSON text; without documents if the reader of YAML is to read it. */
export interface JsonText {
  readonly documents: readonly YamlDocument[] | undefined;
  readonly faults: readonly YamlFault[];
}

/**
 * Reads a text as `JSON.parse` does, with the place of every node: a repeated key is accepted, and
 * its last value counts. Reading goes on behind a fault whose repair is clear, such as a comma
 * before a closing bracket. At any other the reading ends, unless the text is YAML: the collections
 * that are open there extend to the end of the text. Never throws because of the text.
 */
export function readJson(text: string): JsonText {
  if (text.trim() === "") return { documents: [], faults: [] };
  const reader = new JsonReader(text);
  try {
    const root = reader.document();
    const { keysAreUnique, faults, isCut } = reader;
    if (isCut && tryReadFast(text)) return { documents: undefined, faults };
    const value: unknown = faults.length === 0 ? JSON.parse(text) : root && toValue(root);
    return { documents: [{ root, value, keysAreUnique }], faults };
  } catch (error) {
    if (error instanceof Unreadable) return { documents: undefined, faults: [...reader.faults, error.fault] };
    throw error;
  }
}

/** Thrown for a text that is not read as JSON. */
class Unreadable extends Error {
  readonly fault: YamlFault;

  constructor(fault: YamlFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const SPACE = /[ \t\r\n]*/y;
const COMMENT = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|#[^\r\n]*/y;
/** The first line of a merge conflict, and its other sides with the last line. */
const CONFLICT = /<{7} [^\r\n]*/y;
const OTHER_SIDES = /(?:\|{7} [^\r\n]*|={7})\r?\n(?:[\s\S]*?\n)?>{7}(?: [^\r\n]*)?(?![^\r\n])/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const ESCAPES = new RegExp(`${ESCAPE.source}|\\\\`, "g");
const OTHER_QUOTES =
  /'[^'"\\\r\n]*'|[\u201c\u201d\u201e][^\u201c\u201d\u201e"\\\r\n]*[\u201c\u201d\u201e]|[\u2018\u2019][^\u2018\u2019"\\\r\n]*[\u2018\u2019]/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?![\w$])/y;
const NAME = /[A-Za-z_$][\w$-]*(?=[ \t]*:)/y;
/** The start of an entry of a mapping, and of a list. */
const STARTS_PAIR =
  /(?:"(?:[^"\\\r\n]|\\.)*"[ \t]*|['\u201c\u201d\u201e\u2018\u2019][^"\r\n:]*|[A-Za-z_$][\w$-]*[ \t]*):/y;
const STARTS_ITEM = /["'\u201c\u201d\u201e\u2018\u2019{[\d-]|(?:true|false|null)(?![\w$])/y;

/** The maximum number of faults that are repaired. */
const MAX_FAULTS = 50;

class JsonReader {
  readonly faults: YamlFault[] = [];
  /** True if no mapping has a repeated key. */
  keysAreUnique = true;
  /** True if a fault ended the reading. */
  isCut = false;
  readonly #text: string;
  #at = 0;
  #levels = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): YamlNode | undefined {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#mark();
    this.#skip();
    const begins = this.#text[this.#at];
    if (begins !== "{" && begins !== "[" && !parseJson(this.#text.slice(this.#at))) this.#notJson();
    const root = this.#value();
    this.#skip();
    if (this.#at < this.#text.length)
      this.#stop(/[[{]/.test(this.#text[this.#at]!) ? "json-several" : "json-end");
    return root;
  }

  #mark(): void {
    this.#at = 1;
    this.#repaired("json-mark", { span: { start: 0, end: 1 }, text: "" }, "remove it");
  }

  /** The text may be a spec in YAML, which is then read as one. */
  #notJson(): never {
    const span = { start: this.#at, end: Math.max(this.#at, endOfLine(this.#text, this.#at)) };
    const repair = { span: { start: span.start, end: span.start }, sure: true };
    throw new Unreadable({ ...yamlFault("json-format", span), repair });
  }

  #value(): YamlNode | undefined {
    const start = this.#at;
    switch (this.#text[start]) {
      case "{":
        return this.#nested(() => this.#mapping(start));
      case "[":
        return this.#nested(() => this.#sequence(start));
      case '"':
        return this.#string();
    }
    const quoted = this.#otherQuotes();
    if (quoted) return quoted;
    const written = this.#match(NUMBER) ?? this.#match(WORD);
    if (written === undefined) return this.#stop("json-value");
    return scalar(start, this.#at, "plain", JSON.parse(written) as ScalarNode["value"]);
  }

  #nested(read: () => YamlNode): YamlNode {
    if (++this.#levels > MOST_LEVELS) throw new Unreadable(tooDeep(this.#text));
    this.#at++;
    const node = read();
    this.#levels--;
    return node;
  }

  #mapping(start: number): YamlNode {
    const pairs: Pair[] = [];
    const names = new Set<unknown>();
    while (!this.#closes("}", pairs.at(-1)?.value)) {
      const key = this.#key();
      const value = key && this.#valueOf();
      if (!value) break;
      pairs.push({ key, value });
      if (names.has(key.value)) this.keysAreUnique = false;
      names.add(key.value);
    }
    return { kind: "mapping", span: { start, end: this.#at }, pairs };
  }

  #sequence(start: number): YamlNode {
    const items: YamlNode[] = [];
    while (!this.#closes("]", items.at(-1))) {
      const item = this.#value();
      if (!item) break;
      items.push(item);
    }
    return { kind: "sequence", span: { start, end: this.#at }, items };
  }

  /** Reads the colon behind a key and the value. */
  #valueOf(): YamlNode | undefined {
    this.#skip();
    if (this.#text[this.#at] !== ":") return this.#stop("json-colon");
    this.#at++;
    this.#skip();
    return this.#value();
  }

  /** Reads the comma behind an entry, and the closing bracket; true if the collection ends. */
  #closes(bracket: "}" | "]", last: YamlNode | undefined): boolean {
    this.#skip();
    const comma = this.#at;
    const hasComma = this.#text[comma] === ",";
    if (hasComma && last) {
      this.#at++;
      this.#skip();
    } else if (hasComma) this.#stop("json-value");
    if (this.#text[this.#at] === bracket) {
      if (hasComma)
        this.#repaired(
          "json-trailing-comma",
          { span: { start: comma, end: comma + 1 }, text: "" },
          "remove the comma",
        );
      this.#at++;
      return true;
    }
    if (this.#at >= this.#text.length) this.#stop("json-bracket");
    else if (last && !hasComma) this.#missingComma(last, bracket);
    return this.isCut;
  }

  /** A comma is missing before an entry; other text behind a string may be a part of it. */
  #missingComma({ kind, span: { start, end } }: YamlNode, bracket: "}" | "]"): void {
    const next = this.#text[this.#at]!;
    const isQuoted = kind === "scalar" && this.#text[start] === '"' && next !== ";";
    if ("}]:".includes(next)) this.#stop("json-bracket");
    else if (!(isQuoted && end === this.#at) && this.#begins(bracket === "}" ? STARTS_PAIR : STARTS_ITEM))
      this.#repaired("json-comma", { span: { start: end, end }, text: "," }, "add a comma");
    else if (isQuoted && this.#text.slice(end, endOfLine(this.#text, end)).includes('"'))
      this.#stop("inner-double-quote", end - 1);
    else this.#stop("json-text-after-value");
  }

  #key(): ScalarNode | undefined {
    const start = this.#at;
    if (this.#text[start] === '"') return this.#string();
    const quoted = this.#otherQuotes();
    if (quoted) return quoted;
    const name = this.#match(NAME);
    if (name === undefined) return this.#stop("json-key");
    const key = scalar(start, this.#at, "plain", name);
    this.#repaired("json-key", { span: key.span, text: JSON.stringify(name) }, "quote it");
    return key;
  }

  #string(): ScalarNode | undefined {
    const start = this.#at++;
    let wrong: number | undefined;
    for (let code = this.#code(); code !== 0x22; code = this.#code()) {
      if (code === 0x5c) {
        if (this.#match(ESCAPE) !== undefined) continue;
        wrong ??= this.#at;
        this.#at++;
      } else if (code >= 0x20) this.#at++;
      else if (Number.isNaN(code) || code === 0x0a || code === 0x0d) return this.#stop("json-string", start);
      else return this.#stop("json-control");
    }
    const span = { start, end: ++this.#at };
    let written = this.#text.slice(start, span.end);
    if (wrong !== undefined) {
      written = written.replace(ESCAPES, (each) => (each === "\\" ? "\\\\" : each));
      const at = { start: wrong, end: wrong + 1 };
      this.#repaired("json-escape", { span, text: written }, "double the backslash", at);
    }
    return scalar(start, span.end, "double-quoted", JSON.parse(written) as string);
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  /** Reads a text in single or typographic quotes. */
  #otherQuotes(): ScalarNode | undefined {
    const start = this.#at;
    const written = this.#match(OTHER_QUOTES);
    if (written === undefined) {
      if (this.#text[start] === "'") this.#stop("json-quotes");
      return undefined;
    }
    const value = written.slice(1, -1);
    const node = scalar(start, this.#at, "single-quoted", value);
    const id = written[0] === "'" ? "json-quotes" : "json-curly-quotes";
    this.#repaired(id, { span: node.span, text: JSON.stringify(value) }, "write double quotes");
    return node;
  }

  /** Skips white space, and with a fault comments and the other sides of a merge conflict. */
  #skip(): void {
    for (;;) {
      this.#match(SPACE);
      const start = this.#at;
      const id = this.#match(COMMENT) ? "json-comment" : this.#match(CONFLICT) ? "merge-conflict" : undefined;
      const span = { start, end: this.#at };
      if (id) this.#add({ ...yamlFault(id, span), repair: { span, sure: true } });
      else if (this.#match(OTHER_SIDES) === undefined) return;
    }
  }

  #begins(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #repaired(id: YamlFaultId, edit: Edit, title: string, at = edit.span): void {
    const { span } = edit;
    const fix = { title, safe: at === span, edits: [edit] };
    this.#add({ ...yamlFault(id, at), repair: { span, sure: true, fix } });
  }

  /** A text with very many faults is not JSON, and costs too much to repair. */
  #add(fault: YamlFault): void {
    if (this.faults.length >= MAX_FAULTS) this.#stop(fault.id, fault.span.start);
    else this.faults.push(fault);
  }

  /** Ends the reading at a fault without a clear repair. */
  #stop(id: YamlFaultId, at = this.#at): undefined {
    const start = Math.min(at, this.#text.length - 1);
    if (!this.isCut) this.faults.push(yamlFault(id, { start, end: start + 1 }));
    this.isCut = true;
    this.#at = this.#text.length;
  }
}
