/** A text; the platform never reads a number, a boolean or a date as one. */
export interface TextShape {
  readonly is: "text";
  /** The only allowed texts. */
  readonly words?: readonly string[];
  readonly pattern?: RegExp;
  /** A description of the pattern or of the value: "a duration such as 30s, 5m or 1.5h". */
  readonly says?: string;
  readonly maxLength?: number;
  readonly trimmed?: true;
  readonly nullable?: true;
  /** True if a text with a variable is documented although the validator refuses it. */
  readonly takesVariables?: true;
  /** The value is never shown. */
  readonly secret?: true;
}

/** A number, or a text that JavaScript reads as one. */
export interface NumberShape {
  readonly is: "number";
  readonly positive?: true;
  /** As for a text. */
  readonly takesVariables?: true;
}

/** A boolean; unless `strict`, also 0, 1 and the words true, yes, on, false, no and off. */
export interface BooleanShape {
  readonly is: "boolean";
  readonly strict?: true;
  /** As for a text. */
  readonly takesVariables?: true;
}

/** A list, or a JSON text of one. */
export interface ListShape {
  readonly is: "list";
  readonly items?: Shape;
  readonly minItems?: number;
  /** True if at least one item must be valid. */
  readonly needsItem?: true;
  readonly says?: string;
}

/** A mapping, or a JSON text of one. */
export interface MappingShape {
  readonly is: "mapping";
  /** Undefined if any key is allowed. */
  readonly table?: Table;
  /** The shape of the values of all keys that the table does not have and that match `names`. */
  readonly values?: { readonly names: RegExp; readonly shape: Shape };
  readonly minKeys?: number;
  readonly says?: string;
}

/** Any of several shapes. */
export interface EitherShape {
  readonly is: "either";
  readonly shapes: readonly Shape[];
  readonly says?: string;
}

/** A shape that depends on another key of the same mapping. */
export interface DependentShape {
  readonly is: "dependent";
  readonly on: string;
  readonly test: "is-off" | "is-text" | "is-gcb";
  readonly passed: Shape;
  readonly failed: Shape;
  /** True if the key must be present if the test fails. */
  readonly failedIsRequired?: true;
}

/** The key is not allowed; `because` follows it in a message. */
export interface ForbiddenShape {
  readonly is: "forbidden";
  readonly because: string;
}

/** The shape of a value in a pipeline definition, as the published validator checks it. */
export type Shape =
  | TextShape
  | NumberShape
  | BooleanShape
  | ListShape
  | MappingShape
  | EitherShape
  | DependentShape
  | ForbiddenShape
  | { readonly is: "anything" };

/** A key of a mapping. */
export interface Key {
  readonly shape: Shape;
  readonly required?: true;
  /** Another spelling of the key; both together are refused. */
  readonly alias?: string;
  /** Keys that exclude this one. */
  readonly excludedBy?: readonly string[];
  /** The rule that reports a refused value in place of the general one. */
  readonly rule?: string;
}

/** The keys of a mapping. */
export interface Table {
  /** The mapping in messages: "the build step". */
  readonly noun: string;
  readonly keys: Readonly<Record<string, Key>>;
  /** True if the platform accepts other keys. */
  readonly open?: true;
  /** Keys of which exactly one is needed. */
  readonly exactlyOne?: readonly string[];
  /** Keys that are not known, with the known one that people mean. */
  readonly synonyms?: Readonly<Record<string, string>>;
  /** Keys of other systems, with what to write instead, as the end of a message. */
  readonly foreign?: Readonly<Record<string, string>>;
  /** The key that a number in place of the mapping means. */
  readonly ofNumber?: string;
  /** The file of the published validator; absent for a part of another table. */
  readonly source?: string;
}

/** True for a text with a reference to a variable. */
export function hasVariable(text: string): boolean {
  return text.includes("${{");
}

/** A text that is one reference to a variable (constants/variable-regex.js). */
const VARIABLE = /^\$\{{2}(.+?)\}{2}$/;

/** The expectation of a flag in messages. */
const FLAG_SAYS = "true, false or one ${{VARIABLE}}";

/** A text that is not empty. */
export const text: TextShape = { is: "text" };

/** A number. */
export const number: NumberShape = { is: "number" };

/** A number above zero. */
export const positive: NumberShape = { is: "number", positive: true };

/** A boolean without variables. */
export const boolean: BooleanShape = { is: "boolean" };

/** Any value. */
export const anything: Shape = { is: "anything" };

/** Any mapping. */
export const anyMapping: MappingShape = { is: "mapping" };

const variable: TextShape = { is: "text", pattern: VARIABLE };

/** A boolean or one variable. */
export const flag: EitherShape = { is: "either", shapes: [boolean, variable], says: FLAG_SAYS };

/** A boolean of YAML or one variable; words are not converted. */
export const strictFlag: EitherShape = {
  is: "either",
  shapes: [{ is: "boolean", strict: true }, variable],
  says: FLAG_SAYS,
};

/** One of some words. */
export const words = (...allowed: readonly string[]): TextShape => ({ is: "text", words: allowed });

/** A list of one shape. */
export const list = (items: Shape, more: Partial<ListShape> = {}): ListShape => ({
  is: "list",
  items,
  ...more,
});

/** A list of texts. */
export const texts: ListShape = list(text);

/** A mapping with the given keys and no others. */
export const mapping = (
  noun: string,
  keys: Readonly<Record<string, Key>>,
  more: Pick<Table, "synonyms" | "foreign" | "ofNumber"> = {},
): MappingShape => ({
  is: "mapping",
  table: { noun, keys, ...more },
});

/** A mapping of any keys that match `names` to values of one shape. */
export const mapOf = (names: RegExp, shape: Shape, more: Partial<MappingShape> = {}): MappingShape => ({
  is: "mapping",
  values: { names, shape },
  ...more,
});

/** Any of several shapes. */
export const either = (...shapes: readonly Shape[]): EitherShape => ({ is: "either", shapes });

/** A key that may be absent. */
export const key = (shape: Shape, more: Omit<Key, "shape"> = {}): Key => ({ shape, ...more });

/** A key that must be present. */
export const required = (shape: Shape, more: Omit<Key, "shape" | "required"> = {}): Key => ({
  shape,
  required: true,
  ...more,
});
