import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { Io } from "../../src/cli/command.ts";
import { fromCheckout } from "../../src/cli/output/ci-paths.ts";
import { FORMATS, formats, parseFormats } from "../../src/cli/output/formats.ts";
import { writeReports } from "../../src/cli/output/write-reports.ts";
import { inNewFolder } from "../new-folder.ts";
import { readReportCase } from "./report-case.ts";

const report = await readReportCase(join(import.meta.dirname, "..", "..", "fixtures", "reports", "mixed"));
let cwd = "";
let stdout = "";

inNewFolder(beforeEach, (made) => {
  cwd = made;
  mkdirSync(join(cwd, "out"));
  stdout = "";
});

const io = (env: Io["env"] = {}): Io => ({
  cwd,
  env,
  readStdin: async () => "",
  out: (text) => {
    stdout += text;
  },
  err: () => {},
  terminal: { interactive: true, color: true, columns: 100 },
});

describe("the values of --format", () => {
  test.each([
    [[], [{ format: "pretty" }]],
    [["json"], [{ format: "json" }]],
    [
      ["sarif=out/a=b.sarif", "lines"],
      [{ format: "sarif", file: "out/a=b.sarif" }, { format: "lines" }],
    ],
    [["junit=-"], [{ format: "junit" }]],
    [
      ["json=a.json", "json=b.json"],
      [
        { format: "json", file: "a.json" },
        { format: "json", file: "b.json" },
      ],
    ],
  ])("%j", (values, requests) => {
    expect(parseFormats(values, cwd)).toEqual(requests);
  });

  test.each([
    [["xml"], `"--format" cannot be "xml"; use "${FORMATS.join('", "')}"`],
    [["sarf=x"], '"--format" cannot be "sarf"; did you mean "sarif"?'],
    [["sarif="], '"--format sarif=" has no file name; write it as "sarif=report.sarif"'],
    [
      ["json", "junit"],
      '"json" and "junit" cannot both be written to standard output; give one a file, such as "junit=report.xml"',
    ],
    [
      ["json", "json"],
      '"json" and "json" cannot both be written to standard output; give one a file, such as "json=report.json"',
    ],
    [["json=a", "junit=./a"], '"json" and "junit" cannot both be written to "./a"; give each its own file'],
    [["json=no/a.json"], 'cannot write "no/a.json": its folder does not exist; create the folder first'],
    [["json=out"], 'cannot write "out": it is a folder; name a file in it, such as "json=out/report.json"'],
  ])("%j is rejected", (values, message) => {
    expect(() => parseFormats(values, cwd)).toThrow(expect.objectContaining({ name: "UsageError", message }));
  });
});

test("several reports are written in one run, one of them to standard output", async () => {
  const requests = parseFormats(["pretty", ...FORMATS.map((format) => `${format}=out/${format}`)], cwd);
  await writeReports(requests, report, io(), []);
  expect(stdout).toContain("\u001b[");
  expect(readdirSync(join(cwd, "out")).sort()).toEqual([...FORMATS].sort());
  for (const format of FORMATS) {
    const text = await formats[format].render(report, { color: false, columns: 80, rules: [] });
    expect(readFileSync(join(cwd, "out", format), "utf8")).toBe(text);
  }
});

test("a file that cannot be written is reported after the others are written", async () => {
  const requests = parseFormats(["json=out/a.json", "lines=b.txt", "junit"], cwd);
  rmSync(join(cwd, "out"), { recursive: true });
  await expect(writeReports(requests, report, io(), [])).rejects.toThrow(
    'cannot write "out/a.json": the folder does not exist',
  );
  expect(readdirSync(cwd)).toEqual(["b.txt"]);
  expect(stdout).toContain("<testsuites");
});

test("more results of SARIF than GitHub accepts are noted", async () => {
  const [file] = report.files;
  const [diagnostic] = file!.diagnostics;
  const notes: string[] = [];
  for (const count of [25_000, 25_001]) {
    const many = { ...file!, diagnostics: Array(count).fill(diagnostic), text: "" };
    const given = { ...io(), err: (text: string) => notes.push(text) } as unknown as Io;
    await writeReports([{ format: "sarif", file: "out/a" }], { ...report, files: [many] }, given, []);
  }
  expect(notes).toEqual([
    "dryfire: GitHub refuses SARIF with more than 25000 results (25001); use --quiet, or one report for each --shard\n",
  ]);
});

describe("paths for services", () => {
  const paths = (env: Io["env"], folder: string) =>
    fromCheckout(report, { env, cwd: folder }).files.map(({ path }) => path);
  const plain = report.files.map(({ path }) => path);

  test("start at the root of the checkout, inside one", () => {
    const below = plain.map((path) => `services/a/${path}`);
    expect(paths({ GITHUB_WORKSPACE: "/repo" }, "/repo/services/a")).toEqual(below);
    expect(paths({ CI_PROJECT_DIR: "/repo" }, "/repo/services/a")).toEqual(below);
  });

  test("start there for a file that is not below the working folder", () => {
    const [file, ...files] = report.files;
    const inPipelines = { ...report, files: [{ ...file!, path: "/repo/pipelines/ci.yml" }, ...files] };
    const first = (env: Io["env"], folder: string) =>
      fromCheckout(inPipelines, { env, cwd: folder }).files[0]!.path;
    expect(first({ CI_PROJECT_DIR: "/repo" }, "/repo/services/a")).toBe("pipelines/ci.yml");
    expect(first({ GITHUB_WORKSPACE: "/repo" }, "/tmp")).toBe("pipelines/ci.yml");
    expect(first({ GITHUB_WORKSPACE: "/other" }, "/repo/services/a")).toBe("/repo/pipelines/ci.yml");
  });

  test.skipIf(process.platform === "win32")("start there for a name with a colon", () => {
    const [file, ...files] = report.files;
    const odd = { ...report, files: [{ ...file!, path: "/repo/a:b.yml" }, ...files] };
    expect(fromCheckout(odd, { env: { GITHUB_WORKSPACE: "/repo" }, cwd: "/tmp" }).files[0]!.path).toBe(
      "a:b.yml",
    );
  });

  test("are unchanged elsewhere", () => {
    expect(paths({}, "/repo/a")).toEqual(plain);
    expect(paths({ GITHUB_WORKSPACE: "/repo" }, "/repo")).toEqual(plain);
    expect(paths({ GITHUB_WORKSPACE: "/other" }, "/repo/a")).toEqual(plain);
  });

  test("start there if a link leads to the checkout", () => {
    mkdirSync(join(cwd, "real/sub"), { recursive: true });
    symlinkSync("real", join(cwd, "link"));
    const below = plain.map((path) => `sub/${path}`);
    for (const root of ["real", "link", "link/"])
      expect(paths({ GITHUB_WORKSPACE: join(cwd, root) }, join(cwd, "real/sub"))).toEqual(below);
  });

  test("are for the reports that services show", async () => {
    mkdirSync(join(cwd, "sub"));
    const inSub = { ...io({ GITHUB_WORKSPACE: cwd }), cwd: join(cwd, "sub") };
    const shown: string[] = [];
    for (const format of FORMATS) {
      stdout = "";
      await writeReports([{ format }], report, inSub, []);
      if (stdout.includes("sub/pipelines/ci.yml")) shown.push(format);
    }
    expect(shown).toEqual(["github", "gitlab", "sarif", "junit", "markdown"]);
  });
});
