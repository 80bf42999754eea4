import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { webhooks } from "../../src/catalogue/events/webhooks.ts";
import { parseJson, readPayload } from "../../src/cli/event/payload-file.ts";
import { eventFromJson } from "../../src/event-json/event-from-json.ts";
import { actionNames, actionsOf, commentNames } from "../../src/simulate/event/action-names.ts";
import { eventFromPayload } from "../../src/simulate/payloads/index.ts";

const root = join(import.meta.dirname, "..", "..", "fixtures", "payloads");
const payloads = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((path) => path.endsWith(".json"))
  .map((path) => JSON.parse(readFileSync(join(root, path), "utf8")));

describe("an event in JSON", () => {
  test("may be any event of a payload", () => {
    for (const payload of payloads) {
      const result = eventFromPayload(payload);
      if ("error" in result || !result.offered) continue;
      for (const event of result.events)
        expect(eventFromJson(JSON.parse(JSON.stringify(event)))).toEqual({ event });
    }
  });

  test("is named if it is in the output of simulate", () => {
    const output = { version: 1, event: { kind: "git", names: ["push"] }, pipelines: [] };
    expect(eventFromJson(output)).toEqual({ error: 'the event is in "event"; give that value alone' });
  });

  test("may omit its kind, and may be a time", () => {
    expect(eventFromJson({ names: ["push"] })).toEqual({ event: { kind: "git", names: ["push"] } });
    const time = { kind: "time", at: "2026-05-01T03:00:00Z" };
    expect(eventFromJson(time)).toEqual({ event: time });
  });

  test("may have a full ref of a branch or tag, with a note", () => {
    const names = ["pullrequest.opened"];
    expect(eventFromJson({ names, branch: "refs/heads/feature/x", targetBranch: "refs/heads/main" })).toEqual(
      {
        event: { kind: "git", names, branch: "feature/x", targetBranch: "main" },
        notes: [
          '"branch" is read as "feature/x", since filters see names without "refs/heads/"',
          '"targetBranch" is read as "main", since filters see names without "refs/heads/"',
        ],
      },
    );
    expect(eventFromJson({ names: ["push.tags"], tag: "refs/tags/v1" })).toMatchObject({
      event: { tag: "v1" },
    });
    expect(eventFromJson({ names: ["push.heads"], branch: "heads/main" })).not.toHaveProperty("notes");
  });

  test.each([
    [
      { names: ["push.heads"], branch: "refs/tags/v1" },
      '"branch" cannot be "refs/tags/v1": it is a tag, not a branch',
    ],
    [
      { names: ["push.tags"], tag: "refs/heads/v1" },
      '"tag" cannot be "refs/heads/v1": it is a branch, not a tag',
    ],
    [null, 'an event must be a JSON object; see "dryfire schema event"'],
    [["push"], /^an event must be a JSON object/],
    ["push", /^an event must be a JSON object/],
    [{}, 'the event has no name; add one, such as "names": ["push.heads"]'],
    [{ kind: "svn", names: ["push"] }, '"kind" must be "git", not "svn"'],
    [{ names: "push" }, '"names" must be a list, not a string; write [push]'],
    [{ names: ["push", 3] }, 'at /names/1: item 2 of "names" must be a string, not the number 3; quote it'],
    [
      { names: ["pull_request.opened"] },
      'unknown event "pull_request.opened"; did you mean "pullrequest.opened"?',
    ],
    [
      { names: ["push"], provider: "no-such-provider" },
      /^"provider" must be one of "github", "gitlab", .*, not "no-such-provider"$/,
    ],
    [{ names: ["push"], branch: null }, '"branch" has no value; write one or remove the key'],
    [{ names: ["push"], fork: "no" }, '"fork" must be true or false, not "no"; write false'],
    [
      { names: ["push"], pullRequest: { number: 1.5 } },
      'at /pullRequest/number: "number" must be a whole number, not the number 1.5',
    ],
    [
      { names: ["push"], pullRequest: { label: [] } },
      'at /pullRequest/label: unknown fact "label"; did you mean "labels"?',
    ],
    [{ name: ["push"] }, 'unknown fact "name"; did you mean "names"?'],
    [
      { names: ["pullrequest.opened"], target: "main" },
      'unknown fact "target"; did you mean "targetBranch"?',
    ],
    [{ names: ["push"], changed: [] }, 'unknown fact "changed"; did you mean "changedFiles"?'],
    [{ names: ["push"], repo: "a/b" }, 'unknown fact "repo"; did you mean "repository"?'],
    [{ names: ["push"], title: "a" }, 'unknown fact "title" in the event; move it under "pullRequest"'],
    [
      { names: ["push"], changedFiles: [{ status: "added" }] },
      'at /changedFiles/0: missing key "path"; add it to the mapping',
    ],
    [
      { names: ["push"], changedFiles: ["a"] },
      'at /changedFiles/0: item 1 of "changedFiles" must be a mapping, not a string',
    ],
    [{ kind: "time" }, 'missing key "at"; add it to the event'],
    [{ kind: "time", at: "tomorrow" }, '"at" must be a time such as 2026-05-01T03:00:00Z, not "tomorrow"'],
    [{ kind: "time", at: "2026-13-01T03:00:00Z" }, /^"at" must be a time such as .*, not "2026-13/],
    [{ kind: "time", at: "0002-05-01T03:00:00Z" }, /^"at" must be a time such as .*, not "0002-05/],
  ])("%j is rejected", (value, sentence) => {
    const { path: _, ...fault } = eventFromJson(value) as { path?: unknown };
    expect(fault).toEqual({
      error: typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
    });
  });

  test.each([
    [
      { names: ["push.heads"], branch: "main", tag: "v1" },
      '"tag" contradicts "push.heads": this event has no tag; remove one of them',
    ],
    [
      { names: ["push"], branch: "main", tag: "v1" },
      '"branch" and "tag" contradict each other: a push has only one of them; remove one',
    ],
    [
      { names: ["pullrequest", "push.heads", "pullrequest.opened"] },
      '"push.heads" and "pullrequest.opened" are two different events; remove one of them',
    ],
    [
      { names: ["pullrequest.opened", "pullrequest.labeled"] },
      /^"pullrequest.opened" and "pullrequest.labeled" are two different events;/,
    ],
    [
      { names: ["push.heads"], fork: true },
      '"fork" contradicts "push.heads": only pull requests come from forks; remove one of them',
    ],
    [
      { names: ["push"], changedFiles: [{ path: "src/a" }, { path: "src\\a.ts" }] },
      'at /changedFiles/1/path: "src\\a.ts" has backslashes; write "src/a.ts", from the repository\'s root',
    ],
    [{ names: ["push"], changedFiles: [{ path: "/src/a.ts" }] }, /"\/src\/a.ts" is an absolute path;/],
    [{ names: ["push"], changedFiles: [{ path: "C:\\a.ts" }] }, /is an absolute path;/],
    [{ names: ["push"], changedFiles: [{ path: "src/**" }] }, /"src\/\*\*" is a pattern;/],
    [{ names: ["push"], changedFiles: [{ path: "src/" }] }, /"src\/" is a folder;/],
    [
      { names: ["push"], changedFiles: [{ path: "a" }, { path: "" }] },
      'at /changedFiles/1/path: "" is not a path of a file; write changed files from the repository\'s root',
    ],
    [{ names: ["push"], changedFiles: [{ path: "src/.." }] }, /"src\/.." is not a path of a file;/],
    [{ names: ["push"], changedFiles: [{ path: "a/../../b" }] }, /"a\/..\/..\/b" is not in the repository;/],
    [
      { names: ["push"], changedFiles: [{ path: "a", previousPath: "b*" }] },
      /^at \/changedFiles\/0\/previousPath: "b\*" is a pattern;/,
    ],
    [
      { names: ["push.heads"], branch: "feature/*" },
      'at /branch: "feature/*" is not a name that a branch can have; give one branch, such as "feature/x"',
    ],
    [{ names: ["pullrequest"], targetBranch: "a..b" }, /^at \/targetBranch: "a..b" is not a name/],
    [{ names: ["push.tags"], tag: "v 1" }, /^at \/tag: "v 1" is not a name that a tag can have;/],
    [{ names: ["push.heads"], branch: "" }, /^at \/branch: "" is not a name/],
    [
      { names: ["push"], branch: "x", deleted: true },
      '"deleted" contradicts "push": the deletion of a branch is "push.deleteBranch"; write that name',
    ],
    [
      { names: ["push.tags"], tag: "v1", deleted: true },
      /^"deleted" contradicts "push.tags": .* in "openNames"$/,
    ],
    [{ names: ["pullrequest"], deleted: true }, /only branches and tags are deleted; remove one of them$/],
    [
      { names: ["push"], repository: "shop" },
      'at /repository: "shop" is not a repository; write it as owner/name',
    ],
    [
      { names: ["pullrequest.opened"], authorAssociation: "FRIEND" },
      /^at \/authorAssociation: unknown association "FRIEND"; use OWNER, /,
    ],
  ])("%j, which the options refuse, is rejected", (value, sentence) => {
    expect(eventFromJson(value)).toMatchObject({
      error: typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
    });
  });

  test.each([
    [
      { names: ["pullrequest.opened"], repository: "https://github.com/acme/shop.git" },
      { repository: "acme/shop" },
    ],
    [
      { names: ["pullrequest.opened"], headRepository: "git@github.com:mira/shop" },
      { headRepository: "mira/shop" },
    ],
    [{ names: ["pullrequest.opened"], authorAssociation: "member" }, { authorAssociation: "MEMBER" }],
    [{ names: ["push"], changedFiles: [{ path: "./src//a.ts" }] }, { changedFiles: [{ path: "src/a.ts" }] }],
    [{ names: ["comment-added"], provider: "gerrit", repository: "shop" }, { repository: "shop" }],
    [{ names: ["push.heads"], fork: false }, { fork: false }],
    [{ names: ["push.deleteBranch"], deleted: true, branch: "x" }, { deleted: true }],
    [
      { openNames: [{ name: "push", question: "push-covers-delete" }], deleted: true, tag: "v1" },
      { names: [], deleted: true },
    ],
    [
      { names: ["push"], commit: { revision: "c" }, changedFiles: [{ path: "a?\\b" }] },
      { changedFiles: [{ path: "a?\\b" }] },
    ],
    [{ names: commentNames(undefined), comment: "" }, { names: commentNames(undefined) }],
    [{ names: actionNames("merged", undefined) }, { names: actionNames("merged", undefined) }],
  ])("%j is read like options", (value, facts) => {
    expect(eventFromJson(value)).toMatchObject({ event: facts });
  });

  test("may have the names of any webhook, action and comment", () => {
    const ofActions = actionsOf(undefined).map((action) => actionNames(action, undefined));
    for (const names of [...webhooks.map(({ satisfies }) => satisfies), ...ofActions]) {
      if (names.length > 0) expect(eventFromJson({ names })).toEqual({ event: { kind: "git", names } });
    }
  });

  test("never makes the reader throw", () => {
    const values = fc.oneof(
      fc.jsonValue(),
      fc.record({ names: fc.jsonValue(), openNames: fc.jsonValue(), pullRequest: fc.jsonValue() }),
    );
    fc.assert(
      fc.property(values, (value) => {
        expect(eventFromJson(value)).toBeTypeOf("object");
      }),
      { numRuns: 1000 },
    );
  });
});

describe("the text of a payload", () => {
  test("that is not JSON gives an error with the line but without the text", () => {
    const text = '{\n  "token": "fixture-secret",\n  "a": [1 2]\n}';
    expect(() => parseJson(text, "hook.json")).toThrow('"hook.json" is not valid JSON (line 3); correct it');
    expect(() => parseJson("", "hook.json")).toThrow('"hook.json" is empty; give a JSON file');
    expect(() => parseJson("fixture-secret", "x")).toThrow(
      /^"x" is not valid JSON(?: \(line 1\))?; correct it$/,
    );
  });

  test("may begin with a byte order mark, and may be a form", () => {
    const text = JSON.stringify({
      object_kind: "push",
      ref: "refs/heads/ä+b",
      project: { path_with_namespace: "a/b" },
    });
    const form = new URLSearchParams({ payload: text }).toString();
    for (const each of [text, `\ufeff${text}`, form, `${form}&x=y\n`]) {
      expect(readPayload(each, "x", [])).toMatchObject({ events: [{ branch: "ä+b", repository: "a/b" }] });
    }
  });

  test("is rejected if the headers belong to another provider, without showing the headers", () => {
    const read = () =>
      readPayload('{"object_kind":"push"}', "x", ["X-GitHub-Event: push", "X-Hub-Signature: fixture-secret"]);
    expect(read).toThrow(/^"x": the headers are from GitHub, but the body is from GitLab;/);
    expect(read).not.toThrow(/fixture-secret/);
  });

  test("may come with headers that contain colons and spaces", () => {
    const body = JSON.stringify({ pullrequest: { id: 1 }, repository: { full_name: "a/b" }, actor: {} });
    expect(readPayload(body, "x", ["  X-Event-Key :  pullrequest:approved  "])).toMatchObject({
      events: [{ names: ["pullrequest", "pullrequest:approved"] }],
    });
  });
});
