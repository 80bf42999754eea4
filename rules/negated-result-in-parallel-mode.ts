import { type Located, LocatedMapping } from "../src/document/located.ts";
import type { VariableState } from "../src/expression/substitute.ts";
import type { Value } from "../src/expression/value.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import type { Pipeline } from "../src/pipeline/model.ts";
import type { Step } from "../src/simulate/steps/step-model.ts";
import { mayNegate, onWaits } from "./support/step-waits.ts";
import { conditionsIn } from "./support/step-whens.ts";

export default defineRule({
  id: "negated-result-in-parallel-mode",
  severity: "warning",
  summary: "a condition about the result of a step holds before that step has run, in parallel mode",
  why: "In parallel mode the conditions of all steps are evaluated at the start of the build, when every result is `pending`. `steps.unit.result != 'failure'` is true then, so that the step starts immediately and does not wait for `unit`. Compare with `==`, or wait for the step in `when.steps` too.",
  sources: [
    "docs.codefresh.io _docs/pipelines/advanced-workflows.md: parallel mode evaluates conditions again and again; pending",
    "@codefresh-io/tevale 0.9.4: the evaluator; that the service runs it is inferred",
  ],
  pipeline(pipeline, context) {
    return onWaits(pipeline, ({ isParallel, reads, steps, byName }) => {
      const isNegated = reads.some(({ operator, condition }) => operator === "!=" || mayNegate(condition));
      if (!isParallel || !isNegated) return;
      return check(steps, new Set([...byName.keys(), "main_clone"]), pipeline, context);
    });
  },
});

async function check(
  steps: readonly Step[],
  names: ReadonlySet<string>,
  { spec }: Pipeline,
  { report, subLocation, budget }: RuleContext,
): Promise<void> {
  const [{ decideCondition }, { Open }, { resultComparisonsIn }] = await Promise.all([
    import("../src/expression/condition.ts"),
    import("../src/expression/value.ts"),
    import("../src/expression/comparisons.ts"),
  ]);
  const open = new Open(undefined, []);
  const results = Object.fromEntries(Array.from(names, (name) => [name, open]));
  const variables: Record<string, Value> = { ...results, steps: results, workflow: open };
  const pending = new Open("object", [], { result: "pending" });
  /** The result of a condition before a step has run. */
  const before = ({ value }: Located<string>, name: string): string => {
    // A copy for each step would take a time that grows with their square.
    const isPlain = name !== "steps" && name !== "workflow";
    results[name] = pending;
    if (isPlain) variables[name] = pending;
    const stateOf = (): VariableState => ({ state: "open" });
    const { outcome } = decideCondition(value, { stateOf, variables, options: { budget } });
    results[name] = open;
    if (isPlain) variables[name] = open;
    return outcome;
  };
  if (!spec) return;
  for (const { when } of steps) {
    if (!(when instanceof LocatedMapping) || when.anchor) continue;
    const all = conditionsIn(when, ["all"]);
    for (const condition of conditionsIn(when))
      for (const { name, place } of resultComparisonsIn(condition.value)) {
        if (!names.has(name) || before(condition, name) !== "true") continue;
        const isWaiting = waitsIn(when, name) || all.some((each) => before(each, name) === "false");
        if (isWaiting) continue;
        const message = `this holds before "${name}" has run, when its result is "pending"; compare with ==, or wait for it in when.steps`;
        report(subLocation(condition, place.start, place.end), message);
      }
  }
}

/** True if `when.steps` waits until a step has run. */
function waitsIn(when: LocatedMapping, name: string): boolean {
  const steps = when.get("steps");
  const items = steps instanceof LocatedMapping ? steps.items("all") : when.items("steps");
  return items.some(
    (item) =>
      item instanceof LocatedMapping &&
      item.string("name")?.value === name &&
      !item.strings("on").some(({ value }) => value === "pending"),
  );
}
