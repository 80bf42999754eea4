import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import type { ReplayReportJson } from "../../src/report/replay/replay-json.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { builtProgram, runBuilt, runJson } from "../built-program.ts";
import { Checkout, SHOP } from "../git/checkout.ts";
import { inNewFolder } from "../new-folder.ts";
import { shopSpec } from "../shop-spec.ts";

const spec = `${shopSpec(
  ["pushes", "push.heads", "branchRegex: /^main$/", "modifiedFilesGlob: src/**"],
  ["merges", "pullrequest.merged", "pullRequestTargetBranchRegex: /^main$/"],
)}  steps:
    a: {image: node}
`;

let folder: string;

inNewFolder(beforeEach, (made) => {
  folder = made;
  writeFileSync(join(folder, "ci.yml"), spec);
});

const replay = (cwd: string, ...argv: string[]): Promise<ReplayReportJson> =>
  runJson(["replay", ...argv], cwd);

const event = (number: number, path = "src/a.ts") => ({
  kind: "git",
  names: ["push.heads"],
  provider: "github",
  repository: "acme/shop",
  branch: "main",
  newBranch: false,
  message: "work",
  changedFiles: [{ path }],
  commit: { revision: number.toString(16).padStart(40, "0") },
});

describe("--git-log replays the history of a branch", () => {
  let checkout: Checkout;

  beforeEach(() => {
    checkout = Checkout.init(SHOP);
    checkout.commit("First", { "ci.yml": spec, "src/a.ts": "1" });
    checkout.commit("Docs", { "docs/a.md": "1" });
    checkout.git("switch", "--quiet", "--create", "feature/cart");
    checkout.commit("Cart", { "src/cart.ts": "1" });
    checkout.git("switch", "--quiet", "main");
    const message = "Merge pull request #12 from acme/feature/cart\n\nCart";
    checkout.git("merge", "--quiet", "--no-ff", "-m", message, "feature/cart");
    checkout.git("mv", "src/cart.ts", "src/basket and cart.ts");
    checkout.commit("Rename");
    checkout.commit("Nothing", {});
  });

  test("each first-parent commit as a push, and a merge as the pull request that it closed", async () => {
    const { events, summary } = await replay(checkout.folder, "--git-log", "main", "--specs", "ci.yml");
    const shown = events.map(({ event, triggers }) => {
      const { names, branch, targetBranch, changedFiles } = event as GitEvent;
      const fired = triggers.map(({ trigger, verdict }) => `${trigger} ${verdict}`);
      return [names.at(-1), targetBranch ?? branch, changedFiles?.map(({ path }) => path), fired];
    });
    expect(shown).toEqual([
      ["push.heads", "main", ["ci.yml", "src/a.ts"], ["pushes fires"]],
      ["push.heads", "main", ["docs/a.md"], []],
      ["pullrequest.merged", "main", ["src/cart.ts"], ["merges fires"]],
      ["push.heads", "main", ["src/cart.ts"], ["pushes fires"]],
      ["push.heads", "main", ["src/basket and cart.ts"], ["pushes fires"]],
      ["push.heads", "main", [], ["pushes unknown"]],
    ]);
    expect(summary).toMatchObject({ records: 5, events: 6, bad: 0 });
    const rename = (events[4]!.event as GitEvent).changedFiles?.[0];
    expect(rename).toEqual({
      path: "src/basket and cart.ts",
      status: "renamed",
      previousPath: "src/cart.ts",
    });
    const merged = events[2]!.event as GitEvent;
    expect(merged.pullRequest).toMatchObject({ number: 12, merged: true });
    expect(merged.branch).toBe("feature/cart");
  });

  test.each([
    ["GitLab", "Merge branch 'topic' into 'main'\n\nTitle\n\nSee merge request acme/shop!7", 7, "topic"],
    ["Bitbucket", "Merged in topic (pull request #8)\n\nTitle", 8, "topic"],
    ["Azure DevOps", "Merged PR 9: Title", 9, undefined],
  ])("a merge with the message of %s", async (_, message, number, branch) => {
    checkout.git("switch", "--quiet", "--create", "topic");
    checkout.commit("Topic", { "src/topic.ts": "1" });
    checkout.git("switch", "--quiet", "main");
    checkout.git("merge", "--quiet", "--no-ff", "-m", message, "topic");
    const { events } = await replay(checkout.folder, "--git-log", "HEAD~1..HEAD", "--specs", "ci.yml");
    const [merged] = events.map(({ event }) => event as GitEvent).filter((each) => each.pullRequest?.merged);
    expect([merged?.pullRequest?.number, merged?.branch]).toEqual([number, branch]);
  });

  test("a merge from the branch of another owner is that of a fork", async () => {
    checkout.git("switch", "--quiet", "--create", "topic");
    checkout.commit("Topic", { "src/topic.ts": "1" });
    checkout.git("switch", "--quiet", "main");
    const message = "Merge pull request #13 from mira/topic";
    checkout.git("merge", "--quiet", "--no-ff", "-m", message, "topic");
    const { events } = await replay(checkout.folder, "--git-log", "HEAD~1..HEAD", "--specs", "ci.yml");
    const merged = events.filter(({ event }) => (event as GitEvent).pullRequest);
    expect(merged.map(({ event, triggers }) => [(event as GitEvent).fork, triggers])).toEqual([[true, []]]);
  });

  test("a merge has the messages of the commits that it brought", async () => {
    checkout.git("switch", "--quiet", "--create", "topic");
    checkout.commit("Start", { "src/topic.ts": "1" });
    checkout.git("merge", "--quiet", "--no-ff", "-m", "Update", "main");
    checkout.commit("Wait [skip ci]", { "src/topic.ts": "2" });
    checkout.git("switch", "--quiet", "main");
    const message = "Merge pull request #13 from acme/topic";
    checkout.git("merge", "--quiet", "--no-ff", "-m", message, "topic");
    const { events } = await replay(checkout.folder, "--git-log", "main", "--specs", "ci.yml");
    const messages = events
      .map(({ event }) => event as GitEvent)
      .map((event) => [event.message, event.earlierMessages]);
    expect(messages.slice(2, 4)).toEqual([
      ["Cart", undefined],
      ["Merge pull request #12 from acme/feature/cart\n\nCart", ["Cart"]],
    ]);
    expect(messages.slice(-2)).toEqual([
      ["Wait [skip ci]", undefined],
      [message, ["Start", "Wait [skip ci]"]],
    ]);
    expect(events.slice(-2).map(({ triggers }) => triggers.map(({ trigger }) => trigger))).toEqual([
      [],
      ["pushes"],
    ]);
  });

  test("a squash of Bitbucket has one parent and is a pull request too", async () => {
    checkout.commit("Merged in topic (pull request #14)\n\nTopic", { "src/topic.ts": "1" });
    const { events } = await replay(checkout.folder, "--git-log", "HEAD~1..HEAD", "--specs", "ci.yml");
    expect(events.map(({ event }) => (event as GitEvent).pullRequest?.number)).toEqual([14, undefined]);
  });

  test("a range leaves out what came before it", async () => {
    const { events } = await replay(checkout.folder, "--git-log", "HEAD~2..HEAD", "--specs", "ci.yml");
    expect(events).toHaveLength(2);
  });

  test("a partial clone without contents: a rename is a removed and an added file", async () => {
    const text = "const value = 1;\n".repeat(20);
    checkout.commit("Long", { "src/long.ts": text });
    checkout.commit("Rename and change", { "src/long.ts": null, "src/longer.ts": `${text}// end\n` });
    checkout.git("config", "uploadpack.allowFilter", "true");
    const clone = join(folder, "clone");
    checkout.git(
      "clone",
      "--quiet",
      "--no-checkout",
      "--filter=blob:none",
      `file://${checkout.folder}`,
      clone,
    );
    const specs = join(folder, "ci.yml");
    const { events } = await replay(clone, "--git-log", "HEAD~1..HEAD", "--specs", specs);
    const renamed = [
      { path: "src/long.ts", status: "removed" },
      { path: "src/longer.ts", status: "added" },
    ];
    expect(events.map(({ event }) => (event as GitEvent).changedFiles)).toEqual([renamed]);
    const argv = ["simulate", specs, "--git", "HEAD~1..HEAD", "--branch", "main"];
    expect(await runJson(argv, clone)).toMatchObject({
      event: { changedFiles: renamed },
      summary: { fires: 1 },
    });
  });

  test.each(["nowhere", "--output=x", "a..nowhere"])("refuses the range %s", async (range) => {
    const { exit, stderr } = await runBuilt(["replay", `--git-log=${range}`], checkout.folder);
    expect([exit, stderr]).toEqual([
      2,
      expect.stringMatching(/^dryfire: commit ".*" does not exist|not a range/),
    ]);
  });
});

test("--save-cases writes cases that pass", async () => {
  const events = [event(1), event(2), event(3, "docs/a.md"), { ...event(4), branch: "dev" }];
  writeFileSync(join(folder, "events.ndjson"), events.map((each) => JSON.stringify(each)).join("\n"));
  const file = "replayed.dryfire-test.yaml";
  const argv = ["replay", "events.ndjson", "--specs", "ci.yml", "--save-cases", file];
  const saved = await runBuilt(argv, folder);
  expect([saved.exit, saved.stderr]).toEqual([0, `dryfire: wrote ${file} with 3 cases\n`]);
  const tested = await runBuilt(["test"], folder);
  expect([tested.exit, tested.stdout]).toEqual([0, expect.stringContaining("3 passed")]);
  const text = readFileSync(join(folder, file), "utf8");
  const again = await runBuilt(argv, folder);
  expect([again.exit, again.stderr]).toEqual([2, expect.stringContaining("exists already")]);
  expect(readFileSync(join(folder, file), "utf8")).toBe(text);
});

test("--save-cases refuses a spec that Codefresh would reject, since its cases never pass", async () => {
  writeFileSync(join(folder, "ci.yml"), spec.replace("push.heads", "push.headz"));
  writeFileSync(join(folder, "e.json"), JSON.stringify(event(1)));
  const argv = ["replay", "e.json", "--specs", "ci.yml", "--save-cases", "x.dryfire-test.yaml"];
  const { exit, stderr } = await runBuilt(argv, folder);
  expect([exit, stderr]).toEqual([
    2,
    expect.stringContaining("cannot record a case: Codefresh would reject"),
  ]);
});

describe("--against compares events that were sent while builds were created", () => {
  const at = "2026-01-05T03:00:00Z";
  const [seconds, commit] = [Date.parse(at) / 1_000, "a".repeat(40)];
  const build = (created: string) => ({
    ...{ id: "5".repeat(24), "pipeline-name": "shop/web", webhook: true, "commit-Id": "b".repeat(40) },
    ...{ trigger: "pushes", created },
  });
  const builds = [build("2026-01-05T02:00:00Z"), build("2026-01-05T04:00:00Z")];
  const pushedTo = (provider: string) => shopSpec(["pushes", "push.heads"]).replaceAll("github", provider);
  const github = { ref: "refs/heads/main", after: commit, commits: [], pusher: {} };
  const changes = [{ ref: { id: "refs/heads/main", type: "BRANCH" }, toHash: commit, type: "UPDATE" }];
  const target = { hash: commit, date: at };
  const gitlab = { object_kind: "push", ref: "refs/heads/main", after: commit, checkout_sha: commit };

  test.each([
    ["github", { ...github, repository: { full_name: "acme/shop", pushed_at: seconds } }, 1],
    ["github", { ...github, repository: { full_name: "acme/shop" }, head_commit: { timestamp: at } }, 0],
    ["gitlab", { ...gitlab, project: { path_with_namespace: "acme/shop" }, commits: [{ timestamp: at }] }, 0],
    [
      "bitbucket",
      {
        push: { changes: [{ new: { type: "branch", name: "main", target }, old: {} }] },
        repository: { full_name: "acme/shop" },
      },
      0,
    ],
    [
      "stash",
      {
        ...{ eventKey: "repo:refs_changed", date: "2026-01-05T03:00:00+0000", changes },
        repository: { slug: "shop", project: { key: "acme", name: "acme" } },
      },
      1,
    ],
    [
      "azure",
      {
        ...{ eventType: "git.push", createdDate: at },
        resource: {
          refUpdates: [{ name: "refs/heads/main", oldObjectId: "1", newObjectId: commit }],
          repository: { name: "shop", project: { name: "acme" } },
        },
      },
      1,
    ],
    [
      "gerrit",
      {
        ...{ type: "ref-updated", eventCreatedOn: seconds },
        refUpdate: { project: "acme/shop", refName: "refs/heads/main", oldRev: "1", newRev: commit },
      },
      1,
    ],
  ])("of %s (%#)", async (provider, body, compared) => {
    writeFileSync(join(folder, "ci.yml"), pushedTo(provider));
    writeFileSync(join(folder, "hook.json"), JSON.stringify(body));
    writeFileSync(join(folder, "builds.json"), JSON.stringify(builds));
    const read = await replay(folder, "hook.json", "--specs", "ci.yml", "--against", "builds.json");
    expect(read.events[0]?.at ?? null).toBe(compared === 1 ? "2026-01-05T03:00:00.000Z" : null);
    expect(read.summary).toMatchObject({ bad: 0, builds: { compared } });
  });

  test("of a merge request of GitLab, in a record of its webhook", async () => {
    const request = { action: "open", updated_at: "2026-01-05 03:00:00 UTC", last_commit: { id: commit } };
    const body = { object_kind: "merge_request", object_attributes: request };
    const record = { request_headers: {}, request_data: JSON.stringify(body) };
    writeFileSync(join(folder, "hook.json"), JSON.stringify(record));
    const { events } = await replay(folder, "hook.json", "--specs", "ci.yml");
    expect(events.map((each) => each.at)).toEqual(["2026-01-05T03:00:00.000Z"]);
  });
});

test("simulate reads the same deliveries with --payload", async () => {
  const body = { object_kind: "push", ref: "refs/heads/main", project: { path_with_namespace: "acme/shop" } };
  const recorded = {
    request_headers: { "X-Gitlab-Event": ["Push Hook"] },
    request_data: JSON.stringify(body),
  };
  writeFileSync(join(folder, "gitlab.json"), JSON.stringify(recorded));
  const report = await runJson(["simulate", "ci.yml", "--payload", "gitlab.json"], folder);
  expect(report).toMatchObject({ event: { provider: "gitlab", branch: "main" } });
  const listed = { id: 1, guid: "a", delivered_at: "2026-05-04T08:00:00Z", event: "push" };
  writeFileSync(join(folder, "listed.json"), JSON.stringify(listed));
  const refused = await runBuilt(["simulate", "ci.yml", "--payload", "listed.json"], folder);
  expect([refused.exit, refused.stderr]).toEqual([
    2,
    'dryfire: "listed.json": a delivery without its request; get each delivery by its id\n',
  ]);
});

test("events are read one by one, so that a file may be larger than the memory", async () => {
  const line = `${JSON.stringify({ ...event(1, "docs/a.md"), message: "m".repeat(30_000) })}\n`;
  writeFileSync(join(folder, "many.ndjson"), line.repeat(4_000));
  const program = ["--max-old-space-size=64", join(builtProgram(), "dryfire.cjs")];
  const argv = [...program, "replay", "many.ndjson", "--specs", "ci.yml"];
  const { stdout, status } = spawnSync(process.execPath, argv, { cwd: folder, encoding: "utf8" });
  expect([status, stdout]).toEqual([0, expect.stringMatching(/\n4000 events\.\n$/)]);
});

test("a secret of an event is not shown", async () => {
  const secret = `ghp_${"a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"}`;
  const leaking = {
    ...event(1),
    branch: "main",
    message: `token ${secret}`,
    changedFiles: [{ path: `src/${secret}` }],
  };
  writeFileSync(join(folder, "e.json"), JSON.stringify([leaking, { names: [secret] }]));
  for (const format of ["pretty", "json"]) {
    const { stdout, stderr } = await runBuilt(
      [
        "replay",
        "e.json",
        "--specs",
        "ci.yml",
        "--format",
        format,
        "--save-cases",
        `${format}.dryfire-test.yaml`,
      ],
      folder,
    );
    expect(stdout).toContain("pushes");
    const written = readFileSync(join(folder, `${format}.dryfire-test.yaml`), "utf8");
    expect(stdout + stderr + written).not.toContain(secret.slice(4, 30));
  }
});
