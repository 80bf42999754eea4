import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { diff } from "../../src/diff/diff.ts";
import type { BehaviourChange, Diff } from "../../src/diff/difference.ts";
import { includes } from "../../src/match/regex/inclusion.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import type { SimulatedEvent } from "../../src/simulate/event/event.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { gitEvent, type PlainSpec, type PlainTrigger, pairOfSpecs, readPlain } from "./random-specs.ts";

const from = new Date("2026-05-04T00:00:00Z");
const LEVELS = { skips: 0, unknown: 1, fires: 2 } as const;

const compare = (before: SpecFile, after: SpecFile): Diff => diff([before], [after], { includes, from });

async function read([before, after]: readonly [PlainSpec, PlainSpec]): Promise<[SpecFile, SpecFile]> {
  return [await readPlain(before), await readPlain(after)];
}

/** The verdicts of an event by the name of the trigger; for a trigger that is absent, none. */
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
        const { gained, lost, added, removed, renamed, builds, sampled, unknown, notCompared } = back.summary;
        expect(there.summary).toEqual({
          gained: lost,
          lost: gained,
          added: removed,
          removed: added,
          renamed,
          builds,
          sampled,
          unknown,
          notCompared,
        });
        expect(there.unchanged).toBe(back.unchanged);
      }),
      { numRuns: 100 },
    );
  });

  test("is empty for a spec and the same one reordered, with defaults, as YAML with comments", async () => {
    await fc.assert(
      fc.asyncProperty(pairOfSpecs, async ([spec]) => {
        const before = await readPlain(spec);
        for (const [what, after] of await variants(spec)) {
          const { changes, compared, refused } = compare(before, after);
          fc.pre(refused.length === 0);
          expect([what, changes]).toEqual([what, []]);
          expect(
            compared.filter(
              ({ gained, lost }) => gained.proof !== "exhaustive" || lost.proof !== "exhaustive",
            ),
          ).toEqual([]);
        }
      }),
      { numRuns: 60 },
    );
  });
});

/** The same spec in other words: reordered, as an export spells it out, and as commented YAML. */
async function variants(spec: PlainSpec): Promise<readonly (readonly [string, SpecFile])[]> {
  const reordered = {
    triggers: spec.triggers.map(reversed).toReversed(),
    cronTriggers: spec.cronTriggers.map(reversed),
  };
  const exported = {
    triggers: spec.triggers.map((trigger, index) => ({ ...DEFAULTS, ...generated(index), ...trigger })),
    cronTriggers: spec.cronTriggers.map((trigger, index) => ({
      disabled: false,
      variables: [],
      ...generated(index + 9),
      ...trigger,
    })),
  };
  const text = stringify(
    { kind: "pipeline", metadata: { name: "shop/api" }, spec },
    { defaultStringType: "QUOTE_SINGLE" },
  );
  const commented = await readSpecFile("spec.yml", text.replaceAll("\n", " # a comment\n"));
  return [
    ["itself", await readPlain(spec)],
    ["reordered", await readPlain(reordered)],
    ["exported", await readPlain(exported)],
    ["commented", commented],
  ];
}

const DEFAULTS = {
  branchRegex: "/.*/gi",
  branchRegexInput: "regex",
  commentRegex: "/.*/gi",
  pullRequestTargetBranchRegex: "",
  pullRequestAllowForkEvents: false,
  skipCommentAuthorAssociationValidation: false,
  modifiedFilesGlob: "",
  disabled: false,
  variables: [],
  contexts: [],
  options: { noCache: false },
};

const generated = (index: number) => ({
  id: `5f00000000000000000000${10 + index}`,
  verified: true,
  status: "verified",
});

function reversed(trigger: PlainTrigger): PlainTrigger {
  const entries = Object.entries(trigger).map(([key, value]) => [
    key,
    key === "events" ? (value as string[]).toReversed() : value,
  ]);
  return Object.fromEntries(entries.toReversed()) as PlainTrigger;
}

test("filters that make automata explode are sampled in under a second, with the reason", async () => {
  const hostile = [
    "/(a|b)*a(a|b){14}$/",
    "/(.*a){20}/",
    "/(x+x+)+y/",
    "/^(a?){30}a{30}$/",
    "/(?=.*a)(?=.*b)(?!.*c).*d/",
    "/((a|b)(c|d)){40}/",
  ];
  for (const [index, one] of hostile.entries()) {
    const other = hostile[(index + 1) % hostile.length]!;
    const triggers = [one, other, one.replace(/[ax]/, "(?:$&)")].map((filter) => ({
      name: "one",
      type: "git",
      repo: "acme/shop",
      events: ["pullrequest.opened", "pullrequest.commentAdded"],
      branchRegex: filter,
      pullRequestTargetBranchRegex: filter,
      commentRegex: filter,
    }));
    const [first, ...others] = await Promise.all(
      triggers.map((each) => readPlain({ triggers: [each], cronTriggers: [] })),
    );
    for (const file of others) {
      const start = performance.now();
      const { compared, changes } = compare(first!, file);
      const basis = compared.flatMap(({ gained, lost }) => [gained, lost]);
      expect(performance.now() - start, `${one} and ${other}`).toBeLessThan(SLOWEST);
      expect(basis).toHaveLength(2);
      expect(basis.every(({ proof, reason }) => (proof === "sampled") === (reason !== null))).toBe(true);
      expect(changes.length > 0).toBe(basis.some(({ found }) => found));
    }
  }
});

/** A second, and room for a machine that runs other tests at the same time. */
const SLOWEST = 3000;
