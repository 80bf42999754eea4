import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { type Format, formats } from "../../src/cli/output/formats.ts";
import { runBuilt } from "../built-program.ts";
import { inNewFolder, writeIn } from "../new-folder.ts";
import type { Outcome } from "../scenario.ts";
import { Program, specWith } from "./program.ts";

const program = new Program();

/** A text in files next to the checkout, which no output may contain. */
const PRIVATE = "machine-login-hunter2";

let parent: string;
let cwd: string;
const at = (name: string) => join(cwd, name);
const outside = (name: string) => join(parent, name);
const write = (name: string, text: string) => writeIn(cwd, name, text);
inNewFolder(beforeEach, (made) => {
  parent = made;
  chmodSync(parent, 0o755);
  cwd = join(parent, "checkout");
  mkdirSync(at(".git"), { recursive: true });
  writeFileSync(at(".git/HEAD"), "ref: refs/heads/main\n");
  write("ok.yml", specWith());
  writeFileSync(outside("private"), `${PRIVATE} {{{\n- x: [\n`);
  writeFileSync(outside("private.yml"), `${specWith()}${PRIVATE}: 1\n`);
  writeFileSync(outside("private.json"), JSON.stringify({ [PRIVATE]: PRIVATE }));
});

const run = (...argv: string[]) => runBuilt(argv, cwd);

/** Expects exit code 2 and a message with each word, but no text of the outside file. */
function expectRefused(result: Outcome, ...words: string[]): void {
  expect([result.exit, `${result.stdout}${result.stderr}`]).toEqual([
    2,
    expect.not.stringMatching(`${PRIVATE}|internal error`),
  ]);
  for (const word of words) expect(result.stderr).toContain(word);
}

const LINK = "symbolic link";
const OF_GIT = "is in the folder of Git";
const OUTSIDE = "is outside the repository or working folder";

describe.skipIf(process.platform === "win32")("a file that refers to one outside the repository", () => {
  test.each([
    "../private",
    "../private.yml",
    "sub/../../private.json",
    "link.yaml",
    "folder/private.yml",
    "/etc/passwd",
  ])("extends %s", async (name) => {
    symlinkSync("../private", at("link.yaml"));
    symlinkSync("..", at("folder"));
    write("dryfire.config.yaml", `extends: [${JSON.stringify(name.startsWith("/") ? name : `./${name}`)}]\n`);
    for (const argv of [
      ["lint", "ok.yml"],
      ["simulate", "ok.yml", "--push", "main"],
      ["lint", "--print-config", "ok.yml"],
    ])
      expectRefused(await run(...argv), OUTSIDE);
    expectRefused(await run("lint", "ok.yml", "--config", "dryfire.config.yaml"), OUTSIDE);
  });

  test.each(["dryfire.config.yaml", "dryfire.config.json", "sub/dryfire.config.yml"])(
    "a linked config: %s",
    async (name) => {
      write("sub/ok.yml", specWith());
      symlinkSync(outside("private"), at(name));
      expectRefused(await run("lint", "."), OUTSIDE);
      expectRefused(await run("simulate", join(dirname(name), "ok.yml"), "--push", "main"), OUTSIDE);
    },
  );

  test("a linked package.json is not read", async () => {
    writeFileSync(outside("package.json"), JSON.stringify({ dryfire: { extends: PRIVATE } }));
    symlinkSync("../package.json", at("package.json"));
    expect(await run("lint", "ok.yml")).toMatchObject({ exit: 0, stderr: "" });
  });

  test("local rules are not loaded, even with --load-rules", async () => {
    writeFileSync(
      outside("rules.cjs"),
      `require("node:fs").writeFileSync(${JSON.stringify(outside("ran"))}, "")`,
    );
    symlinkSync("../rules.cjs", at("link.cjs"));
    for (const name of ["../rules.cjs", "link.cjs"]) {
      write("dryfire.config.yaml", `localRules: [./${name}]\n`);
      expectRefused(await run("lint", "ok.yml", "--load-rules"), OUTSIDE);
    }
    expect(existsSync(outside("ran"))).toBe(false);
  });

  test.each([
    'payload: "../private.json"',
    'event-file: "../private.json"',
    'push: main, changed-from: "../private"',
    'push: main, changed-from: "link"',
    'payload: "/etc/passwd"',
  ])("a case with %s", async (keys) => {
    symlinkSync("../private", at("link"));
    write("x.dryfire-test.yaml", `specs: [ok.yml]\ncases: [{name: a, ${keys}, fires: []}]\n`);
    expectRefused(await run("test", "."), OUTSIDE);
  });

  test.each([
    "payload: .git/config",
    "event-file: .git/config",
    "push: main, changed-from: .git/config",
    "push: main, changed-from: ./.GIT/config",
    "push: main, changed-from: settings",
    "push: main, changed-from: sub/.git/config",
  ])("a case with %s, where Git keeps credentials", async (keys) => {
    write(".git/config", PRIVATE);
    write("sub/.git/config", PRIVATE);
    symlinkSync(".git/config", at("settings"));
    write("x.dryfire-test.yaml", `specs: [ok.yml]\ncases: [{name: a, ${keys}, fires: []}]\n`);
    expectRefused(await run("test", "x.dryfire-test.yaml"), OF_GIT);
  });

  test("extends that reach the same config through links end", async () => {
    for (const name of ["l", "m"]) symlinkSync(".", at(name));
    write("dryfire.config.yaml", "extends: [./l/dryfire.config.yaml, ./m/dryfire.config.yaml]\n");
    for (const argv of [
      ["lint", "ok.yml"],
      ["simulate", "ok.yml", "--push", "main"],
    ])
      expectRefused(
        await run(...argv),
        "dryfire.config.yaml:1:11: circular extends",
        "1:36: circular extends",
      );
  });

  test("more than 100 extended configs", async () => {
    for (let index = 0; index <= 101; index++) write(`c${index}.yaml`, `extends: ./c${index + 1}.yaml\n`);
    write("c102.yaml", "rules: {}\n");
    write("dryfire.config.yaml", "extends: ./c0.yaml\n");
    expectRefused(
      await run("lint", "ok.yml"),
      'cannot extend "./c100.yaml": a config can extend at most 100',
    );
    write("dryfire.config.yaml", "extends: ./c3.yaml\n");
    expect((await run("lint", "ok.yml")).exit).toBe(0);
  });

  test.each(["/*.yml", "../*.yml", "../private.yml", "..", "/", "folder", "folder/*.yml", "link.yml"])(
    "specs: %s",
    async (name) => {
      symlinkSync("..", at("folder"));
      symlinkSync("../private.yml", at("link.yml"));
      write(
        "cases/x.dryfire-test.yaml",
        `specs: [${JSON.stringify(name.startsWith("/") ? name : `../${name}`)}]\ncases: [{name: a, push: main, fires: []}]\n`,
      );
      expectRefused(await run("test", "cases"), OUTSIDE);
    },
  );

  test("a link to a spec outside is reported, and read if it is named", async () => {
    symlinkSync("../private.yml", at("link.yml"));
    expectRefused(await run("lint", "."), "it is a link to a file outside the repository");
    expect(await run("lint", "link.yml")).toMatchObject({ exit: 1, stderr: "" });
  });

  test("a link inside the repository is read", async () => {
    write("common/base.yaml", "rules: { no-events: off }\n");
    write("common/main.txt", "a.js\n");
    symlinkSync("../common/base.yaml", join(cwd, "common/link.yaml"));
    write("sub/dryfire.config.yaml", "extends: [../common/base.yaml]\n");
    write("sub/ok.yml", specWith());
    write(
      "sub/x.dryfire-test.yaml",
      "specs: [../ok.yml]\ncases: [{name: a, push: main, changed-from: ../common/main.txt, fires: [main-push]}]\n",
    );
    for (const argv of [
      ["lint", "sub/ok.yml"],
      ["test", "sub"],
    ])
      expect(await run(...argv)).toMatchObject({ exit: 0, stderr: "" });
    expect(await runBuilt(["test", "."], at("sub"))).toMatchObject({ exit: 0, stderr: "" });
  });
});

describe.skipIf(process.platform === "win32")("a committed link is never written through", () => {
  const FAULTY = specWith().replace('"1.0"', "1.0");

  test.each(["link.yml", "folder/private.yml"])("by a report or a baseline: %s", async (name) => {
    symlinkSync("../private.yml", at("link.yml"));
    symlinkSync("..", at("folder"));
    const before = readFileSync(outside("private.yml"), "utf8");
    for (const format of ["json", "sarif", "pretty"])
      expectRefused(await run("lint", "ok.yml", "--format", `${format}=${name}`), LINK);
    write("baseline.json", '{"version":1,"files":{}}');
    rmSync(outside("private.yml"));
    symlinkSync(at("baseline.json"), outside("private.yml"));
    write("faulty.yml", FAULTY);
    expectRefused(await run("lint", "faulty.yml", "--baseline", name, "--update-baseline"), LINK);
    rmSync(outside("private.yml"));
    writeFileSync(outside("private.yml"), before);
    expectRefused(
      await run(
        "test",
        "--record",
        "folder/new.dryfire-test.yaml",
        "--name",
        "a",
        "--push",
        "main",
        "ok.yml",
      ),
      "",
    );
    expect(existsSync(outside("new.dryfire-test.yaml"))).toBe(false);
  });

  test("into the repository's own settings", async () => {
    write(".git/config", "[core]\n");
    symlinkSync(".git/config", at("report.json"));
    expectRefused(await run("lint", "ok.yml", "--format", "json=report.json"), LINK);
    expect(readFileSync(at(".git/config"), "utf8")).toBe("[core]\n");
  });

  test("by --fix, found or named, outside or inside", async () => {
    writeFileSync(outside("faulty.yml"), FAULTY);
    write("other/faulty.yml", FAULTY);
    symlinkSync("../faulty.yml", at("link.yml"));
    write("specs/ok.yml", specWith());
    symlinkSync("../other/faulty.yml", at("specs/inside.yml"));
    expectRefused(await run("lint", "--fix", "link.yml"), LINK);
    expectRefused(await run("lint", "--fix", "specs"), LINK);
    symlinkSync("..", at("folder"));
    expectRefused(await run("lint", "--fix", "folder/faulty.yml"), '"folder" is a symbolic link');
    expectRefused(await run("lint", "--fix", "folder/faulty.*"), '"folder" is a symbolic link');
    expectRefused(await run("lint", "--fix", "--diff", "folder/faulty.yml"), '"folder" is a symbolic link');
    for (const path of [outside("faulty.yml"), at("other/faulty.yml")])
      expect(readFileSync(path, "utf8")).toBe(FAULTY);
  });

  test("by --fix, in a checkout that is reached through a link", async () => {
    write("faulty.yml", FAULTY);
    symlinkSync("checkout", outside("linked"));
    expect(await runBuilt(["lint", "--fix", outside("linked/faulty.yml")], outside("linked"))).toMatchObject({
      exit: 0,
    });
    expect(readFileSync(at("faulty.yml"), "utf8")).toBe(specWith().replaceAll('"', "'"));
  });

  test("by a page", async () => {
    symlinkSync("../private.json", at("page.html"));
    symlinkSync("..", at("folder"));
    const before = readFileSync(outside("private.json"), "utf8");
    for (const name of ["page.html", "folder/private.json"])
      expectRefused(await run("playground", "ok.yml", "--output", name), LINK);
    expect(readFileSync(outside("private.json"), "utf8")).toBe(before);
  });

  test("by init, into a folder", async () => {
    symlinkSync("..", at("folder"));
    expectRefused(await run("init", "folder"), LINK);
    expect(existsSync(outside("dryfire.config.yaml"))).toBe(false);
  });

  test("a link that the command line names outside the checkout is written", async () => {
    symlinkSync("private.json", outside("report.json"));
    expect(await run("lint", "ok.yml", "--format", "json=../report.json")).toMatchObject({ exit: 0 });
    expect(JSON.parse(readFileSync(outside("private.json"), "utf8"))).toMatchObject({ version: 1 });
  });
});

describe.skipIf(process.platform === "win32")("a report that a config names", () => {
  const lintWith = async (value: string) => {
    write("dryfire.config.yaml", JSON.stringify({ formats: [value] }));
    return await run("lint", "ok.yml");
  };

  test.each([
    ["json=../private.json", OUTSIDE],
    ["json=sub/../../new.json", OUTSIDE],
    ["json=folder/new.json", OUTSIDE],
    ["json=linked.json", OUTSIDE],
    ["json=.git/hooks/new.json", OF_GIT],
    ["json=.vscode/settings.json", "is hidden"],
    ["sarif=node_modules/x/new.sarif", "node_modules"],
    ["json=.git/hooks/pre-commit", OF_GIT],
    ["json=hooks/pre-commit", 'does not end in ".json"'],
    ["pretty=notes.txt", 'a config cannot write "pretty" to a file'],
    ["lines=.git/hooks/pre-commit", 'a config cannot write "lines" to a file'],
    ["json=settings/new.json", OF_GIT],
    ["json=inside/new.json", LINK],
  ])("is not written to another place: %s", async (value, reason) => {
    symlinkSync("..", at("folder"));
    symlinkSync("../private.json", at("linked.json"));
    symlinkSync(".git", at("settings"));
    mkdirSync(at("other"));
    symlinkSync("other", at("inside"));
    mkdirSync(at(".git/hooks"));
    write("node_modules/x/index.js", "");
    write("notes.txt", "mine");
    const before = readFileSync(outside("private.json"), "utf8");
    expectRefused(await lintWith(value), reason);
    expect([readFileSync(outside("private.json"), "utf8"), readFileSync(at("notes.txt"), "utf8")]).toEqual([
      before,
      "mine",
    ]);
    for (const name of [
      "new.json",
      "checkout/.git/hooks/new.json",
      "checkout/.git/new.json",
      "checkout/other/new.json",
    ])
      expect(existsSync(outside(name))).toBe(false);
  });

  test.each([".vscode", "node_modules/x"])("is not written by an extended config in %s", async (folder) => {
    write(`${folder}/base.yaml`, "formats: [pretty, json=settings.json]\n");
    write("dryfire.config.yaml", `extends: ["./${folder}/base.yaml"]\n`);
    expectRefused(await run("lint", "ok.yml"), `"${folder}/settings.json" is hidden`);
    expect(existsSync(at(`${folder}/settings.json`))).toBe(false);
  });

  test.each(["json", "sarif", "gitlab", "junit", "checkstyle", "rdjson", "markdown"])(
    "replaces only a report: %s",
    async (format) => {
      const { suffix } = formats[format as Format];
      const path = `out/report.${suffix}`;
      write(path, '{"name": "mine"}\n');
      write("faulty.yml", specWith().replace("push.heads", "push.head"));
      expectRefused(await lintWith(`${format}=${path}`), "is not a report of dryfire");
      expect(readFileSync(at(path), "utf8")).toBe('{"name": "mine"}\n');
      rmSync(at(path));
      for (const argv of [
        ["lint", "ok.yml"],
        ["lint", "."],
        ["lint", "ok.yml"],
      ])
        expect((await run(...argv)).stderr).toBe("");
      expect(readFileSync(at(path), "utf8")).not.toContain("push.head");
    },
  );

  test("does not hide the findings or the exit code", async () => {
    write("faulty.yml", specWith().replace("push.heads", "push.head"));
    write("dryfire.config.yaml", "formats: sarif=report.sarif\nfailOn: error\n");
    const { exit, stdout } = await run("lint", "faulty.yml");
    expect([exit, stdout]).toEqual([1, expect.stringContaining("unknown-event")]);
    expect((await run("lint", "ok.yml", "--fail-on", "info", "--strict")).exit).toBe(
      (await run("lint", "ok.yml", "--fail-on", "info", "--strict", "--no-config")).exit,
    );
  });
});

describe.skipIf(process.platform !== "linux")("endless files", () => {
  const ENDLESS = ["/proc/self/pagemap", "/proc/kmsg", "/dev/stdin", "/dev/tty", "/dev/zero", "pipe"];
  const NAMES = [
    "spec.yml",
    ".gitignore",
    "package.json",
    "dryfire.config.yaml",
    "base.yaml",
    "x.dryfire-test.yaml",
    "payload.json",
    "event.json",
    "changed",
    "folder/.gitignore",
  ];

  test.each(ENDLESS)("links to %s are skipped or reported under each name", (target) => {
    spawnSync("mkfifo", [outside("pipe"), outside("held")]);
    const full = target.startsWith("/") ? target : outside(target);
    for (const name of NAMES) {
      mkdirSync(at("folder"), { recursive: true });
      if (name === "base.yaml") write("dryfire.config.yaml", "extends: ./base.yaml\n");
      if (/payload|event|changed/.test(name)) {
        const key =
          name === "changed"
            ? "push: main, changed-from: changed"
            : name === "event.json"
              ? "event-file: event.json"
              : "payload: payload.json";
        write("y.dryfire-test.yaml", `specs: [ok.yml]\ncases: [{name: a, ${key}, fires: []}]\n`);
      }
      symlinkSync(full, at(name));
      // Standard input stays open, so that reading it would wait.
      for (const command of [/dryfire-test|payload|event|changed/.test(name) ? "test ." : "lint ."]) {
        const { status, stderr } = program.shell(`exec 3<>"${outside("held")}"; dryfire ${command} <&3`, cwd);
        expect([name, command, status]).toEqual([
          name,
          command,
          expect.toSatisfy((code: unknown) => code === 0 || code === 2),
        ]);
        expect([name, stderr]).toEqual([name, expect.not.stringContaining("internal error")]);
      }
      for (const each of [name, "dryfire.config.yaml", "y.dryfire-test.yaml"])
        rmSync(at(each), { force: true });
    }
  });

  test.each(ENDLESS)("a named link to %s is reported", (target) => {
    spawnSync("mkfifo", [outside("pipe"), outside("held")]);
    symlinkSync(target.startsWith("/") ? target : outside(target), at("link.yml"));
    for (const argv of [
      "lint link.yml",
      "lint ok.yml --config link.yml",
      "lint ok.yml --baseline link.yml",
      "simulate ok.yml --payload link.yml",
      "test link.yml",
      "merge-reports link.yml",
    ]) {
      const { status, stderr } = program.shell(`exec 3<>"${outside("held")}"; dryfire ${argv} <&3`, cwd);
      expect([argv, status, stderr]).toEqual([
        argv,
        2,
        expect.stringMatching(/^dryfire: (?:cannot read )?"link\.yml"/),
      ]);
    }
  });

  test("an output pipe needs a reader, and is never waited for", () => {
    spawnSync("mkfifo", [at("pipe")]);
    const { status, stderr } = program.run(["lint", "ok.yml", "--format", "json=pipe"], { cwd });
    expect([status, stderr]).toEqual([2, expect.stringContaining("a pipe without a reader")]);
    const read = program.shell("mkfifo out; exec 3<>out; dryfire lint ok.yml --format json=out", cwd);
    expect([read.status, read.stderr]).toEqual([0, ""]);
  });

  test("endless standard input is rejected", () => {
    const { status, stderr } = program.shell("dryfire lint - < /dev/zero", cwd);
    expect([status, stderr]).toEqual([2, "dryfire: standard input is larger than 128 MB; split it\n"]);
  });
});
