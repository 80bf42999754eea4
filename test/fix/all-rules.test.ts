import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { lintAlone } from "../../src/lint/finish.ts";
import { fixText } from "../../src/lint/fix/fix-text.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";

const root = join(import.meta.dirname, "..", "..", "fixtures", "rules");
const names = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /[\\/]bad-[^\\/]*\.(yml|json)$/.test(name) && !name.includes(".fixed."))
  .sort();
const rules = activeRules(RULES, "strict");

async function lint(file: SpecFile) {
  return (await lintAlone(file, rules, { integrations: {}, assume: {} })).diagnostics;
}

const comments = (text: string) => text.match(/(?<=^|\s)#.*$/gm) ?? [];

test.each(names)(
  "%s: all fixes together remove the findings, keep the comments and all other text",
  async (name) => {
    const file = await readSpecFile(name, readFileSync(join(root, name), "utf8"));
    const first = await fixText(file, lint, { suggestions: true });
    expect(first.refused).toEqual([]);
    expect((await fixText(first.file, lint, { suggestions: true })).fixed).toBe(0);
    // These rules quote values in which YAML sees a comment, so their fixes may remove one.
    if (file.faults.length === 0 && !/^(?:unquoted-pattern|glob-cut-by-comment)/.test(name))
      expect(comments(first.file.source.text)).toEqual(comments(file.source.text));
  },
);
