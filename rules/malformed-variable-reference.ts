import { isText, type Located, pathKeys } from "../src/document/located.ts";
import type { Span } from "../src/document/source.ts";
import { defineRule } from "../src/lint/rule.ts";
import { isReferable, OF_PROGRAMS } from "../src/pipeline/replaced-parts.ts";
import { malformedReferences, type Reader } from "./support/malformed-references.ts";
import { eachScalar, textOf } from "./support/walk.ts";

/** The keys of a step whose texts are programs. */
const CODE: ReadonlySet<unknown> = new Set(
  "commands cmd command entry_point entry-point composition dockerfile services script".split(" "),
);

/** The keys of a step whose rules report any text that is not one of their values. */
const OF_OTHER_RULES: ReadonlySet<unknown> = new Set(["timeout", "fail_fast", "strict_fail_fast"]);

/** A tag of a template, in which braces have other meanings. */
const TAG = /(?<!\$[ \t]{0,20})\{\{-?\s*([.\w$"'-]+)(?![.\w$"'-])[^{}]*\}\}|\{%|<%[-=\s]/;

export default defineRule({
  id: "malformed-variable-reference",
  severity: "warning",
  summary: "a reference to a variable has wrong braces, as in `${{NAME}`",
  why: "Codefresh replaces `${{NAME}}` only. Any other form stays in the text: an image or a tag then has a name with braces, and a condition compares them. Forms that a shell, JSON or a template may have are not reported, and neither is a template that is not rendered yet.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the form of a variable",
    "@codefresh-io/yaml-validator 1.1.1 schema/1.0/constants/variable-regex.js: two braces at each end",
  ],
  onPlaceholders: true,
  pipeline(pipeline, { report, text }) {
    if (!/\{\{|\}\}|\$\[\[/.test(textOf(pipeline))) return;
    const { spec } = pipeline;
    const texts: { readonly scalar: Located<string>; readonly reader: Reader }[] = [];
    for (const part of ["steps", "hooks", "services", "variables", "triggers", "cronTriggers"])
      eachScalar(spec?.get(part), (scalar) => {
        if (!isText(scalar) || !/[{[<]/.test(scalar.value)) return;
        const keys = pathKeys(scalar.path);
        // Codefresh is not known to replace variables in the filters of a trigger.
        const isFilter = /^(?:triggers|cronTriggers)$/.test(part) && !keys.includes("variables");
        if (!isFilter && !OF_OTHER_RULES.has(keys.at(-1)))
          texts.push({ scalar, reader: readerOf(keys, scalar) });
      });
    const isTemplate = texts.some(({ scalar, reader }) => {
      const tag = reader === "key" ? TAG.exec(scalar.value) : null;
      return tag && !isReferable(tag[1] ?? "", pipeline);
    });
    if (isTemplate) return;
    for (const { scalar, reader } of texts) {
      for (const { name, fault, start, end } of malformedReferences(scalar.value, reader, pipeline)) {
        const written = scalar.value.slice(start, end);
        const reference = `\${{${name}}}`;
        const span = findInText(text, scalar, start, written);
        report(span ? { span, path: scalar.path } : scalar, `"${written}" ${fault}; write ${reference}`, {
          fix: span && { title: `write ${reference}`, safe: false, edits: [{ span, text: reference }] },
        });
      }
    }
  },
});

function readerOf(keys: readonly unknown[], { value }: Located<string>): Reader {
  if (keys.some((key) => CODE.has(key)) || value.includes("\n")) return "code";
  return keys.some((key) => OF_PROGRAMS.has(key)) ? "text" : "key";
}

/** The place of a part of a value that is written in the file as it is, in any style of text. */
function findInText(
  text: string,
  { value, span }: Located<string>,
  start: number,
  part: string,
): Span | undefined {
  let at = span.start - 1;
  for (let from = 0; from >= 0 && from <= start; from = value.indexOf(part, from + 1)) {
    if (!value.startsWith(part, from)) continue;
    at = text.indexOf(part, at + 1);
    if (at < 0 || at >= span.end) return undefined;
  }
  return { start: at, end: at + part.length };
}
