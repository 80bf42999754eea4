import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Walk } from "../../src/cli/input/walk-folders.ts";
import { Random } from "../fuzz/random.ts";

const NAMES = ["a", "b", "ab", "ba", "aab", "a.b", "-", "]", "é", "[", "\\", "a b", "A", "*", "^", "1"];
const FOLDERS = ["", "a/", "b/", "ab/", "a/b/", "a/a/", "a/b/a/", "b/a/", "b/a/ab/", "a b/", "x\\/", "-/"];
const PIECES = [
  ..."aabb**//?[]!-\\^. é1A",
  ...["**/", "/**", "/**/", "***", "a/", "\\a", "\\ ", "\\/", "  ", "*.", "a**", "**/a"],
  ...["[a-b]", "[!a]", "[^]", "[]a]", "[a-", "[a\\]]", "[b-a]", "[--a]", "[é]", "[!-a]"],
  ...["[[:alpha:]]", "[[:upper:]]", "[[:x:]]", "[[:al]", "[[::]]", "[[:constructor:]]"],
];

let root: string;
beforeAll(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "dryfire-gitignore-")));
  execFileSync("git", ["init", "--quiet", root]);
  for (const folder of FOLDERS) mkdirSync(join(root, folder), { recursive: true });
  for (const folder of FOLDERS)
    for (const name of NAMES)
      if (!FOLDERS.includes(`${folder}${name}/`)) writeFileSync(join(root, folder + name), "");
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

/** The files that Git lists, and those that a walk finds, below a folder. */
async function listed(folder: string) {
  const argv = ["ls-files", "--others", "-z", "--exclude-per-directory=.gitignore"];
  const options = { cwd: join(root, folder), encoding: "utf8" } as const;
  const git = execFileSync("git", argv, options).split("\0").filter(Boolean).sort();
  const walk = new Walk(join(root, folder), { boundary: root, problem: (problem) => expect.fail(problem) });
  const own = (await walk.files()).map((path) => relative(join(root, folder), path)).sort();
  return { git, own };
}

test.skipIf(process.platform !== "linux")("ignores the files that Git ignores", async () => {
  const random = new Random(10);
  const line = () =>
    (random.oneIn(4) ? "!" : "") +
    Array.from({ length: 1 + random.below(6) }, () => random.pick(PIECES)).join("");
  let [all, differing] = [0, 0];
  for (let turn = 0; turn < 100; turn++) {
    const files = ["", "a/", "a/b/"].map((folder) => {
      const text = `${random.list(3, line).join("\n")}\n`;
      writeFileSync(join(root, folder, ".gitignore"), text);
      return text;
    });
    const whole = await listed("");
    expect([files, whole.own]).toEqual([files, whole.git]);
    const part = await listed("a/b");
    // Git lists the files of an ignored folder if it is run in it.
    if (part.own.length > 0) expect([files, part.own]).toEqual([files, part.git]);
    else expect([files, whole.git.filter((path) => path.startsWith("a/b/"))]).toEqual([files, []]);
    all = Math.max(all, whole.git.length);
    if (whole.git.length < all) differing++;
  }
  expect(differing).toBeGreaterThan(20);
});
