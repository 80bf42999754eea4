import { isCommandList, isVariableList } from "../../catalogue/steps/hook-tables.ts";
import type { Shape } from "../../catalogue/steps/shapes.ts";
import { isScalar, isSequence, LocatedMapping, type Value } from "../../document/located.ts";
import { BOOLEAN, placeName } from "../../schema/message.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { joinList, quoteList } from "../../util/text.ts";

/** The allowed values of a shape in words. */
export function expectedOf(shape: Shape): string {
  if ("says" in shape && shape.says !== undefined) return shape.says;
  switch (shape.is) {
    case "text":
      return shape.words ? quoteList(shape.words, "or") : "a string";
    case "number":
      return shape.positive ? "a number above 0" : "a number";
    case "boolean":
      return BOOLEAN;
    case "list":
      return "a list";
    case "mapping":
      return "a mapping";
    case "either":
      return joinList([...new Set(shape.shapes.map(expectedOf))], "or");
    default:
      return "another value";
  }
}

/** The maximum number of keys that the expectation of a mapping names. */
const MAX_NAMED = 4;

/** The expectation of a mapping with few keys: those that it needs, else all of them. */
export function keysExpected(shape: Shape): string | undefined {
  const rows = shape.is === "mapping" && !shape.says ? Object.entries(shape.table?.keys ?? {}) : [];
  const required = rows.filter(([, row]) => row.required);
  const keys = (required.length > 0 ? required : rows).map(([name]) => name);
  if (keys.length === 0 || keys.length > MAX_NAMED) return undefined;
  return `a mapping with ${quoteList(keys, required.length > 0 ? "and" : "or")}`;
}

/** The message for an item of a list of texts that is a list, or a mapping because of a colon. */
export function itemMessage(value: Value, path: KeyPath): string | undefined {
  const list = String(path.at(-2));
  const isItem = typeof path.at(-1) === "number";
  if (isSequence(value) && isItem && (value.anchor !== undefined || !isCommandList(list)))
    return `${placeName(path)} is a list in a list, which YAML cannot merge; write its items here`;
  if (!(value instanceof LocatedMapping)) return undefined;
  const [first] = value.entries;
  if (isCommandList(list) && first) {
    const isPlain = first.key.span.start === value.span.start;
    if (isPlain && !/\s/.test(first.name))
      return `${placeName(path)} is a mapping with the key "${first.name}"; write the command alone`;
    const cause = isPlain ? 'contains ": "' : 'begins with "{" or "?"';
    return `${placeName(path)} is a mapping, since it ${cause}; put it in quotes`;
  }
  return isVariableList(list) ? `${placeName(path)} is a mapping; write it as NAME=value` : undefined;
}

/** Returns a scalar's plain value; of a collection an empty one of its kind. */
export function plainOf(value: Value): unknown {
  if (isScalar(value)) return value.value;
  return isSequence(value) ? [] : {};
}
