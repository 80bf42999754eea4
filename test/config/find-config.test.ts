import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { ConfigFinder } from "../../src/cli/config/find-config.ts";
import { inNewFolder, writeIn } from "../new-folder.ts";

let root: string;
inNewFolder(beforeEach, (made) => {
  root = made;
});

const put = (name: string, text = "") => writeIn(root, name, text);
const find = (folder: string) => new ConfigFinder().find(join(root, folder))?.slice(root.length + 1);

test("finds the nearest config up to the repository's root", () => {
  put("dryfire.config.yaml");
  put("repo/.git/HEAD");
  put("repo/a/dryfire.config.json");
  put("repo/a/b/c.yml");
  put("other/c.yml");
  expect(["repo/a/b", "repo/a", "repo", "other", "."].map(find)).toEqual([
    "repo/a/dryfire.config.json",
    "repo/a/dryfire.config.json",
    undefined,
    "dryfire.config.yaml",
    "dryfire.config.yaml",
  ]);
});

test("stops at a worktree, whose .git is a file", () => {
  put("dryfire.config.yaml");
  put("tree/.git", "gitdir: elsewhere");
  expect(find("tree")).toBeUndefined();
});

test("finds a config in the repository's root", () => {
  put(".git/HEAD");
  put("dryfire.config.yml");
  put("a/b/c.yml");
  expect(find("a/b")).toBe("dryfire.config.yml");
});

test.each<[string, string, boolean]>([
  ["with the key", '{ "dryfire": {} }', true],
  ["with a byte order mark", '\ufeff{ "dryfire": {} }', true],
  ["with the package only", '{ "devDependencies": { "dryfire": "*" } }', false],
  ["that is not JSON", '{ "dryfire": ', false],
  ["that is a list", '["dryfire"]', false],
])("a package.json %s", (_, text, counts) => {
  put(".git/HEAD");
  put("package.json", text);
  expect(find(".")).toBe(counts ? "package.json" : undefined);
});

test("reads the first of several configs by name", () => {
  for (const name of ["package.json", "dryfire.config.json", "dryfire.config.yml", "dryfire.config.yaml"]) {
    put(name, '{ "dryfire": {} }');
    expect(find(".")).toBe(name);
  }
});
