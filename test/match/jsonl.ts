import { readFileSync } from "node:fs";

/** Reads a fixture with one JSON value per line; `path` is relative to `fixtures/`. */
export function readJsonl<T>(path: string): T[] {
  const text = readFileSync(new URL(`../../fixtures/${path}`, import.meta.url), "utf8");
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}
