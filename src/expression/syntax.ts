/**
 * The syntax of conditions, the platform's expression language. Source: `@codefresh-io/tevale`
 * 0.9.4, which parses with `jsep` 0.3.5; that the service runs it is inferred from its documents
 * (open question `evaluator-version`).
 */

/** A place in the text of a condition: UTF-16 offsets, `end` exclusive. */
export interface Place {
  readonly start: number;
  readonly end: number;
}

/** A node of a parsed condition. */
export type Expression =
  | Literal
  | Name
  | Member
  | Call
  | Unary
  | Binary
  /** Text that parses but is never evaluated: `?:`, `[…]`, `this`, several expressions. */
  | (Place & { readonly kind: "unsupported"; readonly what: string })
  /** An operand that is not there: the parser accepts `== 1` and `-()`. */
  | (Place & { readonly kind: "missing" });

export interface Literal extends Place {
  readonly kind: "literal";
  /** A text may contain the characters of unknown values. */
  readonly value: string | number | boolean | null;
}

export interface Name extends Place {
  readonly kind: "name";
  readonly name: string;
}

export interface Member extends Place {
  readonly kind: "member";
  readonly object: Expression;
  /** Undefined where the name is computed, as in `a["b"]`; that is always an error. */
  readonly property: Name | undefined;
}

export interface Call extends Place {
  readonly kind: "call";
  /** Undefined where something other than a name is called; that is always an error. */
  readonly callee: Name | undefined;
  readonly args: readonly Expression[];
}

export interface Unary extends Place {
  readonly kind: "unary";
  readonly operator: string;
  readonly operand: Expression;
}

export interface Binary extends Place {
  readonly kind: "binary";
  readonly operator: string;
  /** Where the operator is. */
  readonly sign: Place;
  readonly left: Expression;
  readonly right: Expression;
}

/** The operators with two operands by precedence; a higher number binds tighter. */
export const PRECEDENCE: Readonly<Record<string, number>> = {
  "||": 1,
  "&&": 2,
  "|": 3,
  "^": 4,
  "&": 5,
  "==": 6,
  "!=": 6,
  "===": 6,
  "!==": 6,
  "<": 7,
  ">": 7,
  "<=": 7,
  ">=": 7,
  "<<": 8,
  ">>": 8,
  ">>>": 8,
  "+": 9,
  "-": 9,
  "*": 10,
  "/": 10,
  "%": 10,
};

/** How each function is called. */
export const USAGES: Readonly<Record<string, string>> = {
  String: "String(NUMBER)",
  Number: "Number(TEXT)",
  Boolean: "Boolean(TEXT)",
  round: "round(NUMBER)",
  floor: "floor(NUMBER)",
  upper: "upper(TEXT)",
  lower: "lower(TEXT)",
  trim: "trim(TEXT)",
  trimRight: "trimRight(TEXT)",
  trimLeft: "trimLeft(TEXT)",
  replace: "replace(TEXT, PART, OTHER)",
  substring: "substring(TEXT, START, END)",
  length: "length(TEXT)",
  includes: "includes(TEXT, PART)",
  indexOf: "indexOf(TEXT, PART)",
  match: "match(TEXT, PATTERN, false)",
  Variable: "Variable(NAME)",
  Member: "Member(steps, NAME)",
};

const EXPORTED = "a variable that an earlier step sets with cf_export";

/** Functions of other languages, and what does the same here. */
export const OTHER_NAMES: Readonly<Record<string, string>> = {
  contains: "includes",
  startsWith: 'match(TEXT, "^START", false)',
  endsWith: 'match(TEXT, "END$", false)',
  matches: "match",
  test: "match",
  toLower: "lower",
  toLowerCase: "lower",
  toUpper: "upper",
  toUpperCase: "upper",
  len: "length",
  size: "length",
  concat: "+",
  exists: 'includes("${{NAME}}", "{{NAME}}") == false',
  defined: 'includes("${{NAME}}", "{{NAME}}") == false',
  isSet: 'includes("${{NAME}}", "{{NAME}}") == false',
  empty: '== ""',
  isEmpty: '== ""',
  in: "== for each value, with || between",
  notIn: "!= for each value, with && between",
  coalesce: "the variable alone, and its default under variables",
  buildingTag: 'match("${{CF_BRANCH}}", "^v", false), if the names of tags begin with v',
  changeRequest: 'includes("${{CF_PULL_REQUEST_NUMBER}}", "{{CF_PULL_REQUEST_NUMBER}}") == false',
  eq: "==",
  equal: "==",
  equals: "==",
  xor: "!=",
  ne: "!=",
  gt: ">",
  ge: ">=",
  lt: "<",
  le: "<=",
  and: "&&",
  or: "||",
  not: "! before an expression",
  success: 'steps.NAME.result == "success"',
  succeeded: 'steps.NAME.result == "success"',
  failure: 'steps.NAME.result == "failure"',
  failed: 'steps.NAME.result == "failure"',
  cancelled: '(workflow.result == "terminated")',
  canceled: '(workflow.result == "terminated")',
  always: 'the commands in a hook "on_finish"',
  succeededOrFailed: 'the commands in a hook "on_finish"',
  format: "+ between the texts",
  join: EXPORTED,
  split: EXPORTED,
  fromJSON: EXPORTED,
  toJSON: EXPORTED,
  hashFiles: EXPORTED,
};

/** Returns how to write a function or an operator, also one of another language. */
export function usageOf(name: string): string {
  const own = Object.hasOwn(OTHER_NAMES, name) ? OTHER_NAMES[name]! : name;
  return USAGES[own] ?? own;
}

/** The maximum length, before and after substitution (conditional-execution-of-steps.md). */
export const MAX_CONDITION_LENGTH = 12_000;

/** The nesting at which the platform may run out of stack; the answer beyond it is unknown. */
export const MAX_NESTING = 1_000;
