import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DOMParser } from "@xmldom/xmldom";
import { Ajv } from "ajv";
import yaml from "js-yaml";
import { describe, expect, test } from "vitest";
import { casesSchema } from "../../src/cli/cases/cases-schema.ts";
import casesReportSchema from "../../src/report/schemas/test-report.generated.ts";
import { expectFile } from "../fixtures.ts";
import { closedValidator, formatErrors } from "../report/schemas.ts";
import { runCommand } from "../scenario.ts";

const folder = join(import.meta.dirname, "..", "..", "fixtures", "cases");
const namesIn = (path: string) =>
  readdirSync(join(folder, path)).filter((name) => name.endsWith(".dryfire-test.yaml"));
const good = namesIn(".");
const bad = namesIn("bad").map((name) => join("bad", name));
const run = (...argv: string[]) => runCommand(["test", ...argv], folder);
const validate = new Ajv({ strict: false, validateFormats: false }).compile(casesSchema(true));
const load = (name: string) =>
  yaml.safeLoad(readFileSync(join(folder, name), "utf8"), { schema: yaml.FAILSAFE_SCHEMA });

describe("the cases files of fixtures/cases", () => {
  test.each(good)("%s", async (name) => {
    const { stdout, stderr, exit } = await run(name, "--coverage");
    expectFile(stdout, join(folder, name.replace(".yaml", ".out")));
    expect([stderr, exit]).toEqual(["", name.startsWith("failing") ? 1 : 0]);
  });

  test.each(bad)("%s", async (name) => {
    const { stdout, stderr, exit } = await run(name);
    expectFile(stderr, join(folder, name.replace(".yaml", ".out")));
    expect([stdout, exit]).toEqual(["", 2]);
  });

  test("reports invalid cases files in a folder and runs the valid ones", async () => {
    const { stdout, stderr, exit } = await run("--format", "json");
    expect(JSON.parse(stdout).files.map(({ path }: { path: string }) => path)).toEqual(good);
    for (const name of bad) expect(stderr).toContain(`dryfire: ${name}:`);
    expect(exit).toBe(2);
  });

  test("never print a secret", async () => {
    for (const format of ["pretty", "json", "junit", "github"]) {
      const { stdout, stderr } = await run(".", "--coverage", "--format", format);
      expect(stdout + stderr).not.toContain("not-to-be-shown");
    }
  });
});

describe("the reports of dryfire test", () => {
  test("match the schema of the JSON report", async () => {
    for (const options of [[], ["--coverage"], ["--filter", "release"]]) {
      const { stdout } = await run(...good, ...options, "--format", "json");
      expect(formatErrors(closedValidator(casesReportSchema), JSON.parse(stdout))).toEqual([]);
    }
  });

  test("are valid JUnit XML with a test case per case", async () => {
    const report = JSON.parse((await run(...good, "--format", "json")).stdout);
    const { stdout } = await run(...good, "--format", "junit");
    const root = new DOMParser().parseFromString(stdout, "text/xml").documentElement!;
    const { passed, failed } = report.summary;
    expect(root.getAttribute("tests")).toBe(String(passed + failed));
    expect(root.getElementsByTagName("testcase")).toHaveLength(passed + failed);
    expect(root.getElementsByTagName("failure")).toHaveLength(failed);
  });

  test("are empty for GitHub when every case passes", async () => {
    expect(await run("first.dryfire-test.yaml", "--format", "github")).toEqual({
      stdout: "",
      stderr: "",
      exit: 0,
    });
  });
});

describe("the schema of a cases file", () => {
  test.each(good)("accepts %s", (name) => {
    const value = yaml.safeLoad(readFileSync(join(folder, name), "utf8"));
    expect([validate(value), validate.errors]).toEqual([true, null]);
  });

  test("rejects the same shapes as the reader", () => {
    const { cases, ...file } = load("bad/keys.dryfire-test.yaml") as { cases: unknown[] };
    expect(validate({ ...file, cases: [] })).toBe(false);
    const accepted = cases.filter((one) => validate({ specs: "a.yml", cases: [one] }));
    expect(accepted.map((one) => (one as { name: string }).name)).toEqual(["no event"]);
  });
});

test("prints paths for GitHub from the root of the checkout", async () => {
  const { stdout } = await runCommand(
    ["test", "failing.dryfire-test.yaml", "--format", "github"],
    folder,
    "",
    {
      GITHUB_WORKSPACE: join(folder, ".."),
    },
  );
  expect(stdout).toMatch(/^::error file=cases\/failing\.dryfire-test\.yaml,line=5,/);
});

test.each(["junit", "markdown"])("prints paths in %s from the root of the checkout", async (format) => {
  const argv = ["test", "failing.dryfire-test.yaml", "--format", format];
  const { stdout } = await runCommand(argv, folder, "", { GITHUB_WORKSPACE: join(folder, "..") });
  expect(stdout).toContain("cases/failing.dryfire-test.yaml");
});
