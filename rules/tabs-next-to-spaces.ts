import { defineRule } from "../src/lint/rule.ts";
import { plural } from "../src/util/text.ts";

/** A tab with other white space next to it, in one line. */
const TAB = /\t[^\S\n]|[^\S\n]\t/g;

export default defineRule({
  id: "tabs-next-to-spaces",
  severity: "warning",
  summary: "a tab is next to a space or another tab in a `codefresh.yml`",
  why: "With the data of an account the published validator refuses a definition that has a tab next to other white space anywhere, even in a comment, in a command or at the end of a line. Its check without an account, as in `codefresh validate`, accepts it; which of them a build uses is not documented.",
  sources: ["@codefresh-io/yaml-validator 1.1.1 schema/1.0/validator.js: _validateIndention"],
  pipeline({ isDefinition, file }, { report }) {
    // A tab that breaks the YAML has a finding of its own.
    if (!isDefinition || file.faults.length > 0) return;
    const { text } = file.source;
    const lines = new Map<number, number>();
    for (const { index } of text.matchAll(TAB)) {
      const line = file.source.position(index).line;
      if (!lines.has(line)) lines.set(line, index);
    }
    const [first] = lines.values();
    if (first === undefined) return;
    const more = lines.size > 1 ? `, here and in ${plural(lines.size - 1, "more line")}` : "";
    const message = `a tab next to other white space is refused by the validator within an account; write spaces${more}`;
    report({ span: { start: first, end: first + 2 }, path: undefined }, message);
  },
});
