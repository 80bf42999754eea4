import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Checkout as Files } from "../../src/cli/git/checkout.ts";
import { runBuilt } from "../built-program.ts";
import { Checkout, ignoreGitConfig } from "./checkout.ts";

ignoreGitConfig();

const trigger = (repo: string) => `    - type: git
      name: main-push
      repo: ${repo}
      events: [push.heads]
      branchRegex: /^main$/
      modifiedFilesGlob: scr/**
`;
const spec = (repo: string) =>
  `version: '1.0'\nkind: pipeline\nmetadata:\n  name: shop/web\nspec:\n  triggers:\n${trigger(repo)}`;

let checkout: Checkout;
beforeAll(() => {
  checkout = Checkout.init();
  checkout.commit("First", {
    "src/a.ts": "",
    "ci/own.yml": spec("acme/shop"),
    "ci/other.yml": spec("acme/web"),
  });
  checkout.git("remote", "add", "origin", "git@git.example.com:acme/Shop.git");
});
const lint = async (folder: string, ...args: string[]) =>
  await runBuilt(
    ["lint", ...args, "--only", "glob-matches-nothing", "--format", "lines"],
    join(checkout.folder, folder),
  );

describe("a glob is checked against the files of the checkout", () => {
  test("finds the checkout of the trigger's repository, from any folder of it", async () => {
    for (const [folder, path] of [
      [".", "ci/own.yml"],
      ["ci", "own.yml"],
    ] as const) {
      const { stdout, exit } = await lint(folder, path);
      expect(stdout).toContain('"scr/**" matches none of the 3 tracked files');
      expect(exit).toBe(0);
    }
  });

  test("does not judge a trigger of another repository", async () => {
    const { stdout, stderr, exit } = await lint(".", "ci/other.yml");
    expect(stdout).toBe("");
    expect(stderr).toContain("acme/web, whose files are unknown; use --repo-root DIR");
    expect(exit).toBe(2);
  });

  test("assumes the root that the config names, and looks for none with false", async () => {
    const config = (root: string) =>
      writeFileSync(join(checkout.folder, "ci/dryfire.config.yaml"), `repoRoot: ${root}\n`);
    config("../src");
    expect((await lint(".", "ci/other.yml")).stdout).toContain("matches none of the 1 tracked files");
    config("false");
    expect((await lint(".", "ci/own.yml")).stdout).toBe("");
  });

  test("notices another root, and other files in it, with a cache", async () => {
    const shop = Checkout.init();
    const at = (name: string) => join(shop.folder, name);
    shop.commit("First", { "own.yml": spec("acme/web") });
    const cached = async (root: string) => {
      writeFileSync(at("dryfire.config.yaml"), `repoRoot: ${root}\n`);
      const argv = ["lint", "own.yml", "--format", "lines", "--cache-location"];
      return (await runBuilt([...argv, join(checkout.folder, "kept")], shop.folder)).stdout;
    };
    const finding = "matches none of the 1 tracked files";
    for (let turn = 0; turn < 2; turn++) {
      expect(await cached("false")).not.toContain("glob-matches-nothing");
      expect(await cached(".")).toContain(finding);
    }
    mkdirSync(at("sub"));
    shop.git("init", "--quiet", "sub");
    writeFileSync(at("sub/a"), "");
    expect(await cached("sub")).not.toContain("glob-matches-nothing");
    shop.git("-C", "sub", "add", "a");
    expect(await cached("sub")).toContain(finding);
  });

  test("has another state after each change of the tracked files", () => {
    const before = new Files(checkout.folder).state;
    expect(new Files(checkout.folder).state).toBe(before);
    mkdirSync(join(checkout.folder, "app"));
    writeFileSync(join(checkout.folder, "app/b.ts"), "");
    checkout.git("add", "app");
    expect(new Files(checkout.folder).state).not.toBe(before);
  });
});
