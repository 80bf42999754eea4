import { findSystemVariable } from "../src/catalogue/system-variables.ts";
import type { Located } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { eachCondition, unquotedVariables } from "./support/step-conditions.ts";
import { otherVariable } from "./support/step-whens.ts";

export default defineRule({
  id: "unquoted-condition-variable",
  severity: "warning",
  summary: "a condition has a variable outside quotes",
  why: "Codefresh pastes the value of `${{NAME}}` into the condition as text before it evaluates it: `${{CF_BRANCH}} == 'main'` becomes `main == 'main'`, and `main` is not a name. The condition is an error, and the step does not run.",
  sources: [
    "docs.codefresh.io _docs/pipelines/conditional-execution-of-steps.md: variables in conditions",
    'codefresh-io/docs.codefresh.io pull request 323: unquoted variables give "Invalid identifier"',
  ],
  pipeline(pipeline, context) {
    return eachCondition(pipeline, context, (condition, evaluate) => {
      const { value } = condition;
      for (const { name, flag, ...reference } of unquotedVariables(value, evaluate)) {
        const { start, end } = flag ?? reference;
        const other = otherVariable(name.trim(), pipeline);
        const form = { isFirst: start === 0, isFlag: flag !== undefined };
        const hint =
          other && !other.meant
            ? other.remedy
            : `write ${remedy(condition, other?.meant ?? name.trim(), form)}`;
        const error = flag ? "an error unless it is a number" : "which is an error";
        const isOther = value[start] !== "$" || value[end - 1] !== "}";
        const fault = flag || !isOther ? "pasted in without quotes" : "not in quotes that the language knows";
        const message = `the value of ${name.trim()} is ${fault}, ${error}; ${hint}`;
        context.report(context.subLocation(condition, start, end), message);
      }
    });
  },
});

/** The reference in quotes that neither end nor begin the value of YAML around it. */
function remedy(
  { node, value }: Located<string>,
  name: string,
  { isFirst, isFlag }: { readonly isFirst: boolean; readonly isFlag: boolean },
): string {
  const style = node.kind === "scalar" ? node.style : "plain";
  const inPlain = style === "plain" && value.includes("'");
  const quote = style === "double-quoted" || inPlain ? "'" : '"';
  // A flag of one's own is true or false; one of the platform's may be any text.
  const wanted = findSystemVariable(name) ? "VALUE" : "true";
  const quoted = `${quote}\${{${name}}}${quote}${isFlag ? ` == ${quote}${wanted}${quote}` : ""}`;
  if (style !== "plain" || !isFirst) return quoted;
  return `${quoted}, and the whole in ${inPlain ? "double" : "single"} quotes`;
}
