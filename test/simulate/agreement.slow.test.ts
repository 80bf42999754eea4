import fc from "fast-check";
import { expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { eventNames } from "../../src/catalogue/events/events.ts";
import { userActionOf } from "../../src/catalogue/events/user-actions.ts";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import { lintFile } from "../../src/lint/run.ts";
import { restrictiveLiteral } from "../../src/match/regex/filter-literal.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { findDoubleBuild } from "../../src/simulate/overlap/double-build.ts";
import { evaluationSettings } from "../../src/simulate/settings.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { impossible, loadProver } from "../../src/simulate/would-fire/cannot-fire.ts";
import { wouldFire } from "../../src/simulate/would-fire/would-fire.ts";

const ids = ["dead-trigger", "no-events", "event-not-offered", "overlapping-triggers"];
const rules = activeRules(
  RULES.filter(({ id }) => ids.includes(id)),
  "strict",
);

const listed = fc.constantFrom(
  "push",
  "push.heads",
  "push.tags",
  "pullrequest",
  "pullrequest.opened",
  "pullrequest.commentAdded",
  "pullrequest.commentAddedUnrestricted",
  "release",
);
const filters = fc.constantFrom(
  "/^main$/",
  "/release/i",
  "/.*/gi",
  "/^(?!(main)$).*/gi",
  "/^(?!main)(main|maintenance)$/",
  "/$x/",
  "/^release branch$/",
  "/^refs\\/heads\\/main$/",
  "/^feature\\/[a-z]+$/",
);
const trigger = fc.record(
  {
    provider: fc.constantFrom("github", "gitlab"),
    events: fc.uniqueArray(listed, { maxLength: 2 }),
    branchRegex: filters,
    pullRequestTargetBranchRegex: filters,
    commentRegex: fc.constantFrom("/^\\/test$/", "/$deploy/", "/[]/"),
    modifiedFilesGlob: fc.constantFrom("src/**", "!docs/**", "src/../lib/**", "docs/", "**"),
  },
  { requiredKeys: ["events"] },
);

/** A trigger that usually fires for some event. */
const firingTrigger = fc.record(
  {
    provider: fc.constant("github"),
    events: fc.uniqueArray(listed, { minLength: 1, maxLength: 3 }),
    branchRegex: fc.constantFrom(
      "/^main$/",
      "/.*/gi",
      "/^(?!(main)$).*/gi",
      "/^feature\\/[a-z]+$/",
      "/^v\\d+/",
    ),
    commentRegex: fc.constantFrom("/^\\/test$/", "/test/"),
    modifiedFilesGlob: fc.constantFrom("src/**", "!docs/**", "**/*.ts"),
  },
  { requiredKeys: ["events"] },
);

const branch = fc.constantFrom("main", "maintenance", "feature/x", "release/1.0", "v1.0.0", "x");
const event: fc.Arbitrary<GitEvent> = fc.record(
  {
    kind: fc.constant("git" as const),
    names: fc.oneof(listed, fc.constantFrom(...eventNames)).map((name) => [name]),
    branch,
    tag: branch,
    targetBranch: branch,
    changedFiles: fc.array(
      fc.constantFrom("src/a.ts", "docs/a.md", "docs", "lib/a.ts").map((path) => ({ path })),
    ),
    comment: fc.constantFrom("/test", "deploy", ""),
    authorAssociation: fc.constantFrom("OWNER", "NONE"),
  },
  { requiredKeys: ["kind", "names"] },
);

async function specOf(triggers: readonly object[]): Promise<SpecFile> {
  const named = triggers.map((each, index) => ({
    type: "git",
    name: `t${index}`,
    repo: "acme/shop",
    ...each,
  }));
  const spec = { version: "1.0", kind: "pipeline", metadata: { name: "a/b" }, spec: { triggers: named } };
  return readSpecFile("a.json", JSON.stringify(spec));
}

async function lint(file: SpecFile): Promise<readonly Diagnostic[]> {
  return (await lintFile(file, rules, { integrations: {}, assume: {} })).diagnostics;
}

/** Returns the index of the trigger that a finding is about. */
function triggerOf({ pointer }: Diagnostic): number {
  return Number(/^\/spec\/triggers\/(\d+)/.exec(pointer ?? "")?.[1]);
}

test("no event fires a trigger that lint or the simulator reports as dead", async () => {
  let [dead, proven] = [0, 0];
  await fc.assert(
    fc.asyncProperty(trigger, fc.array(event, { minLength: 20, maxLength: 20 }), async (made, events) => {
      const file = await specOf([made]);
      const git = file.pipelines[0]!.triggers[0]!;
      const prover = await loadProver([git]);
      const settings = { ...evaluationSettings(), ...(prover && { prover }) };
      const found = (await lint(file)).find(({ rule }) => rule === "dead-trigger" || rule === "no-events");
      const proof = impossible(git, settings);
      if (found) dead++;
      if (proof !== undefined) proven++;
      if (!found && proof === undefined) return;
      for (const given of events) {
        expect(evaluate(git, given, settings).verdict).not.toBe("fires");
        expect(wouldFire(git, given, settings).possible).not.toBe(true);
      }
    }),
    { numRuns: 200 },
  );
  expect(dead).toBeGreaterThan(10);
  expect(proven).toBeGreaterThan(10);
});

/** Returns whether lint and the simulator each report that a trigger can never fire. */
async function neverFires(made: object): Promise<{ lint: boolean; simulate: boolean }> {
  const file = await specOf([made]);
  const git = file.pipelines[0]!.triggers[0]!;
  const prover = await loadProver([git]);
  const given: GitEvent = { kind: "git", names: git.events.map(({ value }) => value), branch: "zz" };
  const { possible, reason } = wouldFire(git, given, { ...evaluationSettings(), ...(prover && { prover }) });
  return {
    lint: (await lint(file)).some(({ rule }) => rule === "dead-trigger"),
    simulate: possible === false && /^the (?:filter|glob) /.test(reason!),
  };
}

const push = (branchRegex: string) => ({ events: ["push.heads"], branchRegex });
const opened = (target: string) => ({
  events: ["pullrequest.opened"],
  pullRequestTargetBranchRegex: target,
});
const commented = (commentRegex: string) => ({ events: ["pullrequest.commentAdded"], commentRegex });

test.each<[dead: boolean, trigger: object]>([
  [true, push("/^a\\/\\/b$/")],
  [true, push("/^main $/")],
  [true, push("/^ma:in$/")],
  [false, push("/^(?:bugfix|hotfix)\\/.+$/")],
  [true, push("/^\\/main$/")],
  [true, push("/^main\\/$/")],
  [true, push("/^refs\\/heads\\/main$/")],
  [true, push("/^(?!main$)main$/")],
  [true, push("/x^/")],
  [true, push("/^[]$/")],
  [false, push("/^refs\\/heads/i")],
  [false, push("/^(?!main$).*$/")],
  [false, push("/^a\\/b$/")],
  [false, push("/\\bfix\\b/")],
  [true, opened("/^a\\/\\/b$/")],
  [false, { ...push("/^main$/"), pullRequestTargetBranchRegex: "/^main $/" }],
  [false, { events: ["push.heads", "pullrequest.opened"], pullRequestTargetBranchRegex: "/^main $/" }],
  [true, commented("/$deploy/")],
  [true, commented("/^(?!\\/)\\/test$/")],
  [false, commented("/^\\/\\/deploy now$/")],
  [true, { ...push("/^main$/"), modifiedFilesGlob: "src/../lib/**" }],
  [false, { events: ["push.tags"], modifiedFilesGlob: "src/../lib/**" }],
  [false, { ...push("/^main$/"), modifiedFilesGlob: "{src/../lib,app}/**" }],
])("lint and the simulator agree: dead is %j for %j", async (dead, made) => {
  expect(await neverFires(made)).toEqual({ lint: dead, simulate: dead });
});

test("lint and the simulator agree on which filters never match", async () => {
  let dead = 0;
  const parts = fc.constantFrom(
    ..."a main \\/ \\. . * + ? ^ $ (?!a) (?=a) (?:a|b) [] [ab] | \\b \\s - @ refs\\/heads\\/".split(" "),
    " ",
    "~",
  );
  const filter = fc
    .array(parts, { minLength: 1, maxLength: 5 })
    .map((pieces) => `/^${pieces.join("")}$/`)
    .filter((text) => restrictiveLiteral(text) !== undefined);
  const made = fc.oneof(filter.map(push), filter.map(opened), filter.map(commented));
  await fc.assert(
    fc.asyncProperty(made, async (one) => {
      const result = await neverFires(one);
      if (result.lint) dead++;
      expect([one, result.simulate]).toEqual([one, result.lint]);
    }),
    { numRuns: 400 },
  );
  expect(dead).toBeGreaterThan(40);
});

/** Parses the event in the message of a finding of `overlapping-triggers`. */
const OVERLAP =
  /^"([^"]+)" (on|of) "([^"]+)"(?: into "([^"]+)")?(?: saying "([^"]+)")?(?: that changes "([^"]+)")? fires/;

function eventIn(message: string): GitEvent {
  const [, name, on, ref, targetBranch, comment, path] = OVERLAP.exec(message)!;
  return {
    kind: "git",
    names: [name!],
    ...(on === "of" ? { tag: ref! } : { branch: ref! }),
    ...(targetBranch !== undefined && { targetBranch }),
    ...(comment !== undefined && { comment, authorAssociation: "OWNER" }),
    ...(path !== undefined && { changedFiles: [{ path }] }),
  };
}

test("the event in an overlap finding fires both triggers", async () => {
  let overlaps = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(firingTrigger, { minLength: 2, maxLength: 3 }), async (made) => {
      const file = await specOf(made);
      for (const diagnostic of await lint(file)) {
        if (diagnostic.rule !== "overlapping-triggers") continue;
        overlaps++;
        const simulation = simulate([file], eventIn(diagnostic.message));
        const verdicts = simulation.pipelines[0]!.triggers.map(({ verdict }) => verdict);
        expect(verdicts[triggerOf(diagnostic)]).toBe("fires");
        expect(verdicts.filter((verdict) => verdict === "fires").length).toBeGreaterThan(1);
        expect(simulation.overlaps.map(({ kind }) => kind)).toContain("triggers");
      }
    }),
    { numRuns: 150 },
  );
  expect(overlaps).toBeGreaterThan(10);
});

test("the events of a user action that builds twice fire in a simulation", async () => {
  let doubleBuilds = 0;
  await fc.assert(
    fc.asyncProperty(firingTrigger, firingTrigger, listed, async (one, other, name) => {
      const act = userActionOf(name, "github");
      if (!act) return;
      const file = await specOf([one, { ...other, events: [name] }]);
      const [pushed, second] = file.pipelines[0]!.triggers;
      const { events, onlyIf } = findDoubleBuild(act, pushed!, second!, evaluationSettings()) ?? {};
      if (!events) return;
      doubleBuilds++;
      const assume: Record<string, string> = onlyIf ? { "release-branch": onlyIf } : {};
      const fires = (given: GitEvent, index: number) =>
        simulate([file], given, { assume }).pipelines[0]!.triggers[index]!.verdict === "fires";
      expect([fires(events[0], 0), fires(events[1], 1)]).toEqual([true, true]);
    }),
    { numRuns: 400 },
  );
  expect(doubleBuilds).toBeGreaterThan(3);
});
