import {
  type Entry,
  isScalar,
  isSequence,
  LocatedMapping,
  type LocatedScalar,
  type Value,
} from "../../document/located.ts";
import type { Source } from "../../document/source.ts";
import type { DocumentFault } from "../../schema/read-document.ts";
import type { CaseText } from "../../simulate/cases/cases.ts";
import { eventOptions, FILE_OPTIONS } from "../event/event-options.ts";

/** A cases file while it is read. */
export interface CasesContext {
  readonly source: Source;
  readonly faults: DocumentFault[];
}

/** A scalar as written, without quotes, so that the tag `1.10` stays 1.10; undefined for null. */
export function writtenText({ value, node }: LocatedScalar, source: Source): string | undefined {
  if (value === null) return undefined;
  if (typeof value === "string") return value;
  return node.kind === "scalar" && node.style === "plain"
    ? source.text.slice(node.span.start, node.span.end)
    : String(value);
}

/** The texts of a list, or a single text. */
export function textsOf(value: Value | undefined, { source }: CasesContext): CaseText[] {
  const items = value && isSequence(value) ? value.items : [value];
  return items.flatMap((item) => {
    const text = item && isScalar(item) ? writtenText(item, source) : undefined;
    return item && text !== undefined ? [{ value: text, span: item.span }] : [];
  });
}

/** The entries of a mapping; none for any other value. */
export function entriesOf(value: Value | undefined): readonly Entry[] {
  return value instanceof LocatedMapping ? value.entries : [];
}

/** The keys of an event as command line options, by name. */
export type EventOptions = Record<string, string | boolean | readonly string[]>;

/** Reads the keys of a case that describe its event. Facts of an event (a mapping) are left out. */
export function readEventOptions(event: ReadonlyMap<string, Value>, context: CasesContext): EventOptions {
  const options: EventOptions = {};
  for (const [key, value] of event) {
    const read = readOption(key, value, context);
    if (read !== undefined) options[key === "headers" ? "header" : key] = read;
  }
  return options;
}

function readOption(key: string, value: Value, context: CasesContext): EventOptions[string] | undefined {
  if (key === "headers") return headers(value, context);
  const texts = textsOf(value, context).map((text) => text.value);
  if (eventOptions[key]?.repeatable) return texts;
  if (isScalar(value) && typeof value.value === "boolean" && isFlag(key)) return value.value;
  if (texts[0] === "-" && FILE_OPTIONS.includes(key))
    context.faults.push({ span: value.span, message: "a case cannot read standard input; name a file" });
  return texts[0];
}

/** True for a key that is a switch on the command line. */
const isFlag = (key: string): boolean =>
  key === "merge" || (Object.hasOwn(eventOptions, key) && eventOptions[key]!.value === undefined);

function headers(value: Value, context: CasesContext): string[] {
  return entriesOf(value).flatMap(({ key, value: own }) =>
    textsOf(own, context).map((text) => `${key.value}: ${text.value}`),
  );
}

/** The keys of a case that describe its event. */
export const EVENT_KEYS: readonly string[] = [
  ...Object.keys(eventOptions),
  "payload",
  "headers",
  "event-file",
  "merge",
];
