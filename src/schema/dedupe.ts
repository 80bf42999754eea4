import { closestMatch } from "../util/closest-match.ts";
import { groupBy } from "../util/group-by.ts";
import { quote } from "../util/text.ts";
import type { SchemaFinding, SchemaFindingKind } from "./finding.ts";
import { keysOf, plainAt } from "./paths.ts";

/** If a value has several faults, the first of these kinds is the cause of the others. */
const causes: readonly SchemaFindingKind[] = [
  "null-value",
  "wrong-type",
  "forbidden-key",
  "unknown-key",
  "missing-key",
  "out-of-range",
  "unknown-value",
  "pattern",
];

/** One finding per place, or per missing key of a place. */
function oneEach(findings: readonly SchemaFinding[]): SchemaFinding[] {
  const chosen = new Map<string, SchemaFinding>();
  for (const finding of findings) {
    const missing = finding.kind === "missing-key" ? `${finding.key ?? finding.allowed}` : "";
    const place = JSON.stringify([finding.path, missing]);
    const known = chosen.get(place);
    if (!known || causes.indexOf(finding.kind) < causes.indexOf(known.kind)) chosen.set(place, finding);
  }
  return [...chosen.values()];
}

/** A misspelled or misplaced key is one fault, not also a missing key. */
function withoutMisspelt(findings: readonly SchemaFinding[]): SchemaFinding[] {
  const misspelt = new Set<string>();
  const misplaced = new Set<string>();
  for (const { kind, path, key, suggestion, places } of findings) {
    if (kind === "unknown-key") misspelt.add(JSON.stringify([path.slice(0, -1), suggestion]));
    if (places && key !== undefined) misplaced.add(key);
  }
  return findings.filter(({ kind, path, key, allowed = [] }) => {
    const keys = key === undefined ? allowed : [key];
    const isWritten = (each: string): boolean =>
      misplaced.has(each) || misspelt.has(JSON.stringify([path, each]));
    return kind !== "missing-key" || !keys.some(isWritten);
  });
}

/**
 * If `type` names another kind of thing and is not misspelled, the keys are those of that kind, and
 * the forms of their values.
 */
function withoutKeysOfOtherKinds(
  findings: readonly SchemaFinding[],
  root: unknown,
): readonly SchemaFinding[] {
  const isOther = ({ kind, path, allowed = [] }: SchemaFinding): boolean =>
    kind === "unknown-value" &&
    path.at(-1) === "type" &&
    closestMatch(String(plainAt(root, path)), allowed.map(String)) === undefined;
  const others = new Set(findings.filter(isOther).map(({ path }) => JSON.stringify(path.slice(0, -1))));
  if (others.size === 0) return findings;
  return findings.filter(({ kind, path }) => {
    const isOfKind = ["missing-key", "unknown-key", "pattern"].includes(kind);
    const owner = kind === "missing-key" ? path : path.slice(0, -1);
    return !isOfKind || !others.has(JSON.stringify(owner));
  });
}

/**
 * Returns the keys directly after an empty mapping that belong in it: it takes them, and the
 * mapping around it does not know them. `keys` are all keys of that one, in the order of the text.
 */
export function dedentedKeys(
  empty: string,
  keys: readonly string[],
  isTaken: (key: string) => boolean,
  isUnknown: (key: string) => boolean,
): string[] {
  const after = keys.slice(keys.indexOf(empty) + 1);
  const end = after.findIndex((key) => !isTaken(key));
  return (end < 0 ? after : after.slice(0, end)).filter(isUnknown);
}

/**
 * The keys after an empty mapping that belong in it are one fault, at the empty mapping; so are all
 * unknown keys after an empty one that belongs elsewhere.
 */
function foldDedented(findings: readonly SchemaFinding[], root: unknown): readonly SchemaFinding[] {
  const unknown = groupBy(findings, ({ kind, path }) =>
    kind === "unknown-key" ? JSON.stringify(path.slice(0, -1)) : undefined,
  );
  if (unknown.size === 0) return findings;
  const folded = new Set<SchemaFinding | undefined>();
  const all = findings.map((finding) => {
    const { kind, path, expected, allowed, places } = finding;
    const around = path.slice(0, -1);
    const others = unknown.get(JSON.stringify(around));
    const isEmpty = kind === "null-value" && expected === "a mapping";
    const isMisplaced = kind === "unknown-key" && places && plainAt(root, path) === null;
    if (!others || !(isEmpty || isMisplaced)) return finding;
    const find = (key: string) => others.find((other) => other.key === key);
    const isOwn = (key: string): boolean => {
      if (isMisplaced) return find(key) !== undefined;
      const { suggestion } = find(key) ?? {};
      return allowed?.includes(key) ?? (find(key) !== undefined && suggestion === undefined);
    };
    const keys = keysOf(plainAt(root, around));
    const dedented = dedentedKeys(String(path.at(-1)), keys, isOwn, (key) => find(key) !== undefined);
    for (const key of dedented) folded.add(find(key));
    return isEmpty && dedented.length > 0 ? { ...finding, dedented } : finding;
  });
  return all.filter((finding) => !folded.has(finding));
}

/** More findings are not compared, which takes a time that grows with their square. */
const MAX_TO_FOLD = 1000;

/**
 * An empty last key of an item directly before items that do not belong in their list is one fault:
 * the key of another list, indented deeper than its items.
 */
function foldDeepKeys(findings: readonly SchemaFinding[], root: unknown): readonly SchemaFinding[] {
  if (findings.length > MAX_TO_FOLD) return findings;
  let all = findings;
  for (const finding of findings) {
    const { path, kind, expected, places } = finding;
    const [list, index, key] = [path.slice(0, -2), path.at(-2), path.at(-1)];
    const isList = kind === "unknown-key" ? places !== undefined : expected === "a list";
    if (!isList || plainAt(root, path) !== null || typeof index !== "number") continue;
    const itemOf = ({ path: own }: SchemaFinding): number =>
      list.every((step, at) => step === own[at]) ? Number(own[list.length]) : -1;
    const foreign = findings.filter((other) => itemOf(other) > index && isOfOtherList(other, list.length));
    const items = new Set(foreign.map(itemOf));
    let last = index;
    while (items.has(last + 1)) last++;
    const isLast = keysOf(plainAt(root, path.slice(0, -1))).at(-1) === key;
    if (!isLast || last === index) continue;
    const isBehind = (other: SchemaFinding): boolean => itemOf(other) > index && itemOf(other) <= last;
    const message = `${quote(String(key))} is indented deeper than its items, so it has none; indent it like ${quote(String(list.at(-1)))}`;
    all = all
      .filter((other) => !isBehind(other))
      .map((other) => (other === finding ? { ...other, message } : other));
  }
  return all;
}

/** True for a fault of an item that another list does not have: its type, a key, or its `type`. */
function isOfOtherList({ kind, path }: SchemaFinding, depth: number): boolean {
  if (path.length === depth + 1) return kind === "wrong-type";
  return path.length === depth + 2 && (kind === "unknown-key" || path.at(-1) === "type");
}

/** Keys of a mapping that are forbidden for one reason are one fault, at the first of them. */
function mergeForbidden(findings: readonly SchemaFinding[], root: unknown): SchemaFinding[] {
  const groups = groupBy(findings, ({ kind, path, only }) =>
    kind === "forbidden-key" ? JSON.stringify([path.slice(0, -1), only]) : undefined,
  );
  const merged = [...groups.values()].map((group) => {
    const byKey = new Map(group.map((finding) => [finding.key, finding]));
    const keys = keysOf(plainAt(root, group[0]!.path.slice(0, -1))).filter((key) => byKey.has(key));
    return { ...byKey.get(keys[0])!, keys };
  });
  return [...findings.filter(({ kind }) => kind !== "forbidden-key"), ...merged];
}

/**
 * Returns one finding for each fault. If a place has several findings, the cause remains; a
 * misspelled key hides the missing key that was meant; forbidden keys of one mapping are one
 * finding. Keys of another `type`, and keys that an empty mapping needs, have none. `root` is the
 * whole document.
 */
export function dedupe(findings: readonly SchemaFinding[], root: unknown): SchemaFinding[] {
  const own = foldDedented(withoutKeysOfOtherKinds(foldDeepKeys(findings, root), root), root);
  return mergeForbidden(withoutMisspelt(oneEach(own)), root);
}
