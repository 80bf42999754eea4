import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generators } from "./generators.ts";

/**
 * Writes all generated files: the index of rules, validators, schemas, docs and the README.
 * `--check` writes nothing and fails if a file is out of date.
 */
const root = join(import.meta.dirname, "..");
const check = process.argv.includes("--check");
let stale = 0;
for (const generate of generators) {
  for (const { path, text } of await generate(root)) {
    const absolute = join(root, path);
    if (existsSync(absolute) && readFileSync(absolute, "utf8") === text) continue;
    stale++;
    console.log(check ? `stale: ${path}` : `wrote ${path}`);
    if (!check) writeFileSync(absolute, text);
  }
}
if (check && stale > 0) {
  console.log('run "npm run generate" and commit what it writes');
  process.exitCode = 1;
}
