import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, onTestFinished, test, vi } from "vitest";
import { branchNames, eventFromGit } from "../../src/cli/git/event-from-git.ts";
import { Git } from "../../src/cli/git/run-git.ts";
import { newFolder } from "../new-folder.ts";
import { Checkout, ignoreGitConfig } from "./checkout.ts";

ignoreGitConfig();

const templates = new Map<string, Checkout>();

/** Returns a copy of a checkout that is created once, since creating one takes many runs of Git. */
function copyOf(name: string, make: () => Checkout): Checkout {
  const template = templates.get(name) ?? make();
  templates.set(name, template);
  return template.copy();
}

/** A clone of a repository whose `main` has two commits, with a GitHub URL as remote. */
function cloned(...args: string[]): Checkout {
  return copyOf(args.join(), () => makeClone(args));
}

function makeClone(args: readonly string[]): Checkout {
  const upstream = Checkout.init();
  upstream.commit("First", { "README.md": "one\n", "src/a.ts": "a\n" });
  upstream.commit("Second", { "src/b.ts": "b\n".repeat(20) });
  const checkout = upstream.clone(...args);
  checkout.git("remote", "set-url", "origin", "git@github.com:acme/shop.git");
  return checkout;
}

const of = (checkout: Checkout, range?: string, pr?: string) =>
  eventFromGit(range, { cwd: checkout.folder, ...(pr !== undefined && { pr }) });

describe("a push of the current branch", () => {
  test("sends the commits that the remote branch lacks", () => {
    const checkout = cloned();
    checkout.commit("Third [skip ci]", { "src/a.ts": "aa\n", "docs/über uns.md": "x\n", "gone.txt": "x\n" });
    const head = checkout.commit("Fourth\n\nWith a body.", {
      "src/c.ts": "b\n".repeat(20),
      "src/b.ts": null,
      "gone.txt": null,
    });
    expect(of(checkout)).toEqual({
      event: {
        kind: "git",
        names: ["push", "push.heads"],
        exact: true,
        provider: "github",
        repository: "acme/shop",
        branch: "main",
        message: "Fourth\n\nWith a body.",
        earlierMessages: ["Third [skip ci]"],
        commit: { revision: head, author: "Mira Lund" },
        newBranch: false,
        changedFiles: [
          { path: "docs/über uns.md", status: "added" },
          { path: "gone.txt", status: "removed" },
          { path: "src/a.ts", status: "modified" },
          { path: "src/c.ts", status: "renamed", previousPath: "src/b.ts" },
        ],
      },
      notes: [],
    });
  });

  test("sends the commits that the remote's default branch lacks, for a new branch", () => {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--create", "feature/cart");
    checkout.commit("Cart", { "src/cart.ts": "x\n" });
    expect(of(checkout).event).toMatchObject({
      branch: "feature/cart",
      newBranch: true,
      changedFiles: [{ path: "src/cart.ts", status: "added" }],
    });
  });

  test("sends the commits that the upstream branch lacks, for a new branch with an upstream", () => {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--create", "topic", "--track", "origin/main");
    checkout.commit("Topic", { topic: "x\n" });
    expect(of(checkout).event).toMatchObject({
      branch: "topic",
      newBranch: true,
      changedFiles: [{ path: "topic" }],
    });
  });

  test("changes no files and has the message of its head, for a new branch without commits", () => {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--create", "empty");
    expect(of(checkout).event).toMatchObject({ newBranch: true, changedFiles: [], message: "Second" });
  });

  test("sends everything and has an unknown repository, without a remote", () => {
    const checkout = Checkout.init();
    checkout.commit("First", { a: "a\n" });
    checkout.commit("Second", { a: "b\n", "b/c": "c\n" });
    const { event, notes } = of(checkout);
    expect(event).toMatchObject({
      branch: "main",
      changedFiles: [
        { path: "a", status: "added" },
        { path: "b/c", status: "added" },
      ],
    });
    expect(event).not.toHaveProperty("repository");
    expect(notes.map(({ text }) => text)).toEqual([
      "the repository is unknown, since there is no remote; use --repo",
    ]);
  });

  test("sends what no remote branch has, for a new branch where no remote branch is the default", () => {
    const upstream = Checkout.init();
    upstream.git("branch", "--move", "trunk");
    upstream.commit("First", { "README.md": "one\n" });
    upstream.git("switch", "--quiet", "--create", "develop");
    upstream.commit("Develop", { "develop.ts": "x\n" });
    const checkout = upstream.clone();
    checkout.git("remote", "set-head", "origin", "--delete");
    checkout.git("switch", "--quiet", "--create", "topic");
    checkout.commit("One", { "one.ts": "x\n" });
    checkout.commit("Two", { "two.ts": "x\n" });
    expect(of(checkout).event).toMatchObject({
      branch: "topic",
      newBranch: true,
      changedFiles: [{ path: "one.ts" }, { path: "two.ts" }],
      message: "Two",
      earlierMessages: ["One"],
    });
    checkout.git("switch", "--quiet", "--create", "empty", "origin/develop", "--no-track");
    expect(of(checkout).event).toMatchObject({ newBranch: true, changedFiles: [], message: "Develop" });
    checkout.git("switch", "--quiet", "--detach");
    expect(() => of(checkout)).toThrow("nothing to push: HEAD is detached");
  });

  test("sends everything, for a remote without any branch", () => {
    const checkout = Checkout.init();
    checkout.commit("First", { a: "a\n" });
    checkout.git("remote", "add", "origin", "git@github.com:acme/shop.git");
    const { event } = of(checkout);
    expect(event).toMatchObject({ branch: "main", newBranch: true, changedFiles: [{ path: "a" }] });
  });

  test("has the branch of @{push} and sends what that branch lacks", () => {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--create", "topic", "--track", "origin/main");
    checkout.commit("Topic", { topic: "x\n" });
    checkout.git("config", "push.default", "upstream");
    const { event } = of(checkout);
    expect(event).toMatchObject({ branch: "main", newBranch: false, changedFiles: [{ path: "topic" }] });
    expect(event.names).toEqual(["push", "push.heads"]);
    expect(of(checkout, "HEAD~1..HEAD").event.branch).toBe("main");
    expect(of(checkout, undefined, "main").event.branch).toBe("topic");
    checkout.git("reset", "--quiet", "--hard", "origin/main");
    expect(() => of(checkout)).toThrow('nothing to push: "topic" is equal to "origin/main"');
    checkout.git("config", "push.default", "current");
    expect(of(checkout).event).toMatchObject({ branch: "topic", newBranch: true });
  });

  test("goes to the remote and the name that the configuration of pushes names", () => {
    const checkout = cloned();
    checkout.commit("Third", { a: "x\n" });
    checkout.git("remote", "add", "fork", "https://gitlab.com/mira/shop.git");
    checkout.git("config", "branch.main.pushRemote", "fork");
    expect(of(checkout).event).toMatchObject({ repository: "mira/shop", branch: "main", newBranch: true });
    expect(of(checkout, "HEAD~1..HEAD", "main").event.repository).toBe("acme/shop");
    checkout.git("config", "--unset", "branch.main.pushRemote");
    checkout.git("config", "remote.origin.push", "refs/heads/*:refs/heads/mira/*");
    expect(of(checkout).event).toMatchObject({
      repository: "acme/shop",
      branch: "mira/main",
      newBranch: true,
    });
  });

  test("sends the files of both parents, for a merge", () => {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--create", "side");
    checkout.commit("Side", { "side.ts": "x\n" });
    checkout.git("switch", "--quiet", "main");
    checkout.commit("Main", { "main.ts": "x\n" });
    checkout.git("merge", "--quiet", "--no-ff", "-m", "Merge", "side");
    const { event } = of(checkout);
    expect(event.changedFiles?.map(({ path }) => path).sort()).toEqual(["main.ts", "side.ts"]);
    expect(event.message).toBe("Merge");
  });

  test("reports when no commits would be pushed", () => {
    expect(() => of(cloned())).toThrow(
      'nothing to push: "main" is equal to "origin/main"; give a range, such as --git HEAD~1..HEAD',
    );
  });

  test("has an unknown branch at a detached HEAD", () => {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--detach");
    expect(() => of(checkout)).toThrow("nothing to push: HEAD is detached");
    checkout.commit("Loose", { loose: "x\n" });
    const { event, notes } = of(checkout);
    for (const fact of ["branch", "newBranch", "exact"]) expect(event).not.toHaveProperty(fact);
    expect(event.names).toEqual(["push.heads"]);
    expect(event.changedFiles).toEqual([{ path: "loose", status: "added" }]);
    expect(notes[0]?.text).toMatch(/^the branch is unknown/);
  });
});

describe("a tag", () => {
  const ofTag = (checkout: Checkout, tag: string | null, range?: string) =>
    eventFromGit(range, { cwd: checkout.folder, tag });

  test("has its own commit, also where the branch is pushed or has moved on", () => {
    const checkout = cloned();
    checkout.git("tag", "--annotate", "-m", "The release", "v1", "HEAD~1");
    const revision = checkout.git("rev-parse", "HEAD~1").trim();
    for (const range of [undefined, "HEAD~1..HEAD"]) {
      const { event, notes } = ofTag(checkout, "v1", range);
      expect(event).toEqual({
        kind: "git",
        names: ["push.tags"],
        provider: "github",
        repository: "acme/shop",
        message: "First",
        commit: { revision, author: "Mira Lund" },
      });
      expect(notes.filter(({ missing }) => missing !== "branch")).toEqual([]);
    }
  });

  test("that does not exist yet has the commit of HEAD or of the range", () => {
    const checkout = cloned();
    const made = ofTag(checkout, "v2");
    expect(made.event.message).toBe("Second");
    expect(made.notes.at(-1)?.text).toBe(
      'the tag "v2" is not in this checkout, so its commit is assumed to be HEAD',
    );
    expect(ofTag(checkout, "v2", "HEAD~1..HEAD").notes.map(({ missing }) => missing)).toEqual(["branch"]);
    expect(ofTag(checkout, null).event.message).toBe("Second");
  });
});

describe("paths of files", () => {
  test("may contain quotes, spaces, line breaks, tabs and letters of any script", () => {
    const checkout = cloned();
    const names = [
      'say "hi".txt',
      "two  spaces ",
      "line\nbreak",
      "tab\tbed",
      "日本語/ファイル.md",
      "-dash",
      "R100",
      "back\\slash",
    ];
    checkout.commit("Odd", Object.fromEntries(names.map((name) => [name, `${name}\n`])));
    expect(
      of(checkout)
        .event.changedFiles?.map(({ path }) => path)
        .sort(),
    ).toEqual([...names].sort());
    expect(new Git(checkout.folder).trackedFiles()).toEqual(expect.arrayContaining([...names, "src/a.ts"]));
  });

  test("are relative to the root of the checkout, also in a subfolder", () => {
    const checkout = cloned();
    expect(new Git(join(checkout.folder, "src")).trackedFiles()).toEqual([
      "README.md",
      "src/a.ts",
      "src/b.ts",
    ]);
  });
});

describe("a commit range", () => {
  const branched = () => copyOf("branched", makeBranched);

  function makeBranched(): Checkout {
    const checkout = cloned();
    checkout.git("switch", "--quiet", "--create", "feature/x");
    checkout.commit("One", { "one.ts": "1\n", "back.ts": "1\n" });
    checkout.commit("Two", { "two.ts": "2\n", "back.ts": null });
    checkout.git("switch", "--quiet", "main");
    checkout.commit("Ahead", { "ahead.ts": "x\n" });
    checkout.git("switch", "--quiet", "feature/x");
    return checkout;
  }
  const paths = (result: ReturnType<typeof of>) => result.event.changedFiles?.map(({ path }) => path);

  test("with two dots has the commits of its end that its start lacks", () => {
    expect(paths(of(branched(), "main..HEAD"))).toEqual(["back.ts", "one.ts", "two.ts"]);
    expect(of(branched(), "HEAD~1..").event).toMatchObject({ branch: "feature/x", message: "Two" });
    expect(of(branched(), "HEAD~1..").event).not.toHaveProperty("newBranch");
  });

  test("with three dots and a target is a pull request with the files that differ", () => {
    const result = of(branched(), "main...HEAD", "main");
    expect(result.event).toMatchObject({
      names: ["pullrequest"],
      branch: "feature/x",
      targetBranch: "main",
      message: "Two",
    });
    expect(paths(result)).toEqual(["one.ts", "two.ts"]);
    expect(of(branched(), undefined, "main").event).toEqual({
      ...result.event,
      commit: expect.anything(),
      pullRequest: expect.anything(),
    });
  });

  test("may end at a local or remote branch", () => {
    const checkout = branched();
    expect(of(checkout, "feature/x..main").event.branch).toBe("main");
    expect(of(checkout, "origin/main~1..origin/main").event.branch).toBe("main");
    expect(of(checkout, "origin/main~1..origin/main~0").event).not.toHaveProperty("branch");
  });

  test.each([
    ["HEAD", '"HEAD" is not a range of commits; write A..B or A...B, such as --git main...HEAD'],
    ["--output=/tmp/x..HEAD", '"--output=/tmp/x..HEAD" is not a range of commits'],
    ["main..--all", 'commit "--all" does not exist in this repository; check the name'],
    ["nowhere...HEAD", 'commit "nowhere" does not exist in this repository; check the name'],
    ["HEAD..HEAD", '"HEAD..HEAD" contains no commits; give another range'],
  ])("%s is rejected", (range, sentence) => {
    expect(() => of(branched(), range)).toThrow(sentence);
  });

  test("of a pull request into a missing branch is rejected", () => {
    expect(() => of(branched(), undefined, "nowhere")).toThrow(
      'branch "nowhere" does not exist in this repository; check the name',
    );
  });

  test("of branches without a common commit is rejected", () => {
    const checkout = branched();
    checkout.git("switch", "--quiet", "--orphan", "other");
    checkout.commit("Other", { other: "x\n" });
    expect(() => of(checkout, "main...other")).toThrow('"main" and "other" have no commit in common');
  });
});

describe("remotes", () => {
  test("are chosen in order: the branch's own, origin, the only one", () => {
    const checkout = cloned();
    checkout.git("remote", "add", "fork", "https://gitlab.com/mira/web/shop.git");
    checkout.git("config", "branch.main.remote", "fork");
    checkout.commit("Third", { a: "x\n" });
    expect(of(checkout).event).toMatchObject({ repository: "mira/web/shop", provider: "gitlab" });
    checkout.git("config", "--unset", "branch.main.remote");
    expect(of(checkout).event).toMatchObject({ repository: "acme/shop", provider: "github" });
    checkout.git("remote", "rename", "origin", "upstream");
    expect(of(checkout).event).not.toHaveProperty("repository");
    checkout.git("remote", "remove", "fork");
    expect(of(checkout).event).toMatchObject({ repository: "acme/shop" });
  });

  test("with a local path leave the repository unknown", () => {
    const checkout = cloned();
    checkout.git("remote", "set-url", "origin", "/srv/git/acme/shop.git");
    checkout.commit("Third", { a: "x\n" });
    const { event, notes } = of(checkout);
    expect(event).not.toHaveProperty("repository");
    expect(notes.map(({ text }) => text)).toEqual([
      'the repository is unknown, since the address of the remote "origin" does not contain it; use --repo',
    ]);
  });
});

describe("a shallow clone", () => {
  test("has the files of new commits, but not of a commit without its parents", () => {
    const checkout = cloned("--depth=1");
    checkout.commit("Third", { "new.ts": "x\n" });
    expect(of(checkout).event.changedFiles).toEqual([{ path: "new.ts", status: "added" }]);
    checkout.git("update-ref", "-d", "refs/remotes/origin/HEAD");
    checkout.git("update-ref", "-d", "refs/remotes/origin/main");
    const { event, notes } = of(checkout);
    expect(event).toMatchObject({
      changedFiles: [{ path: "new.ts", status: "added" }],
      changedFilesIncomplete: true,
    });
    expect(notes[0]?.text).toBe(
      'the clone is shallow, so the files of a commit are unknown; run "git fetch --unshallow"',
    );
  });

  test("is named as the cause of a missing commit", () => {
    expect(() => of(cloned("--depth=1"), "HEAD~1..HEAD")).toThrow(
      'commit "HEAD~1" does not exist in this repository; the clone is shallow, so run "git fetch --unshallow"',
    );
  });
});

describe("a folder that cannot be used", () => {
  test("a repository without commits", () => {
    const checkout = Checkout.init();
    for (const pr of [undefined, "main"])
      expect(() => of(checkout, undefined, pr)).toThrow("the repository has no commits");
    expect(() => of(checkout, "main..HEAD")).toThrow("the repository has no commits");
    expect(new Git(checkout.folder).trackedFiles()).toEqual([]);
  });

  test("a folder outside a repository, and a system without Git", () => {
    const folder = newFolder(onTestFinished);
    try {
      expect(() => eventFromGit(undefined, { cwd: folder })).toThrow(
        `"${folder}" is not in a git repository; run dryfire in one`,
      );
      const checkout = Checkout.init();
      vi.stubEnv("PATH", folder);
      expect(() => of(checkout)).toThrow(`git cannot be run in "${checkout.folder}"; install it`);
    } finally {
      vi.unstubAllEnvs();
    }
  });
});

test("a git that waits for a pipe is stopped", () => {
  const checkout = Checkout.init();
  const pipe = join(checkout.folder, "pipe");
  execFileSync("mkfifo", [pipe]);
  writeFileSync(join(checkout.folder, ".git", "config"), `[include]\n\tpath = ${pipe}\n`);
  expect(() => new Git(checkout.folder, undefined, 300)).toThrow(
    `"git rev-parse" does not end in "${checkout.folder}" and was stopped after 0.3 s; run it there to see why`,
  );
});

describe("reading a checkout", () => {
  test("changes nothing and runs none of its programs", () => {
    const checkout = cloned();
    checkout.commit("Third", { "a.txt": "x\n", ".gitattributes": "*.txt diff=odd\n" });
    const mark = join(checkout.folder, "..", `${checkout.folder.split("/").at(-1)}-ran`);
    for (const [key, value] of [
      ["core.fsmonitor", "x"],
      ["diff.external", "x"],
      ["diff.odd.textconv", "x"],
    ]) {
      checkout.git("config", key!, value === "x" ? `touch ${mark};` : value!);
    }
    mkdirSync(join(checkout.folder, ".git/hooks"), { recursive: true });
    writeFileSync(join(checkout.folder, "a.txt"), "uncommitted\n");
    const before = snapshot(join(checkout.folder, ".git"));
    of(checkout);
    of(checkout, "HEAD~1..HEAD", "main");
    const git = new Git(checkout.folder);
    git.trackedFiles();
    branchNames(git);
    expect(snapshot(join(checkout.folder, ".git"))).toEqual(before);
    expect(statSync(mark, { throwIfNoEntry: false })).toBeUndefined();
  });

  test("returns each branch of the checkout and its remotes once", () => {
    const checkout = cloned();
    checkout.git("branch", "feature/y");
    const git = new Git(checkout.folder);
    expect(branchNames(git).sort()).toEqual(["feature/y", "main"]);
    expect(branchNames(git, 1)).toHaveLength(1);
  });
});

function snapshot(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" }).map((path) => {
    const { mtimeMs, size } = statSync(join(folder, path));
    return `${path} ${size} ${mtimeMs}`;
  });
}
