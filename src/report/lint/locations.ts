import type { Range } from "../../document/source.ts";

/** The last line of which a range covers something: one that ends in column 1 stops before that line. */
export function lastLine({ start, end }: Range): number {
  return end.column === 1 && end.line > start.line ? end.line - 1 : end.line;
}

/**
 * A path of a report as a URI (RFC 3986): percent-encoded, relative where the path is. `relative` tells whether it can hang on a base;
 * a path that leads out of the working folder cannot.
 */
export function pathToUri(path: string): { readonly uri: string; readonly relative: boolean } {
  const drive = /^[A-Za-z]:(?=\/)/.exec(path)?.[0];
  if (drive) return { uri: `file:///${drive}${encode(path.slice(2))}`, relative: false };
  if (path.startsWith("/")) return { uri: `file://${encode(path)}`, relative: false };
  const plain = path.replace(/^(\.\/)+/, "");
  return { uri: encode(plain), relative: !plain.startsWith("../") };
}

function encode(path: string): string {
  return path
    .replace(/\p{Surrogate}/gu, "\ufffd")
    .split("/")
    .map((segment) => encodeURIComponent(segment))
    .join("/");
}
