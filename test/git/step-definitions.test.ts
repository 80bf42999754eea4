import { beforeAll, expect, test } from "vitest";
import { runBuilt } from "../built-program.ts";
import { type Checkout, ignoreGitConfig } from "./checkout.ts";
import { checkoutOfShop, inGit, specWith } from "./template-checkout.ts";

ignoreGitConfig();

const DEFINITION = `version: '1.0'
mode: parallel
steps:
  unit: { image: node }
  deploy: { image: node, when: { branch: { only: [main] } } }
`;

let checkout: Checkout;

beforeAll(() => {
  checkout = checkoutOfShop({
    "app/codefresh.yml": DEFINITION,
    "broken.yml": "steps: [",
    "other.yml": "kind: ConfigMap\n",
    "specs/found.yml": specWith("found", inGit("./app/codefresh.yml")),
    "specs/missing.yml": specWith("missing", inGit("app/none.yml")),
    "specs/elsewhere.yml": specWith("elsewhere", inGit("app/codefresh.yml", "acme/other")),
    "specs/above.yml": specWith("above", inGit("../app/codefresh.yml")),
    "specs/broken.yml": specWith("broken", inGit("broken.yml")),
    "specs/other.yml": specWith("other", inGit("other.yml")),
    "specs/address.yml": specWith("address", "{ location: url, url: https://example.com/codefresh.yml }"),
    "specs/linked.yml": specWith("linked", inGit("links/outside.yml")),
    "specs/rooted/elsewhere.yml": specWith("rooted", inGit("app/codefresh.yml", "acme/other")),
    "specs/rooted/dryfire.config.yaml": "repoRoot: ../..\n",
    "specs/rootless/found.yml": specWith("rootless", inGit("app/codefresh.yml")),
    "specs/rootless/dryfire.config.yaml": "repoRoot: false\n",
    "steps.dryfire-test.yaml": `specs: specs/found.yml
cases:
  - { name: a push to main, push: main, steps: { deploy: runs } }
  - { name: another push, push: dev, steps: { deploy: never-runs } }
`,
  });
});

async function simulated(file: string, ...options: string[]) {
  const argv = ["simulate", `specs/${file}.yml`, "--push", "dev", "--format", "json", ...options];
  const { stdout, stderr } = await runBuilt(argv, checkout.folder);
  expect(stderr).toBe("");
  const { build } = JSON.parse(stdout).pipelines[0].triggers[0];
  return {
    steps: build.steps.map(({ step, outcome }: Record<string, string>) => `${step} ${outcome}`),
    path: build.stepsPath,
    result: `${build.result?.status}: ${build.result?.reason}`,
  };
}

test("the steps of a specTemplate are read from the checkout of its repository", async () => {
  expect(await simulated("found")).toEqual({
    steps: ["unit runs", "deploy never-runs"],
    path: "app/codefresh.yml",
    result: "success: no step that counts fails",
  });
});

test.each([
  ["missing", 'its steps are in "app/none.yml" of acme/shop, which dryfire cannot see'],
  ["elsewhere", 'its steps are in "app/codefresh.yml" of acme/other, which dryfire cannot see'],
  ["above", 'its steps are in "../app/codefresh.yml" of acme/shop, which dryfire cannot see'],
  ["broken", 'its steps are in "broken.yml", which has a syntax error'],
  ["other", 'its steps are in "other.yml", which is not a pipeline definition'],
  ["address", "its steps are at the URL of its specTemplate, which dryfire cannot see"],
])("of %s they are unknown", async (name, reason) => {
  expect(await simulated(name)).toEqual({ steps: [], path: null, result: `unknown: ${reason}` });
});

test("--repo-root names the repository", async () => {
  const { steps } = await simulated("elsewhere", "--repo-root", ".");
  expect(steps).toEqual(["unit runs", "deploy never-runs"]);
});

test("repoRoot of the config names the repository, or none; the option wins", async () => {
  const steps = ["unit runs", "deploy never-runs"];
  expect((await simulated("rooted/elsewhere")).steps).toEqual(steps);
  expect((await simulated("rootless/found")).steps).toEqual([]);
  expect((await simulated("rootless/found", "--repo-root", ".")).steps).toEqual(steps);
});

test("a link out of the repository is refused", async () => {
  const { stderr, exit } = await runBuilt(["simulate", "specs/linked.yml", "--push", "dev"], checkout.folder);
  expect([exit, stderr]).toEqual([
    2,
    expect.stringContaining('"links/outside.yml" is outside the repository'),
  ]);
});

test("cases see the steps too, and --explain names the missing file", async () => {
  expect((await runBuilt(["test", "steps.dryfire-test.yaml"], checkout.folder)).exit).toBe(0);
  const argv = ["simulate", "specs/missing.yml", "--push", "dev", "--explain"];
  const { stdout } = await runBuilt(argv, checkout.folder);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain(
    '? they are unknown: its steps are in "app/none.yml" of acme/shop, which dryfire cannot see; use --repo-root DIR',
  );
});
