import { describe, expect, it } from "vitest";
import {
  coverage,
  eventFacts,
  eventNames,
  findEvent,
  findWebhook,
  nearestEventNames,
  providersSending,
} from "../../src/catalogue/events/events.ts";
import { misspellings } from "../../src/catalogue/events/misspelled-events.ts";
import { webhooks } from "../../src/catalogue/events/webhooks.ts";
import type { ProviderId } from "../../src/catalogue/providers.ts";

describe("event names", () => {
  it("are 71 unique names with a source and a description", () => {
    expect(new Set(eventNames).size).toBe(71);
    for (const name of eventNames) {
      const row = findEvent(name);
      expect(row?.source, name).toBeTruthy();
      expect(row?.description.length, name).toBeGreaterThan(8);
      expect(eventFacts(name), name).toBeDefined();
    }
  });

  it("have existing canonical spellings", () => {
    for (const name of eventNames) {
      const canonical = findEvent(name)?.canonical;
      if (canonical !== undefined) expect(eventNames).toContain(canonical);
    }
  });

  it("are each sent by a provider", () => {
    expect(eventNames.filter((name) => providersSending(name).length === 0)).toEqual([]);
  });
});

describe("webhooks", () => {
  it("satisfy only existing names and cite a source", () => {
    for (const row of webhooks) {
      expect(row.source, `${row.provider} ${row.event}`).toBeTruthy();
      for (const name of [...row.satisfies, ...row.open.map((open) => open.name)]) {
        expect(eventNames).toContain(name);
      }
      expect(row.satisfies.length + row.open.length, `${row.provider} ${row.event}`).toBeGreaterThan(0);
    }
  });

  it("are unique by provider, event and variant", () => {
    const keys = webhooks.map((row) => `${row.provider} ${row.event} ${row.variant}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it("satisfy three names for a merged pull request", () => {
    const merged = findWebhook("github", "pull_request", "closed merged");
    expect(merged?.satisfies).toEqual(["pullrequest", "pullrequest.closed", "pullrequest.merged"]);
    expect(findWebhook("github", "pull_request", "ready_for_review")).toBeUndefined();
  });
});

const covered: [given: string, names: string[]][] = [
  ["push", ["push"]],
  ["push.heads", ["push", "push.heads"]],
  ["push.tags", ["push", "push.tags"]],
  ["push.newBranch", ["push", "push.heads", "push.newBranch"]],
  ["push.deleteBranch", ["push.deleteBranch"]],
  ["pullrequest", ["pullrequest"]],
  ["pullrequest.closed", ["pullrequest", "pullrequest.closed"]],
  ["pullrequest.merged", ["pullrequest", "pullrequest.closed", "pullrequest.merged"]],
  ["pullrequest.unmerged-closed", ["pullrequest", "pullrequest.closed", "pullrequest.unmerged-closed"]],
  [
    "pullrequest.review_requested",
    ["pullrequest", "pullrequest.review_requested", "pullrequest.reviewRequested"],
  ],
  ["pullrequest.commentAdded", ["pullrequest.commentAdded", "pullrequest.commentAddedUnrestricted"]],
  ["release", ["release"]],
  ["release.released", ["release.released"]],
  ["pullrequest:fulfilled", ["pullrequest", "pullrequest:fulfilled"]],
  ["change-merged", ["change-merged"]],
];

const satisfiedNames = (name: string, provider?: ProviderId) =>
  eventNames.filter((listed) => coverage(name, listed, provider).answer === "covered");

describe("the names of a webhook", () => {
  it.each(covered)("for %s", (given, names) => {
    const withoutGerrit = satisfiedNames(given).filter((name) => name !== "ref-updated");
    expect(withoutGerrit.sort()).toEqual([...names].sort());
  });

  it("depend on the provider", () => {
    expect(satisfiedNames("pullrequest.merged", "azure")).toEqual(["pullrequest", "pullrequest.merged"]);
    expect(satisfiedNames("push.heads", "gerrit")).toContain("ref-updated");
    expect(satisfiedNames("push.heads", "github")).toEqual(["push", "push.heads"]);
    expect(satisfiedNames("pullrequest.pushCommit", "azure")).toContain("pullrequest.updated");
  });
});

const refined: [wider: string, name: string, expected: boolean][] = [
  ["push", "push.heads", true],
  ["push", "push.tags", true],
  ["push.heads", "push", false],
  ["push.heads", "push.tags", false],
  ["pullrequest.closed", "pullrequest.merged", true],
  ["pullrequest.merged", "pullrequest.closed", false],
  ["pullrequest", "pullrequest.opened", true],
  ["pullrequest", "push", false],
  ["release", "release.created", false],
  ["pullrequest.updated", "pullrequest.reviewerVote", true],
  ["pullrequest:updated", "pullrequest:updatedButNoPush", true],
  ["push", "push", false],
];

describe("refinement", () => {
  it.each(refined)("of %s by %s: %s", (wider, name, expected) => {
    expect(coverage(wider, name).answer === "refined").toBe(expected);
  });
});

describe("open questions", () => {
  it("decide whether push covers a deleted branch", () => {
    const open = { answer: "open", question: "push-covers-delete" };
    expect(coverage("push.deleteBranch", "push")).toMatchObject({ ...open, ifYes: "covered" });
    expect(coverage("push", "push.deleteBranch")).toMatchObject({ ...open, ifYes: "refined" });
  });

  it("decide whether pullrequest covers comments", () => {
    const open = { answer: "open", question: "pullrequest-covers-comments" };
    expect(coverage("pullrequest.commentAdded", "pullrequest")).toMatchObject({ ...open, ifYes: "covered" });
    expect(coverage("pullrequest", "pullrequest:comment_created")).toMatchObject({
      ...open,
      ifYes: "refined",
    });
  });
});

const meant: [text: string, name: string][] = [
  ["pull_request.opened", "pullrequest.opened"],
  ["pull-request.closed", "pullrequest.closed"],
  ["release.published", "release"],
  ["push.head", "push.heads"],
  ["push.haeds", "push.heads"],
  ["Push.Heads", "push.heads"],
  ["tag", "push.tags"],
  ["pullrequest.comment", "pullrequest.commentAdded"],
  ["pullrequest.approved", "pullrequest.review.submitted.approved"],
  ["pullrequest.submitted.approved", "pullrequest.review.submitted.approved"],
  ["pullrequest.needsWork", "pullrequest:needsWork"],
  ["pullrequest:merge", "pullrequest:merged"],
  ["pullrequest.lableed", "pullrequest.labeled"],
];

describe("suggestions for misspelled events", () => {
  it.each(meant)("%s: %s", (text, name) => {
    expect(nearestEventNames(text)).toEqual([name]);
  });

  it("are sorted by similarity, and missing for unrelated texts", () => {
    expect(nearestEventNames("push.head", 2)).toEqual(["push.heads", "push"]);
    expect(nearestEventNames("weekly")).toEqual([]);
    expect(nearestEventNames("push.hed")).toEqual(["push.heads"]);
    expect(nearestEventNames("pullrequest.locked")).toEqual(["pullrequest"]);
  });

  it("are existing names", () => {
    for (const [text, names] of misspellings) {
      expect(eventNames.map((name) => name.toLowerCase())).not.toContain(text);
      for (const name of names) expect(eventNames).toContain(name);
    }
  });
});
