import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { runBuilt } from "../built-program.ts";
import { type Checkout, ignoreGitConfig } from "./checkout.ts";
import { checkoutOfShop, inGit, specWith } from "./template-checkout.ts";

ignoreGitConfig();

/** A definition with one error, which a fix corrects. */
const DEFINITION = `version: '1.0'
steps:
  image:
    type: build
    image_name: acme/shop
    tag: 1.10
`;

let checkout: Checkout;

beforeAll(() => {
  checkout = checkoutOfShop({
    "ci/codefresh.yml": DEFINITION,
    // Without a version only the spec shows that it is a definition.
    "ci/steps.yml": DEFINITION.replace(/^.*\n/, ""),
    "ci/fix/codefresh.yml": DEFINITION,
    "docker-compose.yml": "version: '3'\nservices: { api: { image: node } }\n",
    ".github/workflows/ci.yml": "on: push\njobs: { test: { steps: [{ run: npm test }] } }\n",
    "specs/one.yml": specWith("one", inGit("./ci/codefresh.yml")),
    "specs/two.yml": specWith("two", inGit("ci/codefresh.yml")),
    "specs/plain.yml": specWith("plain", inGit("ci/steps.yml")),
    "specs/fix.yml": specWith("fix", inGit("ci/fix/codefresh.yml")),
    "specs/elsewhere.yml": specWith("elsewhere", inGit("ci/codefresh.yml", "acme/other")),
    "specs/above.yml": specWith("above", inGit("../ci/codefresh.yml")),
    "specs/linked.yml": specWith("linked", inGit("links/outside.yml")),
    "specs/untracked.yml": specWith("untracked", inGit("ci/untracked.yml")),
    "specs/near.yml": specWith("near", inGit("codefresh/codefresh.yaml")),
    "specs/revision.yml": specWith("revision", inGit("ci/other.yml").replace(" }", ", revision: release }")),
    "specs/of-branch.yml": specWith(
      "of-branch",
      inGit("ci/other.yml").replace(" }", ", revision: '${{CF_BRANCH}}' }"),
    ),
    "specs/rooted/one.yml": specWith("rooted", inGit("ci/codefresh.yml", "acme/other")),
    "specs/rooted/dryfire.config.yaml": "repoRoot: ../..\n",
    "specs/rootless/one.yml": specWith("rootless", inGit("ci/codefresh.yml")),
    "specs/rootless/dryfire.config.yaml": "repoRoot: false\n",
  });
});

async function linted(...argv: string[]) {
  const { stdout, stderr, exit } = await runBuilt(["lint", "--format", "json", ...argv], checkout.folder);
  const files = (JSON.parse(stdout) as { files: { path: string; diagnostics: { rule: string }[] }[] }).files;
  const found = files.map(({ path, diagnostics }) => `${path} ${diagnostics.map(({ rule }) => rule).join()}`);
  return { found: found.map((line) => line.trim()), stderr, exit };
}

test("the definition of a specTemplate is linted, once for several specs", async () => {
  expect(await linted("specs/one.yml", "specs/two.yml")).toEqual({
    found: ["specs/one.yml", "specs/two.yml", "ci/codefresh.yml wrong-type"],
    stderr: "",
    exit: 1,
  });
  expect((await linted("specs/one.yml", "ci/codefresh.yml")).found).toEqual([
    "ci/codefresh.yml wrong-type",
    "specs/one.yml",
  ]);
});

test.each(["elsewhere", "above", "untracked"])("that of %s is not read", async (name) => {
  const { found, stderr, exit } = await linted(`specs/${name}.yml`);
  expect([found.length, stderr, exit]).toEqual([1, "", 0]);
});

test.each([
  ["untracked", true],
  ["above", true],
  ["near", true],
  ["of-branch", true],
  // The file may be in that revision, or in the other repository.
  ["revision", false],
  ["elsewhere", false],
])("a path that is not in the checkout: %s", async (name, isReported) => {
  const { found } = await linted(`specs/${name}.yml`);
  expect(found.join().includes("template-not-in-repository")).toBe(isReported);
});

test("--repo-root names the repository", async () => {
  const { found } = await linted("specs/elsewhere.yml", "--repo-root", ".");
  expect(found).toContain("ci/codefresh.yml wrong-type");
});

test("repoRoot of the config names the repository, or none; the option wins", async () => {
  expect((await linted("specs/rooted")).found).toContain("ci/codefresh.yml wrong-type");
  expect((await linted("specs/rootless")).found).toEqual(["specs/rootless/one.yml"]);
  expect((await linted("specs/rootless", "--repo-root", ".")).found).toContain("ci/codefresh.yml wrong-type");
});

test("a link out of the repository is reported and not read", async () => {
  const { found, stderr, exit } = await linted("specs/linked.yml");
  expect([found, exit]).toEqual([["specs/linked.yml"], 2]);
  expect(stderr).toContain('"links/outside.yml": it is a link to a file outside the repository');
});

test("in a folder, definitions are found by their content, and those of specs in any form", async () => {
  expect((await linted("ci")).found).toEqual([
    "ci/codefresh.yml wrong-type",
    "ci/fix/codefresh.yml wrong-type",
  ]);
  const { found } = await linted(".");
  expect(found.filter((line) => !line.startsWith("specs/"))).toEqual([
    "ci/codefresh.yml wrong-type",
    "ci/fix/codefresh.yml wrong-type",
    "ci/steps.yml missing-key,wrong-type",
  ]);
});

test("--fix and the cache apply to it as to a spec", async () => {
  for (let run = 0; run < 2; run++) {
    const { found } = await linted("specs/one.yml", "--cache", "--cache-location", ".cache");
    expect(found).toEqual(["specs/one.yml", "ci/codefresh.yml wrong-type"]);
  }
  expect((await linted("specs/fix.yml", "--fix")).found).toEqual(["specs/fix.yml", "ci/fix/codefresh.yml"]);
  expect(readFileSync(join(checkout.folder, "ci/fix/codefresh.yml"), "utf8")).toContain("tag: '1.10'");
});
