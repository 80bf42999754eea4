import {
  findSystemVariable,
  isLikeJenkins,
  nearestSystemVariable,
} from "../src/catalogue/system-variables.ts";
import type { Located, LocatedScalar } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { type Pipeline, variableNamesIn } from "../src/pipeline/model.ts";
import { editDistance } from "../src/util/closest-match.ts";
import { hasContexts, namesSetIn, otherVariable } from "./support/condition-remedies/variables.ts";
import { textsAnd, whensOf } from "./support/step-whens.ts";
import { eachScalar, textOf } from "./support/walk.ts";

/** The number of edits from which a name is the author's own and not a misspelling. */
const TOO_FAR = 3;

export default defineRule({
  id: "unknown-system-variable",
  severity: "warning",
  summary: "a system variable name is misspelled, or is that of another CI system",
  why: "A reference to an unknown variable is not replaced: the step gets the text `${{…}}` itself. A variable that a step sets is not reported, and neither is any variable of a pipeline with shared configurations (`contexts`), which may define it.",
  sources: [
    "docs.codefresh.io _docs/pipelines/variables.md: the system variables",
    "docs.codefresh.io _docs/kb/articles/check-env-vars-in-conditionals.md: a missing variable stays as it is written",
  ],
  pipeline(pipeline, context) {
    // A shared configuration may have variables of any name.
    if (hasContexts(pipeline)) return;
    for (const condition of whensOf(pipeline).conditions) checkOthers(condition, pipeline, context);
    if (!textOf(pipeline).includes("CF_")) return;
    const own = variableNamesIn(pipeline);
    const { spec } = pipeline;
    for (const part of ["steps", "hooks", "services", "variables", "triggers", "cronTriggers"])
      eachScalar(spec?.get(part), (scalar) => check(scalar, own, pipeline, context));
  },
});

/** A reference is the same in every style of quotes, so the raw text is searched. */
function check(
  scalar: LocatedScalar,
  own: ReadonlySet<string>,
  pipeline: Pipeline,
  { report, text }: RuleContext,
): void {
  if (typeof scalar.value !== "string" || !scalar.value.includes("CF_")) return;
  const { start, end } = scalar.span;
  for (const match of text.slice(start, end).matchAll(/\$\{\{\s*(CF_\w+)\s*\}\}/g)) {
    const name = match[1]!;
    const near = findSystemVariable(name) || own.has(name) ? undefined : nearestSystemVariable(name);
    if (near === undefined || editDistance(name, near, TOO_FAR) >= TOO_FAR) continue;
    if (namesSetIn(pipeline).has(name)) continue;
    const at = start + match.index + match[0].indexOf(name);
    const span = { start: at, end: at + name.length };
    report({ span, path: scalar.path }, `unknown system variable "${name}"; did you mean "${near}"?`, {
      fix: { title: `write "${near}"`, safe: false, edits: [{ span, text: near }] },
    });
  }
}

/**
 * Reports the variables of other CI systems in the texts of a condition. A run may set one, as a
 * workflow of GitHub can that starts the build.
 */
function checkOthers(
  condition: Located<string>,
  pipeline: Pipeline,
  { report, subLocation }: RuleContext,
): void {
  const { value } = condition;
  if (!value.includes("${{")) return;
  const own = variableNamesIn(pipeline);
  for (const quoted of value.matchAll(textsAnd()))
    for (const { 0: reference, 1: name = "", index } of quoted[0].matchAll(/\$\{\{([\w.]+)\}\}/g)) {
      const other = otherVariable(name, pipeline);
      const isUnset = isLikeJenkins(name) && pipeline.triggers.length > 0 && !own.has(name);
      if (!other && !(isUnset && !namesSetIn(pipeline).has(name))) continue;
      const start = quoted.index + index;
      const end = start + reference.length;
      if (!other) {
        const message = `this spec does not set "${name}", a variable of Jenkins; the branch is \${{CF_BRANCH}}`;
        report(subLocation(condition, start, end), message, { severity: "info" });
        continue;
      }
      const fixed = other.meant && `${value.slice(0, start)}\${{${other.meant}}}${value.slice(end)}`;
      report(
        subLocation(condition, start, end),
        `"${name}" is a variable of another CI system; ${other.remedy}`,
        { severity: "info", fix: replaceValue(condition, fixed, false) },
      );
    }
}
