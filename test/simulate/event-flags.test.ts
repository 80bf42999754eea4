import { describe, expect, test } from "vitest";
import { toArguments } from "../../src/cli/args/arguments.ts";
import { parseEventFlags } from "../../src/cli/event/event-flags.ts";
import { eventOfFlags } from "../../src/cli/event/merge-event.ts";
import { parseInstant, parsePathList, parseRepository } from "../../src/cli/event/parse-values.ts";
import { assumeFromFlags } from "../../src/cli/simulate/pipeline-options.ts";
import { UNLISTED_ACTION } from "../../src/simulate/event/action-names.ts";

const fromFlags = (options: Record<string, unknown>, changedFrom?: string) =>
  eventOfFlags(parseEventFlags(toArguments([], options), changedFrom));

describe("the event of the flags", () => {
  const openNames = [UNLISTED_ACTION];
  const comments = [
    "pullrequest.commentAdded",
    "pullrequest.commentAddedUnrestricted",
    "pullrequest:comment_created",
    "comment-added",
  ];
  test.each([
    [{ push: "main" }, { names: ["push.heads"], branch: "main" }],
    [{ push: "refs/heads/main" }, { names: ["push.heads"], branch: "main" }],
    [{ push: "main\u2028x" }, { names: ["push.heads"], branch: "main\u2028x" }],
    [{ tag: "v1" }, { names: ["push.tags"], tag: "v1" }],
    [{ event: "push" }, { names: ["push"] }],
    [
      { event: "push", branch: "main" },
      { names: ["push.heads"], branch: "main" },
    ],
    [
      { event: "push", tag: "v1" },
      { names: ["push.tags"], tag: "v1" },
    ],
    [{ pr: "f:main" }, { names: ["pullrequest"], branch: "f", targetBranch: "main" }],
    [{ pr: "f" }, { names: ["pullrequest"], branch: "f" }],
    [
      { pr: "f:main", action: "synchronize" },
      {
        names: ["pullrequest.synchronize"],
        openNames,
        branch: "f",
        targetBranch: "main",
        pullRequest: { action: "synchronize" },
      },
    ],
    [
      { pr: "f:main", action: "merged", provider: "stash" },
      {
        names: ["pullrequest:merged"],
        provider: "bitbucket-server",
        branch: "f",
        targetBranch: "main",
        pullRequest: { action: "merged" },
      },
    ],
    [
      { pr: "f:main", action: "approved" },
      {
        names: ["pullrequest:approved", "pullrequest.review.submitted.approved"],
        openNames,
        branch: "f",
        targetBranch: "main",
        pullRequest: { action: "submitted" },
      },
    ],
    [
      { pr: "f:main", action: "approved", provider: "github" },
      {
        names: ["pullrequest.review.submitted.approved"],
        provider: "github",
        branch: "f",
        targetBranch: "main",
        pullRequest: { action: "submitted" },
      },
    ],
    [
      { pr: "f:main", action: "approved", provider: "bitbucket" },
      {
        names: ["pullrequest:approved"],
        provider: "bitbucket",
        branch: "f",
        targetBranch: "main",
        pullRequest: { action: "approved" },
      },
    ],
    [
      { pr: "f:main", action: "merged" },
      {
        names: ["pullrequest.merged", "pullrequest:merged", "pullrequest:fulfilled"],
        openNames,
        branch: "f",
        targetBranch: "main",
        pullRequest: { action: "closed", merged: true },
      },
    ],
    [
      { pr: "f", action: "declined", provider: "bitbucket", draft: true },
      {
        names: ["pullrequest:rejected"],
        provider: "bitbucket",
        branch: "f",
        draft: true,
        pullRequest: { action: "rejected" },
      },
    ],
    [
      { comment: "/go", provider: "azure" },
      { names: comments.slice(0, 2), provider: "azure", comment: "/go" },
    ],
    [
      { pr: "f:main", comment: "/go" },
      { names: comments, branch: "f", targetBranch: "main", comment: "/go" },
    ],
    [{ comment: "/go" }, { names: comments, comment: "/go" }],
    [
      { comment: "/go", provider: "gitlab" },
      { names: comments.slice(0, 2), provider: "gitlab", comment: "/go" },
    ],
    [
      { release: "published", tag: "v1" },
      { names: ["release"], tag: "v1" },
    ],
    [{ release: "edited" }, { names: ["release.edited"] }],
    [
      { event: "pullrequest", action: "labeled", branch: "f" },
      { names: ["pullrequest.labeled"], openNames, branch: "f", pullRequest: { action: "labeled" } },
    ],
    [
      {
        event: "pullrequest.opened",
        branch: "f",
        target: "main",
        fork: true,
        repo: "https://github.com/a/b.git",
      },
      { names: ["pullrequest.opened"], branch: "f", targetBranch: "main", fork: true, repository: "a/b" },
    ],
    [
      { comment: "x", "author-association": "none" },
      { names: comments, comment: "x", authorAssociation: "NONE" },
    ],
    [
      { push: "main", changed: ["./a", "b", "/c", "a"] },
      { names: ["push.heads"], branch: "main", changedFiles: [{ path: "a" }, { path: "b" }, { path: "c" }] },
    ],
  ])("%j", (options, facts) => {
    expect(fromFlags(options)).toEqual({ kind: "git", ...facts });
  });

  test("has changed files from a list, which may be empty", () => {
    expect(fromFlags({ push: "main", changed: ["a"] }, "b\nc\n")).toMatchObject({
      changedFiles: [{ path: "a" }, { path: "b" }, { path: "c" }],
    });
    expect(fromFlags({ push: "main" }, "")).toMatchObject({ changedFiles: [] });
  });

  test("is a minute with --at", () => {
    expect(fromFlags({ at: "2026-05-04T03:00Z" })).toEqual({ kind: "time", at: "2026-05-04T03:00:00Z" });
  });

  test.each([
    [{}, /the event is missing; .*--push BRANCH/],
    [{ branch: "main" }, /such as --push main/],
    [{ event: "release.published" }, /unknown event "release.published"; did you mean "release"/],
    [{ event: "pullrequest.open" }, /did you mean "pullrequest.opened"/],
    [{ push: "main", pr: "a:b" }, /"--push" and "--pr" are two different events/],
    [{ push: "main", branch: "x" }, /"--branch" contradicts "--push main"/],
    [{ push: "main", tag: "v1" }, /"--tag" contradicts/],
    [{ push: "main", comment: "x" }, /"--comment" contradicts/],
    [{ push: "main", fork: true }, /"--fork" contradicts/],
    [{ push: "main", target: "x" }, /"--target" contradicts/],
    [{ push: "main", action: "opened" }, /only --pr has an action/],
    [{ event: "push", branch: "a", tag: "b" }, /contradict each other/],
    [{ event: "push.tags", branch: "a" }, /"--branch" contradicts/],
    [{ event: "pullrequest", action: "opend" }, /did you mean "opened"/],
    [{ event: "pullrequest.opened", action: "closed" }, /only --pr has an action/],
    [{ tag: "refs/heads/main" }, /"refs\/heads\/main" is a branch, not a tag; give --push main/],
    [{ tag: "v1", branch: "a" }, /"--branch" contradicts "--tag"/],
    [
      { push: "feature/*" },
      /"feature\/\*" is not a name that a branch can have; give one branch, such as --push/,
    ],
    [{ pr: "feature x:main" }, /"feature x" is not a name that a branch can have/],
    [{ push: "refs/remotes/origin/main" }, /is not a name that a branch can have/],
    [{ tag: "v1.*" }, /"v1\.\*" is not a name that a tag can have; give one tag, such as --tag v1\.0/],
    [{ pr: "a:b:c" }, /not in the form SOURCE:TARGET/],
    [{ pr: "a -> b" }, /"--pr a -> b" is not in the form SOURCE:TARGET; write, for example, --pr feature/],
    [{ pr: "a..b" }, /"--pr a\.\.b" is not in the form SOURCE:TARGET/],
    [{ pr: "a:b", action: "synchronise" }, /did you mean "synchronize"/],
    [{ pr: "a:b", action: "opened", comment: "x" }, /two different events/],
    [{ release: "publish" }, /use published, unpublished/],
    [{ at: "2026-05-04", push: "main" }, /two different events/],
    [{ at: "2026-05-04", branch: "main" }, /"--at" is for cron triggers/],
    [{ push: "main", provider: "svn" }, /unknown provider "svn"; use github/],
    [{ comment: "x", "author-association": "friend" }, /use OWNER/],
    [{ push: "main", repo: "shop" }, /write it as owner\/name/],
  ])("rejects %j", (options, message) => {
    expect(() => fromFlags(options)).toThrow(message);
  });
});

test.each([
  ["2026-05-04", "2026-05-04T00:00:00Z"],
  ["2026-05-04 03:00", "2026-05-04T03:00:00Z"],
  ["2026-05-04T03:00:30+02:00", "2026-05-04T01:00:30Z"],
  ["2026-05-04T03:00-0130", "2026-05-04T04:30:00Z"],
])("accepts the time %s", (text, instant) => {
  expect(parseInstant(text)).toBe(instant);
});

test.each(["yesterday", "2026-02-30", "2026-05-04T24:00", "2026-05-04T03:60"])(
  "rejects the time %s",
  (text) => {
    expect(() => parseInstant(text)).toThrow(/not a time|does not exist/);
  },
);

test.each([
  ["0050-01-01", "not in the years 1000 to 9999"],
  ["0000-01-01T00:00+01:00", "not in the years 1000 to 9999"],
  ["9999-12-31T23:59-01:00", "not in the years 1000 to 9999"],
  ["2026-05-04T03:00+25:99", 'check the offset "+25:99"'],
])("rejects the time %s, which JavaScript reads as another one", (text, message) => {
  expect(() => parseInstant(text)).toThrow(message);
});

test.each([
  ["acme/shop", "acme/shop"],
  ["github.com/acme/shop", "acme/shop"],
  ["https://gitlab.com/group/sub/shop.git", "group/sub/shop"],
  ["git@github.com:acme/shop.git", "acme/shop"],
])("accepts the repository %s", (text, name) => {
  expect(parseRepository(text)).toBe(name);
});

test("accepts a list of paths in Git's format", () => {
  const quoted = '"na\\303\\257ve file.txt"\r\nplain\n"tab\\there"\n"a\\"b\\\\c"\n';
  expect(parsePathList(quoted)).toEqual(["naïve file.txt", "plain", "tab\there", 'a"b\\c']);
  expect(parsePathList('a b\0"c"\0')).toEqual(["a b", '"c"']);
  expect(parsePathList("a\tb\0c\0")).toEqual(["a\tb", "c"]);
});

describe("--assume", () => {
  test("accepts an answer to an open question", () => {
    expect(assumeFromFlags(["glob-engine=minimatch", "skip-case=no"])).toEqual({
      "glob-engine": "minimatch",
      "skip-case": "no",
    });
  });

  test.each([
    ["glob-engine", /has no answer/],
    ["glob-engin=minimatch", /did you mean "glob-engine"/],
    ["glob-engine=micromatch", /use unknown, picomatch, minimatch/],
    ["constructor=yes", /unknown open question/],
  ])("rejects %s", (text, message) => {
    expect(() => assumeFromFlags([text])).toThrow(message);
  });
});
