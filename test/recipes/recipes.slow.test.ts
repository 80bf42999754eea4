import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { RECIPES } from "../../src/cli/recipes/recipes.ts";
import { runBuilt } from "../built-program.ts";
import { specWith } from "../hostile/program.ts";
import { Shims } from "./shims.ts";

const root = join(import.meta.dirname, "../..");
const FAULTY = specWith().replace("push.heads", "push.head");

let shims: Shims;
beforeEach(() => {
  shims = new Shims();
});
afterEach(() => shims.remove());

/** The command lines of a recipe, in their order. */
function commandsOf(title: string, language: string, lines: string): string[] {
  if (title === "pre-commit") return [`${parse(lines).repos[0].hooks[0].entry} ok.yml faulty.yml`];
  if (title === "lint-staged")
    return Object.values(JSON.parse(lines)[title]).map((line) => `${line} ok.yml faulty.yml`);
  if (language === "sh") return ["git init --quiet && git add ok.yml faulty.yml", lines];
  if (title === "lefthook")
    return [parse(lines)["pre-commit"].commands.dryfire.run.replace("{staged_files}", "ok.yml faulty.yml")];
  if (language === "groovy") return [...lines.matchAll(/sh '(.+)'/g)].map(([, line]) => line!);
  const texts: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value === "string") texts.push(value);
    else if (typeof value === "object" && value !== null) Object.values(value).forEach(visit);
  };
  visit(parse(lines));
  return texts.filter((text) => /^(?:npm|npx|mkdir|node_modules\/\S+) /.test(text));
}

/** The files that a recipe names for its service. */
const REPORTS: Readonly<Record<string, readonly string[]>> = {
  "GitHub Actions": ["dryfire.sarif"],
  "GitLab CI": ["gl-code-quality-report.json", "junit.xml"],
  "Bitbucket Pipelines": ["test-results/dryfire.xml"],
  "Azure Pipelines": ["dryfire.xml"],
  Jenkins: ["dryfire.xml"],
};

describe.skipIf(process.platform === "win32")("the commands of the recipe", () => {
  test.each(RECIPES.map(({ title, language, lines }) => [title, language, lines]))(
    "for %s find the fault of a spec, and write the reports",
    (title, language, lines) => {
      shims.add("npm", "note");
      const cwd = shims.project({ "ok.yml": specWith(), "faulty.yml": FAULTY, "values.yml": "a: 1\n" });
      const commands = commandsOf(title, language, lines);
      expect(commands.at(-1)).toMatch(/^node_modules\/\.bin\/dryfire lint/);
      const results = commands.map((line) =>
        spawnSync("sh", ["-c", line], { cwd, env: shims.env, encoding: "utf8" }),
      );
      expect(results.map(({ status }) => status)).toEqual([...results.slice(1).map(() => 0), 1]);
      expect(results.at(-1)!.stdout).toContain("unknown-event");
      for (const name of REPORTS[title] ?? [])
        expect([name, existsSync(join(cwd, name))]).toEqual([name, true]);
      for (const name of REPORTS[title] ?? [])
        expect(lines.split(name).length).toBeGreaterThan(title === "Bitbucket Pipelines" ? 1 : 2);
    },
  );
});

/** The command for scripts in docs/outputs.md. */
const IN_A_SCRIPT = /### A script[^#]*```sh\n(.+)\n```/.exec(
  readFileSync(join(import.meta.dirname, "../../docs/outputs.md"), "utf8"),
)![1]!;

test.skipIf(process.platform === "win32")(
  "the script checks the changed files, and no folder without them",
  () => {
    const cwd = shims.project({ "faulty.yml": FAULTY });
    const inShell = (line: string) =>
      spawnSync("sh", ["-c", line], { cwd, env: shims.env, encoding: "utf8" });
    const commit = "git add -A && git -c user.name=x -c user.email=x@example.com commit --quiet -m x";
    inShell(`git init --quiet && ${commit} && git update-ref refs/remotes/origin/main HEAD`);
    expect(inShell(IN_A_SCRIPT)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    writeFileSync(join(cwd, "a b.yml"), FAULTY);
    inShell(commit);
    // The status of xargs, for any failure but 255.
    expect(inShell(IN_A_SCRIPT)).toMatchObject({ status: 123, stdout: expect.stringMatching(/^a b\.yml\n/) });
  },
);

test.skipIf(process.platform === "win32")("the next steps of init work in a folder of the project", () => {
  const cwd = join(shims.project({}), "packages");
  mkdirSync(cwd);
  writeFileSync(join(cwd, "faulty.yml"), FAULTY);
  const inShell = (line: string) => spawnSync("sh", ["-c", line], { cwd, env: shims.env, encoding: "utf8" });
  const [next] = inShell("../node_modules/.bin/dryfire init").stdout.match(/^ {2}\S+ lint$/m) ?? [];
  expect(next).toBe("  ../node_modules/.bin/dryfire lint");
  expect(inShell(next!)).toMatchObject({ status: 1, stdout: expect.stringContaining("unknown-event") });
});

test("dryfire finds nothing in the recipe for Codefresh", async () => {
  const { lines } = RECIPES.find(({ title }) => title === "Codefresh")!;
  const { stdout, exit } = await runBuilt(
    ["lint", "-", "--stdin-filename", "codefresh.yml", "--strict"],
    root,
    `version: "1.0"\n${lines}\n`,
  );
  expect([stdout, exit]).toEqual(["no problems in 1 file, 1 pipeline\n", 0]);
});

describe("the step type for Codefresh", () => {
  const step = parse(readFileSync(join(root, "docs/codefresh-step.yaml"), "utf8"));
  const schema = JSON.parse(step.spec.arguments);
  const render = (values: Record<string, string>): string =>
    step.spec.stepsTemplate.replace(
      /\[\[\.Arguments\.(\w+)\]\]/g,
      (_: string, name: string) => values[name] ?? schema.properties[name].default,
    );

  test("has a JSON Schema of its arguments", () => {
    const validate = new Ajv().compile(schema);
    expect(validate({ WORKING_DIRECTORY: "/codefresh/volume/shop" })).toBe(true);
    expect([validate({}), validate({ WORKING_DIRECTORY: "a", PATHS: "b" })]).toEqual([false, false]);
  });

  test("has steps without a fault, whose command finds that of a spec", async () => {
    const steps = render({
      WORKING_DIRECTORY: "/codefresh/volume/shop",
      OPTIONS: "faulty.yml --fail-on warning",
    });
    const text = `version: "1.0"\nsteps:\n${steps.replace(/^/gm, "  ")}\n`;
    const { stdout } = await runBuilt(
      ["lint", "-", "--stdin-filename", "codefresh.yml", "--strict"],
      root,
      text,
    );
    expect(stdout).toBe("no problems in 1 file, 1 pipeline\n");
    const cwd = shims.project({ "faulty.yml": FAULTY });
    const [command] = parse(steps).lint.commands as [string];
    const env = { ...shims.env, PATH: `${join(cwd, "node_modules/.bin")}:${process.env.PATH}` };
    const { status, stdout: found } = spawnSync("sh", ["-c", command], { cwd, env, encoding: "utf8" });
    expect([status, found]).toEqual([1, expect.stringContaining("unknown-event")]);
  });
});
