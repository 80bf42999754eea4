import fc from "fast-check";
import { expect, test } from "vitest";
import { type LintResult, lint, matchFiles, parseSpecs, simulate } from "../../src/index.ts";
import { Budget } from "../../src/match/budget.ts";

interface Filters {
  readonly branchRegex?: string;
  readonly commentRegex?: string;
  readonly modifiedFilesGlob?: string;
}

/** Returns a spec with one trigger per item, with the given filters. */
function specOf(triggers: readonly Filters[]): string {
  const listed = triggers.map((filters, index) => ({
    type: "git",
    name: `t${index}`,
    repo: "acme/shop",
    events: ["push.heads"],
    provider: "github",
    ...filters,
  }));
  const steps = { test: { image: "node:22" } };
  return JSON.stringify({
    version: "1.0",
    kind: "pipeline",
    metadata: { name: "shop/api" },
    spec: { triggers: listed, steps },
  });
}

/** Patterns that exhaust the budget of a spec: each takes tens of thousands of steps. */
const hostile = specOf(
  Array.from({ length: 30 }, (_, at) => ({
    branchRegex: `/^(?:[\\w-]+\\.?)+${at}@(a|a)*$/`,
    modifiedFilesGlob: `{**/*${at}*,{a,b,c,d,e}{f,g,h,i}{j,k,l}*/**}`,
  })),
);

/** A spec whose findings come from rules that use the budget. */
const ordinary = specOf([
  { branchRegex: "/^(main|release-1.2)$/", modifiedFilesGlob: "{**/package.json,app/**}" },
  { branchRegex: "/^release-(?:\\d+\\.?)+$/", modifiedFilesGlob: "app/**" },
  { branchRegex: "/^release-1\\.2$/", modifiedFilesGlob: "app/*" },
  { branchRegex: "/^(\\w+\\s?)*$/", modifiedFilesGlob: "+(docs|web)/**" },
  { branchRegex: "/^a\\/\\/b$/" },
]);

const rulesOf = ({ diagnostics }: LintResult): string[] => diagnostics.map(({ rule }) => rule);

test("keeps the findings of a spec that is linted at the same time as a hostile one", async () => {
  const alone = await lint(ordinary);
  expect(rulesOf(alone)).toEqual(
    expect.arrayContaining(["overlapping-triggers", "slow-regex", "dead-trigger", "glob-depends-on-engine"]),
  );
  const hostileAlone = await lint(hostile);
  const [first, together, last] = await Promise.all([lint(hostile), lint(ordinary), lint(hostile)]);
  expect(together).toEqual(alone);
  expect([first, last]).toEqual([hostileAlone, hostileAlone]);
  expect(await lint(ordinary)).toEqual(alone);
});

const pattern = fc.constantFrom(
  "/^main$/",
  "/^release-1.2$/",
  "/^(main|develop)$/",
  "/^(?:[\\w-]+\\.?)+@$/",
  "/^(a+)+$/",
  "/.*.*.*.*=/",
  "/^((?!main)).*/",
  "/^feature\\/.+$/",
);
const glob = fc.constantFrom("app/**", "{**/package.json,app/**}", "+(a|b)/**", "**", undefined);
const spec = fc
  .array(fc.record({ branchRegex: pattern, glob }), { minLength: 1, maxLength: 6 })
  .map((made) =>
    specOf(made.map(({ branchRegex, glob }) => ({ branchRegex, ...(glob && { modifiedFilesGlob: glob }) }))),
  );

test("keeps the findings of a spec whatever specs were linted before", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(spec, { minLength: 2, maxLength: 4 }), async (specs) => {
      const forwards: LintResult[] = [];
      for (const text of specs) forwards.push(await lint(text));
      const backwards: LintResult[] = [];
      for (const text of specs.toReversed()) backwards.unshift(await lint(text));
      expect(backwards).toEqual(forwards);
      expect(await Promise.all(specs.map((text) => lint(text)))).toEqual(forwards);
    }),
    { numRuns: 15 },
  );
});

test("gives each simulation and match its own budget", () => {
  const event = { kind: "git", names: ["push.heads"], branch: "release-1.2" } as const;
  const answer = () => JSON.stringify(simulate(parseSpecs(ordinary), event));
  const alone = answer();
  JSON.stringify(simulate(parseSpecs(hostile), { ...event, branch: `${"a".repeat(100)}!` }));
  for (let at = 0; at < 50; at++) matchFiles(`{a,b}{c,d}*(e|f)${at}*****`, ["a".repeat(200)]);
  expect(answer()).toBe(alone);
});

test("gives no further results after the budget is used up", () => {
  const budget = new Budget();
  const { left } = budget;
  expect(budget.spend(left + 5)).toBe(true);
  expect(budget.spend(1)).toBe(false);
  expect(budget.left).toBe(-5);
  expect(new Budget(10).left).toBeGreaterThan(left);
});
