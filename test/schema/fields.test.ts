import { describe, expect, it } from "vitest";
import { anId, cronTrigger, findingsOf, gitTrigger, type Mapping } from "./specs.ts";

/** One kind of field: valid values, values of a wrong type, and other invalid values by rule. */
interface Kind {
  readonly passes: unknown[];
  readonly wrongType: unknown[];
  readonly refused?: [rule: string, value: unknown][];
}

const empty: [string, unknown] = ["out-of-range", ""];
const text: Kind = { passes: ["x", "a b", new Date(0)], wrongType: [5, true, [], {}], refused: [empty] };
const anyText: Kind = { passes: ["x", ""], wrongType: [5, true, [], {}] };
const flag: Kind = { passes: [true, false, "true", "FALSE"], wrongType: ["yes", "", 1, [], {}] };
const ident: Kind = {
  passes: [anId, "any 12 chars", 5, 1e23],
  wrongType: ["x", "", `${anId}0`, true, [], {}, Number.NaN],
};
const date: Kind = { passes: ["2024-05-01T00:00:00Z", new Date(0), 1e12], wrongType: ["soon", true, [], {}] };
const texts: Kind = { passes: [[], ["a", "b"]], wrongType: ["a", 5, true, {}] };
const object: Kind = { passes: [{}], wrongType: ["a", 5, true, []] };
const list: Kind = { passes: [[]], wrongType: ["a", 5, true, {}] };
const anyObject: Kind = { passes: [{}, { a: null }], wrongType: ["a", 5, true, [], new Date(0)] };
const words = (...all: string[]): Kind => ({
  passes: all,
  wrongType: [5, true, [], {}],
  refused: [
    ["unknown-value", "x"],
    ["unknown-value", ""],
  ],
});
const bounded = (most: number): Kind => ({
  passes: ["x", "x".repeat(most)],
  wrongType: [5, true, [], {}],
  refused: [empty, ["out-of-range", "x".repeat(most + 1)]],
});
const whole = (low: number, high?: number): Kind => ({
  passes: [low, String(low), low + 1, high ?? 1000],
  wrongType: ["x", "", 1.5, "1.5", true, [], {}],
  refused: [low - 1, String(low - 1), ...(high === undefined ? [] : [high + 1, String(high + 1)])].map(
    (value) => ["out-of-range", value],
  ),
});
const anyWhole: Kind = { passes: [0, -1, "-3", 10], wrongType: ["x", 1.5, true, [], {}] };
const owned = (rule: string, passes: unknown[], refused: unknown[]): Kind => ({
  passes,
  wrongType: [5, true, [], {}],
  refused: refused.map((value) => [rule, value]),
});
const regex = owned("invalid-regex-literal", ["/x/", "/^a\\/b$/gim", "//"], ["main", "/a/b/", "/x/u"]);

type Fields = Record<string, Kind>;

const variablesAndMore: Fields = {
  variables: list,
  options: object,
  runtimeEnvironment: object,
  requiredAvailableStorage: text,
  serviceAccount: text,
  packId: ident,
};

const triggerState: Fields = {
  disabled: flag,
  verified: flag,
  status: text,
  lastExecutionDate: date,
  id: ident,
};

/** A mapping of the spec: its keys, and a function that puts a given mapping at `path`. */
const places: Record<string, { path: string; wrap: (mapping: Mapping) => Mapping; fields: Fields }> = {
  "top level": {
    path: "",
    wrap: (top) => ({ metadata: { name: "a/b" }, ...top }),
    fields: {
      version: owned("spec-version", ["1.0"], ["1", "2.0"]),
      kind: words("pipeline"),
      metadata: { passes: [{ name: "a/b" }], wrongType: ["a", 5, []] },
      spec: object,
      last_executed: date,
    },
  },
  metadata: {
    path: "/metadata",
    wrap: (metadata) => ({ metadata: { name: "a/b", ...metadata } }),
    fields: {
      name: owned("pipeline-name-format", ["a/b", "anything"], [""]),
      project: text,
      description: text,
      shortName: text,
      executionContextId: text,
      labels: anyObject,
      labelKeys: texts,
      isPublic: flag,
      template: object,
      deprecate: object,
      id: ident,
      accountId: ident,
      projectId: ident,
      revision: whole(0),
      created_at: date,
      updated_at: date,
    },
  },
  "metadata.template": {
    path: "/metadata/template",
    wrap: (template) => ({ metadata: { name: "a/b", template } }),
    fields: { isTemplate: flag, generatedFrom: ident },
  },
  "metadata.deprecate": {
    path: "/metadata/deprecate",
    wrap: (deprecate) => ({ metadata: { name: "a/b", deprecate } }),
    fields: {
      repoPipeline: flag,
      basic: flag,
      applicationPort: text,
      template: text,
      implicitGitCloneService: object,
    },
  },
  "metadata.deprecate.implicitGitCloneService.scm": {
    path: "/metadata/deprecate/implicitGitCloneService/scm",
    wrap: (scm) => ({ metadata: { name: "a/b", deprecate: { implicitGitCloneService: { scm } } } }),
    fields: { provider: text, owner: object, name: text },
  },
  spec: {
    path: "/spec",
    wrap: (spec) => ({ metadata: { name: "a/b" }, spec }),
    fields: {
      ...variablesAndMore,
      triggers: list,
      cronTriggers: list,
      contexts: texts,
      externalResources: list,
      terminationPolicy: list,
      concurrency: whole(0),
      triggerConcurrency: anyWhole,
      branchConcurrency: anyWhole,
      priority: whole(-100, 100),
      steps: anyObject,
      stages: texts,
      services: anyObject,
      hooks: anyObject,
      success_criteria: anyObject,
      mode: words("sequential", "parallel"),
      fail_fast: { passes: [true, "x", {}], wrongType: [5, []], refused: [empty] },
      strict_fail_fast: { passes: [true, "${{A}}"], wrongType: ["true", "x${{A}}", "", 5, [], {}] },
      build_version: words("v1", "v2"),
      clustersInfo: object,
      permitRestartFromFailedSteps: flag,
      lowMemoryWarningThreshold: words("70", "90", "100"),
      scopeSnapshot: ident,
      scopes: texts,
      variablesSchema: { passes: ["{}"], wrongType: [5, true, [], {}], refused: [["out-of-range", ""]] },
      specTemplate: { passes: [{ url: "https://example.com/a.yml" }], wrongType: ["a", 5, []] },
      debug: { passes: [{ steps: {} }], wrongType: ["a", 5, []] },
    },
  },
  "spec.clustersInfo": {
    path: "/spec/clustersInfo",
    wrap: (clustersInfo) => ({ metadata: { name: "a/b" }, spec: { clustersInfo } }),
    fields: { injectAll: flag, clusters: texts },
  },
  "spec.debug.steps.*.phases": {
    path: "/spec/debug/steps/a/phases",
    wrap: (phases) => ({ metadata: { name: "a/b" }, spec: { debug: { steps: { a: { phases } } } } }),
    fields: { before: flag, after: flag, override: flag },
  },
  "spec.triggers[]": {
    path: "/spec/triggers/0",
    wrap: (trigger) => ({ metadata: { name: "a/b" }, spec: { triggers: [gitTrigger(trigger)] } }),
    fields: {
      ...variablesAndMore,
      ...triggerState,
      type: words("git"),
      name: owned("trigger-name", ["x", "a/b", "x".repeat(200)], ["", "a b", "a\tb", "x".repeat(201)]),
      repo: owned("repository-format", ["a/b", "group/sub/name"], ["", "ab", "a/", "/"]),
      events: { passes: [[], ["push", "push"]], wrongType: ["push", 5, {}] },
      description: bounded(150),
      commitStatusTitle: bounded(200),
      branchRegex: { ...regex, refused: [...regex.refused!, ["invalid-regex-literal", ""]] },
      commentRegex: { ...regex, refused: [...regex.refused!, ["invalid-regex-literal", ""]] },
      pullRequestTargetBranchRegex: { ...regex, passes: [...regex.passes, ""] },
      branchRegexInput: owned(
        "unknown-value",
        ["regex", "multiselect", "multiselect-exclude"],
        ["multi", ""],
      ),
      pullRequestAllowForkEvents: flag,
      modifiedFilesGlob: {
        ...anyText,
        passes: ["", "**", "x".repeat(65000)],
        refused: [["out-of-range", "x".repeat(65001)]],
      },
      provider: text,
      context: text,
      contexts: texts,
      skipCommentAuthorAssociationValidation: flag,
      gerritCIStatusLabels: texts,
      concurrency: whole(1),
      priority: whole(-100, 100),
      terminationPolicy: list,
      createdFromRepositoryMigration: flag,
      endpoint: text,
      secret: text,
    },
  },
  "spec.cronTriggers[]": {
    path: "/spec/cronTriggers/0",
    wrap: (trigger) => ({ metadata: { name: "a/b" }, spec: { cronTriggers: [cronTrigger(trigger)] } }),
    fields: {
      ...variablesAndMore,
      ...triggerState,
      type: words("cron"),
      name: bounded(200),
      message: owned(
        "cron-message",
        ["ok", "A-z 0_+#?.:", "x".repeat(128)],
        ["a", "", "a, b", "é!", "x".repeat(129)],
      ),
      expression: owned(
        "invalid-cron",
        ["0 3 * * 1-5", "@DAILY"],
        ["", "@daily", "x", "0 0 * * 7", `0 0 * * 1${" ".repeat(150)}`],
      ),
      event: text,
    },
  },
  "variables[]": {
    path: "/spec/variables/0",
    wrap: (variable) => ({ metadata: { name: "a/b" }, spec: { variables: [{ key: "A", ...variable }] } }),
    fields: {
      key: { ...text, refused: [["out-of-range", ""]] },
      value: { passes: ["", "x", 5, 1.5, true, new Date(0)], wrongType: [[], {}, Number.POSITIVE_INFINITY] },
      encrypted: flag,
    },
  },
  options: {
    path: "/spec/options",
    wrap: (options) => ({ metadata: { name: "a/b" }, spec: { options } }),
    fields: {
      noCache: flag,
      noCfCache: flag,
      resetVolume: flag,
      enableNotifications: flag,
      keepPVCsForPendingApproval: flag,
      pendingApprovalConcurrencyApplied: flag,
    },
  },
  runtimeEnvironment: {
    path: "/spec/runtimeEnvironment",
    wrap: (runtimeEnvironment) => ({ metadata: { name: "a/b" }, spec: { runtimeEnvironment } }),
    fields: { name: text, memory: text, cpu: text, dindStorage: text, requiredAvailableStorage: text },
  },
  "externalResources[]": {
    path: "/spec/externalResources/0",
    wrap: (resource) => ({
      metadata: { name: "a/b" },
      spec: {
        externalResources: [
          { type: "git", source: "s", destination: "d", repo: "a/b", revision: "r", ...resource },
        ],
      },
    }),
    fields: {
      source: text,
      destination: text,
      context: text,
      isFolder: flag,
      repo: text,
      revision: text,
      id: ident,
    },
  },
  "terminationPolicy[]": {
    path: "/spec/terminationPolicy/0",
    wrap: (policy) => ({
      metadata: { name: "a/b" },
      spec: { terminationPolicy: [{ type: "branch", ...policy }] },
    }),
    fields: {
      event: words("onCreate", "onTerminate"),
      ignoreBranch: flag,
      ignoreTrigger: flag,
      branchName: text,
    },
  },
  specTemplate: {
    path: "/spec/specTemplate",
    wrap: (template) => ({
      metadata: { name: "a/b" },
      spec: { specTemplate: { location: "git", repo: "a/b", path: "p", ...template } },
    }),
    fields: {
      context: text,
      path: text,
      repo: owned("repository-format", ["a/b"], ["ab", ""]),
      revision: owned("out-of-range", ["main", "${{CF_BRANCH}}"], [""]),
    },
  },
  "specTemplate at a URL": {
    path: "/spec/specTemplate",
    wrap: (template) => ({
      metadata: { name: "a/b" },
      spec: { specTemplate: { url: "https://example.com", ...template } },
    }),
    fields: {
      url: {
        passes: ["https://example.com/a.yml?b=c#d"],
        wrongType: ["a.yml", "//x", 5, []],
        refused: [empty],
      },
    },
  },
};

const cases = Object.entries(places).flatMap(([place, { fields, path, wrap }]) =>
  Object.entries(fields).map(([key, kind]) => ({
    name: `${place} ${key}`,
    key,
    kind,
    at: `${path}/${key}`,
    wrap,
  })),
);

describe("every field", () => {
  it("is tested", () => {
    expect(cases.length).toBeGreaterThan(140);
  });

  it.each(cases)("$name accepts valid values", ({ key, kind, wrap }) => {
    for (const value of kind.passes) expect(findingsOf(wrap({ [key]: value })), String(value)).toEqual([]);
  });

  it.each(cases)("$name reports a wrong type or a missing value once", ({ key, kind, wrap, at }) => {
    const rule = key === "version" ? "spec-version" : "wrong-type";
    for (const value of kind.wrongType) {
      expect(findingsOf(wrap({ [key]: value })), String(value)).toEqual([`${rule} ${at}`]);
    }
    expect(findingsOf(wrap({ [key]: null }))).toEqual([`null-value ${at}`]);
  });

  it.each(cases.filter(({ kind }) => kind.refused))(
    "$name reports a value out of bounds once",
    ({ key, kind, wrap, at }) => {
      for (const [rule, value] of kind.refused!) {
        expect(findingsOf(wrap({ [key]: value })), String(value)).toEqual([`${rule} ${at}`]);
      }
    },
  );

  it.each(cases.filter(({ kind }) => kind === texts))(
    "$name reports items that are not text",
    ({ key, wrap, at }) => {
      expect(findingsOf(wrap({ [key]: ["a", 5] }))).toEqual([`wrong-type ${at}/1`]);
      expect(findingsOf(wrap({ [key]: [null] }))).toEqual([`null-value ${at}/0`]);
      expect(findingsOf(wrap({ [key]: [""] }))).toEqual([`out-of-range ${at}/0`]);
    },
  );
});

describe("every mapping", () => {
  it.each(Object.entries(places))("%s reports an unknown key", (_name, { path, wrap }) => {
    expect(findingsOf(wrap({ zqxj: 1 }))).toEqual([`unknown-key ${path}/zqxj`]);
  });
});

const required: [keys: string[], path: string, wrap: (mapping: Mapping) => Mapping, whole: Mapping][] = [
  [
    ["name", "type", "repo", "events"],
    "/spec/triggers/0",
    (trigger) => ({ triggers: [trigger] }),
    gitTrigger(),
  ],
  [
    ["name", "type", "message", "expression"],
    "/spec/cronTriggers/0",
    (cron) => ({ cronTriggers: [cron] }),
    cronTrigger(),
  ],
  [["key"], "/spec/variables/0", (variable) => ({ variables: [variable] }), { key: "A" }],
  [
    ["source", "destination"],
    "/spec/externalResources/0",
    (resource) => ({ externalResources: [resource] }),
    { source: "a", destination: "b" },
  ],
];

describe("required keys", () => {
  it.each(required)("%s at %s", (keys, path, wrap, whole) => {
    for (const key of keys) {
      const { [key]: _gone, ...rest } = whole;
      expect(findingsOf({ metadata: { name: "a/b" }, spec: wrap(rest) })).toEqual([
        `missing-key ${path} ${key}`,
      ]);
    }
  });
});
