import { isScalar, type LocatedMapping } from "../document/located.ts";
import type { MappingNode, Pair, ScalarNode, YamlNode } from "../document/node.ts";
import { endOfLine, startOfLine, trimEnd } from "../document/scan.ts";
import type { Span } from "../document/source.ts";
import type { Pipeline, SpecFile, Variable } from "../pipeline/model.ts";
import { firstNotBefore } from "../util/binary-search.ts";
import { isSuspect } from "../util/secret-prefixes.ts";
import { joinSpans, overlaps } from "../util/spans.ts";
import { type DetectedSecret, detectSecrets, detectSecretsNow } from "./detect.ts";
import { isSecretValue, namesSecret } from "./names.ts";

/** The secrets of one spec file. */
export interface FileSecrets {
  /** The secrets that detection found by their form. */
  readonly detected: readonly DetectedSecret[];
  /** Their spans, joined. */
  readonly detectedSpans: readonly Span[];
  /** All spans that no output may show, including the detected ones, in the order of the text. */
  readonly spans: readonly Span[];
}

/** The secrets of several spec files. */
export type SecretSet = ReadonlyMap<SpecFile, FileSecrets>;

/** Finds the secrets of a file. */
export async function findFileSecrets(file: SpecFile): Promise<FileSecrets> {
  const escaped = escapedScalars(file);
  const inText = await detectSecrets(file.source.text);
  return allSecrets(file, inText, escaped, escaped.length > 0 ? await detectSecrets(joined(escaped)) : []);
}

/** Finds the secrets of a file without waiting; of those by form too many rather than too few. */
function findFileSecretsNow(file: SpecFile): FileSecrets {
  const escaped = escapedScalars(file);
  return allSecrets(file, detectSecretsNow(file.source.text), escaped, detectSecretsNow(joined(escaped)));
}

function allSecrets(
  file: SpecFile,
  inText: readonly DetectedSecret[],
  escaped: readonly EscapedScalar[],
  inEscaped: readonly DetectedSecret[],
): FileSecrets {
  const detected = [...inText, ...escapedSecrets(escaped, inEscaped)].sort((a, b) => a.start - b.start);
  const spans = [...secretSpans(file), ...detected].sort((a, b) => a.start - b.start);
  return { detected, detectedSpans: joinSpans(detected), spans };
}

/** The scalars whose escapes may hide a secret, such as `"https:\\/\\/user:password@host"`. */
function escapedScalars({ documents, source: { text } }: SpecFile): EscapedScalar[] {
  const lines = linesWithBackslash(text);
  if (lines === "" || !(/\\[ux]/.test(lines) || isSuspect(unescaped(lines)))) return [];
  const escaped: EscapedScalar[] = [];
  for (const { root } of documents)
    eachScalar(root?.node, ({ value: shown, span }) => {
      const written = text.slice(span.start, span.end);
      if (typeof shown !== "string" || !written.includes("\\")) return;
      const value = unescaped(shown);
      if (isSuspect(value)) escaped.push({ value, written, span });
    });
  return escaped;
}

/** Calls a function with each key and value that is a scalar, in the order of the text. */
export function eachScalar(node: YamlNode | undefined, visit: (scalar: ScalarNode) => void): void {
  if (node?.kind === "scalar") visit(node);
  else if (node?.kind === "sequence") for (const item of node.items) eachScalar(item, visit);
  else if (node?.kind === "mapping")
    for (const { key, value } of node.pairs) {
      visit(key);
      eachScalar(value, visit);
    }
}

/** A secret is on one line, so that the others need no second search. */
function linesWithBackslash(text: string): string {
  let lines = "";
  for (let at = text.indexOf("\\"); at >= 0; ) {
    const end = endOfLine(text, at);
    lines += `${text.slice(startOfLine(text, at), end)}\n`;
    at = text.indexOf("\\", end);
  }
  return lines;
}

function joined(escaped: readonly EscapedScalar[]): string {
  return escaped.map(({ value }) => value).join("\n");
}

/** The maximum number of secrets searched in the text of one scalar; one with more is a secret. */
const MAX_SEARCHES = 200;

/** The scalars with a secret that their text does not show; `found` are the secrets of `joined`. */
function escapedSecrets(
  escaped: readonly EscapedScalar[],
  found: readonly DetectedSecret[],
): DetectedSecret[] {
  let at = 0;
  const ends = escaped.map(({ value }) => {
    at += value.length + 1;
    return { end: at };
  });
  const all = joined(escaped);
  const secrets = new Map<EscapedScalar, DetectedSecret>();
  const searches = new Map<EscapedScalar, number>();
  for (const { start, end, kind } of found) {
    const scalar = escaped[firstNotBefore(ends, (each) => each.end <= start)]!;
    const count = (searches.get(scalar) ?? 0) + 1;
    searches.set(scalar, count);
    const isShown = count <= MAX_SEARCHES && scalar.written.includes(all.slice(start, end));
    if (!isShown) secrets.set(scalar, { ...scalar.span, kind });
  }
  return [...secrets.values()];
}

/** Removes the backslashes before signs, which a regex may have next to those of YAML. */
function unescaped(text: string): string {
  return text.replace(/\\(?=[^\w\s])/g, "");
}

/** A scalar with an escape, which `value` has no more. */
interface EscapedScalar {
  readonly value: string;
  readonly written: string;
  readonly span: Span;
}

/** Finds the secrets of each of some files, or of the files of pipelines. */
export async function findSecrets(specs: Iterable<SpecFile | Pipeline>): Promise<SecretSet> {
  const found = new Map<SpecFile, FileSecrets>();
  for (const file of filesOf(specs)) found.set(file, await findFileSecrets(file));
  return found;
}

/** Finds secrets like `findSecrets`, without waiting: of those by form too many, not too few. */
export function findSecretsNow(specs: Iterable<SpecFile | Pipeline>): SecretSet {
  return new Map(Array.from(filesOf(specs), (file) => [file, findFileSecretsNow(file)]));
}

function filesOf(specs: Iterable<SpecFile | Pipeline>): Set<SpecFile> {
  return new Set(Array.from(specs, (spec) => ("pipelines" in spec ? spec : spec.file)));
}

/**
 * True if the value of a variable must not be shown: it is encrypted, its key names a secret, or
 * detection found one in it.
 */
export function isSecretVariable(variable: Variable, secrets?: SecretSet): boolean {
  const { key, value, encrypted, node, pipeline } = variable;
  if (encrypted ? encrypted.value : node.has("encrypted")) return true;
  if (key !== undefined && namesSecret(key.value)) return true;
  if (value === undefined) return false;
  return overlaps(secrets?.get(pipeline.file)?.detectedSpans ?? [], value.node.span);
}

/** A text in lower case without any of these has no secret, except in a webhook's address. */
const HINT =
  /pass|pwd|secret|token|(?:api|private|access|signing|encryption)[ _.-]?key|credential|auth|encrypted/;

/**
 * The secrets of a file by their place: values of encrypted variables, values whose key names a
 * secret, and webhook secrets. In a text that cannot be parsed, every value that may be one.
 */
function secretSpans(file: SpecFile): Span[] {
  const spans = file.pipelines.flatMap((pipeline) => pipelineSecrets(pipeline));
  const { text } = file.source;
  if (HINT.test(text.toLowerCase()))
    spans.push(...file.documents.flatMap(({ root }) => (root ? secretNodes(root.node) : [])));
  if (file.faults.some(({ severity }) => severity === "error")) spans.push(...secretLines(text));
  return distinct(spans.sort((a, b) => a.start - b.start || b.end - a.end));
}

function distinct(sorted: readonly Span[]): Span[] {
  return sorted.filter(({ start, end }, index) => {
    const before = sorted[index - 1];
    return !before || start !== before.start || end !== before.end;
  });
}

function pipelineSecrets(pipeline: Pipeline): Span[] {
  const spans: Span[] = [];
  addVariables(spans, pipeline.variables);
  for (const { variables, node } of pipeline.triggers) {
    addVariables(spans, variables);
    addWebhookSecret(spans, node, "secret");
    addWebhookSecret(spans, node, "endpoint");
  }
  for (const { variables } of pipeline.cronTriggers) addVariables(spans, variables);
  return spans;
}

function addVariables(spans: Span[], variables: readonly Variable[]): void {
  for (const { value, key, encrypted } of variables) {
    const named = key !== undefined && namesSecret(key.value);
    if (value && (encrypted?.value || named) && isSecretValue(value.value)) spans.push(value.node.span);
  }
}

function addWebhookSecret(spans: Span[], trigger: LocatedMapping, key: string): void {
  const value = trigger.get(key);
  if (value && isScalar(value) && isSecretValue(value.value)) spans.push(value.node.span);
}

/** The keys of a variable that are shown even if its value is a secret. */
const OPEN_KEYS: ReadonlySet<unknown> = new Set(["key", "encrypted"]);

/**
 * The secrets of any tree, even if it is not a spec: values whose key names a secret, the mapping
 * around `encrypted: true` or `key: PASSWORD`, and texts such as `PASSWORD=…`.
 */
function secretNodes(root: YamlNode): Span[] {
  const found: Span[] = [];
  walk(root, found, new Set());
  return found;
}

/** `keys` are those of the node, or of the alias to it, and of the mapping around it. */
function walk(node: YamlNode, found: Span[], seen: Set<YamlNode>, keys: readonly string[] = []): void {
  if (seen.has(node)) return;
  seen.add(node);
  if (node.kind === "alias") walk(node.target, found, seen, keys);
  if (node.kind === "sequence") for (const item of node.items) walk(item, found, seen);
  if (node.kind === "mapping") walkMapping(node, found, seen, keys);
  if (node.kind === "scalar" && isAssignment(node)) found.push(node.span);
}

function walkMapping(
  { pairs }: MappingNode,
  found: Span[],
  seen: Set<YamlNode>,
  keys: readonly string[],
): void {
  const closed = pairs.some(isEncrypted) || pairs.some(hasSecretKey);
  for (const { key, value } of pairs) {
    const own = String(key.value);
    if ((namesSecret(own) && !isStepOrCondition(value, keys)) || (closed && !OPEN_KEYS.has(key.value)))
      take(value, found, new Set());
    else walk(value, found, seen, [own, ...keys.slice(0, 1)]);
  }
}

/** True for a step or a condition: its name, such as `copy_secrets`, is not that of its texts. */
function isStepOrCondition({ kind }: YamlNode, [parent, outer]: readonly string[]): boolean {
  if (parent === "steps" || parent === "scale") return kind === "mapping" || kind === "alias";
  return outer === "condition" && (parent === "all" || parent === "any") && kind === "scalar";
}

function isEncrypted({ key, value }: Pair): boolean {
  if (key.value !== "encrypted" || value.kind !== "scalar") return false;
  return !["false", "", "null", "0"].includes(String(value.value).toLowerCase());
}

function hasSecretKey({ key, value }: Pair): boolean {
  return key.value === "key" && value.kind === "scalar" && namesSecret(String(value.value));
}

/** True for a variable in a shell's syntax, such as `PASSWORD=…`. */
function isAssignment({ value }: ScalarNode): boolean {
  const [, name, rest] = (typeof value === "string" && /^([\w.-]+)=([\s\S]+)$/.exec(value)) || [];
  return name !== undefined && namesSecret(name) && isSecretValue(rest);
}

/** Adds every text and number in a value; of `{secret}` the key. */
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

/** Keys under which specs hold secrets. */
const SECRET_KEYS: ReadonlySet<string> = new Set(["value", "secret", "endpoint"]);
/** A key; before it, the part of a word that begins where a key cannot. */
const KEY = /(?<![\w.-])((?<=^|[\s{[,"'])|[\w.]*-)([\w.-]+)["']?[ \t]*:(?=[ \t"'[{]|$)[ \t]*/gm;

/** Values of nested keys repeat a text; after this many times its length, the rest is secret. */
const MAX_REPEATS = 10;

/** A mask in quotes or before another part of a variable in braces, which is not a secret. */
const MASK_ALONE =
  /^(["']?)\*{3,}\1[ \t]*(?:$|[}\]](?=[\s,}\]]|$)|,[ \t]*["']?(?:key|encrypted)["']?[ \t]*:[ \t])/;

/**
 * The possible secrets of a text without a tree: after each key that may hold one, the text to the
 * end of its quotes or line, and the lines below that are indented deeper. Too much rather than too
 * little.
 */
function secretLines(text: string): Span[] {
  const keys = [...text.matchAll(KEY)]
    .filter(([, , key]) => SECRET_KEYS.has(key!) || namesSecret(key!))
    .map(({ 0: whole, 1: before, index }) => ({
      index: index + before!.length,
      start: index + whole.length,
    }));
  const found: Span[] = [];
  let left = MAX_REPEATS * text.length;
  let lineEnd = -1;
  for (const [at, { index, start }] of keys.entries()) {
    // After the first key of a line each value ends at the next, so that many keys stay cheap.
    const isFirst = start > lineEnd;
    if (isFirst) lineEnd = endOfLine(text, start);
    const next = Math.min(keys[at + 1]?.index ?? lineEnd, lineEnd);
    const end = isFirst
      ? endOfValue(text, start, text.slice(startOfLine(text, index), index))
      : trimEnd(text, start, next);
    left -= end - start;
    if (left < 0) return [...found, { start, end: text.length }];
    const value = text.slice(start, end).trim();
    if (isSecretValue(value) && !MASK_ALONE.test(value)) found.push({ start, end });
  }
  return found;
}

/** `lead` is the text on the line before the key. */
function endOfValue(text: string, start: number, lead: string): number {
  const quoted = /(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*')(?=[ \t]*(?:[,}\]\r\n]|$))/y;
  quoted.lastIndex = start;
  if (quoted.test(text)) return quoted.lastIndex;
  // The column behind a tab is unknown, but a plain text ends before the next key.
  const isPlain = lead.includes("\t") && /[\w.-]/.test(text[start] ?? "");
  const key = isPlain ? "(?![ \\t]*(?:- +)?[\\w.-]+:\\s)" : "";
  const below = new RegExp(
    `[^\\r\\n]*(?:\\r?\\n${key}(?:[ \\t]*(?=\\r?\\n)|[ \\t]{${lead.length + 1},}[^\\r\\n]*))*`,
    "y",
  );
  below.lastIndex = start;
  below.test(text);
  return Math.max(start, below.lastIndex);
}
