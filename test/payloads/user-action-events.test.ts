import { describe, expect, test } from "vitest";
import type { ProviderId } from "../../src/catalogue/providers.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { eventsOfMerge, eventsOfRelease, namesOfPush } from "../../src/simulate/event/user-action-events.ts";

const changedFiles = [{ path: "src/cart.ts" }];
const pull = (provider?: ProviderId): GitEvent => ({
  kind: "git",
  names: [provider === "gerrit" ? "patchset-created" : "pullrequest"],
  exact: true,
  webhook: { event: "x" },
  ...(provider && { provider }),
  repository: "acme/shop",
  branch: "fix/totals",
  targetBranch: "main",
  changedFiles,
  message: "Sum [skip ci]",
  pullRequest: { number: 3, action: "opened", mergeCommit: "d".repeat(40) },
});

const expected = {
  github: [
    ["pullrequest", "pullrequest.closed", "pullrequest.merged"],
    ["push", "push.heads"],
  ],
  gitlab: [
    ["pullrequest", "pullrequest.closed", "pullrequest.merged"],
    ["push", "push.heads"],
  ],
  bitbucket: [
    ["pullrequest", "pullrequest:fulfilled"],
    ["push", "push.heads"],
  ],
  "bitbucket-server": [
    ["pullrequest", "pullrequest:merged"],
    ["push", "push.heads"],
  ],
  azure: [
    ["pullrequest", "pullrequest.updated", "pullrequest.statusUpdate"],
    ["pullrequest", "pullrequest.merged"],
    ["push", "push.heads"],
  ],
  gerrit: [["change-merged"], ["push", "push.heads", "ref-updated"]],
} satisfies Partial<Record<ProviderId, string[][]>>;

describe("a merge", () => {
  test.each(Object.keys(expected) as (keyof typeof expected)[])("on %s", (id) => {
    expect(eventsOfMerge(pull(id))!.map(({ event }) => event.names)).toEqual(expected[id]);
  });

  test("closes the pull request and pushes its files to the target branch", () => {
    const [merged, push] = eventsOfMerge(pull("github"))!;
    expect(merged).toEqual({
      what: "the pull request is merged",
      event: {
        kind: "git",
        names: expected.github[0],
        exact: true,
        provider: "github",
        repository: "acme/shop",
        branch: "fix/totals",
        targetBranch: "main",
        changedFiles,
        message: "Sum [skip ci]",
        pullRequest: { number: 3, merged: true, mergeCommit: "d".repeat(40) },
      },
    });
    expect(push).toEqual({
      what: "the push to main",
      event: {
        kind: "git",
        names: ["push", "push.heads"],
        exact: true,
        provider: "github",
        repository: "acme/shop",
        branch: "main",
        changedFiles,
        newBranch: false,
        commit: { revision: "d".repeat(40) },
      },
    });
  });

  test("of an unknown provider has the names of all, and possible narrower ones", () => {
    const merged = ["pullrequest.merged", "pullrequest:merged", "pullrequest:fulfilled", "change-merged"];
    const events = eventsOfMerge(pull())!.map(({ event }) => event);
    expect(events.map(({ names }) => names)).toEqual([merged, ["push.heads"]]);
    expect(events.some(({ exact }) => exact)).toBe(false);
    const withAzure = eventsOfMerge(pull(), new Set(["github", "azure"]))!.map(({ event }) => event.names);
    expect(withAzure).toEqual([["pullrequest.statusUpdate"], merged, ["push.heads"]]);
  });

  test("of a pull request comment drops the comment", () => {
    const comment: GitEvent = {
      ...pull("github"),
      names: ["pullrequest.commentAdded"],
      comment: "/merge",
      commentAuthor: "otto",
    };
    for (const { event } of eventsOfMerge(comment)!) expect(event).not.toHaveProperty("comment");
  });

  test("is undefined for a push", () => {
    expect(eventsOfMerge({ kind: "git", names: ["push.heads"], branch: "main" })).toBeUndefined();
  });
});

describe("a release", () => {
  const release: GitEvent = {
    kind: "git",
    names: ["release"],
    repository: "acme/shop",
    tag: "v2",
    release: { name: "Second" },
  };
  const names = (event: GitEvent) => eventsOfRelease(event)!.map((each) => each.event.names);

  test("pushes its tag, is published, and may be created and released or prereleased", () => {
    expect(names(release)).toEqual([["push", "push.tags"], [], ["release"], []]);
    const [push, created, published, last] = eventsOfRelease(release)!.map(({ event }) => event);
    expect(push).toMatchObject({ tag: "v2", repository: "acme/shop", provider: "github" });
    expect(created!.openNames).toEqual([{ name: "release.created" }]);
    expect(published!.release).toEqual({ name: "Second", action: "published" });
    expect(last!.openNames).toEqual([{ name: "release.released" }, { name: "release.prereleased" }]);
    expect(last!.release).toEqual({ name: "Second" });
  });

  test("is released or prereleased, if that is known", () => {
    expect(names({ ...release, release: { prerelease: false } }).at(-1)).toEqual(["release.released"]);
    expect(names({ ...release, release: { prerelease: true } }).at(-1)).toEqual(["release.prereleased"]);
    expect(names({ ...release, names: ["release.released"] }).slice(2)).toEqual([
      ["release"],
      ["release.released"],
    ]);
    expect(names({ ...release, names: ["release.prereleased"] }).at(-1)).toEqual(["release.prereleased"]);
    expect(names({ ...release, names: ["release.created"] })[1]).toEqual(["release.created"]);
  });

  test.each(["edited", "deleted", "unpublished"])("that is %s has no other webhook", (action) => {
    expect(names({ ...release, names: [`release.${action}`] })).toEqual([[`release.${action}`]]);
  });

  test("is undefined for a push", () => {
    expect(eventsOfRelease({ kind: "git", names: ["push.tags"], tag: "v2" })).toBeUndefined();
  });
});

test("a push of a new branch has the provider's own name, if it has one", () => {
  expect(namesOfPush("bitbucket", "new branch")).toEqual({
    names: ["push", "push.heads", "push.newBranch"],
    exact: true,
  });
  expect(namesOfPush("github", "new branch")).toEqual({ names: ["push", "push.heads"], exact: true });
  expect(namesOfPush(undefined, "new branch")).toEqual({ names: ["push.heads"] });
});
