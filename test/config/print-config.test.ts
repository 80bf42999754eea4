import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { inNewFolder } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

let folder: string;
inNewFolder(beforeEach, (made) => {
  folder = made;
});

const print = async (...args: string[]) => {
  const { stdout, stderr, exit } = await runCommand(["lint", "--print-config", ...args], folder);
  return { printed: stdout === "" ? undefined : (JSON.parse(stdout) as Record<string, never>), stderr, exit };
};

test("prints the settings of a file that may be missing", async () => {
  const config = [
    "extends: strict",
    "rules: { unknown-event: off }",
    "overrides: [{ files: 'x/**', rules: { trigger-name: info } }]",
    "ignores: old",
    "integrations: { github-1: ghe }",
    "assume: { skip-case: 'no' }",
    "localRules: ./mine.mjs",
  ];
  writeFileSync(join(folder, "dryfire.config.yaml"), config.join("\n"));
  const { printed, exit } = await print("x/a.yml");
  expect(exit).toBe(0);
  expect(printed).toMatchObject({
    config: "dryfire.config.yaml",
    preset: "strict",
    ignored: false,
    rules: { "trigger-name": { severity: "info" }, "project-mismatch": { severity: "error" } },
    integrations: { "github-1": "github" },
    assume: { "skip-case": "no" },
    localRules: ["./mine.mjs"],
  });
  expect(printed?.rules).not.toHaveProperty("unknown-event");
  expect((await print("old/a.yml")).printed).toMatchObject({ ignored: true });
});

test("prints the defaults without a config", async () => {
  expect((await print("a.yml")).printed).toMatchObject({
    config: null,
    preset: "recommended",
    integrations: {},
  });
});

test("prints the preset of a folder, and the settings of the run; the command line wins", async () => {
  const config = [
    "failOn: warning",
    "formats: [lines, sarif=dryfire.sarif]",
    "repoRoot: .",
    "overrides: [{ files: 'prod/**', extends: strict }, { files: 'prod/new/**', extends: recommended }]",
  ];
  writeFileSync(join(folder, "dryfire.config.yaml"), config.join("\n"));
  expect((await print("a.yml")).printed).toMatchObject({
    preset: "recommended",
    failOn: "warning",
    formats: ["lines", "sarif=dryfire.sarif"],
    repoRoot: folder,
  });
  expect((await print("prod/a.yml")).printed).toMatchObject({ preset: "strict" });
  expect((await print("prod/new/a.yml")).printed).toMatchObject({ preset: "recommended" });
  expect(
    (await print("prod/new/a.yml", "--strict", "--fail-on", "info", "--format", "json")).printed,
  ).toMatchObject({
    preset: "strict",
    failOn: "info",
    formats: ["json"],
  });
});

test("prints the errors of an invalid config", async () => {
  writeFileSync(join(folder, "dryfire.config.json"), '{"rules": 1}');
  expect(await print("a.yml")).toEqual({
    printed: undefined,
    stderr: 'dryfire: dryfire.config.json:1:11: "rules" must be a mapping, not a number\n',
    exit: 2,
  });
});

test("refuses a folder, whose files have their own configs", async () => {
  expect(await print(".")).toEqual({
    printed: undefined,
    stderr: 'dryfire: "." is a folder; name a file in it, which need not exist\n',
    exit: 2,
  });
});

test.each([
  ["dryfire.config.json", '{\n  "rules": {} // none\n}\n', "2:15: a comment is not JSON; remove it"],
  ["dryfire.config.json", '{ "rules": { /* none */ } }', "1:14: a comment is not JSON; remove it"],
  ["package.json", '{ "dryfire": "./a.json" }', '1:14: "dryfire" must be a mapping or null, not "./a.json"'],
  [
    "dryfire.config.yaml",
    "rules: { flowers: off }",
    '1:10: unknown rule "flowers"; "dryfire rules" lists them',
  ],
])("names the fault of %s with %j", async (name, text, fault) => {
  writeFileSync(join(folder, name), text);
  expect(await print("a.yml")).toMatchObject({ stderr: `dryfire: ${name}:${fault}\n`, exit: 2 });
});
