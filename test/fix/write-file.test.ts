import * as fs from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { rewriteFile, type WriteFs } from "../../src/cli/files/write-file.ts";
import { inNewFolder } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

let folder: string;
inNewFolder(beforeEach, (made) => {
  folder = made;
});

const failing = (name: keyof WriteFs, code: string): WriteFs => ({
  ...fs,
  [name]: () => {
    throw Object.assign(new Error(code), { code });
  },
});

describe("writing a file", () => {
  const at = (name: string) => join(folder, name);
  const put = (name: string, text: string) => fs.writeFileSync(at(name), text);
  const read = (name: string) => fs.readFileSync(at(name), "utf8");

  test("keeps its mode", () => {
    put("a.yml", "old");
    fs.chmodSync(at("a.yml"), 0o751);
    rewriteFile(at("a.yml"), "a.yml", "old", "new");
    expect([read("a.yml"), fs.statSync(at("a.yml")).mode & 0o777]).toEqual(["new", 0o751]);
  });

  test("fixes no file of a run whose report would replace a spec", async () => {
    const spec = "version: '1.0'\nkind: pipeline\nmetadata: { name: a/b }\nspec: { trigers: [] }\n";
    for (const name of ["a.yml", "b.yml"]) put(name, spec);
    put("report.json", "{}");
    for (const file of ["a.yml", "b.yml"]) {
      const { stderr, exit } = await runCommand(
        ["lint", ".", "--fix-suggestions", "--format", `json=${file}`],
        folder,
      );
      expect(stderr).toBe(`dryfire: cannot write "${file}": this run reads it; name another file\n`);
      expect([read("a.yml"), read("b.yml"), exit]).toEqual([spec, spec, 2]);
    }
    await runCommand(["lint", ".", "--fix-suggestions", "--format", "json=report.json"], folder);
    expect([read("a.yml"), read("report.json")]).toEqual([
      spec.replace("trigers", "triggers"),
      expect.stringContaining("summary"),
    ]);
  });

  test("writes through no symbolic link", () => {
    put("a.yml", "old");
    fs.symlinkSync("a.yml", at("link.yml"));
    expect(() => rewriteFile(at("link.yml"), "link.yml", "old", "new")).toThrow(
      'cannot write "link.yml": it is a symbolic link',
    );
    expect([read("a.yml"), fs.lstatSync(at("link.yml")).isSymbolicLink()]).toEqual(["old", true]);
  });

  test("keeps a read-only file", () => {
    put("a.yml", "old");
    fs.chmodSync(at("a.yml"), 0o444);
    expect(() => rewriteFile(at("a.yml"), "a.yml", "old", "new")).toThrow(
      'cannot write "a.yml": it is read-only',
    );
    expect(read("a.yml")).toBe("old");
  });

  test("keeps a file that was changed meanwhile", () => {
    put("a.yml", "other");
    expect(() => rewriteFile(at("a.yml"), "a.yml", "old", "new")).toThrow('"a.yml" changed while');
    expect(read("a.yml")).toBe("other");
  });

  test.each<[keyof WriteFs, string, string]>([
    ["writeSync", "ENOSPC", "the disk is full"],
    ["fsyncSync", "EDQUOT", "the disk quota is used up"],
    ["renameSync", "EACCES", "permission denied"],
    ["openSync", "EROFS", "the file system is read-only"],
    ["openSync", "ENAMETOOLONG", "its name is too long"],
  ])("keeps the file and leaves no other files when %s fails with %s", (name, code, words) => {
    put("a.yml", "old");
    const write = () => rewriteFile(at("a.yml"), "a.yml", "old", "new", failing(name, code));
    expect(write).toThrow(`cannot write "a.yml": ${words}; the file is unchanged`);
    expect([read("a.yml"), fs.readdirSync(folder)]).toEqual(["old", ["a.yml"]]);
  });
});

const SPEC = `version: 1.0
kind: pipeline
metadata:
  name: shop/build
spec:
  triggers:
    - name: main-push
      type: git
      repo: acme/shop
      events: [push.heads] # stays
  steps:
    test:
      image: node:20
`;

describe("dryfire lint --fix", () => {
  const lint = (...args: string[]) => runCommand(["lint", "--format", "lines", ...args], folder);
  const put = (name: string, text: string, mode = 0o644) =>
    fs.writeFileSync(join(folder, name), text, { mode });
  const read = (name: string) => fs.readFileSync(join(folder, name), "utf8");

  test("writes the fixes, reports their number, and has no findings the next time", async () => {
    put("a.yml", SPEC);
    const first = await lint("a.yml", "--fix");
    expect(first).toEqual({ stdout: "", stderr: "dryfire: fixed 1 problem in 1 file\n", exit: 0 });
    expect(read("a.yml")).toBe(SPEC.replace("version: 1.0", "version: '1.0'"));
    const before = fs.statSync(join(folder, "a.yml")).mtimeMs;
    expect(await lint("a.yml", "--fix")).toEqual({ stdout: "", stderr: "", exit: 0 });
    expect(fs.statSync(join(folder, "a.yml")).mtimeMs).toBe(before);
  });

  test("keeps ignored findings", async () => {
    const ignored = SPEC.replace("version: 1.0", "version: 1.0 # dryfire-ignore spec-version");
    put("a.yml", ignored);
    expect((await lint("a.yml", "--fix")).exit).toBe(0);
    expect(read("a.yml")).toBe(ignored);
  });

  test("continues when a file cannot be written", async () => {
    put("a.yml", SPEC, 0o444);
    put("b.yml", SPEC.replace("shop/build", "shop/other"));
    const { stdout, stderr, exit } = await lint("a.yml", "b.yml", "--fix");
    expect(stderr).toContain('dryfire: cannot write "a.yml": it is read-only');
    expect(stderr).toContain("dryfire: fixed 1 problem in 1 file");
    expect([stdout.split("\n").length - 1, exit]).toEqual([1, 2]);
    expect(read("a.yml")).toBe(SPEC);
  });

  test("fixes only the rules of --only", async () => {
    put("a.yml", SPEC);
    await lint("a.yml", "--fix", "--only", "unknown-event");
    expect(read("a.yml")).toBe(SPEC);
  });

  test("prints the text of standard input, fixed or not, and the report on standard error", async () => {
    const fixed = SPEC.replace("version: 1.0", "version: '1.0'").replace("push.heads", "push.hedds");
    const outcome = await runCommand(
      ["lint", "-", "--fix", "--format", "lines"],
      folder,
      SPEC.replace("push.heads", "push.hedds"),
    );
    expect([outcome.stdout, outcome.exit]).toEqual([fixed, 1]);
    expect(outcome.stderr).toContain("[unknown-event]");
    expect(fs.readdirSync(folder)).toEqual([]);
  });
});
