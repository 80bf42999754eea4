import { spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { filesIn, inNewFolder } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

const program = new Program();

const WRONG = specWith("", "# padding\n".repeat(300)).replace("[push.heads]", "[push.heads, push.heads]");
const FIXED = WRONG.replace("[push.heads, push.heads]", "[push.heads]");

let cwd: string;
const at = (name: string) => join(cwd, name);
const read = (name: string) => readFileSync(at(name), "utf8");
inNewFolder(beforeEach, (made) => {
  cwd = made;
  mkdirSync(at("cache"));
  for (const name of ["a", "b", "c"]) writeFileSync(at(`${name}.yml`), WRONG);
});

const namesIn = (folder: string) =>
  filesIn(folder)
    .map((path) => basename(path))
    .sort();
const INPUTS = ["a.yml", "b.yml", "c.yml"];
const WITH_CACHE = "export XDG_CACHE_HOME=$PWD/cache";

/** Shell commands after which no file can be written to the end. */
const disks: Readonly<Record<string, string>> = {
  "no space for a byte": "ulimit -f 0",
  "space for half of a file": "ulimit -f 1",
};

/** A file system of 8 KB that is nearly full, where an ordinary user may mount one. */
const canMount = spawnSync("unshare", ["-rm", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]).status === 0;

describe.skipIf(process.platform !== "linux")("a full disk", () => {
  const commands = [
    "lint a.yml --fix",
    "lint a.yml --baseline base.json --update-baseline",
    "lint a.yml --format json=report.json",
    "test a.yml --record new.dryfire-test.yaml --name n --push main",
  ];

  test.each(Object.keys(disks))("%s leaves nothing half-written", (name) => {
    const large = ["lint a.yml --fix", "lint a.yml --format sarif=report.json"];
    for (const command of name.includes("half") ? large : [...commands, "init"]) {
      // Output goes through a pipe, which has no limit.
      const script = `set -o pipefail; ( ${disks[name]}; export DRYFIRE_NO_CODE_CACHE=1; dryfire ${command} 2>&1 ) | cat`;
      const { status, stdout } = program.shell(script, cwd);
      expect([command, status, stdout]).toEqual([
        command,
        2,
        expect.stringMatching(/^dryfire: .*cannot write .*too large/m),
      ]);
      expect([command, namesIn(cwd)]).toEqual([command, INPUTS]);
      expect(read("a.yml")).toBe(WRONG);
    }
  });

  test.each(Object.keys(disks))("%s under the caches only costs time", (name) => {
    for (const command of ["lint a.yml --cache", "lint a.yml --cache --cache-location cache/own"]) {
      const script = `set -o pipefail; ${WITH_CACHE}; ( ${disks[name]}; dryfire ${command} 2>&1 ) | cat`;
      const { status, stdout } = program.shell(script, cwd);
      expect([command, status]).toEqual([command, 0]);
      expect(stdout).toContain("1 warning in 1 file, 1 pipeline");
      for (const file of namesIn(at("cache"))) expect(file).not.toMatch(/tmp|\.\d+$/);
    }
    const again = program.shell(`${WITH_CACHE}; dryfire lint a.yml --cache`, cwd);
    expect([again.status, again.stderr]).toEqual([0, ""]);
    expect(namesIn(at("cache"))).toEqual(expect.arrayContaining(["key", "main.cjs"]));
  });

  test.skipIf(!canMount)("of its own leaves nothing half-written", () => {
    const body = [
      "mkdir full; mount -t tmpfs -o size=16k tmpfs full; cp a.yml full; cd full",
      "head -c 16384 /dev/zero > ballast 2> /dev/null; export XDG_CACHE_HOME=$PWD",
      ...[...commands, "init", "lint a.yml --cache"].map(
        (command) => `dryfire ${command} 2>&1; echo "code $?"`,
      ),
      "find . -type f | sort; cmp a.yml ../a.yml",
    ];
    const { stdout, stderr } = program.shell(
      `export -f dryfire; unshare -rm bash -c '${body.join("\n")}' | grep -v "^ \\|^$"`,
      cwd,
    );
    expect([stdout.match(/^code \d/gm), stderr]).toEqual([
      ["code 2", "code 2", "code 2", "code 2", "code 2", "code 0"],
      "",
    ]);
    expect(stdout).toMatch(/code 0\n\.\/a\.yml\n\.\/ballast\n$/);
  });
});

describe.skipIf(process.platform === "win32")("a signal while a file is written", () => {
  /** Sends a signal to the process when it has written the first byte of the nth file. */
  const HOOK = `
    const fs = require("node:fs");
    const { writeSync } = fs;
    let left = Number(process.env.KILL_AT);
    fs.writeSync = (descriptor, bytes, ...more) => {
      if (descriptor < 3 || left-- !== 1) return writeSync(descriptor, bytes, ...more);
      writeSync(descriptor, bytes, 0, 1, null);
      process.kill(process.pid, process.env.KILL_WITH);
      return 1;
    };`;

  function killed(command: string, signal: string, nth: number): number | null {
    writeFileSync(at("cache/hook.cjs"), HOOK);
    const variables = `KILL_AT=${nth} KILL_WITH=${signal} NODE_OPTIONS="--require $PWD/cache/hook.cjs"`;
    return program.shell(`${WITH_CACHE}; export ${variables}; dryfire ${command}`, cwd).status;
  }

  test.each(["SIGTERM", "SIGINT", "SIGHUP"])("%s during --fix: each file is old or new", (signal) => {
    const status = killed("lint --fix . --no-config", signal, 2);
    expect(status).toBe({ SIGHUP: 129, SIGINT: 130, SIGTERM: 143 }[signal]);
    expect(INPUTS.map(read)).toEqual([FIXED, FIXED, WRONG]);
    expect(namesIn(cwd).filter((name) => name.includes("tmp"))).toEqual([]);
  });

  test("during a write of a cache: the next run finds all or nothing", () => {
    for (const nth of [1, 3]) {
      rmSync(at("cache"), { recursive: true });
      mkdirSync(at("cache"));
      killed("lint a.yml --cache", "SIGTERM", nth);
      expect([nth, namesIn(at("cache")).filter((name) => /tmp|\.\d+$/.test(name))]).toEqual([nth, []]);
      const again = program.shell(`${WITH_CACHE}; dryfire lint a.yml --cache`, cwd);
      expect([nth, again.status, again.stderr]).toEqual([nth, 0, ""]);
      expect(again.stdout).toContain("1 warning in 1 file, 1 pipeline");
    }
  });
});

describe.skipIf(process.platform === "win32")("a poor environment", () => {
  test("32 open files are enough", () => {
    for (let index = 0; index < 60; index++) writeFileSync(at(`n${index}.yml`), WRONG);
    const { status, stderr } = program.shell(
      `${WITH_CACHE}; ulimit -n 32; dryfire lint . --cache --no-config --format json=out.json && dryfire lint --fix . --cache --no-config`,
      cwd,
    );
    expect([status, stderr]).toEqual([0, "dryfire: fixed 63 problems in 63 files\n"]);
    expect(JSON.parse(read("out.json"))).toMatchObject({ summary: { files: 63 } });
  });

  test.each([
    ["lint a.yml", 0],
    ["lint --fix a.yml", 0],
    ["simulate a.yml --push main", 0],
    ["lint gone.yml", 2],
    ["lint -", 2],
  ] as const)("closed descriptors change neither the result nor a file: %s", (command, code) => {
    for (const closed of ["2>&-", "<&- >&- 2>&-"]) {
      writeFileSync(at("a.yml"), WRONG);
      const { status } = program.shell(`dryfire ${command} ${closed}`, cwd);
      expect([closed, status]).toEqual([closed, code]);
      expect(read("a.yml")).toBe(command.includes("--fix") ? FIXED : WRONG);
    }
  });

  test("no HOME, and no other folder of the user", () => {
    const without = (command: string) => program.shell(`unset HOME XDG_CACHE_HOME; dryfire ${command}`, cwd);
    expect(without("lint a.yml")).toMatchObject({ status: 0, stderr: "" });
    expect(without("lint a.yml --cache")).toMatchObject({
      status: 2,
      stderr: "dryfire: no cache folder, since HOME is not set; set it, or remove --cache\n",
    });
    expect(program.shell("unset XDG_CACHE_HOME; HOME=here dryfire lint a.yml --cache", cwd)).toMatchObject({
      status: 2,
      stderr:
        "dryfire: no cache folder, since HOME is not an absolute path; set it to one, or remove --cache\n",
    });
    expect(without("lint a.yml --cache-location kept")).toMatchObject({
      status: 0,
      stderr: expect.stringMatching(/^dryfire: cannot write the cache in "kept": .*HOME/),
    });
    expect(namesIn(cwd)).toEqual(INPUTS);
  });

  test("20 parallel runs that fix and cache the same files", () => {
    const run =
      "dryfire lint --fix . --cache --no-config --format lines > /dev/null 2>> errors; echo $? >> codes";
    const script = `${WITH_CACHE}; for i in {1..20}; do ( ${run} ) & done; wait`;
    program.shell(script, cwd);
    const codes = read("codes").trim().split("\n");
    expect(codes).toHaveLength(20);
    // A run that finds a file changed by another one reports it, and leaves it alone.
    expect(codes.filter((code) => code !== "0" && code !== "2")).toEqual([]);
    for (const line of read("errors").trim().split("\n"))
      expect(line).toMatch(/^dryfire: (?:fixed \d problems? in|"\w\.yml" changed while it was being fixed)/);
    expect(INPUTS.map(read)).toEqual([FIXED, FIXED, FIXED]);
    expect(namesIn(cwd).filter((name) => name.includes("tmp"))).toEqual([]);
  });
});
