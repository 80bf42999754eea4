import type { Located } from "../src/document/located.ts";
import { defineRule } from "../src/lint/rule.ts";
import { eachCondition } from "./support/step-conditions.ts";

/** Values of the kinds that an unquoted variable can have: a name, a number, a boolean. */
const SAMPLES = ["main", "1", "true"];

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
      for (const { 0: reference, 1: name = "", index } of value.matchAll(/\$\{\{([^{}\r\n]+)\}\}/g)) {
        const answer = evaluate(value);
        if (answer.outcome !== "unknown" || !answer.names.includes(name)) return;
        const isError = (sample: string) => evaluate(value, { [name]: sample }).outcome === "error";
        const end = index + reference.length;
        const isQuoted = /["']/.test(value[index - 1] ?? "") || /["']/.test(value[end] ?? "");
        if (isQuoted || !SAMPLES.every(isError)) continue;
        const hint = remedy(condition, reference, index === 0);
        const message = `the value of ${name} is pasted in without quotes, which is an error; write ${hint}`;
        context.report(context.subLocation(condition, index, end), message);
      }
    });
  },
});

/** The reference in quotes that neither end nor begin the value of YAML around it. */
function remedy({ node, value }: Located<string>, reference: string, isFirst: boolean): string {
  const style = node.kind === "scalar" ? node.style : "plain";
  const inPlain = style === "plain" && value.includes("'");
  const quoted = style === "double-quoted" || inPlain ? `'${reference}'` : `"${reference}"`;
  if (style !== "plain" || !isFirst) return quoted;
  return `${quoted}, and the whole in ${inPlain ? "double" : "single"} quotes`;
}
