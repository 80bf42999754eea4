import { expect, test } from "vitest";
import { eventOptions } from "../../src/cli/event/event-options.ts";
import { factRows } from "../../src/simulate/event/event.ts";
import { repairs } from "../../src/simulate/would-fire/fact-repairs.ts";

const rows = Object.entries(factRows);

test("a fact that repairs a condition can be changed, and its option gives it", () => {
  for (const [key, { repair, change, flag }] of rows) {
    if (!repair) continue;
    expect([key, change]).toEqual([key, expect.anything()]);
    expect([key, flag && Object.keys(eventOptions).includes(flag.name)]).toEqual([key, true]);
    expect(Object.keys(repairs)).toContain(repair.condition);
  }
});

test("a change of a fact is worded with its value, or as one of two clauses", () => {
  for (const [key, { type, change }] of rows) {
    if (change === undefined) continue;
    expect([key, typeof change]).toEqual([key, type === "switch" ? "object" : "string"]);
  }
});

test("no two facts have an option of the same name", () => {
  const names = rows.flatMap(([, { flag }]) => flag?.name ?? []);
  expect(names).toEqual([...new Set(names)]);
});
