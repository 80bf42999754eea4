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
  if (changesMeaning(source, flags)) return undefined;
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

/** True if a flag that Codefresh rejects changes what the pattern matches, so that it is needed. */
function changesMeaning(source: string, flags: string): boolean {
  if (flags.includes("y") && !source.startsWith("^")) return true;
  return flags.includes("x") && /[\s#]/.test(source);
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
    .replace(/\/[gim]*$/, "")
    .replace(/^refs\/(?:heads|tags)\//, "");
  if (/^\*+$/.test(trimmed)) return "/.*/";
  const excluded = trimmed.split(/[,;|]/).map((name) => name.trim());
  if (excluded.every((name) => /^![\w./@-]+$/.test(name))) {
    const names = excluded.map((name) => escapeRegex(name.slice(1)));
    return usable(names.length === 1 ? `/^(?!${names[0]}$)/` : `/^(?!(${names.join("|")})$)/`);
  }
  if (trimmed === "" || /\s#|\$\{\{|^!|["']/.test(trimmed)) return undefined;
  const names = trimmed
    .replace(/^\{(.*)\}$/, "$1")
    .split(/[,;|]/)
    .map((name) => name.trim());
  if (names.length > 1 && names.every((name) => /^[\w./@#-]+$/.test(name)))
    return usable(`/^(${names.map(escapeRegex).join("|")})$/`);
  if (/^[\w./@#\- ]+$/.test(trimmed)) return usable(`/^${escapeRegex(trimmed)}$/`);
  if (/^(?![.*]*$)[\w./@#*-]+$/.test(trimmed) && /(?<![.)\]])\*/.test(trimmed)) {
    return usable(`/^${trimmed.split(/\*+/).map(escapeRegex).join(".*")}$/`);
  }
  // Only a text with the signs of a regex is one without its slashes.
  return /^\^|\$$|\.[*+]|\\|\(/.test(trimmed) ? usable(`/${escapeSlashes(trimmed)}/`) : undefined;
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
