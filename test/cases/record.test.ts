import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { folderWith } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "cases");
const read = (path: string) => readFileSync(join(fixtures, path), "utf8");
const specs = { "ci/api.yml": read("pipelines/api.yml"), "ci/web.yml": read("pipelines/web.yml") };
const FILE = "tests/x.dryfire-test.yaml";

/** Records a case into a cases file; returns the file's new text. */
async function recorded(before: string | undefined, argv: readonly string[]) {
  const files = { ...specs, "hook.json": read("payloads/pull-request-opened.json") };
  const folder = folderWith({ ...files, "tests/keep": "", ...(before !== undefined && { [FILE]: before }) });
  const outcome = await runCommand(["test", "--record", FILE, ...argv], folder);
  const after = outcome.exit === 0 ? readFileSync(join(folder, FILE), "utf8") : before;
  const again = outcome.exit === 0 ? await runCommand(["test"], folder) : outcome;
  return { ...outcome, after, again, left: readdirSync(join(folder, "tests")) };
}

describe("a recorded case", () => {
  test("creates a cases file with the specs of the command line", async () => {
    const { stdout, after, again } = await recorded(undefined, [
      "--name",
      "a tag",
      "--tag",
      "1.10",
      "ci/api.yml",
    ]);
    expect(stdout).toBe(`wrote ${FILE}: a tag\n`);
    expect(after).toBe(`specs: ../ci/api.yml
cases:
  - name: a tag
    tag: '1.10'
    fires: nothing
    skips:
      release-tag: branch
`);
    expect(again.stdout).toContain("1 passed, 0 failed");
  });

  test("lists all specs below the folder when none are named", async () => {
    const { after, left } = await recorded(undefined, ["--name", "x", "--push", "main"]);
    expect(after).toContain("specs: ..\n");
    expect(after).toContain(
      "    unknown:\n      shop/api main-push: files\n      shop/web main-push: files\n",
    );
    expect(left).toEqual(["keep", "x.dryfire-test.yaml"]);
  });

  test.each([
    ["specs: ../ci\ncases: []\n", "specs: ../ci\ncases:\n", ""],
    ["specs: ../ci\ncases: [] # none\n", "specs: ../ci\ncases:  # none\n", ""],
    ["cases: []\nspecs: ../ci", "cases:\n", "specs: ../ci"],
    [
      "specs: ../ci\ncases:\n- name: a\n  tag: v # here\n  fires: []",
      "specs: ../ci\ncases:\n- name: a\n  tag: v # here\n  fires: []\n",
      "",
    ],
    [
      "cases:\n    - name: a\n      tag: v\n      message: |\n        one\n\n      fires: []\n\n    - name: b # b\n      tag: v\n      fires: [] # none\n# the specs\nspecs: ../ci\n",
      "cases:\n    - name: a\n      tag: v\n      message: |\n        one\n\n      fires: []\n\n    - name: b # b\n      tag: v\n      fires: [] # none\n\n",
      "# the specs\nspecs: ../ci\n",
    ],
    [
      "specs: ../ci\r\ncases:\r\n  - {name: a, tag: v, fires: []}\r\n",
      "specs: ../ci\r\ncases:\r\n  - {name: a, tag: v, fires: []}\r\n",
      "",
    ],
  ])("is added to %j without other changes", async (before, start, end) => {
    const { after, again } = await recorded(before, ["--name", "new", "--tag", "x"]);
    expect(again.stderr).toBe("");
    expect(again.exit).toBe(0);
    expect(after!.startsWith(start)).toBe(true);
    expect(after!.endsWith(end)).toBe(true);
    const added = after!.slice(start.length, after!.length - end.length);
    expect(added).toMatch(/^ *- name: new\r?\n( +[^\n]+\n)+$/);
    if (before.includes("\r\n")) expect(after!.replaceAll("\r\n", "")).not.toContain("\n");
  });

  test("stores facts that cannot be read again", async () => {
    const payload = await recorded(undefined, [
      "--name",
      "x",
      "--payload",
      "hook.json",
      "--header",
      "X-GitHub-Event: pull_request",
      "ci",
    ]);
    expect(payload.after).toContain(
      "    payload: ../hook.json\n    headers:\n      X-GitHub-Event: pull_request\n",
    );
    const at = await recorded(undefined, ["--name", "x", "--at", "2026-05-04T05:00+02:00", "ci"]);
    expect(at.after).toContain("    at: '2026-05-04T03:00:00Z'\n    fires:\n      - nightly\n");
    for (const { again } of [payload, at]) expect(again.exit).toBe(0);
  });

  test("stores the number of builds of a merge", async () => {
    const { after, again } = await recorded(undefined, [
      "--name",
      "x",
      "--pr",
      "f:main",
      "--changed",
      "web/a",
      "--merge",
      "ci",
    ]);
    expect(after).toContain("    merge: true\n    fires:\n      - shop/web main-push\n      - merged\n");
    expect(after).toContain("    builds: 2\n");
    expect(again.exit).toBe(0);
  });

  test.each([
    [["--push", "main"], "--record requires a name for the case; add --name TEXT"],
    [["--name", "x"], "the event is missing"],
    [["--name", "a", "--push", "main"], 'already has a case named "a"'],
    [["--name", "x", "--push", "main", "ci"], `"${FILE}" already lists its specs; remove "ci"`],
    [["--name", "x", "--push", "main", "--coverage"], '"--coverage" cannot be used with --record'],
    [["--name", "x", "--push", "main", "--filter", "x"], '"--filter" cannot be used with --record'],
    [["--name", "x", "--pr", "a:b:c"], "is not in the form SOURCE:TARGET"],
  ])("is rejected for %j", async (argv, message) => {
    const { stderr, exit, after, left } = await recorded(
      "specs: ../ci\ncases:\n  - {name: a, tag: v, fires: []}\n",
      argv,
    );
    expect(stderr).toContain(message);
    expect(exit).toBe(2);
    expect(after).toBe("specs: ../ci\ncases:\n  - {name: a, tag: v, fires: []}\n");
    expect(left).toEqual(["keep", "x.dryfire-test.yaml"]);
  });

  test.each([
    "{specs: ../ci, cases: [{name: a, tag: v, fires: []}]}\n",
    "specs: ../ci\ncases: [{name: a, tag: v, fires: []}]\n",
  ])("is rejected for a flow list: %j", async (before) => {
    const { stderr, exit } = await recorded(before, ["--name", "x", "--push", "main"]);
    expect(stderr).toBe(
      `dryfire: cannot add a case to "${FILE}"; write its cases as a block list, with lines that start with "- "\n`,
    );
    expect(exit).toBe(2);
  });

  test("passes for any event and name", async () => {
    const name = fc
      .string({ unit: "grapheme", minLength: 1 })
      .filter((text) => text.trim() !== "" && !text.startsWith("-"));
    const ref = fc.constantFrom("main", "1.10", "no", "0x1f", "feature/x", "017", "2026-01-01", "v1.0.0");
    const event = fc.oneof(
      ref.map((branch) => ["--push", branch]),
      ref.map((tag) => ["--tag", tag]),
      fc
        .tuple(ref, ref, fc.boolean())
        .map(([from, to, merge]) => [
          "--pr",
          `${from}:${to}`,
          ...(merge ? ["--merge"] : ["--action", "opened"]),
        ]),
    );
    const files = fc.array(fc.constantFrom("api/a", "web/ü 1.ts", "null"), { maxLength: 2 });
    await fc.assert(
      fc.asyncProperty(name, event, files, async (text, flags, changed) => {
        const paths = flags[0] === "--tag" ? [] : changed.flatMap((path) => ["--changed", path]);
        const { stderr, again } = await recorded(
          "specs: ../ci\ncases:\n  - name: 'a: first'\n    tag: v\n    fires: [] # none\n",
          [`--name=${text}`, ...flags, ...paths],
        );
        expect([stderr, again.stderr, again.exit]).toEqual(["", "", 0]);
        expect(again.stdout).toContain("2 passed, 0 failed");
      }),
      { numRuns: 40 },
    );
  });
});
