import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { builtProgram } from "../built-program.ts";

const root = join(import.meta.dirname, "../..");

/** The test runner bundled as one file, next to the packages that it needs. */
function bundledRunner(): string {
  const outfile = join(root, "node_modules/.cache/run-fixtures.mjs");
  buildSync({
    entryPoints: [join(import.meta.dirname, "run-fixtures.ts")],
    outfile,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20.19",
    packages: "external",
    external: ["../src/*"],
  });
  return outfile;
}

/** Paths of other Node.js versions, separated by colons, for `npm run test:nodes`. */
const versions = [process.execPath, ...(process.env.NODES?.split(":") ?? [])];

test.each(versions)("the fixtures pass with the build on %s", { timeout: 120_000 }, (node) => {
  const argv = [bundledRunner(), join(root, "fixtures"), builtProgram()];
  // The flags of this process are for its own version: 5 seconds of processor time instead of 8.
  const flags = node === process.execPath ? process.execArgv : [];
  const { status, stdout, stderr } = spawnSync(node, [...flags, ...argv], { encoding: "utf8" });
  expect([status, stderr], stdout).toEqual([0, ""]);
  expect(stdout).toMatch(
    /^rules \d{3}, fixes \d+, cli \d{3}, cases \d+, payloads \d+, simulate \d+, cron \d{4}, globs \d{3}, scalars \d+, conditions \d{4}\n$/,
  );
});
