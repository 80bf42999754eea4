import { expect, test } from "vitest";
import { diff } from "../../src/diff/diff.ts";
import { FILTERS } from "../../src/diff/filter-field.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { rulesOfEvaluation } from "../../src/simulate/evaluation/evaluation-rules.ts";

/** The conditions that decide by the other facts of an event, or of a run. */
const WITHOUT_TEXT = `comment-author enabled event fork git-trigger repository schedule skip-message`.split(
  " ",
);

test("every condition is compared by its texts, or looks at none", () => {
  const all = new Set(Object.values(rulesOfEvaluation).flatMap(({ conditions }) => conditions));
  const known = [...Object.keys(FILTERS), ...WITHOUT_TEXT];
  expect(
    [...all].sort(),
    "add it to FILTERS in src/diff/filter-field.ts, or to the list in this test",
  ).toEqual(known.sort());
});

test.each(Object.values(FILTERS))("$key is compared as a filter only", async ({ key, kind }) => {
  const of = (value: string) => {
    const trigger = `{type: git, name: t, repo: a/b, provider: github, context: g, events: [push.heads], ${key}: "${value}"}`;
    return readSpecFile(
      "a.yml",
      `version: "1.0"\nkind: pipeline\nspec: {triggers: [${trigger}], steps: {}}\n`,
    );
  };
  const [before, after] = kind === "path" ? ["src/**", "docs/**"] : ["/^a$/", "/^b$/"];
  const { changes } = diff([await of(before)], [await of(after)]);
  const settings = changes.filter((change) => change.kind === "build");
  expect(settings, "add it to OTHER_TRIGGER_KEYS in src/diff/build-difference.ts").toEqual([]);
});
