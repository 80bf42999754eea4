import type { Span } from "../../src/document/source.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
import { isReferable } from "../../src/pipeline/replaced-parts.ts";

/** A reference to a variable with wrong braces, with its offsets in a text. */
export interface MalformedReference extends Span {
  readonly name: string;
  readonly fault: string;
}

/**
 * The reader of a text: `code` for a shell or another program, which may have such braces of its
 * own; `text` that a program may read later; `key` for Codefresh only.
 */
export type Reader = "code" | "text" | "key";

interface Form {
  readonly readers: readonly Reader[];
  readonly pattern: RegExp;
  readonly fault: string;
  /** True if the name has to be that of a variable or step: other programs may have the form. */
  readonly isKnown?: true;
  /** True if the braces belong to the text where each of its braces is closed. */
  readonly isUnbalanced?: true;
}

const NAME = "([A-Za-z_][\\w.-]{0,99})";
const form = (pattern: string): RegExp => new RegExp(pattern.replace("NAME", NAME), "g");

/** The forms, of which the first that fits a place is reported. */
const FORMS: readonly Form[] = [
  {
    readers: ["code", "text", "key"],
    pattern: form("\\$\\{\\{[ \\t]*NAME[ \\t]*\\}(?!\\})"),
    fault: "lacks its last brace",
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$\\{\\{[ \\t]*NAME[ \\t]*(?:\\}[)\\]>]|[)\\]>][)\\]>}])"),
    fault: "does not end with two braces",
  },
  {
    readers: ["code", "text", "key"],
    pattern: form("\\$\\{\\{NAME(?![\\w.-])(?=[^}\\n]*(?:\\n(?!\\s*\\})|$))"),
    fault: "lacks its last braces",
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$\\{NAME\\}\\}"),
    fault: "lacks its second brace",
    isUnbalanced: true,
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$\\{\\{NAME\\}\\}\\}+"),
    fault: "ends with a brace too many",
    isUnbalanced: true,
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$(?:[ \\t]+\\{[ \\t]*|[ \\t]*\\{[ \\t]+)\\{NAME\\}[ \\t]*\\}"),
    fault: "has a space between its braces",
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$\\{\\{\\{NAME\\}\\}\\}"),
    fault: "has three braces at each end",
    isKnown: true,
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$\\[\\[NAME\\]\\]"),
    fault: "has brackets in place of braces",
    isKnown: true,
  },
  {
    readers: ["text", "key"],
    pattern: form("\\$\\{\\{\\$NAME\\}\\}"),
    fault: "has a second dollar sign",
    isKnown: true,
  },
  {
    readers: ["key"],
    pattern: form("\\{\\$\\{NAME\\}\\}"),
    fault: "has its dollar sign in the wrong place",
    isKnown: true,
  },
  {
    readers: ["key"],
    pattern: form("(?<![${])\\{\\{NAME\\}\\}(?!\\})"),
    fault: "lacks its dollar sign",
    isKnown: true,
  },
];

/** Returns the references in a text whose braces are wrong beyond doubt, in their order. */
export function malformedReferences(
  text: string,
  reader: Reader,
  pipeline: Pipeline,
): readonly MalformedReference[] {
  if (!/\{\{|\}\}|\$[ \t[{]/.test(text)) return [];
  const isUnbalanced = text.split("{").length < text.split("}").length;
  const found: MalformedReference[] = [];
  for (const { readers, pattern, fault, ...needs } of FORMS) {
    if (!readers.includes(reader) || (needs.isUnbalanced && !isUnbalanced)) continue;
    for (const { 0: written, index: start, 1: name = "" } of text.matchAll(pattern)) {
      const end = start + written.length;
      const isName =
        isReferable(name, pipeline) ||
        (!needs.isKnown && (reader === "key" || /^[A-Z][A-Z\d_]+$/.test(name)));
      if (isName && found.every((other) => end <= other.start || other.end <= start))
        found.push({ name, fault, start, end });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}
