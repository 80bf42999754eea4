import {
  isScalar,
  isSequence,
  isText,
  LocatedMapping,
  type LocatedSequence,
  type Place,
  type Value,
} from "../../document/located.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { quoteList } from "../../util/text.ts";

/** A part of a `when` that the platform's validator refuses. */
export interface WhenFault {
  readonly place: Place;
  readonly message: string;
}

/** The words of `on` in `when.steps`. */
const ON_WORDS = [
  "success",
  "running",
  "failure",
  "skipped",
  "pending",
  "terminating",
  "terminated",
  "finished",
  "approved",
  "denied",
];

/** The result of a check. */
interface WhenShape {
  readonly faults: WhenFault[];
  /** Texts in place of a mapping or list: the validator reads them as JSON. */
  readonly jsonTexts: Place[];
}

/**
 * Returns the faults of a `when` (the published validator, schema/1.0/base-schema.js): unknown keys
 * and values of a wrong type. The effect of such a `when` is not documented.
 */
export function checkWhen(when: Value): WhenShape {
  const shape: WhenShape = { faults: [], jsonTexts: [] };
  const parts = mappingOf(when, '"when"', shape, ["branch", "condition", "steps"]);
  checkBranch(parts?.get("branch"), shape);
  const condition = mappingOf(parts?.get("condition"), '"condition"', shape, ["all", "any"]);
  for (const key of ["all", "any"]) {
    const named = mappingOf(condition?.get(key), `"${key}"`, shape);
    for (const { key: name, value } of named?.entries ?? []) {
      if (!/^\w+$/.test(name.value))
        shape.faults.push({
          place: name,
          message: `the name "${name.value}" may only have letters, digits and "_"`,
        });
      else if (!isText(value) || value.value === "")
        shape.faults.push({ place: value, message: `condition "${name.value}" must be a text; quote it` });
    }
  }
  checkSteps(parts?.get("steps"), shape);
  return shape;
}

function checkBranch(branch: Value | undefined, shape: WhenShape): void {
  const lists = mappingOf(branch, '"branch"', shape, ["only", "ignore"]);
  for (const key of ["only", "ignore"]) {
    const list = listOf(lists?.get(key), `"${key}"`, shape);
    for (const item of list?.items ?? [])
      if (!isText(item) || item.value === "")
        shape.faults.push({ place: item, message: "a branch must be a text; quote it" });
  }
}

function checkSteps(steps: Value | undefined, shape: WhenShape): void {
  if (!steps) return;
  const groups = isSequence(steps) ? undefined : mappingOf(steps, '"steps"', shape, ["all", "any"]);
  const lists = isSequence(steps) ? [steps] : ["all", "any"].flatMap((key) => groups?.get(key) ?? []);
  if (groups && lists.length !== 1)
    shape.faults.push({ place: groups, message: '"steps" must have one of "all" and "any"' });
  for (const value of lists) {
    const list = isSequence(value) ? value : undefined;
    if (list ? list.items.length === 0 : !isJsonText(value))
      shape.faults.push({ place: value, message: "the steps must be a list with an entry" });
    else if (!list) shape.jsonTexts.push(value);
    for (const item of list?.items ?? []) checkEntry(item, shape);
  }
}

function checkEntry(item: Value, shape: WhenShape): void {
  const entry = mappingOf(item, "a step", shape, ["name", "on"]);
  if (!entry) return;
  if (!entry.string("name")) shape.faults.push({ place: entry, message: '"name" is missing' });
  for (const word of listOf(entry.get("on"), '"on"', shape)?.items ?? [])
    if (!isText(word) || !ON_WORDS.includes(word.value))
      shape.faults.push({ place: word, message: unknownWord(word) });
}

function unknownWord(word: Value): string {
  const text = isScalar(word) ? String(word.value) : "";
  const near = closestMatch(text, ON_WORDS);
  return `"${text}" is not a status; ${near ? `did you mean "${near}"?` : `use ${quoteList(ON_WORDS, "or")}`}`;
}

/** Joi reads a JSON text as the value that it has. */
function isJsonText(value: Value): boolean {
  return isText(value) && /^\s*[[{]/.test(value.value);
}

/** A value as a list; undefined for a JSON text and, with a fault, for any other value. */
function listOf(value: Value | undefined, what: string, shape: WhenShape): LocatedSequence | undefined {
  if (!value || isSequence(value)) return value;
  if (isJsonText(value)) shape.jsonTexts.push(value);
  else shape.faults.push({ place: value, message: `${what} must be a list` });
  return undefined;
}

/** A value as a mapping with some keys only; undefined, with a fault, for any other value. */
function mappingOf(
  value: Value | undefined,
  what: string,
  shape: WhenShape,
  keys?: readonly string[],
): LocatedMapping | undefined {
  if (!value) return undefined;
  if (isJsonText(value)) {
    shape.jsonTexts.push(value);
    return undefined;
  }
  if (!(value instanceof LocatedMapping)) {
    shape.faults.push({ place: value, message: `${what} must be a mapping` });
    return undefined;
  }
  for (const { key } of value.entries) {
    if (!keys || keys.includes(key.value)) continue;
    const near = closestMatch(key.value, keys);
    const hint = near ? `did you mean "${near}"?` : `use ${quoteList(keys, "or")}`;
    shape.faults.push({ place: key, message: `"${key.value}" is not a key of ${what}; ${hint}` });
  }
  return value;
}
