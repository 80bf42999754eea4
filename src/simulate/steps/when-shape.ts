import {
  isScalar,
  isSequence,
  isText,
  LocatedMapping,
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

/**
 * Returns the faults of a `when` (the published validator, schema/1.0/base-schema.js): unknown keys
 * and values of a wrong type. The effect of such a `when` is not documented.
 */
export function whenFaults(when: Value): readonly WhenFault[] {
  const faults: WhenFault[] = [];
  const parts = mappingOf(when, "when", ["branch", "condition", "steps"], faults);
  branchFaults(parts?.get("branch"), faults);
  const condition = mappingOf(parts?.get("condition"), "condition", ["all", "any"], faults);
  for (const key of ["all", "any"]) {
    const named = mappingOf(condition?.get(key), key, undefined, faults);
    for (const { key: name, value } of named?.entries ?? []) {
      if (!/^\w+$/.test(name.value))
        faults.push({
          place: name,
          message: `the name "${name.value}" may only have letters, digits and "_"`,
        });
      else if (!isText(value) || value.value === "")
        faults.push({ place: value, message: `condition "${name.value}" must be a text; quote it` });
    }
  }
  stepsFaults(parts?.get("steps"), faults);
  return faults;
}

function branchFaults(branch: Value | undefined, faults: WhenFault[]): void {
  const lists = mappingOf(branch, "branch", ["only", "ignore"], faults);
  for (const key of ["only", "ignore"]) {
    const list = lists?.get(key);
    if (list && !isSequence(list)) faults.push({ place: list, message: `"${key}" must be a list` });
    for (const item of lists?.items(key) ?? [])
      if (!isText(item) || item.value === "")
        faults.push({ place: item, message: "a branch must be a text; quote it" });
  }
}

function stepsFaults(steps: Value | undefined, faults: WhenFault[]): void {
  if (!steps) return;
  const groups = isSequence(steps) ? undefined : mappingOf(steps, "steps", ["all", "any"], faults);
  const lists = isSequence(steps) ? [steps] : ["all", "any"].flatMap((key) => groups?.get(key) ?? []);
  if (groups && lists.length !== 1)
    faults.push({ place: groups, message: '"steps" must have one of "all" and "any"' });
  for (const list of lists)
    if (!isSequence(list) || list.items.length === 0)
      faults.push({ place: list, message: "the steps must be a list with an entry" });
  const items = isSequence(steps) ? steps.items : ["all", "any"].flatMap((key) => groups?.items(key) ?? []);
  for (const item of items) {
    const entry = mappingOf(item, "a step", ["name", "on"], faults);
    if (!entry) continue;
    if (!entry.string("name")) faults.push({ place: entry, message: '"name" is missing' });
    const on = entry.get("on");
    if (on && !isSequence(on)) faults.push({ place: on, message: '"on" must be a list' });
    for (const word of entry.items("on"))
      if (!isText(word) || !ON_WORDS.includes(word.value))
        faults.push({ place: word, message: unknownWord(word) });
  }
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

/** A value as a mapping with some keys only; undefined, with a fault, for any other value. */
function mappingOf(
  value: Value | undefined,
  what: string,
  keys: readonly string[] | undefined,
  faults: WhenFault[],
): LocatedMapping | undefined {
  if (!value || isJsonText(value)) return undefined;
  if (!(value instanceof LocatedMapping)) {
    faults.push({ place: value, message: `${what === "a step" ? what : `"${what}"`} must be a mapping` });
    return undefined;
  }
  for (const { key } of value.entries) {
    if (!keys || keys.includes(key.value)) continue;
    const near = closestMatch(key.value, keys);
    const hint = near ? `did you mean "${near}"?` : `use ${quoteList(keys, "or")}`;
    faults.push({
      place: key,
      message: `"${key.value}" is not a key of ${what === "a step" ? what : `"${what}"`}; ${hint}`,
    });
  }
  return value;
}
