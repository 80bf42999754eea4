import { expect, test } from "vitest";
import { eventOptions } from "../../src/cli/event/event-options.ts";
import { factRows } from "../../src/simulate/event/event.ts";
import { repairs } from "../../src/simulate/would-fire/fact-repairs.ts";

const rows = Object.entries(factRows);

test("every fact that can repair a condition has an option", () => {
  for (const [key, { repair, change, flag }] of rows) {
    if (!repair) continue;
    expect([key, change]).toEqual([key, expect.anything()]);
    expect([key, flag && Object.keys(eventOptions).includes(flag.name)]).toEqual([key, true]);
    expect(Object.keys(repairs)).toContain(repair.condition);
  }
});

test("words a change of a fact with its value, or as one of two clauses", () => {
  for (const [key, { type, change }] of rows) {
    if (change === undefined) continue;
    expect([key, typeof change]).toEqual([key, type === "switch" ? "object" : "string"]);
  }
});

test("the options of facts have unique names", () => {
  const names = rows.flatMap(([, { flag }]) => flag?.name ?? []);
  expect(names).toEqual([...new Set(names)]);
});
