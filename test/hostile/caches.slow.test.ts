import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { inNewFolder } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

const program = new Program();

let parent: string;
let cwd: string;
let home: string;
inNewFolder(beforeEach, (made) => {
  parent = made;
  [cwd, home] = ["checkout", "home"].map((name) => join(parent, name)) as [string, string];
  mkdirSync(join(cwd, ".git"), { recursive: true });
  mkdirSync(home);
  writeFileSync(join(cwd, "wrong.yml"), specWith("", "nonsense: 1\n"));
});

const lint = (cacheHome: string, ...argv: string[]) =>
  program.run(["lint", "wrong.yml", "--format", "lines", ...argv], {
    cwd,
    env: { XDG_CACHE_HOME: cacheHome },
  });
const FOUND = { status: 1, stdout: expect.stringContaining("nonsense"), stderr: "" };

/** Returns the only file of a folder whose name has this ending. */
const only = (folder: string, end: string) =>
  join(folder, readdirSync(folder).find((name) => name.endsWith(end))!);

describe("a result cache of another user", () => {
  const location = ["--cache-location", "kept"];
  const file = () => only(join(cwd, "kept/lint"), ".json");
  const emptied = (text: string) => {
    const kept = JSON.parse(text) as { entries: [string, { result: { diagnostics: unknown[] } }][] };
    const entries = kept.entries.map(([path, { result, ...entry }]) => [
      path,
      { ...entry, result: { ...result, diagnostics: [] } },
    ]);
    return JSON.stringify({ entries });
  };

  test("is not used with a plain hash or the key of another user", () => {
    expect(lint(home, ...location)).toMatchObject(FOUND);
    const [, text = ""] = readFileSync(file(), "utf8").split("\n");
    const forged = emptied(text);
    writeFileSync(file(), `${createHash("sha256").update(forged).digest("hex")}\n${forged}`);
    expect(lint(home, ...location)).toMatchObject(FOUND);
    const other = join(parent, "other");
    mkdirSync(other);
    expect(lint(other, ...location)).toMatchObject(FOUND);
    const foreign = readFileSync(file());
    expect(lint(home, ...location)).toMatchObject(FOUND);
    expect(readFileSync(file())).not.toEqual(foreign);
  });

  test.skipIf(process.platform === "win32")(
    "has a key that is readable by the user only, or it is not used",
    () => {
      lint(home, "--cache");
      const key = join(home, "dryfire/key");
      expect([statSync(key).mode & 0o777, readFileSync(key, "utf8")]).toEqual([
        0o600,
        expect.stringMatching(/^[\da-f]{64}$/),
      ]);
      expect(readdirSync(join(home, "dryfire")).sort()).toEqual(["code", "key", "lint"]);
      chmodSync(key, 0o644);
      expect(lint(home, ...location)).toMatchObject({
        status: 1,
        stderr: expect.stringContaining('cannot write the cache in "kept"'),
      });
      expect(existsSync(join(cwd, "kept"))).toBe(false);
    },
  );

  test.skipIf(process.platform === "win32")("is not written through a link in the checkout", () => {
    mkdirSync(join(parent, "elsewhere"));
    symlinkSync("../elsewhere", join(cwd, "kept"));
    expect(lint(home, ...location)).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("symbolic link"),
    });
    expect(readdirSync(join(parent, "elsewhere"))).toEqual([]);
  });

  test("twenty parallel runs create one key, and a cache that the next run uses", () => {
    const script = Array.from(
      { length: 20 },
      () => "dryfire lint wrong.yml --cache --format lines > /dev/null &",
    ).join("\n");
    program.shell(`export XDG_CACHE_HOME="${home}"\n${script}\nwait`, cwd);
    expect(readdirSync(join(home, "dryfire")).sort()).toEqual(["code", "key", "lint"]);
    const key = readFileSync(join(home, "dryfire/key"));
    expect(lint(home, "--cache")).toMatchObject(FOUND);
    expect(readFileSync(join(home, "dryfire/key"))).toEqual(key);
  });
});

describe.skipIf(process.platform === "win32")("a code cache that others can write to", () => {
  /** Replaces the cached code of the main chunk with a script that writes a file. */
  function poison(folder: string, mark: string): void {
    const build = only(join(folder, "dryfire/code"), "");
    const length = statSync(join(program.folder, "lib/main.cjs")).size;
    const script = `
      const source = "(function(exports,require,module,__filename){" + ${JSON.stringify(`require("node:fs").writeFileSync(${JSON.stringify(mark)}, "");`)};
      const padded = source.padEnd(45 + ${length}) + "\\n})";
      const script = new (require("node:vm").Script)(padded, { filename: ${JSON.stringify(join(program.folder, "lib/main.cjs"))} });
      require("node:fs").writeFileSync(${JSON.stringify(join(build, "main.cjs"))}, script.createCachedData());`;
    expect(spawnSync(process.execPath, ["-e", script], { encoding: "utf8" }).stderr).toBe("");
    utimesSync(join(build, "main.cjs"), 1_000_000_003, 1_000_000_003);
  }

  /** Returns a cache folder below another one, with malicious code in the cache. */
  function poisoned(): { readonly above: string; readonly folder: string; readonly mark: string } {
    const above = join(parent, "above");
    const folder = join(above, "cache");
    mkdirSync(folder, { recursive: true });
    const mark = join(parent, "ran");
    expect(lint(folder)).toMatchObject(FOUND);
    poison(folder, mark);
    return { above, folder, mark };
  }

  test("runs its code if only the user can write to it", () => {
    const { folder, mark } = poisoned();
    lint(folder);
    expect(existsSync(mark)).toBe(true);
  });

  test.each(["above", "cache", "cache/dryfire", "cache/dryfire/code"])(
    "is not read if others can write to %s",
    (name) => {
      const { above, folder, mark } = poisoned();
      const open = name === "above" ? above : join(above, name);
      chmodSync(open, 0o777);
      expect(lint(folder)).toMatchObject(FOUND);
      chmodSync(open, 0o755);
      if (process.getuid?.() === 0) chownSync(open, 65_534, 65_534);
      else chmodSync(open, 0o775);
      expect(lint(folder)).toMatchObject(FOUND);
      expect(existsSync(mark)).toBe(false);
    },
  );

  test("is not read if others can write to an entry, or if it is a link", () => {
    const { folder, mark } = poisoned();
    const entry = join(only(join(folder, "dryfire/code"), ""), "main.cjs");
    chmodSync(entry, 0o666);
    expect(lint(folder)).toMatchObject(FOUND);
    cpSync(entry, join(parent, "copy"), { preserveTimestamps: true });
    poison(folder, mark);
    cpSync(entry, join(parent, "copy"), { preserveTimestamps: true });
    rmSync(entry);
    symlinkSync(join(parent, "copy"), entry);
    expect(lint(folder)).toMatchObject(FOUND);
    expect(existsSync(mark)).toBe(false);
  });

  test("is not read through a link that another user could replace", () => {
    const { folder, mark } = poisoned();
    const shared = join(parent, "shared");
    mkdirSync(shared);
    symlinkSync(folder, join(shared, "cache"));
    chmodSync(shared, 0o777);
    expect(lint(join(shared, "cache"))).toMatchObject(FOUND);
    expect(existsSync(mark)).toBe(false);
  });

  test("is not used in a checkout, or below a relative HOME", () => {
    const { above, folder, mark } = poisoned();
    mkdirSync(join(above, ".git"));
    expect(lint(folder)).toMatchObject(FOUND);
    expect(existsSync(mark)).toBe(false);
    const inside = join(cwd, ".cache");
    expect(lint(inside, "--cache")).toMatchObject(FOUND);
    expect(
      program.run(["lint", "wrong.yml", "--cache"], { cwd, env: { XDG_CACHE_HOME: "", HOME: "." } }).status,
    ).toBe(2);
    expect(readdirSync(cwd).sort()).toEqual([".git", "wrong.yml"]);
  });
});
