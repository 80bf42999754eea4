import { findSystemVariable } from "../../src/catalogue/system-variables.ts";
import type { Span } from "../../src/document/source.ts";
import { memoize } from "../../src/util/memoize.ts";

interface Form {
  /** Every match contains one of these in lower case; they are cheaper to find than the pattern. */
  readonly hints: readonly string[];
  readonly pattern: RegExp;
  /** Decides on a match of the pattern. */
  readonly isOne?: (text: string) => boolean;
}

function isSystemVariable(text: string): boolean {
  return findSystemVariable(text.replace(/[^\w]/g, "")) !== undefined;
}

/** Placeholders of people and generators; not `${{NAME}}`, a reference, or `(?<name>`, a group. */
const FORMS: readonly Form[] = [
  { hints: ["<"], pattern: /(?<![$\w]|\(\?|\\k)<[A-Za-z][\w ./-]*>/ },
  { hints: ["{{"], pattern: /(?<!\$)\{\{-?\s*[.\w$"'][^{},]*\}\}/ },
  // `${NAME}` and `${NAME:-default}`, which envsubst and shells replace, but not Codefresh.
  { hints: ["${"], pattern: /\$\{[A-Z_][A-Z\d_]*(?::?-[^{}]*)?\}/ },
  { hints: ["{%"], pattern: /\{%(?:(?!\{%).)*?%\}/ },
  {
    hints: ["change", "replace", "fill", "insert", "edit"],
    pattern: /(?<![A-Za-z])(?:change|replace|fill|insert|edit)[-_ ]?me(?![A-Za-z])/i,
  },
  {
    hints: ["token", "placeholder"],
    pattern: /(?<![A-Za-z])(?:[A-Z]+_?TOKEN|[A-Z_]{0,40}PLACEHOLDER[A-Z_]{0,40})(?![A-Za-z])/,
  },
  {
    hints: ["your"],
    pattern:
      /(?<![A-Za-z])your[-_](?:org|organization|organisation|owner|account|user|username|company|repo|repository)(?:[-_]name)?(?![A-Za-z\d])/i,
  },
  // `CF_REPO_OWNER/x`, `$CF_BRANCH`: the name of a system variable, but not a reference to one.
  {
    hints: ["cf_"],
    pattern: /\$?\{?CF_(?<!\{\{\s*CF_|\w\$?\{?CF_)[A-Z][A-Z_]+\}?(?!\w)/,
    isOne: isSystemVariable,
  },
  { hints: ["your_"], pattern: /(?<![A-Za-z_])YOUR_[A-Z_]+/ },
];

/** Returns the first placeholder in a text as offsets, or undefined. */
export const findPlaceholder: (text: string) => Span | undefined = memoize(search);

function search(text: string): Span | undefined {
  const lower = text.toLowerCase();
  for (const { hints, pattern, isOne } of FORMS) {
    const match = hints.some((hint) => lower.includes(hint)) && pattern.exec(text);
    if (match && (isOne?.(match[0]) ?? true))
      return { start: match.index, end: match.index + match[0].length };
  }
  return undefined;
}
