import { type DocumentFault, readDocument } from "../../schema/read-document.ts";
import { baselineSchema, WRITE_AGAIN } from "./baseline-schema.ts";
import { validate } from "./baseline-validator.generated.ts";

/** A finding as a baseline identifies it. */
export interface KnownFinding {
  readonly path: string;
  readonly rule: string;
  readonly fingerprint: string;
}

/** A number of equal findings in a baseline. */
export interface BaselineEntry extends KnownFinding {
  readonly count: number;
}

/** The number of known findings by file, rule and fingerprint. */
type KnownCounts = Record<string, Record<string, Record<string, number>>>;

/** The start of every baseline; another file must not be deleted, and an empty one is harmless. */
const WRITTEN = /^\s*(?:\{\s*"version"\s*:\s*\d|$)/;

/** Reads a baseline; faults also prevent an update, so that no entry is lost. */
export async function readBaseline(
  text: string,
): Promise<{ entries: BaselineEntry[]; faults: readonly DocumentFault[] }> {
  const conflict = text.search(/^<{7} /m);
  if (conflict >= 0) {
    const message =
      "the baseline has a merge conflict; keep one side of it, and add the findings of the other with --update-baseline";
    return { entries: [], faults: [{ span: { start: conflict, end: conflict + 7 }, message }] };
  }
  const { value, isYaml, faults } = await readDocument(text, { validate, schema: () => baselineSchema });
  if (faults.length > 0 && !WRITTEN.test(text)) {
    const message = "this is not a baseline of dryfire; check the name of the file";
    return { entries: [], faults: [{ span: { start: 0, end: 0 }, message }] };
  }
  if (!isYaml) {
    const message = `the baseline is incomplete or broken here; ${WRITE_AGAIN}`;
    return { entries: [], faults: [{ span: faults[0]!.span, message }] };
  }
  if (faults.length > 0) return { entries: [], faults };
  const { files = {} } = value as { files?: KnownCounts };
  const entries = Object.entries(files).flatMap(([path, rules]) =>
    Object.entries(rules).flatMap(([rule, counts]) =>
      Object.entries(counts).map(([fingerprint, count]) => ({ path, rule, fingerprint, count })),
    ),
  );
  return { entries, faults };
}

/** A baseline as text: sorted, one finding per line, so that it merges well. */
export function baselineText(entries: readonly BaselineEntry[]): string {
  const files: KnownCounts = Object.create(null) as KnownCounts;
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

/** Compares findings with a baseline, where each finding uses up a known one of its kind. */
export class BaselineCount {
  readonly #left = new Map<string, BaselineEntry>();

  constructor(entries: readonly BaselineEntry[]) {
    for (const entry of entries) this.#left.set(keyOf(entry), entry);
  }

  /** True if a finding is known; each call uses one up. */
  takes(finding: KnownFinding): boolean {
    const key = keyOf(finding);
    const entry = this.#left.get(key);
    if (!entry) return false;
    if (entry.count > 1) this.#left.set(key, { ...entry, count: entry.count - 1 });
    else this.#left.delete(key);
    return true;
  }

  /** The entries that no finding has used up. */
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
