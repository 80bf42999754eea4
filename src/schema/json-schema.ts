export { isMapping } from "../util/json.ts";
export { escapeKey } from "../util/json-pointer.ts";

/**
 * The part of JSON Schema (draft 7) that our schemas use, with our own annotations, named `x-…`,
 * which control findings and are not in the schemas for editors (`withoutAnnotations`).
 */
export interface JsonSchema {
  $schema?: string;
  $id?: string;
  $comment?: string;
  $ref?: string;
  title?: string;
  description?: string;
  definitions?: Record<string, JsonSchema>;
  type?: string | string[];
  properties?: Record<string, JsonSchema | boolean>;
  required?: string[];
  additionalProperties?: JsonSchema | boolean;
  patternProperties?: Record<string, JsonSchema>;
  minProperties?: number;
  minItems?: number;
  additionalItems?: boolean;
  items?: JsonSchema | JsonSchema[];
  enum?: (string | boolean | number | null)[];
  const?: string | number;
  default?: unknown;
  pattern?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  exclusiveMinimum?: number;
  examples?: unknown[];
  dependencies?: Record<string, string[]>;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  if?: JsonSchema;
  then?: JsonSchema;
  else?: JsonSchema;
  not?: JsonSchema;
  /** A description of the allowed values: "true or false". */
  "x-expects"?: string;
  /** The rule that reports a refused value of the right type. */
  "x-rule"?: string;
  /** The rule that also reports a value of the wrong type. */
  "x-type-rule"?: string;
  /** The noun for this mapping: "the trigger". */
  "x-noun"?: string;
  /** The noun for the keys of this mapping, if it is not "key": "question". */
  "x-key-noun"?: string;
  /** True for a key that only the platform writes, which no other key is a misspelling of. */
  "x-generated"?: boolean;
  /** Unknown boolean keys that mean the opposite of a known one: `enabled` of `disabled`. */
  "x-opposites"?: Readonly<Record<string, string>>;
  /** Unknown keys that mean a known one: `branch` means `branchRegex`. */
  "x-synonyms"?: Readonly<Record<string, string>>;
  /** More of these for each `type` of the mapping. */
  "x-synonyms-of-type"?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Words for one of the allowed ones: `github` means `git`. */
  "x-words"?: Readonly<Record<string, string>>;
  /** True if the limit that a number sets is absent without the key. */
  "x-unlimited"?: boolean;
  /** True for an entry with a `key` and a `value`, which people write as one pair. */
  "x-pair"?: boolean;
  /** Unknown keys of other systems, with what to write instead, as the end of a message. */
  "x-foreign"?: Readonly<Record<string, string>>;
  /** The forms of a text that replaces a list of one or several texts that match `item`. */
  "x-list-form"?: ListForm;
  /** The message for a missing or refused value, instead of the default one. */
  "x-message"?: string;
  /** The only owner of forbidden keys: "type: git". */
  "x-only"?: string;
  /** A text converts to a number, whose bounds these are. */
  "x-integer-text"?: { minimum: number; maximum: number };
  /** Values here are never quoted in a message. */
  "x-secret"?: boolean;
  /** The value must be a date: a Date, or a text or number that JavaScript reads as one. */
  "x-date"?: boolean;
  /** The value must be a mapping proper, not a Date. */
  "x-mapping"?: boolean;
}

/** Texts around the only text of a list; around and between several. */
export interface ListForm {
  readonly one: readonly [before: string, after: string];
  readonly several: readonly [before: string, separator: string, after: string];
  readonly item: string;
}

/** One fault of a validator, without words. */
export interface SchemaFault {
  /** The JSON Pointer of the value. */
  readonly at: string;
  /** The keyword's path from the schema of the value: `type`, `allOf/0/then/required`. */
  readonly keyword: string;
  /** The key that the fault is about. */
  readonly key?: string;
}

/** Lists every fault of a value against a schema. */
export type Validator = (value: unknown) => SchemaFault[];

/** Lists the faults that a generated function adds for a value and its parts. */
export const validator =
  (addFaults: (data: unknown, at: string, faults: SchemaFault[]) => void): Validator =>
  (data) => {
    const faults: SchemaFault[] = [];
    addFaults(data, "", faults);
    return faults;
  };

/** One fault, which the generated functions add. */
export const fault = (at: string, keyword: string, key?: string): SchemaFault =>
  ({ at, keyword, key }) as SchemaFault;

/** Returns the allowed word that an unknown one was meant to be, or undefined. */
export type Suggest = (word: string, allowed: readonly string[]) => string | undefined;

/** A schema and the validator that ajv compiles from it ahead of time; messages need the schema. */
export interface CompiledSchema {
  readonly validate: Validator;
  readonly schema: () => JsonSchema;
  /** By default the closest match. */
  readonly suggest?: Suggest;
  /** True if JSON text in place of a list or mapping counts as its value. */
  readonly readsJsonText?: boolean;
}

/** The schema as editors and other validators get it. */
export function withoutAnnotations(schema: object): JsonSchema {
  return JSON.parse(
    JSON.stringify(schema, (key, value) => (key.startsWith("x-") ? undefined : value)),
  ) as JsonSchema;
}
