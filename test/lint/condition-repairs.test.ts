import { expect, test } from "vitest";
import { builtLibrary } from "../built-program.ts";

const { applyFixes, evaluateCondition, lint } = builtLibrary();

interface Build {
  readonly CF_BRANCH: string;
  readonly CF_PULL_REQUEST_NUMBER?: string;
  readonly CF_PULL_REQUEST_TARGET?: string;
  readonly A: string;
  readonly B: string;
  readonly FLAG: string;
  readonly steps: { readonly build: { readonly result: string } };
}

const isMain = ({ CF_BRANCH }: Build) => CF_BRANCH === "main";
const isEither = ({ CF_BRANCH }: Build) => CF_BRANCH === "main" || CF_BRANCH === "develop";
const isRelease = ({ CF_BRANCH }: Build) => CF_BRANCH.startsWith("release");
const isPull = ({ CF_PULL_REQUEST_NUMBER }: Build) => CF_PULL_REQUEST_NUMBER !== undefined;
const not = (of: (build: Build) => boolean) => (build: Build) => !of(build);
const isA = ({ A }: Build) => A === "x";
const isFlag = ({ FLAG }: Build) => FLAG === "true";
const succeeded = ({ steps }: Build) => steps.build.result === "success";

/** Conditions as authors of other CI systems write them, by their meaning. */
const CONDITIONS: readonly (readonly [meaning: (build: Build) => boolean, conditions: string])[] = [
  [
    isMain,
    `github.ref == 'refs/heads/main'
    github.ref_name == "main"
    "\${{ github.ref == 'refs/heads/main' }}"
    contains(fromJSON('["main"]'), github.ref_name)
    $CI_COMMIT_BRANCH == "main"
    "$CI_COMMIT_BRANCH" == "main"
    eq(variables['Build.SourceBranch'], 'refs/heads/main')
    in(variables['Build.SourceBranch'], 'refs/heads/main')
    equal('main', '\${{CF_BRANCH}}')
    env.BRANCH_NAME == 'main'
    BRANCH_NAME == 'main'
    branch 'main'
    expression { return env.BRANCH_NAME == 'main' }
    << pipeline.git.branch >> == 'main'
    "<< pipeline.git.branch >>" == "main"
    pipeline.git.branch == "main"
    if "\${{CF_BRANCH}}" == "main"
    '\${{CF_BRANCH}}' = 'main'
    [ "\${{CF_BRANCH}}" = "main" ]`,
  ],
  [
    not(isMain),
    `github.ref != 'refs/heads/main'
    not "\${{CF_BRANCH}}" == "main"
    not branch 'main'
    not { branch 'main' }
    ne(variables['Build.SourceBranch'], 'refs/heads/main')
    notIn(variables['Build.SourceBranch'], 'refs/heads/main')
    !'\${{CF_BRANCH}}' == 'main'`,
  ],
  [
    isEither,
    `contains(fromJSON('["main", "develop"]'), github.ref_name)
    in(variables['Build.SourceBranch'], 'refs/heads/main', 'refs/heads/develop')
    '\${{CF_BRANCH}}' in ['main', 'develop']
    github.ref == 'refs/heads/main' or github.ref == 'refs/heads/develop'
    match("\${{CF_BRANCH}}", "^refs/heads/(main|develop)$", false)`,
  ],
  [
    isRelease,
    `startsWith(github.ref, 'refs/heads/release')
    contains(github.ref, 'refs/heads/release')
    $CI_COMMIT_REF_NAME =~ /^release/
    env.BRANCH_NAME ==~ /release.*/
    pipeline.git.branch =~ /^release/`,
  ],
  [not(isRelease), "$CI_COMMIT_BRANCH !~ /^release/\n !startsWith(github.ref, 'refs/heads/release')"],
  [
    isPull,
    `github.event_name == 'pull_request'
    $CI_PIPELINE_SOURCE == "merge_request_event"
    $CI_PIPELINE_SOURCE == 'merge_request_event'
    $CI_MERGE_REQUEST_IID
    eq(variables['Build.Reason'], 'PullRequest')
    env.CHANGE_ID != null
    github.head_ref != ''
    changeRequest()
    "\${{CF_PULL_REQUEST_NUMBER}}" != ""
    '\${{CF_PULL_REQUEST_NUMBER}}'`,
  ],
  [
    not(isPull),
    `github.event_name != 'pull_request'
    $CI_PIPELINE_SOURCE != "merge_request_event"
    ne(variables['Build.Reason'], 'PullRequest')
    env.CHANGE_ID == null
    !changeRequest()
    not changeRequest()
    "\${{CF_PULL_REQUEST_NUMBER}}" == ""`,
  ],
  [
    (build) => isMain(build) && !isPull(build),
    `$CI_COMMIT_BRANCH == "main" && $CI_PIPELINE_SOURCE != "merge_request_event"
    github.ref == 'refs/heads/main' && github.event_name != 'pull_request'
    and(eq(variables['Build.SourceBranch'], 'refs/heads/main'), ne(variables['Build.Reason'], 'PullRequest'))`,
  ],
  [
    isA,
    `env.A == 'x'
    vars.A == "x"
    << pipeline.parameters.A >> == 'x'
    environment name: 'A', value: 'x'
    [[ "$A" == "x" ]]
    '\${{A}}' === 'x'`,
  ],
  [
    isFlag,
    `inputs.FLAG == true
    inputs.FLAG
    params.FLAG == true
    eq(variables.FLAG, true)
    '\${{FLAG}}' == true`,
  ],
  [not(isFlag), "!inputs.FLAG\n not inputs.FLAG"],
  [(build) => isA(build) && isFlag(build), "'${{A}}' == 'x' && inputs.FLAG\n inputs.FLAG && env.A == 'x'"],
  [
    (build) => isA(build) && build.B !== "y",
    "'${{A}}' == 'x' and not '${{B}}' == 'y'\n and(eq(variables.A, 'x'), notIn('${{B}}', 'y'))",
  ],
  [(build) => isA(build) !== (build.B === "y"), "xor(eq('${{A}}', 'x'), eq('${{B}}', 'y'))"],
  [
    succeeded,
    `needs.build.result == 'success'
    steps.build == 'success'
    steps.build.success
    steps.build.conclusion == 'success'
    dependencies.build.result == 'success'`,
  ],
  [({ steps }) => steps.build.result !== "failure", "!steps.build.failed\n steps.build.failed == false"],
  [(build) => succeeded(build) && isA(build), "steps.build.success && '${{A}}' == 'x'"],
];

const SPEC = {
  version: "1.0",
  kind: "pipeline",
  metadata: { name: "shop/web" },
  spec: {
    triggers: [
      {
        name: "all",
        type: "git",
        provider: "github",
        context: "github",
        repo: "acme/shop",
        events: ["push.heads", "pullrequest.opened"],
      },
    ],
    variables: [
      { key: "A", value: "x" },
      { key: "B", value: "y" },
      { key: "FLAG", value: "true" },
    ],
  },
};

function specWith(condition: string): string {
  const build = { image: "node", commands: ["npm test"] };
  const deploy = { ...build, when: { condition: { all: { ready: condition } } } };
  return JSON.stringify({ ...SPEC, spec: { ...SPEC.spec, steps: { build, deploy } } }, null, 1);
}

async function findingsOf(text: string) {
  const { diagnostics } = await lint(text, { path: "pipeline.json" });
  return diagnostics.filter(({ pointer }) => pointer?.includes("/when/condition"));
}

const BUILDS: readonly Build[] = ["main", "develop", "release", "release/1", "x-main"].flatMap((CF_BRANCH) =>
  ["x", "z"].flatMap((A) =>
    ["y", "q"].flatMap((B) =>
      ["true", "false"].flatMap((FLAG) =>
        ["success", "failure"].flatMap((result) => {
          const push = { CF_BRANCH, A, B, FLAG, steps: { build: { result } } };
          return [push, { ...push, CF_PULL_REQUEST_NUMBER: "7", CF_PULL_REQUEST_TARGET: "main" }];
        }),
      ),
    ),
  ),
);

const all = CONDITIONS.flatMap(([meaning, conditions]) =>
  conditions.split("\n").map((condition) => [condition.trim(), meaning] as const),
);

test.each(all)("one pass of fixes repairs %s", async (condition, meaning) => {
  const text = specWith(condition);
  const found = await findingsOf(text);
  expect(found).not.toEqual([]);
  const fixed = applyFixes(text, found, { path: "pipeline.json", suggestions: true });
  expect(await findingsOf(fixed)).toEqual([]);
  const repaired: string = JSON.parse(fixed).spec.steps.deploy.when.condition.all.ready;
  const wrong = BUILDS.filter((build) => evaluateCondition(repaired, { ...build }) !== meaning(build));
  expect(wrong, repaired).toEqual([]);
});
