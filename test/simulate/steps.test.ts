import { describe, expect, test } from "vitest";
import { openQuestions } from "../../src/catalogue/open-questions.ts";
import { type GitEvent, parseSpecs, type SimulateOptions, simulate } from "../../src/index.ts";
import { prettyBuild } from "../../src/report/simulate/build-text.ts";
import { stepLines } from "../../src/report/simulate/steps-text.ts";
import { screenFor } from "../../src/report/text/style.ts";
import { actionNames } from "../../src/simulate/event/action-names.ts";
import type { SimulatedStepCondition } from "../../src/simulate/steps/simulated-step.ts";

const PUSH: GitEvent = { kind: "git", names: ["push.heads"], branch: "main" };

/** The build that a push starts of a pipeline with these lines in its `spec`. */
function buildOf(lines: string, options: SimulateOptions = {}, event: GitEvent = PUSH) {
  const spec = `version: '1.0'
kind: pipeline
metadata: { name: shop/api }
spec:
  triggers:
    - { name: all, type: git, repo: acme/shop, provider: github, context: github, events: [push, push.heads, pullrequest, release] }
${lines.trimEnd().replaceAll(/^/gm, "  ")}
`;
  const [trigger] = simulate(parseSpecs(spec), event, { assumeAccepted: true, ...options }).pipelines[0]!
    .triggers;
  return trigger!.build!;
}

/** `NAME outcome`, with the open questions behind it. */
function outcomes(lines: string, options: SimulateOptions = {}, event: GitEvent = PUSH): string[] {
  return buildOf(lines, options, event).steps.map(({ step, outcome, assumed }) => {
    const open = assumed.filter((id) => openQuestions.some((question) => question.id === id));
    return [step, outcome, ...open.filter((id) => id !== "evaluator-version")].join(" ");
  });
}

const step = (when: string) => `{ image: node, when: ${when} }`;
const when = (...expressions: string[]) =>
  step(
    `{ condition: { any: { ${expressions.map((each, index) => `c${index}: ${JSON.stringify(each)}`).join(", ")} } } }`,
  );

const ERROR = `steps: { error: ${when('"7" == 7')}, next: { image: node } }`;
const BESIDE_ERROR = `steps: { error: ${when('"7" == 7', "1 == 1")}, next: { image: node } }`;
const SPACES = `steps: { one: ${when('"${{ CF_BRANCH }}" == "main"')} }`;
const PARTS = `steps: { one: ${step('{ branch: { only: [other] }, condition: { all: { one: "1 == 1" } } }')} }`;
const EMPTY = `steps: { one: ${step("{ condition: { all: {} } }")} }`;
const WORKFLOW = `fail_fast: false
steps: { unit: { image: node }, one: ${when("workflow.result == 'success'")}, two: ${when("workflow.result == 'failure'")} }`;
const SCALED = `steps: { tests: { image: node, scale: { unit: { title: a }, e2e: { title: b } } }, one: ${step("{ steps: [{ name: unit }] }")} }`;
const EXPORTED = `mode: parallel
variables: [{ key: X, value: a }]
steps: { one: ${when('"${{X}}" == "b"')}, two: { image: node, commands: [cf_export X=b] } }`;
const ROOTS = `steps: { one: ${when("CF_BRANCH == 'main'")} }`;
const LEFT_OUT = `steps: { unit: { image: node }, one: ${step("{ steps: [{ name: unit, on: [skipped] }] }")} }`;
const AFTER_APPROVAL = `steps: { ask: { type: pending-approval }, one: ${step("{ steps: [{ name: ask, on: [finished] }] }")}, two: ${step("{ steps: [{ name: one, on: [finished, skipped] }] }")} }`;

describe("the answers to open questions about steps", () => {
  const tries: [
    id: string,
    lines: string,
    answers: Record<string, string[]>,
    results?: Record<string, "skipped" | "approved">,
  ][] = [
    [
      "condition-error",
      ERROR,
      {
        unknown: ["error skipped condition-error", "next unknown condition-error"],
        skips: ["error skipped condition-error", "next runs"],
        fails: ["error skipped condition-error", "next not-reached condition-error"],
      },
    ],
    [
      "condition-error",
      BESIDE_ERROR,
      {
        unknown: ["error unknown condition-error", "next unknown condition-error"],
        skips: ["error runs condition-error", "next runs"],
        fails: ["error skipped condition-error", "next not-reached condition-error"],
      },
    ],
    [
      "substitution",
      SPACES,
      {
        unknown: ["one unknown substitution"],
        exact: ["one skipped substitution"],
        trimmed: ["one runs substitution"],
      },
    ],
    [
      "evaluator-version",
      `steps: { one: ${when("1 == 2")} }`,
      { yes: ["one skipped"], unknown: ["one unknown"] },
    ],
    [
      "when-combination",
      PARTS,
      {
        all: ["one skipped when-combination"],
        any: ["one runs when-combination"],
        unknown: ["one unknown when-combination"],
      },
    ],
    [
      "empty-when",
      EMPTY,
      {
        holds: ["one runs empty-when"],
        fails: ["one skipped empty-when"],
        unknown: ["one unknown empty-when"],
      },
    ],
    [
      "workflow-result",
      WORKFLOW,
      {
        unknown: ["unit runs", "one unknown workflow-result", "two unknown workflow-result"],
        running: ["unit runs", "one skipped workflow-result", "two skipped workflow-result"],
        "so-far": ["unit runs", "one skipped workflow-result", "two skipped workflow-result"],
      },
    ],
    [
      "expansion",
      SCALED,
      {
        unknown: ["tests runs", "unit runs", "e2e runs", "one unknown expansion"],
        yes: ["tests runs", "unit runs", "e2e runs", "one runs expansion"],
        no: ["tests runs", "unit runs", "e2e runs", "one skipped expansion"],
      },
    ],
    [
      "parallel-later-change",
      EXPORTED,
      {
        yes: ["one unknown parallel-later-change", "two runs"],
        no: ["one never-runs parallel-later-change", "two runs"],
      },
    ],
    [
      "variables-as-roots",
      ROOTS,
      {
        no: ["one skipped condition-error variables-as-roots"],
        yes: ["one runs variables-as-roots"],
        unknown: ["one unknown variables-as-roots"],
      },
    ],
    [
      "left-out-step",
      LEFT_OUT,
      {
        unknown: ["unit skipped", "one unknown left-out-step"],
        skipped: ["unit skipped", "one runs left-out-step"],
        pending: ["unit skipped", "one skipped left-out-step"],
      },
      { unit: "skipped" },
    ],
    [
      "finished-results",
      AFTER_APPROVAL,
      {
        yes: ["ask runs", "one runs finished-results", "two runs finished-results"],
        no: ["ask runs", "one skipped finished-results", "two runs finished-results"],
        unknown: ["ask runs", "one unknown finished-results", "two runs finished-results"],
      },
      { ask: "approved" },
    ],
  ];
  test.each(tries)("%s", (id, lines, answers, results = {}) => {
    const { default: answer, values } = openQuestions.find((question) => question.id === id)!;
    expect(Object.keys(answers).sort()).toEqual([answer, ...values].sort());
    for (const [assumed, expected] of Object.entries(answers))
      expect(outcomes(lines, { assume: { [id]: assumed }, steps: { results } }), assumed).toEqual(expected);
  });

  test("workflow.result is that of the steps before", () => {
    const options: SimulateOptions = {
      assume: { "workflow-result": "so-far" },
      steps: { results: { unit: "failure" } },
    };
    expect(outcomes(WORKFLOW, options)).toEqual([
      "unit runs",
      "one skipped workflow-result",
      "two runs workflow-result",
    ]);
  });

  test.each(["sequential", "parallel"])("workflow.result may be read after the end, %s", (mode) => {
    const lines = `mode: ${mode}
steps: { unit: { image: node }, one: ${when("workflow.result == 'terminated'")}, two: ${step("{ steps: [{ name: unit }] }")} }`;
    const found = outcomes(lines, { steps: { results: { unit: "terminated" } } });
    expect(found.slice(0, 2)).toEqual(["unit runs", "one unknown workflow-result"]);
    expect(found[2]).toMatch(/^two n/);
  });

  test.each([
    ["m${{X}}", "whether X is replaced in it is not documented"],
    ["${{CF_BRANCH}}", "whether CF_BRANCH is replaced in it is not documented"],
    ["/${{X}}/", "whether X is replaced in it is not documented"],
    ["/^(?:${{CF_BRANCH}}|x)$/", "whether CF_BRANCH is replaced in it is not documented"],
    ["/release(/", "it is not a valid regular expression"],
    ["/release/m", 'the effect of its flags "m" is not documented'],
    [`/${"(".repeat(3000)}a${")".repeat(3000)}/`, "the regex is nested too deeply to be matched safely"],
  ])("a branch that cannot be compared with %j has a reason", (entry, why) => {
    const lines = `steps: { one: ${step(`{ branch: { only: [other, ${JSON.stringify(entry)}] } }`)} }`;
    expect(buildOf(lines).steps[0]!.conditions.map(({ reason }) => reason)).toEqual([
      `the entry "${entry}" cannot be compared with "main": ${why}`,
    ]);
  });

  test.each([
    ["release-${{X}}", "skipped"],
    ["${{X}}-main-x", "unknown"],
    ["x${{X}}", "skipped"],
    ["a${{X}}b${{Y}}", "skipped"],
    ["${{CF_REPO_NAME}}", "skipped"],
    ["release-${{CF_BRANCH}}", "skipped"],
    ["${{CF_PULL_REQUEST_TARGET}}", "skipped"],
    ["/^release-${{CF_BRANCH}}$/", "skipped"],
    ["/main|${{CF_BRANCH}}/", "runs"],
    ["/^release-${{X}}/", "unknown"],
  ])("a branch that is compared with an entry with a variable, %j", (entry, outcome) => {
    expect(outcomes(`steps: { one: ${step(`{ branch: { only: [${JSON.stringify(entry)}] } }`)} }`)).toEqual([
      `one ${outcome}`,
    ]);
  });

  test("a condition about a result that is not known has the questions about that result", () => {
    const left = `steps: { unit: { image: node }, one: ${when("steps.unit.result == 'failure'")} }`;
    expect(outcomes(left, { steps: { results: { unit: "skipped" } } })[1]).toBe("one unknown left-out-step");
    const scaled = `steps: { tests: { image: node, scale: { unit: { title: a } } }, one: ${when("steps.unit.result == 'failure'")} }`;
    expect(outcomes(scaled).at(-1)).toBe("one unknown expansion");
  });

  test.each([
    ["steps.ask.result == 'denied'", "unknown"],
    ["steps.ask.result == 'skipped'", "skipped"],
    ["steps.ask.result != 'skipped'", "runs"],
    ["steps.ask.result == 'error'", "skipped"],
    // Whether an approval is also a success is not documented.
    ["steps.ask.result == 'success'", "unknown"],
    ["upper(steps.ask.result) == 'APPROVED'", "unknown"],
    ["upper(steps.ask.result) != 'DENIED'", "unknown"],
    ["upper(steps.ask.result) == 'approved'", "skipped"],
    ["trim(steps.ask.result) == trim(steps.other.result)", "unknown"],
  ])("a result that is one of several, in %s", (condition, outcome) => {
    const ask = "{ type: pending-approval, fail_fast: false, timeout: { finalState: approved } }";
    const lines = `steps: { ask: ${ask}, other: ${ask}, one: ${when(condition)} }`;
    expect(outcomes(lines).at(-1)!.split(" ")[1]).toBe(outcome);
  });

  test.each([
    ["parallel", "unit", "unknown"],
    ["parallel", "late", "never-runs"],
    ["sequential", "unit", "skipped"],
  ])("in %s mode a condition that %s is running", (mode, name, outcome) => {
    const lines = `mode: ${mode}
steps: { unit: { image: node }, late: ${step("{ branch: { only: [other] } }")}, one: ${when(`steps.${name}.result == 'running'`)} }`;
    expect(outcomes(lines).at(-1)).toBe(`one ${outcome}`);
  });

  test("names the variables that decide an entry", () => {
    const lines = `steps: { one: ${step(`{ branch: { ignore: ["m\${{X}}\${{Y}}"] } }`)} }`;
    expect(buildOf(lines).steps[0]!.conditions[0]!.needs).toEqual(["X", "Y"]);
  });

  test("the result that is given for a step that does not run has no effect, and is named", () => {
    const lines = `steps: { one: ${step("{ branch: { only: [other] } }")}, two: { image: node } }`;
    const results = { one: "failure", two: "failure" } as const;
    expect(buildOf(lines, { steps: { results } }).steps.map(({ reason }) => reason)).toEqual([
      'branch.only: the branch "main" is not in the list; the result failure given for "one" has no effect',
      "it has no when",
    ]);
  });

  test("a build without a branch", () => {
    const spec = `version: '1.0'
kind: pipeline
metadata: { name: shop/night }
spec:
  cronTriggers: [{ name: night, type: cron, expression: 0 2 * * *, message: night }]
  steps: { one: ${step("{ branch: { only: [main] } }")}, two: ${step("{ branch: { ignore: [main] } }")} }
`;
    const run = (assume: Record<string, string>) => {
      const event = { kind: "time", at: "2026-05-04T02:00:00Z" } as const;
      const { triggers } = simulate(parseSpecs(spec), event, { assume, assumeAccepted: true }).pipelines[0]!;
      return triggers[0]!.build!.steps.map(({ outcome, assumed }) => `${outcome} ${assumed.at(-1)}`);
    };
    expect(run({})).toEqual(["unknown no-branch", "unknown no-branch"]);
    expect(run({ "no-branch": "holds" })).toEqual(["runs no-branch", "runs no-branch"]);
    expect(run({ "no-branch": "fails" })).toEqual(["skipped no-branch", "skipped no-branch"]);
  });
});

describe("values of the event in a condition", () => {
  const message = (text: string | undefined, condition: string, wrap = (yaml: string) => yaml) =>
    outcomes(
      `steps:\n  one:\n    image: node\n    when:\n      condition:\n        all:\n          one: ${wrap(condition)}`,
      {},
      text === undefined ? PUSH : { ...PUSH, message: text },
    )[0]!;
  const block = (condition: string) => `|\n            ${condition}`;

  test("a message that was not given is an ordinary one", () => {
    const build = buildOf(
      `steps: { one: ${when('includes(lower("${{CF_COMMIT_MESSAGE}}"), "skip ci") == false')} }`,
    );
    expect([build.steps[0]!.outcome, build.steps[0]!.assumed]).toEqual([
      "runs",
      ["no-exports", "evaluator-version", "ordinary-message"],
    ]);
    expect(message(undefined, 'length("${{CF_COMMIT_MESSAGE}}") > 2', block)).toBe("one unknown");
    expect(message(undefined, 'length("${{CF_COMMIT_MESSAGE}}") > 20', block)).toBe("one unknown");
    expect(build.steps[0]!.conditions[0]!.reason).toContain("assuming an ordinary commit message");
    const [listed, assumed] = prettyBuild(build, screenFor({ color: false, columns: 1000 })).slice(-3);
    expect(listed).not.toContain("CF_COMMIT_MESSAGE");
    expect(assumed).toMatch(/assumed +CF_COMMIT_MESSAGE and .*--message/);
  });

  test.each([
    ["merged", "closed", "true"],
    ["unmerged-closed", "closed", "false"],
    ["closed", "closed", null],
    ["opened", "opened", undefined],
    ["reviewRequested", "review_requested", undefined],
    ["review.submitted.approved", "submitted", undefined],
    // GitHub does not send these.
    ["pushCommit", null, undefined],
    ["created", null, undefined],
  ])("the action %s has the word that GitHub sends, %s", (action, word, merged) => {
    const event: GitEvent = { kind: "git", names: actionNames(action, undefined), branch: "f" };
    const variableOf = (given: GitEvent, name: string) => {
      const definition = parseSpecs("version: '1.0'\nsteps: {}", { path: "codefresh.yml" });
      const { build } = simulate(definition, given).pipelines[0]!.triggers[0]!;
      const found = build!.systemVariables.find((each) => each.name === name)!;
      return found.state === "literal" ? undefined : found.value;
    };
    const valuesOf = (given: GitEvent) => [
      variableOf(given, "CF_PULL_REQUEST_ACTION"),
      variableOf(given, "CF_PULL_REQUEST_MERGED"),
    ];
    expect(valuesOf(event)).toEqual([word, merged]);
    // The words of other providers are not documented.
    expect(variableOf({ ...event, provider: "gitlab" }, "CF_PULL_REQUEST_ACTION")).toBeNull();
    const webhook: GitEvent = { ...event, pullRequest: { action: "converted_to_draft" } };
    expect(variableOf(webhook, "CF_PULL_REQUEST_ACTION")).toBe("converted_to_draft");
  });

  test("quotes in a message are pasted in a way that is not known", () => {
    expect(message("Don't", "'${{CF_COMMIT_MESSAGE}}' == 'x'", block)).toBe("one unknown substitution");
    expect(message("Don't", '"${{CF_COMMIT_MESSAGE}}" == "x"', block)).toBe("one skipped");
    expect(message("Do", "'${{CF_COMMIT_MESSAGE}}' == 'x'", block)).toBe("one skipped");
    // Inside a text with single quotes the message may end it, so that the YAML cannot be read.
    const quoted = (condition: string) => `'${condition}'`;
    expect(message("Don't", '"${{CF_COMMIT_MESSAGE}}" == "x"', quoted)).toBe("one unknown substitution");
  });

  test.each([
    ["fix: add it", "unknown substitution", "skipped", "skipped"],
    ["close #12", "unknown substitution", "skipped", "skipped"],
    ["one\n\ntwo", "unknown substitution", "unknown substitution", "skipped"],
    ["a\\d", "skipped", "unknown substitution", "skipped"],
    ["fix:it, #1", "unknown substitution", "skipped", "skipped"],
    ["v1.2:3 a#b", "skipped", "skipped", "skipped"],
  ])(
    "the message %j may break YAML without quotes, in double quotes, and as a block",
    (text, ...expected) => {
      const condition = "includes('${{CF_COMMIT_MESSAGE}}', 'zzz')";
      const wraps = [(plain: string) => plain, (plain: string) => `"${plain}"`, block];
      expect(wraps.map((wrap) => message(text, condition, wrap))).toEqual(
        expected.map((each) => `one ${each}`),
      );
    },
  );

  test("a value with a reference may be replaced in turn", () => {
    const lines = `variables: [{ key: A, value: "\${{CF_BRANCH}}" }]
steps: { one: ${when('"${{A}}" == "main"')}, two: ${step('{ branch: { only: ["${{A}}"] } }')}, three: ${when('"${{A}}" == "a" && 1 == 2')} }`;
    expect(outcomes(lines)).toEqual([
      "one unknown substitution",
      "two unknown",
      "three skipped substitution",
    ]);
    expect(outcomes(lines, { assume: { substitution: "exact" } })[0]).toBe("one skipped");
  });

  test("a variable that nothing sets is never empty", () => {
    const stepOf = (condition: string) => buildOf(`steps: { one: ${when(condition)} }`).steps[0]!;
    const unset = stepOf("'${{CF_RELEASE_TAG}}' == ''");
    expect([unset.outcome, unset.runsIf]).toEqual(["skipped", []]);
    const isUnset = 'includes("${{CF_RELEASE_TAG}}", "{{CF_RELEASE_TAG}}")';
    expect(unset.reason).toContain(`; to test that it is not set write ${isUnset}`);
    expect(unset.reason).not.toContain("== false");
    expect(stepOf(isUnset).outcome).toBe("runs");
    const set = stepOf("'${{CF_RELEASE_TAG}}' != ''");
    expect(set.conditions[0]!.reason).toContain(`; to test that it is set write ${isUnset} == false`);
  });

  test.each([
    [
      "a pull request of any action may be a closed one",
      ["pullrequest"],
      "CF_PULL_REQUEST_MERGED",
      "unknown",
    ],
    ["an opened pull request", ["pullrequest", "pullrequest.opened"], "CF_PULL_REQUEST_MERGED", "skipped"],
    ["any push may be that of a tag", ["push"], "CF_BASE_BRANCH", "unknown"],
    ["a push of a branch", ["push.heads"], "CF_BASE_BRANCH", "skipped"],
  ])("%s: a variable that its event may set is not known", (_, names, variable, outcome) => {
    const event: GitEvent = { kind: "git", names };
    const lines = `steps: { one: ${when(`"\${{${variable}}}" == "true"`)} }`;
    expect(outcomes(lines, {}, event)).toEqual([`one ${outcome}`]);
  });

  test("a step runs if a variable has a value, never the name of another variable", () => {
    const [one] = buildOf(
      `steps: { one: ${when('"${{CF_PULL_REQUEST_TARGET}}" == "${{CF_BRANCH}}"')} }`,
    ).steps;
    expect([one!.outcome, one!.runsIf]).toEqual(["skipped", []]);
  });

  test.each(["refs/heads/dev", "origin/dev", "dev ", "dev/", "release/*"])(
    "a step never runs if the branch is %j, a name that no event has",
    (name) => {
      const { steps } = buildOf(
        `steps: { one: ${step(`{ branch: { only: ['${name}'] } }`)}, two: ${when(`"\${{CF_BRANCH}}" == "${name}"`)} }`,
      );
      expect(steps.map(({ outcome, runsIf }) => [outcome, runsIf])).toEqual([
        ["skipped", []],
        ["skipped", []],
      ]);
    },
  );
});

describe("a variable on whose value an open question decides", () => {
  const conditions = (name: string, value: string) =>
    `steps: { one: ${when(`"\${{${name}}}" == "${value}"`)}, two: ${step(`{ branch: { only: [${value}] } }`)} }`;
  const release = (tag: string, targetBranch: string): GitEvent => ({
    kind: "git",
    names: ["release"],
    tag,
    targetBranch,
  });

  test.each([
    ["branch: { only: [dev] }", "skipped", 'branch.only: neither "v1" nor "main" is in the list'],
    ["branch: { only: [main, v1] }", "runs", "its when holds"],
    ["branch: { only: [main] }", "unknown", "branch.only: the branch is not known"],
    ["branch: { ignore: [/^dev/] }", "runs", "its when holds"],
    [
      `condition: { all: { a: '"\${{CF_BRANCH}}" == "dev"' } }`,
      "skipped",
      "condition.all.a: the condition is false",
    ],
    [
      `condition: { all: { a: '"\${{CF_BRANCH}}" != "\${{CF_BRANCH_TAG_NORMALIZED}}"' } }`,
      "skipped",
      "condition.all.a: the condition is false",
    ],
  ])("of a release, %s, is read as the tag and as the target: %s", (when, outcome, reason) => {
    const { steps } = buildOf(`steps: { one: ${step(`{ ${when} }`)} }`, {}, release("v1", "main"));
    expect([steps[0]!.outcome, steps[0]!.reason]).toEqual([outcome, reason]);
  });

  test.each<[answer: Record<string, string>, one: string, two: string]>([
    [{}, "one unknown release-branch", "two unknown release-branch"],
    [{ "release-branch": "tag" }, "one skipped release-branch", "two skipped release-branch"],
    [{ "release-branch": "target" }, "one runs release-branch", "two runs release-branch"],
  ])("the branch of a release is its tag or its target, with %j", (assume, ...expected) => {
    const lines = conditions("CF_BRANCH", "main");
    expect(outcomes(lines, { assume }, release("v1", "main"))).toEqual(expected);
    expect(outcomes(lines, {}, release("main", "main"))).toEqual(["one runs", "two runs"]);
  });

  test.each<[answer: Record<string, string>, one: string, two: string]>([
    [{}, "one unknown system-variable-precedence", "two unknown system-variable-precedence"],
    [
      { "system-variable-precedence": "spec" },
      "one runs system-variable-precedence",
      "two runs system-variable-precedence",
    ],
    [{ "system-variable-precedence": "system" }, "one skipped", "two skipped"],
  ])("a variable of the spec with the name of one of the event, with %j", (assume, ...expected) => {
    const lines = `variables: [{ key: CF_BRANCH, value: dev }]\n${conditions("CF_BRANCH", "dev")}`;
    expect(outcomes(lines, { assume })).toEqual(expected);
    const same = lines.replaceAll("dev", "main");
    expect(outcomes(same)).toEqual(["one runs", "two runs"]);
    const unset = lines.replaceAll("CF_BRANCH", "CF_RELEASE_TAG");
    expect(outcomes(unset)[0]).toBe("one runs");
  });

  test.each<[answer: Record<string, string>, one: string]>([
    [{}, "one unknown duplicate-variable"],
    [{ "duplicate-variable": "last" }, "one runs duplicate-variable"],
  ])("a variable with two entries, with %j", (assume, expected) => {
    const lines = "variables: [{ key: X, value: a }, { key: X, value: b }]\n";
    expect(outcomes(`${lines}${conditions("X", "b")}`, { assume })[0]).toBe(expected);
    // The answer does not matter.
    expect(outcomes(`${lines}steps: { one: ${when('"x${{X}}" == "b"')} }`)[0]).toBe("one skipped");
  });
});

test.each([
  ["slack-notifier:0.0.8", "{ branch: { only: main } }", '"only" must be a list, not "main"'],
  ["freestyle", "often", '"when" must be a mapping with "branch", "condition" or "steps", not "often"'],
])("a when of a wrong form has no documented effect in a step of type %s", (type, form, why) => {
  const [one] = buildOf(`steps: { one: { type: ${type}, image: node, when: ${form} } }`).steps;
  expect([one!.outcome, one!.reason]).toEqual([
    "unknown",
    `when: the effect of such a when is not documented: ${why}`,
  ]);
});

describe("the exports of earlier steps", () => {
  test("later steps see it, earlier ones do not", () => {
    const condition = when('"${{X}}" == "b"');
    const lines = `variables: [{ key: X, value: a }]
steps: { one: ${condition}, two: { image: node, commands: [cf_export X=b] }, three: ${condition} }`;
    expect(outcomes(lines)).toEqual(["one skipped", "two runs", "three unknown"]);
    const [, , three] = buildOf(lines, { steps: { variables: { X: "b" } } }).steps;
    expect(three!.reason).toContain("values that are not known: X; a step exports X");
  });

  test("later steps see a name after a line break that printf writes", () => {
    const lines = `variables: [{ key: X, value: a }]
steps: { two: { image: node, commands: ['printf "A=1\\nX=b" >> /meta/env_vars_to_export'] }, three: ${when('"${{X}}" == "b"')} }`;
    expect(outcomes(lines)).toEqual(["two runs", "three unknown"]);
  });

  const exporting = (script: string, condition = '"${{X}}" == "b"') =>
    `variables: [{ key: X, value: a }]
steps: { vars: { image: node, commands: [${JSON.stringify(script)}] }, three: ${when(condition)} }`;

  test.each([
    "cf_export $(cat vars)",
    "cf_export $NAMES",
    "cf_export A=1 \\\n  $B",
    "cf_export ${service^^}_TAG=1",
    "cf_export ${{NAMES}}",
    'while read -r line; do\n cf_export "$line"\ndone < vars',
    "cat vars | xargs cf_export",
    "cat .env | tee -a ${{CF_VOLUME_PATH}}/env_vars_to_export",
    "make export >> ${{CF_VOLUME_PATH}}/env_vars_to_export",
    "cp .env ${{CF_VOLUME_PATH}}/env_vars_to_export",
    "cat <<EOF >> ${{CF_VOLUME_PATH}}/env_vars_to_export\nA=1\n$B\nEOF",
  ])("later steps may see any variable of a script without its name: %s", (script) => {
    expect(outcomes(exporting(script))).toEqual(["vars runs", "three unknown"]);
    const [, three] = buildOf(exporting(script)).steps;
    expect(three!.reason).toContain('X; "vars" exports variables whose names its commands do not show');
    const ofBranch = exporting(script, '"${{CF_BRANCH}}" == "dev"');
    expect(outcomes(ofBranch), "the variables of the platform").toEqual(["vars runs", "three skipped"]);
  });

  test.each([
    'cf_export A=$(cat x | jq ".a b") B="$Z y" --mask # note $q',
    'bash -c "cf_export A" && echo "$x $y"',
    'cf_export A=$(b=$(cat c); echo ${b%.*}) "D=$E"',
    "# cf_export $A",
    'echo -e "A=$(date)\\nB=2" >> ${{CF_VOLUME_PATH}}/env_vars_to_export',
    "cat ${{CF_VOLUME_PATH}}/env_vars_to_export",
    "cat <<EOF >> ${{CF_VOLUME_PATH}}/env_vars_to_export\nA=1\nB=$C\nEOF",
  ])("later steps see only the names of a script: %s", (script) => {
    expect(outcomes(exporting(script))).toEqual(["vars runs", "three skipped"]);
  });

  test("later steps see a name with a hyphen", () => {
    const lines = exporting("cf_export my-x=b", '"${{my-x}}" == "b"').replace("key: X", "key: my-x");
    expect(outcomes(lines)).toEqual(["vars runs", "three unknown"]);
  });

  test("the arguments of an export are read in linear time", () => {
    const script = `${'cf_export A="$('.repeat(5000)}\n${"cf_export ".repeat(5000)}\n${"xargs ".repeat(5000)}`;
    expect(outcomes(exporting(script))).toEqual(["vars runs", "three unknown"]);
  });

  test("a step that does not run exports nothing", () => {
    const lines = `variables: [{ key: X, value: a }]
steps: { two: { image: node, commands: [cf_export X=b], when: { branch: { only: [dev] } } }, three: ${when('"${{X}}" == "b"')} }`;
    expect(outcomes(lines)).toEqual(["two skipped", "three skipped"]);
  });
});

describe("steps that scale makes", () => {
  test("have the keys of their parent, and their own", () => {
    const lines = `steps:
  tests: { image: node, when: { branch: { only: [main] } }, scale: { a: { title: a }, b: { title: b, when: { branch: { ignore: [main] } } } } }
  next: ${step("{ steps: [{ name: tests, on: [failure] }] }")}`;
    expect(outcomes(lines)).toEqual(["tests runs", "a runs", "b skipped", "next skipped"]);
    expect(outcomes(lines, { steps: { results: { a: "failure" } } })).toEqual([
      "tests runs",
      "a runs",
      "b skipped",
      "next not-reached",
    ]);
  });

  test("run for certain only if their own when and the merged one agree", () => {
    const scaled = (parent: string, own: string) =>
      outcomes(
        `steps: { tests: { image: node, when: { branch: { only: [${parent}] } }, scale: { a: { title: a }, b: { when: { branch: { only: [${own}] } } } } } }`,
      );
    expect(scaled("main", "dev")).toEqual(["tests runs", "a runs", "b unknown"]);
    expect(scaled("dev", "main")).toEqual(["tests unknown", "a skipped", "b unknown"]);
    expect(scaled("main", "main")).toEqual(["tests runs", "a runs", "b runs"]);
  });

  test("are not those of inputs named scale and matrix, which the validator does not read either", () => {
    const typed = "type: acme/deploy:1.2.3, arguments: { matrix: { a: [1, 2] }, scale: { b: { title: b } } }";
    for (const mode of ["sequential", "parallel"])
      expect(outcomes(`mode: ${mode}\nsteps: { a: { ${typed} } }`)).toEqual(["a runs"]);
  });

  test.each([
    "scale: { a: { title: a } }, matrix: { title: [a, b] }",
    "scale: [a, b]",
    "scale: 3",
    "scale: {}",
    "scale: { a: 5 }",
    "scale: null",
    "matrix: {}",
    "matrix: [a]",
    "matrix: { title: a, image: [node] }",
    "matrix: { image: [] }",
  ])("are unknown with %s", (keys) => {
    const lines = `steps: { tests: { image: node, ${keys} }, one: ${step("{ steps: [{ name: other }] }")} }`;
    expect(outcomes(lines)).toEqual(["tests unknown", "one unknown expansion"]);
    expect(buildOf(lines).steps[0]!.reason).toMatch(/^the effect of .* is not documented$/);
  });

  test("have unknown outcomes in parallel mode, which excludes scale", () => {
    const lines = "mode: parallel\nsteps: { tests: { image: node, scale: { a: { title: a } } } }";
    expect(outcomes(lines)).toEqual(["tests unknown", "a unknown"]);
  });
});

test("an input of a marketplace step with the name of a key may be that key", () => {
  const lines = (type: string) =>
    `steps: { a: { ${type}, arguments: { fail_fast: false, when: { branch: { only: [dev] } } } }, b: { image: node } }`;
  expect(outcomes(lines("type: acme/deploy:1.2.3"))).toEqual(["a unknown", "b runs"]);
  expect(outcomes(lines("image: node"))).toEqual(["a skipped", "b runs"]);
  const failing = { steps: { results: { a: "failure" } } } as const;
  expect(outcomes(lines("type: acme/deploy:1.2.3"), failing)).toEqual(["a unknown", "b unknown"]);
});

test.each([
  ["the step", "steps: { a: { image: node, fail_fast: '${{FF}}' }, b: { image: node } }"],
  ["the pipeline", "fail_fast: '${{FF}}'\nsteps: { a: { image: node }, b: { image: node } }"],
])("a known variable is the fail_fast of %s", (_, lines) => {
  const results = { a: "failure" } as const;
  const next = (text: string, variables = {}) => outcomes(text, { steps: { results, variables } })[1];
  expect([next(lines), next(lines, { FF: "false" }), next(lines, { FF: "true" })]).toEqual([
    "b unknown",
    "b runs",
    "b not-reached",
  ]);
  expect(next(`variables: [{ key: FF, value: 'false' }]\n${lines}`)).toBe("b runs");
  const exporting = lines.replace("b: {", "c: { image: node, commands: [cf_export FF=true] }, b: {");
  expect(outcomes(exporting, { steps: { results, variables: { FF: "false" } } })[2]).toBe("b unknown");
});

test.each([
  [{}, "; the error may fail the build instead", "; the error in condition.all.a may fail the build instead"],
  [{ "condition-error": "skips" }, "", ""],
])("the reason of a step with an error names the other reading of it, with %j", (assume, alone, beside) => {
  const all = (...texts: string[]) =>
    step(`{ condition: { all: { ${texts.map((text, at) => `${"ab"[at]}: '${text}'`).join(", ")} } } }`);
  const lines = `fail_fast: false\nsteps: { one: ${all("none(1)")}, two: ${all("none(1)", "1 == 2")} }`;
  const [one, two] = buildOf(lines, { assume }).steps;
  expect(one!.reason).toBe(`condition.all.a: there is no function none${alone}`);
  expect(two!.reason).toBe(`condition.all.b: the condition is false${beside}`);
});

describe("the result of a build", () => {
  const tries: [lines: string, results: Record<string, "failure" | "terminated">, expected: string][] = [
    ["steps: { a: { image: node } }", {}, "success"],
    ["steps: { a: { image: node } }", { a: "failure" }, "failure"],
    ["steps: { a: { image: node } }", { a: "terminated" }, "terminated"],
    ["fail_fast: false\nsteps: { a: { image: node } }", { a: "failure" }, "success"],
    ["fail_fast: false\nstrict_fail_fast: true\nsteps: { a: { image: node } }", { a: "failure" }, "failure"],
    ["steps: { a: { image: node, fail_fast: false, strict_fail_fast: true } }", { a: "failure" }, "failure"],
    [
      "strict_fail_fast: '${{X}}'\nfail_fast: false\nsteps: { a: { image: node } }",
      { a: "failure" },
      "unknown",
    ],
    [
      "strict_fail_fast: true\nsteps: { a: { type: parallel, fail_fast: false, steps: { b: { image: node } } } }",
      { b: "failure" },
      "success",
    ],
    [
      "fail_fast: false\nstrict_fail_fast: true\nsuccess_criteria: { steps: { only: [a] } }\nsteps: { a: { image: node }, b: { image: node } }",
      { b: "failure" },
      "success",
    ],
    [
      "success_criteria: { steps: { ignore: [b] } }\nsteps: { a: { image: node }, b: { image: node } }",
      { b: "failure" },
      "unknown",
    ],
    [
      `fail_fast: false\nsuccess_criteria: { condition: { all: { one: steps.a.result == "success" } } }\nsteps: { a: { image: node } }`,
      { a: "failure" },
      "failure",
    ],
    // The meaning of a list of steps is not documented.
    [
      "fail_fast: false\nstrict_fail_fast: true\nsuccess_criteria: { steps: [a] }\nsteps: { a: { image: node }, b: { image: node } }",
      { b: "failure" },
      "unknown",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: [a] }, steps: { a: { image: node }, b: { image: node } } } }",
      { b: "failure" },
      "unknown",
    ],
    ["success_criteria: { steps: [a] }\nsteps: { a: { image: node } }", {}, "success"],
    // So is a failure that fail_fast ignores and `only` counts.
    [
      "success_criteria: { steps: { only: [a] } }\nsteps: { a: { image: node, fail_fast: false } }",
      { a: "failure" },
      "unknown",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { only: [a] } }, steps: { a: { image: node, fail_fast: false } } } }",
      { a: "failure" },
      "unknown",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { ignore: [b] } }, steps: { a: { image: node, fail_fast: false } } } }",
      { a: "failure" },
      "success",
    ],
    // So are names in `only` that are not among the steps, and an `only` without names.
    ["success_criteria: { steps: { only: [b] } }\nsteps: { a: { image: node } }", {}, "unknown"],
    [
      "success_criteria: { steps: { only: [a, b] } }\nsteps: { a: { image: node } }",
      { a: "failure" },
      "failure",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { only: [b] } }, steps: { a: { image: node } } } }",
      {},
      "unknown",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { only: [a, b] } }, steps: { a: { image: node } } } }",
      { a: "failure" },
      "failure",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { only: [] } }, steps: { a: { image: node } } } }",
      { a: "failure" },
      "unknown",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { only: b } }, steps: { a: { image: node }, b: { image: node } } } }",
      { a: "failure" },
      "unknown",
    ],
    [
      "steps: { p: { type: parallel, success_criteria: { steps: { ignore: a } }, steps: { a: { image: node } } } }",
      { a: "failure" },
      "unknown",
    ],
    [ERROR, {}, "unknown"],
    ["steps: { ask: { type: pending-approval } }", {}, "unknown"],
  ];
  test.each(tries)("%s with %j is %s", (lines, results, expected) => {
    expect(buildOf(lines, { steps: { results } }).result!.status).toBe(expected);
  });
});

describe("hooks", () => {
  const HOOKS = "{ on_elected: [a], on_success: [b], on_fail: [c], on_finish: [d] }";
  const hooksOf = (lines: string, options: SimulateOptions = {}) => {
    const { steps, hooks } = buildOf(lines, options);
    return [...steps.flatMap((each) => each.hooks), ...hooks].map(({ outcome }) => outcome);
  };
  const ONE = `steps: { a: { image: node, hooks: ${HOOKS} } }`;
  const tries: [name: string, lines: string, options: SimulateOptions, expected: string[]][] = [
    ["of a step that succeeds", ONE, {}, ["runs", "runs", "skipped", "runs"]],
    [
      "of a step that fails",
      ONE,
      { steps: { results: { a: "failure" } } },
      ["runs", "skipped", "runs", "runs"],
    ],
    [
      "of a step that is terminated",
      ONE,
      { steps: { results: { a: "terminated" } } },
      ["runs", "not-reached", "not-reached", "not-reached"],
    ],
    [
      "of a step that does not run",
      `steps: { a: { image: node, hooks: ${HOOKS}, when: { branch: { only: [dev] } } } }`,
      {},
      ["skipped", "skipped", "skipped", "skipped"],
    ],
    [
      "of a step that does not run, if they run all the same",
      `steps: { a: { image: node, hooks: ${HOOKS}, when: { branch: { only: [dev] } } } }`,
      { assume: { "skipped-hooks": "yes" } },
      ["runs", "skipped", "skipped", "runs"],
    ],
    [
      "of a parallel step, which are not supported",
      `steps: { a: { type: parallel, steps: { b: { image: node } }, hooks: ${HOOKS} } }`,
      {},
      ["unknown", "unknown", "unknown", "unknown"],
    ],
    [
      "of the pipeline",
      `hooks: ${HOOKS}\nsteps: { a: { image: node } }`,
      { steps: { results: { a: "failure" } } },
      ["runs", "skipped", "runs", "runs"],
    ],
    [
      "of the pipeline, with an approval",
      `hooks: ${HOOKS}\nsteps: { a: { type: pending-approval } }`,
      {},
      ["runs", "unknown", "unknown", "unknown"],
    ],
  ];
  test.each(tries)("%s", (_, lines, options, expected) => {
    expect(hooksOf(lines, options)).toEqual(expected);
  });

  test("a failing on_elected ends the build, before the step", () => {
    const lines = `steps: { a: { image: node, fail_fast: false, hooks: ${HOOKS} }, b: { image: node } }`;
    const options: SimulateOptions = { steps: { results: { "a.hooks.on_elected": "failure" } } };
    expect(outcomes(lines, options)).toEqual(["a not-reached", "b not-reached"]);
    expect(buildOf(lines, options).result!.status).toBe("failure");
    const whole: SimulateOptions = { steps: { results: { "hooks.on_elected": "failure" } } };
    expect(outcomes(`hooks: ${HOOKS}\n${lines}`, whole)).toEqual(["a not-reached", "b not-reached"]);
  });

  test.each([
    ["an exec", "exec: { image: node, fail_fast: false }", "runs"],
    ["a hook that is a step", "image: node, fail_fast: false", "runs"],
    ["its steps", "steps: { x: { image: node, fail_fast: false } }", "runs"],
    ["one of its steps", "steps: { x: { image: node, fail_fast: false }, y: { image: node } }", "unknown"],
    ["a variable", "exec: { image: node, fail_fast: '${{FF}}' }", "unknown"],
    ["an exec that does not have it", "exec: { image: node }", "not-reached"],
  ])("fail_fast of a failing on_elected counts: %s", (_, hook, outcome) => {
    const result = { runs: "success", unknown: "unknown", "not-reached": "failure" }[outcome];
    const given = (name: string) => ({ steps: { results: { [name]: "failure" } } }) as SimulateOptions;
    const own = `steps: { a: { image: node, hooks: { on_elected: { ${hook} } } }, b: { image: node } }`;
    const whole = `hooks: { on_elected: { ${hook} } }\nsteps: { a: { image: node }, b: { image: node } }`;
    for (const [mode, lines, name] of [
      ["sequential", own, "a.hooks.on_elected"],
      ["sequential", whole, "hooks.on_elected"],
      ["parallel", whole, "hooks.on_elected"],
    ] as const) {
      const build = buildOf(`mode: ${mode}\n${lines}`, given(name));
      expect(build.steps.map((each) => each.outcome)).toEqual([outcome, outcome]);
      expect(build.result!.status).toBe(result);
      expect(build.steps[0]!.reason).not.toContain("no effect");
    }
  });

  test("a failing on_elected of a step that may not run ends the build only if it runs", () => {
    const lines = `steps: { a: { image: node, hooks: ${HOOKS}, when: { condition: { all: { c: '"\${{X}}" == "1"' } } } }, b: { image: node } }`;
    const options: SimulateOptions = { steps: { results: { "a.hooks.on_elected": "failure" } } };
    expect(outcomes(lines, options)).toEqual(["a unknown", "b unknown"]);
    expect(buildOf(lines, options).result!.status).toBe("unknown");
  });

  test("a when of a step in a hook is an open question", () => {
    const lines = `hooks: { on_finish: { steps: { a: ${step("{ branch: { only: [dev] } }")}, b: { image: node } } } }
steps: { one: { image: node } }`;
    const inHook = (assume: Record<string, string>) =>
      buildOf(lines, { assume }).hooks[0]!.steps.map(({ outcome }) => outcome);
    expect(inHook({})).toEqual(["unknown", "runs"]);
    expect(inHook({ "hook-when": "yes" })).toEqual(["skipped", "runs"]);
    expect(inHook({ "hook-when": "no" })).toEqual(["runs", "runs"]);
  });
});

test.each<[name: string, hook: string, outcomes: [open: string, yes: string]]>([
  ["a step", step("{ branch: { only: [dev] } }"), ["unknown", "skipped"]],
  ["a step that holds", step("{ branch: { only: [main] } }"), ["unknown", "runs"]],
  ["exec with a step", `{ exec: ${step("{ branch: { only: [dev] } }")} }`, ["unknown", "skipped"]],
  [
    "a typed step",
    `{ exec: { type: x:1.0.0, arguments: { when: { branch: { only: [dev] } } } } }`,
    ["unknown", "skipped"],
  ],
  ["steps", `{ steps: { a: ${step("{ branch: { only: [dev] } }")} } }`, ["unknown", "skipped"]],
  [
    "exec with steps",
    `{ exec: { steps: { a: ${step("{ branch: { only: [dev] } }")} } } }`,
    ["unknown", "skipped"],
  ],
  [
    "steps, one of which waits for another",
    `{ steps: { a: ${step("{ branch: { only: [dev] } }")}, b: ${step("{ steps: [{ name: a, on: [skipped] }] }")} } }`,
    ["unknown", "unknown"],
  ],
])("whether a hook runs that is %s with a when is an open question", (_, hook, [open, yes]) => {
  const all = `{ on_elected: ${hook}, on_success: ${hook}, on_finish: ${hook} }`;
  const answers = (assume: Record<string, string>) => {
    const { steps, hooks } = buildOf(`hooks: ${all}\nsteps: { one: { image: node, hooks: ${all} } }`, {
      assume,
    });
    const found = [...steps[0]!.hooks, ...hooks].map(({ outcome }) => outcome);
    expect(new Set(found).size).toBe(1);
    return found[0];
  };
  expect([answers({}), answers({ "hook-when": "yes" }), answers({ "hook-when": "no" })]).toEqual([
    open,
    yes,
    "runs",
  ]);
  expect(buildOf(`hooks: ${all}\nsteps: {}`).hooks[0]!.assumed).toEqual(["hook-when"]);
});

describe("in parallel mode, a step is not in doubt because of a later one", () => {
  const needing = (name: string, on = "success") =>
    `{ image: node, when: { steps: [{ name: ${name}, on: [${on}] }] } }`;
  const approval = (needs?: string) =>
    `{ type: pending-approval${needs ? `, when: { steps: [{ name: ${needs} }] }` : ""} }`;

  test.each<[string, string, string[]]>([
    [
      "a step that the approval waits for, and the steps before it",
      `{ clone: { image: git }, unit: ${needing("clone")}, approve: ${approval("unit")}, deploy: ${needing("approve", "approved")} }`,
      ["clone runs", "unit runs", "approve runs", "deploy unknown"],
    ],
    [
      "a step that starts together with one that the approval waits for",
      `{ clone: { image: git }, unit: ${needing("clone")}, lint: ${needing("clone")}, approve: ${approval("unit")} }`,
      ["clone runs", "unit runs", "lint runs", "approve runs"],
    ],
    [
      "a step that needs more than the approval is in doubt",
      `{ clone: { image: git }, unit: ${needing("clone")}, e2e: ${needing("unit")}, approve: ${approval("clone")} }`,
      ["clone runs", "unit runs", "e2e unknown", "approve runs"],
    ],
    [
      "a second approval that needs nothing",
      `{ clone: { image: git }, unit: ${needing("clone")}, approve: ${approval("unit")}, other: ${approval()} }`,
      ["clone runs", "unit unknown", "approve unknown", "other runs"],
    ],
    [
      "an approval that needs one of two steps",
      `{ clone: { image: git }, unit: ${needing("clone")}, approve: { type: pending-approval, when: { steps: { any: [{ name: clone }, { name: unit }] } } }, last: ${needing("unit")} }`,
      ["clone runs", "unit unknown", "approve runs", "last unknown"],
    ],
  ])("%s", (_, steps, expected) => {
    expect(outcomes(`mode: parallel\nsteps: ${steps}`)).toEqual(expected);
  });
});

describe("in parallel mode, a step whose when holds until another one is over", () => {
  const lint = `{ image: node, fail_fast: false, when: { steps: [{ name: clone }] } }`;
  const notify = (condition: string) =>
    step(`{ steps: [{ name: build }], condition: { all: { ok: "${condition}" } } }`);
  const run = (steps: string, result: "failure" | "success" = "failure") =>
    outcomes(`mode: parallel\nsteps: { ${steps} }`, { steps: { results: { lint: result } } });
  const build = "build: { image: node }";
  const notFailed = `notify: ${notify("steps.lint.result != 'failure'")}`;
  const next = `next: ${step("{ steps: [{ name: notify }] }")}`;
  const unsure = ["notify unknown when-combination", "next unknown when-combination"];

  test("is in doubt where both start at the same time, and so is a step that needs it", () => {
    const lines = `${build}, lint: { image: node, fail_fast: false }, ${notFailed}, ${next}`;
    expect(run(lines).slice(2)).toEqual(unsure);
  });

  test("is in doubt in each order of the text", () => {
    const clone = "clone: { image: node }";
    expect(run(`${build}, ${clone}, lint: ${lint}, ${notFailed}, ${next}`).slice(3)).toEqual(unsure);
    expect(run(`${clone}, lint: ${lint}, ${build}, ${notFailed}, ${next}`).slice(3)).toEqual(unsure);
  });

  test("runs for certain if it also holds at the end", () => {
    const lines = `${build}, clone: { image: node }, lint: ${lint}, ${notFailed}`;
    expect(run(lines, "success").at(-1)).toBe("notify runs");
  });

  test("starts immediately if it holds at the start, whatever becomes of the other one", () => {
    const early = `early: ${when("steps.notify.result != 'success'")}`;
    const lines = `${build}, clone: { image: node }, lint: ${lint}, ${notFailed}, ${early}`;
    expect(run(lines).slice(3)).toEqual([unsure[0], "early runs"]);
  });

  test("never runs for certain if no result of the other one lets it", () => {
    const lines = `${build}, clone: { image: node }, lint: ${lint}, notify: ${notify("steps.lint.result == 'success'")}`;
    expect(run(lines).at(-1)).toBe("notify never-runs when-combination");
  });
});

test("in parallel mode, the reason of a step that waits for running names what is not known", () => {
  const [, , run] = buildOf(`mode: parallel
steps:
  clone: { image: node }
  test: ${step("{ steps: [{ name: clone }] }")}
  run: ${step("{ steps: [{ name: test, on: [running] }] }")}`).steps;
  const [{ reason, needs }] = run!.conditions as [SimulatedStepCondition];
  expect([run!.outcome, reason, needs]).toEqual([
    "unknown",
    'the result of "test" is success; whether the when is evaluated while "test" runs is not known',
    [],
  ]);
});

describe("in parallel mode, after a step that ends the build", () => {
  const needing = (steps: string) => step(`{ steps: ${steps} }`);
  const results: SimulateOptions = { steps: { results: { bad: "failure" } } };
  const both = "a: { image: node }, bad: { image: node }";

  test.each<[string, string, string[]]>([
    [
      "a step that another one can start before it is in doubt",
      `${both}, one: ${needing("[{ name: a }]")}, anyw: ${needing("{ any: [{ name: bad, on: [failure] }, { name: a }] }")}`,
      ["one unknown", "anyw unknown"],
    ],
    [
      "a condition that holds before is in doubt",
      `${both}, one: ${when('steps.bad.result == "failure"', 'steps.a.result == "success"')}, two: ${when('steps.bad.result == "failure"', 'steps.a.result == "running"')}`,
      ["one unknown", "two unknown"],
    ],
    [
      "a step that waits for it is not reached",
      `${both}, one: ${needing("[{ name: bad, on: [failure] }, { name: a }]")}, two: ${when('steps.bad.result == "failure" && steps.a.result == "success"')}`,
      ["one not-reached", "two not-reached"],
    ],
    [
      "a step that waits for one that waits for it is not reached",
      `${both}, one: ${needing("[{ name: bad, on: [failure] }]")}, two: ${needing("[{ name: one }]")}`,
      ["one not-reached", "two not-reached"],
    ],
  ])("%s", (_, steps, expected) => {
    const lines = `mode: parallel\nsteps: { ${steps} }`;
    expect(outcomes(lines, results).slice(2)).toEqual(expected);
    const asked = lines.replace("bad: { image: node }", "bad: { type: pending-approval }");
    const denied = asked.replaceAll("failure", "denied");
    expect(outcomes(denied, { steps: { results: { bad: "denied" } } }).slice(2)).toEqual(expected);
  });
});

test.each([
  ["approved", "steps.ask.result == 'success'", "unknown"],
  ["approved", "steps.ask.result != 'success'", "unknown"],
  ["approved", "steps.ask.result == 'approved'", "runs"],
  ["approved", "upper(steps.ask.result) == 'APPROVED'", "runs"],
  ["approved", "steps.ask.result == 'failure'", "skipped"],
  ["denied", "steps.ask.result == 'failure'", "unknown"],
  ["denied", "steps.ask.result != 'denied'", "skipped"],
] as const)("of an approval that is %s, the condition %s", (result, condition, outcome) => {
  const lines = `steps: { ask: { type: pending-approval, fail_fast: false }, one: ${when(condition)} }`;
  const one = buildOf(lines, { steps: { results: { ask: result } } }).steps[1]!;
  expect(one.outcome).toBe(outcome);
  if (outcome === "unknown")
    expect(one.reason).toMatch(/; whether "ask", which is \w+, counts as \w+ is not documented$/);
});

test("a parallel step that fails by the condition of its success_criteria names it", () => {
  const criteria = "success_criteria: { condition: { all: { unit_fails: steps.unit.result == 'failure' } } }";
  const lines = `steps: { tests: { type: parallel, ${criteria}, steps: { unit: { image: node } } }, next: { image: node } }`;
  const { steps, result } = buildOf(lines);
  const why = "it fails, because condition.all.unit_fails of its success_criteria is false";
  expect(steps[2]!.reason).toBe(`"tests" ends the build, because fail_fast is not false; ${why}`);
  expect(result!.reason).toBe(`"tests" has the result failure; ${why}`);
});

test("a change that would make a step run never has a value that a system variable lacks", () => {
  const opened: GitEvent = { kind: "git", names: ["pullrequest.opened"], branch: "x" };
  const runsIf = (condition: string) =>
    buildOf(`steps: { one: ${when(condition)} }`, {}, opened).steps[0]!.runsIf.map(({ to }) => to);
  expect(runsIf('"${{CF_PULL_REQUEST_ACTION}}" == "open"')).toEqual([]);
  expect(runsIf('"${{CF_PULL_REQUEST_ACTION}}" == "closed"')).toEqual(["closed"]);
  expect(runsIf('"${{CF_BUILD_TRIGGER}}" == "push"')).toEqual([]);
  expect(runsIf('"${{CF_BUILD_TRIGGER}}" == "build"')).toEqual(["build"]);
});

test("the effect of a plain slash in a regex of when.branch is not documented", () => {
  const [one] = buildOf(`steps: { one: ${step("{ branch: { only: [/^release/1$/] } }")} }`).steps;
  expect([one!.outcome, one!.reason]).toEqual([
    "unknown",
    'branch.only: the entry "/^release/1$/" cannot be compared with "main": the effect of a slash without a backslash in it is not documented',
  ]);
});

test("an approved approval is not known to be a success, and the reason is printed", () => {
  const lines = `steps: { ask: { type: pending-approval }, next: ${step("{ steps: [{ name: ask }] }")} }`;
  const next = buildOf(lines, { steps: { results: { ask: "approved" } } }).steps[1]!;
  expect([next.outcome, next.reason]).toEqual([
    "unknown",
    'steps.ask: the result of "ask" is approved; whether that counts as success is not documented',
  ]);
});

test.each([
  ["parallel", ["steps-succeed", "steps-succeed"]],
  ["sequential", [undefined, "steps-succeed"]],
])("in %s mode a step depends on the success of those that it may read", (mode, expected) => {
  const lines = `mode: ${mode}\nsteps: { last: ${step("{ steps: [{ name: unit }] }")}, unit: { image: node } }`;
  const steps = buildOf(lines).steps;
  expect(steps.map(({ assumed }) => assumed.find((id) => id === "steps-succeed"))).toEqual(expected);
});

test.each([
  ["a list of steps", "sequential", step("{ steps: [{ name: one }] }")],
  ["a condition", "sequential", when("steps.one.result == 'success'")],
  ["parallel mode", "parallel", step("{ steps: [{ name: one }] }")],
])("a step names the question that decides a step that it reads, in %s", (_, mode, last) => {
  const lines = `mode: ${mode}\nsteps: { one: ${step("{ branch: {} }")}, two: ${last}, end: ${step("{ steps: [{ name: two }] }")} }`;
  const asked = buildOf(lines).steps.map(({ outcome, assumed }) => [outcome, assumed.includes("empty-when")]);
  expect(asked).toEqual([
    ["runs", true],
    ["runs", true],
    ["runs", true],
  ]);
});

test("a step after the end of a build names the question that decides the step which ends it", () => {
  const lines = `steps: { one: ${step("{ branch: {} }")}, two: { image: node } }`;
  const two = buildOf(lines, { steps: { results: { one: "failure" } } }).steps[1]!;
  expect([two.outcome, two.assumed]).toEqual(["not-reached", ["steps-succeed", "empty-when"]]);
});

test("the result of a build whose only step is terminated is printed", () => {
  const build = buildOf("steps: { unit: { image: node } }", { steps: { results: { unit: "terminated" } } });
  expect(stepLines(build, screenFor({ color: false, columns: 100 })).map((line) => line.trim())).toEqual([
    "the steps",
    "✓ unit  runs",
    'the result of the build is terminated: "unit" has the result terminated',
  ]);
});
