import { spawnSync } from "node:child_process";
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeAll, beforeEach, describe, expect, test } from "vitest";
import { builtProgram } from "./built-program.ts";
import { inNewFolder } from "./new-folder.ts";

const root = join(import.meta.dirname, "..");
const spec = join(root, "fixtures", "specs", "shop.yml");

let dist: string;
beforeAll(() => {
  dist = builtProgram();
}, 60_000);

let home: string;
inNewFolder(beforeEach, (made) => {
  home = made;
});

function dryfire(argv: readonly string[], env: Record<string, string> = {}) {
  const { PATH = "" } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(dist, "dryfire.cjs"), ...argv], {
    env: { PATH, HOME: home, XDG_CACHE_HOME: home, ...env },
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

const lint = (env?: Record<string, string>) => dryfire(["lint", spec], env);
const codeFolder = () => join(home, "dryfire", "code");
const buildFolder = () => join(codeFolder(), readdirSync(codeFolder())[0]!);
const entries = () => readdirSync(buildFolder()).map((name) => join(buildFolder(), name));

describe("the launcher", () => {
  test("stores compiled code readable by the user only", () => {
    const plain = lint({ DRYFIRE_NO_CODE_CACHE: "1" });
    expect(plain.stdout).toContain("1 file");
    expect(readdirSync(home)).toEqual([]);
    expect(lint()).toEqual(plain);
    expect(statSync(buildFolder()).mode & 0o777).toBe(0o700);
    for (const entry of entries()) {
      expect(statSync(entry).mode & 0o777).toBe(0o600);
      expect(entry).toMatch(/\.cjs$/);
    }
    expect(lint()).toEqual(plain);
  });

  test("stops writing after a few runs", () => {
    for (let run = 0; run < 3; run++) lint();
    const before = entries().map((entry) => statSync(entry).ino);
    lint();
    expect(entries().map((entry) => statSync(entry).ino)).toEqual(before);
  });

  test("stops writing after a few runs of several commands in turn", () => {
    const both = () => [lint(), dryfire(["simulate", spec, "--push", "main"])];
    for (let run = 0; run < 3; run++) lint();
    for (let run = 0; run < 3; run++) both();
    const before = entries().map((entry) => statSync(entry).ino);
    both();
    expect(entries().map((entry) => statSync(entry).ino)).toEqual(before);
  });

  test.each([
    ["cut short", (bytes: Buffer) => bytes.subarray(0, bytes.length / 2)],
    [
      "changed in the middle",
      (bytes: Buffer) => bytes.map((byte, at) => (at % 97 === 50 ? byte ^ 0xff : byte)),
    ],
    ["empty", () => Buffer.alloc(0)],
    ["of another kind", () => Buffer.from("not compiled code")],
  ])("recompiles code that is %s", (_how, damage) => {
    const plain = lint();
    for (const entry of entries()) writeFileSync(entry, damage(readFileSync(entry)));
    expect(lint()).toEqual(plain);
    expect(entries().every((entry) => readFileSync(entry).length > 500)).toBe(true);
    expect(lint()).toEqual(plain);
  });

  test("uses no folder that others can write to, and no linked one", () => {
    const plain = lint();
    chmodSync(buildFolder(), 0o777);
    const before = entries().map((entry) => statSync(entry).ino);
    expect(lint()).toEqual(plain);
    expect(entries().map((entry) => statSync(entry).ino)).toEqual(before);
    const real = buildFolder();
    const elsewhere = join(home, "elsewhere");
    rmSync(real, { recursive: true });
    mkdirSync(elsewhere, { mode: 0o700 });
    symlinkSync(elsewhere, real);
    expect(lint()).toEqual(plain);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test("runs without a writable cache folder", () => {
    writeFileSync(join(home, "dryfire"), "");
    expect(lint().stdout).toContain("1 file");
    expect(lint({ HOME: "", XDG_CACHE_HOME: "" }).stdout).toContain("1 file");
  });

  test("removes old files of other builds", () => {
    const [old, recent] = ["old", "recent"].map((name) => join(codeFolder(), name));
    for (const folder of [old!, recent!]) mkdirSync(folder, { recursive: true });
    utimesSync(old!, 1_600_000_000, 1_600_000_000);
    lint();
    expect(readdirSync(codeFolder())).toContain("recent");
    expect(readdirSync(codeFolder())).not.toContain("old");
  });

  test
    .skipIf(!existsSync("/dev/full"))
    .each([
      [["lint", spec]],
      [["lint", spec, "--format", "sarif"]],
      [["simulate", spec, "--push", "main"]],
      [["schedule", spec, "--from", "2026-01-01", "--format", "json"]],
      [["rules"]],
      [["--help"]],
    ])("ends with 2 and one sentence where standard output is full: %j", (argv) => {
    const full = openSync("/dev/full", "w");
    const { status, stderr } = spawnSync(process.execPath, [join(dist, "dryfire.cjs"), ...argv], {
      env: { PATH: process.env.PATH, HOME: home, XDG_CACHE_HOME: home },
      stdio: ["ignore", full, "pipe"],
      encoding: "utf8",
    });
    closeSync(full);
    expect([status, stderr]).toEqual([2, "dryfire: cannot write to standard output: no space left\n"]);
  });

  test.each([
    [["--version"], 0],
    [["--help"], 0],
    [["lint", "--help"], 0],
    [["help", "lint"], 0],
    [["rules"], 0],
    [["explain", "no-events"], 0],
    [["schema", "lint-report"], 0],
    [["simulate", spec, "--push", "main"], 0],
    [["schedule", spec, "--from", "2026-01-01"], 0],
    [["completion", "bash"], 0],
    [["lint", join(root, "package.json")], 2],
    [["nonsense"], 2],
  ])("runs %j", (argv, status) => {
    const first = dryfire(argv);
    expect([first.status, first.stderr.includes("internal error")]).toEqual([status, false]);
    expect(dryfire(argv)).toEqual(first);
  });
});
