import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import runReportSchema from "../../src/report/schemas/run-report.generated.ts";
import { manualBuild } from "../../src/simulate/build/manual-run.ts";
import { closedValidator, formatErrors } from "../report/schemas.ts";
import { runCommand } from "../scenario.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

const SPEC = `kind: pipeline
metadata: { name: a/b }
spec:
  variables:
    - { key: A, value: of the pipeline }
    - { key: B, value: of the pipeline }
    - { key: HIDDEN, value: not-to-be-shown, encrypted: true }
  triggers:
    - type: git
      name: t
      repo: o/r
      events: []
      disabled: true
      variables: [{ key: A, value: of the trigger }]
`;

async function build(variables: readonly (readonly [string, string])[], picked: boolean) {
  const { pipelines } = await readSpecFile("a.yml", SPEC);
  const [trigger] = pipelines[0]!.triggers;
  const run = { ...(picked && { trigger: trigger! }), branch: "main", variables };
  const made = manualBuild(pipelines[0]!, run);
  return { ...made, build: made.build! };
}

describe("a manual run", () => {
  test("overrides variables of the trigger and the pipeline", async () => {
    const { build: made } = await build(
      [
        ["A", "first"],
        ["A", "given"],
        ["C", ""],
      ],
      true,
    );
    const rows = made.variables.map(({ key, value, origin, overrides }) => [
      key,
      value,
      origin,
      overrides.map((each) => each.origin).join(),
    ]);
    expect(rows).toEqual([
      ["A", "given", "run", "trigger,pipeline"],
      ["B", "of the pipeline", "pipeline", ""],
      ["HIDDEN", "*****", "pipeline", ""],
      ["C", "", "run", ""],
    ]);
  });

  test.each([
    ["build", "build"],
    ["webhook", null],
  ])("reads CF_BUILD_TRIGGER of the spec, %s, next to that of a manual run", async (value, expected) => {
    const text = `kind: pipeline\nspec:\n  variables: [{ key: CF_BUILD_TRIGGER, value: ${value} }]\n`;
    const { pipelines } = await readSpecFile("a.yml", text);
    const made = manualBuild(pipelines[0]!, { variables: [] }, { assumeAccepted: true });
    expect(made.build!.variables.map((each) => each.value)).toEqual([expected]);
  });

  test("never prints a given value that is secret by its key or in the spec", async () => {
    const made = await build(
      [
        ["HIDDEN", "s3cr3t-1"],
        ["API_TOKEN", "s3cr3t-2"],
      ],
      true,
    );
    expect(JSON.stringify(made)).not.toMatch(/s3cr3t|not-to-be-shown/);
  });

  test("sets CF_BUILD_TRIGGER, and builds the branch of the trigger's repository", async () => {
    const { build: made } = await build([], true);
    const known = Object.fromEntries(made.systemVariables.map(({ name, value }) => [name, value]));
    expect(known).toMatchObject({ CF_BUILD_TRIGGER: "build", CF_BRANCH: "main", CF_REPO_OWNER: "o" });
  });

  test("runs a disabled trigger, and notes it", async () => {
    expect((await build([], true)).notes.join()).toContain("the trigger is disabled");
    expect((await build([], false)).notes.join()).toContain("no trigger was named");
  });

  test("uses the pipeline's variables without a trigger", async () => {
    const { build: made, trigger } = await build([], false);
    expect(trigger).toBe(null);
    expect(made.variables.find(({ key }) => key === "A")?.value).toBe("of the pipeline");
  });

  test("matches the schema of its JSON report", async () => {
    for (const argv of [[], ["--trigger", "release-tag", "-b", "main"]]) {
      const { stdout } = await runCommand(
        ["simulate", "specs/shop.yml", "--run", "shop/api", ...argv, "--format", "json"],
        fixtures,
      );
      expect(formatErrors(closedValidator(runReportSchema), JSON.parse(stdout))).toEqual([]);
    }
  });
});
