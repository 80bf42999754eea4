import { commonTable, tabledTypes, tableOf } from "../catalogue/steps/step-tables.ts";
import { quote } from "../util/text.ts";
import {
  type Entry,
  isSequence,
  isUnwritten,
  type Located,
  LocatedMapping,
  locate,
  type Value,
} from "./located.ts";
import { isMerge, type ResolvedNode } from "./node.ts";

/** A key that its mapping already has. */
export interface DuplicateKey {
  readonly key: Located<string>;
  /** The same key where it is first. */
  readonly first: Located<string>;
  readonly mapping: LocatedMapping;
}

/** Duplicate keys as a fault of YAML. */
export interface DuplicateKeyFault {
  readonly key: Located<string>;
  /** The same key where it is first; undefined for the name of a step. */
  readonly first?: Located<string>;
  readonly message: string;
}

/**
 * Returns the duplicate keys of the mappings in a value, each once; js-yaml 3 rejects a text with
 * one ("duplicated mapping key"). Nodes in `skipped` are not searched, and a node with several
 * aliases is searched once.
 */
export function findDuplicateKeys(root: Value, skipped: Iterable<ResolvedNode> = []): DuplicateKey[] {
  const found: DuplicateKey[] = [];
  collect(root, new Set(skipped), found);
  return found;
}

/** The keys that a document only has twice if two files were joined. */
const CONTENTS = [["metadata", "spec"], ["items"], ["docs"]];

/**
 * Returns the duplicate keys of a value as faults. Those of a document that was added to another
 * one without a line `---` are one fault, and so are those of a step whose name is indented as a
 * key of the step above.
 */
export function duplicateKeyFaults(root: Value, skipped?: Iterable<ResolvedNode>): DuplicateKeyFault[] {
  const found = findDuplicateKeys(root, skipped);
  const ofRoot = new Set(root instanceof LocatedMapping ? root.entries.map(({ key }) => key) : []);
  const own = root.path === undefined ? found.filter(({ key }) => ofRoot.has(key)) : [];
  const isTwice = (name: string): boolean => own.some(({ key }) => key.value === name);
  const isJoined = CONTENTS.some((names) => names.every(isTwice));
  const seen = new Set<string>();
  const swallowed = new Map<LocatedMapping, Located<string> | undefined>();
  return found.flatMap((duplicate): DuplicateKeyFault | [] => {
    const { key, mapping } = duplicate;
    const isFirst = !swallowed.has(mapping);
    if (isFirst) swallowed.set(mapping, swallowedStep(mapping)?.key);
    const name = swallowed.get(mapping);
    if (name) {
      const message = `${quote(name.value)} is followed by the keys of another step; indent it like ${quote(String(mapping.path!.key))}`;
      return isFirst ? { key: name, message } : [];
    }
    if (!isJoined || !ofRoot.has(key))
      return { ...duplicate, message: `duplicate key "${key.value}"; remove one of the two` };
    const begins = seen.size === 0 || seen.has(key.value);
    if (begins) seen.clear();
    seen.add(key.value);
    const message = `a second document begins here, with another "${key.value}"; write a line with --- above it`;
    return begins ? { ...duplicate, message } : [];
  });
}

/**
 * Finds the name of a step that is indented as a key of another step: an empty key that no step
 * has, with keys of one step above it and of another one below it.
 */
export function swallowedStep({ entries, kept, path }: LocatedMapping): Entry | undefined {
  if (path?.parent?.key !== "steps" || kept.length === entries.length) return undefined;
  const at = entries.findIndex(({ name, value }) => isUnwritten(value) && !isKeyOfStep(name));
  const [above, below] = [entries.slice(0, at), entries.slice(at + 1)];
  return at > 0 && isStep(above) && isStep(below) ? entries[at] : undefined;
}

/** True for keys without duplicates, of which one shows what the step does. */
function isStep(entries: readonly Entry[]): boolean {
  const names = new Set(entries.map(({ name }) => name));
  return names.size === entries.length && (names.has("type") || names.has("image"));
}

function isKeyOfStep(name: string): boolean {
  const tables = [commonTable, ...tabledTypes.map((type) => tableOf(type)!)];
  return tables.some(({ keys }) => Object.hasOwn(keys, name));
}

function collect(value: Value, seen: Set<ResolvedNode>, found: DuplicateKey[]): void {
  if (seen.has(value.node)) return;
  seen.add(value.node);
  if (isSequence(value)) for (const item of value.items) collect(item, seen, found);
  if (!(value instanceof LocatedMapping)) return;
  const first = new Map<string, Located<string>>();
  for (const entry of value.entries) {
    const earlier = first.get(entry.key.value);
    if (earlier) found.push({ key: entry.key, first: earlier, mapping: value });
    else first.set(entry.key.value, entry.key);
    collect(entry.value, seen, found);
  }
  for (const pair of value.node.pairs)
    if (isMerge(pair)) collect(locate(pair.value, value.path, value), seen, found);
}
