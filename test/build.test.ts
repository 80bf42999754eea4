import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { replaceFolder } from "../scripts/staged-folder.mjs";
import { inNewFolder } from "./new-folder.ts";

let root: string;
let dist: string;
inNewFolder(beforeEach, (made) => {
  root = made;
  dist = join(root, "dist");
});

const fillWith = (text: string) => async (staged: string) => writeFileSync(join(staged, "a.js"), text);

describe("replaceFolder", () => {
  test("creates a missing folder and leaves no other files", async () => {
    await replaceFolder(dist, fillWith("one"));
    expect(readFileSync(join(dist, "a.js"), "utf8")).toBe("one");
    expect(readdirSync(root)).toEqual(["dist"]);
  });

  test("keeps the old folder until the new one is complete", async () => {
    mkdirSync(dist);
    writeFileSync(join(dist, "old.js"), "old");
    await replaceFolder(dist, async (staged) => {
      await fillWith("two")(staged);
      expect(existsSync(join(dist, "old.js"))).toBe(true);
    });
    expect(readdirSync(dist)).toEqual(["a.js"]);
    expect(readdirSync(root)).toEqual(["dist"]);
  });

  test("keeps the old folder when the build fails", async () => {
    await replaceFolder(dist, fillWith("one"));
    const failing = replaceFolder(dist, async (staged) => {
      await fillWith("half")(staged);
      throw new Error("it does not compile");
    });
    await expect(failing).rejects.toThrow("it does not compile");
    expect(readFileSync(join(dist, "a.js"), "utf8")).toBe("one");
    expect(readdirSync(root)).toEqual(["dist"]);
  });
});
