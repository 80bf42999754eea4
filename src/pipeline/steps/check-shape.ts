import type {
  BooleanShape,
  DependentShape,
  Key,
  ListShape,
  MappingShape,
  NumberShape,
  Shape,
  Table,
  TextShape,
} from "../../catalogue/steps/shapes.ts";
import { hasVariable } from "../../catalogue/steps/shapes.ts";
import {
  isNull,
  isScalar,
  isSequence,
  isText,
  LocatedMapping,
  locate,
  mappingOf,
  type Path,
  type Value,
} from "../../document/located.ts";
import type { ScalarValue, YamlNode } from "../../document/node.ts";
import { jsonContainer } from "../../util/json.ts";
import { memoizeByObject } from "../../util/memoize.ts";
import { numberOfText } from "../../util/text.ts";

/** The kinds of fault; the comments name those of joi 9.2, which the platform's validator uses. */
export type ShapeProblem =
  /** `any.required` */
  | "missing"
  /** `object.allowUnknown` */
  | "unknown"
  /** A key that the platform accepts because it accepts any. */
  | "stray"
  /** A value of another type: `string.base`, `object.base`, … */
  | "type"
  /** `any.empty` */
  | "empty"
  /** `any.allowOnly` */
  | "word"
  /** `string.regex` */
  | "pattern"
  /** `string.max` */
  | "long"
  /** `number.positive` */
  | "not-positive"
  /** `array.min`, `object.min` and `array.includesRequiredUnknowns` */
  | "too-few"
  /** `any.unknown`: a key that is forbidden because of another one */
  | "forbidden"
  /** `object.rename.override`: a key and its alias */
  | "alias-too"
  /** `object.without` */
  | "excluded"
  /** `object.missing` */
  | "none-of"
  /** `object.xor` */
  | "both-of"
  /** None of several shapes. */
  | "neither";

/** A fault of a value, without words. */
export interface ShapeFault {
  readonly problem: ShapeProblem;
  /** The refused value; the mapping for a fault about its keys. */
  readonly value: Value;
  readonly shape: Shape;
  /** The key that is missing, unknown, forbidden, or that excludes another. */
  readonly key?: string;
  /** The mapping's keys, for a fault about a key. */
  readonly table?: Table;
  /** The faults of each shape, if the value has none of several. */
  readonly branches?: readonly (readonly ShapeFault[])[];
  /** The row of the step's key that the fault is in. */
  readonly row?: Key;
  /** The other spelling of a key that the fault is in, and the name that the platform gives it. */
  readonly renamed?: { readonly from: Path | undefined; readonly to: string };
}

/** Joi's words for booleans, in any case. */
const BOOLEANS: ReadonlySet<string> = new Set(["true", "yes", "on", "1", "false", "no", "off", "0"]);

/** The texts that joi reads as false. */
const OFF: ReadonlySet<string> = new Set(["false", "no", "off", "0"]);

/**
 * Returns the faults of a value: the rules and conversions of joi 9.2, with which the platform
 * validates definitions (@codefresh-io/yaml-validator 1.1.1).
 */
export function checkShape(value: Value, shape: Shape): ShapeFault[] {
  const faults: ShapeFault[] = [];
  check(value, shape, faults);
  return faults;
}

function check(value: Value, shape: Shape, faults: ShapeFault[]): void {
  const problem = problemOf(value, shape, faults);
  if (problem) faults.push({ problem, value, shape });
}

type Problem = ShapeProblem | undefined;

/** The problem of a value; the faults of its parts are added. */
function problemOf(value: Value, shape: Shape, faults: ShapeFault[]): Problem {
  switch (shape.is) {
    case "text":
      return textProblem(value, shape);
    case "number":
      return numberProblem(value, shape);
    case "boolean":
      return booleanProblem(value, shape);
    case "list":
      return checkList(value, shape, faults);
    case "mapping":
      return checkMapping(value, shape, faults);
    case "forbidden":
      return "forbidden";
    case "either":
      checkEither(value, shape.shapes, shape, faults);
      return undefined;
    default:
      return undefined;
  }
}

function textProblem(value: Value, shape: TextShape): Problem {
  if (!isText(value)) return shape.nullable && isNull(value) ? undefined : "type";
  const text = shape.trimmed ? value.value.trim() : value.value;
  if (text === "") return "empty";
  if (shape.takesVariables && hasVariable(text)) return undefined;
  if (shape.words && !shape.words.includes(text)) return "word";
  if (shape.pattern && !shape.pattern.test(text)) return "pattern";
  return shape.maxLength !== undefined && text.length > shape.maxLength ? "long" : undefined;
}

function numberProblem(value: Value, shape: NumberShape): Problem {
  const scalar = isScalar(value) ? value.value : undefined;
  if (shape.takesVariables && typeof scalar === "string" && hasVariable(scalar)) return undefined;
  const number = typeof scalar === "string" ? numberOfText(scalar) : scalar;
  if (typeof number !== "number" || Number.isNaN(number) || Math.abs(number) === Number.POSITIVE_INFINITY)
    return "type";
  return shape.positive && number <= 0 ? "not-positive" : undefined;
}

function booleanProblem(value: Value, shape: BooleanShape): Problem {
  const scalar = isScalar(value) ? value.value : undefined;
  if (typeof scalar === "boolean") return undefined;
  if (!shape.strict) {
    if (scalar === 0 || scalar === 1) return undefined;
    if (typeof scalar === "string" && BOOLEANS.has(scalar.toLowerCase())) return undefined;
  }
  return shape.takesVariables && typeof scalar === "string" && hasVariable(scalar) ? undefined : "type";
}

function checkList(value: Value, shape: ListShape, faults: ShapeFault[]): Problem {
  const list = asContainer(value, "list");
  if (!list || !isSequence(list)) return "type";
  const { items, minItems = 0 } = shape;
  let valid = 0;
  if (items)
    for (const item of list.items) {
      const before = faults.length;
      check(item, items, faults);
      if (faults.length === before) valid++;
    }
  return list.items.length < minItems || (shape.needsItem && valid === 0) ? "too-few" : undefined;
}

function checkMapping(value: Value, shape: MappingShape, faults: ShapeFault[]): Problem {
  const mapping = asMapping(value);
  if (!mapping) return "type";
  const { table, values } = shape;
  if (table) checkKeys(mapping, table, faults, shape);
  else if (values)
    for (const entry of mapping.kept)
      if (values.names.test(entry.name)) check(entry.value, values.shape, faults);
      else faults.push({ problem: "unknown", value: mapping, shape, key: entry.name });
  return shape.minKeys !== undefined && mapping.entries.length < shape.minKeys ? "too-few" : undefined;
}

/** Reports the faults of the keys and values of a mapping. */
export function checkKeys(
  mapping: LocatedMapping,
  table: Table,
  faults: ShapeFault[],
  shape: Shape = { is: "mapping", table },
): void {
  const index = indexOf(table);
  for (const entry of mapping.kept) {
    const name = index.aliases.get(entry.name) ?? entry.name;
    if (!Object.hasOwn(table.keys, name)) {
      const isStray = table.synonyms !== undefined || remedyOfForeign(entry.name, table) !== undefined;
      const problem = !table.open ? "unknown" : isStray ? "stray" : undefined;
      if (problem) faults.push({ problem, value: mapping, shape, table, key: entry.name });
      continue;
    }
    const row = table.keys[name]!;
    if (name !== entry.name && mapping.has(name))
      faults.push({ problem: "alias-too", value: mapping, shape, table, key: entry.name, row });
    // The platform renames the alias, whose value replaces the other one.
    if (row.alias !== undefined && name === entry.name && mapping.has(row.alias)) continue;
    const before = faults.length;
    check(entry.value, shapeIn(mapping, row, table), faults);
    const about = {
      ...(row.rule !== undefined && { row }),
      ...(name !== entry.name && { renamed: { from: entry.key.path, to: name } }),
    };
    for (let at = before; at < faults.length; at++) faults[at] = { ...faults[at]!, ...about };
  }
  for (const key of index.required) if (!has(mapping, key, table)) report("missing", key);
  for (const [key, { on, test, failedIsRequired }] of index.dependent)
    if (failedIsRequired && !has(mapping, key, table) && !passes(mapping, on, test)) report("missing", key);
  for (const [key, peers] of index.excluded)
    if (has(mapping, key, table) && peers.some((peer) => has(mapping, peer, table) && !isDropped(peer)))
      report("excluded", key);
  const { exactlyOne } = table;
  if (exactlyOne) {
    const count = exactlyOne.filter((key) => mapping.has(key)).length;
    if (count !== 1) report(count === 0 ? "none-of" : "both-of");
  }

  /** Joi drops a value that has none of several shapes before it compares keys. */
  function isDropped(key: string): boolean {
    const value = mapping.get(key);
    return faults.some((fault) => fault.problem === "neither" && fault.value === value);
  }

  function report(problem: ShapeProblem, key?: string): void {
    faults.push({ problem, value: mapping, shape, table, ...(key !== undefined && { key }) });
  }
}

/** Returns the advice for a key of another system, as the end of a message. */
export function remedyOfForeign(key: string, { foreign = {} }: Table): string | undefined {
  return Object.hasOwn(foreign, key) ? foreign[key] : undefined;
}

/** The shape of a value, which may depend on another key. */
function shapeIn(mapping: LocatedMapping, { shape }: Key, table: Table): Shape {
  if (shape.is !== "dependent") return shape;
  return passes(mapping, shape.on, shape.test, table) ? shape.passed : shape.failed;
}

function has(mapping: LocatedMapping, key: string, { keys }: Table): boolean {
  const { alias } = keys[key]!;
  return mapping.has(key) || (alias !== undefined && mapping.has(alias));
}

function passes(mapping: LocatedMapping, key: string, test: DependentShape["test"], table?: Table): boolean {
  const value = mapping.get(key);
  const scalar = value && isScalar(value) ? value.value : undefined;
  if (test === "is-text") return typeof scalar === "string" && scalar !== "";
  if (test === "is-gcb") return scalar === "gcb";
  return (
    value === undefined ||
    scalar === null ||
    scalar === false ||
    scalar === 0 ||
    (typeof scalar === "string" && OFF.has(scalar.toLowerCase())) ||
    // Joi drops a value that has none of several shapes.
    (table !== undefined && checkShape(value, table.keys[key]!.shape).length > 0)
  );
}

/** The first shape that fits; without one, the faults of each. */
function checkEither(value: Value, shapes: readonly Shape[], shape: Shape, faults: ShapeFault[]): void {
  const branches: ShapeFault[][] = [];
  for (const each of shapes) {
    const found = checkShape(value, each);
    if (found.length === 0) return;
    branches.push(found);
  }
  faults.push({ problem: "neither", value, shape, branches });
}

/** The parts of a table that each mapping needs. */
interface TableIndex {
  readonly aliases: ReadonlyMap<string, string>;
  readonly required: readonly string[];
  readonly dependent: readonly (readonly [key: string, shape: DependentShape])[];
  readonly excluded: readonly (readonly [key: string, peers: readonly string[]])[];
}

const indexOf = memoizeByObject((table: Table): TableIndex => {
  const rows = Object.entries(table.keys);
  return {
    aliases: new Map(rows.flatMap(([name, { alias }]) => (alias === undefined ? [] : [[alias, name]]))),
    required: rows.flatMap(([name, row]) => (row.required ? [name] : [])),
    dependent: rows.flatMap(([name, { shape }]) => (shape.is === "dependent" ? [[name, shape]] : [])),
    excluded: rows.flatMap(([name, { excludedBy }]) => (excludedBy ? [[name, excludedBy]] : [])),
  };
});

/** A value as joi reads it: a JSON text is its list or mapping, with all parts at the text. */
function asContainer(value: Value, kind: "list" | "mapping"): Value | undefined {
  if (!isText(value)) return value;
  const plain = jsonContainer(value.value, kind);
  return plain === undefined ? undefined : locate(nodeOf(plain, value), value.path);
}

/** Joi also accepts a date, which is an object without keys in JavaScript. */
function asMapping(value: Value): LocatedMapping | undefined {
  const mapping = asContainer(value, "mapping");
  if (mapping instanceof LocatedMapping) return mapping;
  const isObject =
    mapping && isScalar(mapping) && typeof mapping.value === "object" && mapping.value !== null;
  return isObject ? mappingOf([], value) : undefined;
}

/** A node for each part of a plain value, all of them at one place. */
function nodeOf(plain: unknown, place: { readonly span: YamlNode["span"] }): YamlNode {
  const { span } = place;
  if (Array.isArray(plain))
    return { kind: "sequence", span, items: plain.map((item) => nodeOf(item, place)) };
  if (typeof plain !== "object" || plain === null)
    return { kind: "scalar", span, style: "double-quoted", value: plain as ScalarValue };
  const pairs = Object.entries(plain).map(([name, value]) => ({
    key: { kind: "scalar", span, style: "double-quoted", value: name } as const,
    value: nodeOf(value, place),
  }));
  return { kind: "mapping", span, pairs };
}
