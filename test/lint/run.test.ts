import { execFileSync } from "node:child_process";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import type { Io } from "../../src/cli/command.ts";
import { repositoryFiles } from "../../src/cli/git/event-from-git.ts";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { Progress } from "../../src/cli/output/stderr.ts";
import { Checkout } from "../git/checkout.ts";
import { inNewFolder, writeIn } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

let folder: string;
inNewFolder(beforeEach, (made) => {
  folder = made;
});

const put = (name: string, content: string | Uint8Array) => writeIn(folder, name, content);
const lint = (...args: string[]) => runCommand(["lint", ...args], folder);
const SPEC =
  "version: '1.0'\nkind: pipeline\nmetadata:\n  name: shop/build\nspec:\n  steps:\n    test:\n      image: node:20\n";

test("--strict makes warnings errors, and leaves the infos of a rule of warnings", async () => {
  const kept = "  variables: [{ key: TOKEN, value: '*****', encrypted: true }]\n";
  put("a.yml", SPEC.replace("  steps", `${kept}  steps`));
  const { stdout, exit } = await lint("a.yml", "--strict", "--format", "lines");
  expect([stdout, exit]).toEqual([expect.stringMatching(/^a\.yml:6:\d+: info .*\[masked-value\]\n$/), 0]);
  put("a.yml", `${SPEC}---\n`);
  expect((await lint("a.yml", "--format", "lines")).stdout).toContain(" warning document 2 has no spec");
  expect((await lint("a.yml", "--format", "lines", "--strict")).stdout).toContain(
    " error document 2 has no spec",
  );
});

test.each(["\n", "\r\n", "\r"])("a fault hides nothing before it in lines that end with %j", async (end) => {
  const broken = `${SPEC.replace("  steps", "  nonsense: 1\n  steps")}    next:\n      image: ]]]] }}\n`;
  put("a.yml", broken.replaceAll("\n", end));
  const { stdout } = await lint("a.yml", "--format", "lines");
  expect(stdout).toContain("[unknown-key]");
  expect(stdout).toContain("[yaml-syntax]");
});

describe("input that cannot be linted", () => {
  const cases: [string, string | Uint8Array, string][] = [
    ["binary", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1]), "is a binary file; name a YAML or JSON file"],
    ["gzip", gzipSync(SPEC), "is a compressed file; unpack it"],
    ["UTF-16", Buffer.from(`\ufeff${SPEC}`, "utf16le"), "is UTF-16 text; save it as UTF-8"],
    ["Latin-1", Buffer.from("name: caf\u00e9", "latin1"), "is not UTF-8 text"],
    ["only a comment", "# nothing\n", "is empty; give a file with a pipeline spec or with steps"],
    [
      "a Kubernetes resource",
      "apiVersion: v1\nkind: Pod\nmetadata: {}\nspec: {}\n",
      "is not a pipeline spec",
    ],
  ];
  test.each(cases)("%s: reports it, exits with 2, and lints the other files", async (_, content, message) => {
    put("a.yml", content);
    put("b.yml", SPEC);
    const { stdout, stderr, exit } = await lint("a.yml", "b.yml", "--format", "json");
    expect(stderr).toContain(`dryfire: "a.yml" ${message}`);
    expect(stderr.split("\n")).toHaveLength(2);
    expect([JSON.parse(stdout).files.map((file: { path: string }) => file.path), exit]).toEqual([
      ["b.yml"],
      2,
    ]);
  });

  test("a loop of symbolic links", async () => {
    symlinkSync("b.yml", join(folder, "a.yml"));
    symlinkSync("a.yml", join(folder, "b.yml"));
    put("c.yml", SPEC);
    expect((await lint(".")).exit).toBe(0);
    expect((await lint("a.yml", "c.yml")).exit).toBe(2);
  });

  test("a link to another file of the run is not read again, unless a config ignores that file", async () => {
    put("specs/a.yml", SPEC);
    symlinkSync("specs/a.yml", join(folder, "link.yml"));
    const lines = async (...paths: string[]) => (await lint(...paths, "--format", "lines")).stdout;
    expect(await lines(".", "--rule", "duplicate-pipeline-name=error")).toBe("");
    expect((await lint(".", "--fix")).exit).toBe(0);
    symlinkSync("specs", join(folder, "linked"));
    for (const paths of [
      ["link.yml", "specs"],
      ["link.yml", "specs/a.yml"],
      ["linked", "specs"],
      ["linked/a.yml", "specs/a.yml"],
    ])
      expect(await lines(...paths, "--rule", "duplicate-pipeline-name=error")).toBe("");
    put("specs/values.yml", "a: 1\n");
    symlinkSync("specs/values.yml", join(folder, "values-link.yml"));
    expect((await lint("values-link.yml", "specs")).stderr).toContain(
      '"specs/values.yml" is not a pipeline spec',
    );
    put("dryfire.config.yaml", "ignores: [specs]");
    put("specs/a.yml", SPEC.replace("name: shop/build", "name: shop/build\n  project: other"));
    expect(await lines(".")).toContain("link.yml:");
    expect(await lint("link.yml", ".")).toMatchObject({ stderr: "", exit: 0 });
  });

  const FIRED = SPEC.replace(
    "  steps:",
    `  triggers:
    - { name: main-push, type: git, provider: github, context: github, repo: a/b, events: [push.heads] }
  cronTriggers:
    - { name: night, type: cron, expression: 0 3 * * *, message: hello }
  steps:`,
  );

  test.each([
    ["simulate", ["--push", "main", "--format", "json"], '"trigger": "main-push"'],
    ["schedule", ["--from", "2026-01-05", "--count", "1", "--format", "json"], '"trigger": "night"'],
    ["playground", [], '"specs/a.yml"'],
  ] as const)("%s reads a file and a link to it once", async (command, options, once) => {
    put("specs/a.yml", FIRED);
    symlinkSync("a.yml", join(folder, "specs/link.yml"));
    const run = async (...paths: string[]) => await runCommand([command, ...paths, ...options], folder);
    const { stdout } = await run("specs/a.yml");
    expect(stdout).toContain(once);
    for (const paths of [["specs"], ["specs/link.yml", "specs/a.yml"], ["specs/a.yml", "specs/a.yml"]])
      expect((await run(...paths)).stdout === stdout).toBe(true);
  });

  test("diff and test read a file and a link to it once", async () => {
    put("specs/a.yml", FIRED);
    symlinkSync("a.yml", join(folder, "specs/link.yml"));
    const { stdout } = await runCommand(["diff", "specs/a.yml", "specs", "--format", "json"], folder);
    expect(JSON.parse(stdout)).toMatchObject({ changes: [], unchanged: 2 });
    for (const specs of ["specs", "[specs/link.yml, specs/a.yml]"]) {
      put(
        "x.dryfire-test.yaml",
        `specs: ${specs}\ncases:\n  - name: x\n    push: main\n    fires: main-push\n`,
      );
      const result = await runCommand(["test", "x.dryfire-test.yaml"], folder);
      expect(result).toMatchObject({ stderr: "", exit: 0 });
    }
  });

  test("a link to a file outside that a config ignores, or that is not a cases file, is not reported", async () => {
    put("ci/.git/HEAD", "");
    put("ci/a.yml", FIRED);
    put("ci/a.dryfire-test.yaml", "specs: a.yml\ncases: [{ name: x, push: main, fires: main-push }]\n");
    put("outside.yml", "a: 1\n");
    symlinkSync("../outside.yml", join(folder, "ci/link.yml"));
    const run = async (command: string) => await runCommand([command], join(folder, "ci"));
    const reported = { stderr: expect.stringContaining("link to a file outside the repository"), exit: 2 };
    expect(await run("lint")).toMatchObject(reported);
    expect(await run("test")).toMatchObject({ stderr: "", exit: 0 });
    put("ci/dryfire.config.yaml", "ignores: [link.yml]\n");
    expect(await run("lint")).toMatchObject({ stderr: "", exit: 0 });
    symlinkSync("../outside.yml", join(folder, "ci/b.dryfire-test.yaml"));
    expect(await run("test")).toMatchObject(reported);
  });

  test("a folder with another file than a spec and a link to it has no spec", async () => {
    put("values/a.yml", "a: 1\n");
    symlinkSync("a.yml", join(folder, "values/link.yml"));
    for (const command of [["lint"], ["schedule"]])
      expect(await runCommand([...command, "values"], folder)).toMatchObject({
        stderr: expect.stringContaining('no pipeline spec in "values"'),
        exit: 2,
      });
  });

  test("a symbolic link to a missing file is named as one, and is not a spec", async () => {
    symlinkSync("nowhere.yml", join(folder, "link.yml"));
    expect(await lint("link.yml")).toMatchObject({
      stderr:
        'dryfire: "link.yml" is a symbolic link to a missing file; restore that file, or remove the link\n',
      exit: 2,
    });
    expect(await lint("link.yml", "--skip-non-specs")).toMatchObject({ stderr: "", exit: 0 });
    expect((await lint("link.yml", "--skip-non-specs", "--debug-files")).stdout).toContain(
      "it is a symbolic link to a missing file",
    );
    expect((await lint("nowhere.yml", "--skip-non-specs")).exit).toBe(2);
  });

  test("an option after --, where hooks add their arguments, is a path with another remedy", async () => {
    expect(await lint("--skip-non-specs", "--", "--strict")).toMatchObject({
      stderr: 'dryfire: no such file or folder: "--strict"; write options before "--"\n',
      exit: 2,
    });
  });

  test("of several links to a file that is not a part of the run, or is ignored, one is read", async () => {
    put("specs/a.yml", SPEC);
    put("ci/x.txt", "");
    for (const name of ["b.yml", "c.yml"]) symlinkSync("../specs/a.yml", join(folder, "ci", name));
    const found = async (path: string) =>
      (await lint(path, "--format", "lines", "--rule", "duplicate-pipeline-name=error")).stdout;
    expect(await found("ci")).toBe("");
    put("dryfire.config.yaml", "ignores: [specs]");
    expect(await found(".")).toBe("");
  });
});

describe("the exit code", () => {
  const cases: [string, string, string[], number][] = [
    ["no findings", SPEC, [], 0],
    ["a warning", SPEC.replace("name: shop/build", "name: shop/build\n  project: other"), [], 0],
    [
      "a warning that fails",
      SPEC.replace("name: shop/build", "name: shop/build\n  project: other"),
      ["--fail-on", "warning"],
      1,
    ],
    ["an error", SPEC.replace("shop/build", '""'), [], 1],
    ["a broken text", `${SPEC}  - x\n`, [], 1],
    ["a missing file", SPEC, ["nowhere.yml"], 2],
  ];
  test.each(cases)("is the same in every format: %s", async (_, text, args, expected) => {
    put("a.yml", text);
    for (const format of FORMATS)
      expect([format, (await lint("a.yml", ...args, "--format", format)).exit]).toEqual([format, expected]);
  });
});

test("lists the files that git tracks, relative to the repository's root", () => {
  const checkout = Checkout.init(undefined, folder);
  checkout.git("config", "core.fsmonitor", "touch ran; false");
  put("src/a b.ts", "");
  put("src/\u00e4.ts", "");
  put("untracked.ts", "");
  checkout.git("add", "src");
  expect(repositoryFiles(folder, ".")).toEqual(["src/a b.ts", "src/\u00e4.ts"]);
  expect(() => repositoryFiles(folder, "nowhere")).toThrow(
    '"--repo-root nowhere": the folder does not exist',
  );
});

test("shows progress after a second on a terminal only, and clears it", () => {
  const printed = (progress: boolean) => {
    let now = 0;
    let written = "";
    const err = (text: string) => {
      written += text;
    };
    const io = { err, terminal: { progress } } as unknown as Io;
    const line = new Progress(io, () => now);
    for (; now < 1_300; now += 50) line.step();
    line.clear();
    return written;
  };
  expect(printed(true)).toBe("\r21 files …\u001b[K\r23 files …\u001b[K\r25 files …\u001b[K\r\u001b[K");
  expect(printed(false)).toBe("");
});

describe("completions", () => {
  test("of bash complete commands, options, choices and rules", async () => {
    const { stdout } = await runCommand(["completion", "bash"], folder);
    put("completion.bash", stdout);
    const complete = (...words: string[]) => {
      const line = words.map((word) => `'${word}'`).join(" ");
      const script = `. ./completion.bash; COMP_WORDS=(dryfire ${line}); COMP_CWORD=${words.length}; _dryfire; printf '%s\\n' "\${COMPREPLY[@]}"`;
      return execFileSync("bash", ["-c", script], { cwd: folder, encoding: "utf8" }).trim().split("\n");
    };
    expect(complete("li")).toEqual(["lint"]);
    expect(complete("lint", "--fix")).toEqual(["--fix", "--fix-suggestions"]);
    expect(complete("lint", "--fail-on", "w")).toEqual(["warning"]);
    expect(complete("lint", "--only", "unknown-ev")).toEqual(["unknown-event"]);
    expect(complete("explain", "yaml-")).toEqual(["yaml-syntax"]);
    expect(complete("completion", "f")).toEqual(["fish"]);
    expect(complete("lint", "compl")).toEqual(["completion.bash"]);
  });

  test.each(["bash", "zsh", "fish"])("of %s contain every command and option", async (shell) => {
    const { stdout } = await runCommand(["completion", shell], folder);
    for (const name of ["lint", "simulate", "explain", "rules", "init", "completion"])
      expect(stdout).toContain(name);
    expect(stdout).toContain(shell === "fish" ? "-l max-warnings" : "--max-warnings");
  });
});

test("rules and explain list every rule", async () => {
  const { stdout } = await runCommand(["rules", "--format", "json"], folder);
  const { rules } = JSON.parse(stdout) as { rules: { id: string; summary: string; why: string }[] };
  const table = (await runCommand(["rules"], folder)).stdout;
  const all = (await runCommand(["explain", ...rules.map(({ id }) => id)], folder)).stdout;
  expect(rules.length).toBeGreaterThan(40);
  for (const { id, summary } of rules) {
    expect(table).toContain(`${id} `);
    expect(table).toContain(summary);
    expect(all).toContain(`${id}  `);
  }
});
