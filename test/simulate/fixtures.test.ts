import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openQuestions } from "../../src/catalogue/open-questions.ts";
import { ordinaryCases } from "../../src/catalogue/ordinary-cases.ts";
import { rulesOfEvaluation } from "../../src/simulate/evaluation/evaluation-rules.ts";
import { expectFile } from "../fixtures.ts";
import { cases, root, simulateCase, simulationText } from "./simulation-text.ts";

describe("the cases of fixtures/simulate", () => {
  test.each(cases)("%s", async (name) => {
    const text = (await simulateCase(name)).map(simulationText).join("\n");
    expectFile(text, join(root, name, "expected.txt"));
  });

  test("never print a secret", () => {
    for (const name of cases) {
      expect(readFileSync(join(root, name, "expected.txt"), "utf8")).not.toContain("not-to-be-shown");
    }
  });
});

/** The results of all conditions in all cases. */
async function conditionsOfCases() {
  const all = await Promise.all(cases.map((name) => simulateCase(name)));
  return all
    .flat()
    .flatMap(({ result }) => result.pipelines)
    .flatMap(({ triggers }) => triggers.flatMap(({ conditions }) => conditions));
}

describe("evaluation rules", () => {
  test("each decide a condition of their kind in some case", async () => {
    const met = new Map<string, Set<string>>();
    for (const { id, rule } of await conditionsOfCases()) met.set(rule, (met.get(rule) ?? new Set()).add(id));
    const unmet = Object.keys(rulesOfEvaluation).filter((id) => !met.has(id));
    const remedy =
      "add cases to fixtures/simulate; the condition needs a row in src/simulate/evaluate.ts too";
    expect(unmet, remedy).toEqual([]);
    for (const [id, conditions] of met) {
      const unlisted = `"${id}" decides "${[...conditions]}"; add it to its row in src/simulate/evaluation`;
      const { conditions: listed } = rulesOfEvaluation[id as keyof typeof rulesOfEvaluation];
      expect(listed, unlisted).toEqual(expect.arrayContaining([...conditions]));
    }
  });
});

test("every assumption of a condition is an open question or an ordinary case", async () => {
  const known = new Set([...openQuestions.map(({ id }) => id), ...Object.keys(ordinaryCases)]);
  const assumed = (await conditionsOfCases()).flatMap((condition) => condition.assumed);
  const unknown = [...new Set(assumed)].filter((id) => !known.has(id));
  expect(unknown, "add it to src/catalogue/open-questions.ts or src/simulate/settings.ts").toEqual([]);
  expect(new Set(assumed).size).toBeGreaterThan(15);
});
