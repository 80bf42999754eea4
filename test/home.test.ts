import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../rules/index.ts";
import { ruleUrl } from "../src/lint/diagnostic.ts";
import { HOME } from "../src/util/package-urls.ts";

const root = join(import.meta.dirname, "..");
const read = (path: string) => readFileSync(join(root, path), "utf8");

test("the URLs in outputs are those of this package", () => {
  const { name } = JSON.parse(read("package.json")) as { name: string };
  for (const address of Object.values(HOME)) expect(new URL(address).pathname.split("/")).toContain(name);
});

test("the URL of each rule is a heading of a published document", () => {
  const { files } = JSON.parse(read("package.json")) as { files: string[] };
  expect(files).toContain("docs");
  const headings = new Set([...read("docs/rules.md").matchAll(/^#+ (\S+)$/gm)].map(([, text]) => text));
  for (const { id } of RULES) {
    expect(ruleUrl(id)).toBe(`${HOME.docs}/rules.md#${id}`);
    expect(headings).toContain(id);
  }
});
