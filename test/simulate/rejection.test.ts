import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findRejections, type GitEvent, lint, parseSpecs, simulate } from "../../src/index.ts";
import { formatRejection } from "../../src/simulate/rejection.ts";

const root = join(import.meta.dirname, "../../fixtures/rules");
const fixtures = readdirSync(root).flatMap((rule) =>
  readdirSync(join(root, rule))
    .filter((name) => /\.(?:yml|json)$/.test(name) && !name.endsWith(".expected.json"))
    .map((name) => join(rule, name)),
);

/** Rules of which every error is a fault of the published schema or of its reader. */
const REFUSALS = new Set([
  "duplicate-key",
  "unknown-key",
  "missing-key",
  "null-value",
  "wrong-type",
  "unknown-value",
  "unknown-event",
]);

const unread = ["invalid-regex-literal", "yaml-syntax", "cron-git-trigger"];

/** Rules that name the cause of a fault, by the rules that would report the value. */
const IN_PLACE_OF: ReadonlyMap<string, readonly string[]> = new Map([
  ["unquoted-pattern", unread],
  ["null-value", unread],
  [
    "punctuation-in-value",
    ["unknown-value", "unknown-event", "invalid-regex-literal", "cron-message", "invalid-cron"],
  ],
]);

const pushToMain: GitEvent = { kind: "git", names: ["push.heads"], branch: "main" };

const withTrigger = (lines: string, name = "main-push") => `version: '1.0'
kind: pipeline
metadata:
  name: shop/web
spec:
  triggers:
    - type: git
      name: ${name}
      repo: acme/shop
      events: [push.heads]
${lines.replace(/^(?=.)/gm, "      ")}
`;

describe("the faults for which Codefresh rejects a spec", () => {
  test.each(fixtures)("are errors of lint, and no other ones: %s", async (name) => {
    const text = readFileSync(join(root, name), "utf8").replaceAll("dryfire-ignore", "");
    const pipelines = parseSpecs(text);
    const found = new Set(pipelines.flatMap((pipeline) => findRejections(pipeline).map(({ rule }) => rule)));
    const { diagnostics } = await lint(text, { preset: "strict" });
    // The published schema of a spec does not look into its steps.
    const errors = new Set(
      diagnostics.flatMap(({ rule, severity, path }) =>
        severity === "error" && path === undefined ? rule : [],
      ),
    );
    const isRead = pipelines.every(({ file }) => file.faults.length === 0);
    const all = [...errors, ...[...errors].flatMap((rule) => IN_PLACE_OF.get(rule) ?? [])];
    expect(all).toEqual(expect.arrayContaining([...found]));
    if (isRead)
      expect([...found]).toEqual(expect.arrayContaining([...errors].filter((rule) => REFUSALS.has(rule))));
  });

  test.each([
    ["a misspelled key", withTrigger("branchRegexp: /^main$/"), "11:7 unknown-key"],
    ["an unknown key", withTrigger("enabled: false"), "11:7 unknown-key"],
    ["a duplicate key", withTrigger("branchRegex: /^a$/\nbranchRegex: /^main$/"), "12:7 duplicate-key"],
    [
      "a duplicate key far from the trigger",
      `${withTrigger("")}  steps: { a: { image: x, image: y } }\n`,
      "12:27 duplicate-key",
    ],
    ["a bare branch name", withTrigger("branchRegex: main"), "11:20 invalid-regex-literal"],
    ["a glob that is a mapping", withTrigger("modifiedFilesGlob: {a/**,b/**}"), "11:26 unquoted-pattern"],
    ["a text that is not YAML", withTrigger("modifiedFilesGlob: *.ts"), "11:26 unquoted-pattern"],
    ["a template", withTrigger("{{ range .Values }}"), "11:7 yaml-syntax"],
  ])("are found with their place: %s", (_, text, place) => {
    const pipelines = parseSpecs(text, { path: "web.yml" });
    const [pipeline] = simulate(pipelines, pushToMain).pipelines;
    const [first, ...more] = pipeline!.rejections;
    const { line, column } = first!.range.start;
    expect([`${line}:${column} ${first!.rule}`, more]).toEqual([place, []]);
    expect(pipeline!.triggers.filter(({ verdict }) => verdict !== "unknown")).toEqual([]);
    const assumed = simulate(pipelines, pushToMain, { assumeAccepted: true });
    expect(assumed.pipelines[0]).toMatchObject({ refused: 1, assumedAccepted: true });
  });
});

describe("a simulation of a rejected spec", () => {
  test("gives no verdict, no build and no change, even where a condition fails", () => {
    const pipelines = parseSpecs(withTrigger("branchRegex: /^dev$/\nenabled: true"));
    const { pipelines: simulated, summary, overlaps } = simulate(pipelines, pushToMain);
    expect(summary).toEqual({ fires: 0, skips: 0, unknown: 1 });
    expect(overlaps).toEqual([]);
    expect(simulated[0]!.triggers[0]).toMatchObject({
      verdict: "unknown",
      build: null,
      wouldFire: { possible: null, changes: [], reason: "Codefresh would reject the spec" },
    });
    const assumed = simulate(pipelines, pushToMain, { assumeAccepted: true });
    expect(assumed.summary).toEqual({ fires: 0, skips: 1, unknown: 0 });
  });

  test("leaves the other specs of the file alone", () => {
    const bad = withTrigger("branchRegex: /^a$/\nbranchRegex: /^b$/", "bad");
    const { pipelines } = simulate(parseSpecs(`${withTrigger("")}---\n${bad}`), pushToMain);
    const verdicts = pipelines.map(({ refused, triggers }) => [refused, triggers[0]!.verdict]);
    expect(verdicts).toEqual([
      [0, "fires"],
      [1, "unknown"],
    ]);
    expect(pipelines[1]!.rejections[0]).toMatchObject({
      document: 1,
      pointer: "/spec/triggers/0/branchRegex",
    });
  });

  test("concerns every spec of a list whose own keys are duplicates", () => {
    const item = (name: string) => `  - kind: pipeline
    metadata: { name: shop/${name} }
    spec: { triggers: [{ type: git, name: t, repo: acme/shop, events: [push.heads] }] }
`;
    const one = simulate(parseSpecs(`items:\n${item("a")}${item("b")}kind: list\nkind: list\n`), pushToMain);
    expect(one.pipelines.map(({ refused }) => refused)).toEqual([1, 1]);
    const fine = simulate(parseSpecs(`items:\n${item("a")}${item("b")}kind: list\n`), pushToMain);
    expect(fine.summary).toEqual({ fires: 2, skips: 0, unknown: 0 });
  });

  test("reports a fault of an aliased value once in each spec that has it", () => {
    const text = `- kind: pipeline
  metadata: { name: shop/a }
  spec:
    triggers:
      - &base { type: git, name: one, repo: acme/shop, events: [push.heads], enabled: true, disabled: false, disabled: false }
      - *base
- kind: pipeline
  metadata: { name: shop/b }
  spec:
    triggers:
      - <<: *base
- kind: pipeline
  metadata: { name: shop/c }
  spec:
    triggers: [{ type: git, name: one, repo: acme/shop, events: [push.heads] }]
`;
    const { pipelines } = simulate(parseSpecs(text), pushToMain);
    const faults = pipelines.map(({ rejections }) =>
      rejections.map(({ rule, range }) => `${range.start.line} ${rule}`),
    );
    expect(faults).toEqual([
      ["5 unknown-key", "5 duplicate-key"],
      ["11 duplicate-key", "11 unknown-key"],
      [],
    ]);
  });

  test.each([
    ["rate(1 hour)", /^rate\(\.\.\.\) is the form of Amazon EventBridge; write "0 \* \* \* \*"$/],
    ["'0 3 * * *'", /^"'0 3 \* \* \*'" has quotes inside the value; write "0 3 \* \* \*"$/],
    ["0 3 * * *;", /^";" is not part of the expression; write "0 3 \* \* \*"$/],
  ])("names the form of %s as lint does", (expression, sentence) => {
    const [pipeline] = parseSpecs(
      `kind: pipeline
metadata: { name: a/b }
spec:
  cronTriggers: [{ type: cron, name: night, message: night, expression: ${JSON.stringify(expression)} }]
`,
    );
    expect(findRejections(pipeline!).map(({ message }) => message)).toEqual([
      expect.stringMatching(sentence),
    ]);
  });

  test("counts a cron expression that only the published pattern rejects if it is live", () => {
    const [pipeline] = parseSpecs(`kind: pipeline
metadata: { name: shop/a }
spec:
  cronTriggers: [{ type: cron, name: night, message: night, expression: "30 3 * * mon" }]
`);
    expect(findRejections(pipeline!)).toEqual([]);
    const strict = findRejections(pipeline!, { "api-cron-pattern": "yes" });
    expect(strict.map(({ rule }) => rule)).toEqual(["invalid-cron"]);
  });
});

describe("a simulation of a template", () => {
  const inTemplate = "the file is a template, so the value is unknown; render it first";

  test.each([
    ["of ytt", withTrigger("").replace("acme/shop", "#@ data.values.repo"), inTemplate],
    ["of ytt, with an ordinary value", withTrigger("#@ if True:").replace("acme/shop", "shop"), inTemplate],
    ["that YAML cannot read", withTrigger("{{ range .Values }}").replace("acme/shop", "shop"), inTemplate],
    [
      "that YAML reads as a mapping",
      withTrigger("").replace("acme/shop", "{{ repo }}"),
      '"{{ repo }}" is a placeholder, so the value is unknown; replace it first',
    ],
  ])("never states that Codefresh rejects it: %s", (_, text, reason) => {
    const [pipeline] = simulate(parseSpecs(text), pushToMain).pipelines;
    const [trigger] = pipeline!.triggers;
    expect(trigger!.conditions.find(({ id }) => id === "repository")).toMatchObject({
      outcome: "unknown",
      reason,
    });
    expect(trigger!.wouldFire!.reason).toBe("the spec is a template, not yet the text that Codefresh reads");
    expect(formatRejection(pipeline!)).toMatch(/^the spec of shop\/web is a template/);
  });

  test("states that Codefresh rejects a value without a tag next to one with a tag", () => {
    const text = withTrigger("branchRegex: main", "{{ name }}").replace("      repo: acme/shop\n", "");
    const [pipeline] = simulate(parseSpecs(text), pushToMain).pipelines;
    const refused = pipeline!.triggers[0]!.conditions.filter(({ rule }) => rule === "refused-value");
    expect(refused.map(({ id }) => id)).toEqual(["repository", "branch"]);
  });
});

describe("triggers in a wrong place", () => {
  test.each([
    ["metadata: { name: a/b, triggers: [] }\nspec: {}\n", ['move "triggers" there from "metadata"']],
    ["metadata: { name: a/b }\ntriggers: []\nspec: {}\n", ['move "triggers" there from the top level']],
    ["metadata: { name: a/b }\nspec: { trigger: [] }\n", ['rename "trigger"']],
    [
      "metadata: { name: a/b }\nspec: { options: { triggers: [] } }\n",
      ['move "triggers" there from "options"'],
    ],
    ["metadata: { name: a/b }\nspec: {}\ncronTriggers: []\n", []],
  ])("are named if there are none in the right one: %j", (text, expected) => {
    const [pipeline] = simulate(parseSpecs(`kind: pipeline\n${text}`), pushToMain).pipelines;
    expect(pipeline!.misplacedTriggers.map(({ message }) => message.split("; ")[1])).toEqual(expected);
  });

  test("are not named if there are others in the right one", () => {
    const [pipeline] = simulate(parseSpecs(`${withTrigger("")}triggers: []\n`), pushToMain).pipelines;
    expect([pipeline!.refused, pipeline!.misplacedTriggers]).toEqual([1, []]);
  });
});
