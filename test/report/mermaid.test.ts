import fc from "fast-check";
import { expect, test } from "vitest";
import { type DrawnBuild, simulateMermaid } from "../../src/report/simulate/simulate-mermaid.ts";
import type { SimulatedStep } from "../../src/simulate/steps/simulated-step.ts";

const step = (name: string, more: Partial<SimulatedStep> = {}): SimulatedStep =>
  ({
    step: name,
    label: name,
    makes: null,
    outcome: "runs",
    stage: null,
    parent: null,
    needs: [],
    ...more,
  }) as SimulatedStep;

const drawn = (title: string, steps: readonly SimulatedStep[]): DrawnBuild => ({
  title,
  build: { steps, result: null, mode: "sequential" },
});

/** The lines of a drawing with names in place of `a`. */
const draw = (title: string, stage: string, name: string) =>
  simulateMermaid(
    [
      drawn(title, [
        step("first"),
        step(name, { stage, outcome: "skipped", needs: ["first"] }),
        step("child", { parent: name }),
      ]),
    ],
    false,
  ).split("\n");

test("draws steps by stage and dependency with their outcomes", () => {
  expect(draw("shop/api push", "test", "unit").slice(0, 12)).toEqual([
    "flowchart LR",
    '  subgraph b0["shop/api push"]',
    '    b0s0["#10003; first · runs"]',
    '    subgraph b0sg1["test"]',
    '      b0s1["#10007; unit · skipped"]',
    '      b0s2["#10003; child · runs"]',
    "    end",
    "    b0s0 --> b0s1",
    "    b0s0 -.-> b0s1",
    "    b0s1 --> b0s2",
    "  end",
    "  class b0s0,b0s2 runs",
  ]);
});

test("draws that no build starts, and why the steps are unknown", () => {
  expect(simulateMermaid([], false)).toContain('none["no build starts"]');
  expect(simulateMermaid([], true)).toContain('none["it is unknown whether a build starts"]');
  const build = {
    steps: [],
    result: { status: "unknown", reason: 'in "a.yml"', assumed: [] },
    mode: null,
  } as const;
  expect(simulateMermaid([{ title: "a b", build }], true)).toContain(
    '["? in #34;a.yml#34;"]'.replace("?", "#63;"),
  );
});

const hostile = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    'a"] --> b["',
    "end",
    "%%{init: {}}%%",
    "<img src=x onerror=alert(1)>",
    'x"\nclick b0 "javascript:x"',
  ),
);

test("a name adds nothing to the drawing but its text", () => {
  const lines = draw("a", "b", "c");
  fc.assert(
    fc.property(hostile, hostile, hostile, (title, stage, name) => {
      fc.pre(name !== "first" && name !== "child");
      const other = draw(title, stage, name);
      const withoutTexts = (text: string) => text.replace(/\["[\p{L}\p{N} _.\-/·#;]*"\]/u, "[]");
      expect(other.map(withoutTexts)).toEqual(lines.map(withoutTexts));
    }),
  );
});
