import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { lineChanges } from "../../src/cli/lint/line-changes.ts";
import { runBuilt } from "../built-program.ts";
import { inNewFolder, writeIn } from "../new-folder.ts";
import { timed } from "../timing.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures");

let cwd: string;
inNewFolder(beforeEach, (made) => {
  cwd = realpathSync(made);
});

const write = (path: string, text: string) => writeIn(cwd, path, text);
const read = (path: string) => readFileSync(join(cwd, path), "utf8");
const apply = (diff: string, folder = "") =>
  execFileSync("git", ["apply", "-"], {
    cwd: join(cwd, folder),
    input: diff,
    stdio: ["pipe", "pipe", "pipe"],
  });

/** The contents of all files in a folder by path. */
function contents(folder: string): Record<string, string> {
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter(
    (path) => !path.startsWith(".git") && statSync(join(folder, path)).isFile(),
  );
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(folder, path), "utf8")]));
}

/** A spec whose version `--fix` quotes; `after` is the line below it. */
const spec = (after = "kind: pipeline", more = "") =>
  `version: 1.0\n${after}\nmetadata:\n  name: shop/a\nspec:\n  steps: {}\n${more}`;
const fixed = (text: string) => text.replace("version: 1.0", "version: '1.0'");

/** Runs `lint --fix --diff` on a file. */
const diffOf = async (path: string, ...more: string[]) =>
  await runBuilt(["lint", path, "--fix", "--diff", ...more], cwd);

describe("lint --fix --diff prints what --fix writes", () => {
  test("for each rule with a fix", { timeout: 60_000 }, async () => {
    const rules = readdirSync(join(fixtures, "rules"));
    for (const rule of rules)
      for (const name of readdirSync(join(fixtures, "rules", rule)))
        if (
          /^bad-.*\.(yml|json)$/.test(name) &&
          !name.includes(".fixed.") &&
          !name.endsWith(".findings.json")
        )
          cpSync(join(fixtures, "rules", rule, name), join(cwd, "one", rule, name), { recursive: true });
    cpSync(join(cwd, "one"), join(cwd, "two"), { recursive: true });
    const before = contents(join(cwd, "one"));
    const argv = ["lint", ".", "--no-config", "--strict", "--fix-suggestions"];
    const { stdout, stderr } = await runBuilt([...argv, "--diff"], join(cwd, "one"));
    expect(contents(join(cwd, "one"))).toEqual(before);
    const left = [...stderr.matchAll(/the diff of "(.*?)" is left out/g)].map(([, path]) => path!);
    expect(left.length).toBeLessThan(12);
    apply(stdout, "one");
    await runBuilt(argv, join(cwd, "two"));
    const [one, two] = [contents(join(cwd, "one")), contents(join(cwd, "two"))];
    for (const path of left) two[path] = before[path]!;
    expect(one).toEqual(two);
    expect(Object.keys(one).filter((path) => one[path] !== before[path]).length).toBeGreaterThan(60);
  });

  test.each([
    ["the ends of lines of Windows", spec().replaceAll("\n", "\r\n")],
    ["a last line without an end", spec("kind: pipeline", "x-y: 1").trimEnd()],
    ["one line", '{"version": 1.0, "kind": "pipeline", "metadata": {"name": "a/b"}, "spec": {"steps": {}}}'],
    ["a byte order mark", `\ufeff${spec()}`],
    ["tabs and letters of other scripts", spec("kind: pipeline # ü\t日本", "# \u{1f680}\n")],
    ["a change at the end", "kind: pipeline\nmetadata:\n  name: shop/a\nspec:\n  steps: {}\nversion: 1.0"],
    ["several documents", `${spec()}---\n${spec()}---\n${spec()}`],
  ])("with %s", async (_what, text) => {
    write("a.yml", text);
    const { stdout } = await diffOf("a.yml");
    apply(stdout);
    const changed = read("a.yml");
    write("a.yml", text);
    await runBuilt(["lint", "a.yml", "--fix"], cwd);
    expect([changed, changed === text]).toEqual([read("a.yml"), false]);
  });

  test.each([
    "with space.yml",
    'quote".yml',
    "back\\slash.yml",
    "tab\t.yml",
    "ü\u202e.yml",
    "##[x].yml",
    "-dash.yml",
  ])("for a file with the name %j", async (name) => {
    write(name, spec());
    const { stdout } = await diffOf(`./${name}`);
    apply(stdout);
    expect(read(name)).toBe(fixed(spec()));
    expect(stdout.replace(/\t\n/g, "\n")).not.toMatch(/[\t\u202e]|##\[/);
  });

  test("in a subfolder of a repository", async () => {
    execFileSync("git", ["init", "--quiet"], { cwd });
    write("ci/deep/a.yml", spec());
    const { stdout } = await runBuilt(["lint", "--fix", "--diff"], join(cwd, "ci"));
    expect(stdout).toContain(
      "--- a/deep/a.yml\n+++ b/deep/a.yml\n@@ -1,4 +1,4 @@\n-version: 1.0\n+version: '1.0'\n",
    );
    apply(stdout, "ci");
    expect(read("ci/deep/a.yml")).toBe(fixed(spec()));
  });

  test("with the findings of the files as they are, on standard error", async () => {
    write("a.yml", spec());
    const { stdout, stderr, exit } = await diffOf("a.yml", "--format", "lines");
    expect(stdout.split("\n")[0]).toBe("--- a/a.yml");
    expect(stderr).toContain("dryfire: would fix 1 problem in 1 file; nothing was written\n");
    expect(stderr).toContain("a.yml:1:10: error");
    expect([exit, read("a.yml")]).toEqual([1, spec()]);
  });

  test("of standard input", async () => {
    const { stdout } = await runBuilt(["lint", "-", "--fix", "--diff"], cwd, spec());
    expect(stdout).toContain("--- a/<stdin>\n+++ b/<stdin>\n@@ -1,4 +1,4 @@\n-version: 1.0\n");
  });

  test("which is nothing without a fix", async () => {
    write("a.yml", fixed(spec("kind: pipeline")).replace("{}", "{a: {image: node}}"));
    expect(await diffOf("a.yml", "--format", "lines")).toEqual({ stdout: "", stderr: "", exit: 0 });
  });
});

const TOKEN = "ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8";

describe("a diff shows no secret and no command", () => {
  test("since the context ends before them", async () => {
    const text = `# ${TOKEN}\nkind: pipeline\n# \u0007\nversion: 1.0\nmetadata:\n  description: |\n    ::stop-commands::x\n  name: shop/a\nspec:\n  steps: {}\n`;
    write("a.yml", text);
    const { stdout } = await diffOf("a.yml");
    expect(stdout).toBe(
      "--- a/a.yml\n+++ b/a.yml\n@@ -4,3 +4,3 @@\n-version: 1.0\n+version: '1.0'\n metadata:\n   description: |\n",
    );
    apply(stdout);
    expect(read("a.yml")).toBe(fixed(text));
  });

  test.each([
    ["in the line of a change", `version: 1.0 # ${TOKEN}\n`, 1, "a secret"],
    ["below a change", `version: 1.0\n# ${TOKEN}\n`, 2, "a secret"],
    ["below a change, as a control character", "version: 1.0\n# \u0007\n", 2, "a control character"],
    [
      "below a change, as a command",
      "version: 1.0\n# a\n# ##[add-mask]x\n".replace("# a\n", ""),
      2,
      "a command for a CI service",
    ],
  ])("or leaves a file out that has them %s", async (_where, first, line, what) => {
    write("a.yml", spec().replace("version: 1.0\n", first));
    write("b.yml", spec());
    const { exit, stdout, stderr } = await runBuilt(
      ["lint", ".", "--fix", "--diff", "--only", "spec-version"],
      cwd,
    );
    expect([exit, stdout.match(/^--- .*/gm)]).toEqual([2, ["--- a/b.yml"]]);
    expect(stderr).toContain(
      `the diff of "a.yml" is left out: line ${line}, in or next to a change, has ${what}; --fix makes the change`,
    );
    expect(stdout + stderr).not.toContain(TOKEN.slice(4, 30));
  });

  test("also where another file of the run declares the secret", async () => {
    write(
      "a.yml",
      spec("kind: pipeline", "").replace(
        "steps: {}",
        "variables: [{key: A_PASSWORD, value: kl9opQ2wXx}]\n  steps: {}",
      ),
    );
    write("b.yml", spec("# kl9opQ2wXx"));
    const { stdout, stderr } = await runBuilt(["lint", ".", "--fix", "--diff"], cwd);
    expect(stdout + stderr).not.toContain("kl9opQ2wXx");
    expect(stderr).toContain('the diff of "b.yml" is left out: line 2');
  });

  test("and shows the asterisks that an export has in the place of a secret", async () => {
    const exported = spec().replace(
      "steps: {}",
      "triggers:\n    - name: a\n      type: git\n      repo: a/b\n      events: [push.heads]\n      secret: *********\n  steps: {}",
    );
    write("a.yml", exported);
    const { stdout } = await diffOf("a.yml");
    expect(stdout).toContain("\n-      secret: *********\n+      secret: '*********'\n");
    apply(stdout);
    expect(read("a.yml")).toBe(fixed(exported).replace("*********", "'*********'"));
  });

  test("but not a word that is a secret of a spec elsewhere, such as the name of a service", async () => {
    const named = (lines: string) =>
      `${lines}spec:\n  variables: [{key: SERVICE, value: data-worker}]\n  steps: {}\n`;
    write(
      "data-worker/a.yml",
      named("kind: pipeline\nmetadata:\n  name: shop/data\n  description: Build: it\n"),
    );
    write(
      "b.yml",
      spec("kind: pipeline", "").replace(
        "steps: {}",
        "variables: [{key: API_TOKEN, value: data-worker}]\n  steps: {}",
      ),
    );
    const { stdout } = await runBuilt(["lint", ".", "--fix-suggestions", "--diff"], cwd);
    expect(stdout).toContain("--- a/data-worker/a.yml");
  });

  test("in the name of a file", async () => {
    write(`${TOKEN}.yml`, spec());
    const { stdout, stderr } = await runBuilt(["lint", ".", "--fix", "--diff"], cwd);
    expect([stdout, stderr]).toEqual(["", expect.stringContaining("its name has a secret")]);
    expect(stderr).not.toContain(TOKEN);
  });

  test.skipIf(process.platform === "win32")("and leaves out what git apply would refuse", async () => {
    mkdirSync(join(cwd, "sub"));
    write("a.yml", spec());
    write("b.yml", spec());
    symlinkSync("../b.yml", join(cwd, "sub", "link.yml"));
    const { exit, stdout, stderr } = await runBuilt(
      ["lint", "link.yml", "../a.yml", "--fix", "--diff"],
      join(cwd, "sub"),
    );
    expect([exit, stdout]).toEqual([2, ""]);
    expect(stderr).toContain('"link.yml" is left out: it is a symbolic link');
    expect(stderr).toContain('a.yml" is left out: it is not in the working folder');
  });
});

describe("lint --fix --check", () => {
  test("writes nothing, and fails if a file would change", async () => {
    const warned = fixed(spec("kind: pipeline", "")).replace(
      "steps: {}",
      "triggers: [{name: x, type: git, repo: a/b, events: [push.tags, push.tags]}]\n  steps: {}",
    );
    write("a.yml", warned);
    const plain = await runBuilt(["lint", "a.yml"], cwd);
    expect([plain.exit, plain.stdout]).toEqual([0, expect.stringContaining("fixable with --fix")]);
    const { stdout, stderr, exit } = await runBuilt(["lint", "a.yml", "--fix", "--check"], cwd);
    expect([stdout, exit, read("a.yml")]).toEqual([plain.stdout, 1, warned]);
    expect(stderr).toBe("dryfire: would fix 1 problem in 1 file; nothing was written\n");
    const { exit: both } = await runBuilt(["lint", "a.yml", "--fix", "--check", "--diff"], cwd);
    expect(both).toBe(1);
  });

  test("is fine without a fix", async () => {
    write("a.yml", fixed(spec()));
    expect((await runBuilt(["lint", "a.yml", "--fix", "--check"], cwd)).exit).toBe(0);
  });

  test("does not print standard input", async () => {
    const { stdout, exit } = await runBuilt(
      ["lint", "-", "--fix", "--check", "--format", "lines"],
      cwd,
      spec(),
    );
    expect([stdout, exit]).toEqual([expect.stringMatching(/^<stdin>:1:10: error/), 1]);
  });

  test.each(["--diff", "--check"])("%s needs --fix", async (option) => {
    const { stderr, exit } = await runBuilt(["lint", option], cwd);
    expect([stderr, exit]).toEqual([`dryfire: "${option}" shows fixes; add --fix or --fix-suggestions\n`, 2]);
  });
});

describe("the changes of lines", () => {
  const linesOf = (text: string) => text.split("");

  test.each([
    ["", ""],
    ["abc", "abc"],
    ["abc", ""],
    ["abcdef", "abXdef"],
    ["aabbaabb", "aabXaaXb"],
    ["abcdef", "fedcba"],
    ["xaxbxcx", "xbxaxcxd"],
    ["aaaa", "aaaaaa"],
  ])("of %j and %j lead from one to the other", (before, after) => {
    const changes = lineChanges(linesOf(before), linesOf(after));
    const side = (left: string) =>
      changes.flatMap(({ kind, lines }) => (kind === left ? [] : lines)).join("");
    expect([side("added"), side("removed")]).toEqual([before, after]);
    const kinds = changes.map(({ kind }) => kind);
    expect(kinds.filter((kind, index) => kind === kinds[index - 1])).toEqual([]);
  });

  test("take time in proportion to the lines", async () => {
    const lines = (count: number) => Array.from({ length: count }, (_, index) => `${index}`);
    const seconds = async (count: number) => {
      const [before, after] = [
        lines(count),
        lines(count).map((line, at) => (at % 4 === 1 ? `${line}!` : line)),
      ];
      return (await timed(async () => lineChanges(before, after))).seconds;
    };
    await seconds(4_000);
    expect(await seconds(64_000)).toBeLessThan(3);
  });
});
