import { afterAll, beforeAll, expect, test, vi } from "vitest";

/**
 * Counts of work, which are the same on each machine. A rule that walks through every spec, or
 * searches its whole text, takes 1 to 6 % of the time of `lint`: for most specs a cheaper look must
 * show that they lack the fault.
 */
const trigger = (branch: string) => `
    - name: push-${branch}
      type: git
      repo: shop/api
      events:
        - push.heads
      branchRegex: /^${branch}$/
      modifiedFilesGlob: "{api/**,package.json}"
      provider: github
      variables:
        - key: STAGE
          value: ${branch}
      disabled: false`;
const step = (name: string) => `
    ${name}:
      title: Run ${name}
      stage: build
      image: node:20
      working_directory: ./api
      commands:
        - npm ci
        - npm run ${name}`;
const spec = `version: "1.0"
kind: pipeline
metadata:
  name: shop/api
spec:
  triggers:${["main", "develop", "qa"].map(trigger).join("")}
  stages:
    - build
  steps:${["lint", "test", "build", "scan", "pack", "sign", "push", "deploy"].map(step).join("")}
`;

/** Loads all modules again, because test files share them with what they have cached. */
beforeAll(() => void vi.resetModules());
afterAll(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

/** The work of all rules for a spec. */
async function workOf(text: string) {
  const [{ RULES }, { LocatedMapping }, { activeRules }, { lintFile }, { readSpecFile }] = await Promise.all([
    import("../../rules/index.ts"),
    import("../../src/document/located.ts"),
    import("../../src/lint/rule-set.ts"),
    import("../../src/lint/run.ts"),
    import("../../src/pipeline/read-spec-file.ts"),
  ]);
  const file = await readSpecFile("spec.yml", text);
  const rules = activeRules(RULES);
  const walks = vi.spyOn(LocatedMapping.prototype, "entries", "get");
  const patterns = [vi.spyOn(RegExp.prototype, "test"), vi.spyOn(RegExp.prototype, "exec")];
  const { diagnostics } = await lintFile(file, rules, { integrations: {}, assume: {} });
  const tested = patterns.flatMap(({ mock }) => mock.calls.map(([each]) => each));
  return {
    diagnostics,
    mappings: walks.mock.calls.length,
    tests: tested.length,
    searches: tested.filter(({ length }) => length > text.length / 2).length,
  };
}

test("an ordinary spec needs no walk by a rule, and few patterns", async () => {
  const { diagnostics, mappings, tests, searches } = await workOf(spec);
  expect(diagnostics).toEqual([]);
  // 30, 541 and 16 on 29 November 2026. One rule with a walk of its own made it 48, 629 and 20.
  expect(mappings, "mappings whose keys rules read one by one").toBeLessThan(40);
  expect(tests, "tests of a text with a pattern").toBeLessThan(600);
  expect(searches, "searches of the whole text with a pattern").toBeLessThan(19);
});
