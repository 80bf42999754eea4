import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { parse } from "yaml";
import { builtProgram } from "../built-program.ts";
import { Checkout } from "../git/checkout.ts";
import { shopSpec } from "../shop-spec.ts";

const docs = readFileSync(join(import.meta.dirname, "..", "..", "docs", "diff.md"), "utf8");

const spec = (events: string): string => shopSpec(["pulls", events]);

let clone: Checkout;

/** A clone of a pull request with dryfire as if installed, and a `gh` that notes its call. */
beforeAll(() => {
  const upstream = Checkout.init();
  upstream.commit("First", { "ci/web.yml": spec("push.heads, pullrequest.opened") });
  upstream.git("switch", "--quiet", "--create", "wip");
  upstream.commit("Fewer events", { "ci/web.yml": spec("push.heads") });
  clone = upstream.clone();
  const program = join(builtProgram(), "dryfire.cjs");
  script("node_modules/.bin/dryfire", `exec '${process.execPath}' '${program}' "$@"`);
  script("tools/npm", "exit 0");
  script(
    "tools/gh",
    'case "$*" in *--edit-last*) exit 1;; esac; echo "$@" > called-gh; cat "$5" > commented',
  );
}, 60_000);

function script(path: string, body: string): void {
  const absolute = join(clone.folder, path);
  mkdirSync(dirname(absolute), { recursive: true });
  writeFileSync(absolute, `#!/bin/sh\n${body}\n`);
  chmodSync(absolute, 0o755);
}

/** The recipe under a heading of the page. */
function recipe(service: string): Record<string, unknown> {
  const [, text] = new RegExp(`### A gate in ${service}\\n[^]*?\`\`\`yaml\\n([^]*?)\`\`\``).exec(docs)!;
  return parse(text!) as Record<string, unknown>;
}

/** Runs commands as a CI service does: each in a shell, up to the first that fails. */
function run(commands: readonly string[], variables: Readonly<Record<string, string>>) {
  const { PATH, HOME } = process.env;
  const env = {
    PATH: `${join(clone.folder, "tools")}:${PATH}`,
    HOME,
    npm_config_offline: "true",
    ...variables,
  };
  let printed = "";
  for (const command of commands) {
    const { status, stdout, stderr } = spawnSync("bash", ["-e", "-c", command], {
      cwd: clone.folder,
      env,
      encoding: "utf8",
    });
    printed += stdout;
    if (status !== 0) return { status, printed, stderr };
  }
  return { status: 0, printed, stderr: "" };
}

const read = (path: string): string => readFileSync(join(clone.folder, path), "utf8");

test("the recipe for GitHub Actions shows the change and fails", () => {
  const { jobs } = recipe("GitHub Actions") as { jobs: { triggers: { steps: { run?: string }[] } } };
  const commands = jobs.triggers.steps.flatMap((step) => step.run ?? []);
  const variables = {
    GITHUB_BASE_REF: "main",
    GITHUB_STEP_SUMMARY: join(clone.folder, "summary.md"),
    NUMBER: "7",
  };
  const gate = run(commands.slice(0, -1), variables);
  expect([gate.status, gate.stderr]).toEqual([1, ""]);
  expect(gate.printed).toContain("::error file=ci/web.yml,line=11,");
  expect(read("summary.md")).toContain("| **lost** | `shop/web` `pulls` | fires | skips (event) |");
  expect(run(commands.slice(-1), variables).status).toBe(0);
  expect(read("called-gh")).toBe("pr comment 7 --body-file dryfire-diff.md\n");
  expect(read("commented")).toBe(read("summary.md"));
});

test("the recipe for GitLab CI writes the comment and fails", () => {
  const { "dryfire-diff": job } = recipe("GitLab CI") as { "dryfire-diff": { script: string[] } };
  const base = execFileSync("git", ["rev-parse", "origin/main"], {
    cwd: clone.folder,
    encoding: "utf8",
  }).trim();
  const { status, printed, stderr } = run(job.script, { CI_MERGE_REQUEST_DIFF_BASE_SHA: base });
  expect([status, stderr]).toEqual([1, ""]);
  expect(printed).toContain("- pulls loses pullrequest.opened");
  expect(read("dryfire-diff.md")).toContain("**lost**");
});

test("the recipe for Codefresh fails for lost events, and passes without changes", () => {
  const { steps } = recipe("Codefresh") as { steps: { compare_triggers: { commands: string[] } } };
  const commands = (target: string): string[] =>
    steps.compare_triggers.commands.map((each) => each.replace("${{CF_PULL_REQUEST_TARGET}}", target));
  expect(run(commands("main"), {}).status).toBe(1);
  expect(run(commands("wip"), {}).status).toBe(0);
});
