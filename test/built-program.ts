import { execFileSync, spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { main } from "../src/cli/main.ts";
import type * as library from "../src/index.ts";
import { type Outcome, runCommand } from "./scenario.ts";

const root = join(import.meta.dirname, "..");
const shared = globalThis as { builtProgram?: string };

/** Returns a temporary copy of the built program; builds it first if a source is newer. */
export function builtProgram(): string {
  shared.builtProgram ??= copy();
  return shared.builtProgram;
}

const load = createRequire(import.meta.url);

/** Runs the built command line in this process, which is cheaper than a process for each run. */
export function runBuilt(
  argv: readonly string[],
  cwd: string,
  stdin?: string,
  env?: Readonly<Record<string, string>>,
): Promise<Outcome> {
  const built = load(join(builtProgram(), "lib/main.cjs")) as { main: typeof main };
  return runCommand(argv, cwd, stdin, env, built.main);
}

/** Runs the built command line; returns its report in the format json. */
export async function runJson(argv: readonly string[], cwd: string) {
  const { stdout, stderr } = await runBuilt([...argv, "--format", "json"], cwd);
  if (stdout === "") throw new Error(stderr);
  return JSON.parse(stdout);
}

/** Returns the built library, loaded into this process. */
export function builtLibrary(): typeof library {
  return load(join(builtProgram(), "index.cjs")) as typeof library;
}

function copy(): string {
  const parent = mkdtempSync(join(tmpdir(), "dryfire-bundle-"));
  const folder = join(parent, "dist");
  if (isFresh()) cpSync(join(root, "dist"), folder, { recursive: true });
  else execFileSync(process.execPath, [join(root, "scripts/build.mjs"), folder], { stdio: "inherit" });
  // Some tests run it as another user.
  spawnSync("chmod", ["-R", "a+rX", parent]);
  return folder;
}

function isFresh(): boolean {
  const built = join(root, "dist/dryfire.cjs");
  if (!existsSync(built)) return false;
  const { mtimeMs } = statSync(built);
  const sources = ["src", "rules", "scripts"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  return [...sources, "package.json"].every((path) => statSync(join(root, path)).mtimeMs <= mtimeMs);
}
