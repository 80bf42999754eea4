import jsYaml from "js-yaml";
import type { ScalarValue } from "./node.ts";

/** Fields that js-yaml has and its declared types lack. */
interface CompiledSchema extends jsYaml.Schema {
  readonly compiledImplicit: readonly ScalarType[];
}

interface LocatedException extends jsYaml.YAMLException {
  readonly reason: string;
  readonly mark?: { readonly position: number };
}

interface ScalarType {
  readonly tag: string;
  resolve(text: string | null): boolean;
  construct(text: string | null): unknown;
}

const SAFE = jsYaml.DEFAULT_SAFE_SCHEMA as CompiledSchema;

/** Texts that may be a number or a date; only these need js-yaml's long patterns. */
const LOOKS = new Map([
  ["tag:yaml.org,2002:float", /^[-+.\d][-+.:\w]*$/],
  ["tag:yaml.org,2002:timestamp", /^\d{4}-/],
]);

let found = SAFE.compiledImplicit[0]!;

/** All untagged types as one: most scalars are strings, as first letter and length show. */
const PLAIN_TYPE = {
  kind: "scalar",
  get tag() {
    return found.tag;
  },
  resolve(text: string | null): boolean {
    if (text !== null && !mayBeTyped(text)) return false;
    for (const type of SAFE.compiledImplicit) {
      if (text !== null && LOOKS.get(type.tag)?.test(text) === false) continue;
      if (!type.resolve(text)) continue;
      found = type;
      return true;
    }
    return false;
  },
  construct: (text: string | null): unknown => found.construct(text),
};

function mayBeTyped(text: string): boolean {
  switch (text[0]) {
    case "~":
      return text.length === 1;
    case "<":
      return text.length === 2;
    case "n":
    case "N":
    case "t":
    case "T":
      return text.length === 4;
    case "f":
    case "F":
      return text.length === 5;
    case "-":
    case "+":
    case ".":
      return true;
    default:
      return text[0]! >= "0" && text[0]! <= "9";
  }
}

/** js-yaml's safe schema with these types as one. */
const SCHEMA: jsYaml.Schema = Object.assign(Object.create(SAFE), { compiledImplicit: [PLAIN_TYPE] });

/** The state of js-yaml 3 when a node opens or closes; `position` ignores a byte order mark. */
export interface ReaderState {
  readonly position: number;
  readonly kind: "scalar" | "mapping" | "sequence" | null;
  readonly anchor: string | null;
  readonly result: unknown;
}

/** Called when a node opens (before its white space) and closes (after its last character). */
export interface NodeListener {
  open(state: ReaderState): void;
  close(state: ReaderState): void;
}

/**
 * Returns the plain values of a text's documents, as js-yaml 3 `safeLoadAll` (the reader of the
 * platform's own command line, codefresh-io/cli) reads them. A duplicate key is accepted and its
 * last value wins, since duplicates are a finding of their own. Throws `YAMLException`.
 */
export function loadDocuments(text: string, listener?: NodeListener): unknown[] {
  return jsYaml.safeLoadAll(text, null, {
    json: true,
    schema: SCHEMA,
    ...(listener && {
      listener: (event, state) => listener[event](state as unknown as ReaderState),
    }),
  });
}

/**
 * Returns the error of js-yaml 3 `safeLoad`, the reader of a single document without repeated keys;
 * undefined for a text that it reads.
 */
export function refusalAlone(text: string): { reason: string; offset: number } | undefined {
  try {
    jsYaml.safeLoad(text, { schema: SCHEMA });
    return undefined;
  } catch (error) {
    if (error instanceof RangeError) return { reason: "nested too deeply", offset: 0 };
    const refused = refusal(error, text);
    if (!refused) throw error;
    return refused;
  }
}

/** Returns js-yaml 3's value of an untagged plain scalar: `0123` is 83, `12:30:45` base 60. */
export function resolvePlain(text: string): ScalarValue {
  return PLAIN_TYPE.resolve(text) ? (PLAIN_TYPE.construct(text) as ScalarValue) : text;
}

/** Returns reason and offset (with byte order mark) of a js-yaml error; else undefined. */
export function refusal(error: unknown, text: string): { reason: string; offset: number } | undefined {
  if (!(error instanceof jsYaml.YAMLException)) return undefined;
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const { reason, mark } = error as LocatedException;
  const offset = (mark?.position ?? 0) + shift;
  return { reason, offset: Math.min(offset, text.length) };
}
