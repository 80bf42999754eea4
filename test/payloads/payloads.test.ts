import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findEvent } from "../../src/catalogue/events/events.ts";
import { providers } from "../../src/catalogue/providers.ts";
import { eventFromPayload } from "../../src/simulate/payloads/index.ts";
import { expectFile } from "../fixtures.ts";

const root = join(import.meta.dirname, "..", "..", "fixtures", "payloads");
const paths = readdirSync(root, { recursive: true, encoding: "utf8" }).filter((path) =>
  path.endsWith(".json"),
);
const payloads = paths.map((path) => [path, JSON.parse(readFileSync(join(root, path), "utf8"))] as const);

describe("payloads of every provider", () => {
  test.each(payloads)("%s", (path, body) => {
    const result = eventFromPayload(body);
    expectFile(`${JSON.stringify(result, null, 2)}\n`, join(root, path.replace(/json$/, "out")));
    const remedy =
      "move its reader up in src/simulate/payloads/index.ts, or make the other one's ofBody strict";
    if (!("error" in result)) expect(result.provider, remedy).toBe(path.split("/")[0]);
  });

  test.each(providers.map(({ id }) => id))("are fixtures in fixtures/payloads/%s", (id) => {
    expect(paths.filter((path) => path.startsWith(`${id}/`))).not.toEqual([]);
  });

  test("give existing names", () => {
    for (const [path, body] of payloads) {
      const result = eventFromPayload(body);
      if ("error" in result || !result.offered) continue;
      const remedy = `${path} has no event; add its row to src/catalogue/providers.ts`;
      expect(result.events, remedy).not.toContain(undefined);
      const names = result.events.flatMap((event) => [
        ...event.names,
        ...(event.openNames ?? []).map(({ name }) => name),
      ]);
      expect([path, names.filter((name) => !findEvent(name))]).toEqual([path, []]);
      expect(result.events.length).toBeGreaterThan(0);
      for (const event of result.events)
        expect(event.names.length + (event.openNames ?? []).length, remedy).toBeGreaterThan(0);
    }
  });

  test("never print a secret of the payload", () => {
    for (const [, body] of payloads)
      expect(JSON.stringify(eventFromPayload(body))).not.toMatch(/fixture-\w+-password/);
  });
});

describe("rejects a text that is not a webhook", () => {
  test.each([[null], ["push"], [[]], [{}], [{ hello: "world" }], [{ ref: "refs/heads/main" }]])(
    "%j",
    (body) => {
      expect(eventFromPayload(body)).toEqual({
        fault: "no-webhook",
        error: expect.stringMatching(/^not a webhook: the body has no keys of GitHub/),
      });
    },
  );

  test("rejects headers and a body of different providers", () => {
    const body = { object_kind: "push", ref: "refs/heads/main" };
    expect(eventFromPayload(body, { "X-GitHub-Event": "push" })).toEqual({
      fault: "contradictory",
      error:
        "the headers are from GitHub, but the body is from GitLab; give the headers of this body, or none",
    });
  });
});

describe("rejects a record with a webhook in one of its keys", () => {
  const push = { ref: "refs/heads/main", commits: [], sender: { login: "mira" } };
  test.each([
    ["body", { "x-github-event": "push", body: push }, {}],
    ["body", { headers: { "X-GitHub-Event": "push" }, body: JSON.stringify(push) }, {}],
    [
      "body",
      { body: String(new URLSearchParams({ payload: JSON.stringify(push) })), isBase64Encoded: false },
      {},
    ],
    ["payload", { id: "1", name: "push", payload: push }, { "X-GitHub-Event": "push" }],
    ["event", { event_name: "push", ref: "refs/heads/main", repository: "acme/shop", event: push }, {}],
    ["details.event", { action: "trigger", details: { event: push } }, {}],
    ["details.event", { action: "trigger", details: { event: JSON.stringify(push), headers: {} } }, {}],
    ["docs[0].details.event", { docs: [{ details: { event: push } }] }, {}],
    ["request.body", { request: { headers: { "X-GitHub-Event": "push" }, body: push } }, {}],
    [
      "log.entries[0].request.postData.text",
      { log: { entries: [{ request: { headers: [], postData: { text: JSON.stringify(push) } } }] } },
      {},
    ],
    [
      "details.event",
      {
        status: "completed",
        details: {
          eventType: "git.push",
          publisherId: "tfs",
          event: { eventType: "git.push", publisherId: "tfs", resource: {} },
        },
      },
      {},
    ],
  ])("%s of %j", (key, body, headers) => {
    expect(eventFromPayload(body, headers)).toEqual({
      fault: "wrapped",
      error: `the webhook is in "${key}"; give that value alone`,
    });
  });

  test.each([
    ["body", (body: string) => ({ headers: {}, body, isBase64Encoded: true })],
    ["[0].body", (body: string) => ({ 0: { body, isBase64Encoded: true } })],
  ])("%s in Base64", (key, record) => {
    const json = JSON.stringify(push);
    for (const text of [json, String(new URLSearchParams({ payload: json }))]) {
      expect(eventFromPayload(record(btoa(text)))).toEqual({
        fault: "wrapped",
        error: `the webhook is in "${key}" in Base64; decode that value and give it alone`,
      });
    }
  });
});

describe("names the place of a webhook in a request that ngrok recorded", () => {
  const push = { ref: "refs/heads/main", commits: [], sender: { login: "mira" } };
  const head = "POST /hook HTTP/1.1\r\nHost: a.example\r\nX-GitHub-Event: push\r\n\r\n";
  const recorded = (raw: string) => ({
    id: "a",
    request: { method: "POST", headers: {}, raw },
    response: {},
  });
  const error = (key: string) => ({
    fault: "wrapped",
    error: `the webhook is in "${key}" in Base64, after its headers; decode that value and give only the JSON at its end`,
  });

  test.each([
    ["JSON", JSON.stringify(push)],
    ["a form", String(new URLSearchParams({ payload: JSON.stringify(push) }))],
  ])("of %s", (_, body) => {
    const record = recorded(btoa(head + body));
    expect(eventFromPayload(record)).toEqual(error("request.raw"));
    expect(eventFromPayload({ requests: [record] })).toEqual(error("requests[0].request.raw"));
  });

  test.each(["", "aGVsbG8=", btoa(head), btoa("POST /hook HTTP/1.1"), "not Base64"])("not of %j", (raw) => {
    expect(eventFromPayload(recorded(raw))).toMatchObject({ fault: "no-webhook" });
  });
});

describe("rejects a record of an API that has a value like a webhook", () => {
  const payload = { push_id: 3, ref: "refs/heads/main", head: "a", before: "b", commits: [] };
  const item = { id: "1", type: "PushEvent", actor: { login: "mira" }, repo: { name: "acme/shop" }, payload };
  const review = { action: "created", pull_request: {}, review: {} };
  const details = { eventType: "git.push", publisherId: "tfs", request: "Method: POST" };
  const sent = { request_headers: { "X-Gitlab-Event": "Push Hook" }, request_data: { oversize: true } };
  test.each([
    [/^a webhook of an image registry/, { push_data: { tag: "1" }, repository: { repo_name: "a/b" } }, {}],
    [/^a webhook of an image registry/, { docker_url: "quay.io/a/b", repository: "a/b" }, {}],
    [/^a webhook of an image registry/, { action: "push", target: { repository: "a", tag: "1" } }, {}],
    [/^a webhook of an image registry/, { "detail-type": "ECR Image Action", detail: {} }, {}],
    [/^a pull request as an API returns it/, { head: { ref: "x" }, base: { ref: "main" }, number: 1 }, {}],
    [/^a pull request as an API returns it/, { source_branch: "x", target_branch: "main", iid: 1 }, {}],
    [/^a pull request as an API returns it/, { headRefName: "x", baseRefName: "main" }, {}],
    [/^an item of GitHub's Events API, which is not a webhook;/, item, {}],
    [/^an item of GitHub's Events API, which is not a webhook;/, item, { "X-GitHub-Event": "push" }],
    [/^an item of GitHub's Events API, which is not a webhook;/, payload, {}],
    [
      /^an item of GitHub's Events API, which is not a webhook;/,
      { ...item, type: "PullRequestReviewEvent", payload: review },
      {},
    ],
    [/^a notification of Azure DevOps without its event;/, { status: "completed", details }, {}],
    [/^a notification of Azure DevOps without its event;/, details, {}],
    [/^a delivery without its body, which GitLab does not keep if it is large;/, sent, {}],
  ])("%s %j", (error, body, headers) => {
    expect(eventFromPayload(body, headers)).toEqual({
      fault: "no-request",
      error: expect.stringMatching(error),
    });
  });

  test("in a list of them as well", () => {
    expect(eventFromPayload({ items: [item] })).toMatchObject({ fault: "no-webhook" });
  });
});

describe("a delivery", () => {
  const push = { ref: "refs/heads/main", commits: [], sender: { login: "mira" } };
  test.each([
    ["a listed one", { guid: "g", delivered_at: "2026-05-04T08:00:01Z" }],
    [
      "one without its body",
      {
        guid: "g",
        delivered_at: "2026-05-04T08:00:01Z",
        request: { headers: null, payload: null },
      },
    ],
    ["one with headers alone", { request: { headers: { "X-GitHub-Event": "push" }, payload: null } }],
  ])("%s has no webhook", (_, delivery) => {
    expect(eventFromPayload(delivery)).toMatchObject({ fault: "no-request" });
  });

  test("whose body is text is read, and so is a body that is JSON as text", () => {
    const text = JSON.stringify(push);
    const request = { headers: { "X-GitHub-Event": "push" }, payload: text };
    const read = eventFromPayload(push);
    expect(read).toMatchObject({ offered: true });
    expect(eventFromPayload({ request })).toEqual(read);
    expect(eventFromPayload(text)).toEqual(read);
  });
});

describe("rejects headers and a body of different events", () => {
  test.each([
    ["github", "push", { action: "opened", pull_request: {}, sender: { login: "mira" } }, "pull_request"],
    ["github", "pull_request", { ref: "refs/heads/main", commits: [] }, "push"],
    [
      "github",
      "ping",
      { ref: "refs/heads/main", commits: [], sender: { login: "mira" }, after: "1" },
      "push",
    ],
    ["github", "issues", { action: "opened", pull_request: {}, sender: { login: "mira" } }, "pull_request"],
    ["bitbucket", "pullrequest:created", { push: { changes: [] } }, "repo:push"],
    ["bitbucket", "issue:created", { push: { changes: [] } }, "repo:push"],
    ["bitbucket-server", "pr:opened", { eventKey: "repo:refs_changed" }, "repo:refs_changed"],
  ])("%s: %s", (provider, event, body, own) => {
    const name = provider === "github" ? "X-GitHub-Event" : "X-Event-Key";
    expect(eventFromPayload(body, { [name]: event })).toEqual({
      fault: "contradictory",
      error: `the headers are of "${event}", but the body is of "${own}"; give the headers of this body, or none`,
    });
  });

  test("accepts an action that the body lacks", () => {
    const body = { pullrequest: { id: 1 }, repository: { full_name: "a/b" }, actor: {} };
    expect(eventFromPayload(body, { "X-Event-Key": "pullrequest:created" })).toMatchObject({ offered: true });
    const review = { action: "submitted", review: { state: "approved" }, pull_request: {} };
    expect(eventFromPayload(review, { "X-GitHub-Event": "pull_request_review" })).toMatchObject({
      offered: true,
    });
  });
});

describe("headers", () => {
  test("are read in any letter case, and skipped when empty", () => {
    const body = { pullrequest: { id: 1 }, repository: { full_name: "a/b" }, actor: {} };
    const told = eventFromPayload(body, { "x-EVENT-key": " pullrequest:approved ", "X-GitHub-Event": "" });
    expect(told).toMatchObject({
      offered: true,
      events: [{ names: ["pullrequest", "pullrequest:approved"] }],
    });
  });

  test("distinguish Bitbucket Cloud and Server", () => {
    expect(eventFromPayload({ test: true }, { "X-Event-Key": "diagnostics:ping" })).toMatchObject({
      provider: "bitbucket-server",
    });
    expect(eventFromPayload({ a: 1 }, { "X-Event-Key": "repo:fork" })).toMatchObject({
      provider: "bitbucket",
      offered: false,
    });
  });

  test("may name an event that the body lacks", () => {
    expect(eventFromPayload({}, { "X-GitHub-Event": "push" })).toMatchObject({
      offered: true,
      events: [{ names: [], openNames: [{ name: "push" }, { name: "push.heads" }, { name: "push.tags" }] }],
    });
    expect(eventFromPayload({}, { "X-Gitlab-Event": "Merge Request Hook" })).toMatchObject({
      offered: true,
      events: [{ names: ["pullrequest"] }],
    });
  });

  test("with unusual event names are quoted safely", () => {
    const result = eventFromPayload({}, { "X-GitHub-Event": `\u001b[31m${"x".repeat(500)}` });
    expect(JSON.stringify(result)).not.toContain("x".repeat(100));
    expect(result).toMatchObject({ offered: false });
    expect(eventFromPayload({}, { "X-GitHub-Event": "constructor" })).toMatchObject({ offered: false });
  });
});

/** Returns a payload with one value, anywhere in it, replaced or removed. */
function damaged(body: unknown, pick: number, value: unknown): unknown {
  const copy = structuredClone(body);
  const places: [Record<string, unknown>, string][] = [];
  const visit = (node: unknown) => {
    if (typeof node !== "object" || node === null) return;
    for (const key of Object.keys(node)) {
      places.push([node as Record<string, unknown>, key]);
      visit((node as Record<string, unknown>)[key]);
    }
  };
  visit(copy);
  const [owner, key] = places[pick % places.length]!;
  if (value === undefined) delete owner[key];
  else owner[key] = value;
  return copy;
}

describe("hostile bodies", () => {
  const values = fc.oneof(fc.constant(undefined), fc.constant({}), fc.constant([null]), fc.jsonValue());

  test("never throw, and give existing names", () => {
    fc.assert(
      fc.property(fc.constantFrom(...payloads), fc.nat(10_000), values, ([, body], pick, value) => {
        const result = eventFromPayload(damaged(body, pick, value));
        if ("error" in result) expect(result.error).not.toBe("");
        else if (!result.offered) expect(result.reason).not.toBe("");
        else
          expect(result.events.flatMap(({ names }) => names).filter((name) => !findEvent(name))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  test("of any JSON never throw with any headers", () => {
    const headers = fc.constantFrom("x-github-event", "x-gitlab-event", "x-event-key");
    const events = fc.constantFrom(
      "push",
      "pull_request",
      "Note Hook",
      "repo:push",
      "repo:refs_changed",
      "pr:opened",
      "__proto__",
    );
    fc.assert(
      fc.property(fc.jsonValue(), headers, events, (body, header, event) => {
        expect(eventFromPayload(body, { [header]: event })).toBeTypeOf("object");
      }),
      { numRuns: 1000 },
    );
  });
});
