import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { explainApiRefusal } from "../../../src/match/cron/explain-refusal.ts";
import { CronSyntaxError, checkCron, isCronAcceptedByApi, parseCron } from "../../../src/match/cron/index.ts";
import { rewriteForApi } from "../../../src/match/cron/rewrite.ts";
import { expressions } from "./arbitraries.ts";
import { block, expressionsOf, fixture } from "./refusal-text.ts";
import { cronVectors } from "./vectors.ts";

const pieces = fc.constantFrom(
  ..."0 1 5 7 12 24 31 59 60 007 * ? - / , # L W JAN mon MON-FRI SUN @daily @DAILY 2024 TZ=UTC =".split(" "),
  " ",
  "\t",
  "\u00a0",
  "é",
);
const fragments = fc.array(pieces, { maxLength: 16 }).map((parts) => parts.join(""));
const almost = fc.tuple(expressions, fc.nat(), pieces).map(([text, at, piece]) => {
  const cut = at % (text.length + 1);
  return text.slice(0, cut) + piece + text.slice(cut);
});
const anything = fc.oneof(fragments, almost, expressions);

describe("rejections by the scheduler", () => {
  it("name the characters, the problem and the fix", async () => {
    const blocks = expressionsOf("refused.txt").map((expression) => block(expression, refusalOf(expression)));
    await expect(blocks.join("")).toMatchFileSnapshot(fixture("refused.txt"));
  });

  it("are always a CronSyntaxError within the expression", () => {
    fc.assert(
      fc.property(anything, (expression) => {
        const refusal = refusalOf(expression);
        if (!refusal) return;
        expect(refusal.start).toBeGreaterThanOrEqual(0);
        expect(refusal.end).toBeLessThanOrEqual(expression.length);
        expect(refusal.end - refusal.start).toBeGreaterThanOrEqual(expression === "" ? 0 : 1);
        expect(refusal.message).toMatch(/^["a-z].*[^.]$/su);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["", "empty"],
    ["0 0 * *", "field-count"],
    ["@nightly", "unknown-descriptor"],
    ["@every 1d", "invalid-duration"],
    ["TZ=Moon/Base 0 0 * * *", "unknown-zone"],
    ["TZ=UTC ", "field-count"],
    ["5- * * * *", "missing-value"],
    ["x * * * *", "invalid-value"],
    ["0 0 L * *", "unsupported-syntax"],
    ["60 * * * *", "out-of-range"],
    ["5-4 * * * *", "reversed-range"],
    ["1-2-3 * * * *", "too-many-hyphens"],
    ["1/2/3 * * * *", "too-many-slashes"],
    ["*/0 * * * *", "zero-step"],
  ])("%j has the code %s", (expression, code) => expect(refusalOf(expression)?.code).toBe(code));
});

describe("unusual expressions that the scheduler accepts", () => {
  it.each([
    "+5 * * * *",
    "*-x * * * *",
    "*-1-2-3/4 * * * *",
    "? ? ? ? ?",
    "*/9223372036854775807 * * * *",
    "TZ= 0 3 * * *",
    "TZ=US/Eastern 0 3 * * *",
    "TZ=Etc/GMT+5   @daily  ",
    "TZ=EST5EDT 0 3 * * *",
    "@every .5h",
    "@every -1h",
    "@every 1h1.5m3µs",
    "0\u20033\u0085*\u00a0* *",
  ])("%j", (expression) => expect(parseCron(expression).expression).toBe(expression));
});

describe("the API's published pattern", () => {
  it("accepts and rejects the same as every vector", () => {
    const ours = cronVectors.map(({ expr }) => ({ expr, api: isCronAcceptedByApi(expr) }));
    expect(ours).toEqual(cronVectors.map(({ expr, api }) => ({ expr, api })));
  });

  it("has an explanation at the right characters", async () => {
    const names = expressionsOf("api-refused.txt");
    const blocks = names.map((expression) => block(expression, explainApiRefusal(expression)));
    await expect(blocks.join("")).toMatchFileSnapshot(fixture("api-refused.txt"));
  });

  it("has an explanation for each rejection", () => {
    fc.assert(
      fc.property(anything, (expression) => {
        const refusal = explainApiRefusal(expression);
        expect(refusal === undefined).toBe(isCronAcceptedByApi(expression));
        if (!refusal || expression === "") return;
        expect(refusal.start).toBeGreaterThanOrEqual(0);
        expect(refusal.end).toBeLessThanOrEqual(expression.length);
        expect(refusal.end).toBeGreaterThan(refusal.start);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["#", true],
    [" #", true],
    ["# ", false],
    ["WORD=", true],
    ["a_1 =", true],
    ["= ", false],
    ["@YEARLY", true],
    [" @MIDNIGHT", true],
    ["@DAILY ", false],
    ["0 0 * * 12024", true],
    ["0 0 * * 1,", true],
    ["0 0 * * 1 -", true],
    ["0 0 * * *?", true],
    ["0 0 * * * ", true],
    ["0 0 * * * 2024,2026-2030,/", true],
    ["0 0 * * * 2024 ", false],
    ["0 0 * * 1#2L", true],
    ["0 0-*/5,*/2 * * *", true],
    ["0 0 1-15,* * 1", true],
    ["*,*/3-1 * * * *", false],
    [`${" ".repeat(141)}* * * * *`, true],
    [`${" ".repeat(142)}* * * * *`, false],
  ])("%j: %s", (expression, accepted) => expect(isCronAcceptedByApi(expression)).toBe(accepted));
});

describe("a rewrite for the API", () => {
  it.each([
    ["3-59/15 * * * *", "3,18,33,48 * * * *"],
    ["@daily", "0 0 * * *"],
    ["0 0 1 */3 *", "0 0 1 1,4,7,10 *"],
    ["0 8 * * mon-fri", "0 8 * * MON-FRI"],
    ["0 8 1 */3 mon", "0 8 1 1,4,7,10 MON"],
    ["0 0 */32 * 1", "0 0 */31 * 1"],
    ["*/90 * * * *", "0 * * * *"],
    ["0 0 0 1 1 *", "0 0 1 1 *"],
    ["0 0 */2,* * */3", "0 0 */2,* * 0,3,6"],
    ["TZ=UTC 0 3 * * *", "0 3 * * *"],
    ["0 0 ?/2 * 1", "0 0 */2 * 1"],
    ["0 0 1 * */2", undefined],
    ["30 * * * * *", undefined],
    ["@every 1h", undefined],
    ["TZ=Asia/Tokyo 0 3 * * *", undefined],
  ])("of %s is %s", (expression, rewrite) => expect(rewriteForApi(parseCron(expression))).toBe(rewrite));

  it("is accepted by API and scheduler and keeps the runs", () => {
    fc.assert(
      fc.property(expressions, (expression) => {
        const { schedule, apiRefusal, rewrite } = checkCron(expression);
        if (rewrite === undefined) return;
        expect(apiRefusal).toBeDefined();
        expect(isCronAcceptedByApi(rewrite)).toBe(true);
        let at: Date | undefined = new Date("2026-02-25T00:00:00Z");
        for (let run = 0; run < 20 && at; run++) {
          expect(parseCron(rewrite).next(at)).toEqual(schedule!.next(at));
          at = schedule!.next(at);
        }
      }),
      { numRuns: 500 },
    );
  });
});

function refusalOf(expression: string): CronSyntaxError | undefined {
  try {
    parseCron(expression);
    return undefined;
  } catch (error) {
    if (error instanceof CronSyntaxError) return error;
    throw error;
  }
}
