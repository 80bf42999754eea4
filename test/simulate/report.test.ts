import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { simulateJson } from "../../src/report/simulate/simulate-json.ts";
import { simulatePretty } from "../../src/report/simulate/simulate-pretty.ts";
import { displayWidth } from "../../src/report/text/width.ts";
import { expectFile } from "../fixtures.ts";
import { cases, root, simulateCase } from "./simulation-text.ts";

describe("the pretty report", () => {
  test.each(["seed-full-trigger", "overlap", "builds", "cron"])("of %s", async (name) => {
    const results = await simulateCase(name);
    const texts = results.flatMap(({ result, build }) => [
      simulatePretty(result, { color: false, columns: 80 }),
      ...(build ? [simulatePretty(result, { color: false, columns: 80, explain: true })] : []),
    ]);
    expectFile(texts.join("\n"), join(root, name, "pretty.txt"));
  });

  test("fits the width, needs no colour, and shows every trigger with --explain", async () => {
    for (const name of cases) {
      for (const { result } of await simulateCase(name)) {
        const text = simulatePretty(result, { color: false, columns: 80, explain: true });
        expect(text).not.toContain("\u001b");
        for (const line of text.split("\n")) {
          if (displayWidth(line) > 80) expect(line.trim().split(/ +/).length, line).toBeLessThan(6);
        }
        const total = result.pipelines.flatMap(({ triggers }) => triggers).length;
        expect(text.match(/^[✓✗?] (?:fires|skips|unknown)/gm)?.length ?? 0).toBe(total);
      }
    }
  });

  test("has the same text with colour", async () => {
    const [{ result }] = (await simulateCase("overlap")) as [
      Awaited<ReturnType<typeof simulateCase>>[number],
    ];
    const colored = simulatePretty(result, { color: true, columns: 80 });
    expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(simulatePretty(result, { color: false, columns: 80 }));
    expect(colored).toContain("\u001b[32m");
  });

  test("counts triggers that are far from firing", async () => {
    const deleted = (await simulateCase("names")).find(({ name }) => name === "a branch deleted");
    const text = simulatePretty(deleted!.result, { color: false, columns: 80 });
    expect(text).toMatch(/^– \d+ more triggers do not listen to this event; use --explain or --trigger/m);
  });
});

describe("the JSON report", () => {
  test("has the documented keys for every trigger", async () => {
    for (const name of cases) {
      for (const { result } of await simulateCase(name)) {
        const data = JSON.parse([...simulateJson(result)].join(""));
        expect(data).toMatchObject({ version: 1, event: expect.any(Object), summary: expect.any(Object) });
        for (const trigger of data.pipelines.flatMap((each: { triggers: unknown[] }) => each.triggers)) {
          expect(trigger).toMatchObject({
            trigger: expect.any(String),
            kind: expect.stringMatching(/^(?:git|cron)$/),
            verdict: expect.stringMatching(/^(?:fires|skips|unknown)$/),
          });
          expect(trigger.build === null).toBe(trigger.verdict !== "fires");
          const deletion = trigger.conditions.some(({ rule }: { rule: string }) => rule === "event-deletion");
          expect(trigger.wouldFire === null).toBe(trigger.verdict === "fires" || deletion);
          for (const condition of trigger.conditions) {
            expect(Object.keys(condition)).toEqual(
              expect.arrayContaining([
                "id",
                "outcome",
                "expected",
                "actual",
                "reason",
                "certainty",
                "assumed",
                "range",
              ]),
            );
          }
        }
      }
    }
  });
});
