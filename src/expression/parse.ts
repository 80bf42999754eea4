import { ConditionSyntaxError } from "./faults.ts";
import type { Expression, Literal, Name, Place } from "./syntax.ts";
import { MAX_CONDITION_LENGTH, MAX_NESTING, PRECEDENCE, usageOf } from "./syntax.ts";

/** The escapes of texts; any other escaped character means itself, so `\d` is `d`. */
const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v" };

const CONSTANTS = new Map<string, boolean | null>([
  ["true", true],
  ["false", false],
  ["null", null],
]);

/** Unicode spaces are letters to the platform's parser. */
const NAME = /[$\w\u0080-\uffff]+/y;
const NAME_START = /[$A-Z_a-z\u0080-\uffff]/;
const SPACE = /[ \t\n\r]*/y;
const NUMBER = /\d*(?:\.\d*)?/y;
const EXPONENT = /[eE][+-]?(\d*)/y;
const OPERATOR = />>>|===|!==|\|\||&&|==|!=|<=|>=|<<|>>|[|^&<>+\-*/%]/y;

/** The methods of texts in JavaScript that a function replaces. */
const METHODS: ReadonlySet<string> = new Set(
  "startsWith endsWith match includes indexOf length toLowerCase toUpperCase trim replace".split(" "),
);

/** The remedies for operators that are words in other languages. */
const WORDS: ReadonlyMap<string, string> = new Map([
  ["in", "== for each value, with || between"],
  ["is", "=="],
  ...["contains", "matches", "startsWith", "endsWith", "not", "eq", "ne"].map(
    (name) => [name, usageOf(name)] as const,
  ),
]);

/**
 * Parses a condition as the platform does, oddities included: commas between arguments are
 * optional, `;` and `,` around an expression are skipped.
 *
 * @returns the tree, whose places are offsets into `text`; undefined for an empty condition, which
 * is false
 * @throws ConditionSyntaxError where the platform's parser refuses the text, and beyond the limits
 */
export function parseCondition(text: string): Expression | undefined {
  if (text.length > MAX_CONDITION_LENGTH) {
    const message = `the condition has ${text.length} characters; at most ${MAX_CONDITION_LENGTH} are allowed`;
    throw new ConditionSyntaxError("limit:length", message, { start: 0, end: text.length });
  }
  return new Parser(text).parse();
}

class Parser {
  readonly #text: string;
  #at: number;
  readonly #end: number;
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
    this.#at = text.length - text.trimStart().length;
    this.#end = Math.max(this.#at, text.trimEnd().length);
  }

  parse(): Expression | undefined {
    const found: Expression[] = [];
    while (this.#at < this.#end) {
      if (this.#skip(";") || this.#skip(",")) continue;
      const node = this.#expression();
      if (node.kind !== "missing") found.push(node);
      else if (this.#at < this.#end) throw this.#unexpected();
    }
    const [first, second] = found;
    if (!first || !second) return first;
    const last = found.at(-1)!;
    const word = found.map(headOf).find((name) => name && WORDS.has(name.name));
    if (word) {
      const what = `${word.name}; write ${WORDS.get(word.name)}`;
      return { kind: "unsupported", what, start: word.start, end: word.end };
    }
    const what = "operator between these expressions; write && or ||";
    return { kind: "unsupported", what, start: second.start, end: last.end };
  }

  #expression(): Expression {
    const test = this.#binary(1);
    this.#space();
    if (this.#char() !== "?") return test;
    const start = this.#at++;
    this.#operand("after ?");
    this.#space();
    if (!this.#skip(":")) throw this.#syntax("the : of ?: is missing");
    const { end } = this.#operand("after :");
    return { kind: "unsupported", what: "?:; write two conditions", start, end };
  }

  /** An expression that must be there. */
  #operand(where: string): Expression {
    const node = this.#nested(() => this.#expression());
    if (node.kind === "missing") throw this.#syntax(`an expression is missing ${where}`);
    return node;
  }

  /** Operators of a precedence and above, on the right of an operator whose place is given. */
  #binary(minimum: number, after?: Place): Expression {
    let left = this.#nested(() => this.#unary());
    if (after && left.kind === "missing") {
      const operator = this.#text.slice(after.start, after.end);
      if (operator === "<" && this.#char() === ">") {
        const place = { start: after.start, end: this.#at + 1 };
        throw new ConditionSyntaxError("parse:syntax", "the language has no <>; write !=", place, "!=");
      }
      if (this.#char() === "`") throw this.#unexpected();
      throw this.#syntax(`an expression is missing after ${operator}`, after);
    }
    for (;;) {
      this.#space();
      const start = this.#at;
      const operator = this.#match(OPERATOR);
      const precedence = operator ? PRECEDENCE[operator]! : 0;
      if (precedence < minimum) {
        this.#at = start;
        return left;
      }
      const sign = { start, end: this.#at };
      const right = this.#binary(precedence + 1, sign);
      left = { kind: "binary", operator, sign, left, right, start: left.start, end: right.end };
    }
  }

  #unary(): Expression {
    this.#space();
    const start = this.#at;
    const char = this.#char();
    if (/[\d.]/.test(char)) return this.#number();
    if (char === '"' || char === "'") return this.#string(char);
    if (char === "[") return this.#list();
    if (char !== "" && "-+!~".includes(char)) {
      this.#at++;
      const operand = this.#nested(() => this.#unary());
      return { kind: "unary", operator: char, operand, start, end: Math.max(operand.end, this.#at) };
    }
    if (char === "(" || NAME_START.test(char)) return this.#postfix();
    return { kind: "missing", start, end: start };
  }

  #number(): Literal {
    const start = this.#at;
    this.#match(NUMBER);
    EXPONENT.lastIndex = this.#at;
    const exponent = EXPONENT.exec(this.#text);
    if (exponent) {
      this.#at += exponent[0].length;
      if (!exponent[1])
        throw this.#syntax("the exponent of the number has no digits", { start, end: this.#at });
    }
    const place = { start, end: this.#at };
    const next = this.#char();
    if (NAME_START.test(next) && /["']\s*\.$/.test(this.#text.slice(Math.max(0, start - 9), this.#at)))
      throw this.#method(start);
    if (NAME_START.test(next))
      throw this.#syntax("a name cannot start with a digit, and a text needs quotes", place);
    if (next === ".") throw this.#syntax("a number has one point only", place);
    return { kind: "literal", value: Number.parseFloat(this.#text.slice(start, this.#at)), ...place };
  }

  /** A point and a name behind a value, as in `"text".startsWith("t")`. */
  #method(start: number): ConditionSyntaxError {
    const name = this.#match(NAME);
    const hint = METHODS.has(name) ? usageOf(name) : "a function, such as match or includes";
    const place = { start, end: this.#at };
    return this.#syntax(`a text has no methods such as ${name}; write ${hint}`, place);
  }

  #string(quote: string): Literal {
    const start = this.#at++;
    let value = "";
    while (this.#at < this.#end) {
      const char = this.#text[this.#at++]!;
      if (char === quote) return { kind: "literal", value, start, end: this.#at };
      if (char !== "\\") value += char;
      else if (this.#at < this.#end) {
        const escaped = this.#text[this.#at++]!;
        value += Object.hasOwn(ESCAPES, escaped) ? ESCAPES[escaped]! : escaped;
      }
    }
    const message = `the text that starts here has no closing ${quote}`;
    throw new ConditionSyntaxError("parse:unclosed-quote", message, { start, end: start + 1 });
  }

  #list(): Expression {
    const start = this.#at++;
    this.#args("]");
    return { kind: "unsupported", what: "lists", start, end: this.#at };
  }

  #postfix(): Expression {
    let node = this.#char() === "(" ? this.#group() : this.#name();
    for (;;) {
      this.#space();
      const { start } = node;
      if (this.#skip(".")) {
        this.#space();
        const property = this.#name();
        const name = property.kind === "name" ? property : undefined;
        node = { kind: "member", object: node, property: name, start, end: property.end };
      } else if (this.#skip("[")) {
        const property = this.#nested(() => this.#expression());
        this.#space();
        if (this.#char() === ",")
          throw this.#syntax("the language has no lists; write == for each value, with || between");
        if (!this.#skip("]")) throw this.#syntax("the ] of [ is missing");
        const name = property.kind === "name" ? property : undefined;
        node = { kind: "member", object: node, property: name, start, end: this.#at };
      } else if (this.#skip("(")) {
        const callee = node.kind === "name" ? node : undefined;
        node = { kind: "call", callee, args: this.#args(")"), start, end: this.#at };
      } else return node;
    }
  }

  #group(): Expression {
    const start = this.#at++;
    const node = this.#nested(() => this.#expression());
    this.#space();
    if (!this.#skip(")")) throw this.#syntax("the ) of this ( is missing", { start, end: start + 1 });
    return node;
  }

  #name(): Name | Literal | Extract<Expression, { kind: "unsupported" }> {
    const start = this.#at;
    if (!NAME_START.test(this.#char())) throw this.#unexpected();
    const name = this.#match(NAME);
    const place = { start, end: this.#at };
    if (name === "this") return { kind: "unsupported", what: "this", ...place };
    const value = CONSTANTS.get(name);
    return value === undefined ? { kind: "name", name, ...place } : { kind: "literal", value, ...place };
  }

  /** Arguments up to a closing bracket: all commas may be left out, but not only the last ones. */
  #args(close: ")" | "]"): Expression[] {
    const args: Expression[] = [];
    let commas = 0;
    let length = 0;
    while (this.#at < this.#end) {
      this.#space();
      if (this.#skip(close)) {
        if (close === ")" && commas > 0 && commas >= length)
          throw this.#syntax("an argument is missing after the comma");
        return args;
      }
      if (this.#skip(",")) {
        commas++;
        if (commas === length) continue;
        if (close === ")") throw this.#syntax("an argument is missing before the comma");
        // Only a list may have gaps, and a list is never evaluated.
        length = Math.max(length, commas);
        continue;
      }
      const arg = this.#nested(() => this.#expression());
      if (arg.kind === "missing") throw this.#syntax(`a comma or ${close} is missing`);
      args.push(arg);
      length++;
    }
    throw this.#syntax(`the closing ${close} is missing`);
  }

  /** Counts the nesting, so that a hostile text cannot use up the stack. */
  #nested<T>(parse: () => T): T {
    if (++this.#depth > MAX_NESTING) {
      const place = { start: this.#at, end: this.#at };
      throw new ConditionSyntaxError("limit:nesting", "the condition is nested too deeply", place);
    }
    const node = parse();
    this.#depth--;
    return node;
  }

  #char(): string {
    return this.#at < this.#end ? this.#text[this.#at]! : "";
  }

  #skip(char: string): boolean {
    if (this.#char() !== char) return false;
    this.#at++;
    return true;
  }

  #space(): void {
    this.#match(SPACE);
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? "";
    const inside = found.slice(0, this.#end - this.#at);
    this.#at += inside.length;
    return inside;
  }

  #unexpected(): ConditionSyntaxError {
    const char = this.#char();
    if (char === "`") return this.#syntax(`"\`" is not a quote of the language; write ' or "`);
    return this.#syntax(
      char === "" ? "the condition ends too early" : `${JSON.stringify(char)} is not expected here`,
    );
  }

  #syntax(message: string, place: Place = { start: this.#at, end: Math.min(this.#at + 1, this.#end) }) {
    return new ConditionSyntaxError("parse:syntax", message, place);
  }
}

/** The name that an expression such as `in["main"]` or `contains("x")` begins with. */
function headOf(node: Expression): Name | undefined {
  if (node.kind === "member") return headOf(node.object);
  return node.kind === "call" ? node.callee : node.kind === "name" ? node : undefined;
}
