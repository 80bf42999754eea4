import { withShape } from "../../event-json/event-from-json.ts";
import { SEVERITY_SETTINGS, type SeveritySetting } from "../../lint/diagnostic.ts";
import { openQuestions } from "../../simulate/settings.ts";
import { type Linked, type PageFile, TABS, type Tab } from "../core/protocol.ts";

const PREFIX = "#p=";

/** Returns the state as the part of an address after `#`, compressed. */
export async function encodeHash(state: Linked): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(state));
  const packed = await through(bytes, new CompressionStream("deflate-raw"));
  let binary = "";
  for (const byte of packed) binary += String.fromCharCode(byte);
  return PREFIX + btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Returns the state of an address; undefined if it has none, or one that is not whole. */
export async function decodeHash(hash: string): Promise<Linked | undefined> {
  if (!hash.startsWith(PREFIX)) return undefined;
  try {
    const binary = atob(hash.slice(PREFIX.length).replaceAll("-", "+").replaceAll("_", "/"));
    const packed = Uint8Array.from(binary, (sign) => sign.charCodeAt(0));
    const text = new TextDecoder().decode(await through(packed, new DecompressionStream("deflate-raw")));
    const state: unknown = JSON.parse(text);
    return isLinked(state) ? state : undefined;
  } catch {
    return undefined;
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: GenericTransformStream): Promise<Uint8Array> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}

/** A link may come from anyone: only the values that the page itself writes are accepted. */
function isLinked(state: unknown): state is Linked {
  const { content, tab, file } = entriesOf(state);
  const { files, old, event, assume, assumeAccepted = false } = entriesOf(content);
  return (
    areFiles(files) &&
    (old === undefined || areFiles(old)) &&
    (event === undefined || "event" in withShape(event)) &&
    (assume === undefined || areAnswers(assume)) &&
    typeof assumeAccepted === "boolean" &&
    (tab === undefined || TABS.includes(tab as Tab)) &&
    (file === undefined || Object.hasOwn(files, file as number))
  );
}

function areFiles(list: unknown): list is readonly PageFile[] {
  if (!Array.isArray(list) || list.length === 0) return false;
  const isFile = (each: unknown): boolean => {
    const { path, text, rules, project, templateOf } = entriesOf(each);
    const { assume, integrations } = entriesOf(project);
    return (
      typeof path === "string" &&
      typeof text === "string" &&
      Object.values(entriesOf(rules)).every(isRule) &&
      (assume === undefined || areAnswers(assume)) &&
      Object.values(entriesOf(integrations)).every((value) => typeof value === "string") &&
      (templateOf === undefined || Array.isArray(templateOf))
    );
  };
  return list.every(isFile) && new Set(list.map(({ path }) => path)).size === list.length;
}

function isRule(rule: unknown): boolean {
  const { severity, options } = entriesOf(rule);
  const isSeverity = severity === undefined || SEVERITY_SETTINGS.includes(severity as SeveritySetting);
  return isSeverity && (options === undefined || typeof options === "object");
}

function areAnswers(assume: unknown): boolean {
  return Object.entries(entriesOf(assume)).every(
    ([id, answer]) => Object.hasOwn(openQuestions, id) && openQuestions[id]!.answers.includes(String(answer)),
  );
}

/** The entries of an object; of any other value none. */
function entriesOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
}
