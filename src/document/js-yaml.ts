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

/** js-yaml's safe schema with every type that a tag can name; `plain` are the types of untagged scalars, `asOne` what stands for all of them. */
export function taggedSchema(plain: readonly object[], asOne: object): Schema {
  made ??= new Schema({ explicit: [...plain, str, seq, map, binary, omap, pairs, set] });
  made.compiledImplicit = [asOne];
  return made;
}

/** What an untagged plain scalar may be, in the order in which js-yaml's safe schema asks. */
const PLAIN_TYPES = [nothing, bool, int, float, timestamp, merge];

/** js-yaml tries numbers and dates with long patterns. What does not look like this is neither, so it need not be tried. */
const LOOKS = new Map([
  [float, /^[-+.\d][-+.:\w]*$/],
  [timestamp, /^\d{4}-/],
]);

let found = nothing;

/** All of them as one, for js-yaml asks each about each scalar: most scalars are texts, which their first letter and length tell. */
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

/** All of js-yaml's safe schema that a text without tags needs. */
const UNTAGGED = new Schema({ explicit: [] });
UNTAGGED.compiledImplicit = [PLAIN_TYPE];

function schemaFor(text: string): Schema {
  return text.includes("!") ? taggedSchema(PLAIN_TYPES, PLAIN_TYPE) : UNTAGGED;
}

/** What js-yaml 3 shows of itself when a node opens or closes. `position` does not count a byte order mark. */
export interface ReaderState {
  readonly position: number;
  readonly kind: "scalar" | "mapping" | "sequence" | null;
  readonly anchor: string | null;
  readonly result: unknown;
}

/** Is told when a node opens (before its white space) and closes (after its last character). */
export interface NodeListener {
  open(state: ReaderState): void;
  close(state: ReaderState): void;
}

/**
 * The plain values of a text's documents as js-yaml 3 `safeLoadAll` makes them (the reader of the platform's own command line,
 * codefresh-io/cli). Duplicate keys are let through, the last one wins: they are a finding of their own. Throws `YAMLException`.
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

/** What js-yaml 3 makes of an untagged plain scalar: `0123` is 83, `12:30:45` a number of base 60, `2020-01-01` a date, `yes` a string. */
export function resolvePlain(text: string): ScalarValue {
  return PLAIN_TYPE.resolve(text) ? (PLAIN_TYPE.construct(text) as ScalarValue) : text;
}

/** The reason and the offset of a refusal (a byte order mark counted), or undefined for any other error. */
export function refusal(error: unknown, text: string): { reason: string; offset: number } | undefined {
  if (!(error instanceof YAMLException)) return undefined;
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const offset = (error.mark?.position ?? 0) + shift;
  return { reason: error.reason, offset: Math.min(offset, text.length) };
}
