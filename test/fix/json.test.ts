import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { lintAlone } from "../../src/lint/finish.ts";
import { applyFixes } from "../../src/lint/fix/apply-fixes.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { parseJson } from "../../src/util/json.ts";
import { jsYamlResult } from "../fuzz/check-reader.ts";

const root = join(import.meta.dirname, "..", "..", "fixtures", "rules");
const rules = activeRules(RULES, "strict");
const suggestions = { suggestions: true };

async function lint(path: string, text: string) {
  const { diagnostics } = await lintAlone(await readSpecFile(path, text), rules, {
    integrations: {},
    assume: {},
  });
  return diagnostics;
}

/** The fixtures that YAML can read, as JSON. */
const texts = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /[\\/]bad-[^\\/]*\.(yml|json)$/.test(name) && !name.includes(".fixed."))
  .sort()
  .flatMap((name) => {
    const result = jsYamlResult(readFileSync(join(root, name), "utf8"));
    const [value] = result && "values" in result ? result.values : [];
    return value === undefined ? [] : [[name, JSON.stringify(value, null, 2)] as const];
  });

/** The faults of the fixes for one text, each alone. */
async function faultsOf(name: string, text: string): Promise<string[]> {
  const inYaml = await lint("a.yml", text);
  return (await lint("a.json", text)).flatMap((diagnostic) => {
    if (!diagnostic.fix) return [];
    const fixed = parseJson(applyFixes(text, [diagnostic], suggestions));
    if (!fixed) return [`${name}: the fix of ${diagnostic.rule} gives no JSON`];
    const same = inYaml.find(
      ({ rule, message, range }) =>
        rule === diagnostic.rule &&
        message === diagnostic.message &&
        range.start.offset === diagnostic.range.start.offset,
    );
    const asYaml = same && jsYamlResult(applyFixes(text, [same], suggestions));
    return !asYaml || isDeepStrictEqual(asYaml, { values: [fixed.value] })
      ? []
      : [`${name}: the fix of ${diagnostic.rule} gives another value than in YAML`];
  });
}

test("each fix of JSON gives JSON with the values that it gives in YAML", async () => {
  const faults: string[] = [];
  for (const [name, text] of texts) faults.push(...(await faultsOf(name, text)));
  expect(faults).toEqual([]);
  expect(texts.length).toBeGreaterThan(100);
});
