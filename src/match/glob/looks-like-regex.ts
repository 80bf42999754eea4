/** A start of line, or an end of line, where no glob has one. */
const ANCHORED = /^\/?\^|\$(?:\/[a-z]*)?$/;
/** A regex literal: slashes round it, and what a regex has and a glob does not. */
const LITERAL = /^\/.*(?:\.[*+]|\\[./dwsb]|\(\?).*\/[gimsuy]*$/;

/** Whether the text of a glob is a regex: anchored with `^` or `$`, or written between slashes. */
export function looksLikeRegex(glob: string): boolean {
  return ANCHORED.test(glob) || LITERAL.test(glob);
}

/**
 * The glob that was meant by a regex for paths: `^src/.*$` is `src/**`, `\.md$` is `**` + `/*.md`.
 *
 * @returns the glob, or `undefined` where the regex is more than a path or an extension
 */
export function globOfRegex(regex: string): string | undefined {
  const source = /^\/(.*)\/[a-z]*$/s.exec(regex)?.[1] ?? regex;
  const parts = /^(\^?)(\.\*)?((?:[\w@/-]|\\[./-])+?)(\.[*+])?(\$?)$/.exec(source);
  if (!parts) return undefined;
  const [, start, before, plain, after, end] = parts;
  const path = plain!.replace(/\\(.)/g, "$1");
  const open = after !== undefined || end === "";
  if (start && before === undefined) return open ? `${path.replace(/\/$/, "")}/**` : path;
  return !open && /^\.\w+$/.test(path) ? `**/*${path}` : undefined;
}
