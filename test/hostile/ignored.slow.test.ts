import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { Checkout } from "../git/checkout.ts";
import { inNewFolder, writeIn } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

const program = new Program();

let cwd: string;
let checkout: Checkout;
const at = (name: string) => join(cwd, name);
const write = (name: string, text: string) => writeIn(cwd, name, text);
inNewFolder(beforeEach, (made) => {
  cwd = made;
  checkout = Checkout.init(undefined, cwd);
  write("ok.yml", specWith());
});

const run = (...argv: string[]) => program.run(argv, { cwd });

const FAULTY = specWith().replace("push.heads", "push.head");

describe("a tracked file", () => {
  test.each(["p/bad.yml", "p/", "*.yml", "p/.gitignore"])(
    "is checked although .gitignore has %s",
    (pattern) => {
      write("p/bad.yml", FAULTY);
      write("p/local.yml", FAULTY);
      checkout.git("add", "p/bad.yml", "ok.yml");
      checkout.git("commit", "-qm", "first");
      if (pattern === "p/.gitignore") write(pattern, "*\n");
      else write(".gitignore", `${pattern}\np/local.yml\n`);
      for (const argv of [["lint"], ["lint", "p"], ["lint", "**/*.yml"], ["lint", "--no-config"]]) {
        const { status, stdout } = run(...argv);
        expect([argv, status, stdout]).toEqual([argv, 1, expect.stringContaining("p/bad.yml")]);
        expect(stdout).not.toContain("local.yml");
      }
      write("p/bad.yml", FAULTY.replace("push.head", "push.hats"));
      expect(run("lint", "--since", "HEAD").stdout).toContain("push.hats");
      const trace = run("lint", "--debug-files").stdout;
      expect(trace).toMatch(/^linted +p\/bad\.yml/m);
    },
  );

  test.skipIf(process.platform !== "linux")("is reported if its name is not UTF-8", () => {
    const bytes = (name: string) => Buffer.from(`${cwd}/${name}`, "latin1");
    mkdirSync(bytes("p\xff"));
    for (const name of ["bad\xff.yml", "p\xff/bad.yml"]) writeFileSync(bytes(name), FAULTY);
    checkout.commit("first");
    write(".gitignore", "bad*\np*/\n");
    expect(run("lint")).toMatchObject({
      status: 2,
      stderr:
        'dryfire: cannot read "bad\ufffd.yml": its name is not UTF-8; rename it\n' +
        'dryfire: cannot read "p\ufffd/bad.yml": its name is not UTF-8; rename it\n',
    });
  });

  test("is not read through a link in place of its folder, from node_modules, or where it is gone", () => {
    for (const name of ["p/bad.yml", "node_modules/x/bad.yml", "gone/bad.yml", "file/bad.yml"])
      write(name, FAULTY);
    checkout.git("add", "-f", ".");
    checkout.git("commit", "-qm", "first");
    for (const name of ["p", "gone", "file"]) rmSync(at(name), { recursive: true });
    write(".gitignore", "p\ngone\nfile\nother\n");
    write("other/bad.yml", FAULTY);
    write("file", "");
    symlinkSync("other", at("p"));
    expect(run("lint")).toMatchObject({ status: 0, stderr: "" });
  });
});

describe("a file whose keys have escapes", () => {
  test.each([
    ['"k\\x69nd": "\\x70ipeline"', '"m\\x65tadata"'],
    ['"k\\u0069nd": "\\U00000070ipeline"', '"m\\u0065tadata"'],
    ['"kind": "pipe\\\n  line"', '? "meta\\\n    data"\n'],
  ])("is found in a folder: %j", (kind, metadata) => {
    write("ok.yml", FAULTY.replace("kind: pipeline", kind).replace("metadata", metadata));
    expect(run("lint", ".").stdout).toContain('unknown event "push.head"');
    write("ok.yml", `${FAULTY.replace("kind: pipeline", kind).replace("metadata", metadata)}  x: [\n`);
    expect(run("lint", ".").status).toBe(1);
  });
});

describe("a definition with another name is found in a folder", () => {
  const STEPS = "{x: {image: a, comands: [b]}}";
  test.each([
    `\ufeffversion: "1.0"\nsteps: ${STEPS}\n`,
    `{version: "1.0", steps: ${STEPS}}\n`,
    `--- {version: "1.0",\nsteps: ${STEPS}}\n`,
    `  version: "1.0"\n  steps: ${STEPS}\n`,
    `? version\n: "1.0"\n? steps\n: ${STEPS}\n`,
    `version: "1.0"\n&b steps: ${STEPS}\n`,
    `<<: {version: "1.0"}\n"st\\x65ps": ${STEPS}\n`,
  ])("%j", (text) => {
    write("build.yml", text);
    expect(run("lint").stdout).toContain('unknown key "comands"');
  });
});

test.each([
  '{"version": !!int x, "kind": "pipeline"}',
  '@\n{"version": "1.0", "kind": "pipeline"}',
  '{version: "1.0",kind: pipeline, x: *a}',
])("a broken spec on one line is found in a folder: %j", (text) => {
  write("broken.yml", text);
  expect(run("lint")).toMatchObject({ status: 1, stdout: expect.stringContaining("broken.yml") });
});

describe("a case", () => {
  const SECRET = "wJalrXUtnFEMI";
  const test_ = (keys: string) => {
    write("x.dryfire-test.yaml", `specs: [ok.yml]\ncases: [{name: a, ${keys}, fires: [main-push]}]\n`);
    checkout.git("add", "x.dryfire-test.yaml");
    return run("test", "x.dryfire-test.yaml", "--format", "json");
  };
  const payload = JSON.stringify({ kind: "git", names: ["push.heads"], branch: "main" });

  test.each(["list.txt", ".env", "tmp/list.txt", "link.txt", "sub/list.txt"])(
    "does not read the local file %s",
    (name) => {
      write(".gitignore", "list.txt\n/tmp\n");
      write("sub/.gitignore", "*\n");
      if (name === "link.txt") symlinkSync(".env", at(name));
      write(name === "link.txt" ? ".env" : name, `A=${SECRET}\n`);
      for (const keys of [`push: main, changed-from: ${name}`, `payload: ${name}`, `event-file: ${name}`]) {
        const { status, stdout, stderr } = test_(keys);
        expect([status, stderr]).toEqual([
          2,
          expect.stringContaining("hidden or ignored file that Git does"),
        ]);
        expect(stdout + stderr).not.toContain(SECRET);
      }
      checkout.git("add", "-f", ".");
      expect(test_(`push: main, changed-from: ${name}`)).toMatchObject(
        name === "link.txt" ? { status: 0 } : { status: 0, stderr: "" },
      );
    },
  );

  test("names what is wrong with a file that is missing, or that Git gives no answer about", () => {
    write(".gitignore", "/tmp\n");
    write("tmp/list.txt", "a\n");
    expect(test_("payload: tmp/none.json").stderr).toContain('"tmp/none.json": the file does not exist');
    test_("push: main, changed-from: tmp/list.txt");
    const { status, stderr } = program.run(["test", "x.dryfire-test.yaml"], { cwd, env: { PATH: "" } });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("a hidden or ignored file that Git may not track: git cannot be run in"),
    ]);
  });

  test("reads new files that nothing ignores, and files outside of a checkout", () => {
    write(".gitignore", "list.txt\n");
    write("new.json", payload);
    write(".cases/new.json", payload);
    for (const name of ["new.json", ".cases/new.json"])
      expect(test_(`event-file: ${name}`)).toMatchObject({ status: 0, stderr: "" });
    write(".list.txt", "a\n");
    write("list.txt", "a\n");
    rmSync(at(".git"), { recursive: true });
    const cases = (name: string) =>
      write(
        "x.dryfire-test.yaml",
        `specs: [ok.yml]\ncases: [{name: a, push: main, changed-from: ${name}, fires: [main-push]}]\n`,
      );
    for (const name of ["list.txt", ".list.txt"]) {
      cases(name);
      expect(run("test", ".")).toMatchObject({ status: 0, stderr: "" });
    }
  });
});
