import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Program, specWith } from "./program.ts";

const root = join(import.meta.dirname, "..", "..");
const hasPreCommit = spawnSync("pre-commit", ["--version"]).status === 0;

const program = new Program();

let cwd: string;
beforeEach(() => {
  cwd = join(mkdtempSync(join(tmpdir(), "dryfire-hook-")), "checkout");
  mkdirSync(cwd);
});
afterEach(() => rmSync(join(cwd, ".."), { recursive: true, force: true }));

/** Returns the words of the command in this repository's pre-commit hook. */
function hookEntry(): string[] {
  const [hook] = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as [{ entry: string }];
  return hook.entry.split(" ");
}

/** Returns the entry of the first pre-commit recipe in the docs. */
function recipeEntry(): string[] {
  const [, entry = ""] =
    /^ +entry: npx --no -- (.+)$/m.exec(readFileSync(join(root, "docs/outputs.md"), "utf8")) ?? [];
  return entry.split(" ");
}

/** Files of an attacker: each name is an option that could disable the check. */
const NAMES = [
  "--baseline=b.json",
  "--config=evil.yml",
  "--format=json=../written.json",
  "--repo-root=r/x.yml",
];

/** A checkout with an invalid spec and the attacker's files, which are valid specs. */
function writeCheckout(): string[] {
  const faulty = specWith().replace("push.heads", "push.head");
  mkdirSync(join(cwd, "--repo-root=r"));
  mkdirSync(join(cwd, "--format=json=.."), { recursive: true });
  mkdirSync(join(cwd, "r"));
  writeFileSync(join(cwd, "evil.yml"), "rules: {unknown-event: off}\n");
  const baseline = program.run(
    ["lint", "-", "--stdin-filename", "faulty.yml", "--update-baseline", "--baseline", "b.json"],
    {
      cwd,
      stdin: faulty,
    },
  );
  expect([baseline.stderr, existsSync(join(cwd, "b.json"))]).toEqual([expect.any(String), true]);
  for (const name of NAMES) writeFileSync(join(cwd, name), specWith());
  writeFileSync(join(cwd, "faulty.yml"), faulty);
  return [...NAMES, "faulty.yml"];
}

describe.each([
  ["the hook of this repository", hookEntry()],
  ["the recipe of the docs", recipeEntry()],
])("%s", (_, entry) => {
  test("ends its options, so that a file name is never read as one", () => {
    expect(entry[0]).toBe("dryfire");
    expect(entry.at(-1)).toBe("--");
  });

  test("fails on an invalid spec even if other files are named like options", () => {
    const files = writeCheckout();
    const { status, stdout } = program.run([...entry.slice(1), ...files], { cwd });
    expect([status, stdout]).toEqual([1, expect.stringContaining("unknown-event")]);
    expect(existsSync(join(cwd, "..", "written.json"))).toBe(false);
  });

  test.skipIf(!hasPreCommit)("fails in a real pre-commit run too", () => {
    writeCheckout();
    const git = (...args: string[]) => execFileSync("git", args, { cwd, stdio: "pipe" });
    git("init", "-q");
    const command = [process.execPath, join(program.folder, "dryfire.cjs"), ...entry.slice(1)].join(" ");
    writeFileSync(
      join(cwd, ".pre-commit-config.yaml"),
      JSON.stringify({
        repos: [
          {
            repo: "local",
            hooks: [
              {
                id: "dryfire",
                name: "dryfire",
                entry: command,
                language: "system",
                require_serial: true,
                files: "^[-f]",
              },
            ],
          },
        ],
      }),
    );
    git("add", "-A");
    const { status, stdout } = spawnSync("pre-commit", ["run", "--all-files"], {
      cwd,
      encoding: "utf8",
      env: {
        ...process.env,
        PRE_COMMIT_HOME: join(cwd, "..", "pre-commit"),
        XDG_CACHE_HOME: join(cwd, "..", "cache"),
      },
    });
    expect([status, stdout]).toEqual([1, expect.stringContaining("unknown-event")]);
    expect(existsSync(join(cwd, "..", "written.json"))).toBe(false);
  });
});
