import { findOpenQuestion } from "../../catalogue/open-questions.ts";
import { withShape } from "../../event-json/event-from-json.ts";
import { SEVERITY_SETTINGS, type SeveritySetting } from "../../lint/diagnostic.ts";
import { isMapping } from "../../util/json.ts";
import { type Linked, type PageFile, TABS, type Tab } from "../core/protocol.ts";

const PREFIX = "#p=";

/** Returns the state as the part of an address after `#`, compressed. Throws for a large one. */
export async function encodeHash(state: Linked): Promise<string> {
  const { files, old = [] } = state.content;
  for (const list of [files, old]) checkCount(list);
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(bytes, new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** The maximum size of a state in bytes: a short link of a stranger may unpack to gigabytes. */
const MOST_BYTES = 10_000_000;

/** The maximum number of files of a state, which may be empty: each is drawn in a list. */
const MOST_FILES = 5_000;

class LargeLink extends Error {
  constructor(most: string) {
    super(`a link may hold at most ${most}, and this one has more`);
  }
}

/**
 * Returns the state of an address; undefined if it has none, or one that is not whole. Throws for
 * one that is too large.
 */
export async function decodeHash(hash: string): Promise<Linked | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  try {
    const binary = atob(hash.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const text = new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
    const state: unknown = JSON.parse(text);
    return isLinked(state) ? state : undefined;
  } catch (error) {
    if (error instanceof LargeLink) throw error;
    return undefined;
  }
}

/** Passes bytes through a stream. Throws `LargeLink` for too many before or behind it. */
async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  const reader = new Blob([bytes]).stream().pipeThrough(stream).getReader();
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let size = 0;
  for (let next = await reader.read(); !next.done; next = await reader.read()) {
    chunks.push(next.value);
    size += next.value.length;
    if (Math.max(size, bytes.length) > MOST_BYTES) {
      void reader.cancel();
      throw new LargeLink("10 MB of specs");
    }
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

/** A link may come from anyone: only the values that the page itself writes are accepted. */
function isLinked(state: unknown): state is Linked {
  const { content, tab, file } = entriesOf(state);
  const { files, old, event, assume, assumeAccepted = false } = entriesOf(content);
  return (
    areFiles(files) &&
    (old === undefined || areFiles(old)) &&
    (event === undefined || "event" in withShape(event)) &&
    areEntries(assume, isAnswer) &&
    typeof assumeAccepted === "boolean" &&
    (tab === undefined || TABS.includes(tab as Tab)) &&
    (file === undefined || (typeof file === "number" && Object.hasOwn(files, file)))
  );
}

/** Throws `LargeLink` for too many files. */
function areFiles(list: unknown): list is readonly PageFile[] {
  if (!Array.isArray(list) || list.length === 0) return false;
  checkCount(list);
  const isFile = (each: unknown): boolean => {
    const { path, text, rules, project, templateOf } = entriesOf(each);
    const { assume, integrations } = entriesOf(project);
    return (
      typeof path === "string" &&
      typeof text === "string" &&
      areEntries(rules, isRule) &&
      areEntries(project, () => true) &&
      areEntries(assume, isAnswer) &&
      areEntries(integrations, (value) => typeof value === "string") &&
      (templateOf === undefined || (Array.isArray(templateOf) && templateOf.every(isGitFile)))
    );
  };
  return list.every(isFile) && new Set(list.map(({ path }) => path)).size === list.length;
}

function checkCount(files: readonly unknown[]): void {
  if (files.length > MOST_FILES) throw new LargeLink(`${MOST_FILES} files`);
}

function isGitFile(file: unknown): boolean {
  const { repository, path } = entriesOf(file);
  return typeof repository === "string" && typeof path === "string";
}

function isRule(rule: unknown): boolean {
  const { severity, options } = entriesOf(rule);
  const isSeverity = severity === undefined || SEVERITY_SETTINGS.includes(severity as SeveritySetting);
  return isMapping(rule) && isSeverity && areEntries(options, () => true);
}

function isAnswer(answer: unknown, id: string): boolean {
  return findOpenQuestion(id)?.answers.includes(answer as string) === true;
}

/** True for an object with such entries, or without a value. */
function areEntries(value: unknown, isEntry: (value: unknown, key: string) => boolean): boolean {
  return (
    value === undefined ||
    (isMapping(value) && Object.entries(value).every(([key, each]) => isEntry(each, key)))
  );
}

/** The entries of an object; of any other value none. */
function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
