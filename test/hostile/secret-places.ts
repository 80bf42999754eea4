import { formatNames } from "../../src/cli/output/command-formats.ts";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { Checkout } from "../git/checkout.ts";

/** A place for a secret: the input files of a folder, and the command lines that read them. */
export interface Place {
  readonly files: Readonly<Record<string, string>>;
  readonly commands: readonly (readonly string[])[];
  /** A further preparation of the folder. */
  readonly prepare?: (cwd: string) => void;
  /** The files that may show the secret, next to the inputs. */
  readonly ours?: readonly string[];
}

const SPEC = `version: "1.0" # top
kind: pipeline
metadata:
  name: shop/api # name
  project: shop
  description: words
  labels: {tags: [first]}
  originalYamlString: original
spec:
  triggers:
    - name: main-push
      type: git
      repo: acme/shop
      description: pushes
      events: [push.heads, pullrequest.commentAdded]
      branchRegex: /^main$/gi
      branchRegexInput: regex
      pullRequestTargetBranchRegex: /^main$/
      commentRegex: /deploy/
      modifiedFilesGlob: 'api/**'
      provider: github
      context: github
      secret: hush
      endpoint: https://hooks.example.com
      id: 5f0000000000000000000001
      contexts: [shared]
      runtimeEnvironment: {name: default, memory: 1Gi}
      variables:
        - {key: TRIGGER, value: first}
  cronTriggers:
    - type: cron
      name: nightly
      expression: 0 3 * * *
      message: good night
      branch: cron-branch
      gitTriggerId: 5f0000000000000000000001
      variables: [{key: CRON, value: second}]
  stages: [build]
  contexts: [common]
  externalResources: [{type: git, source: /from, destination: to}]
  terminationPolicy: [{type: branch, event: onCreate}]
  variables:
    - key: PLAIN
      value: third
  steps:
    test:
      title: testing
      stage: build
      image: alpine
      commands: ["echo \${{CF_BRNCH}}"]
# the end
`;

/** Each spelling of a value in YAML. */
const quoted = JSON.stringify;
const plain = (secret: string): string => (/[\n:#,[\]{}]/.test(secret) ? quoted(secret) : secret);
const single = (secret: string): string => `'${oneLine(secret).replaceAll("'", "''")}'`;
const slashed = (secret: string): string => quoted(secret).replaceAll("/", "\\/");
const oneLine = (secret: string): string => secret.replaceAll("\n", " ");
const long = (secret: string): string => quoted(`${"x".repeat(35)} ${secret} ${"y".repeat(60)}`);

/** Replacements in the spec; the text after `=>` is replaced in the text before it. */
const FIELDS: Readonly<Record<string, (secret: string) => readonly [from: string, to: string]>> = {
  "a value": (s) => ["value: third", `value: ${plain(s)}`],
  "a quoted value": (s) => ["value: third", `value: ${quoted(s)}`],
  "an escaped value": (s) => ["value: third", `value: ${slashed(s)}`],
  "a value in a flow list": (s) => ["value: third", `value: [${quoted(s)},"x"]`],
  "a value in single quotes in a list": (s) => ["value: third", `value: [x, ${single(s)}, y]`],
  "a block text": (s) => [
    "value: third",
    `value: |\n        first ${s.replaceAll("\n", "\n        ")}\n        last`,
  ],
  "a key of a variable": (s) => ["key: PLAIN", `key: ${quoted(s)}`],
  "a trigger's variable": (s) => ["value: first", `value: ${quoted(s)}`],
  "a cron variable": (s) => ["value: second", `value: ${quoted(s)}`],
  "the pipeline's name": (s) => ["name: shop/api", `name: ${quoted(`shop/${s}`)}`],
  "the project": (s) => ["project: shop", `project: ${quoted(s)}`],
  "a description": (s) => ["description: words", `description: ${quoted(`by ${s} today`)}`],
  "a tag": (s) => ["[first]", `[${quoted(s)}]`],
  "the original text": (s) => [
    "originalYamlString: original",
    `originalYamlString: ${quoted(`steps: {a: ${s}}`)}`,
  ],
  "a trigger's name": (s) => ["name: main-push", `name: ${quoted(s)}`],
  "a long trigger's name": (s) => ["name: main-push", `name: ${long(s)}`],
  "a repository": (s) => ["repo: acme/shop", `repo: ${quoted(s)}`],
  "an event": (s) => ["push.heads,", `push.heads, ${quoted(s)},`],
  "a branch regex": (s) => ["/^main$/gi", quoted(`/^${oneLine(s)}|main$/gi`)],
  "a broken regex": (s) => ["/^main$/gi", quoted(`/^(${oneLine(s)}$/`)],
  "an escaped regex": (s) => ["/^main$/gi", quoted(`/^${oneLine(s).replace(/[/.+?-]/g, "\\$&")}$/`)],
  "a branch without slashes": (s) => ["/^main$/gi", quoted(oneLine(s))],
  "a kind of regex": (s) => ["branchRegexInput: regex", `branchRegexInput: ${quoted(s)}`],
  "a target branch": (s) => [
    "pullRequestTargetBranchRegex: /^main$/",
    `pullRequestTargetBranchRegex: ${quoted(`/${oneLine(s)}/`)}`,
  ],
  "a comment regex": (s) => ["/deploy/", quoted(`/^\\/${oneLine(s)}/`)],
  "a glob": (s) => ["'api/**'", quoted(`{${oneLine(s)}}/*`)],
  "a long glob": (s) => ["'api/**'", quoted(`{api/${"x".repeat(50)},${oneLine(s)},${"y".repeat(50)}}/**`)],
  "a glob of a folder": (s) => ["'api/**'", quoted(`/${oneLine(s)}/`)],
  "a provider": (s) => ["provider: github", `provider: ${quoted(s)}`],
  "a context": (s) => ["context: github", `context: ${quoted(s)}`],
  "a webhook's secret": (s) => ["secret: hush", `secret: ${quoted(s)}`],
  "a webhook's address": (s) => ["https://hooks.example.com", quoted(oneLine(s))],
  "an id": (s) => ["id: 5f0000000000000000000001\n      contexts", `id: ${quoted(s)}\n      contexts`],
  "a shared configuration": (s) => ["contexts: [shared]", `contexts: [${quoted(s)}, ${quoted(s)}]`],
  "an environment": (s) => ["memory: 1Gi", `memory: ${quoted(s)}`],
  "a cron name": (s) => ["name: nightly", `name: ${quoted(s)}`],
  "a cron expression": (s) => ["0 3 * * *", quoted(oneLine(s))],
  "a cron message": (s) => ["good night", quoted(`by ${s}`)],
  "a cron branch": (s) => ["branch: cron-branch", `branch: ${quoted(s)}`],
  "a Git trigger's id": (s) => ["gitTriggerId: 5f0000000000000000000001", `gitTriggerId: ${quoted(s)}`],
  "a stage": (s) => ["stages: [build]", `stages: [${quoted(s)}]`],
  "a step's name": (s) => ["    test:\n", `    ${quoted(s)}:\n`],
  "a step's condition": (s) => [
    "image: alpine",
    `image: alpine\n      when: {condition: {all: {a: ${quoted(`"${oneLine(s)}" == "x"`)}}}}`,
  ],
  "a step's branches": (s) => [
    "image: alpine",
    `image: alpine\n      when: {branch: {only: [${quoted(`/${oneLine(s)}/`)}]}}`,
  ],
  "a command": (s) => ["echo ", `${oneLine(s).replaceAll('"', "")} `],
  "an unknown key": (s) => ["  stages:", `  ${quoted(s)}: 1\n  stages:`],
  "a key with two faults": (s) => ["  stages:", `  ${quoted(`a/b~${s}`)}: {x: 1}\n  stages:`],
  "a key of a trigger": (s) => ["      id:", `      ${quoted(s)}: 1\n      id:`],
  "a comment": (s) => ["# top", `# was ${oneLine(s)}`],
  "a comment at a fault": (s) => ["# name", `# ${oneLine(s)}\n  oops: 1 # ${oneLine(s)}`],
  "an ignore comment": (s) => ["# the end", `# dryfire-ignore ${oneLine(s)} -- for now\n`],
  "an ignore comment above": (s) => [
    "  stages:",
    `  # dryfire-ignore-next-line ${oneLine(s)}\n  # dryfire-ignore unknown-key, ${oneLine(s)}\n  stages:`,
  ],
  "a tag of YAML": (s) => ["value: third", `value: !${s.replace(/[^\w-]/g, "")} x`],
  "an anchor": (s) => ["value: third", `value: *${s.replace(/[^\w-]/g, "")}`],
  "a text that never ends": (s) => ["# the end", `x: "${oneLine(s)}`],
  "a broken line": (s) => ["# the end", `${oneLine(s)}\n  ]: [`],
};

const CASES = `specs: [a.yml]
cases:
  - {name: fails, push: main, changed: [api/a.js], fires: [], message: text}
  - {name: skips, push: other, fires: []}
  - {name: unknown, push: main, unknown: [main-push]}
  - {name: build, push: main, changed: [api/a.js], fires: [main-push], variables: {TRIGGER: other}}
`;

/** Replacements in the cases file. */
const CASE_FIELDS: Readonly<Record<string, (secret: string) => readonly [from: string, to: string]>> = {
  "a case's name": (s) => ["name: fails", `name: ${quoted(s)}`],
  "a long case's name": (s) => ["name: fails", `name: ${long(s)}`],
  "a case's branch": (s) => ["push: other", `push: ${quoted(oneLine(s))}`],
  "a case's message": (s) => ["message: text", `message: ${quoted(s)}`],
  "a case's file": (s) => [
    "[api/a.js], fires: [], message",
    `[api/a.js, ${quoted(oneLine(s))}], fires: [], message`,
  ],
  "an expected trigger": (s) => ["fires: []", `fires: [${quoted(s)}]`],
  "a long expected trigger": (s) => ["fires: []", `fires: [${long(s)}]`],
  "an expected value": (s) => ["TRIGGER: other", `TRIGGER: ${quoted(s)}`],
  "an expected variable": (s) => ["{TRIGGER: other}", `{${quoted(s)}: x}`],
  "a pipeline of a case": (s) => ["fires: []", `pipelines: [${quoted(s)}], fires: []`],
  "an unknown key of a case": (s) => ["fires: []", `${quoted(s)}: 1, fires: []`],
  "a spec of cases": (s) => ["[a.yml]", `[a.yml, ${quoted(oneLine(s))}]`],
  "a comment of cases": (s) => ["cases:", `cases: # ${oneLine(s)}`],
};

/** Configs with a secret. */
const CONFIGS: Readonly<Record<string, (secret: string) => string>> = {
  "a preset": (s) => `extends: ${quoted(s)}\n`,
  "a rule": (s) => `rules:\n  ${quoted(s)}: off\n`,
  "a severity": (s) => `rules:\n  unknown-key: ${quoted(s)}\n`,
  "a long severity": (s) => `rules:\n  unknown-key: ${long(s)}\n`,
  "an option": (s) => `rules:\n  cron-too-frequent: {${quoted(s)}: 1, minimumMinutes: ${quoted(s)}}\n`,
  "an ignored glob": (s) => `ignores: [${quoted(oneLine(s))}, "(x"]\n`,
  "an override": (s) => `overrides: [{files: [${quoted(oneLine(s))}], rules: {unknown-key: off}}]\n`,
  "an integration": (s) => `integrations:\n  ${quoted(s)}: github\n`,
  "a known integration": (s) => `integrations:\n  git-context: ${quoted(s)}\n`,
  "an assumption": (s) => `assume:\n  ${quoted(s)}: yes\n`,
  "a local rule": (s) => `localRules: [${quoted(oneLine(s))}]\n`,
  "an unknown setting": (s) => `${quoted(s)}: 1\n`,
  "a broken config": (s) => `rules: [${quoted(s)}\n`,
};

const inAllFormats = (name: string): string[] =>
  FORMATS.flatMap((format) => ["--format", `${format}=${name}.${format}`]);

const LINT = [
  ["lint", "a.yml", "--strict", ...inAllFormats("lint"), "--format", "pretty"],
  ["lint", "a.yml", "--strict", "--shard", "1/1", "--format", "json=part.json"],
  ["merge-reports", "part.json", ...inAllFormats("merged")],
  ["lint", "a.yml", "--cache-location", "kept", "--baseline", "baseline.json", "--update-baseline"],
  ["lint", "a.yml", "--cache-location", "kept", "--baseline", "baseline.json"],
  ["lint", "--print-config", "a.yml"],
] as const;

const TEST = [
  ...formatNames("test").map((format) => ["test", "a.dryfire-test.yaml", "--coverage", "--format", format]),
  [
    "test",
    "a.yml",
    "--record",
    "new.dryfire-test.yaml",
    "--name",
    "n",
    "--push",
    "main",
    "--changed",
    "api/a",
  ],
];

const SIMULATE = [
  ...formatNames("simulate").flatMap((format) => [
    ["simulate", "a.yml", "--push", "main", "--changed", "api/a.js", "--explain", "--format", format],
    ["simulate", "a.yml", "--run", "shop/api", "--format", format],
  ]),
  ["simulate", "a.yml", "--event", "pullrequest.commentAdded", "--comment", "x", "--explain"],
  ["simulate", "a.yml", "--at", "2026-05-01T03:00:00Z", "--format", "json"],
  ["simulate", "a.yml", "--push", "main", "--trigger", "nothing"],
  ["simulate", "a.yml", "--run", "api", "--trigger", "nothing"],
];

const SCHEDULE = formatNames("schedule").map((format) => [
  "schedule",
  "a.yml",
  "--count",
  "2",
  "--format",
  format,
]);

/** The spec without a secret is on the other side. */
const DIFF = formatNames("diff").flatMap((format) => [
  ["diff", "plain.yml", "a.yml", "--format", format, "--from", "2026-05-01", "--assume-accepted"],
  ["diff", "a.yml", "plain.yml", "--format", format, "--from", "2026-05-01", "--assume-accepted"],
]);

/** The last one rewrites the spec. */
const FIX = [
  ["lint", "a.yml", "--fix-suggestions", "--diff"],
  ["lint", "a.yml", "--fix-suggestions"],
];

const SPEC_COMMANDS = [...LINT, ...SIMULATE, ...SCHEDULE, ...DIFF, ...TEST, ...FIX];

const payload = (secret: string): string =>
  JSON.stringify({
    ref: `refs/heads/${secret}`,
    before: "0".repeat(40),
    after: "a".repeat(40),
    repository: { full_name: `acme/${secret}`, name: secret, clone_url: secret },
    sender: { login: secret },
    pusher: { name: secret },
    head_commit: { id: "a".repeat(40), message: secret, added: [secret], removed: [], modified: [] },
    commits: [{ id: "a".repeat(40), message: secret, added: [secret], removed: [], modified: [] }],
  });

const PAYLOAD = ["simulate", "a.yml", "--payload", "push.json", "--header", "X-GitHub-Event: push"];

const EVENT_FLAGS = ["--push", "--message", "--comment", "--repo", "--changed", "--event", "--trigger"];
const MORE_FLAGS = [
  "--pipeline",
  "--provider",
  "--pr",
  "--action",
  "--at",
  "--expect",
  "--assume",
  "--header",
  "--step",
  "--variable",
];

/** Command lines with a secret in an argument. */
const ARGUMENTS: Readonly<Record<string, (secret: string) => readonly (readonly string[])[]>> = {
  ...Object.fromEntries(
    [...EVENT_FLAGS, ...MORE_FLAGS].map((flag) => [
      `the option ${flag}`,
      (s: string) =>
        [[], ["--explain"], ["--format", "json"]].map((more) => [
          ...["simulate", "a.yml", ...(flag === "--push" ? [] : ["--push", "main"])],
          ...[flag, s, ...more],
        ]),
    ]),
  ),
  "a run": (s) => [
    ["simulate", "a.yml", "--run", s],
    ["simulate", "a.yml", "--run", "shop/api", "--variable", `K=${s}`, "--branch", s],
    ["simulate", "a.yml", "--run", "shop/api", "--variable", s],
    ["simulate", "a.yml", "--run", "shop/api", "--variable", `K=${s}`, "--format", "json"],
  ],
  "a recorded case": (s) => [
    ["test", "a.yml", "--record", "r.dryfire-test.yaml", "--name", s, "--push", "main", "--message", s],
    ["test", "a.yml", "--record", "s.dryfire-test.yaml", "--name", "n", "--push", s, "--changed", s],
  ],
  "a filter": (s) => [
    ["test", "a.dryfire-test.yaml", "--filter", s],
    ["test", "a.dryfire-test.yaml", "--filter", `/(${s}/`],
  ],
  "options of lint": (s) => [
    ["lint", "a.yml", "--only", s],
    ["lint", "a.yml", "--format", s],
    ["lint", "a.yml", "--config", s],
    ["lint", "a.yml", "--baseline", s],
    ["lint", "a.yml", "--shard", s],
    ["lint", "a.yml", "--fail-on", s],
    ["lint", "a.yml", `--${s}`],
  ],
  "a path, a command, an id": (s) => [
    [s],
    ["lint", s],
    ["test", s],
    ["explain", s],
    ["merge-reports", s],
    ["schedule", "a.yml", "--from", s],
    ["diff", s, "a.yml"],
    ["diff", `${s}:a.yml`, "a.yml"],
    ["diff", "--git", s],
    ["diff", "a.yml", "a.yml", "--fail-on", s],
    ["schedule", "a.yml", "--tz", s],
  ],
};

/** Addresses of a remote with a secret. */
const REMOTES: Readonly<Record<string, (secret: string) => string>> = {
  "the password of a remote": (s) => `https://x:${s}@github.com/acme/shop.git`,
  "the path of a remote": (s) => `https://gitlab.example.com/${s}/acme/shop.git`,
  "the query of a remote": (s) => `https://github.com/acme/shop.git?private_token=${s}`,
  "a remote itself": (s) => s,
};

const GIT = [
  ["simulate", "a.yml", "--git", "--explain"],
  ["simulate", "a.yml", "--git", "--format", "json"],
  ["test", "a.yml", "--record", "g.dryfire-test.yaml", "--name", "n", "--git"],
  ["lint", "a.yml", "--repo-root", "."],
];

function checkout(cwd: string, remote: string | undefined, branch: string, files: readonly string[]): void {
  const made = Checkout.init(undefined, cwd);
  made.git("commit", "-q", "--allow-empty", "-m", "first");
  made.git("checkout", "-q", "-B", branch);
  made.commit("second", Object.fromEntries(files.map((name) => [name, "x"])));
  if (remote !== undefined) made.git("config", "remote.origin.url", remote);
}

const isName = (secret: string): boolean => /^[\w.@=;-]{1,200}$/.test(secret);
const replaced = (text: string, [from, to]: readonly [string, string]): string => {
  if (!text.includes(from)) throw new Error(`no ${from}`);
  return text.replace(from, () => to);
};
const base = { "a.yml": SPEC, "a.dryfire-test.yaml": CASES };

/** Returns each place for a secret by name; a text that cannot be there has none. */
export function placesOf(s: string): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  for (const [name, field] of Object.entries(FIELDS))
    places.set(name, {
      files: { ...base, "a.yml": replaced(SPEC, field(s)), "plain.yml": SPEC },
      commands: SPEC_COMMANDS,
    });
  for (const [name, field] of Object.entries(CASE_FIELDS))
    places.set(name, {
      files: { ...base, "a.dryfire-test.yaml": replaced(CASES, field(s)) },
      commands: TEST.slice(0, -1),
    });
  for (const [name, config] of Object.entries(CONFIGS))
    places.set(`config: ${name}`, {
      files: { ...base, "dryfire.config.yml": config(s) },
      commands: [...LINT, ...SIMULATE.slice(0, 2), ["test", "a.dryfire-test.yaml"]],
    });
  for (const [name, commands] of Object.entries(ARGUMENTS))
    places.set(name, { files: base, commands: commands(s) });
  places.set("a payload", {
    files: { ...base, "push.json": payload(s) },
    commands: [PAYLOAD, [...PAYLOAD, "--explain"], [...PAYLOAD, "--format", "json"]],
  });
  places.set("a broken payload", {
    files: { ...base, "push.json": `{"a": ${quoted(s)}` },
    commands: [PAYLOAD],
  });
  const event = JSON.stringify({ names: ["push.heads"], branch: s, message: s, [s]: 1 });
  places.set("an event file", {
    files: { ...base, "event.json": event, "e2.json": JSON.stringify({ names: [s], branch: s, message: s }) },
    commands: ["event.json", "e2.json"].map((file) => ["simulate", "a.yml", "--event-file", file]),
  });
  const stored = JSON.stringify({
    version: 1,
    files: { [s]: { [s]: { [s]: 1 } }, "a.yml": { [s]: { x: 1 } } },
  });
  const use = ["lint", "a.yml", "--baseline", "baseline.json"];
  places.set("a baseline", {
    files: { ...base, "baseline.json": stored },
    commands: [use],
    ours: ["baseline.json"],
  });
  places.set("a broken baseline", {
    files: { ...base, "baseline.json": `{"version": ${quoted(s)}}` },
    commands: [use],
  });
  for (const [name, address] of Object.entries(REMOTES)) {
    places.set(name, {
      files: base,
      commands: GIT,
      prepare: (cwd) => checkout(cwd, oneLine(address(s)), "topic", []),
      ours: [".git"],
    });
  }
  if (!isName(s)) return places;
  places.set("a branch and a file of a checkout", {
    files: base,
    commands: GIT,
    prepare: (cwd) => checkout(cwd, "https://github.com/acme/shop.git", s.replaceAll("..", "."), [s]),
    ours: [".git", s],
  });
  const renamed = SPEC_COMMANDS.map((argv) =>
    argv.map((word) => word.replace(/^a\.(yml|dryfire-test\.yaml)$/, `${s}.$1`)),
  );
  const twin = SPEC.replaceAll("main-push", "other");
  places.set("file names", {
    files: {
      [`${s}.yml`]: SPEC,
      "b.yml": twin,
      [`${s}.dryfire-test.yaml`]: CASES.replace("a.yml", `${s}.yml`),
    },
    commands: [
      ...renamed,
      ["lint", "--strict", ...inAllFormats("all")],
      ["lint", "--cache-location", "kept2"],
    ],
    ours: [`${s}.yml`, `${s}.dryfire-test.yaml`],
  });
  return places;
}
