import { findReplaced } from "../catalogue/placeholders.ts";
import { toValue } from "../document/node.ts";
import type { Pipeline, SpecFile, Trigger } from "../pipeline/model.ts";
import { isCron } from "../simulate/pipelines.ts";
import { stepDefinition } from "../simulate/steps/step-definition.ts";
import { isMapping as isObject } from "../util/json.ts";
import type { BuildDifference, BuildPart } from "./difference.ts";

/** A mapping of plain values. */
export type Mapping = Readonly<Record<string, unknown>>;

/** True for a plain mapping; YAML also has dates. */
export function isMapping(value: unknown): value is Mapping {
  return isObject(value) && !(value instanceof Date);
}

/** The plain value of a trigger. */
export function plainTrigger(trigger: Trigger): Mapping {
  const { spec } = trigger.pipeline.plain as { spec: Record<string, unknown[]> };
  const list = isCron(trigger) ? spec.cronTriggers : spec.triggers;
  return list![trigger.index] as Mapping;
}

/** The reason where `changesPlaceholder` is true. */
export const PLACEHOLDER = "a changed value has a placeholder, so it is unknown";

const DECISIVE = [
  "disabled",
  "repo",
  "events",
  "branchRegex",
  "pullRequestTargetBranchRegex",
  "commentRegex",
  "modifiedFilesGlob",
  "expression",
];

/** True if two triggers differ in a value that decides whether they fire and has a placeholder. */
export function changesPlaceholder<T extends Trigger>(one: T, other: T): boolean {
  return DECISIVE.some((key) => {
    const [before, after] = [one, other].map(({ node }) => {
      const value = node.get(key);
      return value ? String(toValue(value.node)) : "";
    }) as [string, string];
    return before !== after && (findReplaced(before) ?? findReplaced(after)) !== undefined;
  });
}

/** The steps of a pipeline, and the other keys of the file that has them. */
export interface Workflow {
  readonly steps: Mapping;
  /** The keys next to the steps; none where they are in the spec, which is compared anyway. */
  readonly others: Mapping;
  readonly isParallel: boolean;
}

/**
 * Returns the steps of a pipeline as plain values: those of its spec, or of the file that its
 * `specTemplate` names. Where that is not possible, why in a clause.
 */
export function workflowOf(pipeline: Pipeline, definition: SpecFile | undefined): Workflow | string {
  const found = stepDefinition(pipeline, definition);
  if (typeof found === "string") return found;
  const root = toValue(found.root.node) as Mapping;
  const { steps, stages: _, version: __, ...others } = root;
  return {
    steps: isMapping(steps) ? steps : {},
    others: definition ? others : {},
    isParallel: root.mode === "parallel",
  };
}

/** Keys of a spec that export spells out with the value that an absent key has (semantics g, j). */
const DEFAULTS: ReadonlyMap<string, readonly unknown[]> = new Map<string, readonly unknown[]>([
  ["fail_fast", [true, "true"]],
  ["priority", [0]],
  ["mode", ["sequential"]],
  ["branchRegexInput", ["regex"]],
  ["permitRestartFromFailedSteps", [true]],
  ["injectAll", [true]],
  ["location", ["url"]],
  ["dindStorage", ["nullGi"]],
]);

/** Lists of which the order has no effect. */
const SETS: ReadonlySet<string> = new Set([
  "terminationPolicy",
  "gerritCIStatusLabels",
  "clusters",
  "scopes",
  "only",
  "ignore",
  "on",
]);

/**
 * Returns a plain value in a form in which equal values are equal as JSON: keys sorted, without
 * defaults that an export spells out, and scalars as texts, since the platform converts them.
 */
export function normalized(value: unknown, key = ""): unknown {
  if (value === null || value === undefined || value === "") return undefined;
  const byDefault = DEFAULTS.get(key);
  if (byDefault?.includes(value)) return undefined;
  if (value === false || value === "false") return byDefault?.includes(true) ? "false" : undefined;
  if (Array.isArray(value)) {
    const items = value.map((item) => normalized(item) ?? null);
    if (items.length === 0) return undefined;
    return SETS.has(key) ? sorted(items) : items;
  }
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value)
    .map(([name, inner]) => [name, normalized(inner, name)] as const)
    .filter(([, inner]) => inner !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/**
 * Like `normalized`, but with every value as it is written, as for the keys of a step. `read` is
 * for the values inside.
 */
export function exact(
  value: unknown,
  read: (inner: unknown, key: string) => unknown = (inner) => exact(inner),
): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => read(item, "") ?? null);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, read(inner, name)]));
}

/** Keys of a step with conditions, of which no list has an order. */
const CONDITIONS: ReadonlySet<string> = new Set(["when", "success_criteria"]);

/** Lists in these conditions: a name of any place in the list counts (docs.codefresh.io, steps). */
const CONDITION_LISTS: ReadonlySet<string> = new Set(["only", "ignore", "steps", "all", "any", "on"]);

/** Like `exact`, for a key of a step: lists in conditions, also of children, are sorted. */
export function exactOfStep(value: unknown, key: string, isCondition = false): unknown {
  if (key === "arguments") return exact(value);
  const inside = isCondition || CONDITIONS.has(key);
  const found = exact(value, (inner, name) => exactOfStep(inner, name, inside));
  return inside && CONDITION_LISTS.has(key) && Array.isArray(found) ? sorted(found) : found;
}

function sorted(items: readonly unknown[]): unknown[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A normalized value as a text for people: a scalar as it is, anything else as JSON. */
export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** A part of a build with its values on both sides. */
export const row = (
  part: BuildPart,
  name: string,
  [before, after]: readonly [string | null, string | null],
  assumed: readonly string[] = [],
): BuildDifference => ({ part, name, before, after, assumed });

/** How the values of two mappings are compared. */
interface Reading {
  /** The keys that are not compared. */
  readonly ignored?: ReadonlySet<string>;
  /** The form in which equal values are equal as JSON. */
  readonly read?: (value: unknown, key: string) => unknown;
  /** The beginning of each name. */
  readonly prefix?: string;
}

/** Returns the keys in which two mappings differ, each as a part of a build. */
export function differences(
  part: BuildPart,
  one: Mapping | null | undefined,
  other: Mapping | null | undefined,
  { ignored, read = normalized, prefix = "" }: Reading = {},
): BuildDifference[] {
  const keys = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])];
  return keys.flatMap((key) => {
    if (ignored?.has(key)) return [];
    const own = (each: typeof one): unknown => (each && Object.hasOwn(each, key) ? each[key] : undefined);
    const [before, after] = [shown(read(own(one), key)), shown(read(own(other), key))];
    return before === after ? [] : [row(part, `${prefix}${key}`, [before, after])];
  });
}
