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

/** Keys of which `false` is not the default. */
const TRUE_BY_DEFAULT: ReadonlySet<string> = new Set([
  "fail_fast",
  "permitRestartFromFailedSteps",
  "injectAll",
]);

/**
 * Returns a plain value in a form in which equal values are equal as JSON: keys sorted, without
 * defaults that an export spells out, and scalars as texts, since the platform converts them.
 */
export function normalized(value: unknown, key = ""): unknown {
  if (value === null || value === undefined || value === "") return undefined;
  if (DEFAULTS.get(key)?.includes(value)) return undefined;
  if (value === false || value === "false") return TRUE_BY_DEFAULT.has(key) ? "false" : undefined;
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

/** Like `normalized`, but with every value as it is written, as for the keys of a step. */
export function exact(value: unknown): unknown {
  if (value === null || value === undefined) return undefined;
  if (Array.isArray(value)) return value.map((item) => exact(item) ?? null);
  if (value instanceof Date) return value.toISOString();
  if (typeof value !== "object") return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, exact(inner)]));
}

/** Keys of a step with conditions, of which no list has an order. */
const CONDITIONS: ReadonlySet<string> = new Set(["when", "success_criteria"]);

/** Lists in these conditions: a name of any place in the list counts (docs.codefresh.io, steps). */
const CONDITION_LISTS: ReadonlySet<string> = new Set(["only", "ignore", "steps", "all", "any", "on"]);

/** Like `exact`, for a key of a step: lists in conditions, also of children, are sorted. */
export function exactOfStep(value: unknown, key: string, isCondition = false): unknown {
  if (key === "arguments" || typeof value !== "object" || value === null || value instanceof Date)
    return exact(value);
  const inside = isCondition || CONDITIONS.has(key);
  if (Array.isArray(value)) {
    const items = value.map((item) => exactOfStep(item, "", inside) ?? null);
    return inside && CONDITION_LISTS.has(key) ? sorted(items) : items;
  }
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries.map(([name, inner]) => [name, exactOfStep(inner, name, inside)]));
}

function sorted(items: readonly unknown[]): unknown[] {
  return [...items].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
}

/** A normalized value as a text for people: a scalar as it is, anything else as JSON. */
export function shown(value: unknown): string | null {
  if (value === undefined) return null;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The keys in which two mappings differ, with both values as texts. */
export function differingKeys(
  one: Readonly<Record<string, unknown>> | undefined,
  other: Readonly<Record<string, unknown>> | undefined,
  ignored: ReadonlySet<string>,
  read: (value: unknown, key: string) => unknown = normalized,
): { readonly key: string; readonly before: string | null; readonly after: string | null }[] {
  const keys = [...new Set([...Object.keys(one ?? {}), ...Object.keys(other ?? {})])];
  return keys.flatMap((key) => {
    if (ignored.has(key)) return [];
    const own = (each: typeof one): unknown => (each && Object.hasOwn(each, key) ? each[key] : undefined);
    const [before, after] = [shown(read(own(one), key)), shown(read(own(other), key))];
    return before === after ? [] : [{ key, before, after }];
  });
}
