import { spawnSync } from "node:child_process";
import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { builtProgram, runBuilt } from "../built-program.ts";
import { specWith } from "../hostile/program.ts";
import { writeIn } from "../new-folder.ts";
import { Checkout, ignoreGitConfig } from "./checkout.ts";

ignoreGitConfig();

const faulty = specWith().replace("push.heads", "push.head").replace("shop/api", "shop/lib");
const FAULT = "vendor/lib/b.yml unknown-event";

/** A checkout with the specs of a submodule, and with those of a clone that it does not track. */
let checkout: Checkout;
let other: Checkout;
beforeEach(() => {
  other = Checkout.init();
  other.commit("First", { "b.yml": faulty });
  checkout = Checkout.init();
  checkout.git(
    ...["-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.folder, "vendor/lib"],
  );
  checkout.commit("First", { "a.yml": specWith() });
});
const write = (path: string, text: string) => writeIn(checkout.folder, path, text);

/** The paths and rules of the findings, the messages, and the exit code. */
async function lint(args: readonly string[], folder = "") {
  const argv = ["lint", ...args, "--format", "lines"];
  const { stdout, stderr, exit } = await runBuilt(argv, join(checkout.folder, folder));
  const lines = stdout.split("\n").filter((line) => line !== "");
  return { found: lines.map((line) => line.replace(/^(.*?):\d+.* \[(.*)\]$/, "$1 $2")), stderr, exit };
}

const nothing = { found: [], stderr: "", exit: 0 };

describe("a submodule", () => {
  test("is linted, unless the config of the repository around it ignores it", async () => {
    expect((await lint([])).found).toEqual([FAULT]);
    write("dryfire.config.yaml", "ignores: [vendor]\n");
    write("vendor/lib/dryfire.config.yaml", "rules: {}\n");
    expect(await lint([])).toEqual(nothing);
    expect((await lint(["."], "vendor/lib")).found).toEqual(["b.yml unknown-event"]);
    const { stdout } = await runBuilt(["lint", "--debug-files"], checkout.folder);
    expect(stdout).toMatch(/^skipped {2}vendor\/lib\/b\.yml +ignored by "vendor" in dryfire\.config\.yaml$/m);
  });

  test("keeps its own config for the rest", async () => {
    write("dryfire.config.yaml", "rules: {unknown-event: off}\n");
    expect((await lint([])).found).toEqual([FAULT]);
  });

  test("does not fail --since and --staged when its commit changes, whether or not it is named", async () => {
    writeIn(join(checkout.folder, "vendor/lib"), "c.yml", faulty);
    new Checkout(join(checkout.folder, "vendor/lib")).git("add", "--all");
    new Checkout(join(checkout.folder, "vendor/lib")).git("commit", "--quiet", "-m", "Second");
    checkout.git("add", "vendor/lib");
    for (const paths of [[], ["a.yml", "vendor/lib"], ["vendor/lib"]])
      for (const option of [["--since", "HEAD"], ["--staged"]])
        expect(await lint([...option, ...paths])).toEqual(nothing);
    checkout.git("rm", "--quiet", "--force", "vendor/lib");
    expect(existsSync(join(checkout.folder, "vendor/lib"))).toBe(false);
    for (const option of [["--since", "HEAD"], ["--staged"]])
      expect(await lint([...option, "vendor/lib"])).toEqual(nothing);
  });

  test.each(["vendor/lib/b.yml", "vendor/lib/*.yml"])("is named for the path %s in it", async (path) => {
    const message = `dryfire: "${path}" is in another repository, so it has no earlier version here; run dryfire in "vendor/lib"\n`;
    for (const option of [["--since", "HEAD"], ["--staged"]])
      expect(await lint([...option, path])).toEqual({ found: [], stderr: message, exit: 2 });
  });

  test("whose folder has files of the repository now is linted", async () => {
    checkout.git("rm", "--quiet", "--force", "vendor/lib");
    write("vendor/lib/b.yml", faulty);
    checkout.git("add", "--all");
    for (const option of [["--since", "HEAD"], ["--staged"]])
      expect((await lint([...option, "vendor/lib"])).found).toEqual([FAULT]);
  });
});

test("a clone among the files is linted, but is not a part of what is compared", async () => {
  checkout.git("rm", "--quiet", "--force", "vendor/lib");
  other.git("clone", "--quiet", other.folder, join(checkout.folder, "vendor/lib"));
  expect((await lint([])).found).toEqual([FAULT]);
  expect(await lint(["--since", "HEAD"])).toEqual(nothing);
});

test("another work tree of the repository among its files is not searched", async () => {
  checkout.git("worktree", "add", "--quiet", "trees/feature");
  write("trees/feature/a.yml", faulty);
  expect((await lint([])).found).toEqual([FAULT]);
  expect(await lint(["--since", "HEAD"])).toEqual(nothing);
  expect((await lint([], "trees/feature")).found).toEqual(["a.yml unknown-event"]);
});

test("the checkout of dryfire that runs is not searched", async () => {
  const parent = join(checkout.folder, ".dryfire");
  cpSync(builtProgram(), join(parent, "dist"), { recursive: true });
  writeIn(parent, "fixtures/c.yml", faulty);
  rmSync(join(checkout.folder, "vendor"), { recursive: true });
  for (const paths of [["."], ["**/*.yml"], [".dryfire/fixtures"]]) {
    const argv = [join(parent, "dist/dryfire.cjs"), "lint", ...paths];
    const { status } = spawnSync(process.execPath, argv, { cwd: checkout.folder });
    expect([paths, status]).toEqual([paths, paths[0] === ".dryfire/fixtures" ? 1 : 0]);
  }
});
