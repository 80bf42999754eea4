import { describe, expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { lintText } from "../lint-text.ts";

const rulesOf = async (path: string, text: string): Promise<readonly string[]> =>
  (await lintText(path, text)).map(({ rule, path: at }) => `${rule} ${at}`);

describe("a pipeline definition", () => {
  test.each([
    ["codefresh.yml", "version: '1.0'\n", ["missing-key steps"]],
    ["codefresh.yml", "steps:\n  a: { image: node }\n", ["missing-key version"]],
    ["codefresh.yml", "version: '1.0'\nsteps:\n", ["null-value steps"]],
    ["codefresh-pr.yaml", "version: '1.0'\nsteps: [a]\n", ["wrong-type steps"]],
    ["ci.yml", "version: '1.0'\nsteps:\n  a: {}\n", ["missing-key steps.a.image"]],
    ["ci.yml", "version: 2\nsteps:\n  a: {}\n", ["unknown-value version"]],
  ])("%s is checked as a whole: %j", async (path, text, rules) => {
    expect(await rulesOf(path, text)).toEqual(rules);
  });

  test.each([
    ["push: { type: push }", 'unknown key "push" in the definition; move it under "steps"'],
    [
      "when: { branch: {} }",
      'unknown key "when" in the definition; move it into the step that it belongs to',
    ],
    ["fail-fast: true", 'unknown key "fail-fast"; did you mean "fail_fast"?'],
    [
      "triggers: []",
      'unknown key "triggers" in the definition; move it under "spec" of the pipeline\'s own spec',
    ],
  ])("names the place of a key at the top: %s", async (key, message) => {
    const found = await lintText("codefresh.yml", `version: '1.0'\nsteps: { a: { image: node } }\n${key}\n`);
    expect(found.map((each) => each.message)).toEqual([message]);
  });

  test("has the step and the path of a finding, with its arguments at the step", async () => {
    const text = `version: '1.0'
steps:
  api:
    type: build
    arguments: { imagename: acme/api, tag: 5 }
  side_by_side:
    type: parallel
    steps:
      unit: { image: node, when: { steps: [{ name: api, on: [done] }] } }
`;
    const found = await lintText("codefresh.yml", text);
    expect(found.map(({ rule, step, path, also }) => [rule, step, path, also])).toEqual([
      ["unknown-key", "api", "steps.api.imagename", ["steps.api.image_name"]],
      ["wrong-type", "api", "steps.api.tag", undefined],
      [
        "invalid-when",
        "unit",
        "steps.side_by_side.steps.unit.when.steps.0.on.0",
        ["steps.side_by_side.steps.unit.when.steps"],
      ],
    ]);
  });

  test.each([
    ["docker-compose.yml", "version: '3'\nservices: { api: { image: node } }\n"],
    ["vela.yml", "version: '1'\nsteps: [{ name: test, image: node }]\n"],
    ["woodpecker.yml", "steps: { test: { image: node, commands: [npm test] } }\n"],
    ["workflow.yml", "on: push\njobs: { test: { steps: [{ run: npm test }] } }\n"],
    ["drone.yml", "kind: pipeline\nsteps: [{ name: test, image: node }]\n"],
    ["step.yml", "version: '1.0'\nkind: step-type\nmetadata: {}\nspec: {}\nsteps: { a: {} }\n"],
    ["buildspec.yml", "version: 0.2\nphases: { build: { commands: [npm test] } }\n"],
  ])("is not %s", async (path, text) => {
    const { isDefinitionFile } = await import("../../src/pipeline/read-spec-file.ts");
    expect(isDefinitionFile(await readSpecFile(path, text))).toBe(false);
  });
});
