import fc from "fast-check";
import { expect, test } from "vitest";
import { eventNames, findEvent } from "../../src/catalogue/events/events.ts";
import { compileGlob } from "../../src/match/glob/index.ts";
import type { Outcome } from "../../src/match/regex/types.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { applyChanges } from "../../src/simulate/event/event-diff.ts";
import { matchAny } from "../../src/simulate/patterns.ts";
import { evaluationSettings } from "../../src/simulate/settings.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { wouldFire } from "../../src/simulate/would-fire/would-fire.ts";
import { USUAL_EVENTS } from "../usual-events.ts";

const names = fc.constantFrom(...USUAL_EVENTS);
const branches = fc.constantFrom("main", "feature/x", "release/1.0", "v1.0.0");
const filters = fc.constantFrom("/^main$/", "/release/i", "/.*/gi", "/^(?!(main)$).*/gi", "main", "/$x/");
const globs = fc.constantFrom("src/**", "!docs/**", "/src/**", "{**/a.ts,my/**}", "", "**");
const paths = fc.constantFrom("src/a.ts", "docs/a.md", "a.ts", ".env", "my/x/a.ts", "src/.hidden/b");
const files = fc.array(
  paths.map((path) => ({ path })),
  { maxLength: 3 },
);

const trigger = fc.record(
  {
    name: fc.constantFrom("one", "two", "three"),
    repo: fc.constantFrom("acme/shop", "acme/tools"),
    provider: fc.constantFrom("github", "gitlab", "github-1"),
    events: fc.uniqueArray(names, { maxLength: 3 }),
    branchRegex: filters,
    pullRequestTargetBranchRegex: filters,
    commentRegex: fc.constantFrom("/^\\/test$/", "/.*/gi", "/deploy/"),
    pullRequestAllowForkEvents: fc.boolean(),
    modifiedFilesGlob: globs,
    disabled: fc.constantFrom(false, false, false, true),
  },
  { requiredKeys: ["name", "repo", "events"] },
);

const event: fc.Arbitrary<GitEvent> = fc.record(
  {
    kind: fc.constant("git" as const),
    names: fc.oneof(names, fc.constantFrom(...eventNames)).map((name) => [name]),
    branch: branches,
    tag: branches,
    targetBranch: branches,
    repository: fc.constantFrom("acme/shop", "Acme/Shop"),
    changedFiles: files,
    message: fc.constantFrom("fix", "[skip ci] fix", "[SKIP CI] fix"),
    comment: fc.constantFrom("/test", "deploy", "a\nb"),
    earlierMessages: fc.constantFrom(["one"], ["one [skip ci]"]),
    authorAssociation: fc.constantFrom("OWNER", "MEMBER", "NONE"),
    fork: fc.boolean(),
    headRepository: fc.constantFrom("acme/shop", "eve/shop"),
    release: branches.map((target) => ({ target })),
    newBranch: fc.boolean(),
  },
  { requiredKeys: ["kind", "names"] },
);

async function specOf(triggers: readonly object[], name = "a/b"): Promise<SpecFile> {
  const spec = { version: "1.0", kind: "pipeline", metadata: { name } };
  const typed = triggers.map((each) => ({ type: "git", ...each }));
  return readSpecFile("a.json", JSON.stringify({ ...spec, spec: { triggers: typed } }));
}

/** The assumptions of an evaluation as facts. */
const explicit = { repository: "acme/shop", fork: false, message: "fix", authorAssociation: "OWNER" };

test("adding a fact never reverses a verdict once the assumptions are facts", async () => {
  await fc.assert(
    fc.asyncProperty(trigger, event, event, async (made, one, two) => {
      const git = (await specOf([{ ...made, repo: "acme/shop" }])).pipelines[0]!.triggers[0]!;
      const settings = evaluationSettings({ assume: { "files-missing": "unknown" } });
      const less: GitEvent = { ...explicit, ...one };
      const more: GitEvent = { ...two, ...less };
      // A push is of either a branch or a tag; both together are a contradiction.
      if (
        findEvent(less.names[0]!)?.subject === "push" &&
        more.branch !== undefined &&
        more.tag !== undefined
      )
        return;
      // Two targets of a release are a contradiction too.
      if (more.names[0]!.startsWith("release") && more.release && more.targetBranch !== undefined) return;
      const before = evaluate(git, less, settings).verdict;
      const after = evaluate(git, more, settings).verdict;
      if (before !== "unknown") expect(after).toBe(before);
    }),
    { numRuns: 600 },
  );
});

test("the suggested changes make the trigger fire", async () => {
  let found = 0;
  await fc.assert(
    fc.asyncProperty(trigger, event, async (made, given) => {
      const git = (await specOf([made])).pipelines[0]!.triggers[0]!;
      const settings = evaluationSettings();
      if (evaluate(git, given, settings).verdict === "fires") return;
      const { possible, changes, reason } = wouldFire(git, given, settings);
      expect(possible === true).toBe(changes.length > 0);
      if (possible !== true) {
        expect(reason).not.toBeNull();
        return;
      }
      found++;
      expect(evaluate(git, applyChanges(given, changes), settings).verdict).toBe("fires");
      for (const change of changes) {
        const fewer = applyChanges(
          given,
          changes.filter((each) => each !== change),
        );
        expect(evaluate(git, fewer, settings).verdict).not.toBe("fires");
      }
    }),
    { numRuns: 300 },
  );
  expect(found).toBeGreaterThan(30);
});

/** Leaves out the places, which depend on the order in the text. */
const withoutPlaces = (key: string, value: unknown): unknown => (key === "range" ? undefined : value);

test("the order of pipelines and triggers changes only the order of results", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(trigger, { minLength: 2, maxLength: 4 }), event, async (made, given) => {
      const answers = async (list: readonly object[]) => {
        const specs = await Promise.all(list.map((each) => specOf([each], JSON.stringify(each))));
        const { pipelines } = simulate(specs, given);
        return pipelines.map(({ pipeline, triggers }) => [pipeline, triggers[0]!.verdict]).sort();
      };
      expect(await answers(made)).toEqual(await answers([...made].reverse()));
      const named = made.map((each, index) => ({ ...each, name: `t${index}` }));
      const together = async (list: readonly object[]) => {
        const { pipelines, summary, overlaps } = simulate([await specOf(list)], given);
        const answered = pipelines[0]!.triggers.map(
          ({ trigger: name, verdict, conditions, wouldFire: change }) =>
            JSON.stringify(
              [name, verdict, conditions.map(({ outcome, reason }) => [outcome, reason]), change],
              withoutPlaces,
            ),
        );
        return [answered.sort(), summary, overlaps.map(({ builds, triggers }) => [builds, triggers.length])];
      };
      expect(await together(named)).toEqual(await together([...named].reverse()));
    }),
    { numRuns: 60 },
  );
});

/** The outcome of several files in one reading: one that matches is enough. */
function anyOf(outcomes: readonly Outcome[]): Outcome {
  return outcomes.find((each) => each === "yes") ?? outcomes.find((each) => each === "unknown") ?? "no";
}

test("the answer for 1 to 500 files is that of the files one by one", () => {
  const piece = fc.constantFrom(
    ...["a", "b", "src", "a.ts", ".env", "x.y", "*", "**", "*.ts", "a*", "?", ".", "..", "", " ", "!", "~"],
    ...[
      "{a,b}",
      "{a,}",
      "{a/b,c}",
      "{./a,b}",
      "{..,b}",
      "{1..3}",
      "{1..3,a}",
      "{",
      "}",
      ",",
      "package.json ",
    ],
  );
  const glob = fc
    .array(fc.oneof({ weight: 3, arbitrary: piece }, { weight: 2, arbitrary: fc.constant("/") }), {
      minLength: 1,
      maxLength: 8,
    })
    .map((pieces) => pieces.join(""));
  const segment = fc.constantFrom(
    ...["a", "b", "c", "src", "a.ts", ".env", "x.y", "2", " a", "a ", "{a,b}", "*", "ab", ".ts", "..a"],
    ...["package.json", "package.json "],
  );
  const path = fc.array(segment, { minLength: 1, maxLength: 4 }).map((segments) => segments.join("/"));
  const few = fc.array(fc.oneof(path, glob.filter(isPath)), { minLength: 1, maxLength: 4 });
  const readings = (["picomatch", "minimatch"] as const).flatMap((engine) =>
    (["literal", "root"] as const).map((leadingSlash) => ({ engine, leadingSlash })),
  );
  fc.assert(
    fc.property(glob, few, fc.integer({ min: 0, max: 496 }), (pattern, paths, others) => {
      const list = [...Array.from({ length: others }, (_, index) => `zz/${index}/f.qq`), ...paths];
      const alone = readings.map((reading) => {
        const matcher = compileGlob(pattern, reading);
        const one = anyOf([...new Set(list)].map((each) => matchAny(matcher, [each]).outcome));
        expect([reading, matchAny(matcher, list).outcome]).toEqual([reading, one]);
        return one;
      });
      const together = alone.every((each) => each === alone[0]) ? alone[0] : "unknown";
      expect(matchAny(compileGlob(pattern), list).outcome).toBe(together);
      expect(compileGlob(pattern).matchFiles(list, false).outcome).toBe(together);
    }),
    { numRuns: 250, examples: lostInLongLists },
  );
});

/** Globs and files whose answer once was another one in a list of 64 files or more. */
const lostInLongLists: [glob: string, paths: string[], others: number][] = [
  ["package.json ", ["package.json"], 64],
  [" a/**", ["a/b"], 64],
  ["/ a", ["a"], 64],
  ["{../a,b}", ["a"], 64],
  ["{1..3,a}", ["2"], 64],
  ["{a,b}", ["{a,b}"], 64],
];

/** True if a tree of Git can have a path. */
function isPath(path: string): boolean {
  return path.split("/").every((segment) => !["", ".", ".."].includes(segment));
}
