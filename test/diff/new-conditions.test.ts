import { expect, test } from "vitest";
import { eventNames } from "../../src/catalogue/events/events.ts";
import { diff } from "../../src/diff/diff.ts";
import { FILTERS } from "../../src/diff/filter-field.ts";
import type { GitTrigger } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import { rulesOfEvaluation } from "../../src/simulate/evaluation/evaluation-rules.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { evaluationSettings } from "../../src/simulate/settings.ts";

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

/** The keys whose differences `eventClasses` tries with each value of their fact. */
const TRIED = `events provider context repo pullRequestAllowForkEvents
  skipCommentAuthorAssociationValidation`.split(/\s+/);

/** The keys that no fact of an event decides: `disabled`, and those that give places. */
const WITHOUT_FACT = "disabled name node pipeline".split(" ");

const facts: Partial<GitEvent> = {
  ...{
    repository: "a/c",
    branch: "main",
    tag: "v1",
    targetBranch: "main",
    message: "[skip ci]",
    comment: "x",
  },
  ...{ authorAssociation: "NONE", fork: true, draft: true, deleted: true, changedFiles: [{ path: "a" }] },
};

test("every key of a trigger that a condition reads is compared by the values of its fact", async () => {
  const each = eventNames.map((name) => `{type: git, events: [${name}]}`);
  const text = `kind: pipeline\nspec: {triggers: [${each.join(", ")}]}\n`;
  const { triggers } = (await readSpecFile("a.yml", text)).pipelines[0]!;
  const read = new Set<string>();
  const recorded = triggers.map(
    (trigger) =>
      new Proxy(trigger, {
        get(_, key: keyof GitTrigger) {
          read.add(key);
          return trigger[key];
        },
      }),
  );
  const settings = evaluationSettings();
  for (const [index, name] of eventNames.entries())
    for (const given of [{}, facts]) {
      const { conditions } = evaluate(recorded[index]!, { kind: "git", names: [name], ...given }, settings);
      expect(conditions.length).toBeGreaterThan(0);
    }
  const known = [...TRIED, ...WITHOUT_FACT, ...Object.values(FILTERS).map(({ key }) => key)];
  const remedy =
    "try the values of its fact in eventClasses of src/diff/event-classes.ts, add it to OTHER_TRIGGER_KEYS in src/diff/build-difference.ts, then list it here";
  expect([...read].sort(), remedy).toEqual(known.sort());
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
