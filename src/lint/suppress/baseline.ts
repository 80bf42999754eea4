import { isScalar, LocatedMapping, locate, type Value } from "../../document/located.ts";
import { readYaml } from "../../document/read.ts";
import { type ConfigFault, ConfigValues, kindOf } from "../config/config-values.ts";

/** A finding as a baseline knows it. */
export interface KnownFinding {
  readonly path: string;
  readonly rule: string;
  readonly fingerprint: string;
}

/** A number of findings that a baseline lists. */
export interface BaselineEntry extends KnownFinding {
  readonly count: number;
}

/** What is wrong in a baseline stops an update as well, so that no entry is lost unseen. */
const ANEW = "delete it, and write a new one with --update-baseline";

/** Reads a baseline. What is wrong in it comes as faults with their places; never throws for what the text holds. */
export async function readBaseline(
  text: string,
): Promise<{ entries: BaselineEntry[]; faults: readonly ConfigFault[] }> {
  const { documents, faults } = await readYaml(text);
  const [broken] = faults;
  if (broken) {
    const message = `the baseline is cut off or broken here; ${ANEW}`;
    return { entries: [], faults: [{ span: broken.span, message }] };
  }
  const values = new ConfigValues();
  const node = documents[0]?.root;
  const root = node && locate(node, undefined);
  const keys = values.object(root ?? nothing(values), "the baseline", ["version", "files"]);
  const version = keys.get("version");
  if (root instanceof LocatedMapping && (!version || !isScalar(version) || version.value !== 1))
    values.fault(version ?? root, `this is no baseline of version 1; ${ANEW}`);
  const entries = values.entries(keys.get("files"), "files").flatMap(({ key: path, value }) =>
    values.entries(value, `the file "${path.value}"`).flatMap(({ key: rule, value: known }) =>
      values.entries(known, `the rule "${rule.value}"`).flatMap(({ key: fingerprint, value: count }) => {
        const number = countOf(count, values);
        return number > 0
          ? [{ path: path.value, rule: rule.value, fingerprint: fingerprint.value, count: number }]
          : [];
      }),
    ),
  );
  return { entries, faults: values.faults };
}

function nothing(values: ConfigValues): undefined {
  values.faults.push({
    span: { start: 0, end: 0 },
    message: `the baseline is empty; ${ANEW}`,
  });
  return undefined;
}

function countOf(value: Value, values: ConfigValues): number {
  if (isScalar(value) && typeof value.value === "number" && Number.isInteger(value.value) && value.value > 0)
    return value.value;
  values.fault(value, `a count is ${kindOf(value)}; write a whole number from 1`);
  return 0;
}

/** A baseline as text: sorted, one finding a line, so that it merges well and only changes where findings do. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const files: Record<string, Record<string, Record<string, number>>> = Object.create(null) as typeof files;
  for (const { path, rule, fingerprint, count } of [...entries].sort(byName)) {
    files[path] ??= Object.create(null) as Record<string, Record<string, number>>;
    const rules = files[path];
    rules[rule] ??= Object.create(null) as Record<string, number>;
    rules[rule][fingerprint] = count;
  }
  return `${JSON.stringify({ version: 1, files }, null, 2)}\n`;
}

function byName(a: KnownFinding, b: KnownFinding): number {
  return compare(a.path, b.path) || compare(a.rule, b.rule) || compare(a.fingerprint, b.fingerprint);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Puts findings against a baseline, each finding of the same kind counting one of those that are known. */
export class BaselineCount {
  readonly #left = new Map<string, BaselineEntry>();

  constructor(entries: readonly BaselineEntry[]) {
    for (const entry of entries) this.#left.set(keyOf(entry), entry);
  }

  /** Whether a finding is known; each call uses one up. */
  takes(finding: KnownFinding): boolean {
    const key = keyOf(finding);
    const entry = this.#left.get(key);
    if (!entry) return false;
    if (entry.count > 1) this.#left.set(key, { ...entry, count: entry.count - 1 });
    else this.#left.delete(key);
    return true;
  }

  /** What no finding has used up. */
  get left(): readonly BaselineEntry[] {
    return [...this.#left.values()];
  }
}

/** Findings counted by kind. */
export function countFindings(findings: readonly KnownFinding[]): BaselineEntry[] {
  const counted = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    const { path, rule, fingerprint } = finding;
    const count = (counted.get(keyOf(finding))?.count ?? 0) + 1;
    counted.set(keyOf(finding), { path, rule, fingerprint, count });
  }
  return [...counted.values()];
}

function keyOf({ path, rule, fingerprint }: KnownFinding): string {
  return [path, rule, fingerprint].join("\0");
}
