import fc from "fast-check";
import { expect, test } from "vitest";
import { eventNames, findEvent } from "../../src/catalogue/events/events.ts";
import { compileGlob } from "../../src/match/glob/index.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { matchAny } from "../../src/simulate/conditions/patterns.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { applyChanges } from "../../src/simulate/event/event-diff.ts";
import { evaluationSettings } from "../../src/simulate/settings.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { wouldFire } from "../../src/simulate/would-fire/would-fire.ts";

const names = fc.constantFrom(
  "push",
  "push.heads",
  "push.tags",
  "pullrequest",
  "pullrequest.opened",
  "pullrequest.closed",
  "pullrequest.merged",
  "pullrequest.commentAdded",
  "pullrequest.commentAddedUnrestricted",
  "release",
);
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
            JSON.stringify([
              name,
              verdict,
              conditions.map(({ outcome, reason }) => [outcome, reason]),
              change,
            ]),
        );
        return [answered.sort(), summary, overlaps.map(({ builds, triggers }) => [builds, triggers.length])];
      };
      expect(await together(named)).toEqual(await together([...named].reverse()));
    }),
    { numRuns: 60 },
  );
});

test("the verdict on many files is that of the matcher", () => {
  const segment = fc.constantFrom(
    "a",
    "b",
    "src",
    "a.ts",
    "b.md",
    ".env",
    "x.y.md",
    "*",
    "**",
    "*.ts",
    "a*",
    "{a,b}",
    "?",
  );
  const glob = fc
    .tuple(fc.constantFrom("", "!", "/", "./"), fc.array(segment, { minLength: 1, maxLength: 4 }))
    .map(([start, parts]) => start + parts.join("/"));
  const plain = fc.constantFrom("a", "b", "src", "a.ts", "b.md", ".env", "x.y.md", "ab");
  const path = fc.array(plain, { minLength: 1, maxLength: 4 }).map((parts) => parts.join("/"));
  fc.assert(
    fc.property(glob, fc.array(path, { minLength: 64, maxLength: 80 }), (pattern, list) => {
      const matcher = compileGlob(pattern);
      expect(matchAny(matcher, list).outcome).toBe(matcher.matchFiles(list, false).outcome);
    }),
    { numRuns: 300 },
  );
});
