import { parseJson } from "../util/json.ts";
import { type YamlFault, type YamlFaultId, yamlFault } from "./error-messages.ts";
import type { Pair, ScalarNode, YamlDocument, YamlNode } from "./node.ts";
import { toValue } from "./node.ts";
import { endOfLine } from "./scan.ts";
import { MOST_LEVELS, tooDeep } from "./size-limits.ts";
import type { Span } from "./source.ts";

/** The readable part of a JSON text; without documents if a fault ended the reading. */
export interface JsonText {
  readonly documents: readonly YamlDocument[] | undefined;
  readonly faults: readonly YamlFault[];
}

/**
 * Reads a text as `JSON.parse` does, with the place of every node: a repeated key is accepted, and
 * its last value counts. Reading goes on behind a fault whose repair is clear, such as a comma
 * before a closing bracket. Never throws because of the text.
 */
export function readJson(text: string): JsonText {
  if (text.trim() === "") return { documents: [], faults: [] };
  const reader = new JsonReader(text);
  try {
    const root = reader.document();
    const value: unknown = reader.faults.length === 0 ? JSON.parse(text) : toValue(root);
    const { keysAreUnique, faults } = reader;
    return { documents: [{ root, value, keysAreUnique }], faults };
  } catch (error) {
    if (error instanceof Unreadable) return { documents: undefined, faults: [...reader.faults, error.fault] };
    throw error;
  }
}

/** Thrown for a fault without a clear repair. */
class Unreadable extends Error {
  readonly fault: YamlFault;

  constructor(fault: YamlFault) {
    super(fault.message);
    this.fault = fault;
  }
}

const SPACE = /[ \t\r\n]*/y;
const COMMENT = /\/\/[^\r\n]*|\/\*[\s\S]*?\*\/|#[^\r\n]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4})/y;
const SINGLE_QUOTED = /'([^'"\\\r\n]*)'/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.+-])/y;
const WORD = /(?:true|false|null)(?![\w$])/y;
const NAME = /[A-Za-z_$][\w$-]*(?=[ \t]*:)/y;

/** The maximum number of faults that are repaired. */
const MAX_FAULTS = 50;

class JsonReader {
  readonly faults: YamlFault[] = [];
  /** True if no mapping has a repeated key. */
  keysAreUnique = true;
  readonly #text: string;
  #at = 0;
  #levels = 0;

  constructor(text: string) {
    this.#text = text;
  }

  document(): YamlNode {
    if (this.#text.charCodeAt(0) === 0xfeff) this.#mark();
    this.#skip();
    const begins = this.#text[this.#at];
    if (begins !== "{" && begins !== "[" && !parseJson(this.#text.slice(this.#at))) this.#notJson();
    const root = this.#value();
    this.#skip();
    if (this.#at < this.#text.length) this.#stop("json-end");
    return root;
  }

  #mark(): void {
    this.#at = 1;
    this.#repaired("json-mark", { start: 0, end: 1 }, "remove it", "");
  }

  /** The text may be a spec in YAML, which is then read as one. */
  #notJson(): never {
    const span = { start: this.#at, end: Math.max(this.#at, endOfLine(this.#text, this.#at)) };
    const repair = { span: { start: span.start, end: span.start }, sure: true };
    throw new Unreadable({ ...yamlFault("json-format", span), repair });
  }

  #value(): YamlNode {
    const start = this.#at;
    switch (this.#text[start]) {
      case "{":
        return this.#nested(() => this.#mapping(start));
      case "[":
        return this.#nested(() => this.#sequence(start));
      case '"':
        return this.#string();
      case "'":
        return this.#singleQuoted();
    }
    const written = this.#match(NUMBER) ?? this.#match(WORD);
    if (written === undefined) this.#stop("json-value");
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
      this.#skip();
      if (this.#text[this.#at] !== ":") this.#stop("json-colon");
      this.#at++;
      this.#skip();
      pairs.push({ key, value: this.#value() });
      if (names.has(key.value)) this.keysAreUnique = false;
      names.add(key.value);
    }
    return { kind: "mapping", span: { start, end: this.#at }, pairs };
  }

  #sequence(start: number): YamlNode {
    const items: YamlNode[] = [];
    while (!this.#closes("]", items.at(-1))) items.push(this.#value());
    return { kind: "sequence", span: { start, end: this.#at }, items };
  }

  /** Reads the comma behind an entry, and the closing bracket; true if the collection ends. */
  #closes(bracket: string, last: YamlNode | undefined): boolean {
    this.#skip();
    const comma = this.#at;
    const hasComma = this.#text[comma] === ",";
    if (hasComma) {
      if (!last) this.#stop("json-value");
      this.#at++;
      this.#skip();
    }
    if (this.#text[this.#at] === bracket) {
      if (hasComma)
        this.#repaired("json-trailing-comma", { start: comma, end: comma + 1 }, "remove the comma", "");
      this.#at++;
      return true;
    }
    if (this.#at >= this.#text.length) this.#stop("json-bracket");
    if (last && !hasComma) this.#missingComma(last.span.end);
    return false;
  }

  #missingComma(at: number): void {
    if ("}]:".includes(this.#text[this.#at]!)) this.#stop("json-bracket");
    this.#repaired("json-comma", { start: at, end: at }, "add a comma", ",");
  }

  #key(): ScalarNode {
    const start = this.#at;
    if (this.#text[start] === '"') return this.#string();
    if (this.#text[start] === "'") return this.#singleQuoted();
    const name = this.#match(NAME);
    if (name === undefined) this.#stop("json-key");
    this.#repaired("json-key", { start, end: this.#at }, "quote it", JSON.stringify(name));
    return scalar(start, this.#at, "plain", name);
  }

  #string(): ScalarNode {
    const start = this.#at++;
    for (let code = this.#code(); code !== 0x22; code = this.#code()) {
      if (code === 0x5c) {
        if (this.#match(ESCAPE) === undefined) this.#stop("json-escape");
      } else if (code >= 0x20) this.#at++;
      else if (Number.isNaN(code) || code === 0x0a || code === 0x0d) this.#stop("json-string", start);
      else this.#stop("json-control");
    }
    const value = JSON.parse(this.#text.slice(start, ++this.#at)) as string;
    return scalar(start, this.#at, "double-quoted", value);
  }

  #code(): number {
    return this.#text.charCodeAt(this.#at);
  }

  #singleQuoted(): ScalarNode {
    const start = this.#at;
    const written = this.#match(SINGLE_QUOTED);
    if (written === undefined) this.#stop("json-quotes");
    const value = written.slice(1, -1);
    this.#repaired("json-quotes", { start, end: this.#at }, "write double quotes", JSON.stringify(value));
    return scalar(start, this.#at, "single-quoted", value);
  }

  /** Skips white space, and comments with a fault. */
  #skip(): void {
    this.#match(SPACE);
    for (let start = this.#at; this.#match(COMMENT); start = this.#at) {
      const span = { start, end: this.#at };
      this.#add({ ...yamlFault("json-comment", span), repair: { span, sure: true } });
      this.#match(SPACE);
    }
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #repaired(id: YamlFaultId, span: Span, title: string, text: string): void {
    const fix = { title, safe: true, edits: [{ span, text }] };
    this.#add({ ...yamlFault(id, span), repair: { span, sure: true, fix } });
  }

  /** A text with very many faults is not JSON, and costs too much to repair. */
  #add(fault: YamlFault): void {
    const { repair: _, ...unrepaired } = fault;
    if (this.faults.length >= MAX_FAULTS) throw new Unreadable(unrepaired);
    this.faults.push(fault);
  }

  #stop(id: YamlFaultId, at = this.#at): never {
    const start = Math.min(at, this.#text.length - 1);
    throw new Unreadable(yamlFault(id, { start, end: start + 1 }));
  }
}

function scalar(
  start: number,
  end: number,
  style: ScalarNode["style"],
  value: ScalarNode["value"],
): ScalarNode {
  return { kind: "scalar", span: { start, end }, style, value };
}
