import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { inNewFolder } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

let folder: string;
inNewFolder(beforeEach, (made) => {
  folder = made;
});

const spec = (name: string, events: string[], comment = "") => `${comment}version: '1.0'
kind: pipeline
metadata:
  name: shop/${name}
spec:
  variables:
    - key: DB_PASSWORD
      value: marked-hunter2-secret
      encrypted: true
  triggers:
    - name: main-push
      type: git
      repo: acme/shop
      events:
${events.map((event) => `        - ${event}`).join("\n")}
  steps:
    test:
      image: node:20
`;

const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
const known = () =>
  JSON.parse(readFileSync(join(folder, "known.json"), "utf8")) as { files: Record<string, unknown> };
const lint = (...args: string[]) =>
  runCommand(["lint", "--format", "lines", "--only", "unknown-event", ...args], folder);
const update = (...args: string[]) => lint(...args, "--baseline", "known.json", "--update-baseline");
const check = (...args: string[]) => lint(...args, "--baseline", "known.json");

test("hides its findings after they move, and no others", async () => {
  put("a.yml", spec("a", ["push.hedds", "push.hedds"]));
  const first = await update("a.yml");
  expect(first).toEqual({
    stdout: "",
    stderr: 'dryfire: the baseline "known.json" lists 2 findings\n',
    exit: 0,
  });
  put("a.yml", spec("a", ["push.hedds", "push.hedds"], "# moved\n\n"));
  expect(await check("a.yml")).toEqual({ stdout: "", stderr: "", exit: 0 });
  put("a.yml", spec("a", ["push.hedds", "push.hedds", "push.tagz"]));
  const { stdout, exit } = await check("a.yml");
  expect([stdout.split("\n").length - 1, exit]).toEqual([1, 1]);
  expect(stdout).toContain('"push.tagz"');
});

test("hides the findings of a file that is renamed, as often as it had them", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  await update("a.yml");
  rmSync(join(folder, "a.yml"));
  put("b.yml", spec("a", ["push.hedds", "push.tagz"]));
  put("c.yml", spec("a", ["push.hedds"]));
  expect(await check("b.yml", "c.yml")).toEqual({
    stdout: expect.stringMatching(/^b\.yml:.*push\.tagz.*\nc\.yml:.*push\.hedds.*\n$/),
    stderr: "",
    exit: 1,
  });
  await update(".");
  expect(Object.keys(known().files)).toEqual(["b.yml", "c.yml"]);
});

test("does not hide the findings of a copy", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  await update("a.yml");
  put("b.yml", spec("a", ["push.hedds"]));
  expect((await check("b.yml")).exit).toBe(1);
});

test("names a merge conflict in the baseline, and a remedy that works", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  await update("a.yml");
  const ours = readFileSync(join(folder, "known.json"), "utf8");
  put("b.yml", spec("b", ["push.hedds"]));
  for (const text of [
    `<<<<<<< HEAD\n${ours}=======\n{}\n>>>>>>> other\n`,
    ours.replace("\n}", "\n<<<<<<< HEAD\n}\n=======\n\n>>>>>>> other"),
  ]) {
    put("known.json", text);
    const { stderr, exit } = await check(".");
    expect(stderr).toMatch(
      /^dryfire: known\.json:\d+:1: the baseline has a merge conflict; keep one side of it/,
    );
    expect(exit).toBe(2);
  }
  put("known.json", ours);
  await update(".");
  expect(await check(".")).toEqual({ stdout: "", stderr: "", exit: 0 });
});

test("counts hidden findings in the summary", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  await update("a.yml");
  const { stdout } = await runCommand(
    ["lint", "a.yml", "--baseline", "known.json", "--only", "unknown-event", "--format", "json"],
    folder,
  );
  expect(JSON.parse(stdout)).toMatchObject({ summary: { errors: 0, suppressed: 1 } });
});

test("reports obsolete entries, and an update removes them", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  put("b.yml", spec("b", ["push.hedds"]));
  await update(".");
  put("a.yml", spec("a", ["push.heads"]));
  const { stderr, exit } = await check(".");
  expect([stderr, exit]).toEqual([
    'dryfire: 1 entry of the baseline "known.json" no longer matches a finding; remove with --update-baseline\n',
    0,
  ]);
  await update(".");
  expect(Object.keys(known().files)).toEqual(["b.yml"]);
  expect((await check(".")).stderr).toBe("");
});

test("keeps entries of files and rules that were not part of the run", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  put("b.yml", spec("b", ["push.hedds"]));
  await update(".");
  expect((await check("a.yml")).stderr).toBe("");
  const other = ["lint", ".", "--only", "trigger-name", "--baseline", "known.json"];
  expect((await runCommand(other, folder)).stderr).toBe("");
  await update("a.yml");
  expect(Object.keys(known().files)).toEqual(["a.yml", "b.yml"]);
});

test("keeps entries of a file that is gone, unless its folder and rule are a part of the run", async () => {
  put("a.yml", spec("a", ["push.hedds"]));
  put("b.yml", spec("b", ["push.hedds"]));
  await update(".");
  renameSync(join(folder, "b.yml"), join(folder, "c.yml"));
  expect((await check("a.yml")).stderr).toBe("");
  await update("a.yml");
  const other = ["lint", ".", "--only", "trigger-name", "--baseline", "known.json"];
  expect((await runCommand(other, folder)).stderr).toBe("");
  await runCommand([...other, "--update-baseline"], folder);
  expect(await check(".")).toEqual({ stdout: "", stderr: "", exit: 0 });
  rmSync(join(folder, "c.yml"));
  for (const path of [".", "*.yml"]) expect((await check(path)).stderr).toContain("1 entry");
  await update("*.yml");
  expect(Object.keys(known().files)).toEqual(["a.yml"]);
});

test("stores paths relative to its own folder", async () => {
  mkdirSync(join(folder, "ci"));
  put("ci/a.yml", spec("a", ["push.hedds"]));
  await update("ci/a.yml");
  expect(Object.keys(known().files)).toEqual(["ci/a.yml"]);
  const below = await runCommand(
    ["lint", "a.yml", "--only", "unknown-event", "--baseline", "../known.json"],
    join(folder, "ci"),
  );
  expect(below.exit).toBe(0);
});

test("has the same text every time, and no text of a spec", async () => {
  put("a.yml", spec("a", ["push.hedds", "push.tagz"]));
  await runCommand(["lint", "a.yml", "--strict", "--baseline", "known.json", "--update-baseline"], folder);
  const first = readFileSync(join(folder, "known.json"), "utf8");
  await runCommand(["lint", "a.yml", "--strict", "--baseline", "known.json", "--update-baseline"], folder);
  expect(readFileSync(join(folder, "known.json"), "utf8")).toBe(first);
  expect(first).not.toMatch(/hunter2|push\./);
  expect(first.endsWith("}\n")).toBe(true);
});

test("does not keep a fix from being applied", async () => {
  put("a.yml", spec("a", ["push.heads"]).replace("version: '1.0'", "version: 1.0"));
  const args = ["lint", "a.yml", "--format", "lines", "--baseline", "known.json"];
  await runCommand([...args, "--update-baseline"], folder);
  const { stderr } = await runCommand([...args, "--fix"], folder);
  expect(stderr).toContain("fixed 1 problem in 1 file");
});
