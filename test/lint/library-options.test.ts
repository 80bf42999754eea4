import type { IncomingHttpHeaders } from "node:http";
import { describe, expect, test } from "vitest";
import { builtLibrary } from "../built-program.ts";

const {
  applyFixes,
  diff,
  evaluateCondition,
  eventFromPayload,
  findRejections,
  isCronAcceptedByApi,
  lint,
  matchFiles,
  parseCron,
  parseRegexLiteral,
  parseSpecs,
  simulate,
  simulateSteps,
} = builtLibrary();

const spec = `version: '1.0'
kind: pipeline
metadata:
  name: shop/web
spec:
  triggers:
    - { type: git, name: pushes, repo: acme/shop, events: [push.heads] }
  steps:
    unit: { image: node }
    deploy: { image: node, when: { branch: { only: [main] } } }
`;

/** Calls of a program without types; each has one unknown name or value. */
const lintOptions: readonly (readonly [options: object, message: string])[] = [
  [
    { rules: { "unknown-evnt": { severity: "off" } } },
    'unknown rule "unknown-evnt"; did you mean "unknown-event"?',
  ],
  [{ rules: { "unknown-event": { severity: "warn" } } }, 'unknown severity of rule "unknown-event" "warn"'],
  [{ rules: { "unknown-event": "off" } }, 'the setting of rule "unknown-event" must be an object'],
  [
    { rules: { "cron-too-frequent": { options: { minimumMinute: 5 } } } },
    'unknown option of rule "cron-too-frequent" "minimumMinute"; did you mean "minimumMinutes"?',
  ],
  [
    { rules: { "cron-too-frequent": { options: { minimumMinutes: "5" } } } },
    'option "minimumMinutes" of rule "cron-too-frequent" must be a number',
  ],
  [
    { rules: { "unknown-event": { options: { extra: 1 } } } },
    'unknown option of rule "unknown-event" "extra"',
  ],
  [{ preset: "strikt" }, 'unknown preset "strikt"; did you mean "strict"?'],
  [{ assume: { "skip-cas": "yes" } }, 'unknown question "skip-cas"; did you mean "skip-case"?'],
  [{ assume: { "skip-case": "maybe" } }, 'unknown answer to "skip-case" "maybe"; write "yes" or "no"'],
  [{ integrations: { acme: "githb" } }, 'unknown provider of "acme" "githb"; did you mean "github"?'],
  [{ presett: "strict" }, 'unknown option of lint "presett"; did you mean "preset"?'],
  [{ rules: null }, '"rules" must be an object'],
  [{ path: null }, "a path must be a text"],
  [{ repositoryFiles: "src" }, '"repositoryFiles" must be a list of texts'],
  [{ localRules: {} }, '"localRules" must be a list of rules'],
  [
    { localRules: [{ id: "unknown-event", severity: "error", summary: "a", why: "b", sources: [] }] },
    'duplicate rule id "unknown-event"; rename the rule in "localRules"',
  ],
];

const events: readonly (readonly [event: object, message: string])[] = [
  [{ kind: "git", names: ["push.head"] }, 'unknown event name "push.head"; did you mean "push.heads"?'],
  [{ kind: "git", names: "push.heads" }, '"names" of a git event must be a list'],
  [
    { kind: "git", names: ["push.heads"], brnch: "main" },
    'unknown fact of a git event "brnch"; did you mean "branch"?',
  ],
  [{ kind: "gt", names: [] }, 'unknown kind of event "gt"'],
  [{ kind: "time", at: "soon" }, '"at" of a time event must be a time'],
  [{ kind: "time", at: "2026-05-04T02:00:00" }, '"at" must be a time such as 2026-05-01T03:00:00Z'],
  [{ kind: "git", names: [] }, "the event has no name"],
  [{ kind: "git", names: ["push.heads"], branch: null }, '"branch" has no value'],
  [{ kind: "git", names: ["push.heads"], provider: "GitHub" }, '"provider" must be one of "github", '],
  [{ kind: "git", names: ["push.heads"], changedFiles: ["a"] }, "at /changedFiles/0: "],
  [{ kind: "git", names: ["push.heads"], deleted: "no" }, '"deleted" must be true or false'],
];

/** A call of a function with arguments that its types do not allow. */
type Call = (...args: readonly unknown[]) => unknown;

const push = { kind: "git", names: ["push.heads"], branch: "main" } as const;
const [pipeline] = parseSpecs(spec);
const { build } = simulate([pipeline!], push).pipelines[0]!.triggers[0]!;

const misspelled = spec.replace("events: [push.heads]", "events: [push.heads], branchRegx: /a/");
const misspelledFindings = (await lint(misspelled)).diagnostics;

const calls: readonly (readonly [name: string, call: () => unknown, message: string])[] = [
  ...(
    [
      [{ result: {} }, 'unknown option of steps "result"; did you mean "results"?'],
      [{ results: { unti: "success" } }, 'unknown step "unti"; did you mean "unit"?'],
      [{ results: { unit: "failed" } }, 'unknown result of step "unit" "failed"; write "success", "failure"'],
      [{ variables: { X: 1 } }, 'the value of variable "X" must be a text'],
      [{ assume: { "condition-eror": "skips" } }, 'did you mean "condition-error"?'],
      [{ definition: 5 }, "a definition of steps must be a text"],
    ] as const
  ).map(
    ([options, message]) =>
      [
        `simulateSteps with ${JSON.stringify(options)}`,
        () => (simulateSteps as Call)(pipeline, build, options),
        message,
      ] as const,
  ),
  [
    "simulate with a result",
    () => (simulate as Call)([pipeline], push, { steps: { results: { unit: "failed" } } }),
    'unknown result of step "unit" "failed"',
  ],
  [
    "simulate with an option",
    () => (simulate as Call)([pipeline], push, { assumme: {} }),
    'did you mean "assume"?',
  ],
  ["simulate of a text", () => (simulate as Call)(spec, push), "the specs must be pipelines"],
  ["simulate of texts", () => (simulate as Call)([spec], push), "the specs must be pipelines"],
  [
    "simulate without an event",
    () => (simulate as Call)([pipeline]),
    'the event must be an object such as { kind: "git", names: ["push.heads"], branch: "main" }',
  ],
  [
    "simulate of a whole payload",
    () => (simulate as Call)([pipeline], { offered: true, events: [push] }),
    'this is the result of eventFromPayload; give one of its "events"',
  ],
  [
    "simulate of one pipeline",
    () => (simulate as Call)(pipeline, push),
    "the specs must be pipelines in a list, as parseSpecs returns them",
  ],
  [
    "simulate of a clone",
    () => simulate(structuredClone([pipeline!]), push),
    "the specs must be pipelines in a list, as parseSpecs returns them, not copies",
  ],
  [
    "findRejections of a clone",
    () => findRejections(structuredClone(pipeline!)),
    "the pipeline must be one of those that parseSpecs returns, not a copy",
  ],
  [
    "simulate with the name of a trigger",
    () => (simulate as Call)([pipeline], push, { triggers: "pushes" }),
    '"triggers" must be a list of texts',
  ],
  [
    "simulate with a trigger that is not there",
    () => simulate([pipeline!], push, { triggers: ["pushs"] }),
    'unknown trigger "pushs"; did you mean "pushes"?',
  ],
  [
    "simulate with a pipeline that is not there",
    () => simulate([pipeline!], push, { pipelines: ["shop/wep"] }),
    'unknown pipeline "shop/wep"; did you mean "shop/web"?',
  ],
  ["evaluateCondition of a number", () => (evaluateCondition as Call)(5), "a condition must be a text"],
  [
    "evaluateCondition with null",
    () => (evaluateCondition as Call)("true", null),
    "the variables must be an object",
  ],
  ["parseCron of a number", () => (parseCron as Call)(5), "an expression must be a text"],
  ["isCronAcceptedByApi of null", () => (isCronAcceptedByApi as Call)(null), "an expression must be a text"],
  ["parseRegexLiteral of a number", () => (parseRegexLiteral as Call)(5), "a filter must be a text"],
  ["diff of texts", () => (diff as Call)(spec, spec), "the specs must be pipelines"],
  [
    "diff with a text as a date",
    () => (diff as Call)([], [], { from: "2026-05-04" }),
    '"from" must be a valid date',
  ],
  [
    "findRejections of a list",
    () => (findRejections as Call)([pipeline]),
    "the pipeline must be one of those that parseSpecs returns",
  ],
  [
    "findRejections of a file",
    () => (findRejections as Call)(pipeline!.file),
    "the pipeline must be one of those that parseSpecs returns",
  ],
  [
    "simulateSteps of a file",
    () => (simulateSteps as Call)(pipeline!.file, build),
    "the pipeline must be one of those that parseSpecs returns",
  ],
  [
    "findRejections with a question",
    () => (findRejections as Call)(pipeline, { "skip-cas": "yes" }),
    'did you mean "skip-case"?',
  ],
  [
    "simulateSteps without a build",
    () => (simulateSteps as Call)(pipeline, null),
    "the build must be that of a trigger which fires",
  ],
  ["parseSpecs without a text", () => (parseSpecs as Call)(undefined), "a spec must be a text"],
  ["parseSpecs with an option", () => (parseSpecs as Call)(spec, { pth: "a" }), 'did you mean "path"?'],
  ["applyFixes without a list", () => (applyFixes as Call)(spec, {}), "the diagnostics must be a list"],
  [
    "applyFixes with an option",
    () => (applyFixes as Call)(spec, [], { suggestion: true }),
    'did you mean "suggestions"?',
  ],
  [
    "applyFixes with findings of another text",
    () => applyFixes(`# a comment\n${misspelled}`, misspelledFindings, { suggestions: true }),
    "the diagnostics are of another text; give those that lint returns for this one",
  ],
  [
    "applyFixes a second time",
    () => applyFixes("kind: pipeline\n", misspelledFindings),
    "the diagnostics are of another text",
  ],
  [
    "matchFiles with an option",
    () => (matchFiles as Call)("*", [], { engin: "x" }),
    'did you mean "engine"?',
  ],
  [
    "matchFiles with an engine",
    () => (matchFiles as Call)("*", [], { engine: "micromatch" }),
    'unknown engine "micromatch"',
  ],
  [
    "matchFiles with a path",
    () => (matchFiles as Call)("*", "src/a.ts"),
    "the paths must be a list of texts",
  ],
  [
    "matchFiles with an absolute path",
    () => matchFiles("src/**", ["/src/a.ts"]),
    '"/src/a.ts" of the paths is an absolute path; write it from the repository\'s root',
  ],
  [
    "matchFiles with backslashes",
    () => matchFiles("src/**", ["src\\a.ts"]),
    '"src\\a.ts" of the paths has backslashes; write "src/a.ts"',
  ],
  [
    "matchFiles with a path outside of the repository",
    () => matchFiles("**", ["../a.ts"]),
    '"../a.ts" of the paths ',
  ],
  [
    "matchFiles with an empty path",
    () => matchFiles("**", ["a", ""]),
    '"" of the paths is not a path of a file',
  ],
  ["matchFiles without a glob", () => (matchFiles as Call)(undefined, []), "a glob must be a text"],
  [
    "eventFromPayload with headers",
    () => (eventFromPayload as Call)({}, { "X-GitHub-Event": 1 }),
    '"X-GitHub-Event" must be a text',
  ],
  [
    "eventFromPayload with headers in a list",
    () => (eventFromPayload as Call)({}, { "X-GitHub-Event": ["push", 1] }),
    '"X-GitHub-Event" must be a text',
  ],
  [
    "eventFromPayload with the headers of fetch",
    () => (eventFromPayload as Call)({}, new Headers({ "X-GitHub-Event": "push" })),
    "the headers must be an object; give Object.fromEntries(headers)",
  ],
  [
    "eventFromPayload with a text",
    () => (eventFromPayload as Call)({}, "push"),
    "the headers must be an object",
  ],
];

describe("the library refuses unknown names and values with a TypeError", () => {
  test.each(lintOptions)("lint with %j", async (options, message) => {
    await expect(lint(spec, options)).rejects.toThrow(message);
    await expect(lint(spec, options)).rejects.toThrow(TypeError);
  });

  test.each(events)("simulate of %j", (event, message) => {
    const call = () => simulate(parseSpecs(spec), event as Parameters<typeof simulate>[1]);
    expect(call).toThrow(message);
    expect(call).toThrow(TypeError);
  });

  test.each(calls)("%s", (_, call, message) => {
    expect(call).toThrow(message);
    expect(call).toThrow(TypeError);
  });

  test("simulates the steps of a definition in place of those of the spec", () => {
    const definition = "version: '1.0'\nsteps:\n  lint: { image: node, when: { branch: { only: [dev] } } }\n";
    expect(
      simulateSteps(pipeline!, build!, { definition }).map(({ step, outcome }) => [step, outcome]),
    ).toEqual([["lint", "skipped"]]);
    const template = spec.replace(
      / {2}steps:[\s\S]*/,
      "  specTemplate: { location: git, repo: acme/shop, path: a.yml }\n",
    );
    const options = { definitionOf: () => definition, assumeAccepted: true };
    const [trigger] = simulate(parseSpecs(template), push, options).pipelines[0]!.triggers;
    expect(trigger!.build!.steps.map(({ outcome }) => outcome)).toEqual(["skipped"]);
  });

  const body = '{"object_kind": "push"}';
  test.each([
    [body, "a text; give what JSON.parse returns for it"],
    [Buffer.from(body), "bytes; give what JSON.parse returns for their text"],
    [new TextEncoder().encode(body).buffer, "bytes; give what JSON.parse returns for their text"],
    [Promise.resolve({}), "a promise; await it"],
  ])("names the form of a body that is not the value of it: %#", (given, form) => {
    expect(eventFromPayload(given)).toEqual({
      fault: "no-webhook",
      error: `not a webhook: the body is ${form}`,
    });
  });

  test("reads the headers of a request of Node.js", () => {
    const headers: IncomingHttpHeaders = {
      "x-github-event": "ping",
      "set-cookie": ["a=b", "c=d"],
      via: undefined,
    };
    expect(eventFromPayload({ zen: "Speak like a human." }, headers)).toMatchObject({ provider: "github" });
  });

  test("an undefined fact is one that was not given", () => {
    const event = { ...push, tag: undefined, fork: undefined, comment: undefined, targetBranch: undefined };
    const result = simulate(parseSpecs(spec), event as unknown as typeof push);
    expect([result.event, result.summary.fires]).toEqual([push, 1]);
    expect(Object.keys(result.event)).toEqual(Object.keys(push));
  });

  test("reads paths of matchFiles as those of an event", () => {
    expect(matchFiles("src/**", ["./src//a.ts"])).toMatchObject({ outcome: "yes", file: "src/a.ts" });
  });

  test("reads a full ref as the name of its branch", () => {
    const event = { ...push, branch: "refs/heads/main" };
    const filtered = spec.replace("repo:", "branchRegex: /^main$/, repo:");
    expect(simulate(parseSpecs(filtered), event).summary.fires).toBe(1);
  });

  test("accepts known ones", async () => {
    const rules = { "unknown-event": { severity: "off" } } as const;
    expect((await lint(spec, { rules, preset: "strict", assume: { "skip-case": "no" } })).pipelines).toBe(1);
    const { summary } = simulate(parseSpecs(spec), { kind: "git", names: ["push.heads"], branch: "main" });
    expect(summary.fires).toBe(1);
    const chosen = simulate(parseSpecs(spec), push, { pipelines: ["web"], triggers: ["pushes"] });
    expect(chosen.summary.fires).toBe(1);
  });
});
