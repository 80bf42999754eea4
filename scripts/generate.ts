import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { rulesIndex } from "./generate-rule-tables.ts";
import type { GeneratedFile } from "./generated-file.ts";

/**
 * Writes all generated files: the index of rules, validators, schemas, docs and the README.
 * `--check` writes nothing and fails if a file is out of date.
 */
const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
const written: string[] = [];
for (const file of rulesIndex(root)) write(file);
// The others import the index of rules, so they are loaded when it is written.
const { generators } = await import("./generators.ts");
for (const generate of generators) for (const file of await generate(root)) write(file);
if (check && written.length > 0) {
  console.log('run "npm run generate" and commit what it writes');
  process.exitCode = 1;
}
// The documents may be made with sources that were loaded before they were written.
if (!check && written.some((path) => path.endsWith(".ts")))
  process.exitCode =
    spawnSync(process.execPath, [...process.execArgv, ...process.argv.slice(1)], {
      stdio: "inherit",
    }).status ?? 1;

function write({ path, text }: GeneratedFile): void {
  const absolute = join(root, path);
  if (existsSync(absolute) && readFileSync(absolute, "utf8") === text) return;
  written.push(path);
  console.log(check ? `stale: ${path}` : `wrote ${path}`);
  if (!check) writeFileSync(absolute, text);
}
