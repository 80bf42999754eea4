import { dump, safeLoad } from "js-yaml";
import { describe, expect, test } from "vitest";
import { lintText } from "../lint-text.ts";

const SPEC = `version: '1.0'
kind: pipeline
metadata:
  name: shop/build
spec:
  concurrency: 2
  contexts: [shared]
  stages: [test, deploy]
  triggers:
    - type: git
      name: main
      description: main builds
      repo: acme/shop
      provider: github
      context: github
      events: [push.heads]
      branchRegex: /^main$/
      modifiedFilesGlob: src/**
      disabled: false
      runtimeEnvironment: {name: own/runtime, cpu: 500m, memory: 1Gi}
    - type: git
      name: review
      repo: acme/shop
      provider: github
      context: github
      events: [pullrequest.opened, pullrequest.commentAdded]
      branchRegex: /^feature\\/.+$/
      pullRequestTargetBranchRegex: /^main$/
      commentRegex: /^\\/test$/m
  cronTriggers:
    - type: cron
      name: nightly
      message: nightly build
      expression: 0 3 * * *
      variables: [{key: MODE, value: slow}]
  variables:
    - {key: REGION, value: eu}
    - {key: LOG_LEVEL, value: debug, encrypted: false}
  terminationPolicy: [{type: branch, event: onCreate, branchName: main}]
  options: {noCache: true}
  steps:
    clone: {type: git-clone, stage: test, repo: acme/shop, revision: main, git: github}
    unit:
      image: node:20
      stage: deploy
      commands: [npm test]
      timeout: 5m
      retry: {maxAttempts: 3}
      fail_fast: false
`;

/** Tags of Jinja and Helm, ERB, envsubst, Terraform and sed, and the placeholder of a person. */
const IN_STEPS = ["{{ x }}", "{{ .Values.x }}", "<%= x %>"];
const ELSEWHERE = ["${X}", "${var.x}", "$XY", "__X__", "@X@", "%X%", "<X>", "@@X@@", "#{X}#"];

type Keys = readonly (string | number)[];

/** The paths of all values that are not collections. */
function paths(value: unknown, path: Keys = []): Keys[] {
  if (typeof value !== "object" || value === null) return [path];
  const isList = Array.isArray(value);
  return Object.entries(value).flatMap(([key, each]) => paths(each, [...path, isList ? Number(key) : key]));
}

/** The spec with another value at a path. */
function specWith(path: Keys, text: string): string {
  const spec = safeLoad(SPEC) as Record<string | number, unknown>;
  const parent = path.slice(0, -1).reduce((each, key) => each[key] as typeof spec, spec);
  parent[path.at(-1)!] = text;
  return dump(spec);
}

const findings = async (text: string): Promise<string[]> =>
  (await lintText("a.yml", text)).map(
    ({ severity, rule, range: { start }, message }) => `${start.line} ${severity} ${rule}: ${message}`,
  );

const TAG = "is a tag of a template; render the file first and lint the result";

test("the spec has no finding", async () => {
  expect(await findings(SPEC)).toEqual([]);
});

test.each(paths(safeLoad(SPEC)).map((path) => [path.join("."), path] as const))(
  "%s: a placeholder has at most one finding, of placeholder-value",
  async (_, path) => {
    const isStep = path.includes("steps");
    for (const placeholder of isStep ? IN_STEPS : [...IN_STEPS, ...ELSEWHERE]) {
      const found = await findings(specWith(path, placeholder));
      const message = placeholder === "<X>" ? "is a placeholder; write the real value" : TAG;
      const expected = expect.stringMatching(/^\d+ \w+ placeholder-value: /);
      expect(found, placeholder).toEqual(found.length === 0 ? [] : [expected]);
      for (const each of found) expect(each).toContain(`"${placeholder}" ${message}`);
    }
  },
);

describe("a template is reported once", () => {
  test("tags without quotes, which YAML reads as mappings", async () => {
    const text = SPEC.replace("shop/build", "{{ .Values.name }}")
      .replace("[push.heads]", "{{ .Values.events }}")
      .replace("/^main$/", "{{ .Values.branch }}")
      .replace("src/**", "{{ .Values.glob | quote }}");
    expect(await findings(text)).toEqual([
      `4 error placeholder-value: "{{ .Values.name }}" and 3 other texts are tags of a template; render the file first and lint the result`,
    ]);
  });

  test("a file of ytt", async () => {
    const text = `#@ load("@ytt:data", "data")\n---\n${SPEC.replace("acme/shop", '#@ data.values.repo + "/x"')}`;
    expect(await findings(text)).toEqual([`1 error placeholder-value: "#@ load" ${TAG}`]);
    expect(await findings(SPEC.replace("/^main$/", "#@ data.values.branch"))).toEqual([
      `17 error placeholder-value: "#@" ${TAG}`,
    ]);
  });

  test("the two values of a key in a condition of ytt", async () => {
    const both = "#@ if data.values.all:\n  concurrency: 2\n  #@ else:\n  concurrency: 1\n  #@ end";
    expect(await findings(SPEC.replace("concurrency: 2", both))).toEqual([
      `6 error placeholder-value: "#@ if" ${TAG}`,
    ]);
  });

  test("a patch of kustomize", async () => {
    const patch =
      "kind: pipeline\nmetadata:\n  name: shop/build\nspec:\n  triggers:\n    - name: main\n      $patch: delete\n";
    expect(await findings(patch)).toEqual([
      '7 error placeholder-value: "$patch" makes this a patch of kustomize, not a spec; build it first and lint the result',
    ]);
  });
});

test("a variable in a filter has its own remedy, and none for literal text", async () => {
  expect(await findings(SPEC.replace("/^main$/", "${{BRANCH}}"))).toEqual([
    '17 error placeholder-value: "${{BRANCH}}" is a variable, which Codefresh is not known to replace here; write its value',
  ]);
  expect(await findings(SPEC.replace("/^main$/", "/^${{BRANCH}}$/"))).toEqual([]);
  expect(await findings(SPEC.replace("src/**", "${{FOLDER}}/**"))).toEqual([]);
});

test("a variable of a shell in a key of a step has no remedy for literal text", async () => {
  const remedy =
    "is plain text to Codefresh; write the value, or ${{NAME}} if the key takes a variable, or render a template first";
  const steps = SPEC.replace("stage: deploy", "stage: ${STAGE}")
    .replace("timeout: 5m", "timeout: $TIMEOUT")
    .replace("fail_fast: false", "fail_fast: ${CF_BRANCH}\n      tag: a")
    .replace("[npm test]", "['npm run ${STAGE}']");
  const found = await findings(steps);
  expect(found).toEqual([
    `45 error placeholder-value: "\${STAGE}" ${remedy}`,
    '47 warning placeholder-value: "$TIMEOUT" is plain text to Codefresh, and no variable is replaced here; write the value, or render a template first',
    `49 error placeholder-value: "\${CF_BRANCH}" is plain text to Codefresh; write true, false or one \${{NAME}}, or render a template first`,
  ]);
});

test("tags in keys of steps are reported once", async () => {
  const steps = SPEC.replace("stage: deploy", "stage: __STAGE__")
    .replace("timeout: 5m", "timeout: '@TIMEOUT@'")
    .replace("image: node:20", "type: build\n      image_name: __IMAGE__");
  expect((await findings(steps)).filter((each) => each.includes("placeholder-value"))).toEqual([
    '45 error placeholder-value: "__IMAGE__" and 2 other texts are tags of a template; render the file first and lint the result',
  ]);
});

test("tokens with doubled marks, and those of Octopus, are tags as a whole", async () => {
  for (const tag of ["@@NAME@@", "%%NAME%%", "#{NAME}#", "#{Env.Name}", "$${NAME}"]) {
    const message = SPEC.replace("message: nightly build", () => `message: 'run ${tag}'`);
    const found = await findings(message);
    expect(found, tag).toEqual([expect.stringContaining(`error placeholder-value: "${tag}" is a tag`)]);
  }
});

test("a template's other faults are reported", async () => {
  const text = SPEC.replace("acme/shop", "'{{ repo }}'").replace("push.heads", "push.hedas");
  expect(await findings(text)).toEqual([
    expect.stringContaining("13 error placeholder-value"),
    expect.stringContaining("16 error unknown-event"),
  ]);
});

test("a step or variable without its dollar sign is a reference, except in a template", async () => {
  const steps = SPEC.replace("image: node:20", "image: {{clone}}").replace(
    "stage: deploy",
    "stage: deploy\n      working_directory: {{CF_BRANCH}}",
  );
  expect((await findings(steps)).filter((each) => each.includes("placeholder-value"))).toEqual([
    '44 error placeholder-value: "{{clone}}" lacks its dollar sign; write ${{clone}}',
    '46 error placeholder-value: "{{CF_BRANCH}}" lacks its dollar sign; write ${{CF_BRANCH}}',
  ]);
  const template = steps.replace("{{CF_BRANCH}}", "{{folder}}");
  expect((await findings(template)).filter((each) => each.includes("placeholder-value"))).toEqual([
    '44 error placeholder-value: "{{clone}}" and 1 other text are tags of a template; render the file first and lint the result',
  ]);
});
