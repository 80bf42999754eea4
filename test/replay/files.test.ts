import { gzipSync } from "node:zlib";
import { beforeEach, describe, expect, test } from "vitest";
import { inNewFolder, writeIn } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";
import { shopSpec } from "../shop-spec.ts";

let folder: string;

inNewFolder(beforeEach, (made) => {
  folder = made;
  writeIn(folder, "ci.yml", shopSpec(["pushes", "push.heads"]));
});

const push = { ref: "refs/heads/main", sender: { login: "mira" }, commits: [] };
const utf16 = (text: string) => Buffer.from(text, "utf16le");

describe("a payload or record that is not text", () => {
  test.each([
    ["gzip", gzipSync(JSON.stringify(push)), "is a compressed file; unpack it"],
    [
      "binary",
      Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 1]),
      "is a binary file; name a text file, such as JSON",
    ],
    ["UTF-16 LE on several lines", utf16(JSON.stringify(push, null, 2)), "is UTF-16 text; save it as UTF-8"],
    [
      "UTF-16 BE on several lines",
      utf16(JSON.stringify(push, null, 2)).swap16(),
      "is UTF-16 text; save it as UTF-8",
    ],
  ])("%s", async (_, bytes, fault) => {
    writeIn(folder, "hook.json", bytes);
    for (const args of [
      ["replay", "hook.json", "--specs", "ci.yml"],
      ["simulate", "ci.yml", "--payload", "hook.json"],
    ]) {
      const { stderr, exit } = await runCommand(args, folder);
      expect([stderr, exit]).toEqual([`dryfire: "hook.json" ${fault}\n`, 2]);
    }
  });
});
