import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..", "..");

/** The pages that were seen; a page that is only remembered may not exist. */
const seen = readFileSync(join(import.meta.dirname, "cited-pages.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"));

it("cites only pages that exist", () => {
  const files = ["src", "rules"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map((name) => join(folder, name)),
  );
  const cited = files
    .filter((name) => name.endsWith(".ts"))
    .flatMap(
      (name) => readFileSync(join(root, name), "utf8").match(/_(?:docs|posts)\/[\w/-]+(?:\.md)?/g) ?? [],
    );
  expect([...new Set(cited)].filter((page) => !seen.includes(page))).toEqual([]);
  expect(
    seen.filter((page) => !cited.includes(page)),
    "pages that are no longer cited",
  ).toEqual([]);
});
