import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { lintAlone } from "../../src/lint/finish.ts";
import { fixText } from "../../src/lint/fix/fix-text.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import type { Pipeline, SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";

const root = join(import.meta.dirname, "..", "..", "fixtures", "rules");
const names = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /[\\/]bad-[^\\/]*\.(yml|json)$/.test(name) && !name.includes(".fixed."))
  .sort();
const rules = activeRules(RULES, "strict");

async function lint(file: SpecFile) {
  return (await lintAlone(file, rules, { integrations: {}, assume: {} })).diagnostics;
}

/** A hash without white space behind it may be a part of a pattern without quotes. */
const comments = (text: string) => text.match(/(?<=^|\s)#(?:[ \t].*)?$/gm) ?? [];

test.each(names)(
  "%s: all fixes together remove the findings, keep the comments and all other text",
  async (name) => {
    const file = await readSpecFile(name, readFileSync(join(root, name), "utf8"));
    const first = await fixText(file, lint, { suggestions: true });
    expect(first.refused).toEqual([]);
    expect((await fixText(first.file, lint, { suggestions: true })).fixed).toBe(0);
    expect(comments(first.file.source.text)).toEqual(comments(file.source.text));
    for (const filter of changedFilters(file, first.file)) expect(filter).toMatch(PLAUSIBLE);
  },
);

/**
 * A filter that can match names of branches or paths: letters, and the signs of a pattern. Anything
 * else is what a fix took over from a comment, an address or a list of another form. A regex may
 * have a comma in parentheses.
 */
const PLAUSIBLE =
  /^(?:\/(?!.*(?:#\s|["';]|,(?![^(]*\)))).*\/[gim]*|!?(?:[\w./@+& -]|#(?=\w)|[*?,{}]|\\.|\[[^\]/]+\]|[!@+*?]?\([^()]*\))*)$/;

/** The globs and branch filters that fixes changed. */
function changedFilters(before: SpecFile, after: SpecFile): string[] {
  const old = new Set(before.pipelines.flatMap(filtersOf));
  return after.pipelines.flatMap(filtersOf).filter((filter) => !old.has(filter));
}

function filtersOf({ triggers }: Pipeline): string[] {
  return triggers.flatMap(({ branchRegex, pullRequestTargetBranchRegex: target, modifiedFilesGlob }) =>
    [branchRegex, target, modifiedFilesGlob].flatMap((filter) => filter?.value ?? []),
  );
}
