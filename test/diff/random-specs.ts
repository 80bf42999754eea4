import fc from "fast-check";
import { eventNames } from "../../src/catalogue/events/events.ts";
import type { SpecFile } from "../../src/pipeline/model.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import type { GitEvent } from "../../src/simulate/event/event.ts";
import { USUAL_EVENTS } from "../usual-events.ts";

const names = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.constantFrom(...USUAL_EVENTS, "patchset-created", "pullrequest:comment_created"),
  },
  { weight: 1, arbitrary: fc.constantFrom(...eventNames) },
);

const BRANCH_FILTERS = [
  "/.*/gi",
  "/^main$/",
  "/main/",
  "/^(main|develop)$/",
  "/^(develop|main)$/g",
  "/^MAIN$/i",
  "/^(?!(main)$).*/gi",
  "/^((?!main)).*/gi",
  "/^((?!main).)*$/",
  "/^((?!(x)?$).)*$/",
  "/^release\\/.+/",
  "/^main$|^release\\//",
  "/^feature(\\/|$)/",
  "/^v\\d+\\.\\d+/",
  "/^v[0-9]+[.][0-9]+/m",
  "/\\bfix\\b/",
  "/(?<=feature\\/)x/",
  "/^(.)\\1/",
  "/$x/",
  "/^$/",
];
const COMMENT_FILTERS = ["/.*/gi", "/^\\/test$/", "/test/i", "/^\\/test/m", "/[\\s\\S]*/", "/deploy|test/"];
const GLOBS = [
  "",
  "**",
  "src/**",
  "./src/**",
  "{src/**,docs/**}",
  "{docs/**,src/**}",
  "!docs/**",
  "/src/**",
  "**/*.md",
  "*.md",
  "{**/a.ts,my/**}",
  "src/[id]/**",
  "(a|b)/**",
];

const filter = fc.constantFrom(...BRANCH_FILTERS);

/** A Git trigger with any of its fields. */
const gitTrigger = fc.record(
  {
    name: fc.constantFrom("one", "two", "three"),
    type: fc.constant("git"),
    repo: fc.constantFrom("acme/shop", "acme/shop", "acme/shop", "acme/tools", "Acme/Shop"),
    provider: fc.constantFrom(
      "github",
      "github",
      "gitlab",
      "bitbucket",
      "stash",
      "azure",
      "gerrit",
      "github-1",
    ),
    events: fc.uniqueArray(names, { minLength: 1, maxLength: 3 }),
    branchRegex: filter,
    pullRequestTargetBranchRegex: fc.constantFrom("", ...BRANCH_FILTERS),
    commentRegex: fc.constantFrom(...COMMENT_FILTERS),
    pullRequestAllowForkEvents: fc.boolean(),
    skipCommentAuthorAssociationValidation: fc.boolean(),
    modifiedFilesGlob: fc.constantFrom(...GLOBS),
    disabled: fc.constantFrom(false, false, false, false, true),
  },
  { requiredKeys: ["name", "type", "repo", "events"] },
);

const cronTrigger = fc.record(
  {
    name: fc.constantFrom("nightly", "weekly"),
    type: fc.constant("cron"),
    message: fc.constant("run"),
    expression: fc.constantFrom(
      "0 3 * * *",
      "0 3 * * 1-5",
      "0 3 1 * 1",
      "0 3 */2 * 1",
      "*/5 * * * *",
      "0 0 29 2 *",
      "TZ=Europe/Berlin 0 3 * * *",
      "@DAILY",
      "0 3 * * MON-FRI",
    ),
    disabled: fc.constantFrom(false, false, true),
  },
  { requiredKeys: ["name", "type", "message", "expression"] },
);

/** A plain trigger. */
export type PlainTrigger = Readonly<Record<string, unknown>> & { readonly name: string };

/** The triggers of a spec. */
export interface PlainSpec {
  readonly triggers: readonly PlainTrigger[];
  readonly cronTriggers: readonly PlainTrigger[];
}

const spec: fc.Arbitrary<PlainSpec> = fc.record({
  triggers: fc.uniqueArray(gitTrigger, { maxLength: 2, selector: ({ name }) => name }),
  cronTriggers: fc.uniqueArray(cronTrigger, { maxLength: 1, selector: ({ name }) => name }),
});

/** The fields that an edit may change. */
const EDITED = [
  "branchRegex",
  "pullRequestTargetBranchRegex",
  "commentRegex",
  "modifiedFilesGlob",
  "pullRequestAllowForkEvents",
  "skipCommentAuthorAssociationValidation",
  "disabled",
  "provider",
  "repo",
  "events",
];

/** A change of one field of a trigger, so that most pairs differ in little. */
const edit = fc.record({ field: fc.constantFrom(...EDITED), by: gitTrigger });

/** Two specs: unrelated ones, or one with a few edits. */
export const pairOfSpecs: fc.Arbitrary<readonly [PlainSpec, PlainSpec]> = fc.oneof(
  { weight: 1, arbitrary: fc.tuple(spec, spec) },
  {
    weight: 4,
    arbitrary: fc.tuple(spec, fc.array(edit, { minLength: 1, maxLength: 2 })).map(([before, edits]) => {
      const change = (trigger: PlainTrigger): PlainTrigger =>
        edits.reduce<PlainTrigger>((changed, { field, by }) => {
          const { [field]: _, ...others } = changed;
          const value = (by as Readonly<Record<string, unknown>>)[field];
          return { ...others, name: changed.name, ...(value !== undefined && { [field]: value }) };
        }, trigger);
      return [before, { ...before, triggers: before.triggers.map(change) }] as const;
    }),
  },
);

/** Reads a spec from its plain value. */
export function readPlain({ triggers, cronTriggers }: PlainSpec, path = "spec.json"): Promise<SpecFile> {
  const whole = {
    version: "1.0",
    kind: "pipeline",
    metadata: { name: "shop/api" },
    spec: { triggers, cronTriggers },
  };
  return readSpecFile(path, JSON.stringify(whole, null, 2));
}

const refs = fc.constantFrom(
  "main",
  "MAIN",
  "develop",
  "feature/x",
  "release/1.0",
  "v1.0.0",
  "aa-fix",
  "fix",
  "xmain",
);
const paths = fc.constantFrom(
  "src/a.ts",
  "docs/a.md",
  "a.ts",
  "README.md",
  ".env",
  "my/x/a.ts",
  "src/.hidden/b",
  "src/i/x",
  "a/x",
  "src",
);

/** A Git event with any facts. */
export const gitEvent: fc.Arbitrary<GitEvent> = fc.record(
  {
    kind: fc.constant("git" as const),
    names: fc.oneof(names, fc.constantFrom(...eventNames)).map((name) => [name]),
    provider: fc.constantFrom("github" as const, "gitlab" as const, "bitbucket" as const, "gerrit" as const),
    branch: refs,
    tag: refs,
    targetBranch: refs,
    repository: fc.constantFrom("acme/shop", "acme/tools"),
    comment: fc.constantFrom("/test", "please deploy", "a\n/test", "", "Test"),
    authorAssociation: fc.constantFrom("OWNER", "MEMBER", "NONE", "CONTRIBUTOR"),
    fork: fc.boolean(),
    draft: fc.boolean(),
    deleted: fc.constantFrom(false, false, false, true),
    message: fc.constantFrom("fix", "[skip ci] fix"),
    changedFiles: fc.array(
      paths.map((path) => ({ path })),
      { maxLength: 3 },
    ),
  },
  { requiredKeys: ["kind", "names"] },
);
