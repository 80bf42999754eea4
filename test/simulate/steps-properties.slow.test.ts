import fc from "fast-check";
import { expect, test } from "vitest";
import { type GitEvent, parseSpecs, type SimulateOptions, simulate } from "../../src/index.ts";
import { stack } from "../../src/report/simulate/simulate-pretty.ts";

const PUSH: GitEvent = { kind: "git", names: ["push.heads"], branch: "main" };
const NAMES = ["a", "b-c", "d"];
const VARIABLES = ["X", "Y"];
const VALUES = ["", "a", "true", "it's", "7", 'say "x"', "a\\", "main", "${{Y}}"];
const RESULTS = ["success", "failure", "terminated"] as const;

/** Conditions with variables whose values the spec does not show, and with results of steps. */
const operand = fc.constantFrom(
  '"${{X}}"',
  "'${{Y}}'",
  '"a${{X}}"',
  '"a"',
  "'main'",
  '"${{CF_BRANCH}}"',
  "${{X}}",
);
const atom = fc.oneof(
  fc.tuple(operand, fc.constantFrom("==", "!="), operand).map((parts) => parts.join(" ")),
  fc
    .tuple(fc.constantFrom("includes", "match"), operand, operand)
    .map(([name, one, other]) => `${name}(${one}, ${other}${name === "match" ? ", false" : ""})`),
  fc.constantFrom(
    "steps.a.result == 'success'",
    "Member(steps, 'b-c').result != 'failure'",
    "workflow.result == 'failure'",
    "steps.nobody.result == 'success'",
  ),
);
const condition = fc.oneof(
  atom,
  fc.tuple(atom, fc.constantFrom("&&", "||"), atom).map((parts) => parts.join(" ")),
  atom.map((text) => `!(${text})`),
);
const group = fc.dictionary(fc.constantFrom("one", "two"), condition, { maxKeys: 2 });
const when = fc.record(
  {
    branch: fc.record(
      { only: fc.subarray(["main", "/^m/", "dev"]), ignore: fc.subarray(["main", "dev"]) },
      { requiredKeys: [] },
    ),
    condition: fc.record({ all: group, any: group }, { requiredKeys: [] }),
    steps: fc.array(
      fc.record({
        name: fc.constantFrom(...NAMES),
        on: fc.subarray(["success", "failure", "finished", "skipped"], { minLength: 1 }),
      }),
      { minLength: 1, maxLength: 2 },
    ),
  },
  { requiredKeys: [] },
);
const step = fc.record(
  {
    image: fc.constant("node"),
    when,
    fail_fast: fc.boolean(),
    commands: fc.constantFrom(["make"], ["cf_export X=a"]),
  },
  { requiredKeys: ["image"] },
);
const spec = fc
  .record({
    mode: fc.constantFrom("sequential", "parallel"),
    fail_fast: fc.boolean(),
    steps: fc.tuple(step, step, step),
  })
  .map(({ steps, ...more }) => ({
    version: "1.0",
    kind: "pipeline",
    metadata: { name: "shop/api" },
    spec: {
      ...more,
      triggers: [
        {
          name: "t",
          type: "git",
          repo: "acme/shop",
          provider: "github",
          context: "github",
          events: ["push.heads"],
        },
      ],
      steps: Object.fromEntries(NAMES.map((name, index) => [name, steps[index]])),
    },
  }));

function stepsOf(
  text: string,
  steps: NonNullable<SimulateOptions["steps"]> = {},
  assume: Record<string, string> = {},
) {
  const options = { assumeAccepted: true, steps, assume };
  return simulate(parseSpecs(text), PUSH, options).pipelines[0]!.triggers[0]!.build!.steps;
}

/** With these answers only the values are open. */
const SETTLED = { substitution: "exact", "condition-error": "skips", "workflow-result": "so-far" };

const values = fc.dictionary(fc.constantFrom(...VARIABLES), fc.constantFrom(...VALUES));
const results = fc.dictionary(fc.constantFrom(...NAMES), fc.constantFrom(...RESULTS));

/** A step that waits in vain and one after the end of the build are alike: neither runs. */
const alike = (outcome: string) =>
  /runs|unknown/.test(outcome) && outcome !== "never-runs" ? outcome : "does not run";

test("an answer without a value holds with every value that brings no error", () => {
  fc.assert(
    fc.property(spec, values, results, fc.constantFrom({}, SETTLED), (made, variables, given, assume) => {
      const text = JSON.stringify(made);
      const before = stepsOf(text, { results: given }, assume);
      const after = stepsOf(text, { results: given, variables }, assume);
      // An error for a value is a different answer, which the assumption of no error leaves out.
      const hasError = after.some(({ conditions }) => conditions.some(({ outcome }) => outcome === "error"));
      fc.pre(!hasError);
      for (const [index, { outcome, step: name }] of before.entries())
        if (outcome !== "unknown")
          expect(`${name} ${alike(after[index]!.outcome)}`).toBe(`${name} ${alike(outcome)}`);
    }),
    { numRuns: 1_000 },
  );
});

test("the facts of runsIf make the step run", () => {
  fc.assert(
    fc.property(spec, results, fc.constantFrom({}, SETTLED), (made, given, assume) => {
      const text = JSON.stringify(made);
      for (const { step: name, runsIf, outcome } of stepsOf(text, { results: given }, assume)) {
        if (outcome === "runs") expect(runsIf).toEqual([]);
        if (runsIf.length === 0) continue;
        const of = (kind: string) =>
          Object.fromEntries(
            runsIf.filter((change) => change.kind === kind).map((change) => [change.name, change.to]),
          );
        const changed = { results: { ...given, ...of("step") }, variables: of("variable") };
        const found = stepsOf(text, changed as NonNullable<SimulateOptions["steps"]>, assume);
        expect(found.find((each) => each.step === name)!.outcome).toBe("runs");
      }
    }),
    { numRuns: 500 },
  );
});

test("an answer to an open question changes only what was assumed or unknown", () => {
  const answers: Record<string, string> = {
    "condition-error": "fails",
    "no-branch": "holds",
    "finished-results": "no",
    substitution: "exact",
    "workflow-result": "running",
  };
  fc.assert(
    fc.property(spec, results, fc.constantFrom(...Object.keys(answers)), (made, given, id) => {
      const text = JSON.stringify(made);
      const before = stepsOf(text, { results: given });
      const after = stepsOf(text, { results: given }, { [id]: answers[id]! });
      for (const [index, { outcome, assumed, step: name }] of before.entries())
        if (outcome !== "unknown" && !assumed.includes(id))
          expect(`${name} ${after[index]!.outcome}`).toBe(`${name} ${outcome}`);
    }),
    { numRuns: 500 },
  );
});

test("the lines of a build with 100,000 steps are printed", () => {
  expect(stack([Array(300_000).fill("x")]).length).toBe(599_999);
});
