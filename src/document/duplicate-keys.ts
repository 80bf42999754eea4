import { isSequence, type Located, LocatedMapping, locate, type Value } from "./located.ts";
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
  /** The same key where it is first; undefined for a fault of the whole mapping. */
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
 * one without a line `---` are one fault, and so are those of a mapping that `explain` has a fault
 * for.
 */
export function duplicateKeyFaults(
  root: Value,
  skipped?: Iterable<ResolvedNode>,
  explain: (mapping: LocatedMapping) => DuplicateKeyFault | undefined = () => undefined,
): DuplicateKeyFault[] {
  const found = findDuplicateKeys(root, skipped);
  const ofRoot = new Set(root instanceof LocatedMapping ? root.entries.map(({ key }) => key) : []);
  const own = root.path === undefined ? found.filter(({ key }) => ofRoot.has(key)) : [];
  const isTwice = (name: string): boolean => own.some(({ key }) => key.value === name);
  const isJoined = CONTENTS.some((names) => names.every(isTwice));
  const seen = new Set<string>();
  const explained = new Map<LocatedMapping, DuplicateKeyFault | undefined>();
  return found.flatMap((duplicate): DuplicateKeyFault | [] => {
    const { key, mapping } = duplicate;
    const isFirst = !explained.has(mapping);
    if (isFirst) explained.set(mapping, explain(mapping));
    const whole = explained.get(mapping);
    if (whole) return isFirst ? whole : [];
    if (!isJoined || !ofRoot.has(key))
      return { ...duplicate, message: `duplicate key "${key.value}"; remove one of the two` };
    const begins = seen.size === 0 || seen.has(key.value);
    if (begins) seen.clear();
    seen.add(key.value);
    const message = `a second document begins here, with another "${key.value}"; write a line with --- above it`;
    return begins ? { ...duplicate, message } : [];
  });
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
