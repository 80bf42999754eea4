import { describe, expect, it } from "vitest";
import differsElsewhere from "../../rules/cron-differs-elsewhere.ts";
import tooFrequent from "../../rules/cron-too-frequent.ts";
import type { Rule } from "../../src/lint/rule.ts";
import { RuleSet } from "../../src/lint/rule-set.ts";
import { lintFile } from "../../src/lint/run.ts";
import { loadCronParserComparison } from "../../src/match/cron/index.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";

async function lint(rule: Rule, expression: string, options: Record<string, unknown> = {}) {
  const trigger = { name: "nightly", type: "cron", message: "nightly", expression };
  const spec = {
    version: "1.0",
    kind: "pipeline",
    metadata: { name: "a/b" },
    spec: { cronTriggers: [trigger] },
  };
  const file = await readSpecFile("a.json", JSON.stringify(spec));
  const { diagnostics } = await lintFile(file, new RuleSet([{ rule, options }]), {
    integrations: {},
    assume: {},
  });
  return diagnostics.map(({ severity, message }) => [severity, message]);
}

describe("cron-too-frequent", () => {
  it.each([
    ["*/5 * * * *", "5 minutes"],
    ["*/7 * * * *", "4 minutes"],
    ["0,59 3 * * *", undefined],
    ["58 23,0 * * *", undefined],
    ["59,0 * * * *", "1 minute"],
    ["0 3 * * *", undefined],
  ])("reports gaps below the minutes of the config: %s", async (expression, gap) => {
    const message = `"${expression}" can run again after ${gap}, but the config requires at least 10 minutes; increase the interval`;
    const expected = gap === undefined ? [] : [["warning", message]];
    expect(await lint(tooFrequent, expression, { minimumMinutes: 10 })).toEqual(expected);
  });

  it("names the reading of six fields below the minutes of the config", async () => {
    const message =
      '"0 */20 * * * *" can run again after 20 minutes if the first of its six fields is seconds, but the config requires at least 30 minutes; write five fields';
    const found = await lint(tooFrequent, "0 */20 * * * *", { minimumMinutes: 30 });
    expect(found).toEqual([["warning", message]]);
  });

  it("uses the platform's limit without the option or with an invalid value", async () => {
    expect(await lint(tooFrequent, "* * * * *")).toEqual([]);
    expect(await lint(tooFrequent, "* * * * *", { minimumMinutes: "10" })).toEqual([]);
  });
});

describe("cron-differs-elsewhere", () => {
  it("names an instant at which the two implementations differ", async () => {
    const compare = await loadCronParserComparison();
    for (const expression of ["0 0 */2 * 1", "0 0 * * 1/3", "15 6 */9 2,5 MON-THU"]) {
      const [[, message] = []] = await lint(differsElsewhere, expression);
      const [, date, time] = /on \w+ (\S+) at (\S+) UTC/.exec(message ?? "") ?? [];
      const result = compare(expression, new Date("2026-01-01T00:00:00Z"));
      expect(result).toMatchObject({ kind: "differs", at: new Date(`${date}T${time}:00Z`) });
    }
  });
});
