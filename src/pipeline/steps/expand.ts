import { PLANNER_TYPES } from "../../catalogue/steps/step-types.ts";
import {
  type Entry,
  isSequence,
  isText,
  type Located,
  LocatedMapping,
  listOf,
  mappingOf,
  type Value,
} from "../../document/located.ts";

/** If there are more combinations, only so many are made that each value occurs. */
const MAX_COMBINATIONS = 64;

/** The number of merged keys from which the remaining steps of a `scale` are not made. */
const MAX_MERGED_KEYS = 200_000;

/** A step that `scale` or `matrix` makes. */
export interface MadeStep {
  /** The key of `scale`; undefined for a combination of `matrix`, whose name is not documented. */
  readonly name: Located<string> | undefined;
  /** The values of `matrix` that make the step, by their keys; empty for a step of `scale`. */
  readonly values: readonly Entry[];
  /** The step's keys: those of the parent, merged with its own; each keeps its own place. */
  readonly node: LocatedMapping;
  /** Its own keys. */
  readonly own: LocatedMapping;
}

/** The steps that a step with `scale` or `matrix` makes. */
export interface Expansion {
  readonly key: "scale" | "matrix";
  /** The number of steps; infinite if it is beyond all numbers. */
  readonly count: number;
  /** The steps; of too many, a part in which each value of a `matrix` occurs. */
  readonly made: readonly MadeStep[];
  /** The parent without `scale` and `matrix`. */
  readonly parent: LocatedMapping;
}

/** The type of a step as written; `freestyle` where there is none. */
export function typeOf(step: LocatedMapping): string {
  return step.string("type")?.value || "freestyle";
}

/**
 * Returns the keys of a step with its `arguments` in place of its own keys, as the platform does
 * before it reads a step (@codefresh-io/yaml-validator 1.1.1, schema/1.0/validator.js:472): of a
 * type that the planner knows all of them, of others all but `timeout`.
 */
export function liftArguments(step: LocatedMapping): LocatedMapping {
  const given = step.mapping("arguments");
  if (!given) return step;
  const isKnown = PLANNER_TYPES.has(typeOf(step));
  const lifted = given.entries.filter(({ name }) => name !== "arguments" && (isKnown || name !== "timeout"));
  const names = new Set(["arguments", ...lifted.map(({ name }) => name)]);
  return mappingOf([...step.entries.filter(({ name }) => !names.has(name)), ...lifted], step);
}

/** Returns the inputs of a step that is not of a type of the planner: its `arguments`. */
export function inputsOf(step: LocatedMapping): LocatedMapping | undefined {
  return PLANNER_TYPES.has(typeOf(step)) ? undefined : step.mapping("arguments");
}

/**
 * Returns the steps that `scale` or `matrix` adds in place of a step; undefined for a step without
 * either, or with one of a wrong type (docs.codefresh.io, advanced-workflows: implicit parallel
 * steps). If a step has both keys, only `scale` is read, since their order is not documented.
 */
export function expandStep(step: LocatedMapping): Expansion | undefined {
  const scale = step.mapping("scale");
  const matrix = scale ? undefined : step.mapping("matrix");
  if (!scale && !matrix) return undefined;
  const kept = step.entries.filter(({ name }) => name !== "scale" && name !== "matrix");
  const parent = mappingOf(kept, step);
  return scale ? scaled(parent, scale) : combined(parent, matrix!);
}

function scaled(parent: LocatedMapping, scale: LocatedMapping): Expansion {
  const made: MadeStep[] = [];
  let keys = 0;
  for (const { key, value } of scale.kept) {
    if (!(value instanceof LocatedMapping)) continue;
    keys += parent.entries.length + value.entries.length;
    if (keys > MAX_MERGED_KEYS && made.length > 0) break;
    made.push({ name: key, values: [], node: mergeMappings(parent, value), own: value });
  }
  return { key: "scale", count: scale.kept.length, made, parent };
}

/** One key of a `matrix` with the entries that its values make. */
type Dimension = readonly Entry[];

function combined(parent: LocatedMapping, matrix: LocatedMapping): Expansion {
  const dimensions = matrix.kept.flatMap(({ name, key, value }): Dimension[] =>
    isSequence(value) && value.items.length > 0
      ? [value.items.map((item) => ({ name, key, value: name === "environment" ? asList(item) : item }))]
      : [],
  );
  const count = dimensions.reduce((product, { length }) => product * length, 1);
  const most = Math.max(1, ...dimensions.map(({ length }) => length));
  const width = parent.entries.length + dimensions.length;
  const shown = Math.min(
    count > MAX_COMBINATIONS ? most : count,
    Math.max(1, Math.floor(MAX_MERGED_KEYS / width)),
  );
  const made = Array.from({ length: shown }, (_, index): MadeStep => {
    const chosen = count > MAX_COMBINATIONS ? diagonal(dimensions, index) : combination(dimensions, index);
    const own = mappingOf(chosen, parent);
    return { name: undefined, values: chosen, node: mergeMappings(parent, own), own };
  });
  return { key: "matrix", count, made, parent };
}

/**
 * The documentation wants brackets around each value of `environment`. Without them a text is the
 * list of it, as in Codefresh's own codefresh-io/terraform-provider-codefresh, codefresh.yml.
 */
function asList(value: Value): Value {
  return isText(value) ? listOf([value], value) : value;
}

/** The combination with a number; the last dimension changes first. */
function combination(dimensions: readonly Dimension[], index: number): Entry[] {
  const chosen: Entry[] = [];
  let rest = index;
  for (const dimension of [...dimensions].reverse()) {
    chosen.push(dimension[rest % dimension.length]!);
    rest = Math.floor(rest / dimension.length);
  }
  return chosen.reverse();
}

/** The values with a number in each dimension; the last one of a shorter dimension. */
function diagonal(dimensions: readonly Dimension[], index: number): Entry[] {
  return dimensions.map((dimension) => dimension[Math.min(index, dimension.length - 1)]!);
}

/**
 * Merges a step made by `scale` or `matrix` into its parent: its own values win, lists are joined.
 * Only the list `environment` is documented; other lists and mappings are inferred from it.
 */
function mergeMappings(parent: LocatedMapping, own: LocatedMapping): LocatedMapping {
  const merged = new Map<string, Entry>();
  for (const entry of parent.entries) merged.set(entry.name, entry);
  for (const entry of own.entries) {
    const above = merged.get(entry.name);
    merged.set(entry.name, above ? { ...named(entry), value: mergeValues(above.value, entry.value) } : entry);
  }
  return mappingOf([...merged.values()], own);
}

const named = ({ name, key }: Entry): Omit<Entry, "value"> => ({ name, key });

function mergeValues(above: Value, own: Value): Value {
  if (above instanceof LocatedMapping && own instanceof LocatedMapping) return mergeMappings(above, own);
  if (isSequence(above) && isSequence(own)) return listOf([...above.items, ...own.items], own);
  return own;
}
