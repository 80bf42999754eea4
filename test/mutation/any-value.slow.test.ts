import { readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { isSequence, LocatedMapping, type Value } from "../../src/document/located.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { lintText } from "../lint-text.ts";
import { change, emptied, remove, rename, twice } from "./operations.ts";
import type { Site } from "./subject.ts";

const path = join(import.meta.dirname, "..", "..", "fixtures", "specs", "every-field.yml");
const text = readFileSync(path, "utf8");
const { pipelines } = await readSpecFile(path, text);
const sites = sitesBelow(pipelines[0]!.node);

function sitesBelow(parent: Value): Site[] {
  const below = isSequence(parent) ? parent.items.map((value, key) => ({ key, value })) : pairsOf(parent);
  return below.flatMap(({ key, value }) => [{ text, parent, key, value }, ...sitesBelow(value)]);
}

function pairsOf(parent: Value): { key: string; value: Value }[] {
  if (!(parent instanceof LocatedMapping)) return [];
  return parent.entries.map(({ key, value }) => ({ key: key.value, value }));
}

const ODD = [
  "''",
  "~",
  "5",
  "-1.5e300",
  "true",
  "[]",
  "{}",
  "[[], {}, ~]",
  "{ a: { b: [c] } }",
  "2024-05-01",
  ".nan",
  "!!binary aGVsbG8=",
  "!!set { a }",
  "'${{'",
  "'{{'",
  "'/(/'",
  "'{a,{b,c}'",
  "'\\\\'",
  '"\\u0000\\u2028"',
  "'* * * * *'",
  "'<<'",
  "__proto__",
  "constructor",
  "'*****'",
  "'𝒳 é'",
  "|-\n            two\n            lines",
];

const operations = fc.oneof(
  fc.constantFrom(...ODD).map((odd) => change(odd)),
  fc.constantFrom(emptied, remove, twice),
  fc.constantFrom("__proto__", "'two words'", "a", "<<").map((name) => rename(name)),
);

test("a spec with any value anywhere is linted without a crash, and every finding is inside the text", async () => {
  const property = fc.asyncProperty(fc.constantFrom(...sites), operations, async (site, operation) => {
    const broken = operation(site)?.text ?? text;
    for (const preset of ["recommended", "strict"] as const) {
      for (const { range, message } of await lintText("spec.yml", broken, preset)) {
        expect(message).not.toBe("");
        expect(range.end.offset).toBeLessThanOrEqual(broken.length);
        expect(range.start.offset).toBeLessThanOrEqual(range.end.offset);
      }
    }
  });
  await fc.assert(property, { numRuns: 80 });
});
