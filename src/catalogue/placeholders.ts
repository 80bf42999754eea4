import { memoize } from "../util/memoize.ts";
import { findSystemVariable } from "./system-variables.ts";

/**
 * The kind of a placeholder: a `tag`, which a program replaces, as Helm, Jinja, ERB, Terraform,
 * envsubst and sed do; a `variable`, a reference of Codefresh's own; one of a `shell` where none
 * reads it; a `sample` in angle brackets or a `word`, which a person replaces. Only a word is
 * probably in the text that Codefresh reads.
 */
export type PlaceholderKind = "tag" | "variable" | "shell" | "sample" | "word";

/** A placeholder in a text, with its offsets. */
export interface Placeholder {
  readonly kind: PlaceholderKind;
  readonly start: number;
  readonly end: number;
}

/**
 * The part of a spec that a text is in: a trigger without its variables, where Codefresh is not
 * known to replace variables; a step, whose shell has placeholders of its own; a key of a step that
 * no shell reads; any other.
 */
export type TextPlace = "trigger" | "step" | "key" | "other";

interface Form {
  readonly kind: PlaceholderKind;
  /** Every match contains one of these in lower case; they are cheaper to find than the pattern. */
  readonly hints: readonly string[];
  readonly pattern: RegExp;
  /** Decides on a match of the pattern. */
  readonly isOne?: (text: string) => boolean;
  /** True for a form that an ordinary text may have too, so that it is not a fault by itself. */
  readonly isOrdinary?: true;
  /** True for a form that no step has, except in the commands of a shell. */
  readonly isOfTemplate?: true;
}

function isSystemVariable(text: string): boolean {
  return findSystemVariable(text.replace(/[^\w]/g, "")) !== undefined;
}

/** False for variables that no template has: those of Codefresh, and folders of a shell. */
const isOther = (text: string): boolean => !isSystemVariable(text) && !/^\$+\{?(?:HOME|PWD)\b/.test(text);

/** Placeholders of people and generators; not `(?<name>`, a group. */
const FORMS: readonly Form[] = [
  {
    kind: "sample",
    hints: ["<"],
    pattern: /(?<![$\w]|\(\?|\\k)(?:<<[A-Za-z][\w ./-]*>>|<[A-Za-z][\w ./-]*>)/g,
  },
  { kind: "tag", hints: ["{{"], pattern: /(?<!\$)\{\{-?\s*[.\w$"'][^{},]*\}\}/g, isOfTemplate: true },
  { kind: "tag", hints: ["<%"], pattern: /<%[-=]?\s(?:(?!%>|<%).)*%>/g, isOfTemplate: true },
  { kind: "tag", hints: ["{%"], pattern: /\{%(?:(?!\{%).)*?%\}/g, isOfTemplate: true },
  // `${NAME}`, `${NAME:-default}` and `${var.name}`, which programs replace, but not Codefresh.
  { kind: "tag", hints: ["${"], pattern: /\${1,2}\{[A-Za-z_][^{},]*\}/g, isOne: isOther },
  { kind: "tag", hints: ["$"], pattern: /\$[A-Z_][A-Z\d_]+(?![\w}])/g, isOne: isOther, isOrdinary: true },
  { kind: "tag", hints: ["__"], pattern: /(?<!\w)__[A-Z][A-Z\d_]*__(?!\w)/g, isOrdinary: true },
  { kind: "tag", hints: ["@"], pattern: /@{1,3}[A-Z][A-Z\d_]*@{1,3}/g, isOrdinary: true },
  { kind: "tag", hints: ["%"], pattern: /%{1,3}[A-Z][A-Z\d_]*%{1,3}/g, isOrdinary: true },
  // Those of Octopus, and of the task that replaces tokens in Azure Pipelines.
  { kind: "tag", hints: ["#{"], pattern: /#\{[A-Za-z_][\w .-]*\}#?/g, isOrdinary: true },
  { kind: "variable", hints: ["${{"], pattern: /\$\{\{[^{}\r\n]+\}\}/g, isOrdinary: true },
  {
    kind: "word",
    hints: ["change", "replace", "fill", "insert", "edit"],
    pattern: /(?<![A-Za-z])(?:change|replace|fill|insert|edit)[-_ ]?me(?![A-Za-z])/gi,
  },
  {
    kind: "word",
    hints: ["token", "placeholder"],
    pattern: /(?<![A-Za-z])(?:[A-Z]+_?TOKEN|[A-Z_]{0,40}PLACEHOLDER[A-Z_]{0,40})(?![A-Za-z])/g,
  },
  {
    kind: "word",
    hints: ["your"],
    pattern:
      /(?<![A-Za-z])your[-_](?:org|organization|organisation|owner|account|user|username|company|repo|repository)(?:[-_]name)?(?![A-Za-z\d])/gi,
  },
  // `CF_REPO_OWNER/x`, `$CF_BRANCH`: the name of a system variable, but not a reference to one.
  {
    kind: "word",
    hints: ["cf_"],
    pattern: /\$?\{?CF_(?<!\{\{\s*CF_|\w\$?\{?CF_)[A-Z][A-Z_]+\}?(?!\w)/g,
    isOne: isSystemVariable,
  },
  { kind: "word", hints: ["your_"], pattern: /(?<![A-Za-z_])YOUR_[A-Z_]+/g },
];

const ODD = FORMS.filter(({ isOrdinary }) => !isOrdinary);
const REPLACED = FORMS.filter(({ kind }) => kind !== "word");
const FORMS_OF: Readonly<Record<TextPlace, readonly Form[]>> = {
  trigger: REPLACED,
  step: FORMS.filter(({ isOfTemplate }) => isOfTemplate),
  key: [
    { kind: "shell", hints: ["$"], pattern: /\$(?:\{[A-Za-z_][^{},]*\}|[A-Za-z_]\w*)/g },
    ...REPLACED.filter(({ kind }) => kind === "tag"),
  ],
  other: REPLACED.filter(({ kind }) => kind !== "variable"),
};

/** Returns the first placeholder in a text that is one beyond doubt, or undefined. */
export const findPlaceholder: (text: string) => Placeholder | undefined = memoize((text) =>
  search(text, ODD),
);

/**
 * Returns the first placeholder in a text that is replaced before Codefresh reads the text, so that
 * the text is unknown.
 */
export const findReplaced: (text: string) => Placeholder | undefined = memoize((text) =>
  search(text, REPLACED),
);

/** Returns the first such placeholder that overlaps a part of a text. */
export function findReplacedIn(
  text: string,
  { start, end }: Omit<Placeholder, "kind">,
  place: TextPlace,
): Placeholder | undefined {
  return search(text, FORMS_OF[place], start, end);
}

function search(text: string, forms: readonly Form[], from = 0, to = text.length): Placeholder | undefined {
  const lower = text.toLowerCase();
  for (const { kind, hints, pattern, isOne } of forms) {
    if (!hints.some((hint) => lower.includes(hint))) continue;
    for (const { 0: found, index: start } of text.matchAll(pattern)) {
      const end = start + found.length;
      if (start < to && from < end && (isOne?.(found) ?? true)) return { kind, start, end };
    }
  }
  return undefined;
}
