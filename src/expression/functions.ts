import type { MatchOptions } from "../match/budget.ts";
import { BoundedRegex } from "../match/regex/interpreter/bounded-match.ts";
import { asRefusal } from "../util/refusal.ts";
import { ConditionTypeError, TooLarge } from "./faults.ts";
import type { Place } from "./syntax.ts";
import {
  checkLength,
  containsText,
  type Hole,
  HoledText,
  isKnown,
  isNotEmpty,
  namesOf,
  Open,
  partsOf,
  toText,
  type Value,
  type ValueType,
} from "./value.ts";

/** The input of a call, next to the arguments. */
export interface CallContext {
  readonly name: string;
  /** The places of the arguments. */
  readonly places: readonly Place[];
  readonly variables: Readonly<Record<string, Value>>;
  readonly options: MatchOptions;
}

/** A function of the language: the types of its arguments, all of them required. */
export interface ConditionFunction {
  readonly params: readonly (readonly ValueType[])[];
  /** Its purpose, in one line for the documentation. */
  readonly summary: string;
  call(args: readonly Value[], context: CallContext): Value;
}

type Text = string | HoledText;

const TEXT = ["string"] as const;
const NUMBER = ["number"] as const;
const SCALAR = ["number", "string"] as const;

/** A function of known values; with an unknown argument its result is unknown too. */
function plain(
  params: ConditionFunction["params"],
  result: Open["type"],
  summary: string,
  compute: (args: never, context: CallContext) => Value,
): ConditionFunction {
  return {
    params,
    summary,
    call: (args, context) =>
      args.every(isKnown) ? compute(args as never, context) : new Open(result, namesOfAll(args)),
  };
}

function namesOfAll(values: readonly Value[]): readonly string[] {
  return values.flatMap(namesOf);
}

/** A function of one text that works part by part. */
function mapped(name: string, summary: string, change: (text: string) => string): ConditionFunction {
  return {
    params: [TEXT],
    summary,
    call([text], { places }) {
      if (text instanceof Open)
        return new Open(
          "string",
          text.names,
          undefined,
          text.among && new Set(Array.from(text.among, change)),
          text.sure === undefined ? undefined : change(text.sure),
        );
      const parts = partsOf(text as Text);
      // The case of a character may depend on its neighbours, so that only ASCII is certain.
      if (parts.length > 1 && parts.some((part) => typeof part === "string" && /[^\0-\x7f]/.test(part)))
        return new HoledText([hole(name, text!, places[0]!)]);
      return toText(
        parts.map((part) =>
          typeof part === "string" ? change(part) : { ...part, id: `${name}(${part.id})` },
        ),
      );
    },
  };
}

/** The unknown result of a function, which is the same for texts of the same parts only. */
function hole(name: string, arg: Value, { start }: Place): Hole {
  const id = arg instanceof HoledText ? JSON.stringify(arg.parts) : start;
  return { id: `${name}(${id})`, names: namesOf(arg) };
}

/** A function of one text whose result on an unknown text is one hole. */
function whole(name: string, summary: string, change: (text: string) => string): ConditionFunction {
  return {
    params: [TEXT],
    summary,
    call: ([text], { places }) =>
      typeof text === "string" ? change(text) : new HoledText([hole(name, text!, places[0]!)]),
  };
}

/** A test of two texts that may be certain although parts are not known. */
function decided(value: boolean | undefined, args: readonly Value[]): Value {
  return value ?? new Open("boolean", namesOfAll(args));
}

/**
 * The functions, with exact types and numbers of arguments. Source: the table of
 * conditional-execution-of-steps.md, corrected by `@codefresh-io/tevale` 0.9.4: `replace` replaces
 * once, and the first argument of `Member` is the object.
 */
export const FUNCTIONS: Readonly<Record<string, ConditionFunction>> = {
  String: {
    params: [SCALAR],
    summary: "turns a number into a text",
    call([value], { places }) {
      if (value instanceof Open) return new HoledText([hole("String", value, places[0]!)]);
      return value instanceof HoledText ? value : String(value);
    },
  },
  Number: plain(
    [SCALAR],
    "number",
    "turns a text into a number",
    ([value]: [string | number], { places }) => {
      const result = Number(value);
      if (Number.isFinite(result)) return result;
      throw new ConditionTypeError(
        "number:conversion",
        `${JSON.stringify(value)} is not a number`,
        places[0]!,
      );
    },
  ),
  Boolean: {
    params: [SCALAR],
    summary: 'true for a text with a character, even for "false", and for a number other than 0',
    call([value]) {
      if (value instanceof Open) return new Open("boolean", value.names);
      return value instanceof HoledText ? decided(isNotEmpty(value), [value]) : Boolean(value);
    },
  },
  round: plain([NUMBER], "number", "rounds to the nearest integer", ([value]: [number]) => Math.round(value)),
  floor: plain([NUMBER], "number", "rounds down", ([value]: [number]) => Math.floor(value)),
  upper: mapped("upper", "turns into capital letters", (text) => text.toUpperCase()),
  lower: mapped("lower", "turns into small letters", (text) => text.toLowerCase()),
  trim: whole("trim", "removes white space at both ends", (text) => text.trim()),
  trimRight: whole("trimRight", "removes white space at the end", (text) => text.trimEnd()),
  trimLeft: whole("trimLeft", "removes white space at the start", (text) => text.trimStart()),
  replace: plain(
    [TEXT, TEXT, TEXT],
    "string",
    "replaces the first occurrence of a text",
    ([text, searched, replacement]: [string, string, string]) => {
      checkLength(text.length + replacement.length + (replacement.split("$").length - 1) * text.length);
      return text.replace(searched, replacement);
    },
  ),
  substring: plain(
    [TEXT, NUMBER, NUMBER],
    "string",
    "cuts from one index to before another",
    ([text, start, end]: [string, number, number]) => text.substring(start, end < start ? undefined : end),
  ),
  length: plain([TEXT], "number", "counts UTF-16 code units", ([text]: [string]) => text.length),
  includes: {
    params: [TEXT, TEXT],
    summary: "whether a text contains another",
    call(args) {
      if (args.some((arg) => arg instanceof Open)) return decided(undefined, args);
      return decided(containsText(args[0] as Text, args[1] as Text), args);
    },
  },
  indexOf: plain(
    [TEXT, TEXT],
    "number",
    "where a text contains another; -1, which is true, if nowhere",
    ([text, searched]: [string, string]) => text.indexOf(searched),
  ),
  match: {
    params: [TEXT, TEXT, ["boolean"]],
    summary: "whether a regular expression matches a part; the last argument ignores case",
    call(args, { places, options }) {
      const [text, source, ignoreCase] = args;
      // Whether the expression is valid does not depend on the text.
      const regex = typeof source === "string" && compiled(source, ignoreCase === true, places[1]!);
      if (typeof text !== "string" || !regex || typeof ignoreCase !== "boolean")
        return decided(undefined, args);
      const found = new BoundedRegex(regex, options).test(text);
      if (found === "gave-up") throw new TooLarge("the regular expression takes too long on this text");
      return found;
    },
  },
  Variable: {
    params: [TEXT],
    summary: "the value of a variable",
    call([name], { variables, places }) {
      if (!isKnown(name!)) return new Open(undefined, namesOf(name!));
      return variableOf(variables, name as string, places[0]!, "is not a variable of conditions");
    },
  },
  Member: {
    params: [["object"], TEXT],
    summary: "the value of a name of an object",
    call([object, path], { places }) {
      if (!isKnown(path!)) return new Open(undefined, namesOfAll([object!, path!]));
      const value = memberAt(object as object, path as string);
      if (value !== undefined) return value;
      throw new ConditionTypeError("member:undefined", `there is no ${JSON.stringify(path)}`, places[1]!);
    },
  },
};

/** Returns the value of a variable, which must exist. */
export function variableOf(
  variables: CallContext["variables"],
  name: string,
  place: Place,
  fault = "is not a name; a text needs quotes",
): Value {
  const value = Object.hasOwn(variables, name) ? variables[name] : undefined;
  if (value !== undefined) return value;
  throw new ConditionTypeError("identifier:unknown", `"${name}" ${fault}`, place);
}

function compiled(source: string, ignoreCase: boolean, place: Place): RegExp {
  try {
    return new RegExp(source, ignoreCase ? "i" : "");
  } catch (error) {
    const [, reason = "it is not valid"] = /: ([^:]*)$/.exec(asRefusal(error).message) ?? [];
    throw new ConditionTypeError("regex:invalid", `the regular expression is refused: ${reason}`, place);
  }
}

/** A name of the object, own or inherited, or else a path of names and indexes. */
function memberAt(object: object, path: string): Value | undefined {
  if (!(object instanceof Open) && path in object) return (object as Record<string, Value>)[path];
  const keys = Array.from(path.matchAll(/[^.[\]]+/g), ([key]) => key.replace(/^(["'])(.*)\1$/, "$2"));
  if (keys.length === 0) return object instanceof Open ? object.member(path) : undefined;
  let value: unknown = object;
  for (const key of keys) {
    if (value === null || value === undefined) return undefined;
    value = value instanceof Open ? value.member(key) : (Object(value) as Record<string, unknown>)[key];
  }
  return value as Value | undefined;
}
