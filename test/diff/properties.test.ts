import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { diff } from "../../src/diff/diff.ts";
import type { BehaviourChange, Diff } from "../../src/diff/difference.ts";
import { includes } from "../../src/match/regex/inclusion.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import type { SimulatedEvent } from "../../src/simulate/event/event.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { gitEvent, type PlainSpec, pairOfSpecs, readPlain } from "./random-specs.ts";

const from = new Date("2026-05-04T00:00:00Z");
const LEVELS = { skips: 0, unknown: 1, fires: 2 } as const;

const compare = (before: SpecFile, after: SpecFile): Diff => diff([before], [after], { includes, from });

async function read([before, after]: readonly [PlainSpec, PlainSpec]): Promise<[SpecFile, SpecFile]> {
  return [await readPlain(before), await readPlain(after)];
}

/** The verdicts of an event by the name of the trigger; of a trigger that is absent, none. */
function verdictsOf(file: SpecFile, event: SimulatedEvent): Map<string, keyof typeof LEVELS> {
  const { pipelines } = simulate([file], event);
  return new Map(
    pipelines.flatMap(({ triggers }) => triggers.map(({ trigger, verdict }) => [trigger, verdict])),
  );
}

const isOf = (
  { trigger, kind, from: old }: BehaviourChange,
  name: string,
  kinds: readonly BehaviourChange["kind"][],
): boolean => (trigger === name || old === name) && kinds.includes(kind);

describe("a comparison of random specs", () => {
  test("names the trigger of every verdict that changes, or reports that it was sampled", async () => {
    await fc.assert(
      fc.asyncProperty(
        pairOfSpecs,
        fc.array(gitEvent, { minLength: 30, maxLength: 30 }),
        async (pair, events) => {
          const [before, after] = await read(pair);
          const result = compare(before, after);
          fc.pre(result.refused.length === 0);
          for (const event of events) {
            const [old, now] = [verdictsOf(before, event), verdictsOf(after, event)];
            for (const name of new Set([...old.keys(), ...now.keys()])) {
              const gap = LEVELS[now.get(name) ?? "skips"] - LEVELS[old.get(name) ?? "skips"];
              if (gap === 0) continue;
              const kinds =
                gap > 0
                  ? (["gained", "added", "renamed"] as const)
                  : (["lost", "removed", "renamed"] as const);
              const isNamed = result.changes.some((change) => isOf(change, name, kinds));
              const compared = result.compared.find(({ trigger }) => trigger === name);
              const { proof } = (gap > 0 ? compared?.gained : compared?.lost) ?? { proof: undefined };
              expect(
                isNamed || proof === "sampled",
                JSON.stringify({ name, event, old: old.get(name), now: now.get(name) }),
              ).toBe(true);
            }
          }
        },
      ),
      { numRuns: 150 },
    );
  });

  test("has witnesses that flip under the evaluator", async () => {
    await fc.assert(
      fc.asyncProperty(pairOfSpecs, async (pair) => {
        const [before, after] = await read(pair);
        for (const change of compare(before, after).changes) {
          if (!change.witness || change.kind === "build") continue;
          const old = verdictsOf(before, change.witness).get(change.from ?? change.trigger!);
          const now = verdictsOf(after, change.witness).get(change.trigger!);
          const gap = LEVELS[now ?? "skips"] - LEVELS[old ?? "skips"];
          const isUp = change.kind === "gained" || change.kind === "added";
          expect(isUp ? gap : -gap, JSON.stringify(change)).toBeGreaterThan(0);
          if (change.before) expect(old).toBe(change.before.verdict);
          if (change.after) expect(now).toBe(change.after.verdict);
        }
      }),
      { numRuns: 150 },
    );
  });

  test("mirrors the comparison of the sides in the other order", async () => {
    await fc.assert(
      fc.asyncProperty(pairOfSpecs, async (pair) => {
        const [before, after] = await read(pair);
        const [there, back] = [compare(before, after), compare(after, before)];
        const { gained, lost, added, removed, renamed, builds, sampled } = back.summary;
        expect(there.summary).toEqual({
          gained: lost,
          lost: gained,
          added: removed,
          removed: added,
          renamed,
          builds,
          sampled,
        });
        expect(there.unchanged).toBe(back.unchanged);
      }),
      { numRuns: 100 },
    );
  });
});
