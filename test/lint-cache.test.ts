import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { newFolder } from "./new-folder.ts";
import { runCommand } from "./scenario.ts";

const SECRET = "hunter2-marked-secret";

const spec = (name: string, extra = "") =>
  `version: '1.0'\nkind: pipeline\nmetadata:\n  name: ${name}\nspec:\n  variables:\n    - key: DB_PASSWORD\n      value: ${SECRET}\n${extra}  steps:\n    one:\n      image: node:20\n      commands:\n        - echo ${SECRET}\n`;

let folder: string;
let home: string;
beforeEach(() => {
  home = newFolder(onTestFinished);
  vi.stubEnv("XDG_CACHE_HOME", home);
  folder = newFolder(onTestFinished);
  writeFileSync(join(folder, "a.yml"), spec("shop/api", "  nonsense: 1\n"));
  writeFileSync(join(folder, "b.yml"), spec("shop/web"));
});
afterEach(() => void vi.unstubAllEnvs());

const lint = (...more: string[]) => runCommand(["lint", ".", "--format", "json", ...more], folder, "");
const cached = () => lint("--cache-location", "kept");

/** The text as the program would have signed it. */
function signed(text: string): string {
  const key = readFileSync(join(home, "dryfire", "key"), "utf8");
  const purpose = `lint ${basename(cacheFile(), ".json")}`;
  const signature = createHmac("sha256", key).update(`${purpose.length} ${purpose}${text}`).digest("hex");
  return `${signature}\n${text}`;
}

function cacheFile(): string {
  const [name] = readdirSync(join(folder, "kept", "lint"));
  return join(folder, "kept", "lint", name!);
}

/** The files in the cache, each with its state in the file system if that was kept. */
function states(): (readonly [path: string, state: string | undefined])[] {
  const { entries } = JSON.parse(readFileSync(cacheFile(), "utf8").split("\n")[1]!);
  return entries.map(([path, { state }]: [string, { state?: string }]) => [path, state]);
}

describe("lint --cache", () => {
  test("gives the same results as a run without it, each time", async () => {
    const plain = await lint();
    expect(plain.exit).toBe(1);
    expect(await cached()).toEqual(plain);
    const kept = readFileSync(cacheFile(), "utf8");
    expect(await cached()).toEqual(plain);
    expect(readFileSync(cacheFile(), "utf8")).toBe(kept);
  });

  test("uses its entries", async () => {
    await cached();
    const [, rest = ""] = readFileSync(cacheFile(), "utf8").split("\n");
    const changed = rest.replaceAll("nonsense", "nonsance");
    writeFileSync(cacheFile(), signed(changed));
    expect((await cached()).stdout).toContain("nonsance");
  });

  test("notices changes of a file, a config or options", async () => {
    await cached();
    writeFileSync(join(folder, "b.yml"), spec("shop/api"));
    expect(await cached()).toEqual(await lint());
    writeFileSync(join(folder, "dryfire.config.yml"), "rules:\n  unknown-key: off\n");
    expect(await cached()).toEqual(await lint());
    expect(await lint("--cache-location", "kept", "--strict")).toEqual(await lint("--strict"));
  });

  test("reads unchanged files once, and notices a write that keeps size and time", async () => {
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    await cached();
    later.mockRestore();
    const state = expect.any(String);
    expect(states()).toEqual([
      ["a.yml", state],
      ["b.yml", state],
    ]);
    expect(await cached()).toEqual(await lint());
    const { atime, mtime } = statSync(join(folder, "b.yml"));
    writeFileSync(join(folder, "b.yml"), spec("shop-web"));
    utimesSync(join(folder, "b.yml"), atime, mtime);
    expect(await cached()).toEqual(await lint());
    expect((await cached()).stdout).toContain("pipeline-name-format");
  });

  test("does not rewrite its file when nothing was added, with or without findings", async () => {
    vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    onTestFinished(() => void vi.restoreAllMocks());
    await cached();
    const { ino, mtimeMs } = statSync(cacheFile());
    await cached();
    expect([statSync(cacheFile()).ino, statSync(cacheFile()).mtimeMs]).toEqual([ino, mtimeMs]);
  });

  test("shows lines of an unchanged file that shares its name with another pipeline", async () => {
    const later = vi.spyOn(Date, "now").mockReturnValue(Date.now() + 60_000);
    await cached();
    later.mockRestore();
    writeFileSync(join(folder, "c.yml"), spec("shop/web"));
    const pretty = (...more: string[]) => runCommand(["lint", ".", ...more], folder, "");
    const plain = await pretty();
    expect(plain.stdout).toMatch(/b\.yml[\s\S]*name: shop\/web/);
    expect(await pretty("--cache-location", "kept")).toEqual(plain);
  });

  test("reads a file again that was just written", async () => {
    await cached();
    expect(states()).toEqual([
      ["a.yml", undefined],
      ["b.yml", undefined],
    ]);
  });

  test.each([
    ["of an older kind", (text: string) => signed(`[${text.split("\n")[1]}]`)],
    ["cut short", (text: string) => text.slice(0, text.length / 2)],
    ["empty", () => ""],
    ["changed in one place", (text: string) => text.replace("warning", "warninG")],
    ["of another kind", () => "{}"],
  ])("ignores and replaces a cache file that is %s", async (_how, damage) => {
    const first = await cached();
    const kept = readFileSync(cacheFile(), "utf8");
    writeFileSync(cacheFile(), damage(kept));
    expect(await cached()).toEqual(first);
    expect(readFileSync(cacheFile(), "utf8")).toBe(kept);
  });

  test("contains neither secrets nor text of the files", async () => {
    await cached();
    const kept = readFileSync(cacheFile(), "utf8");
    expect(kept).not.toContain(SECRET);
    expect(kept).not.toContain("image: node:20");
  });

  test("finds duplicates across files when one of them is cached", async () => {
    await cached();
    writeFileSync(join(folder, "c.yml"), spec("shop/web"));
    const { stdout } = await cached();
    expect(stdout).toContain("duplicate-pipeline-name");
    expect(stdout).toBe((await lint()).stdout);
  });
});
