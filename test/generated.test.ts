import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { rulesIndex } from "../scripts/generate-rule-tables.ts";
import { generators } from "../scripts/generators.ts";

const root = join(import.meta.dirname, "..");

describe("generated files", () => {
  test("are up to date; otherwise run npm run generate and commit the changes", {
    timeout: 180_000,
  }, async () => {
    for (const generate of [rulesIndex, ...generators]) {
      for (const { path, text } of await generate(root)) {
        expect(readFileSync(join(root, path), "utf8") === text, `${path} is stale`).toBe(true);
      }
    }
  });
});
