import { describe, expect, it } from "vitest";
import { RULES } from "../../rules/index.ts";
import { annotatedSchema } from "../../src/pipeline/schema/pipeline-schema.ts";
import {
  cronTrigger,
  findingsOf,
  gitTrigger,
  type Mapping,
  pipeline,
  withCron,
  without,
  withSpec,
  withTrigger,
} from "./specs.ts";

const trigger = "/spec/triggers/0";
const cron = "/spec/cronTriggers/0";
const variables = (...list: unknown[]): Mapping => withSpec({ variables: list });
const policy = (...list: unknown[]): Mapping => withSpec({ terminationPolicy: list });
const template = (specTemplate: Mapping): Mapping => withSpec({ specTemplate });
const resource = (more: Mapping): Mapping =>
  withSpec({ externalResources: [{ source: "a", destination: "b", ...more }] });

/** The errors of the published schema in joi 13.7 for each input (semantics j); empty if valid. */
const rows: [what: string, spec: unknown, findings: string[]][] = [
  ["version as a number", pipeline({ version: 1.0 }), ["spec-version /version"]],
  ["another version", pipeline({ version: "2.0" }), ["spec-version /version"]],
  ["version and kind", pipeline({ version: "1.0", kind: "pipeline" }), []],
  ["neither version nor kind", pipeline(), []],
  ["no spec", pipeline(), []],
  ["no metadata", { spec: {} }, ["missing-key / metadata"]],
  [
    "a key without a value",
    withTrigger({ modifiedFilesGlob: null }),
    [`null-value ${trigger}/modifiedFilesGlob`],
  ],
  ["triggers without a value", withSpec({ triggers: null }), ["null-value /spec/triggers"]],
  ["an unknown trigger key", withTrigger({ branchRegexp: "/x/" }), [`unknown-key ${trigger}/branchRegexp`]],
  ["an unknown spec key", withSpec({ indicators: [] }), ["unknown-key /spec/indicators"]],
  [
    "an unknown variable key",
    variables({ key: "A", description: "x" }),
    ["unknown-key /spec/variables/0/description"],
  ],
  ["events as text", withTrigger({ events: "push.heads" }), [`wrong-type ${trigger}/events`]],
  [
    "events missing",
    withSpec({ triggers: [without(gitTrigger(), "events")] }),
    [`missing-key ${trigger} events`],
  ],
  ["an event misspelt", withTrigger({ events: ["push.head"] }), [`unknown-event ${trigger}/events/0`]],
  ["no events", withTrigger({ events: [] }), []],
  ["an event twice", withTrigger({ events: ["push", "push"] }), []],
  [
    "an empty comment regex",
    withTrigger({ commentRegex: "" }),
    [`invalid-regex-literal ${trigger}/commentRegex`],
  ],
  [
    "an empty branch regex",
    withTrigger({ branchRegex: "" }),
    [`invalid-regex-literal ${trigger}/branchRegex`],
  ],
  [
    "a bare branch name",
    withTrigger({ branchRegex: "main" }),
    [`invalid-regex-literal ${trigger}/branchRegex`],
  ],
  [
    "an unescaped slash",
    withTrigger({ branchRegex: "/^release/.*$/" }),
    [`invalid-regex-literal ${trigger}/branchRegex`],
  ],
  ["an escaped slash", withTrigger({ branchRegex: "/^release\\/.*$/gim" }), []],
  ["another flag", withTrigger({ branchRegex: "/x/s" }), [`invalid-regex-literal ${trigger}/branchRegex`]],
  ["a regex that does not compile", withTrigger({ branchRegex: "/(/gg" }), []],
  ["an empty description", withTrigger({ description: "" }), [`out-of-range ${trigger}/description`]],
  ["an empty target branch regex", withTrigger({ pullRequestTargetBranchRegex: "" }), []],
  ["an empty glob", withTrigger({ modifiedFilesGlob: "" }), []],
  [
    "no trigger name",
    withSpec({ triggers: [without(gitTrigger(), "name")] }),
    [`missing-key ${trigger} name`],
  ],
  ["a space in a trigger name", withTrigger({ name: "on push" }), [`trigger-name ${trigger}/name`]],
  ["two triggers of one name", withSpec({ triggers: [gitTrigger(), gitTrigger()] }), []],
  ["disabled: yes", withTrigger({ disabled: "yes" }), [`wrong-type ${trigger}/disabled`]],
  ["disabled as the text true", withTrigger({ disabled: "true" }), []],
  ["a cron trigger among Git triggers", withTrigger({ type: "cron" }), [`unknown-value ${trigger}/type`]],
  ["cron and a comma", withCron({ type: "cron," }), [`unknown-value ${cron}/type`]],
  ["contexts of a cron trigger", withCron({ contexts: [] }), [`unknown-key ${cron}/contexts`]],
  ["contexts of a Git trigger", withTrigger({ contexts: ["shared"] }), []],
  ["a Git trigger to simulate", withCron({ gitTriggerId: "64905de8589da959de81d31d", branch: "main" }), []],
  [
    "no branch to simulate",
    withCron({ gitTriggerId: "64905de8589da959de81d31d" }),
    [`cron-git-trigger ${cron} branch`],
  ],
  ["no trigger to simulate", withCron({ branch: "main" }), [`cron-git-trigger ${cron} gitTriggerId`]],
  [
    "a repository without a location",
    template({ repo: "a/b", path: "p" }),
    ["spec-template-location /spec/specTemplate location"],
  ],
  [
    "a repository at a URL",
    template({ location: "url", repo: "a/b" }),
    ["spec-template-location /spec/specTemplate/location"],
  ],
  ["a repository", template({ location: "git", repo: "a/b", path: "p" }), []],
  ["a URL", template({ url: "https://example.com/a.yml" }), []],
  ["an empty template", template({}), ["missing-key /spec/specTemplate url"]],
  [
    "a URL and a repository",
    template({ url: "https://example.com/a.yml", path: "p", repo: "a/b" }),
    ["spec-template-location /spec/specTemplate/path"],
  ],
  [
    "a URL where Git is meant",
    template({ location: "git", repo: "a/b", path: "p", url: "https://example.com/a.yml" }),
    ["spec-template-location /spec/specTemplate/url"],
  ],
  [
    "an empty revision",
    template({ location: "git", repo: "a/b", path: "p", revision: "" }),
    ["out-of-range /spec/specTemplate/revision"],
  ],
  ["variables as a mapping", withSpec({ variables: { A: "b" } }), ["wrong-type /spec/variables"]],
  [
    "a variable without a value",
    variables({ key: "A", value: null }),
    ["null-value /spec/variables/0/value"],
  ],
  [
    "no value, one key twice, asterisks",
    variables({ key: "A" }, { key: "A", value: "*****", encrypted: true }),
    [],
  ],
  ["a number and a boolean", variables({ key: "A", value: 5000 }, { key: "B", value: false }), []],
  ["a date as a value", variables({ key: "A", value: new Date(0) }), []],
  ["a runtime as a list", withSpec({ runtimeEnvironment: [] }), ["wrong-type /spec/runtimeEnvironment"]],
  ["options as a list", withSpec({ options: [] }), ["wrong-type /spec/options"]],
  ["a template flag", { metadata: { name: "a/b", template: true } }, ["wrong-type /metadata/template"]],
  ["a CPU number", withSpec({ runtimeEnvironment: { cpu: 2 } }), ["wrong-type /spec/runtimeEnvironment/cpu"]],
  ["one policy", withSpec({ terminationPolicy: {} }), ["wrong-type /spec/terminationPolicy"]],
  [
    "a branch policy with a key",
    policy({ type: "branch", event: "onCreate", key: "k", value: "v" }),
    ["termination-policy /spec/terminationPolicy/0/key"],
  ],
  [
    "an annotation without a key",
    policy({ type: "annotation" }),
    ["termination-policy /spec/terminationPolicy/0 key"],
  ],
  [
    "an annotation with a branch",
    policy({ type: "annotation", key: "k", ignoreBranch: true }),
    ["termination-policy /spec/terminationPolicy/0/ignoreBranch"],
  ],
  [
    "a branch and no type",
    policy({ branchName: "main" }),
    ["termination-policy /spec/terminationPolicy/0 type"],
  ],
  [
    "a policy type misspelt",
    policy({ type: "branche", branchName: "x" }),
    ["unknown-value /spec/terminationPolicy/0/type"],
  ],
  ["a policy of an event alone", policy({ event: "onTerminate" }), []],
  ["a resource of Git", resource({ type: "git", repo: "a/b", revision: "main" }), []],
  [
    "a resource of Git without a revision",
    resource({ type: "git", repo: "a/b" }),
    ["external-resource /spec/externalResources/0 revision"],
  ],
  [
    "a resource of a URL with a repository",
    resource({ type: "url", revision: "main", repo: "a/b" }),
    ["external-resource /spec/externalResources/0/revision"],
  ],
  ["a frozen pipeline", withSpec({ concurrency: 0 }), []],
  [
    "a trigger that may never build",
    withTrigger({ concurrency: 0 }),
    [`out-of-range ${trigger}/concurrency`],
  ],
  ["a negative trigger concurrency", withSpec({ triggerConcurrency: -1 }), []],
  ["a name without a slash", { metadata: { name: "build" } }, []],
  ["a URL as repository", withTrigger({ repo: "https://example.com/a/b", provider: "anything" }), []],
  ["a repository without a slash", withTrigger({ repo: "web" }), [`repository-format ${trigger}/repo`]],
  ["endpoint and secret of an export", withTrigger({ endpoint: "https://example.com/x", secret: "s" }), []],
  ["a cron message with a comma", withCron({ message: "nightly, full" }), [`cron-message ${cron}/message`]],
  ["a cron message of one letter", withCron({ message: "a" }), [`cron-message ${cron}/message`]],
  ["a cron shortcut", withCron({ expression: "@daily" }), [`invalid-cron ${cron}/expression`]],
  ["an empty cron expression", withCron({ expression: "" }), [`invalid-cron ${cron}/expression`]],
  [
    "no cron message",
    withSpec({ cronTriggers: [without(cronTrigger(), "message")] }),
    [`missing-key ${cron} message`],
  ],
  ["strict fail fast as text", withSpec({ strict_fail_fast: "true" }), ["wrong-type /spec/strict_fail_fast"]],
  ["strict fail fast as a variable", withSpec({ strict_fail_fast: "${{FAST}}" }), []],
  ["fail fast in any form", withSpec({ fail_fast: {} }), []],
  [
    "phases without steps",
    withSpec({ debug: { steps: { a: { phases: {} } } } }),
    ["missing-key /spec/debug/steps/a/phases"],
  ],
  ["steps of any content", withSpec({ steps: { a: null, b: [1, { c: null }] } }), []],
  ["free labels", { metadata: { name: "a/b", labels: { key: null, tags: ["a"] } } }, []],
  ["tags that are not a list", { metadata: { name: "a/b", labels: { tags: "a" } } }, []],
  ["not a mapping", ["a"], ["wrong-type /"]],
  ["nothing", null, ["null-value /"]],
];

describe("the platform's validation", () => {
  it.each(rows)("%s", (_what, spec, findings) => {
    expect(findingsOf(spec)).toEqual(findings);
  });
});

describe("one error, one finding", () => {
  it("a misspelled required key is not also missing", () => {
    expect(findingsOf({ metadata: { nname: "a/b" } })).toEqual(["unknown-key /metadata/nname"]);
  });

  it("several keys of another type are one error, at the first one in the file", () => {
    const spec = policy({
      type: "annotation",
      key: "k",
      branchName: "x",
      ignoreTrigger: true,
      ignoreBranch: true,
    });
    expect(findingsOf(spec)).toEqual(["termination-policy /spec/terminationPolicy/0/branchName"]);
  });

  it("errors of different places are all reported", () => {
    const spec = withSpec({
      triggers: [gitTrigger({ name: "a b", events: ["tag", null], zzz: 1 })],
      mode: "x",
    });
    expect(findingsOf(spec).sort()).toEqual([
      "null-value /spec/triggers/0/events/1",
      "trigger-name /spec/triggers/0/name",
      "unknown-event /spec/triggers/0/events/0",
      "unknown-key /spec/triggers/0/zzz",
      "unknown-value /spec/mode",
    ]);
  });
});

it("every rule that owns a fault of the schema reports it", () => {
  const owners = [...JSON.stringify(annotatedSchema()).matchAll(/"x-(?:type-)?rule":"([^"]+)"/g)];
  expect(owners.length).toBeGreaterThan(10);
  for (const [, id] of owners) expect(RULES.find((rule) => rule.id === id)?.schemaFinding, id).toBeDefined();
});
