import { expect, test } from "vitest";
import { Core } from "../../src/playground/core/core.ts";
import { shopSpec } from "../shop-spec.ts";

test("the page has the builds of the first triggers only, where those of all would be too large", async () => {
  const contexts = Array.from({ length: 2000 }, (_, at) => `c${at}`).join();
  const text = shopSpec(["t", "push.heads"])
    .replace("spec:\n", `spec:\n  contexts: [${contexts}]\n`)
    .replace("- type: git", "- &t\n      type: git");
  const files = [{ path: "a.yml", text: `${text}${"    - *t\n".repeat(500)}` }];
  const event = { kind: "git", names: ["push.heads"], branch: "main" } as const;
  const { report } = await new Core().handlers.simulate({ files, event, assumeAccepted: true });
  const { triggers } = report.pipelines[0]!;
  expect(report.summary.fires).toBe(501);
  const built = triggers.filter(({ build }) => build).length;
  expect([built > 5, built < 50]).toEqual([true, true]);
});
