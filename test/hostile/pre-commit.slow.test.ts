import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { parse } from "yaml";
import { Checkout } from "../git/checkout.ts";
import { inNewFolder } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

const root = join(import.meta.dirname, "..", "..");
const hasPreCommit = spawnSync("pre-commit", ["--version"]).status === 0;

const program = new Program();

let cwd: string;
inNewFolder(beforeEach, (made) => {
  cwd = join(made, "checkout");
  mkdirSync(cwd);
});

/** A hook of this repository. */
interface Hook {
  readonly id: string;
  readonly entry: string;
  readonly language: string;
}

const hooks = parse(readFileSync(join(root, ".pre-commit-hooks.yaml"), "utf8")) as readonly Hook[];

/** Returns the words of the command in a pre-commit hook of this repository. */
function hookEntry(id: string): string[] {
  return hooks.find((hook) => hook.id === id)!.entry.split(" ");
}

/** Returns the entry of the first pre-commit recipe in the docs. */
function recipeEntry(): string[] {
  const [, entry = ""] =
    /^ +entry: node_modules\/\.bin\/(dryfire .+)$/m.exec(
      readFileSync(join(root, "docs/outputs.md"), "utf8"),
    ) ?? [];
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

/** Runs pre-commit on all files of the checkout, with more programs in `path`. */
function preCommit(path = "") {
  return spawnSync("pre-commit", ["run", "--all-files"], {
    cwd,
    encoding: "utf8",
    env: {
      ...process.env,
      PATH: `${path}:${process.env.PATH}`,
      PRE_COMMIT_HOME: join(cwd, "..", "pre-commit"),
      XDG_CACHE_HOME: join(cwd, "..", "cache"),
    },
  });
}

describe.each([
  ["the hook dryfire", hookEntry("dryfire")],
  ["the hook dryfire-docker", hookEntry("dryfire-docker")],
  ["the hook dryfire-fix", hookEntry("dryfire-fix")],
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
    Checkout.init(undefined, cwd).git("add", "-A");
    const { status, stdout } = preCommit();
    expect([status, stdout]).toEqual([1, expect.stringContaining("unknown-event")]);
    expect(existsSync(join(cwd, "..", "written.json"))).toBe(false);
  });
});

describe.skipIf(!hasPreCommit)("in a real pre-commit run", () => {
  /** A checkout whose hook is one of this repository, with another entry and language. */
  function checkoutWith(id: string, changes: Partial<Hook>): void {
    const hook = { ...hooks.find((each) => each.id === id), ...changes };
    writeFileSync(
      join(cwd, ".pre-commit-config.yaml"),
      JSON.stringify({ repos: [{ repo: "local", hooks: [hook] }] }),
    );
    writeFileSync(join(cwd, "values.yml"), "a: 1\n");
    Checkout.init(undefined, cwd).git("add", "-A");
  }

  const built = `${process.execPath} ${join(program.folder, "dryfire.cjs")}`;
  const installed = (id: string) => ({
    language: "system",
    entry: [built, ...hookEntry(id).slice(1)].join(" "),
  });

  test("dryfire-fix fixes a file, which fails the hook once", () => {
    writeFileSync(join(cwd, "spec.yml"), specWith().replace('"1.0"', "1.0"));
    checkoutWith("dryfire-fix", installed("dryfire-fix"));
    const first = preCommit();
    expect([first.status, first.stdout]).toEqual([
      1,
      expect.stringContaining("files were modified by this hook"),
    ]);
    expect(readFileSync(join(cwd, "spec.yml"), "utf8")).toContain("version: '1.0'");
    new Checkout(cwd).git("add", "-A");
    expect(preCommit().status).toBe(0);
  });

  test("dryfire-docker runs the image with the files of the checkout", () => {
    writeFileSync(join(cwd, "spec.yml"), specWith().replace("push.heads", "push.head"));
    const bin = join(cwd, "..", "bin");
    mkdirSync(bin);
    const calls = join(bin, "calls");
    // Starts dryfire as the image does: its entry point gets the words after the name of the image.
    const script = `#!/bin/sh
echo "$*" >> '${calls}'
[ "$1" = run ] || exit 0
while [ "$1" != dryfire ]; do shift; done
shift
exec ${built} "$@"
`;
    writeFileSync(join(bin, "docker"), script, { mode: 0o755 });
    checkoutWith("dryfire-docker", {});
    const { status, stdout } = preCommit(bin);
    expect([status, stdout]).toEqual([1, expect.stringContaining("unknown-event")]);
    expect(readFileSync(calls, "utf8")).toMatch(/^run --rm .* dryfire lint --skip-non-specs -- .*spec\.yml/m);
  });
});
