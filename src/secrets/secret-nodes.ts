import type { MappingNode, Pair, ScalarNode, YamlNode } from "../document/node.ts";
import type { Span } from "../document/source.ts";
import { isSecretValue, isTellingKey } from "./names.ts";

/** What of a variable is shown even where its value is a secret. */
const OPEN_KEYS: ReadonlySet<unknown> = new Set(["key", "encrypted"]);

/**
 * The secrets of a tree by what stands around them, whether or not it has the shape of a spec: values under a telling key, everything
 * beside `encrypted: true` or beside a `key` that tells, and texts such as `PASSWORD=…`.
 */
export function secretNodes(root: YamlNode): Span[] {
  const found: Span[] = [];
  walk(root, found, new Set());
  return found;
}

function walk(node: YamlNode, found: Span[], seen: Set<YamlNode>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === "alias") walk(node.target, found, seen);
  if (node.kind === "sequence") for (const item of node.items) walk(item, found, seen);
  if (node.kind === "mapping") walkMapping(node, found, seen);
  if (node.kind === "scalar" && isAssignment(node)) found.push(node.span);
}

function walkMapping({ pairs }: MappingNode, found: Span[], seen: Set<YamlNode>): void {
  const closed = pairs.some(isEncrypted) || pairs.some(namesSecret);
  for (const { key, value } of pairs) {
    if (isTellingKey(String(key.value)) || (closed && !OPEN_KEYS.has(key.value)))
      take(value, found, new Set());
    else walk(value, found, seen);
  }
}

function isEncrypted({ key, value }: Pair): boolean {
  if (key.value !== "encrypted" || value.kind !== "scalar") return false;
  return !["false", "", "null", "0"].includes(String(value.value).toLowerCase());
}

function namesSecret({ key, value }: Pair): boolean {
  return key.value === "key" && value.kind === "scalar" && isTellingKey(String(value.value));
}

/** A variable as shells write it. */
function isAssignment({ value }: ScalarNode): boolean {
  const [, name, rest] = (typeof value === "string" && /^([\w.-]+)=([\s\S]+)$/.exec(value)) || [];
  return name !== undefined && isTellingKey(name) && isSecretValue(rest);
}

/** Every text and number in a value; of `{secret}`, which is a key without a value, the key. */
function take(node: YamlNode, found: Span[], seen: Set<YamlNode>): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === "alias") take(node.target, found, seen);
  else if (node.kind === "sequence") for (const item of node.items) take(item, found, seen);
  else if (node.kind === "scalar") {
    if (isSecretValue(node.value)) found.push(node.span);
  } else {
    for (const pair of node.pairs) {
      if (pair.value.kind === "scalar" && pair.value.style === "empty") found.push(pair.key.span);
      take(pair.value, found, seen);
    }
  }
}
