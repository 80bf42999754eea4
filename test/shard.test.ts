import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { Shard } from "../src/cli/lint/shard.ts";
import { inNewFolder } from "./new-folder.ts";
import { runCommand } from "./scenario.ts";

let folder: string;
const PARTS = 3;

/** Every second file has the same name as the one before it, and some hide that finding. */
function spec(index: number): string {
  const hide = index % 5 === 0 ? "  # dryfire-ignore duplicate-pipeline-name\n" : "";
  const fault = index % 7 === 0 ? "  nonsense: 1\n" : "";
  const unused = index % 4 === 0 ? "# dryfire-ignore unknown-event\n" : "";
  return `version: '1.0'\nkind: pipeline\nmetadata:\n${hide}  name: shop/p${index >> 1}\n${unused}spec:\n${fault}  steps:\n    one:\n      image: node:20\n      commands:\n        - npm test\n`;
}

inNewFolder(beforeAll, (made) => {
  folder = made;
  for (let index = 0; index < 30; index++) writeFileSync(join(folder, `s${index}.yml`), spec(index));
});

const run = (...argv: string[]) => runCommand(argv, folder, "");

async function parts(...more: string[]): Promise<string[]> {
  const names: string[] = [];
  for (let index = 1; index <= PARTS; index++) {
    const name = `part-${index}.report`;
    await run("lint", ".", "--shard", `${index}/${PARTS}`, "--format", `json=${name}`, ...more);
    names.push(name);
  }
  return names;
}

describe("lint --shard and merge-reports", () => {
  test("give the same report as one run", async () => {
    const whole = await run("lint", ".", "--format", "json");
    expect(whole.stdout).toContain("duplicate-pipeline-name");
    const merged = await run("merge-reports", ...(await parts()));
    expect(merged).toEqual(whole);
    expect((await run("merge-reports", ...(await parts()).reverse())).stdout).toBe(whole.stdout);
  });

  test.each(["gitlab", "sarif"])("give the fingerprints of one run in %s", async (format) => {
    const fingerprints = ({ stdout }: { readonly stdout: string }) =>
      stdout.match(/"(?:fingerprint|dryfire\/v1)": "[^"]*"/g);
    const whole = fingerprints(await run("lint", ".", "--format", format));
    expect(new Set(whole).size).toBe(whole?.length);
    const cache = ["--cache", "--cache-location", join(folder, ".cache")];
    for (const more of [[], cache, cache]) {
      const merged = await run("merge-reports", ...(await parts(...more)), "--format", format);
      expect(fingerprints(merged)).toEqual(whole);
    }
  });

  test("keep the severities", async () => {
    const whole = await run("lint", ".", "--format", "json", "--strict");
    expect((await run("merge-reports", ...(await parts("--strict")))).stdout).toBe(whole.stdout);
  });

  test("give the exit codes of one run", async () => {
    const names = await parts();
    expect((await run("merge-reports", ...names)).exit).toBe(1);
    expect((await run("merge-reports", ...names, "--format", "lines", "--max-warnings", "0")).exit).toBe(1);
  });

  test("know the failing severity of configs", async () => {
    const config = join(folder, "dryfire.config.yaml");
    writeFileSync(config, "failOn: warning\nrules: { unknown-key: off }\n");
    try {
      const names = await parts();
      expect((await run("lint", ".")).exit).toBe(1);
      expect((await run("merge-reports", ...names)).exit).toBe(1);
      expect((await run("merge-reports", ...names, "--fail-on", "error")).exit).toBe(0);
    } finally {
      rmSync(config);
    }
  });

  test("refuse parts of other files or with other settings", async () => {
    const part = (index: number, ...more: string[]) =>
      run("lint", ".", "--shard", `${index}/2`, "--format", `json=${index}.json`, ...more);
    const merged = async () => (await run("merge-reports", "1.json", "2.json")).stderr;
    const config = join(folder, "dryfire.config.yaml");
    writeFileSync(config, "rules: {}\n");
    await part(1);
    await part(2);
    expect(await merged()).toBe("");
    await part(2, "--strict");
    expect(await merged()).toBe(
      'dryfire: "2.json" is a part of another run than "1.json", with other settings; use the same options, configs and version\n',
    );
    writeFileSync(config, "overrides: [{ files: s1.yml, rules: { unknown-key: off } }]\n");
    await part(2);
    expect(await merged()).toContain("with other settings");
    writeFileSync(join(folder, "more.yml"), spec(99));
    await part(2);
    for (const name of ["more.yml", "dryfire.config.yaml"]) rmSync(join(folder, name));
    expect(await merged()).toContain(
      "with other files; lint all parts in the same folder and commit, before other steps write files",
    );
    for (const index of [1, 2]) rmSync(join(folder, `${index}.json`));
  });

  test("choose the shard of a file by its path only", () => {
    const paths = Array.from({ length: 3000 }, (_, index) => `pipelines/team-${index % 7}/spec-${index}.yml`);
    const sizes = [1, 2, 3].map(
      (index) => paths.filter((path) => new Shard(`${index}/3`).includes(path)).length,
    );
    expect(sizes.reduce((sum, size) => sum + size)).toBe(paths.length);
    expect(Math.min(...sizes)).toBeGreaterThan(900);
  });

  test.each([
    [["merge-reports"], /the reports are missing/],
    [["merge-reports", "gone.json"], /cannot read "gone\.json": the file does not exist/],
    [["merge-reports", "s0.yml"], /"s0\.yml" is not the report of a part/],
    [["merge-reports", "part-1.report"], /part 2, 3 of 3 is missing/],
    [["merge-reports", "part-1.report", "part-1.report"], /are both part 1/],
    [["lint", ".", "--shard", "4/3"], /"--shard" cannot be "4\/3"/],
    [["lint", ".", "--shard", "1/2", "--baseline", "b.json"], /cannot be combined/],
  ])("reject %j", async (argv, message) => {
    await parts();
    const { exit, stderr } = await run(...argv);
    expect(exit).toBe(2);
    expect(stderr).toMatch(message);
  });
});
