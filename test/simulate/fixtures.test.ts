import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
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

describe("evaluation rules", () => {
  test("each decide a condition of their kind in some case", async () => {
    const met = new Map<string, Set<string>>();
    for (const name of cases) {
      for (const { result } of await simulateCase(name)) {
        for (const { id, rule } of result.pipelines.flatMap(({ triggers }) =>
          triggers.flatMap(({ conditions }) => conditions),
        )) {
          met.set(rule, (met.get(rule) ?? new Set()).add(id));
        }
      }
    }
    for (const [id, { conditions }] of Object.entries(rulesOfEvaluation)) {
      const missing = `no case of fixtures/simulate is decided by "${id}"; add one`;
      expect([...(met.get(id) ?? [])].sort(), missing).not.toEqual([]);
      for (const condition of met.get(id) ?? []) {
        const unlisted = `"${id}" decides "${condition}"; add it to its row in src/simulate/evaluation`;
        expect(conditions, unlisted).toContain(condition);
      }
    }
  });
});
