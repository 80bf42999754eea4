import YAMLException from "js-yaml/lib/js-yaml/exception.js";
import loader from "js-yaml/lib/js-yaml/loader.js";
import Schema from "js-yaml/lib/js-yaml/schema.js";
import binary from "js-yaml/lib/js-yaml/type/binary.js";
import bool from "js-yaml/lib/js-yaml/type/bool.js";
import float from "js-yaml/lib/js-yaml/type/float.js";
import int from "js-yaml/lib/js-yaml/type/int.js";
import map from "js-yaml/lib/js-yaml/type/map.js";
import merge from "js-yaml/lib/js-yaml/type/merge.js";
import nothing from "js-yaml/lib/js-yaml/type/null.js";
import omap from "js-yaml/lib/js-yaml/type/omap.js";
import pairs from "js-yaml/lib/js-yaml/type/pairs.js";
import seq from "js-yaml/lib/js-yaml/type/seq.js";
import set from "js-yaml/lib/js-yaml/type/set.js";
import str from "js-yaml/lib/js-yaml/type/str.js";
import timestamp from "js-yaml/lib/js-yaml/type/timestamp.js";
import type { ScalarValue } from "./node.ts";

let made: Schema | undefined;

/** js-yaml's safe schema with all types of tags; `asOne` combines the `plain` (untagged) types. */
function taggedSchema(plain: readonly object[], asOne: object): Schema {
  made ??= new Schema({ explicit: [...plain, str, seq, map, binary, omap, pairs, set] });
  made.compiledImplicit = [asOne];
  return made;
}

/** The types of an untagged plain scalar, in the order of js-yaml's safe schema. */
const PLAIN_TYPES = [nothing, bool, int, float, timestamp, merge];

/** Texts that may be a number or a date; only these need js-yaml's long patterns. */
const LOOKS = new Map([
  [float, /^[-+.\d][-+.:\w]*$/],
  [timestamp, /^\d{4}-/],
]);

let found = nothing;

/** All these types as one: most scalars are strings, as their first letter and length show. */
const PLAIN_TYPE = {
  kind: "scalar",
  get tag() {
    return found.tag;
  },
  resolve(text: string | null): boolean {
    if (text !== null && !mayBeTyped(text)) return false;
    for (const type of PLAIN_TYPES) {
      if (text !== null && LOOKS.get(type)?.test(text) === false) continue;
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

/** The part of js-yaml's safe schema that a text without tags needs. */
const UNTAGGED = new Schema({ explicit: [] });
UNTAGGED.compiledImplicit = [PLAIN_TYPE];

function schemaFor(text: string): Schema {
  return text.includes("!") ? taggedSchema(PLAIN_TYPES, PLAIN_TYPE) : UNTAGGED;
}

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
  const values = loader.safeLoadAll(text, undefined, {
    json: true,
    schema: schemaFor(text),
    ...(listener && {
      listener: (event: "open" | "close", state: ReaderState) => {
        if (event === "open") listener.open(state);
        else listener.close(state);
      },
    }),
  });
  return values as unknown[];
}

/** Returns js-yaml 3's value of an untagged plain scalar: `0123` is 83, `12:30:45` base 60. */
export function resolvePlain(text: string): ScalarValue {
  return PLAIN_TYPE.resolve(text) ? (PLAIN_TYPE.construct(text) as ScalarValue) : text;
}

/** Returns reason and offset (with byte order mark) of a js-yaml error; else undefined. */
export function refusal(error: unknown, text: string): { reason: string; offset: number } | undefined {
  if (!(error instanceof YAMLException)) return undefined;
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const offset = (error.mark?.position ?? 0) + shift;
  return { reason: error.reason, offset: Math.min(offset, text.length) };
}
