import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule } from "../src/lint/rule.ts";
import { malformedReferences } from "./support/malformed-references.ts";
import { otherVariable, shellVariablesIn, whensOf } from "./support/step-whens.ts";

export default defineRule({
  id: "shell-variable-in-condition",
  severity: "warning",
  summary:
    "a condition or a branch of a `when` has a variable as a shell writes it, which Codefresh does not replace",
  why: '`$NAME` and `${NAME}` are environment variables, which a shell replaces in the commands of a step. In the other keys of a step only `${{NAME}}` is replaced: in a condition `"$CF_BRANCH"` is the text of these ten characters, and without quotes it is an error. An entry of `when.branch` is then a branch of that name.',
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: two ways to use a variable",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, { report, subLocation }) {
    const { conditions, branches } = whensOf(pipeline);
    for (const condition of conditions) {
      const { value } = condition;
      // `malformed-variable-reference` reports these.
      const others = malformedReferences(value, "text", pipeline);
      for (const { name, start, end, isInText } of shellVariablesIn(value, pipeline)) {
        if (others.some((other) => other.start < end && start < other.end)) continue;
        const quote = isInText ? "" : value.includes('"') ? '"' : "'";
        const other = otherVariable(name, pipeline, isInText ? '"' : quote);
        const reference = `${quote}\${{${other?.meant ?? name}}}${quote}`;
        const fault = other ? "a variable of another CI system" : "not replaced in a condition";
        const remedy = other?.remedy ?? `write ${isInText ? `"${reference}"` : reference}`;
        const fixed = value.slice(0, start) + reference + value.slice(end);
        const fix = other && !other.meant ? undefined : replaceValue(condition, fixed, false);
        report(subLocation(condition, start, end), `"${value.slice(start, end)}" is ${fault}; ${remedy}`, {
          fix,
        });
      }
    }
    // Whether `${{NAME}}` is replaced in a branch is not documented, so there is no fix.
    for (const { list, entry } of branches)
      for (const { name, start, end } of shellVariablesIn(entry.value, pipeline)) {
        const operator = list === "only" ? "==" : "!=";
        const isOwn =
          name === "CF_BRANCH" || otherVariable(name, pipeline) || end - start < entry.value.length;
        const remedy = isOwn
          ? "write the name of a branch"
          : `use the condition "\${{CF_BRANCH}}" ${operator} "\${{${name}}}"`;
        const message = `"${entry.value.slice(start, end)}" is not replaced in a branch; ${remedy}`;
        report(subLocation(entry, start, end), message);
      }
  },
});
