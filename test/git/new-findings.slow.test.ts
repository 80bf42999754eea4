import { chmodSync, chownSync, cpSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { builtProgram, runBuilt } from "../built-program.ts";
import { newFolder, writeIn } from "../new-folder.ts";
import { Checkout, ignoreGitConfig } from "./checkout.ts";

ignoreGitConfig();

/** A spec with a fault for each event in `events` that is not one. */
const spec = (name: string, events: readonly string[], more = "") => `version: '1.0'
kind: pipeline
metadata:
  name: shop/${name}
spec:
  triggers:
    - name: main-push
      type: git
      repo: acme/shop
      branchRegex: /^main$/
      events: [${events.join(", ")}]
${more}  steps:
    test:
      image: node
`;
const OLD = "push.hedds";
const NEW = "push.tgas";
const known = (name: string) => spec(name, [OLD]);
const worse = (name: string) => spec(name, [OLD, NEW]);

let checkout: Checkout;
beforeEach(() => {
  checkout = Checkout.init();
});
const write = (path: string, text: string) => writeIn(checkout.folder, path, text);

/** The rules and places of the findings, the messages, and the exit code. */
async function lint(args: readonly string[], { folder = "", stdin = "" } = {}) {
  const argv = ["lint", ...args, "--format", "lines"];
  const { stdout, stderr, exit } = await runBuilt(argv, join(checkout.folder, folder), stdin);
  const lines = stdout.split("\n").filter((line) => line !== "");
  const found = lines.map((line) => line.replace(/^(.*?):\d+:\d+: .*?"(push\.\w+)".*$/, "$1 $2"));
  return { found, stderr, exit };
}

const NOTHING = { found: [], stderr: "", exit: 0 };

/** A copy of the index in a folder of its own. */
function copyOfIndex(): string {
  const index = join(newFolder(onTestFinished), "index");
  cpSync(join(checkout.folder, ".git", "index"), index);
  return index;
}

/** The findings of a run in which `GIT_INDEX_FILE` names an index. */
async function foundInIndex(index: string, args: readonly string[]) {
  vi.stubEnv("GIT_INDEX_FILE", index);
  const { found } = await lint(args);
  vi.stubEnv("GIT_INDEX_FILE", undefined);
  return found;
}

/** A spec in `ci` whose steps are in the file `steps.yml`. */
const TEMPLATE = spec("a", ["push.heads"]).replace(
  / {2}steps:[\s\S]*/,
  "  specTemplate: {location: git, repo: acme/shop, path: ./steps.yml, revision: main, context: github}\n",
);
const steps = (key: string) => `version: "1.0"\nsteps:\n  one:\n    image: node\n    ${key}: [x]\n`;

describe("--since reports only findings that the files at a commit do not have", () => {
  test("in a changed file, with the work tree as the new version", async () => {
    checkout.commit("First", { "a.yml": known("a"), "b.yml": known("b") });
    write("a.yml", worse("a"));
    expect(await lint(["--since", "HEAD"])).toEqual({ found: [`a.yml ${NEW}`], stderr: "", exit: 1 });
    checkout.commit("Second");
    expect((await lint(["--since", "HEAD~1"])).found).toEqual([`a.yml ${NEW}`]);
    expect(await lint(["--since", "HEAD"])).toEqual(NOTHING);
  });

  test("and counts those that it hides", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    const { stdout } = await runBuilt(["lint", "--since", "HEAD"], checkout.folder);
    expect(stdout).toBe("no problems in 1 file, 1 pipeline\n1 hidden\n");
  });

  test("although lines and triggers move", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    const moved = known("a").replace(
      "  triggers:\n",
      "  # moved\n\n  triggers:\n    - {name: x, type: git, repo: acme/shop, events: [push.heads]}\n",
    );
    write("a.yml", moved);
    expect((await lint(["--since", "HEAD", "--only", "unknown-event"])).found).toEqual([]);
  });

  test("and counts equal findings", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    write("a.yml", spec("a", [OLD, OLD]));
    expect((await lint(["--since", "HEAD", "--only", "unknown-event"])).found).toEqual([`a.yml ${OLD}`]);
  });

  test("in a new file, tracked or not", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    write("b.yml", known("b"));
    expect((await lint(["--since", "HEAD"])).found).toEqual([`b.yml ${OLD}`]);
    checkout.git("add", "b.yml");
    expect((await lint(["--since", "HEAD"])).found).toEqual([`b.yml ${OLD}`]);
  });

  test("in a renamed file", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    mkdirSync(join(checkout.folder, "ci"));
    checkout.git("mv", "a.yml", "ci/b.yml");
    write("ci/b.yml", worse("a"));
    expect((await lint(["--since", "HEAD"])).found).toEqual([`ci/b.yml ${NEW}`]);
    expect((await lint(["ci", "--since", "HEAD"])).found).toEqual([`ci/b.yml ${NEW}`]);
  });

  test("without a message for a named file or folder that is deleted", async () => {
    checkout.commit("First", { "a.yml": known("a"), "b.yml": known("b"), "ci/c.yml": known("c") });
    checkout.commit("Second", { "a.yml": null, "ci/c.yml": null });
    rmSync(join(checkout.folder, "ci"), { recursive: true, force: true });
    for (const paths of [["a.yml"], ["a.yml", "ci"], ["a.yml", "b.yml"]])
      expect(await lint([...paths, "--since", "HEAD~1"])).toEqual(NOTHING);
    expect((await lint(["x.yml", "--since", "HEAD~1"])).stderr).toContain('no such file or folder: "x.yml"');
  });

  test("across files, also in a file that did not change", async () => {
    checkout.commit("First", { "b.yml": spec("b", ["push.heads"]), "c.yml": spec("b", ["push.heads"]) });
    expect((await lint(["--since", "HEAD"])).found).toEqual([]);
    write("a.yml", spec("b", ["push.heads"]));
    const { found } = await lint(["--since", "HEAD"]);
    expect(found).toEqual([expect.stringMatching(/^b\.yml:4:9: .*\[duplicate-pipeline-name\]$/)]);
  });

  test("across files, also with deleted files", async () => {
    checkout.commit("First", { "a.yml": spec("a", ["push.heads"]), "b.yml": spec("a", ["push.heads"]) });
    checkout.commit("Second", {
      "a.yml": null,
      "0.yml": spec("a", ["push.heads"]).replace("node", "node:20"),
    });
    expect((await lint(["--since", "HEAD~1"])).found).toEqual([]);
  });

  test("about the files of the repository", async () => {
    checkout.git("remote", "add", "origin", "https://github.com/acme/shop.git");
    const glob = spec("a", ["push.heads"]).replace(
      "      events",
      "      modifiedFilesGlob: src/**\n      events",
    );
    checkout.commit("First", { "a.yml": glob, "src/x.ts": "" });
    checkout.git("mv", "src", "app");
    const only = ["--only", "glob-matches-nothing"];
    expect((await lint(["--since", "HEAD", ...only])).found).toHaveLength(1);
    expect((await lint(["--since", "HEAD", "--repo-root", ".", ...only])).found).toHaveLength(1);
    checkout.commit("Second");
    expect((await lint(["--since", "HEAD", ...only])).found).toEqual([]);
    for (const [root, filter, to] of [
      [".", "app/**", "lib"],
      ["app", '"*.ts"', "app/x.js"],
    ] as const) {
      write("dryfire.config.yaml", `repoRoot: ${root}\n`);
      write("b.yml", glob.replace("acme/shop", "acme/other").replace("src/**", filter));
      checkout.commit("Third");
      checkout.git("mv", to === "lib" ? "app" : "app/x.ts", to);
      expect((await lint(["b.yml", "--since", "HEAD", ...only])).found).toHaveLength(1);
      checkout.git("reset", "--quiet", "--hard");
    }
  });

  test("of the steps of a template in the repository", async () => {
    checkout.git("remote", "add", "origin", "https://github.com/acme/shop.git");
    checkout.commit("First", { "ci/a.yml": TEMPLATE, "steps.yml": steps("comands") });
    write("steps.yml", `${steps("comands")}  two:\n    image: node\n    comands: [x]\n`);
    const { found } = await lint(["ci", "--since", "HEAD"]);
    expect(found).toEqual([expect.stringMatching(/steps\.yml:8:\d+: .*comands/)]);
  });

  test("where an ignore comment was removed", async () => {
    const ignored = known("a").replace(
      "      events",
      "      # dryfire-ignore unknown-event -- known\n      events",
    );
    checkout.commit("First", { "a.yml": ignored });
    expect((await lint([])).found).toEqual([]);
    write("a.yml", known("a"));
    expect((await lint(["--since", "HEAD"])).found).toEqual([`a.yml ${OLD}`]);
  });

  test("that the baseline does not list either", async () => {
    checkout.commit("First", { "a.yml": known("a"), "b.yml": spec("b", ["push.heads"]) });
    await lint(["--baseline", "known.json", "--update-baseline"]);
    write("a.yml", spec("a", [OLD, OLD, NEW]));
    const { found, stderr } = await lint([
      "--since",
      "HEAD",
      "--baseline",
      "known.json",
      "--only",
      "unknown-event",
    ]);
    expect([found, stderr]).toEqual([[`a.yml ${OLD}`, `a.yml ${NEW}`], ""]);
  });

  test("of standard input with the name of a file", async () => {
    checkout.commit("First", { "ci/a.yml": known("a") });
    const args = ["-", "--stdin-filename", "a.yml", "--since", "HEAD"];
    expect((await lint(args, { folder: "ci", stdin: worse("a") })).found).toEqual([`a.yml ${NEW}`]);
    expect((await lint(["-", "--since", "HEAD"], { stdin: "" })).stderr).toContain(
      "add --stdin-filename NAME",
    );
  });

  test("through a link to a file of the repository", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    symlinkSync("a.yml", join(checkout.folder, "link.yml"));
    write("a.yml", worse("a"));
    expect((await lint(["link.yml", "--since", "HEAD"])).found).toEqual([`link.yml ${NEW}`]);
  });

  test("without links to files outside of the repository, with --skip-non-specs", async () => {
    const nested = new Checkout(join(checkout.folder, "nested"));
    checkout.commit("First", { "a.yml": known("a"), "nested/x.yml": known("x") });
    nested.git("init", "--quiet");
    symlinkSync("/etc/hostname", join(checkout.folder, "outside.yml"));
    symlinkSync("nested/x.yml", join(checkout.folder, "nested.yml"));
    const named = ["--since", "HEAD", "a.yml", "outside.yml", "nested.yml"];
    expect(await lint(["--skip-non-specs", ...named])).toEqual(NOTHING);
    const { stderr, exit } = await lint(named);
    expect([stderr, exit]).toEqual([
      expect.stringContaining(
        '"outside.yml" is a symbolic link to a file outside the repository, so it has no earlier version; lint it without --since',
      ),
      2,
    ]);
  });

  test("in a subfolder and with a file of another folder", async () => {
    checkout.commit("First", { "a.yml": known("a"), "ci/b.yml": known("b") });
    write("a.yml", worse("a"));
    write("ci/b.yml", worse("b"));
    const { found } = await lint(["--since", "HEAD", ".", "../a.yml"], { folder: "ci" });
    expect(found).toEqual([`${checkout.folder}/a.yml ${NEW}`, `b.yml ${NEW}`]);
  });

  test("where the file at the commit was not a spec or not readable", async () => {
    checkout.commit("First", { "a.yml": "x: 1\n", "b.yml": `${known("b")}  - [broken\n` });
    write("a.yml", known("a"));
    write("b.yml", known("b"));
    expect((await lint(["--since", "HEAD"])).found).toEqual([`a.yml ${OLD}`]);
  });

  test("since the merge base, with three dots", async () => {
    checkout.commit("First", { "a.yml": worse("a") });
    checkout.git("checkout", "--quiet", "-b", "feature");
    checkout.commit("On the branch", { "b.yml": known("b") });
    checkout.git("checkout", "--quiet", "main");
    checkout.commit("Fixed on main", { "a.yml": known("a") });
    checkout.git("checkout", "--quiet", "feature");
    expect((await lint(["--since", "main..."])).found).toEqual([`b.yml ${OLD}`]);
    expect((await lint(["--since", "main"])).found).toEqual([`a.yml ${NEW}`, `b.yml ${OLD}`]);
  });
});

describe("--staged lints the index", () => {
  test("not the work tree, against HEAD", async () => {
    checkout.commit("First", { "a.yml": known("a"), "b.yml": known("b") });
    write("a.yml", worse("a"));
    checkout.git("add", "a.yml");
    write("a.yml", known("a"));
    write("b.yml", worse("b"));
    write("untracked.yml", known("c"));
    expect(await lint(["--staged"])).toEqual({ found: [`a.yml ${NEW}`], stderr: "", exit: 1 });
    expect((await lint(["--staged", "a.yml"])).found).toEqual([`a.yml ${NEW}`]);
    expect((await lint(["--staged", "*.yml"])).found).toEqual([`a.yml ${NEW}`]);
    expect((await lint(["--staged", "b.yml"])).found).toEqual([]);
  });

  test("against another commit with --since", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    checkout.commit("Second", { "a.yml": worse("a") });
    expect((await lint(["--staged"])).found).toEqual([]);
    expect((await lint(["--staged", "--since", "HEAD~1"])).found).toEqual([`a.yml ${NEW}`]);
  });

  test("before the first commit, where all findings are new", async () => {
    write("a.yml", known("a"));
    checkout.git("add", "a.yml");
    expect((await lint(["--staged"])).found).toEqual([`a.yml ${OLD}`]);
  });

  test("with a file that is only deleted in the work tree", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    write("a.yml", worse("a"));
    checkout.git("add", "a.yml");
    rmSync(join(checkout.folder, "a.yml"));
    expect((await lint(["--staged"])).found).toEqual([`a.yml ${NEW}`]);
  });

  test.each([[], ["ci"], ["ci/a.yml"], ["ci/*.yml"]])(
    "with a folder that is deleted: %s",
    async (...paths) => {
      write("ci/a.yml", known("a"));
      checkout.git("add", "ci");
      rmSync(join(checkout.folder, "ci"), { recursive: true });
      const result = { found: [`ci/a.yml ${OLD}`], stderr: "", exit: 1 };
      expect(await lint(["--staged", ...paths])).toEqual(result);
      checkout.git("commit", "--quiet", "--allow-empty", "-m", "First");
      checkout.git("commit", "--quiet", "--allow-empty", "-m", "Second");
      expect(await lint(["--staged", ...paths])).toEqual(NOTHING);
    },
  );

  test("without a finding for a file whose deletion is staged", async () => {
    checkout.commit("First", { "a.yml": known("a"), "b.yml": known("b") });
    checkout.git("rm", "--quiet", "a.yml");
    expect(await lint(["--staged", "a.yml"])).toEqual(NOTHING);
  });

  test("without a message that there is no spec if the last one is deleted", async () => {
    checkout.commit("First", { "a.yml": known("a"), "package.json": "{}" });
    checkout.git("rm", "--quiet", "a.yml");
    for (const option of [["--staged"], ["--since", "HEAD"]]) expect(await lint(option)).toEqual(NOTHING);
    checkout.git("commit", "--quiet", "-m", "Second");
    expect((await lint(["--staged"])).stderr).toContain('no pipeline spec in "."');
  });

  test("without a message that there is no spec if a merge deletes those of the other side", async () => {
    checkout.commit("First", { "package.json": "{}" });
    checkout.git("checkout", "--quiet", "-b", "other");
    checkout.commit("Second", { "ci/a.yml": known("a") });
    checkout.git("checkout", "--quiet", "main");
    checkout.commit("Third", { "package.json": "[]" });
    checkout.git("merge", "--quiet", "--no-commit", "other");
    checkout.git("rm", "--quiet", "--force", "ci/a.yml");
    for (const paths of [[], ["ci"], ["ci/a.yml"]])
      expect(await lint(["--staged", ...paths])).toEqual(NOTHING);
  });

  test("across files", async () => {
    checkout.commit("First", { "a.yml": spec("a", ["push.heads"]) });
    write("b.yml", spec("a", ["push.heads"]));
    expect((await lint(["--staged"])).found).toEqual([]);
    checkout.git("add", "b.yml");
    expect((await lint(["--staged"])).found).toEqual([
      expect.stringMatching(/^b\.yml.*duplicate-pipeline-name/),
    ]);
  });

  test("with the steps of a template as they are staged", async () => {
    checkout.git("remote", "add", "origin", "https://github.com/acme/shop.git");
    checkout.commit("First", { "ci/a.yml": TEMPLATE, "steps.yml": steps("commands") });
    write("steps.yml", steps("comands"));
    expect((await lint(["ci", "--staged"])).found).toEqual([]);
    checkout.git("add", "steps.yml");
    write("steps.yml", steps("commands"));
    expect((await lint(["ci", "--staged"])).found).toEqual([expect.stringContaining("steps.yml:5:5")]);
  });

  test.each([
    ["new.yml", `"new.yml" is not staged; run "git add" for it, or lint it without --staged`],
    ["missing.yml", `no such file or folder: "missing.yml"; check the path`],
  ])("and reports %s", async (path, message) => {
    checkout.commit("First", { "a.yml": known("a") });
    write("new.yml", known("b"));
    const { stderr, exit } = await lint(["--staged", path]);
    expect([stderr, exit]).toEqual([`dryfire: ${message}\n`, 2]);
  });

  test.each([true, false])("without a file of which only the name is added, commits: %s", async (commits) => {
    if (commits) checkout.commit("First", { "a.yml": known("a"), "moved.yml": known("moved") });
    write("b.yml", known("b"));
    checkout.git("add", "-N", "b.yml");
    const message = `dryfire: "b.yml" is not staged; run "git add" for it, or lint it without --staged\n`;
    expect(await lint(["--staged", "b.yml"])).toEqual({ found: [], stderr: message, exit: 2 });
    write("empty.json", "");
    checkout.git("add", "empty.json");
    expect((await lint(["--staged", "empty.json"])).stderr).toContain('"empty.json" is empty');
    if (!commits) return;
    checkout.git("rm", "--quiet", "--cached", "moved.yml");
    checkout.git("add", "-N", "moved.yml");
    expect(await lint(["--staged", "moved.yml", "a.yml"])).toEqual(NOTHING);
  });

  test("and reports a link to a file that is not staged, which --skip-non-specs skips", async () => {
    checkout.commit("First", { "ci/a.yml": known("a") });
    write("ci/a.yml", worse("a"));
    write("new.yml", known("b"));
    const links = { "new-link.yml": "new.yml", "outside.yml": "/etc/hostname", "a-link.yml": "ci/a.yml" };
    for (const [link, target] of Object.entries(links)) symlinkSync(target, join(checkout.folder, link));
    checkout.git("add", "ci", ...Object.keys(links));
    const message = "a symbolic link to a file that is not staged";
    const { stderr, exit } = await lint(["--staged", "new-link.yml"]);
    expect([stderr, exit]).toEqual([expect.stringContaining(message), 2]);
    const skipped = await lint(["--staged", "--skip-non-specs", ...Object.keys(links)]);
    expect(skipped).toEqual({ found: [`ci/a.yml ${NEW}`], stderr: "", exit: 1 });
  });

  test("that GIT_INDEX_FILE names, except one of another repository", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    const index = copyOfIndex();
    const elsewhere = dirname(index);
    write("a.yml", worse("a"));
    checkout.git("add", "a.yml");
    const found = (file: string) => foundInIndex(file, ["--staged"]);
    expect(await found("")).toEqual([`a.yml ${NEW}`]);
    expect(await found(index)).toEqual([]);
    for (const missing of [join(elsewhere, "missing"), ".git/index.lock"])
      expect(await found(missing)).toEqual([`a.yml ${NEW}`]);
    writeFileSync(join(elsewhere, "HEAD"), "ref: refs/heads/main\n");
    expect(await found(index)).toEqual([`a.yml ${NEW}`]);
  });

  test.each([
    ["--repo-root", "--repo-root", "web"],
    ["repoRoot", "--config", "web.json"],
  ])("with these tracked files below %s too", async (_name, ...option) => {
    checkout.commit("First", { "web/a.ts": "", "web.json": '{ "repoRoot": "web" }' });
    write("b.yml", spec("b", ["push.heads"], "      modifiedFilesGlob: src/**\n"));
    write("web/src/x.ts", "");
    checkout.git("add", "b.yml", "web");
    const index = copyOfIndex();
    checkout.git("rm", "--quiet", "--cached", "web/src/x.ts");
    const args = ["--staged", "--only", "glob-matches-nothing", ...option];
    expect((await lint(args)).found).toEqual([expect.stringContaining("none of the 1 tracked files")]);
    expect(await foundInIndex(index, args)).toEqual([]);
  });

  test("with the usual index of a root in another repository", async () => {
    const other = Checkout.init();
    other.commit("First", { "x.ts": "" });
    checkout.commit("First", {});
    write("b.yml", spec("b", ["push.heads"], "      modifiedFilesGlob: src/**\n"));
    write("src/a.ts", "");
    checkout.git("add", ".");
    const args = ["--staged", "--only", "glob-matches-nothing", "--repo-root", other.folder];
    const found = await foundInIndex(copyOfIndex(), args);
    expect(found).toEqual([expect.stringContaining("none of the 1 tracked files")]);
  });

  test("with the tracked files of the index that GIT_INDEX_FILE names", async () => {
    checkout.git("remote", "add", "origin", "https://github.com/acme/shop.git");
    checkout.commit("First", { "a.yml": known("a") });
    const glob =
      "    - {name: x, type: git, repo: acme/shop, events: [push.heads], modifiedFilesGlob: src/**}\n";
    write("b.yml", spec("b", ["push.heads"]).replace("  triggers:\n", `  triggers:\n${glob}`));
    checkout.git("add", "b.yml");
    expect((await lint(["--staged", "--only", "glob-matches-nothing"])).found).toEqual([
      expect.stringContaining("[glob-matches-nothing]"),
    ]);
    write("src/x.ts", "");
    checkout.git("add", "src");
    const index = join(checkout.folder, ".git", "other");
    cpSync(join(checkout.folder, ".git", "index"), index);
    checkout.git("reset", "--quiet");
    expect(await foundInIndex(index, ["--staged", "--only", "glob-matches-nothing"])).toEqual([]);
  });

  test("and reports a spec with a merge conflict", async () => {
    checkout.commit("First", { "a.yml": known("a"), "b.yml": known("b"), "c.txt": "" });
    checkout.git("checkout", "--quiet", "-b", "other");
    checkout.commit("Second", { "a.yml": known("other"), "c.txt": "x" });
    checkout.git("checkout", "--quiet", "main");
    checkout.commit("Third", { "a.yml": known("main"), "c.txt": "y" });
    expect(() => checkout.git("merge", "other")).toThrow();
    const { stderr, exit } = await lint(["--staged"]);
    expect([stderr, exit]).toEqual([
      'dryfire: "a.yml" has a merge conflict; resolve it, and run "git add" for it\n',
      2,
    ]);
    expect((await lint(["--staged", "b.yml"])).exit).toBe(0);
  });

  test("without the findings that a merged branch has, unless the merge makes them", async () => {
    checkout.commit("First", { "a.yml": spec("a", ["push.heads"]), "c.txt": "" });
    for (const [branch, name] of [
      ["other", "b"],
      ["third", "d"],
    ] as const) {
      checkout.git("checkout", "--quiet", "-b", branch, "main");
      checkout.commit("Second", { [`${name}.yml`]: spec(name, [OLD]), "e.yml": spec("e", [OLD]) });
    }
    checkout.git("checkout", "--quiet", "main");
    checkout.commit("Third", { "f.yml": spec("b", ["push.heads"]) });
    checkout.git("merge", "--quiet", "--no-commit", "other", "third");
    const duplicate = expect.stringMatching(/^f\.yml.*duplicate-pipeline-name/);
    expect((await lint(["--staged"])).found).toEqual([duplicate]);
    write("a.yml", known("a"));
    checkout.git("add", "a.yml");
    expect((await lint(["--staged"])).found).toEqual([`a.yml ${OLD}`, duplicate]);
    expect((await lint(["--staged", "--since", "HEAD", "b.yml"])).found).toEqual([`b.yml ${OLD}`]);
    checkout.git("commit", "--quiet", "-m", "Merge");
    expect((await lint(["--staged"])).found).toEqual([]);
  });

  test("and refuses names that are not UTF-8, which may be read as one", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    for (const byte of [0xfe, 0xff])
      writeFileSync(
        Buffer.from([...Buffer.from(join(checkout.folder, "b")), byte, ...Buffer.from(".yml")]),
        worse("b"),
      );
    checkout.git("add", "--all");
    expect(await lint(["--staged"])).toEqual({
      found: [],
      stderr: 'dryfire: cannot read "b\ufffd.yml": its name is not UTF-8; rename it\n',
      exit: 2,
    });
  });

  test("that a hook of Git commits, whichever it is", () => {
    checkout.commit("First", { "a.yml": known("a"), "sub/b.yml": known("b") });
    const hook = join(checkout.folder, ".git", "hooks", "pre-commit");
    mkdirSync(join(hook, ".."), { recursive: true });
    writeFileSync(
      hook,
      `#!/bin/sh\n"${process.execPath}" "${join(builtProgram(), "dryfire.cjs")}" lint --staged --format lines\n`,
    );
    chmodSync(hook, 0o755);
    write("a.yml", worse("a"));
    write("sub/b.yml", spec("b", [OLD]).replace("node", "node:20"));
    checkout.git("commit", "--quiet", "-m", "without the fault", "sub/b.yml");
    for (const args of [["-a"], ["a.yml"], ["--include", "a.yml"]])
      expect(() => checkout.git("commit", "--quiet", "-m", "with the fault", ...args)).toThrow(NEW);
    const linked = new Checkout();
    checkout.git("worktree", "add", "--quiet", "-f", linked.folder);
    writeFileSync(join(linked.folder, "a.yml"), worse("a"));
    expect(() => linked.git("commit", "--quiet", "-a", "-m", "with the fault")).toThrow(NEW);
  });
});

describe("a version that cannot be compared", () => {
  test("is reported for a work tree whose repository is elsewhere, in GIT_DIR", async () => {
    const folder = newFolder(onTestFinished);
    vi.stubEnv("GIT_DIR", join(checkout.folder, ".git"));
    const { stderr, exit } = await runBuilt(["lint", "--staged"], folder);
    vi.stubEnv("GIT_DIR", undefined);
    expect([stderr, exit]).toEqual([
      `dryfire: "${folder}" is not in a folder with ".git", and dryfire does not read GIT_DIR; run dryfire in one, or remove --staged\n`,
      2,
    ]);
  });

  test.skipIf(process.getuid?.() !== 0)(
    "is reported for a checkout of another user, with its root",
    async () => {
      checkout.commit("First", { "it's/a.yml": known("a") });
      const root = join(checkout.folder, "it's");
      new Checkout(root).git("init", "--quiet");
      mkdirSync(join(root, "ci"));
      chownSync(root, 65534, 65534);
      const argv = ["lint", "--staged"];
      const { stderr, exit } = await runBuilt(argv, join(root, "ci"));
      expect([stderr, exit]).toEqual([
        `dryfire: git refuses the repository "${root}", which another user owns; run: git config --global --add safe.directory '${root.replace("'", "'\\''")}'\n`,
        2,
      ]);
    },
  );

  test.skipIf(process.getuid?.() !== 0)(
    "is reported for a checkout of another user with a remedy that works without a home",
    async () => {
      checkout.commit("First", { "a.yml": known("a") });
      chownSync(checkout.folder, 65534, 65534);
      const before = { ...process.env };
      vi.stubEnv("HOME", join(checkout.folder, "gone"));
      try {
        const { stderr, exit } = await lint(["--staged"]);
        const [, variables] = /; set (.*)\n$/.exec(stderr) ?? [];
        expect([variables, exit]).toEqual([
          `GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0=${checkout.folder}`,
          2,
        ]);
        for (const variable of variables!.split(" "))
          vi.stubEnv(...(variable.split("=") as [string, string]));
        expect(await lint(["--staged"])).toEqual(NOTHING);
      } finally {
        for (const name of ["HOME", "GIT_CONFIG_COUNT", "GIT_CONFIG_KEY_0", "GIT_CONFIG_VALUE_0"])
          vi.stubEnv(name, before[name]);
      }
    },
  );

  test.skipIf(process.getuid?.() !== 0)(
    "has one note for a checkout of another user, where a rule needs its files",
    async () => {
      checkout.git("remote", "add", "origin", "https://github.com/acme/shop.git");
      const filter = "      modifiedFilesGlob: scr/**\n";
      checkout.commit("First", {
        "a.yml": spec("a", ["push.heads"], filter),
        "b.yml": spec("b", ["push.heads"], filter),
        "c.yml": spec("c", ["push.heads"]),
      });
      chownSync(checkout.folder, 65534, 65534);
      const cached = ["--cache-location", join(checkout.folder, ".git", "cache")];
      const note = `dryfire: rules that need the tracked files did not run: git refuses the repository "${checkout.folder}", which another user owns; run: git config --global --add safe.directory ${checkout.folder}\n`;
      for (let times = 0; times < 2; times++)
        expect(await lint(cached)).toEqual({ found: [], stderr: note, exit: 0 });
      write("dryfire.config.yaml", "repoRoot: .\n");
      expect(await lint([])).toEqual({ found: [], stderr: note, exit: 0 });
      expect(await lint(["c.yml"])).toEqual(NOTHING);
      expect(await lint(["--only", "unknown-event"])).toEqual(NOTHING);
      chownSync(checkout.folder, 0, 0);
      rmSync(join(checkout.folder, "dryfire.config.yaml"));
      expect((await lint(cached)).found).toHaveLength(2);
    },
  );

  test("is reported outside a repository", async () => {
    rmSync(join(checkout.folder, ".git"), { recursive: true });
    write("a.yml", known("a"));
    for (const [args, name] of [
      [["--since", "HEAD"], "--since"],
      [["--staged"], "--staged"],
    ] as const) {
      const { stderr, exit } = await lint(args);
      expect([stderr, exit]).toEqual([
        `dryfire: "${checkout.folder}" is not in a git repository; run dryfire in one, or remove ${name}\n`,
        2,
      ]);
    }
  });

  test("is reported for an unknown or wrong revision", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    expect((await lint(["--since", "mian"])).stderr).toContain(
      'commit "mian" does not exist in this repository; check the name',
    );
    for (const wrong of ["a..b", "main...HEAD", "a b", "..."])
      expect((await lint(["--since", wrong])).stderr).toContain(
        `"--since" cannot be "${wrong}"; give one revision`,
      );
    expect((await lint(["--since=--all"])).exit).toBe(2);
  });

  test("is reported for a branch that was not fetched, with the command that fetches it", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    checkout.git("checkout", "--quiet", "-b", "feature");
    checkout.commit("Second", { "a.yml": worse("a") });
    const only = checkout.clone("--single-branch");
    const run = async () =>
      await runBuilt(["lint", "--since", "origin/main...", "--format", "lines"], only.folder);
    const { stderr, exit } = await run();
    const [, remedy] = /; check the name, or run "git (.*)"\n$/.exec(stderr) ?? [];
    expect([exit, remedy]).toEqual([2, "fetch origin main:refs/remotes/origin/main"]);
    only.git(...remedy!.split(" "));
    expect((await run()).stdout).toContain(NEW);
  });

  test("is reported for the zeros that a service gives for a new branch", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    expect((await lint(["--since", "0".repeat(40)])).stderr).toContain(
      "means that a push created its branch; give where that started, such as origin/main",
    );
  });

  test("is reported before the first commit", async () => {
    write("a.yml", known("a"));
    expect((await lint(["--since", "HEAD"])).stderr).toContain(
      "the repository has no commits; commit something, or remove --since",
    );
  });

  test("is reported in a shallow clone, with the command that fetches it", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    checkout.git("checkout", "--quiet", "-b", "feature");
    checkout.commit("Second", { "a.yml": worse("a") });
    checkout.commit("Third", { "b.yml": spec("b", ["push.heads"]) });
    const upstream = checkout;
    checkout = upstream.clone("--depth=1", "--branch=feature");
    for (const revision of ["origin/main", "main", "HEAD~1"]) {
      const { stderr, exit } = await lint(["--since", revision]);
      expect(exit).toBe(2);
      const [, remedy] = /the clone is shallow, so run "git (.*)"/.exec(stderr) ?? [];
      expect([revision, remedy]).not.toEqual([revision, undefined]);
      checkout.git("-c", "gc.auto=0", ...remedy!.split(" "));
      expect((await lint(["--since", revision])).exit).not.toBe(2);
      checkout = upstream.clone("--depth=1", "--branch=feature");
    }
  });

  test("is reported in a partial clone, with the command that fetches it", async () => {
    checkout.git("config", "uploadpack.allowFilter", "true");
    checkout.commit("First", { "a.yml": known("a") });
    checkout.commit("Second", { "a.yml": worse("a") });
    const upstream = checkout;
    checkout = upstream.clone("--filter=blob:none");
    const { stderr, exit } = await lint(["--since", "HEAD~1"]);
    const [, remedy] = /the clone is partial and lacks files of a commit; run "git (.*)"/.exec(stderr) ?? [];
    expect([exit, remedy]).toEqual([2, "fetch --refetch --no-filter"]);
    // It would run in the background while the folder is removed.
    checkout.git("-c", "gc.auto=0", ...remedy!.split(" "));
    expect((await lint(["--since", "HEAD~1"])).found).toEqual([`a.yml ${NEW}`]);
  });

  test("is reported for files outside the repository and of another one in it", async () => {
    checkout.commit("First", { "a.yml": known("a") });
    const other = Checkout.init();
    other.commit("First", { "x.yml": known("x") });
    checkout.git("clone", "--quiet", other.folder, "nested");
    const outside = await lint(["--since", "HEAD", join(other.folder, "x.yml")]);
    expect(outside.exit).toBe(2);
    expect(outside.stderr).toContain('x.yml" is outside the repository, so it has no earlier version');
    expect((await lint(["--staged", join(other.folder, "x.yml")])).stderr).toContain(
      "is outside the repository",
    );
    expect((await lint(["--since", "HEAD", "nested/x.yml"])).stderr).toContain(
      '"nested/x.yml" is in another repository, so it has no earlier version here; run dryfire in "nested"',
    );
  });

  test.each([["--fix"], ["--fix-suggestions"], ["--shard", "1/2"], ["--update-baseline", "--baseline", "x"]])(
    "is refused with %s",
    async (...args) => {
      checkout.commit("First", { "a.yml": known("a") });
      expect((await lint(["--since", "HEAD", ...args])).stderr).toContain(
        `"${args[0]}" and "--since" cannot be combined`,
      );
    },
  );
});
