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
let stale = 0;
for (const file of rulesIndex(root)) write(file);
// The others import the index of rules, so they are loaded when it is written.
const { generators } = await import("./generators.ts");
for (const generate of generators) for (const file of await generate(root)) write(file);
if (check && stale > 0) {
  console.log('run "npm run generate" and commit what it writes');
  process.exitCode = 1;
}

function write({ path, text }: GeneratedFile): void {
  const absolute = join(root, path);
  if (existsSync(absolute) && readFileSync(absolute, "utf8") === text) return;
  stale++;
  console.log(check ? `stale: ${path}` : `wrote ${path}`);
  if (!check) writeFileSync(absolute, text);
}
