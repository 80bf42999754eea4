import { expect, test } from "vitest";
import { lintText } from "../lint-text.ts";

/** Returns the findings of a text as `line:column rule`. */
async function findings(path: string, text: string): Promise<string[]> {
  const found = await lintText(path, text);
  return found.map(({ range: { start }, rule }) => `${start.line}:${start.column} ${rule}`);
}

const JSON_SPEC = `{
  "version": "1.0",
  "kind": "pipeline",
  "metadata": { "name": "shop/api", "description": "runs npm test on push" },
  "spec": { "steps": { "test": { "image": "node:20", "commands": ["ls", "echo it"] } } }
}
`;

test.each([
  ["quotes inside a text", "npm test", '"npm test"', "4:58 json-syntax"],
  ["quotes around the whole text", "runs npm test on push", '"runs npm"', "4:53 json-syntax"],
  ["a semicolon", '"pipeline",', '"pipeline";', "3:21 json-syntax"],
  ["curly quotes", '"pipeline"', "\u201cpipeline\u201d", "3:11 json-syntax"],
  ["quotes inside an item", "echo it", 'echo "it"', "5:79 json-syntax"],
  ["a wrong escape", "npm test", "npm\\test \\d", "4:67 json-syntax"],
])("%s in JSON: has one finding", async (_, before, after, expected) => {
  expect(await findings("a.json", JSON_SPEC)).toEqual([]);
  expect(await findings("a.json", JSON_SPEC.replace(before, after))).toEqual([expected]);
});
