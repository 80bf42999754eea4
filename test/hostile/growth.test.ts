import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Program, specWith } from "./program.ts";

let cwd: string;
let program: Program;
beforeAll(async () => {
  cwd = mkdtempSync(join(tmpdir(), "dryfire-growth-"));
  program = await Program.build();
});
afterAll(() => rmSync(cwd, { recursive: true, force: true }));

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join("");
const steps = (count: number, stages: string) =>
  `version: "1.0"\nkind: pipeline\nmetadata: {name: a/b}\nspec:\n  stages: [${stages}]\n  steps:\n${many(count, (at) => `    s${at}: {image: node, stage: undeclared-${at}}\n`)}`;

/** Texts of 100 to 200 KB for which lint took many seconds: its time grew quadratically. */
const shapes: Readonly<Record<string, string>> = {
  "unknown events of one trigger": specWith().replace(
    "push.heads",
    many(9_000, (at) => `pushh${at}, `),
  ),
  "equal unknown events": specWith().replace("push.heads", "pushh, ".repeat(14_000)),
  "undeclared stages": steps(
    1_200,
    many(3_000, (at) => `declared-${at}, `),
  ),
  "braces without quotes": specWith(`      modifiedFilesGlob: ${"{a,b}".repeat(40_000)}\n`),
  "keys of secrets on a broken line": `${specWith()}x: ${"token: ".repeat(14_000)}\n`,
};

test.each(Object.keys(shapes))("%s are looked at in bounded time", (name) => {
  writeFileSync(join(cwd, "x.yml"), shapes[name]!);
  // It takes less than a third of these seconds of processor time on an ordinary machine.
  const run = program.shell("ulimit -t 6; dryfire lint x.yml --no-config --strict >out.txt", cwd);
  expect([name, run.status, run.stderr]).toEqual([name, 1, ""]);
});
