import { join } from "node:path";
import { measureRun, secondsOfNode } from "./measured-run.mjs";

/**
 * The limits for 100 KB of input, beyond the time of a short spec: a second, or so many times
 * `node -e 0` on a machine where that takes more than 33 ms; and growth from half of it.
 */
const MAX_SECONDS = 1;
const MAX_RATIO = 30;
const MAX_GROWTH = 2.8;
const BYTES = 100_000;
/** The runs of a shape that is over the limits. */
const RUNS = 3;

const head = `version: "1.0"\nkind: pipeline\nmetadata:\n  name: shop/api\n`;
const git = "type: git, name: t, repo: acme/shop, provider: github, context: github";
const template =
  "  specTemplate: {location: git, repo: acme/shop, path: ./codefresh.yml, revision: main, context: github}\n";

/** A spec with a part made of numbered pieces. */
const top = (make) => (n) => head + times(n, make);
const spec = (make) => (n) => `${head}spec:\n${template}${times(n, make)}`;
const triggers = (make) => (n) =>
  `${head}spec:\n${template}  triggers:\n${times(n, (i) => `    - ${make(i)}\n`)}`;
const cronTriggers = (make) => (n) =>
  `${head}spec:\n${template}  cronTriggers:\n${times(n, (i) => `    - {type: cron, name: c${i}, message: run, ${make(i)}}\n`)}`;
const trigger = (make) => (n) => `${head}spec:\n${template}  triggers:\n    - ${make(n)}\n`;
const filter = (key, make) =>
  triggers((i) => `{${git}${i}, events: [push.heads], ${key}: ${JSON.stringify(make(i))}}`);
const steps = (make) => (n) =>
  `${head}spec:\n  stages: [build]\n  steps:\n${times(n, (i) => `    s${i}: ${make(i)}\n`)}`;
const longCondition = (text) =>
  `${head}spec:\n  triggers:\n    - {${git}, events: [push.heads]}\n  steps:\n    a: &s {image: a, when: {condition: {all: {a: "${text} 'x'"}}}}\n`;
const times = (n, make) => Array.from({ length: n }, (_, i) => make(i)).join("");

/** Shapes that the platform's users, or an attacker, may write: a line each. */
const SPECS = {
  "unknown events of a trigger": trigger((n) => `{${git}, events: [${times(n, (i) => `pushh${i}, `)}]}`),
  "equal unknown events": trigger((n) => `{${git}, events: [${times(n, () => "push.headz, ")}]}`),
  "known events of a trigger": trigger((n) => `{${git}, events: [${times(n, () => "push.heads, ")}]}`),
  "triggers with an unknown event": triggers((i) => `{${git}${i}, events: [pushh]}`),
  "triggers of one name": triggers(() => `{${git}, events: [push.heads]}`),
  "triggers without filters": triggers((i) => `{${git}${i}, events: [push.heads]}`),
  "disabled triggers": triggers((i) => `{${git}${i}, events: [push.heads], disabled: true}`),
  "cron triggers": cronTriggers((i) => `expression: "0 ${i % 24} * * *"`),
  "equal cron triggers": cronTriggers(() => 'expression: "0 0 * * *"'),
  "cron triggers in zones": cronTriggers((i) => `expression: "TZ=Europe/Berlin ${i % 60} ${i % 24} * * *"`),
  "cron triggers of Git triggers": (n) =>
    `${head}spec:\n${template}  triggers:\n    - &t {${git}, events: [push.heads], id: ${"a".repeat(24)}}\n${"    - *t\n".repeat(n)}  cronTriggers:\n    - &c {type: cron, name: c, expression: "0 0 * * *", message: m, gitTriggerId: ${"b".repeat(24)}, branch: b}\n${"    - *c\n".repeat(n)}`,
  "triggers and contexts": (n) =>
    `${head}spec:\n${template}  contexts: [${times(n, (i) => `c${i}, `)}]\n  triggers:\n    - &t {${git}, events: [push.heads]}\n${"    - *t\n".repeat(n)}`,
  "triggers and variables": (n) =>
    `${head}spec:\n${template}  variables:\n${times(n, (i) => `    - {key: K${i}, value: v}\n`)}  triggers:\n    - &t {${git}, events: [push.heads]}\n${"    - *t\n".repeat(n)}`,
  "triggers and conditions of steps": (n) =>
    `${head}spec:\n  triggers:\n    - &t {${git}, events: [push.heads]}\n${times(n, (i) => `    - {<<: *t, variables: [{key: A, value: "${i}"}]}\n`)}  steps:\n    a: &s {image: a, when: {condition: {all: {a: "'\${{CF_BRANCH}}' == 'x'"}}}}\n${times(2 * n, (i) => `    a${i}: *s\n`)}`,
  "conditions in each step": (n) =>
    `${head}spec:\n  triggers:\n    - {${git}, events: [push.heads]}\n  steps:\n    a: &s {image: a, when: {condition: {all: {${times(10, (i) => `a${i}: "'x' == '\${{B}}'", `)}}}}}\n${times(n, (i) => `    a${i}: *s\n`)}`,
  "a long glob in triggers": (n) =>
    `${head}spec:\n${template}  triggers:\n    - &t {${git}, events: [push.heads], modifiedFilesGlob: "${"${{A}} ".repeat(n)}"}\n${"    - *t\n".repeat(Math.min(n, 13))}`,
  "a long repository in triggers": (n) =>
    `${head}spec:\n${template}  triggers:\n    - &t {type: git, name: t, repo: "${"token=".repeat(n)}", provider: github, context: github, events: [push.heads]}\n${"    - *t\n".repeat(Math.min(n, 13))}`,
  "wrong cron triggers": cronTriggers((i) => `expression: "${i} x * *"`),
  "numbered branches": filter("branchRegex", (i) => `/^b${i}$/`),
  "branches without anchors": filter("branchRegex", (i) => `/b${i}/`),
  lookaheads: filter("branchRegex", (i) => `/^(?!b${i}$).*$/`),
  "lookaheads without anchors": filter("branchRegex", (i) => `/(?!x${i})b/`),
  lookbehinds: filter("branchRegex", (i) => `/(?<!x${i})b/`),
  "back references": filter("branchRegex", (i) => `/(a)\\1${i}/`),
  "catastrophic filters": filter("branchRegex", (i) => `/(a+)+${i}$/`),
  "long lookaheads": filter("branchRegex", (i) => `/${"(?!main|x)".repeat(300)}${i}/`),
  "long groups": filter("branchRegex", (i) => `/${"(a|b)".repeat(600)}${i}/`),
  "long edges": filter("branchRegex", (i) => `/${"^".repeat(3_000)}${i}/`),
  "edges of words": filter("branchRegex", (i) => `/\\ba?\\ba?\\ba?\\ba?\\ba?([^a](?!x))${i}/`),
  "pieces that may be empty": filter("branchRegex", (i) => `/^${".*a*?".repeat(20)}${i}(?!x)/`),
  "dots in filters": filter("branchRegex", (i) => `/^v1.${i}$/`),
  "wrong filters": filter("branchRegex", (i) => `/(b${i}/`),
  "filters without slashes": filter("branchRegex", (i) => `b${i}`),
  "target branches": filter("pullRequestTargetBranchRegex", (i) => `/^b${i}$/`),
  comments: filter("commentRegex", (i) => `/run ${i}/`),
  globs: filter("modifiedFilesGlob", (i) => `src/d${i}/**`),
  "globs with braces": filter("modifiedFilesGlob", (i) => `{a${i},b}/**`),
  "globs with many braces": filter("modifiedFilesGlob", (i) => `{a,b}{c,d}{e,f}${i}*`),
  "globs with groups": filter("modifiedFilesGlob", (i) => `!(a${i}|b)/**`),
  "globs with slashes": filter("modifiedFilesGlob", (i) => `/a${i}//b/`),
  "globs with backslashes": filter("modifiedFilesGlob", (i) => `a${i}\\b`),
  "a long regex": trigger(
    (n) => `{${git}, events: [push.heads], branchRegex: "/^(${times(n, (i) => `b${i}|`)}x)$/"}`,
  ),
  "a long sequence": trigger((n) => `{${git}, events: [push.heads], branchRegex: "/${"b".repeat(n)}/"}`),
  "a long list in a glob": trigger(
    (n) => `{${git}, events: [push.heads], modifiedFilesGlob: "{${times(n, (i) => `d${i},`)}x}/**"}`,
  ),
  "unquoted braces": trigger((n) => `type: git\n      modifiedFilesGlob: ${"{a,b}".repeat(n)}`),
  "unquoted brackets": trigger((n) => `type: git\n      modifiedFilesGlob: ${"[a]".repeat(n)}`),
  "unquoted stars": trigger((n) => `type: git\n      modifiedFilesGlob: ${"*a ".repeat(n)}`),
  "unquoted braces in triggers": triggers(() => "{type: git, modifiedFilesGlob: {a,b}{a,b}}"),
  "unquoted braces on lines": triggers(() => "type: git\n      modifiedFilesGlob: {a,b}{a,b}"),
  "tokens on a broken line": (n) => `${head}x: ${"token: ".repeat(n)}\n`,
  "tokens on broken lines": top((i) => `a${i}: token: token: x\n`),
  "passwords in a line": (n) => `${head}x: "${"password=a ".repeat(n)}"\n`,
  "addresses in a line": (n) => `${head}x: "${"http://a:b@c ".repeat(n)}"\n`,
  "percent lines": (n) => "%a\n".repeat(n),
  "percent lines and a spec": (n) => `${"%a b\n".repeat(n)}---\n${head}`,
  "comment lines": (n) => `${"#\n".repeat(n)}${head}`,
  "empty lines": (n) => `${"\n".repeat(n)}${head}`,
  "ignore comments": top((i) => `# dryfire-ignore unknown-key\nx${i}: 1\n`),
  "unused ignore comments": (n) => `${head}${"# dryfire-ignore unknown-key\n".repeat(n)}`,
  documents: (n) => `${head}---\n`.repeat(n),
  "document marks": (n) => "---\n".repeat(n),
  "document ends": (n) => "...\n".repeat(n),
  "unknown keys": top((i) => `key${i}: 1\n`),
  "misspelt keys": spec((i) => `  trigers${i}: 1\n`),
  "equal keys": top(() => "kin: 1\n"),
  "equal metadata": (n) => `${head}${"  name: a/b\n".repeat(n)}`,
  aliases: top((i) => (i === 0 ? "a: &a [1]\n" : `k${i}: *a\n`)),
  "aliases of a trigger": triggers((i) =>
    i === 0 ? `&t {${git}, events: [x], branchRegex: "/(a+)+$/"}` : "*t",
  ),
  "aliases of a list": trigger((n) => `{${git}, events: &e [push.heads], x: [${"*e, ".repeat(n)}]}`),
  anchors: top((i) => `k${i}: &a${i} 1\n`),
  "unknown aliases": top((i) => `k${i}: *b${i}\n`),
  merges: (n) => `${head}b: &b {x: 1}\n${times(n, (i) => `k${i}: {<<: *b}\n`)}`,
  "nested lists": (n) => `${head}x: ${"[".repeat(n)}${"]".repeat(n)}\n`,
  "open lists": (n) => `${head}x: ${"[".repeat(n)}\n`,
  "open mappings": (n) => `${head}x: ${"{".repeat(n)}\n`,
  "closed lists": (n) => `${head}x: ${"]".repeat(n)}\n`,
  "open quotes": top((i) => `k${i}: "a\n`),
  "nested blocks": (n) => head + times(Math.ceil(Math.sqrt(2 * n)), (i) => `${" ".repeat(i)}a:\n`),
  "list marks": (n) => `${head}x:\n${"- ".repeat(n)}a\n`,
  "question marks": (n) => `${head}x:\n  ${"? ".repeat(n)}a\n`,
  tags: top((i) => `k${i}: !x 1\n`),
  tabs: top((i) => `\tk${i}: 1\n`),
  "carriage returns": (n) => `${head}${"a\r".repeat(n)}`,
  "a long word": (n) => `${head}x: ${"a".repeat(n)}\n`,
  "a long quoted text": (n) => `${head}x: "${"a ".repeat(n)}"\n`,
  "a block of text": (n) => `${head}x: |\n${"  a\n".repeat(n)}`,
  expressions: spec((i) => `  k${i}: "\${{A${i}}}"\n`),
  "expressions in a line": (n) => `${head}x: "${times(n, (i) => `\${{A${i}}}`)}"\n`,
  "open expressions": (n) => `${head}x: "${"${{".repeat(n)}"\n`,
  variables: (n) =>
    `${head}spec:\n${template}  variables:\n${times(n, (i) => `    - {key: K${i}, value: v}\n`)}`,
  "equal variables": (n) =>
    `${head}spec:\n${template}  variables:\n${"    - {key: K, value: v}\n".repeat(n)}`,
  "secret variables": (n) =>
    `${head}spec:\n${template}  variables:\n${times(n, (i) => `    - {key: PASSWORD${i}, value: hunter${i}}\n`)}`,
  "secrets of one beginning": (n) =>
    `${head}spec:\n${template}  variables:\n${times(n, (i) => `    - {key: PASSWORD${i}, value: ${"k3".repeat(20)}${i}}\n`)}`,
  "variables of the form of secrets": (n) =>
    `${head}spec:\n${template}  variables:\n${times(n, (i) => `    - {key: K${i}, value: AKIAIOSFODNN7${1_000_000 + i}}\n`)}`,
  "encrypted variables": (n) =>
    `${head}spec:\n${template}  variables:\n${times(n, (i) => `    - {key: K${i}, value: s3cr3t${i}, encrypted: true}\n`)}`,
  contexts: (n) => `${head}spec:\n${template}  contexts: [${times(n, (i) => `c${i}, `)}]\n`,
  "equal contexts": (n) => `${head}spec:\n${template}  contexts: [${"c, ".repeat(n)}]\n`,
  steps: steps(() => "{image: node, commands: [a]}"),
  "undeclared and declared stages": (n) =>
    `${head}spec:\n  stages: [${times(n, (i) => `d${i}, `)}]\n  steps:\n${times(n, (i) => `    s${i}: {image: node, stage: st${i}}\n`)}`,
  "undeclared stages": steps((i) => `{image: node, stage: st${i}}`),
  "one undeclared stage": steps(() => "{image: node, stage: nowhere}"),
  "declared stages": (n) =>
    `${head}spec:\n  stages: [${times(n, (i) => `s${i}, `)}]\n  steps: {a: {image: node}}\n`,
  "unknown types of steps": steps((i) => `{type: x${i}}`),
  conditions: steps((i) => `{image: node, when: {condition: {all: {a: "'\${{B}}' == '${i}'"}}}}`),
  "wrong conditions": steps((i) => `{image: node, when: {condition: {all: {a: "'\${{B}} == (${i}"}}}}`),
  "variables of a condition": (n) => longCondition(times(n, (i) => `'\${{A${i}}}' == 'x' || `)),
  "unquoted variables of a condition": (n) => longCondition(times(n, (i) => `\${{A${i}}} == 1 || `)),
  "spaced variables of a condition": (n) => longCondition(times(n, (i) => `'\${{ A${i} }}' == 'x' || `)),
  "results in a condition": (n) => longCondition(times(n, (i) => `steps.a${i}.result == 'success' || `)),
  "a condition in many steps": (n) =>
    `${longCondition(times(Math.ceil(n / 5), (i) => `'\${{A${i}}}' == 'x' || `))}${times(n, (i) => `    b${i}: *s\n`)}`,
  "branches of steps": steps((i) => `{image: node, when: {branch: {only: [/b${i}/]}}}`),
  commands: (n) =>
    `${head}spec:\n  steps:\n    a:\n      image: node\n      commands:\n${times(n, (i) => `        - echo $A${i}\n`)}`,
  "nested steps": (n) =>
    `${head}spec:\n  steps:\n    p:\n      type: parallel\n      steps:\n${times(n, (i) => `        s${i}: {image: node}\n`)}`,
  "a list of specs": (n) =>
    times(
      n,
      (i) =>
        `- {version: "1.0", kind: pipeline, metadata: {name: a/p${i}}, spec: {triggers: [], steps: {a: {image: b}}}}\n`,
    ),
  "pipelines of one name": (n) => `---\n${head}spec: {triggers: []}\n`.repeat(n),
  labels: (n) => `${head}  labels:\n    tags: [${times(n, (i) => `t${i}, `)}]\n`,
  "wrong types": spec((i) => `  k${i}: {priority: x, concurrency: y}\n`),
  nulls: top((i) => `k${i}:\n`),
  numbers: top((i) => `k${i}: 0${i}:30\n`),
  "wide characters": (n) => `${head}x: "${"😀".repeat(n)}"\n`,
  "control characters": (n) => `${head}x: "${"\\u0007".repeat(n)}"\n`,
  JSON: (n) =>
    `{"version":"1.0","kind":"pipeline","metadata":{"name":"a/b"},"spec":{"x":[${"1,".repeat(n)}1]}}`,
  "broken JSON": (n) => `{"version":"1.0","kind":"pipeline","x":[${'{"a":'.repeat(n)}`,
};

const lint = (text) => ({ files: { "x.yml": text }, argv: ["lint", "x.yml", "--format", "lines"] });
const strict = (text) => ({
  files: { "x.yml": text },
  argv: ["lint", "x.yml", "--strict", "--format", "json"],
});
const simulate = (text) => ({
  files: { "x.yml": text },
  argv: ["simulate", "x.yml", "--push", "main", "--changed", "src/a/b.js", "--explain"],
});

const diff = ([before, after]) => ({
  files: { "old.yml": before, "new.yml": after },
  argv: ["diff", "old.yml", "new.yml", "--assume-accepted"],
});
/** Two specs with a trigger each time, or with steps: the second part differs. */
const changed = (one, other) => (n) => [triggers(one)(n), triggers(other)(n)];
const push = (i, more) => `{${git}${i}, events: [push.heads], ${more}}`;
const changedCron = (one, other) => (n) => [cronTriggers(one)(n), cronTriggers(other)(n)];
const inSteps = (one, other) => (n) => [steps(one)(n), steps(other)(n)];
const aliased = (first, alias) => (n) =>
  ["push.heads", "push.tags"].map((event) => `${first(event)}${alias.repeat(n)}`);

const ofCron =
  (...argv) =>
  (make) =>
  (n) => ({
    files: { "x.yml": cronTriggers(make)(n) },
    argv: [...argv, "x.yml", "--assume-accepted"],
  });
const schedule = ofCron("schedule");
const simulateAt = ofCron("simulate", "--at", "2026-12-01T00:00Z");
const everyMinute = (i) => `expression: "TZ=Europe/Berlin * * ${1 + (i % 28)} ${1 + (i % 12)} *"`;
const dailyInZone = (i) => `expression: "TZ=America/New_York ${i % 60} ${i % 24} * * *"`;

/** Pairs of specs: a line each. */
const DIFFS = {
  "events of triggers": changed(
    (i) => `{${git}${i}, events: [push.tags], branchRegex: /^b${i}$/}`,
    (i) => `{${git}${i}, events: [push.heads], branchRegex: /^b${i}$/}`,
  ),
  "events without a provider": changed(
    (i) => `{type: git, name: t${i}, repo: a/b, events: [pullrequest], pullRequestAllowForkEvents: true}`,
    (i) => `{type: git, name: t${i}, repo: a/b, events: [push, pullrequest, release]}`,
  ),
  branches: changed(
    (i) => push(i, `branchRegex: /^b${i}$/`),
    (i) => push(i, `branchRegex: /^b${i}x$/`),
  ),
  "branches with lookaheads": changed(
    (i) => push(i, `branchRegex: "/^(a|b)*b${i}(?!x).*$/"`),
    (i) => push(i, `branchRegex: "/^(a|b)+b(?=.*y)${i}x$/"`),
  ),
  globs: changed(
    (i) => push(i, `modifiedFilesGlob: "a${i}/**"`),
    (i) => push(i, `modifiedFilesGlob: "b${i}/**"`),
  ),
  "renamed triggers": changed(
    (i) => push(i, `branchRegex: /^b${i}$/`),
    (i) => `{type: git, name: u${i}, repo: a/c, provider: gitlab, events: [push], branchRegex: /^b${i}x$/}`,
  ),
  "cron triggers": changedCron(
    (i) => `expression: "0 ${i % 24} * * *"`,
    (i) => `expression: "5 ${i % 24} * * *"`,
  ),
  "cron triggers of every minute": changedCron(
    (i) => `expression: "* * * ${1 + (i % 12)} *"`,
    () => 'expression: "* * * * *"',
  ),
  "cron triggers with a time zone": changedCron(
    (i) => `expression: "TZ=Europe/Berlin * * * ${1 + (i % 12)} *"`,
    () => 'expression: "TZ=America/New_York * * * * *"',
  ),
  variables: changed(
    (i) => push(i, `variables: [{key: K, value: "${i}"}]`),
    (i) => push(i, `variables: [{key: K, value: "${i}x"}]`),
  ),
  "aliases of a trigger": aliased(
    (event) => `${head}spec:\n${template}  triggers:\n    - &t {${git}, events: [${event}]}\n`,
    "    - *t\n",
  ),
  "aliases of a pipeline": aliased(
    (event) =>
      `- &p {version: "1.0", kind: pipeline, metadata: {name: a/b}, spec: {triggers: [{${git}, events: [${event}]}], steps: {}}}\n`,
    "- *p\n",
  ),
  "a list of specs": (n) =>
    ["push.heads", "push.tags"].map((event) =>
      times(
        n,
        (i) =>
          `- {version: "1.0", kind: pipeline, metadata: {name: a/p${i}}, spec: {triggers: [{${git}, events: [${event}]}]}}\n`,
      ),
    ),
  steps: inSteps(
    (i) => `{image: node, commands: [a${i}]}`,
    (i) => `{image: node, commands: [b${i}]}`,
  ),
  "conditions of steps": inSteps(
    (i) => `{image: node, when: {condition: {all: {a: "'\${{CF_BRANCH}}' == '${i}'"}}}}`,
    (i) => `{image: node, when: {condition: {all: {a: "'\${{CF_BRANCH}}' == '${i}x'"}}}}`,
  ),
};

const gitignore = (make, folders) => (n) => ({
  files: Object.fromEntries([
    [".git/config", ""],
    [".gitignore", make(n)],
    ...folders.map((folder) => [`${folder}/x.yml`, head]),
  ]),
  argv: ["lint", ".", "--format", "lines"],
});
const deep = Array.from({ length: 80 }, (_, i) => `${"a/".repeat(i)}a`);
const wide = Array.from({ length: 80 }, (_, i) => `d${i}`);
/** Lines of many parts, but of at most 4,000 characters, since longer ones are refused. */
const onLines = (part, n, most = Math.floor(4_000 / part.length)) => {
  return times(Math.ceil(n / most), (i) => `${part.repeat(Math.min(most, n - i * most))}b\n`);
};

const manyTriggers = triggers((i) => `{${git.replace("name: t", `name: t${i}`)}, events: [push.heads]}`);
const oneTrigger = manyTriggers(1);
const tested = (cases, specs = "x.yml", spec = oneTrigger) => ({
  files: { "x.yml": spec, "a.dryfire-test.yaml": `specs: ${specs}\ncases:\n${cases}` },
  argv: ["test", "a.dryfire-test.yaml"],
});
const pushes = (wanted) => (n) => times(n, (i) => `  - {name: c${i}, push: b${i}, ${wanted(i)}}\n`);
const replayed = (spec, events) => ({
  files: {
    "x.yml": spec,
    "e.ndjson": times(events, (i) => `{"kind":"git","names":["push.heads"],"branch":"b${i}"}\n`),
  },
  argv: ["replay", "e.ndjson", "--specs", "x.yml"],
});

/** Shapes of other files, and of other commands. */
const OTHERS = {
  "test: cases": (n) => tested(pushes(() => "fires: [t0]")(n)),
  "test: cases that fail": (n) => tested(pushes(() => "skips: [t0]")(n)),
  "test: cases with wrong names": (n) => tested(pushes((i) => `fires: [u${i}]`)(n)),
  "test: cases of one name": (n) => tested(times(n, () => "  - {name: c, push: b, fires: [t0]}\n")),
  "test: wrong names of a case": (n) =>
    tested(`  - {name: c, push: b, fires: [${times(n, (i) => `u${i}, `)}]}\n`),
  "test: aliases of a case": (n) => tested(`  - &c {name: c, push: b, fires: [t0]}\n${"  - *c\n".repeat(n)}`),
  "test: globs of specs": (n) =>
    tested(pushes(() => "fires: [t0]")(1), `[${times(n, (i) => `"x${i}*.yml", `)}x.yml]`),
  "test: triggers in 20 cases": (n) => tested(pushes(() => "fires: [t0]")(20), "x.yml", manyTriggers(n)),
  "replay: events": (n) => replayed(oneTrigger, n),
  "replay: triggers for 20 events": (n) => replayed(manyTriggers(n), 20),
  "schedule: cron triggers in a zone": schedule(dailyInZone),
  "schedule: cron triggers of every minute in a zone": schedule(everyMinute),
  "simulate --at: cron triggers in a zone": simulateAt(dailyInZone),
  "simulate --at: cron triggers of every minute in a zone": simulateAt(everyMinute),
  "gitignore: names": gitignore((n) => times(n, (i) => `name${i}\n`), wide),
  "gitignore: stars": gitignore((n) => times(n, (i) => `*${i}*\n`), wide),
  "gitignore: globstars on lines": gitignore((n) => times(n, (i) => `**/a/**/b${i}\n`), deep),
  "gitignore: globstars around a name": gitignore((n) => times(n, (i) => `**/b${i}/**/a\n`), deep),
  "gitignore: globstars in a line": gitignore((n) => onLines("**/a/", n), deep),
  "gitignore: some globstars in a line": gitignore((n) => onLines("**/a/", n, 40), deep),
  "gitignore: stars in a line": gitignore((n) => onLines("*a", n), deep),
  "gitignore: classes in a line": gitignore((n) => onLines("[!b]*", n), deep),
  "gitignore: a long line": gitignore((n) => `${"a".repeat(n)}\n`, wide),
  "gitignore: one in each folder": (n) => ({
    files: Object.fromEntries([
      [".git/config", ""],
      ...Array.from({ length: n }, (_, i) => "a/".repeat(i)).flatMap((path) => [
        [`${path}.gitignore`, "b/\n*.c\na/x\n"],
        [`${path}x.yml`, head],
      ]),
    ]),
    argv: ["lint", ".", "--format", "lines"],
  }),
};

/** Parts that a value repeats: a careless regular expression is quadratic on some of them. */
const PARTS = [
  ...[" ", "\t", "\r", "!", "{{", "{%", "{", "_", "-", "a-", "|", "?"],
  ...["&", "[", "[a", "(", "(?#", "(?<a", "(?=", "1", "0", "#", "${{ ", "\\"],
  ...["/", "//", "a/", "**/", "/**", ":", ",", ".", "'", "token=", "A_"],
];
/** Values of a spec, each made of a text. */
const VALUES = {
  branch: (text) => `    - {${git}, events: [push.heads], branchRegex: ${text}}\n`,
  comment: (text) => `    - {${git}, events: [pullrequest.commentAdded], commentRegex: ${text}}\n`,
  glob: (text) => `    - {${git}, events: [push.heads], modifiedFilesGlob: ${text}}\n`,
  event: (text) => `    - {${git}, events: [${text}]}\n`,
  repository: (text) =>
    `    - {type: git, name: t, repo: ${text}, provider: github, context: g, events: [push]}\n`,
  endpoint: (text) => `    - {${git}, events: [push.heads], endpoint: ${text}}\n`,
  expression: (text) => `    - {type: cron, name: t, expression: ${text}, message: m}\n`,
  message: (text) => `    - {type: cron, name: t, expression: "0 0 * * *", message: ${text}}\n`,
  variable: (text) => `    - {${git}, events: [push.heads], variables: [{key: K, value: ${text}}]}\n`,
};
const repeated = (value, part) => (n) =>
  `${head}spec:\n${template}  triggers:\n${VALUES[value](JSON.stringify(`x${part.repeat(n)}!`))}`;
const condition = (part) => (n) =>
  `${head}spec:\n  steps: {a: {image: b, memory: ${JSON.stringify(`1${part.repeat(n)}!`)}, when: {condition: {all: {a: ${JSON.stringify(part.repeat(n))}}}}}}\n`;

/** Every shape with the runs that read it. */
export const SHAPES = [
  ...Object.entries(SPECS).flatMap(([name, make]) => [
    [`lint: ${name}`, (n) => lint(make(n))],
    [`simulate: ${name}`, (n) => simulate(make(n))],
  ]),
  ...["unknown events of a trigger", "undeclared stages", "unquoted braces", "numbered branches"].map(
    (name) => [`strict: ${name}`, (n) => strict(SPECS[name](n))],
  ),
  ...PARTS.flatMap((part) => [
    ...Object.keys(VALUES).map((value) => [
      `strict: ${value} of ${JSON.stringify(part)}`,
      (n) => strict(repeated(value, part)(n)),
    ]),
    [`strict: step of ${JSON.stringify(part)}`, (n) => strict(condition(part)(n))],
    [
      `strict: broken text of ${JSON.stringify(part)}`,
      (n) => strict(`${head}x: 'a\ny: ${part.repeat(n)}x\n`),
    ],
    [`strict: plain text of ${JSON.stringify(part)}`, (n) => strict(`${head}x: a${part.repeat(n)}x\n`)],
  ]),
  ...Object.entries(DIFFS).map(([name, make]) => [`diff: ${name}`, (n) => diff(make(n))]),
  ...Object.entries(OTHERS),
];

/** The smallest count that makes an input of at least some bytes. */
function countFor(make, bytes) {
  const size = (n) =>
    Object.entries(make(n).files).reduce((sum, [path, text]) => sum + path.length + text.length, 0);
  let n = 1;
  while (size(n) < bytes && n < bytes) n *= 2;
  let low = n / 2;
  while (n - low > Math.max(1, n / 50)) {
    const middle = Math.floor((low + n) / 2);
    if (size(middle) < bytes) low = middle;
    else n = middle;
  }
  return Math.floor(n);
}

/**
 * Measures each shape at half the size and at the whole, and at twice the whole where it grows too
 * much; again, if it is over the limits.
 */
export function* growthCurves(program, { bytes = BYTES, only = "" } = {}) {
  const idle = measureRun(program, lint(head)).seconds;
  for (const [name, make] of SHAPES) {
    if (!name.includes(only)) continue;
    const inputs = [bytes / 2, bytes].map((size) => make(countFor(make, size)));
    let curve;
    for (let run = 0; run < RUNS && (!curve || curve.isOver); run++) {
      const [half, whole] = inputs.map((input) => measureRun(program, input));
      const seconds = whole.seconds - idle;
      let growth = seconds / Math.max(0.05, half.seconds - idle);
      // A step is not growth: more than 5,000 merges, which js-yaml refuses, need a second reader.
      if (seconds > 0.3 && growth > MAX_GROWTH) {
        const twice = measureRun(program, make(countFor(make, 2 * bytes))).seconds - idle;
        growth = Math.min(growth, twice / seconds);
      }
      const isSlow = seconds > MAX_SECONDS && seconds > MAX_RATIO * secondsOfNode();
      const isOver = isSlow || (seconds > 0.3 && growth > MAX_GROWTH);
      if (!curve || !isOver || seconds < curve.seconds) curve = { ...whole, name, seconds, growth, isOver };
    }
    yield curve;
  }
}

if (process.argv[1]?.endsWith("growth.mjs")) {
  const program = join(import.meta.dirname, "../dist/dryfire.cjs");
  let over = 0;
  for (const { name, seconds, growth, mb, status, isOver } of growthCurves(program, {
    only: process.argv[2],
  })) {
    if (isOver) over++;
    console.log(
      `${isOver ? "OVER" : "ok  "} ${seconds.toFixed(2)} s  x${growth.toFixed(1)}  ${mb?.toFixed(0)} MB  exit ${status}  ${name}`,
    );
  }
  console.log(`${SHAPES.length} shapes, ${over} over the limits`);
  process.exitCode = over > 0 ? 1 : 0;
}
