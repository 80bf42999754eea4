import { describe, expect, test } from "vitest";
import { folderWith } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

const runInFolder = (files: Readonly<Record<string, string>>, argv: readonly string[]) =>
  runCommand(argv, folderWith(files));

const SPEC = `version: '1.0'
kind: pipeline
metadata: { name: a/one }
spec:
  triggers:
    - { name: main, type: git, provider: github, context: github, repo: o/r, events: [push.heads], branchRegex: /^main$/ }
    - { name: any, type: git, provider: github, context: github, repo: o/r, events: [push.heads] }
    - { name: web, type: git, provider: github, context: github, repo: o/r, events: [push.heads], modifiedFilesGlob: web/** }
    - { name: off, type: git, provider: github, context: github, repo: o/r, events: [push.heads], disabled: true }
    - { name: twin, type: git, provider: github, context: github, repo: o/r, events: [push.tags] }
    - { name: twin, type: git, provider: github, context: github, repo: o/r, events: [push.tags] }
  variables:
    - { key: A, value: 'on' }
    - { key: VERSION, value: 1.10 }
    - { key: NESTED, value: 'x-\${{CF_BRANCH}}' }
  steps: { a: { image: node } }
`;

/** Returns the result of a case: `passed`, its failures, or the errors of the file. */
async function outcome(keys: string, top = ""): Promise<string> {
  const cases = `${top}specs: spec.yml\ncases:\n  - name: x\n${keys.replace(/^/gm, "    ")}\n`;
  const { stdout, stderr } = await runInFolder({ "spec.yml": SPEC, "x.dryfire-test.yaml": cases }, [
    "test",
    "--format",
    "json",
  ]);
  if (stdout === "") return stderr.replaceAll(/dryfire: x.dryfire-test.yaml:/g, "").trim();
  const [one] = JSON.parse(stdout).files[0].cases;
  const failures = one.failures as { expectation: string; expected: string; actual: string }[];
  return (
    failures.map((each) => `${each.expectation}: ${each.expected} | ${each.actual}`).join("\n") || "passed"
  );
}

const push = "push: main\nchanged: [web/a]\n";

test("a variable with a reference is as written with an answer to substitution", async () => {
  const keys = `${push}variables: { any: { NESTED: 'x-\${{CF_BRANCH}}' } }`;
  expect(await outcome(keys, "assume: { substitution: exact }\n")).toBe("passed");
});

describe("an expectation", () => {
  test.each([
    [`${push}fires: [main, any, web]`, "passed"],
    [`${push}fires: [web, main, any]`, "passed"],
    [`${push}fires: [main, any]`, "fires: main, any | main, any, web"],
    [`${push}fires: [main, any, web, off]`, "fires: main, any, web, off | main, any, web"],
    [`${push}fires: nothing`, "fires: nothing | main, any, web"],
    [`${push}fires: []`, "fires: nothing | main, any, web"],
    ["push: main\nfires: [main, any]", "fires: main, any | main, any; unknown: web"],
    ["push: main\nfires: [main, any]\nunknown: web", "passed"],
    ["push: main\nfires: [main, any, web]\nunknown: web", "fires: main, any, web | main, any; unknown: web"],
    ["push: main\nfires: [main, any]\nunknown: { web: files }", "passed"],
    ["push: main\nunknown: { web: branch }", "unknown: web is unknown for branch | web is unknown for files"],
    ["push: main\nunknown: main", "unknown: main is unknown | main fires"],
    [`${push}fires-at-least: main`, "passed"],
    [`${push}fires-at-least: [main, off]`, "fires-at-least: main, off | main; off skips by enabled"],
    ["push: main\nfires-at-least: web", "fires-at-least: web | web is unknown for files"],
    [`${push}skips: off`, "passed"],
    [`${push}skips: [off, main]`, "skips: main skips | main fires"],
    [`${push}skips: { off: enabled }`, "passed"],
    ["push: dev\nchanged: [a]\nskips: { main: branch, web: files }", "passed"],
    ["push: dev\nchanged: [a]\nskips: { main: files }", "skips: main skips by files | main skips by branch"],
    ["tag: dev\nskips: { main: [event, branch] }", "passed"],
    [`${push}builds: 1`, "passed"],
    [`${push}builds: 3`, "builds: 3 | 1"],
    ["push: main\nbuilds: 1", "passed"],
    ["push: dev\nbuilds: 1", "passed"],
    [`${push}variables: { any: { A: 'on', VERSION: 1.1, CF_BRANCH: main, B: null } }`, "passed"],
    [
      `${push}variables: { any: { NESTED: 'x-\${{CF_BRANCH}}' } }`,
      "variables: NESTED=x-${{CF_BRANCH}} | NESTED is unknown (substitution)",
    ],
    [`${push}variables: { any: { VERSION: 1.10 } }`, "variables: VERSION=1.10 | VERSION=1.1"],
    [`${push}variables: { A: 'on' }`, "variables: A=on | several triggers fire (main, any, web); name one"],
    [`${push}variables: { any: { B: x } }`, "variables: B=x | no B"],
    [`${push}variables: { any: { A: null } }`, "variables: no A | A=on"],
    [
      `${push}variables: { any: { CF_REVISION: x } }`,
      "variables: CF_REVISION=x | CF_REVISION is set to an unknown value",
    ],
    [`${push}variables: { off: { A: x } }`, "variables: A=x | no build: off does not fire"],
    [
      `${push}build: { any: { commit-status-title: a/two } }`,
      "build: commit-status-title=a/two | commit-status-title=a/one",
    ],
    [`${push}build: { any: { contexts: [] } }`, "passed"],
    [`${push}build: { any: { contexts: null } }`, "passed"],
    [`${push}build: { any: { contexts: [c] } }`, "build: contexts=c | no contexts"],
    ["tag: v1\nfires: ['triggers[4]', 'one triggers[5]']", "passed"],
    [
      "tag: v1\nfires: twin",
      '5:12: several triggers are named "twin"; write "a/one triggers[4]" or "a/one triggers[5]"',
    ],
    [
      "tag: 1.10\nfires-at-least: 'triggers[4]'\nvariables: { 'triggers[4]': { CF_BRANCH: '1.10' } }",
      "passed",
    ],
  ])("%j gives %j", async (keys, expected) => {
    expect(await outcome(keys)).toBe(expected);
  });
});

test("the steps of a definition that cannot be read are unknown", async () => {
  const steps = "specTemplate: { location: git, repo: o/r, path: ./x.yml, context: github }";
  const outcomes = ["runs", "unknown"].map(
    (each) => `{ name: ${each}, tag: v1, steps: { twin: { a: ${each} } } }`,
  );
  const { stdout } = await runInFolder(
    {
      "spec.yml": SPEC.replace("steps: { a: { image: node } }", steps).replace(/^.*name: twin.*\n/m, ""),
      "x.dryfire-test.yaml": `specs: spec.yml\ncases: [${outcomes.join(", ")}]\n`,
    },
    ["test"],
  );
  expect(stdout).toContain("✗ runs ");
  expect(stdout).toContain("✓ unknown");
});

describe("the config of a spec", () => {
  const spec = SPEC.replace("web/**", "'**.js'");
  const config = "assume: { glob-engine: minimatch }\n";
  const cases = (more: string) =>
    `specs: spec.yml\n${more}cases:\n  - { name: x, push: main, changed: [web/a.js], fires-at-least: main, skips: web }\n`;
  const files = { "spec.yml": spec, "dryfire.config.yaml": config };
  const exitOf = async (more: string, ...argv: string[]) =>
    (await runInFolder({ ...files, "x.dryfire-test.yaml": cases(more) }, ["test", ...argv])).exit;

  test("answers open questions, unless the cases file does", async () => {
    expect(await exitOf("")).toBe(0);
    expect(await exitOf("", "--no-config")).toBe(1);
    expect(await exitOf("assume: { glob-engine: picomatch }\n")).toBe(1);
  });
});

describe("steps, approvals and hooks", () => {
  const spec = SPEC.replace(
    "steps: { a: { image: node } }",
    "hooks: { on_elected: [a], on_fail: [a] }\n  steps: { a: { image: node, hooks: { on_finish: [a] } }, ask: { type: pending-approval } }",
  );
  const run = (argv: readonly string[], keys = "") =>
    runInFolder(
      {
        "spec.yml": spec,
        "x.dryfire-test.yaml": `specs: spec.yml\ncases:\n  - { name: x, push: next, ${keys} }\n`,
      },
      argv,
    );

  test.each([
    ["a", "approved", "success, failure, terminated or skipped"],
    ["ask", "success", "approved, denied, terminated or skipped"],
    ["hooks.on_elected", "denied", "success or failure"],
  ])("%s cannot have the result %s", async (name, result, possible) => {
    const message = `"${name}" cannot have the result ${result}; give it ${possible}`;
    const simulated = await run(["simulate", "spec.yml", "--push", "next", "--step", `${name}=${result}`]);
    expect([simulated.exit, simulated.stderr]).toEqual([2, expect.stringContaining(message)]);
    const tested = await run(["test"], `step: { ${name}: ${result} }, fires: [any]`);
    expect([tested.exit, tested.stderr]).toEqual([2, expect.stringContaining(message)]);
  });

  test("a case names hooks as --step does", async () => {
    const outcomes = (onFail: string) =>
      `step: { a: failure }, steps: { hooks.on_fail: ${onFail}, a.hooks.on_finish: runs }`;
    expect((await run(["test"], outcomes("runs"))).exit).toBe(0);
    expect((await run(["test"], outcomes("skipped"))).stdout).toContain("hooks.on_fail");
  });
});
