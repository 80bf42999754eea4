import YAMLException from "js-yaml/lib/js-yaml/exception.js";
import loader from "js-yaml/lib/js-yaml/loader.js";
import DEFAULT_SAFE_SCHEMA from "js-yaml/lib/js-yaml/schema/default_safe.js";
import type { ScalarValue } from "./node.ts";

/**
 * js-yaml tries every plain scalar as a number and as a date with long patterns. What does not look like this is neither, so it need not be
 * tried.
 */
const LOOKS: Readonly<Record<string, RegExp>> = {
  "tag:yaml.org,2002:float": /^[-+.\d][-+.:\w]*$/,
  "tag:yaml.org,2002:timestamp": /^\d{4}-/,
};

for (const type of DEFAULT_SAFE_SCHEMA.compiledImplicit) {
  const looks = LOOKS[type.tag];
  if (!looks) continue;
  const resolve = type.resolve;
  type.resolve = (text) => text !== null && looks.test(text) && resolve(text);
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
    ...(listener && {
      listener: (event: "open" | "close", state: ReaderState) => listener[event](state),
    }),
  });
  return values as unknown[];
}

/** What js-yaml 3 makes of an untagged plain scalar: `0123` is 83, `12:30:45` a number of base 60, `2020-01-01` a date, `yes` a string. */
export function resolvePlain(text: string): ScalarValue {
  for (const type of DEFAULT_SAFE_SCHEMA.compiledImplicit) {
    if (type.resolve(text)) return type.construct(text) as ScalarValue;
  }
  return text;
}

/** The reason and the offset of a refusal (a byte order mark counted), or undefined for any other error. */
export function refusal(error: unknown, text: string): { reason: string; offset: number } | undefined {
  if (!(error instanceof YAMLException)) return undefined;
  const shift = text.charCodeAt(0) === 0xfeff ? 1 : 0;
  const offset = (error.mark?.position ?? 0) + shift;
  return { reason: error.reason, offset: Math.min(offset, text.length) };
}
