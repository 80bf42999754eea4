import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { generators } from "../scripts/generators.ts";

const root = join(import.meta.dirname, "..");

describe("generated files", () => {
  test("are up to date; otherwise run npm run generate and commit the changes", {
    timeout: 60_000,
  }, async () => {
    for (const generate of generators) {
      for (const { path, text } of await generate(root)) {
        expect(readFileSync(join(root, path), "utf8") === text, `${path} is stale`).toBe(true);
      }
    }
  });

  test("include the example of docs/library.md, which prints its expected output", () => {
    const folder = mkdtempSync(join(tmpdir(), "dryfire-"));
    try {
      symlinkSync(join(root, "fixtures"), join(folder, "fixtures"));
      const code = readFileSync(join(root, "fixtures", "library", "example.mjs"), "utf8");
      const library = JSON.stringify(join(root, "dist", "index.cjs"));
      writeFileSync(join(folder, "example.mjs"), code.replace('"dryfire"', library));
      const printed = execFileSync(process.execPath, ["example.mjs"], { cwd: folder, encoding: "utf8" });
      expect(printed).toBe(readFileSync(join(root, "fixtures", "library", "example.out"), "utf8"));
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
