import { findForeignSyntax, withoutGlobStars } from "./foreign-syntax.ts";

/** The form that the platform's schema requires (semantics, part 0 item 2). */
export const PLATFORM_LITERAL = /^\/((?:[^/]|\\\/)*)\/([gim]*)$/;

/** True if a text has the platform's form and compiles with its flags. */
export function isUsableLiteral(text: string): boolean {
  const match = PLATFORM_LITERAL.exec(text);
  if (!match) return false;
  try {
    new RegExp(match[1]!, match[2]);
    return true;
  } catch (error) {
    if (error instanceof SyntaxError) return false;
    throw error;
  }
}

/**
 * Fixes faults whose fix is certain: escapes inner slashes, removes refused and repeated flags,
 * translates other dialects and glob stars.
 *
 * @param source the text between the slashes
 * @param flags the flags as written, allowed or not
 * @returns a literal with the platform's form that compiles, or `undefined`
 */
export function repairLiteral(source: string, flags: string): string | undefined {
  let repaired = source;
  let kept = [...new Set(flags)].filter((flag) => "gim".includes(flag)).join("");
  for (const piece of findForeignSyntax(source).reverse()) {
    if (piece.instead === undefined) return undefined;
    repaired = repaired.slice(0, piece.start) + piece.instead + repaired.slice(piece.end);
    if (piece.addFlag && !kept.includes(piece.addFlag)) kept += piece.addFlag;
  }
  const literal = `/${escapeSlashes(withoutGlobStars(repaired))}/${kept}`;
  return isUsableLiteral(literal) ? literal : undefined;
}

/**
 * Proposes a literal for a text without slashes: `main` as a whole name, `release/*` as a glob,
 * `^v\d+` as a regex that only lacks its slashes.
 *
 * @returns a literal with the platform's form that compiles, or `undefined`
 */
export function suggestLiteral(text: string): string | undefined {
  const trimmed = text
    .trim()
    .replace(/^\/+/, "")
    .replace(/\/[gim]*$/, "");
  if (trimmed === "") return undefined;
  if (/^[\w./@#\- ]+$/.test(trimmed)) return usable(`/^${escapeRegex(trimmed)}$/`);
  if (/^[\w./@#-]+(?:\|[\w./@#-]+)+$/.test(trimmed)) {
    return usable(`/^(${trimmed.split("|").map(escapeRegex).join("|")})$/`);
  }
  if (/^(?![.*]*$)[\w./@#*-]+$/.test(trimmed) && /(?<![.)\]])\*/.test(trimmed)) {
    return usable(`/^${trimmed.split(/\*+/).map(escapeRegex).join(".*")}$/`);
  }
  return usable(`/${escapeSlashes(trimmed)}/`);
}

function usable(literal: string): string | undefined {
  return isUsableLiteral(literal) ? literal : undefined;
}

function escapeSlashes(source: string): string {
  return source.replace(/(?<!\\)\//g, "\\/");
}

/** Escapes a plain text for use inside a literal, slashes included. */
export function escapeRegex(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
