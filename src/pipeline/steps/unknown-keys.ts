import { hooks, rootTable } from "../../catalogue/steps/common-keys.ts";
import type { Table } from "../../catalogue/steps/shapes.ts";
import { tableOf } from "../../catalogue/steps/step-tables.ts";
import { PLANNER_TYPES } from "../../catalogue/steps/step-types.ts";
import {
  isSequence,
  isText,
  type LocatedMapping,
  type Place,
  pathKeys,
  pathWithin,
} from "../../document/located.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import { placeName } from "../../schema/message.ts";
import { closestMatches } from "../../util/closest-match.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { quote } from "../../util/text.ts";
import { checkShape, remedyOfForeign, type ShapeFault } from "./check-shape.ts";
import { expectedOf } from "./value-words.ts";

/** The maximum number of unknown keys of a type that are compared with the known ones. */
const MAX_NAMES = 1000;

/** The number of near keys of which one is not used yet. */
const MAX_NEAR = 3;

/** The mapping of the whole spec, from which the paths of findings lead. */
export type Root = Pick<Place, "path">;

/** Finds what unknown keys mean. */
export class UnknownKeys {
  readonly root: Root;
  readonly #near = new Map<Table, Map<string, readonly string[]>>();

  constructor(root: Root) {
    this.root = root;
  }

  /** The key of the table that an unknown key probably means. */
  nearKey({ key, table, value }: ShapeFault): string | undefined {
    if (!table) return undefined;
    const { synonyms = {}, keys } = table;
    if (remedyOfForeign(key!, table) !== undefined) return undefined;
    const synonym = Object.hasOwn(synonyms, key!) ? synonyms[key!]! : undefined;
    if (synonym !== undefined) {
      const isFree = (name: string): boolean => !(value as LocatedMapping).has(name);
      // `image` next to the `candidate` of a push is its `image_name`.
      const longer = isFree(synonym)
        ? undefined
        : Object.keys(keys).find((name) => name.startsWith(`${key}_`));
      return longer && isFree(longer) ? longer : Object.hasOwn(keys, synonym) ? synonym : undefined;
    }
    return this.#nearKeys(key!, table).find((name) => !(value as LocatedMapping).has(name));
  }

  /** The keys of a table near to a name, nearest first; computed once for each name. */
  #nearKeys(name: string, table: Table): readonly string[] {
    const known = getOrAdd(this.#near, table, () => new Map());
    return getOrAdd(known, name, () =>
      known.size < MAX_NAMES ? closestMatches(name, Object.keys(table.keys), MAX_NEAR) : [],
    );
  }

  /** True if a key that the platform accepts is meant to be another one, or is in a wrong place. */
  isMeant(fault: ShapeFault): boolean {
    return (
      isCondition(fault) ||
      this.nearKey(fault) !== undefined ||
      remedyOfForeign(fault.key!, fault.table!) !== undefined ||
      isStepInStep(fault)
    );
  }

  /** Returns the finding of an unknown key. */
  finding(fault: ShapeFault): SchemaFinding {
    const { value, key, table, shape } = fault;
    const entry = (value as LocatedMapping).entry(key!);
    const near = this.nearKey(fault);
    const places = isSynonym(fault) ? undefined : otherPlaces(fault);
    const names = table ? Object.keys(table.keys) : [];
    const remedy = table && remedyOfForeign(key!, table);
    const has = (name: string): boolean => (value as LocatedMapping).has(name);
    const isWhole = has("type") || (has("image") && has("commands"));
    const foreign =
      remedy !== undefined && key === "uses" && isWhole ? "remove it, or write another step for it" : remedy;
    const meant = near !== undefined && isThere(near, fault) ? near : undefined;
    return {
      kind: "unknown-key",
      path: entry ? pathWithin(this.root, entry.key) : [...pathWithin(this.root, value), key!],
      key: key!,
      allowed: names,
      noun: nounOf(fault),
      ...(places ? { places } : near !== undefined && { suggestion: near, ...this.#expected(fault, near) }),
      ...(!places && meant !== undefined && { suggestion: undefined, message: besideMeant(key!, meant) }),
      ...(near === "commands" && isOneCommand(fault) && { suggestion: undefined, message: ONE_COMMAND }),
      ...(isStepInStep(fault) && { suggestion: undefined, message: stepInStep(fault) }),
      ...(foreign !== undefined && { message: `unknown key ${quote(key!)} in ${table!.noun}; ${foreign}` }),
      ...(!table && {
        message: `${quote(key!)} is not allowed as a name here; ${shape.is === "mapping" && shape.values?.names.test("a b") ? "write a name" : "use letters, digits and _"}`,
      }),
    };
  }

  /** The type of the key that an unknown one means, if its value has another type. */
  #expected({ key, value, table }: ShapeFault, near: string): Pick<SchemaFinding, "expected"> {
    const { shape } = table!.keys[near]!;
    const own = (value as LocatedMapping).get(key!)!;
    const isOther = checkShape(own, shape).some(
      (fault) => fault.value === own && (fault.problem === "type" || fault.problem === "neither"),
    );
    return isOther ? { expected: expectedOf(shape) } : {};
  }
}

/** True for a key of a mapping, also in its other spelling. */
function isThere(key: string, { value, table }: ShapeFault): boolean {
  const { alias } = table!.keys[key]!;
  const mapping = value as LocatedMapping;
  return mapping.has(key) || (alias !== undefined && mapping.has(alias));
}

/** The message about a key next to the one that it means. */
const besideMeant = (key: string, meant: string): string =>
  `unknown key ${quote(key)} next to ${quote(meant)}, which it means; keep one of the two`;

/** The noun for the mapping of a fault. */
export function nounOf({ table, value }: ShapeFault): string {
  return table?.noun ?? placeName(pathKeys(value.path));
}

/** True for an unknown key of a step whose value is a step too. */
function isStepInStep({ key, value, table }: ShapeFault): boolean {
  const step = (value as LocatedMapping).mapping(key!);
  const isStep = table !== undefined && Object.hasOwn(table.keys, "when");
  const name = step?.string("type")?.value;
  if (!isStep || !step || value.path?.parent?.key !== "steps") return false;
  const isTyped = name !== undefined && (PLANNER_TYPES.has(name) || name.includes(":"));
  return isTyped || (step.has("image") && step.has("commands"));
}

/** The message about a step that is indented as a key of another one. */
function stepInStep({ key, value, table }: ShapeFault): string {
  const remedy =
    table === tableOf("parallel")
      ? 'move it under "steps"'
      : `indent it like ${quote(String(value.path!.key))}`;
  return `step ${quote(key!)} is indented as a key of ${table!.noun}; ${remedy}`;
}

/** The message about `command`, if its list may be one command, as in Compose and Kubernetes. */
const ONE_COMMAND =
  'unknown key "command"; did you mean "cmd", with one command, or "commands", with a command in each item?';

/** True for a list whose first item is a program, so that the others may be its arguments. */
function isOneCommand({ key, value, table }: ShapeFault): boolean {
  const list = key === "command" ? (value as LocatedMapping).get(key) : undefined;
  if (!list || !isSequence(list) || list.items.length < 2 || !table!.keys.cmd) return false;
  const [program] = list.items;
  return isText(program!) && !/\s/.test(program.value);
}

/** True for a word for another key of the step whose value fits that key. */
function isSynonym({ key, value, table }: ShapeFault): boolean {
  const meant = table?.synonyms?.[key!];
  const row = meant === undefined ? undefined : table!.keys[meant];
  return row !== undefined && checkShape((value as LocatedMapping).get(key!)!, row.shape).length === 0;
}

/** Keys that a mapping at the top of a definition has if it is meant to be a step. */
const KEYS_OF_STEP = ["type", "image", "commands", "image_name", "scale"];

/** The place that a key is meant for, in words that follow "move it". */
function otherPlaces(fault: ShapeFault): readonly string[] | undefined {
  const { key, value, table } = fault;
  if (isCondition(fault)) return ['under "when"'];
  if (table !== rootTable) return placeBelow(key!, table);
  if (key === "when") return ["into the step that it belongs to"];
  if (Object.hasOwn(hooks.table!.keys, key!)) return ['under "hooks"'];
  const meant = (value as LocatedMapping).mapping(key!);
  return meant && KEYS_OF_STEP.some((each) => meant.has(each)) ? ['under "steps"'] : undefined;
}

/** The place of a key such as `timeUnit` in the one mapping of a step that knows it. */
function placeBelow(key: string, table: Table | undefined): readonly string[] | undefined {
  // Steps in a step are those of a parallel one, not those that it waits for.
  if (key === "steps") return undefined;
  const around = Object.entries(table?.keys ?? {}).filter(
    ([, { shape }]) => shape.is === "mapping" && Object.hasOwn(shape.table?.keys ?? {}, key),
  );
  return around.length === 1 ? [`under ${quote(around[0]![0])}`] : undefined;
}

/** True for a `condition` or `branch` in a step, which is a part of its `when`. */
function isCondition({ key, value, table }: ShapeFault): boolean {
  const isStep = table !== undefined && Object.hasOwn(table.keys, "when");
  const isPart = key === "condition" || key === "branch";
  if (!isStep || !isPart) return false;
  const mapping = value as LocatedMapping;
  // In a step of another type, or a misspelled one, a text may have another meaning.
  const mayBeText = table === tableOf("freestyle");
  return mapping.mapping(key) !== undefined || (mayBeText && mapping.string(key) !== undefined);
}
