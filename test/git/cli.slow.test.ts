import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runBuilt, runJson } from "../built-program.ts";
import { shopSpec } from "../shop-spec.ts";
import { Checkout, ignoreGitConfig } from "./checkout.ts";

ignoreGitConfig();

const spec = shopSpec(
  ["pushes", "push.heads", "branchRegex: /^feature\\/x$/", "modifiedFilesGlob: src/**"],
  [
    "pulls",
    "pullrequest.opened, pullrequest.commentAdded",
    "pullRequestTargetBranchRegex: /^main$/",
    "modifiedFilesGlob: src/**",
  ],
  ["tags", "push.tags"],
);

let checkout: Checkout;

beforeAll(() => {
  const upstream = Checkout.init();
  upstream.commit("First", { "pipelines/spec.yml": spec });
  checkout = upstream.clone();
  checkout.git("remote", "set-url", "origin", "https://mira:fixture-password@github.com/acme/shop.git");
  checkout.git("switch", "--quiet", "--create", "feature/x");
  checkout.commit("Cart", { "src/cart.ts": "x\n" });
});

interface Answer {
  readonly event: Record<string, unknown>;
  readonly verdicts: Record<string, string>;
  readonly stderr: string;
  readonly exit: number;
}

const simulate = (...argv: string[]) => simulateIn(checkout, ...argv);

async function simulateIn({ folder }: Checkout, ...argv: string[]): Promise<Answer> {
  const { stdout, stderr, exit } = await runBuilt(["simulate", ...argv, "--format", "json"], folder);
  expect(stdout + stderr).not.toContain("fixture-password");
  if (stdout === "") throw new Error(stderr);
  const { event, pipelines } = JSON.parse(stdout);
  const triggers = pipelines[0].triggers.map(({ trigger, verdict }: Record<string, string>) => [
    trigger,
    verdict,
  ]);
  return { event, verdicts: Object.fromEntries(triggers), stderr, exit };
}

describe("simulate --git", () => {
  test.each([
    [["--git"]],
    [["--git", "pipelines"]],
    [["pipelines", "--git"]],
    [["--git", "main..HEAD"]],
    [["--git=main..HEAD", "pipelines"]],
  ])("simulates a push of the branch for %j", async (argv) => {
    const { event, verdicts, stderr } = await simulate(...argv);
    expect(verdicts).toEqual({ pushes: "fires", pulls: "skips", tags: "skips" });
    expect(event).toMatchObject({
      repository: "acme/shop",
      branch: "feature/x",
      changedFiles: [{ path: "src/cart.ts" }],
    });
    expect(stderr).toBe("");
  });

  test("simulates a pull request with --pr; the target can be the only value", async () => {
    for (const pr of ["main", "feature/x:main"]) {
      const { event, verdicts } = await simulate("--git", "main...HEAD", "--pr", pr, "--action", "opened");
      expect(event).toMatchObject({
        names: ["pullrequest.opened"],
        branch: "feature/x",
        targetBranch: "main",
      });
      expect(verdicts).toEqual({ pushes: "skips", pulls: "fires", tags: "skips" });
    }
    expect((await simulate("--git", "--pr", "main")).verdicts.pulls).toBe("unknown");
  });

  test("refuses --pr with a source that is not checked out", async () => {
    const argv = ["simulate", "--git", "--pr", "feature/other:main"];
    const { exit, stderr } = await runBuilt(argv, checkout.folder);
    expect([exit, stderr]).toEqual([2, expect.stringContaining('check out "feature/other" first')]);
  });

  test("simulates a comment with the provider's event for --pr and --comment", async () => {
    const { event } = await simulate(
      "--git",
      "--pr",
      "main",
      "--comment",
      "/deploy",
      "--author-association",
      "OWNER",
    );
    expect(event).toMatchObject({ comment: "/deploy", provider: "github", targetBranch: "main" });
    expect(event.names).toEqual(["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]);
  });

  test("simulates a push of a tag with --tag, with unknown files", async () => {
    const { event, verdicts } = await simulate("--git", "main..HEAD", "--tag", "v1");
    expect(verdicts.tags).toBe("fires");
    expect(event).toMatchObject({ names: ["push.tags"], tag: "v1", repository: "acme/shop" });
    for (const fact of ["branch", "changedFiles", "newBranch"]) expect(event).not.toHaveProperty(fact);
  });

  test("has the commit of an existing tag, without facts and notes of a branch", async () => {
    const tagged = checkout.copy();
    tagged.git("tag", "v1", "main");
    const revision = tagged.git("rev-parse", "main").trim();
    tagged.git("switch", "--quiet", "--detach", "origin/main");
    for (const argv of [
      ["--tag", "v1"],
      ["--event", "push.tags", "--tag", "v1"],
      ["--release", "published", "--tag", "v1"],
    ]) {
      const { event, stderr } = await simulateIn(tagged, "--git", ...argv);
      expect(stderr).toBe("");
      expect(event).toMatchObject({ tag: "v1", message: "First", commit: { revision } });
      for (const fact of ["branch", "changedFiles", "newBranch"]) expect(event).not.toHaveProperty(fact);
    }
  });

  test("leaves it open whether the branch of a detached HEAD, or another one, is new", async () => {
    const loose = checkout.copy();
    const run = async (...argv: string[]) => (await simulateIn(loose, "--git", ...argv)).event;
    expect(await run()).toMatchObject({ branch: "feature/x", newBranch: true });
    for (const other of ["--push", "--branch"]) {
      expect(await run(other, "feature/x")).toMatchObject({ newBranch: true });
      expect(await run(other, "feature/y")).not.toHaveProperty("newBranch");
    }
    loose.git("switch", "--quiet", "--detach");
    const event = await run("--branch", "feature/x");
    expect(event).toMatchObject({ names: ["push.heads"], branch: "feature/x" });
    for (const fact of ["newBranch", "exact"]) expect(event).not.toHaveProperty(fact);
  });

  test("prints no note on files that a flag gives or that the event does not list", async () => {
    const shallow = checkout.clone("--depth=1", "--branch", "feature/x");
    shallow.git("remote", "set-url", "origin", "https://github.com/acme/shop.git");
    shallow.git("update-ref", "-d", "refs/remotes/origin/feature/x");
    const run = (...argv: string[]) => simulateIn(shallow, "--git", ...argv);
    expect((await run()).stderr).toContain("the clone is shallow");
    for (const argv of [
      ["--changed", "a"],
      ["--push", "x", "--changed", "a"],
      ["--tag", "v1"],
    ])
      expect((await run(...argv)).stderr).not.toContain("shallow");
    const { event } = await run("--push", "x", "--changed", "a");
    expect(event).not.toHaveProperty("changedFilesIncomplete");
  });

  test("prefers the facts of flags to those of the checkout", async () => {
    const { event, verdicts } = await simulate(
      "--git",
      "main..HEAD",
      "--push",
      "other",
      "--changed",
      "docs/a.md",
      "--repo",
      "acme/other",
    );
    expect(event).toMatchObject({
      branch: "other",
      repository: "acme/other",
      changedFiles: [{ path: "docs/a.md" }],
      message: "Cart",
    });
    expect(verdicts.pushes).toBe("skips");
  });

  test("keeps the organization of Azure DevOps unless a flag names another repository", async () => {
    const azure = checkout.copy();
    azure.git("remote", "set-url", "origin", "https://dev.azure.com/acme/Web/_git/shop");
    const run = async (...argv: string[]) => (await simulateIn(azure, "--git", "main..HEAD", ...argv)).event;
    for (const form of [[], ["--push", "x"]]) {
      expect(await run(...form)).toMatchObject({
        repository: "Web/shop",
        repositoryAliases: ["acme/shop"],
      });
      expect(await run(...form, "--repo", "Tools/shop")).not.toHaveProperty("repositoryAliases");
    }
  });

  test("adds the files that a payload lacks", async () => {
    const pull = {
      action: "opened",
      number: 3,
      pull_request: {
        number: 3,
        title: "Cart",
        head: { ref: "feature/x", sha: checkout.head(), repo: { full_name: "acme/shop", fork: false } },
        base: { ref: "main", repo: { full_name: "acme/shop" } },
      },
      repository: { full_name: "acme/shop" },
    };
    writeFileSync(join(checkout.folder, ".git", "hook.json"), JSON.stringify(pull));
    expect((await simulate("--payload", ".git/hook.json")).verdicts.pulls).toBe("unknown");
    const { event, verdicts } = await simulate("--payload", ".git/hook.json", "--git", "main...HEAD");
    expect(verdicts.pulls).toBe("fires");
    expect(event).toMatchObject({
      webhook: { event: "pull_request" },
      message: "Cart",
      changedFiles: [{ path: "src/cart.ts" }],
    });
  });

  test("reads no commits of the current branch for a payload of another one", async () => {
    const push = { ref: "refs/heads/other", repository: { full_name: "acme/shop" }, pusher: {} };
    const pull = {
      ...{ action: "opened", number: 3, repository: { full_name: "acme/shop" } },
      pull_request: { number: 3, head: { ref: "other" }, base: { ref: "main" } },
    };
    const written = (name: string, body: unknown) => {
      writeFileSync(join(checkout.folder, ".git", name), JSON.stringify(body));
      return ["--payload", `.git/${name}`];
    };
    const own = (name: string, body: unknown) => ["simulate", ...written(name, body), "--git"];
    const refused = await runBuilt(own("push.json", { ...push, after: "c".repeat(40) }), checkout.folder);
    expect(refused.stderr).toBe(
      'dryfire: "--payload" has the branch "other", but the checkout is at "feature/x"; check out "other", or give a range, such as --git BASE...other\n',
    );
    expect((await runBuilt(own("pull.json", pull), checkout.folder)).stderr).toContain("--git main...other");
    const renamed = await simulate(...written("push.json", { ...push, after: checkout.head() }), "--git");
    expect(renamed.event).toMatchObject({ branch: "other", changedFiles: [{ path: "src/cart.ts" }] });
    const named = await simulate(...written("pull.json", pull), "--git", "--branch", "feature/x");
    expect(named.event).toMatchObject({ branch: "feature/x", changedFiles: [{ path: "src/cart.ts" }] });
    const tagged = await simulate(
      ...written("tag.json", { ...push, ref: "refs/tags/v1", before: "c" }),
      "--git",
    );
    expect(tagged.event).not.toHaveProperty("changedFiles");
    const deleted = { ...push, after: "0".repeat(40) };
    expect((await simulate(...written("deleted.json", deleted), "--git")).event).not.toHaveProperty(
      "message",
    );
  });

  test("names the commit if a payload has another one, or no branch", async () => {
    const head = checkout.head();
    const run = async (body: unknown, ...options: string[]) => {
      writeFileSync(join(checkout.folder, ".git", "hook.json"), JSON.stringify(body));
      return (
        await runBuilt(["simulate", "--payload", ".git/hook.json", "--git", ...options], checkout.folder)
      ).stderr;
    };
    const pull = (sha: string) => ({
      ...{ action: "opened", number: 3, repository: { full_name: "acme/shop" } },
      pull_request: { number: 3, head: { ref: "feature/x", sha }, base: { ref: "main" } },
    });
    const reads = `dryfire: "--git" reads the commit ${head.slice(0, 9)}, but the payload has`;
    expect(await run(pull("c".repeat(40)))).toBe(`${reads} ccccccccc; give a range that ends there\n`);
    expect(await run(pull(head))).toBe("");
    const files = ["--changed", "a", "--message", "b"];
    expect(await run(pull("c".repeat(40)), ...files)).toBe("");
    const comment = {
      ...{ action: "created", repository: { full_name: "acme/shop" }, comment: { body: "/deploy" } },
      issue: { number: 3, pull_request: {} },
    };
    expect(await run(comment)).toBe(`${reads} no branch; use --branch\n`);
    const simulate = ["simulate", "--payload", ".git/hook.json", "--git"];
    expect((await runBuilt(simulate, checkout.folder)).exit).toBe(2);
    const ofRange = await runBuilt([...simulate, "main...HEAD"], checkout.folder);
    expect([ofRange.exit, ofRange.stderr]).toEqual([0, `${reads} no branch; use --branch\n`]);
    expect(await run(comment, "--branch", "feature/x")).toBe("");
  });

  test("adds no facts of a range that ends at another commit than the payload", async () => {
    const pull = {
      ...{ action: "opened", number: 3, repository: { full_name: "acme/shop" } },
      pull_request: { number: 3, head: { ref: "feature/x", sha: "c".repeat(40) }, base: { ref: "main" } },
    };
    writeFileSync(join(checkout.folder, ".git", "hook.json"), JSON.stringify(pull));
    for (const range of [[], ["main...HEAD"]]) {
      const { event, verdicts } = await simulate("--payload", ".git/hook.json", "--git", ...range);
      for (const fact of ["changedFiles", "message"]) expect(event).not.toHaveProperty(fact);
      expect(verdicts.pulls).toBe("unknown");
    }
  });

  test("reports facts that are unknown in the checkout, unless a flag or the payload has them", async () => {
    const loose = checkout.copy();
    loose.git("switch", "--quiet", "--detach");
    const push = { ref: "refs/heads/feature/x", repository: { full_name: "acme/shop" }, commits: [] };
    writeFileSync(join(loose.folder, ".git", "push.json"), JSON.stringify(push));
    const header = ["--header", "X-GitHub-Event: push"];
    const payload = ["simulate", "--payload", ".git/push.json", ...header, "--git", "main..HEAD"];
    expect((await runBuilt(payload, loose.folder)).stderr).not.toContain("unknown");
    const run = (...argv: string[]) => runBuilt(["simulate", "--git", "main..HEAD", ...argv], loose.folder);
    expect((await run()).stderr).toMatch(/^dryfire: the branch is unknown, .*use --branch\n$/);
    const told = await run("--branch", "feature/x");
    expect(told.stderr).toBe("");
    expect(told.stdout).toContain("push to feature/x");
  });

  test("leaves the source of a pull request unknown at a detached HEAD unless a flag names it", async () => {
    const loose = checkout.copy();
    loose.git("switch", "--quiet", "--detach");
    const run = (...argv: string[]) =>
      simulateIn(loose, "--git", "main...HEAD", ...argv, "--action", "opened");
    const open = await run("--pr", "main");
    expect(open.stderr).toMatch(/^dryfire: the branch is unknown, .*use --branch\n$/);
    expect(open.event).toMatchObject({ names: ["pullrequest.opened"], targetBranch: "main" });
    expect(open.event).not.toHaveProperty("branch");
    for (const remedy of [
      ["--pr", "main", "--branch", "feature/x"],
      ["--pr", "feature/x:main"],
    ]) {
      const told = await run(...remedy);
      expect([told.stderr, told.exit]).toEqual(["", 0]);
      expect(told.event).toMatchObject({ branch: "feature/x", targetBranch: "main" });
      expect(told.event.changedFiles).toMatchObject([{ path: "src/cart.ts" }]);
    }
  });

  test("requires no branch at a detached HEAD when --push names it", async () => {
    const loose = checkout.copy();
    loose.git("switch", "--quiet", "--detach");
    const { event, stderr } = await simulateIn(loose, "--git", "main...HEAD", "--push", "feature/y");
    expect(stderr).toBe("");
    expect(event).toMatchObject({ names: ["push.heads"], branch: "feature/y" });
  });

  test("shows the files in each webhook of a user action", async () => {
    const argv = ["simulate", "--git", "main...HEAD", "--pr", "main", "--merge"];
    const { events, builds } = await runJson(argv, checkout.folder);
    expect(events.map(({ event }: Answer) => event.changedFiles)).toEqual([
      [{ path: "src/cart.ts", status: "added" }],
      [{ path: "src/cart.ts", status: "added" }],
    ]);
    expect(events[1].event).toMatchObject({ branch: "main", names: ["push", "push.heads"] });
    expect(builds).toEqual([]);
  });
});
