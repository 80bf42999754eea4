import { describe, expect, test } from "vitest";
import { eventNames } from "../../src/catalogue/events/events.ts";
import { webhooks } from "../../src/catalogue/events/webhooks.ts";
import { providers } from "../../src/catalogue/providers.ts";
import type { GitTrigger, SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { formatSpecEdit } from "../../src/report/simulate/words.ts";
import { evaluate } from "../../src/simulate/evaluate.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { evaluationSettings } from "../../src/simulate/settings.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { deadFilters } from "../../src/simulate/would-fire/cannot-fire.ts";
import { type WouldFire, wouldFire } from "../../src/simulate/would-fire/would-fire.ts";

async function triggerOf(made: object): Promise<GitTrigger> {
  const triggers = [{ type: "git", name: "t", repo: "acme/shop", ...made }];
  const spec = { version: "1.0", kind: "pipeline", metadata: { name: "a/b" }, spec: { triggers } };
  return (await readSpecFile("a.json", JSON.stringify(spec))).pipelines[0]!.triggers[0]!;
}

const filters = [{}, { branchRegex: "/^v\\d+$/" }, { branchRegex: "/^x/", modifiedFilesGlob: "src/**" }];

const given: readonly GitEvent[] = [
  { kind: "git", names: ["push.heads"], branch: "feature/x", changedFiles: [], provider: "github" },
  { kind: "git", names: ["push.tags"], tag: "zz", changedFiles: [{ path: "docs/a" }] },
  { kind: "git", names: ["ref-updated"], branch: "main" },
  {
    kind: "git",
    names: ["pullrequest", "pullrequest.closed", "pullrequest.merged"],
    exact: true,
    provider: "github",
    branch: "f",
    fork: true,
  },
];

/** Every webhook of a provider, with facts that pass each filter. */
function webhooksOf(provider: string | undefined): GitEvent[] {
  const rows = webhooks.filter((row) => provider === undefined || row.provider === provider);
  return rows.flatMap((row) =>
    ["main", "v1", "x"].map((name): GitEvent => {
      const isTag = row.variant.includes("tag") || row.event === "release";
      return {
        kind: "git",
        names: row.satisfies,
        exact: true,
        provider: row.provider,
        ...(isTag ? { tag: name } : { branch: name }),
        targetBranch: name,
        comment: "x",
        authorAssociation: "OWNER",
        ...(row.variant.startsWith("deleted") && { deleted: true }),
        changedFiles: [{ path: "src/x" }],
      };
    }),
  );
}

describe("the counterfactual", () => {
  test.each([...providers.map(({ id }) => id), undefined])(
    "is found for %s wherever one of its webhooks fires the trigger",
    async (provider) => {
      const settings = evaluationSettings();
      const sent = webhooksOf(provider);
      let found = 0;
      for (const name of eventNames) {
        for (const filter of filters) {
          const trigger = await triggerOf({ ...(provider && { provider }), events: [name], ...filter });
          const fires = (event: GitEvent) => evaluate(trigger, event, settings).verdict === "fires";
          if (!sent.some(fires)) continue;
          for (const event of given.filter((each) => !fires(each))) {
            found++;
            const { possible } = wouldFire(trigger, event, settings);
            expect(possible, `${name} ${JSON.stringify(filter)} ${event.names}`).toBe(true);
          }
        }
      }
      expect(found).toBeGreaterThan(1.5 * sent.length);
    },
  );
});

test.each(["(api|web)/**", "!(docs)/**", "#app/**", "/src/**", "api/**\n"])(
  "the counterfactual of %s depends on an open question",
  async (glob) => {
    const trigger = await triggerOf({ provider: "github", events: ["push"], modifiedFilesGlob: glob });
    const event: GitEvent = {
      kind: "git",
      names: ["push.heads"],
      branch: "main",
      changedFiles: [{ path: "zzz" }],
    };
    const { possible, attempt, assumed } = wouldFire(trigger, event, evaluationSettings());
    expect([possible, attempt.length, assumed.length]).toEqual(
      glob.startsWith("!") ? [true, 0, 0] : [null, 1, 1],
    );
  },
);

test.each([
  ["ref-updated", "gerrit", "push.heads", { fact: "branch", to: "main" }],
  ["ref-updated", "gerrit", "push.tags", { fact: "tag", to: "v1.0.0" }],
  ["push", "github", "push.heads", { fact: "branch", to: "main" }],
])("the counterfactual of %s for %s's %s is a branch or tag", async (given, provider, name, change) => {
  const trigger = await triggerOf({ provider, events: [name] });
  const { changes } = wouldFire(trigger, { kind: "git", names: [given] }, evaluationSettings());
  expect(changes).toEqual([expect.objectContaining(change)]);
});

test("an attempt has only the changes that are needed: a tag has no files", async () => {
  const trigger = await triggerOf({
    provider: "github",
    events: ["release.released", "push.tags"],
    branchRegex: "/^(main|v\\d.*)$/",
    modifiedFilesGlob: "src/**",
  });
  const event: GitEvent = { kind: "git", names: ["push.tags"], tag: "TAG-1" };
  const { attempt, assumed } = wouldFire(trigger, event, evaluationSettings());
  expect([attempt, assumed]).toEqual([[{ fact: "tag", from: "TAG-1", to: "v1.0.0" }], ["files-missing"]]);
});

test.each([
  ["/-/", "x-"],
  ["/\\.[a-z]+/", "x.a"],
])("the counterfactual of %s is a name around a text that is not one", async (branchRegex, to) => {
  const trigger = await triggerOf({ events: ["push.heads"], branchRegex });
  const { changes } = wouldFire(trigger, push, evaluationSettings());
  expect(changes).toEqual([{ fact: "branch", from: "main", to }]);
});

test.each([
  ["push.tags", { branch: "feature/x" }, { tag: "v1" }],
  ["push.heads", { tag: "x" }, { branch: "v1" }],
])(
  "a push in general of another kind becomes %s, since none has a branch and a tag",
  async (name, own, other) => {
    const trigger = await triggerOf({ events: [name], branchRegex: "/^v1$/" });
    const event: GitEvent = { kind: "git", names: ["push"], ...own };
    const { changes } = wouldFire(trigger, event, evaluationSettings());
    const [[fact, to]] = Object.entries(other) as [[string, string]];
    expect(changes).toEqual([
      { fact: "event", from: "push", to: name },
      { fact, from: null, to },
    ]);
  },
);

test("a release has no attempt without a tag, and not the target of a pull request", async () => {
  const trigger = await triggerOf({ events: ["release"], branchRegex: "/^(?=a)b$/" });
  const event: GitEvent = { kind: "git", names: ["pullrequest.opened"], branch: "b", targetBranch: "a" };
  const { attempt, assumed, reason } = wouldFire(trigger, event, evaluationSettings());
  const none = "no matching example was found for branch";
  expect([attempt, assumed, reason]).toEqual([[], [], none]);
});

const push: GitEvent = {
  kind: "git",
  names: ["push.heads"],
  branch: "main",
  changedFiles: [{ path: "src/a" }],
};
const comment: GitEvent = {
  kind: "git",
  names: ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"],
  comment: "/test",
};

const pullRequestToMain: GitEvent = {
  kind: "git",
  names: ["pullrequest.opened"],
  branch: "fix",
  targetBranch: "main",
};

describe("the change of the spec", () => {
  test.each<[string, object, GitEvent, object | null]>([
    [
      "adds the event",
      { events: ["pullrequest.opened"] },
      push,
      { key: "events", value: "push.heads", verdict: "fires" },
    ],
    [
      "adds the event to an empty list",
      { events: [] },
      push,
      { key: "events", value: "push.heads", listed: [] },
    ],
    [
      "adds the narrowest name",
      { events: ["push"] },
      {
        kind: "git",
        names: ["pullrequest", "pullrequest.closed", "pullrequest.merged"],
        exact: true,
        branch: "f",
      },
      { value: "pullrequest.merged" },
    ],
    [
      "adds the documented name for Gerrit's",
      { provider: "gerrit", events: ["change-merged"] },
      { kind: "git", names: ["ref-updated"], branch: "main" },
      { value: "push.heads" },
    ],
    [
      "shows that facts are missing",
      { events: ["pullrequest"], modifiedFilesGlob: "src/**" },
      { kind: "git", names: ["push.heads"], branch: "main" },
      { value: "push.heads", verdict: "unknown" },
    ],
    [
      "adds restricted comments",
      { events: ["push"] },
      { ...comment, authorAssociation: "OWNER" },
      { value: "pullrequest.commentAdded" },
    ],
    ["never adds comments of anyone", { events: ["push"] }, { ...comment, authorAssociation: "NONE" }, null],
    ["enables the trigger", { events: ["push"], disabled: true }, push, { key: "disabled", value: "false" }],
    [
      "removes a prefix",
      { events: ["push"], branchRegex: "/^refs\\/heads\\/main$/" },
      push,
      { key: "branchRegex", value: "/^main$/" },
    ],
    [
      "corrects a folder",
      { events: ["push"], modifiedFilesGlob: "src/" },
      push,
      { key: "modifiedFilesGlob", value: "src/**" },
    ],
    [
      "corrects a space",
      { events: ["push"], modifiedFilesGlob: "{a/**, src/**}" },
      push,
      { value: "{a/**,src/**}" },
    ],
    [
      "accepts pull requests from forks",
      { events: ["pullrequest"] },
      { kind: "git", names: ["pullrequest.opened"], fork: true, branch: "fix", targetBranch: "main" },
      { key: "pullRequestAllowForkEvents", value: "true", verdict: "fires" },
    ],
    [
      "renames the filter of a trigger of pull requests whose target it matches",
      { events: ["pullrequest.opened"], branchRegex: "/^main$/" },
      pullRequestToMain,
      { key: "branchRegex", action: "rename", value: "pullRequestTargetBranchRegex", verdict: "fires" },
    ],
    [
      "keeps a filter that pushes need too",
      { events: ["pullrequest.opened", "push.heads"], branchRegex: "/^main$/" },
      pullRequestToMain,
      null,
    ],
    [
      "keeps a filter that the target does not match",
      { events: ["pullrequest.opened"], branchRegex: "/^main$/" },
      { ...pullRequestToMain, targetBranch: "dev" },
      null,
    ],
    ["does not change a filter that was meant", { events: ["push"], branchRegex: "/^dev$/" }, push, null],
    ["is none if two conditions fail", { events: ["release"], branchRegex: "/^dev$/" }, push, null],
    [
      "is none for a name that the provider never sends",
      { provider: "gitlab", events: ["push"] },
      { kind: "git", names: ["pullrequest:created"] },
      null,
    ],
    [
      "removes a leading slash, whose meaning is an open question",
      { events: ["push"], modifiedFilesGlob: "/src/**" },
      push,
      { key: "modifiedFilesGlob", value: "src/**", verdict: "fires" },
    ],
    [
      "adds the event of the provider, if another name is an open question",
      { provider: "bitbucket", events: ["pullrequest.commentAdded"] },
      { ...comment, names: ["pullrequest:comment_created"] },
      { key: "events", value: "pullrequest:comment_created", verdict: "fires" },
    ],
    ["is none if a fact is missing", { events: ["push.tags"] }, { kind: "git", names: ["push"] }, null],
  ])("%s", async (_, made, event, expected) => {
    const trigger = await triggerOf({ provider: "github", ...made });
    const { specChange } = wouldFire(trigger, event, evaluationSettings());
    if (expected === null) expect(specChange).toBeNull();
    else expect(specChange).toMatchObject(expected);
  });

  test("is found with its place", async () => {
    const trigger = await triggerOf({ events: ["pullrequest.opened"] });
    const { range } = wouldFire(trigger, push, evaluationSettings()).specChange!;
    const { text } = trigger.pipeline.file.source;
    expect(text.slice(range.start.offset, range.end.offset)).toBe('["pullrequest.opened"]');
  });
});

test("a change behind an alias or merge key is of one trigger only", async () => {
  const text = `version: '1.0'
kind: pipeline
metadata: { name: a/b }
spec:
  triggers:
    - &base
      type: git
      name: whole
      repo: acme/shop
      provider: github
      disabled: &off true
      events: &events [push.tags]
      branchRegex: &branch /^refs\\/heads\\/main$/
    - { type: git, name: alias, repo: acme/shop, disabled: *off, events: [push.heads] }
    - { type: git, name: listed, repo: acme/shop, events: *events }
    - { type: git, name: filtered, repo: acme/shop, events: [push.heads], branchRegex: *branch }
    - <<: *base
      name: disabled
      events: [push.heads]
      branchRegex: /^main$/
    - <<: *base
      name: events
      disabled: false
      branchRegex: /^main$/
    - <<: *base
      name: filter
      disabled: false
      events: [push.heads]
    - <<: [*base, { disabled: false }]
      name: first
      events: [push.heads]
      branchRegex: /^main$/
  steps: {}
`;
  const verdictsOf = (file: SpecFile) => simulate(file.pipelines, push).pipelines[0]!.triggers;
  const before = verdictsOf(await readSpecFile("a.yml", text));
  const edits: string[] = [];
  for (const { trigger, wouldFire } of before) {
    const change = wouldFire!.specChange;
    if (!change) continue;
    const edit = formatSpecEdit(change);
    edits.push(`${trigger}: ${edit}`);
    const { start, end } = change.range;
    const [, written] = /^write "(.*?)"/s.exec(edit)!;
    const replaced = edit.includes("in the trigger")
      ? `${written}\n      ${text.slice(start.offset, end.offset)}`
      : written!.replace(/^disabled: /, "");
    const changed = text.slice(0, start.offset) + replaced + text.slice(end.offset);
    const after = verdictsOf(await readSpecFile("a.yml", changed)).filter(
      ({ verdict }) => verdict !== "skips",
    );
    expect(after.map((each) => [each.trigger, each.verdict])).toEqual([[trigger, "fires"]]);
  }
  expect(edits).toEqual([
    'alias: write "disabled: false" at 14:60',
    'listed: write "[push.tags, push.heads]" in "events" at 15:59',
    'filtered: write "/^main$/" in "branchRegex" at 16:88',
    'disabled: write "disabled: false" in the trigger at 18:7',
    'events: write "events: [push.tags, push.heads]" in the trigger at 22:7',
    "filter: write \"branchRegex: '/^main$/'\" in the trigger at 26:7",
    'first: write "disabled: false" in the trigger at 30:7',
  ]);
});

test("a change of a value or trigger with an anchor names the triggers that it changes too", async () => {
  const text = `version: '1.0'
kind: pipeline
metadata: { name: a/b }
spec:
  triggers:
    - { type: git, name: own, repo: acme/shop, disabled: &off true, events: [push] }
    - { type: git, name: alias, repo: acme/shop, disabled: *off, events: [push] }
    - &base { type: git, name: base, repo: acme/shop, provider: github, events: &list [push.tags] }
    - { <<: *base, name: merged }
    - { <<: *base, name: replaced, events: [push.tags] }
    - { type: git, name: itself, repo: acme/shop, disabled: &on true, pullRequestAllowForkEvents: *on, events: [push] }
  cronTriggers:
    - { type: cron, name: nightly, message: aa, expression: 0 0 * * *, disabled: *off }
  steps: {}
`;
  const edits = async (event: GitEvent) =>
    simulate((await readSpecFile("a.yml", text)).pipelines, event).pipelines[0]!.triggers.flatMap(
      ({ trigger, wouldFire }) =>
        wouldFire?.specChange ? [`${trigger}: ${formatSpecEdit(wouldFire.specChange)}`] : [],
    );
  expect(await edits(push)).toEqual([
    'own: write "disabled: false" at 6:63; it also changes the triggers "alias" and "nightly"',
    'alias: write "disabled: false" at 7:60',
    'base: add "push.heads" to "events" at 8:87, which lists only "push.tags"; it also changes the trigger "merged"',
    'merged: write "events: [push.tags, push.heads]" in the trigger at 9:20',
    'replaced: add "push.heads" to "events" at 10:44, which lists only "push.tags"',
  ]);
});

test("a cron trigger with a run after more than five years can fire", async () => {
  // 1 January is a Sunday in 2034; both day fields must match because one is starred.
  const nightly = { type: "cron", name: "n", message: "aa", expression: "0 0 */31 1 0" };
  const spec = {
    version: "1.0",
    kind: "pipeline",
    metadata: { name: "a/b" },
    spec: { cronTriggers: [nightly], steps: {} },
  };
  const { pipelines } = await readSpecFile("a.json", JSON.stringify(spec));
  const resultAt = (at: string) => simulate(pipelines, { kind: "time", at }).pipelines[0]!.triggers[0]!;
  expect(resultAt("2026-05-04T00:00:00Z")).toMatchObject({
    verdict: "skips",
    wouldFire: { possible: null, reason: "the expression has no run in the next five years" },
  });
  expect(resultAt("2030-05-04T00:00:00Z").wouldFire).toMatchObject({
    changes: [{ fact: "at", to: "2034-01-01T00:00:00Z" }],
  });
});

test("triggers in one simulation have the changes that each has alone", async () => {
  const made = [
    {},
    { name: "u", variables: [{ key: "A", value: "1" }] },
    { name: "v", variables: [{ key: "A", value: "2" }] },
    { repo: "acme/other" },
    { provider: "gitlab" },
    { disabled: true },
    { branchRegex: "/^main$/" },
    { branchRegex: 1 },
    { branchRegex: "1" },
    { branchRegex: ["1"] },
    { branchRegex: null },
    { branchRegex: "null" },
    { modifiedFilesGlob: "src/**" },
    { modifiedFilesGlob: true },
    { commentRegex: "/^x$/" },
    { events: ["push.tags"] },
    { events: "push.tags" },
    { events: { entries: ["push.tags"] } },
    { events: [["push.tags"]] },
    { events: ["pullrequest.opened"], pullRequestAllowForkEvents: true },
    { events: ["pullrequest.opened"], pullRequestTargetBranchRegex: "/^main$/" },
  ].map((own) => ({ type: "git", name: "t", repo: "acme/shop", events: ["push.heads"], ...own }));
  const read = (triggers: object[]) => {
    const spec = { version: "1.0", kind: "pipeline", metadata: { name: "a/b" }, spec: { triggers } };
    return readSpecFile("a.json", JSON.stringify(spec));
  };
  const changesOf = (file: SpecFile) => {
    const event = { kind: "git", names: ["push.heads"], branch: "dev", repo: "acme/shop" } as const;
    const { pipelines } = simulate([file], event, { assumeAccepted: true });
    return pipelines.flatMap(({ triggers }) => triggers.map(({ wouldFire }) => withoutPlaces(wouldFire)));
  };
  const together = changesOf(await read([...made, ...made]));
  const alone = await Promise.all(made.map(async (trigger) => changesOf(await read([trigger]))));
  expect(together).toEqual([...alone, ...alone].flat());
});

/** The positions of a change of the spec depend on the triggers before it. */
function withoutPlaces(change: WouldFire | null): unknown {
  return change && { ...change, specChange: change.specChange && { ...change.specChange, range: null } };
}

test.each([
  [false, { branchRegex: "/(?<!x1)b/" }],
  [false, { branchRegex: "/\\ba?\\b1(?!x)/" }],
  [false, { events: ["pullrequest.commentAdded"], commentRegex: "/a b(?!c)/" }],
  [true, { branchRegex: "/^a\\/\\/b$/" }],
  [true, { branchRegex: "/a b(?!c)/" }],
])("deadFilters asks for a proof only without an example: %s for %j", async (isAsked, own) => {
  let asked = 0;
  const prover = () => {
    asked++;
    return undefined;
  };
  deadFilters(await triggerOf({ events: ["push.heads"], ...own }), { ...evaluationSettings(), prover });
  expect(asked > 0).toBe(isAsked);
});
