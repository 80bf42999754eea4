import {
  isNull,
  isScalar,
  isSequence,
  type Located,
  LocatedMapping,
  type LocatedScalar,
  type Value,
} from "../../src/document/located.ts";
import type { Span } from "../../src/document/source.ts";
import type { CheckResult, RuleContext } from "../../src/lint/rule.ts";
import { oncePerPipeline, type Pipeline } from "../../src/pipeline/model.ts";

/** Keys of steps whose values are text. */
export const TEXTS_OF_STEP: ReadonlySet<string> = new Set([
  "tag",
  "revision",
  "image",
  "branch",
  "chart_version",
  "app_version",
]);

/** The text of one pipeline; to search that of the whole file for each pipeline is quadratic. */
export function textOf({ node, file }: Pipeline): string {
  return file.source.text.slice(node.span.start, node.span.end);
}

/** True if the triggers and variables of a pipeline are lists, so that all of them are known. */
export function hasWholeLists({ spec }: Pipeline): boolean {
  return ["triggers", "cronTriggers", "variables"].every((key) => {
    const value = spec?.get(key);
    return !value || isSequence(value);
  });
}

/** True for an empty text or null. */
export function isBlank(value: Value): boolean {
  return isNull(value) || (isScalar(value) && value.value === "");
}

/** Visits every scalar of a value, including itself, without aliases and merge keys. */
export function eachScalar(value: Value | undefined, visit: (scalar: LocatedScalar) => void): void {
  if (!value || value.anchor) return;
  if (isScalar(value)) visit(value);
  else if (isSequence(value)) for (const item of value.items) eachScalar(item, visit);
  else if (value instanceof LocatedMapping)
    for (const entry of value.entries) if (!entry.key.anchor) eachScalar(entry.value, visit);
}

/**
 * Returns the steps of a pipeline, including those inside parallel and other grouping steps; none
 * if a `specTemplate` supplies others. One walk serves all rules.
 */
export const stepsIn: (pipeline: Pipeline) => readonly LocatedMapping[] = oncePerPipeline(
  ({ spec, steps }) => {
    const found: LocatedMapping[] = [];
    if (!spec?.has("specTemplate")) addSteps(steps, found);
    return found;
  },
);

function addSteps(steps: LocatedMapping | undefined, found: LocatedMapping[]): void {
  for (const { value } of steps?.entries ?? []) {
    if (!(value instanceof LocatedMapping)) continue;
    found.push(value);
    addSteps(value.mapping("steps"), found);
  }
}

/** Visits each item that repeats an earlier one of the list, together with that one. */
export function eachRepeated<T>(
  items: Iterable<T>,
  keyOf: (item: T) => string | undefined,
  visit: (item: T, earlier: T) => void,
): void {
  const first = new Map<string, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const earlier = first.get(key);
    if (earlier === undefined) first.set(key, item);
    else visit(item, earlier);
  }
}

/** Reports each text that repeats an earlier one of a list; `first` describes that one. */
export function reportRepeated(
  texts: readonly Located<string>[],
  { report }: RuleContext,
  messageFor: (text: string) => string,
  first: string,
): void {
  eachRepeated(
    texts,
    ({ value }) => value,
    (text, place) => report(text, messageFor(text.value), { related: [{ place, message: first }] }),
  );
}

/** Runs a check that loads heavy code, but only on values that a cheap test finds suspicious. */
export function onSuspicious(
  values: readonly (Located<string> | undefined)[],
  isSuspicious: (text: string) => boolean,
  check: (value: Located<string>) => Promise<void>,
): CheckResult {
  const found = values.filter((value) => value !== undefined && isSuspicious(value.value));
  if (found.length > 0) return oneByOne(found as Located<string>[], check);
}

async function oneByOne(
  values: readonly Located<string>[],
  check: (value: Located<string>) => Promise<void>,
): Promise<void> {
  for (const value of values) await check(value);
}

/** Returns the lines of a plain text of one word that YAML would read as list items elsewhere. */
export function foldedItems(
  { node, span }: Pick<LocatedScalar, "node" | "span">,
  text: string,
): Span | undefined {
  if (node.kind !== "scalar" || node.style !== "plain") return undefined;
  const [, word, lines] =
    /^(\S+)[ \t]*\r?\n([ \t]+- [^\n]*(?:\n[ \t]+- [^\n]*)*)$/.exec(text.slice(span.start, span.end)) ?? [];
  if (word === undefined || lines === undefined) return undefined;
  const start = span.end - lines.trimStart().length;
  return { start, end: span.end };
}

/** Returns the message about a list that is a part of the text of a key. */
export function foldedMessage(key: string): string {
  return `this list is a part of the text of "${key}" above; write the key of the list on a line between them`;
}
