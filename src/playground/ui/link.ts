import { type Linked, TABS, type Tab } from "../core/protocol.ts";

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

/** A link may come from anyone: only the shape that the page needs is accepted. */
function isLinked(state: unknown): state is Linked {
  const { content, tab, file } = (state ?? {}) as Record<string, unknown>;
  const { files, old } = (content ?? {}) as Record<string, unknown>;
  const isFile = (each: unknown): boolean => {
    const { path, text } = (each ?? {}) as Record<string, unknown>;
    return typeof path === "string" && typeof text === "string";
  };
  const areFiles = (list: unknown): boolean => Array.isArray(list) && list.length > 0 && list.every(isFile);
  return (
    areFiles(files) &&
    (old === undefined || areFiles(old)) &&
    (tab === undefined || TABS.includes(tab as Tab)) &&
    (file === undefined || Number.isInteger(file))
  );
}
