import fc from "fast-check";
import { expect, test } from "vitest";
import { applyFixes } from "../../src/lint/fix/apply-fixes.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { lintText } from "../lint-text.ts";

const spec = (glob: string) => `version: '1.0'
kind: pipeline
metadata:
  name: shop/build
spec:
  triggers:
    - type: git
      name: sources
      repo: acme/shop
      events: [push.heads]
      modifiedFilesGlob: ${glob}
      branchRegex: /^main$/
  steps:
    test:
      image: node:20
`;

const begin = fc.constantFrom("", "!", "*", "**/", "{", "&", "#", "[", "@(", "`", "%", "|", ">", "src/");
const middle = fc.constantFrom("a", "docs", "a,b", "a/**", "**/x", "a b", "x: y", "*.md", "{a,b}", "[ab]");
const end = fc.constantFrom("", "/**", "}", "}/**", "]", ")", "/*.ts", ",b}", ":");
// An anchor before a text is often intended; a list followed by a colon loses its own key.
const glob = fc
  .tuple(begin, middle, end)
  .map((parts) => parts.join(""))
  .filter((pattern) => !/^&\S+ |[\]}]:$/.test(pattern));

async function globOf(text: string): Promise<string | undefined> {
  const { pipelines } = await readSpecFile("a.yml", text);
  return pipelines[0]?.triggers[0]?.modifiedFilesGlob?.value;
}

test("reports every unquoted pattern that changes its meaning", async () => {
  await fc.assert(
    fc.asyncProperty(glob, async (pattern) => {
      const text = spec(pattern);
      if ((await globOf(text)) === pattern) return;
      const found = await lintText("a.yml", text);
      expect(found.some(({ severity, range }) => severity === "error" && range.start.line >= 11)).toBe(true);
    }),
    { numRuns: 400, seed: 7 },
  );
});

test("quotes fix every finding about an unquoted pattern", async () => {
  let mended = 0;
  await fc.assert(
    fc.asyncProperty(glob, async (pattern) => {
      const text = spec(pattern);
      const found = (await lintText("a.yml", text)).filter(({ severity }) => severity === "error");
      if (!found.some(({ rule }) => rule === "unquoted-pattern")) return;
      expect(found.map(({ rule }) => rule)).toEqual(["unquoted-pattern"]);
      expect(await globOf(applyFixes(text, found))).toBe(pattern);
      mended++;
    }),
    { numRuns: 400, seed: 7 },
  );
  expect(mended).toBeGreaterThan(100);
});
