import { createRequire } from "node:module";
import { describe, expect, test } from "vitest";
import { findEvent } from "../../src/catalogue/events/events.ts";
import { eventFromPayload, type PayloadResult } from "../../src/simulate/payloads/index.ts";
import type { OfferedPayload } from "../../src/simulate/payloads/result.ts";

interface Example {
  readonly name: string;
  readonly body: Record<string, unknown>;
}

const require = createRequire(import.meta.url);
const versions = ["api.github.com", "ghes-31", "ghes-35"];

function examplesOf(version: string): Example[] {
  const definitions = require(`@octokit/webhooks-examples/${version}/index.json`) as {
    name: string;
    examples: Record<string, unknown>[];
  }[];
  return definitions.flatMap(({ name, examples }) => examples.map((body) => ({ name, body })));
}

/** The trigger events of each webhook event and action; those not listed have none. */
const names: Record<string, string[]> = {
  "push refs/heads/master": ["push", "push.heads"],
  "push refs/tags/simple-tag": ["push", "push.tags"],
  "push deleted": [],
  "pull_request opened": ["pullrequest", "pullrequest.opened"],
  "pull_request reopened": ["pullrequest", "pullrequest.reopened"],
  "pull_request edited": ["pullrequest", "pullrequest.edited"],
  "pull_request assigned": ["pullrequest", "pullrequest.assigned"],
  "pull_request unassigned": ["pullrequest", "pullrequest.unassigned"],
  "pull_request labeled": ["pullrequest", "pullrequest.labeled"],
  "pull_request unlabeled": ["pullrequest", "pullrequest.unlabeled"],
  "pull_request synchronize": ["pullrequest", "pullrequest.synchronize"],
  "pull_request review_requested": [
    "pullrequest",
    "pullrequest.reviewRequested",
    "pullrequest.review_requested",
  ],
  "pull_request review_request_removed": [
    "pullrequest",
    "pullrequest.reviewRequestRemoved",
    "pullrequest.review_request_removed",
  ],
  "pull_request closed": ["pullrequest", "pullrequest.closed", "pullrequest.unmerged-closed"],
  "pull_request_review submitted": ["pullrequest", "pullrequest.review.submitted.commented"],
  "release published": ["release"],
  "release unpublished": ["release.unpublished"],
  "release created": ["release.created"],
  "release edited": ["release.edited"],
  "release deleted": ["release.deleted"],
  "release prereleased": ["release.prereleased"],
  "release released": ["release.released"],
};

/** Events whose bodies have the main key of another one. */
const sameBody: Readonly<Record<string, string>> = {
  deployment_review: "workflow_run",
  discussion_comment: "discussion",
};

function keyOf({ name, body }: Example): string {
  if (name !== "push") return `${name} ${body.action}`;
  return body.deleted ? "push deleted" : `push ${body.ref}`;
}

function outcome(result: PayloadResult): readonly (readonly string[])[] | string {
  if ("error" in result) return result.error;
  return result.offered ? result.events.map((event) => event.names) : result.reason;
}

describe.each(versions)("every example of %s", (version) => {
  const examples = examplesOf(version);

  test("has the names of the table, or none", () => {
    expect(examples.length).toBeGreaterThan(40);
    for (const example of examples) {
      const result = eventFromPayload(example.body, { "X-GitHub-Event": example.name });
      const expected = names[keyOf(example)];
      if (expected) expect([keyOf(example), outcome(result)]).toEqual([keyOf(example), [expected]]);
      else
        expect([keyOf(example), result]).toEqual([
          keyOf(example),
          expect.objectContaining({ offered: false }),
        ]);
    }
  });

  test("gives the same without the header", () => {
    for (const example of examples) {
      const told = eventFromPayload(example.body, { "X-GitHub-Event": example.name });
      const seen = eventFromPayload(example.body);
      if (!("error" in told) && told.offered) expect([keyOf(example), seen]).toEqual([keyOf(example), told]);
      else expect("error" in seen || !seen.offered, keyOf(example)).toBe(true);
    }
  });

  test("is named without the header, or asks for it", () => {
    const asking = new Set<string>();
    for (const { name, body } of examples) {
      const seen = eventFromPayload(body);
      if ("error" in seen) continue;
      const kind = /^GitHub's "(\w+)"/.exec(seen.what)?.[1];
      if (kind !== undefined) expect([kind, body]).toEqual([sameBody[name] ?? name, body]);
      else if (!seen.offered && seen.event.openNames) asking.add(name);
    }
    const uncertain = [
      "commit_comment",
      "enterprise",
      "github_app_authorization",
      "installation",
      "organization",
      "public",
      "repository",
      "watch",
    ];
    expect([...asking].filter((name) => !uncertain.includes(name))).toEqual([]);
  });

  test("gives existing names, and no fact without a value", () => {
    for (const { name, body } of examples) {
      const result = eventFromPayload(body, { "x-github-event": name });
      if ("error" in result || !result.offered) continue;
      for (const event of result.events) {
        expect(event.names.filter((each) => !findEvent(each))).toEqual([]);
        expect(JSON.parse(JSON.stringify(event))).toEqual(event);
        expect(event.repository).toBe((body.repository as { full_name: string }).full_name);
      }
    }
  });
});

/** Returns a payload of `api.github.com` by event and action, with changes at its top level. */
function example(name: string, action: string | undefined, changes: Record<string, unknown> = {}) {
  const found = examplesOf("api.github.com").find(
    (each) => each.name === name && each.body.action === action,
  );
  return { ...found!.body, ...changes };
}

function only(body: unknown, event?: string): OfferedPayload["events"][number] {
  const result = eventFromPayload(body, event === undefined ? {} : { "X-GitHub-Event": event });
  if ("error" in result || !result.offered || result.events.length !== 1)
    throw new Error(JSON.stringify(result));
  return result.events[0]!;
}

describe("pull requests", () => {
  const opened = example("pull_request", "opened") as { pull_request: Record<string, unknown> };

  test("have the facts of the payload, and no files", () => {
    const event = only(opened);
    expect(event).toMatchObject({
      provider: "github",
      repository: "Codertocat/Hello-World",
      branch: "changes",
      targetBranch: "master",
      headRepository: "Codertocat/Hello-World",
      headRepositoryIsFork: false,
      authorAssociation: "OWNER",
      pullRequest: {
        number: 2,
        title: "Update the README with new information.",
        action: "opened",
        labels: [],
        merged: false,
      },
      commit: { revision: "ec26c3e57ca3a959ca5aad62de7213c562f8c821" },
    });
    expect(event.changedFiles).toBeUndefined();
    expect(event.message).toBeUndefined();
    expect(event.pullRequest?.mergeCommit).toBeUndefined();
  });

  test("are merged or not depending on the flag", () => {
    const closed = (merged: unknown) => ({
      ...opened,
      action: "closed",
      pull_request: {
        ...opened.pull_request,
        merged,
        merged_at: undefined,
        merge_commit_sha: "f".repeat(40),
      },
    });
    expect(only(closed(true)).names).toEqual(["pullrequest", "pullrequest.closed", "pullrequest.merged"]);
    expect(only(closed(true)).pullRequest?.mergeCommit).toBe("f".repeat(40));
    expect(only(closed(false)).names).toEqual([
      "pullrequest",
      "pullrequest.closed",
      "pullrequest.unmerged-closed",
    ]);
    expect(only(closed(undefined))).toMatchObject({ names: ["pullrequest.closed"] });
    expect(only(closed(undefined)).exact).toBeUndefined();
  });

  test("of a deleted fork are from a fork", () => {
    const { head } = opened.pull_request as { head: Record<string, unknown> };
    const event = only({
      ...opened,
      pull_request: { ...opened.pull_request, head: { ...head, repo: null } },
    });
    expect(event.fork).toBe(true);
    expect(event.headRepository).toBeUndefined();
  });

  test("name their fork", () => {
    const { head } = opened.pull_request as { head: Record<string, unknown> };
    const repo = { full_name: "someone/Hello-World", fork: true };
    const event = only({ ...opened, pull_request: { ...opened.pull_request, head: { ...head, repo } } });
    expect(event).toMatchObject({ headRepository: "someone/Hello-World", headRepositoryIsFork: true });
  });

  test("of a review have the state in their name", () => {
    const review = example("pull_request_review", "submitted") as { review: Record<string, unknown> };
    for (const [state, name] of [
      ["approved", "pullrequest.review.submitted.approved"],
      ["changes_requested", "pullrequest.review.submitted.changes_requested"],
      ["APPROVED", "pullrequest.review.submitted.approved"],
    ]) {
      expect(only({ ...review, review: { ...review.review, state } }).names).toEqual(["pullrequest", name]);
    }
  });
});

describe("comments", () => {
  const comment = example("issue_comment", "created") as { issue: Record<string, unknown> };
  const onPull = {
    ...comment,
    issue: { ...comment.issue, pull_request: { url: "https://api.github.com/x", merged_at: null } },
  };

  test("on a pull request have both names, and possibly the general one", () => {
    expect(only(onPull)).toMatchObject({
      names: ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"],
      openNames: [{ name: "pullrequest", question: "pullrequest-covers-comments" }],
      comment: "You are totally right! I'll get this fixed right away.",
      commentAuthor: "Codertocat",
      authorAssociation: "OWNER",
      pullRequest: { number: 1, title: "Spelling error in the README file", merged: false },
    });
    expect(only(onPull).branch).toBeUndefined();
  });

  test("on an issue, or edited or deleted, have no name", () => {
    expect(eventFromPayload(comment)).toMatchObject({
      offered: false,
      what: `GitHub's "issue_comment" (created)`,
      reason: "this comment is on an issue, not on a pull request",
    });
    for (const action of ["edited", "deleted"]) {
      expect(eventFromPayload({ ...onPull, action })).toMatchObject({ offered: false });
    }
  });
});

describe("bodies that lack a key", () => {
  const without = (body: object, key: string) =>
    Object.fromEntries(Object.entries(body).filter(([own]) => own !== key));
  const pull = example("pull_request", "opened");
  const comment = example("issue_comment", "created");
  const onPull = { ...comment, issue: { ...(comment.issue as object), pull_request: {} } };
  const review = example("pull_request_review", "submitted");
  const openNames = (body: unknown) => (only(body).openNames ?? []).map(({ name }) => name);

  test("of a pull request are one without its number too", () => {
    expect(only(without(pull, "number")).names).toEqual(["pullrequest", "pullrequest.opened"]);
  });

  test("of a push are one without its ref too", () => {
    const push = examplesOf("api.github.com").find(({ name }) => name === "push")!.body;
    expect(openNames(without(push, "ref"))).toEqual(["push", "push.heads", "push.tags"]);
  });

  test("that shows the kind may have the name of each kind", () => {
    expect(only(without(onPull, "action"))).toMatchObject({
      names: [],
      openNames: [
        { name: "pullrequest.commentAdded" },
        { name: "pullrequest.commentAddedUnrestricted" },
        { name: "pullrequest", question: "pullrequest-covers-comments" },
      ],
    });
    expect(only(without(onPull, "issue"), "issue_comment").openNames).toHaveLength(3);
    const names = ["approved", "commented", "changes_requested"];
    const ofReview = ["pullrequest", ...names.map((name) => `pullrequest.review.submitted.${name}`)];
    expect(openNames(without(review, "action"))).toEqual(ofReview);
    expect(openNames({ ...review, review: {} })).toEqual(ofReview);
    expect(openNames(without(example("release", "published"), "action"))).toHaveLength(7);
    expect(eventFromPayload(without(onPull, "action"))).toMatchObject({
      notes: ['the payload has no "action", so the kind of comment is unknown'],
    });
  });

  test("that identifies the event ask for the header", () => {
    const result = eventFromPayload(without(pull, "pull_request"));
    expect(result).toMatchObject({
      offered: false,
      reason: "the body alone does not identify the event; add --header 'X-GitHub-Event: …'",
    });
    const { event } = result as Extract<PayloadResult, { offered: false }>;
    expect(event.repository).toBe("Codertocat/Hello-World");
    expect(event.openNames).toContainEqual({ name: "pullrequest.opened" });
    expect(event.openNames).toContainEqual({ name: "push.heads" });
  });

  test("are read by a header in any letter case", () => {
    expect(only(pull, "Pull_Request").names).toEqual(["pullrequest", "pullrequest.opened"]);
  });

  test("of a deployment status are not those of the check that it names", () => {
    const status = { ...example("deployment_status", "created"), check_run: null, workflow: null };
    expect(eventFromPayload(status)).toMatchObject({ what: `GitHub's "deployment_status" (created)` });
  });
});

describe("pushes", () => {
  const push = examplesOf("api.github.com").find(
    ({ name, body }) => name === "push" && body.ref === "refs/heads/master",
  )!.body;
  const commit = (id: string, message: string, files: object) => ({ id, message, ...files });
  const pushOf = (commits: unknown[], more: object = {}) =>
    only({ ...push, created: false, before: "1".repeat(40), commits, head_commit: commits.at(-1), ...more });

  test("list the files of all commits once, with their final status", () => {
    const event = pushOf([
      commit("a", "first", { added: ["new.ts"], modified: ["old.ts"], removed: ["gone.ts", "back.ts"] }),
      commit("b", "second\n\nwith a body", { added: ["back.ts"], modified: ["new.ts"], removed: ["old.ts"] }),
    ]);
    expect(event.changedFiles).toEqual([
      { path: "new.ts", status: "added" },
      { path: "old.ts", status: "removed" },
      { path: "gone.ts", status: "removed" },
      { path: "back.ts", status: "modified" },
    ]);
    expect(event.changedFilesIncomplete).toBeUndefined();
    expect(event.message).toBe("second\n\nwith a body");
    expect(event.earlierMessages).toEqual(["first"]);
    expect(event.newBranch).toBe(false);
  });

  test("with truncated lists report it", () => {
    const many = Array.from({ length: 2048 }, (_, index) => commit(`${index}`, "x", { added: [`${index}`] }));
    expect(pushOf(many).changedFilesIncomplete).toBe(true);
    expect(pushOf(many.slice(1)).changedFilesIncomplete).toBeUndefined();
    const large = { added: Array.from({ length: 3000 }, (_, index) => `${index}`) };
    expect(pushOf([commit("a", "x", large)]).changedFilesIncomplete).toBe(true);
    expect(pushOf([commit("a", "x", { added: ["a"] }), commit("b", "x", {})]).changedFilesIncomplete).toBe(
      true,
    );
  });

  test("without lists of files, as in GitHub Actions, have unknown files", () => {
    expect(pushOf([commit("a", "x", {})])).not.toHaveProperty("changedFiles");
  });

  test("without commits change no files", () => {
    expect(pushOf([], { created: true })).toMatchObject({
      changedFiles: [],
      newBranch: true,
      branch: "master",
    });
  });

  test("of a tag have unknown files, and the branch of the tag", () => {
    const tag = examplesOf("api.github.com").find(
      ({ body }) => body.ref === "refs/tags/simple-tag" && !body.deleted,
    )!.body;
    const event = only({ ...tag, base_ref: "refs/heads/release/1" });
    expect(event).toMatchObject({
      tag: "simple-tag",
      baseBranch: "release/1",
      message: "Adding a .gitignore file",
    });
    expect(event).not.toHaveProperty("branch");
    expect(event).not.toHaveProperty("changedFiles");
  });

  test("that delete a branch satisfy no name for certain", () => {
    const event = only({ ...push, deleted: true, after: "0".repeat(40), commits: [], head_commit: null });
    expect(event).toMatchObject({
      names: [],
      openNames: [{ name: "push", question: "push-covers-delete" }],
      deleted: true,
    });
    expect(event).not.toHaveProperty("changedFiles");
    expect(event).not.toHaveProperty("commit");
  });

  test("to other refs have no trigger event", () => {
    expect(eventFromPayload({ ...push, ref: "refs/notes/commits" })).toMatchObject({
      offered: false,
      reason: '"refs/notes/commits" is neither a branch nor a tag',
    });
  });

  test("without a ref are pushes of an unknown ref", () => {
    const { names, openNames } = only({ ...push, ref: undefined }, "push");
    expect([names, openNames]).toEqual([[], ["push", "push.heads", "push.tags"].map((name) => ({ name }))]);
  });
});
