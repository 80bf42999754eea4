import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { expect } from "vitest";

/** Whether expected outputs are rewritten (`npm run fixtures`); never in continuous integration. */
const update = process.env.UPDATE_FIXTURES === "1";
if (update && process.env.CI)
  throw new Error("expected outputs are reviewed by people: UPDATE_FIXTURES is refused where CI is set");

/** Holds a text against the expected one in a file, or writes that file when expected outputs are being rewritten. */
export function expectFile(actual: string, path: string): void {
  if (update) {
    if (!existsSync(path) || readFileSync(path, "utf8") !== actual) writeFileSync(path, actual);
    return;
  }
  expect(existsSync(path), `${path} is missing; run "npm run fixtures" and read what it writes`).toBe(true);
  expect(actual).toBe(readFileSync(path, "utf8"));
}

/** The lines of a JSON Lines file. */
export function jsonLines<T>(path: string): T[] {
  return readFileSync(path, "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
