import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { builtProgram } from "../built-program.ts";
import { specWith } from "../hostile/program.ts";
import { Shims } from "./shims.ts";

/** A step of a composite action. */
interface Step {
  readonly shell: string;
  readonly run: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly "working-directory"?: string;
}

const root = join(import.meta.dirname, "../..");
const action = parse(readFileSync(join(root, "action.yml"), "utf8"));
const [build, lint] = action.runs.steps as [Step, Step];

let shims: Shims;
let cwd: string;
beforeEach(() => {
  shims = new Shims();
  cwd = shims.project({ "ok.yml": specWith(), "a b.yml": specWith().replace("push.heads", "push.head") });
});
afterEach(() => shims.remove());

/** Runs a step as the runner of GitHub does: bash stops at the first error. */
function run(step: Step, path: string, inputs: Readonly<Record<string, string>> = {}) {
  const value = (text: string): string =>
    text.replace(
      /\$\{\{ inputs\.([\w-]+) \}\}/g,
      (_, name: string) => inputs[name] ?? action.inputs[name].default,
    );
  const env = Object.fromEntries(Object.entries(step.env ?? {}).map(([name, text]) => [name, value(text)]));
  const script = join(shims.folder, "step.sh");
  writeFileSync(script, step.run);
  return spawnSync("bash", ["--noprofile", "--norc", "-eo", "pipefail", script], {
    cwd: join(cwd, value(step["working-directory"] ?? ".")),
    env: { ...shims.env, GITHUB_ACTION_PATH: path, GITHUB_WORKSPACE: cwd, ...env },
    encoding: "utf8",
  });
}

describe.skipIf(process.platform === "win32")("the action for GitHub", () => {
  test("has no expression in a script", () => {
    expect(action.runs.using).toBe("composite");
    for (const { shell, run } of action.runs.steps as Step[])
      expect([shell, run]).toEqual(["bash", expect.not.stringContaining("${{")]);
  });

  test("builds dryfire, unless it is built", () => {
    const path = join(shims.folder, "action");
    mkdirSync(path);
    shims.add("npm", 'note "$@"; if [ "$1" = run ]; then mkdir dist; echo > dist/dryfire.cjs; fi');
    for (let times = 0; times < 2; times++) expect(run(build, path).status).toBe(0);
    expect(readFileSync(join(shims.folder, "calls"), "utf8")).toBe(
      "npm ci --include=dev --no-audit --no-fund\nnpm run build\n",
    );
  });

  test("fails if the build does", () => {
    shims.add("npm", "exit 7");
    expect(run(build, cwd).status).toBe(7);
  });

  describe("lints", () => {
    let path: string;
    beforeEach(() => {
      path = join(shims.folder, "built action");
      cpSync(builtProgram(), join(path, "dist"), { recursive: true });
    });

    test("the current folder, with annotations", () => {
      const { status, stdout } = run(lint, path);
      expect([status, stdout]).toEqual([1, expect.stringContaining("::error file=a b.yml,")]);
    });

    test("the paths with the options, one in each line", () => {
      const inputs = { paths: "ok.yml\n\na b.yml\n", options: "--format=lines\n--format=sarif=out.sarif\n" };
      const { status, stdout } = run(lint, path, inputs);
      expect([status, stdout]).toEqual([1, expect.stringMatching(/^a b\.yml:\d+:\d+: error /)]);
      expect(existsSync(join(cwd, "out.sarif"))).toBe(true);
      expect(run(lint, path, { paths: "ok.yml" }).status).toBe(0);
    });

    test("lines with spaces at their ends, of a file with CRLF", () => {
      const inputs = { paths: "ok.yml \r\n", options: " --format=lines \r\n\r\n" };
      expect(run(lint, path, inputs)).toMatchObject({ status: 0, stdout: "", stderr: "" });
    });

    test("names two options in one line", () => {
      const { status, stderr } = run(lint, path, { options: "--fail-on=warning --format=github" });
      const line = '"--fail-on=warning --format=github"';
      expect([status, stderr]).toEqual([
        2,
        `dryfire: ${line} has several options; write one option in each line\n`,
      ]);
    });

    test("in another folder", () => {
      mkdirSync(join(cwd, "deep"));
      writeFileSync(join(cwd, "deep/one.yml"), specWith());
      const { status, stdout } = run(lint, path, { "working-directory": "deep", options: "--format=pretty" });
      expect([status, stdout]).toEqual([0, "no problems in 1 file, 1 pipeline\n"]);
    });

    test.each(["$(touch pwned)", "`touch pwned`", "ok.yml; touch pwned", "--config=evil.yml"])(
      "a path is neither code nor an option: %s",
      (name) => {
        const { status, stderr } = run(lint, path, { paths: name });
        expect([status, stderr]).toEqual([
          2,
          expect.stringMatching(/no such file or folder|no \.yml, \.yaml or \.json file in/),
        ]);
        expect(existsSync(join(cwd, "pwned"))).toBe(false);
      },
    );
  });
});
