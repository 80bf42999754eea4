import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { expect } from "vitest";

const root = join(import.meta.dirname, "..");

/** True if expected outputs are rewritten (`npm run fixtures`); never in continuous integration. */
const update = process.env.UPDATE_FIXTURES === "1";
if (update && process.env.CI)
  throw new Error("expected outputs are reviewed by people: UPDATE_FIXTURES is refused where CI is set");

/** Compares a text with a fixture, or writes the fixture if expected outputs are rewritten. */
export function expectFile(actual: string, path: string): void {
  if (update) {
    if (!existsSync(path) || readFileSync(path, "utf8") !== actual) writeFileSync(path, actual);
    expect(readFileSync(path, "utf8")).toBe(actual); // A test needs an assertion.
    return;
  }
  const name = relative(root, path);
  if (!existsSync(path)) expect.fail(`${name} is missing; run "npm run fixtures" and read what it writes`);
  expect(actual, `${name} has another text`).toBe(readFileSync(path, "utf8"));
}

/** Reads a fixture with one JSON value per line; `path` is relative to `fixtures/`. */
export function readJsonl<T>(path: string): T[] {
  return readFileSync(join(root, "fixtures", path), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
