import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, onTestFinished, test } from "vitest";
import type { Diff } from "../../src/diff/difference.ts";
import { runBuilt } from "../built-program.ts";
import { Checkout, ignoreGitConfig, SHOP } from "../git/checkout.ts";
import { newFolder } from "../new-folder.ts";
import type { Outcome } from "../scenario.ts";
import { shopSpec } from "../shop-spec.ts";

ignoreGitConfig();

const spec = (filter: string): string =>
  shopSpec(["pushes", "push.heads", `branchRegex: ${filter}`, "modifiedFilesGlob: '**/*.ts'"]);

const other = spec("/^stable$/").replace("shop/web", "shop/api");

let checkout: Checkout;

beforeAll(() => {
  const upstream = Checkout.init();
  upstream.commit("First", {
    "pipelines/web.yml": spec("/^main$/"),
    "pipelines/api.yml": other,
    "cart/cart.ts": "x\n",
  });
  checkout = upstream.clone();
  checkout.git("remote", "set-url", "origin", SHOP);
  checkout.git("switch", "--quiet", "--create", "wip/cart");
  checkout.commit("Filter", { "pipelines/web.yml": spec("/^(main|wip\\/.+)$/") });
  checkout.git("branch", "other", "main");
  checkout.git("switch", "--quiet", "other");
  checkout.commit("Later", { "pipelines/api.yml": null, "notes/a.json": "{}\n" });
  checkout.git("switch", "--quiet", "wip/cart");
});

const run = (argv: readonly string[], folder = checkout.folder): Promise<Outcome> =>
  runBuilt(["diff", ...argv], folder);

async function compare(argv: readonly string[], folder = checkout.folder): Promise<Diff> {
  const { stdout, stderr, exit } = await run([...argv, "--format", "json"], folder);
  expect([stderr, exit]).toEqual(["", 0]);
  return JSON.parse(stdout) as Diff;
}

const kinds = ({ changes }: Diff): string[] =>
  changes.map(({ kind, trigger, pipeline }) => `${kind} ${trigger ?? pipeline}`);

describe("diff with commits", () => {
  test.each([
    [["--git", "main...HEAD"], "main...HEAD"],
    [["--git", "main"], "main...HEAD"],
    [["--git", "main..HEAD"], "main"],
    [["--git", "origin/main"], "origin/main...HEAD"],
    [["--git", "main", "pipelines/web.yml"], "main...HEAD"],
    [["main:pipelines", "pipelines"], "main:pipelines"],
    [["main:pipelines/web.yml", "HEAD:pipelines/web.yml"], "main:pipelines/web.yml"],
    [["HEAD~1:./pipelines", "pipelines/"], "HEAD~1:./pipelines"],
    [["main:", "HEAD:"], "main:"],
  ])("compares %j", async (argv, label) => {
    const result = await compare(argv);
    expect(kinds(result)).toEqual(["gained pushes"]);
    expect(result.old.label).toBe(label);
    const [{ witness, path, range }] = result.changes as [Diff["changes"][number]];
    // Names of the checkout are preferred to made-up ones.
    expect(witness).toEqual({
      kind: "git",
      names: ["push.heads"],
      branch: "wip/cart",
      changedFiles: [{ path: "cart/cart.ts" }],
    });
    expect([path, range.start.line]).toEqual(["pipelines/web.yml", 12]);
  });

  test("compares the merge base, not the end of the other branch", async () => {
    expect(kinds(await compare(["--git", "other...HEAD"]))).toEqual(["gained pushes"]);
    expect(kinds(await compare(["--git", "other..HEAD"]))).toEqual([
      "added shop/api",
      "added pushes",
      "gained pushes",
    ]);
  });

  test("reads paths from the current folder, and revisions from the root", async () => {
    const folder = join(checkout.folder, "pipelines");
    for (const argv of [
      ["main:pipelines/web.yml", "web.yml"],
      ["main:./web.yml", "web.yml"],
      ["--git", "main", "web.yml"],
    ]) {
      const { changes } = await compare(argv, folder);
      expect(changes.map(({ path, kind }) => [path, kind])).toEqual([["web.yml", "gained"]]);
    }
  });

  test("finds no difference in a range without commits, or between equal specs", async () => {
    for (const range of ["HEAD", "HEAD...HEAD", "HEAD..HEAD"]) {
      const { changes, unchanged } = await compare(["--git", range]);
      expect([changes, unchanged]).toEqual([[], 2]);
    }
  });

  test.each([
    [["--git", "nowhere...HEAD"], 'commit "nowhere" does not exist in this repository; check the name'],
    [
      ["nowhere:pipelines", "pipelines"],
      'commit "nowhere" does not exist in this repository; check the name',
    ],
    [["main:missing.yml", "pipelines"], '"missing.yml" does not exist in commit "main"; check the path'],
    [
      ["main:cart", "pipelines"],
      'no pipeline spec in "main:cart"; a spec has "kind: pipeline" at its top level',
    ],
    [["main:../x.yml", "pipelines"], "is outside the repository; give a path inside it"],
    [["main:cart/cart.ts", "pipelines"], '"cart/cart.ts" is not a pipeline spec'],
    [["missing.yml", "pipelines"], 'no such file or folder: "missing.yml"; check the path'],
    [["main", "HEAD"], '"main" and "HEAD" are commits, not paths; write --git main..HEAD'],
    [["HEAD", "pipelines"], '"HEAD" is a commit, not a path; write HEAD:PATH'],
    [["HEAD:pipelines", "missing"], 'no such file or folder: "missing"; check the path'],
    [["HEAD:pipelines", "cart"], 'no .yml, .yaml or .json file in "cart"'],
    [["HEAD:pipelines", "/dev/null"], '"/dev/null" is empty; give a file with a pipeline spec or with steps'],
    [["--git", "a b"], '"a b" is not a range of commits; write BASE...HEAD, such as --git main...HEAD'],
    [["--git=--all"], '"--all" is not a range of commits'],
    [["--git", "main", "cart"], 'no pipeline spec in "main"'],
    [
      ["--git", "main", "pipelines", "pipeline/web.yml"],
      '"pipeline/web.yml" does not exist in either commit of "main"; check the path',
    ],
    [["pipelines"], '"dryfire diff" needs two paths, but 1 is given; write OLD NEW, or --git BASE...HEAD'],
    [[], '"dryfire diff" needs two paths, but none are given; write OLD NEW, or --git BASE...HEAD'],
  ])("refuses %j", async (argv, message) => {
    const { stdout, stderr, exit } = await run(argv);
    expect(stderr).toContain(message);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
    expect([stdout, exit]).toEqual(["", 2]);
  });

  test("names the remedy in a shallow clone", async () => {
    const shallow = checkout.clone("--depth=1");
    for (const argv of [
      ["--git", "HEAD~1...HEAD"],
      ["HEAD~1:pipelines", "pipelines"],
    ]) {
      const { stderr, exit } = await run(argv, shallow.folder);
      expect(stderr).toContain('the clone is shallow, so run "git fetch --unshallow"');
      expect(exit).toBe(2);
    }
  });

  test("needs a repository for a revision", async () => {
    const folder = newFolder(onTestFinished);
    const { stderr, exit } = await run(["--git", "main"], folder);
    expect([stderr.includes("is not in a git repository"), exit]).toEqual([true, 2]);
  });

  test("runs no program that the repository configures", async () => {
    const folder = newFolder(onTestFinished);
    const marker = join(folder, "ran");
    checkout.git("config", "core.fsmonitor", `touch ${marker}`);
    checkout.git("config", "diff.external", `touch ${marker}`);
    try {
      await compare(["--git", "main"]);
      expect(existsSync(marker)).toBe(false);
    } finally {
      checkout.git("config", "--unset", "core.fsmonitor");
      checkout.git("config", "--unset", "diff.external");
    }
  });
});

describe("the exit code of diff", () => {
  test.each([
    [[], 0],
    [["--fail-on", "none"], 0],
    [["--fail-on", "lost"], 0],
    [["--fail-on", "gained"], 1],
    [["--fail-on", "any"], 1],
  ])("is %j → %d for a trigger that gains events", async (options, expected) => {
    expect((await run(["--git", "main", ...options])).exit).toBe(expected);
  });

  test("is 1 for lost events in the other direction", async () => {
    expect((await run(["--git", "HEAD..main", "--fail-on", "lost"])).exit).toBe(1);
    expect((await run(["--git", "HEAD..main", "--fail-on", "gained"])).exit).toBe(0);
  });

  test("is 1 for a new spec that Codefresh would reject, if any change can fail the run", async () => {
    mkdirSync(join(checkout.folder, "bad"));
    const rejected = spec("main");
    writeFileSync(join(checkout.folder, "bad", "web.yml"), rejected);
    const argv = ["HEAD:pipelines/web.yml", "bad/web.yml"];
    try {
      expect((await run(argv)).exit).toBe(0);
      const { stderr, exit } = await run([...argv, "--fail-on", "gained"]);
      expect([stderr.includes("not compared: Codefresh would reject the spec of shop/web"), exit]).toEqual([
        true,
        1,
      ]);
      expect((await run([...argv, "--fail-on", "lost", "--assume-accepted"])).exit).toBe(1);
      expect((await run([...argv.toReversed(), "--fail-on", "any"])).exit).toBe(0);
    } finally {
      rmSync(join(checkout.folder, "bad"), { recursive: true });
    }
  });
});

describe("pipelines with one name", () => {
  test("are paired by their files, and a broken file that did not change does not matter", async () => {
    const repository = Checkout.init(SHOP);
    const files = Object.fromEntries(
      Array.from({ length: 600 }, (_, index) => [`specs/${index}.yml`, spec(`/^v${index}$/`)]),
    );
    repository.commit("Many", { ...files, "specs/broken.yml": "kind: pipeline\nmetadata: [\n" });
    repository.commit("One", { "specs/7.yml": spec("/^v8$/") });
    const result = await compare(["--git", "HEAD~1"], repository.folder);
    expect([result.summary, result.unchanged]).toMatchObject([
      { gained: 1, lost: 1, added: 0, removed: 0 },
      599,
    ]);
    repository.commit("Broken again", { "specs/broken.yml": "kind: pipeline\nmetadata: {\n" });
    expect((await run(["--git", "HEAD~1"], repository.folder)).exit).toBe(2);
  });
});

describe("an old text of a new spec", () => {
  test.each([
    ["is UTF-16", spec("/^main$/").split("").join("\0")],
    ["has a syntax error and no sign of a spec", "name: shop/web\ntriggers: [\n"],
  ])("that %s has triggers that are unknown", async (_name, text) => {
    const repository = Checkout.init(SHOP);
    repository.commit("Broken", { "specs/web.yml": text });
    repository.commit("Repaired", { "specs/web.yml": spec("/^main$/") });
    const result = await compare(["--git", "HEAD~1"], repository.folder);
    expect(kinds(result)).toEqual(["unknown pushes"]);
    expect(result.refused).toMatchObject([{ side: "old", path: "specs/web.yml" }]);
    const files = await compare(["HEAD~1:specs/web.yml", "specs/web.yml"], repository.folder);
    expect(kinds(files)).toEqual(["unknown pushes"]);
  });

  test("that is not a spec has none", async () => {
    const repository = Checkout.init(SHOP);
    repository.commit("Values", { "specs/web.yml": "name: shop/web\n" });
    repository.commit("A spec", { "specs/web.yml": spec("/^main$/") });
    const result = await compare(["--git", "HEAD~1"], repository.folder);
    expect(kinds(result)).toEqual(["added shop/web", "added pushes"]);
  });
});

describe("uncommitted changes", () => {
  const sentence = (files: string, root = "."): string =>
    `dryfire: uncommitted changes of ${files} are not compared; compare them by "dryfire diff HEAD: ${root}"\n`;

  test("are named, with the command that compares them", async () => {
    const template = `${spec("/^main$/")}  specTemplate: { location: git, repo: acme/shop, path: ci/steps.yml }\n`;
    const steps = 'version: "1.0"\nsteps: { a: { image: node } }\n';
    const repository = Checkout.init(SHOP);
    const write = (path: string, text: string): void => writeFileSync(join(repository.folder, path), text);
    const stderr = async (range: string, folder = "", ...paths: string[]): Promise<string> =>
      (await run(["--git", range, ...paths], join(repository.folder, folder))).stderr;
    repository.commit("First", { "web.yml": template, "ci/steps.yml": steps, "a.json": "{}\n" });
    repository.commit("Second", { "ci/api.yml": other });
    write("a.json", "[]\n");
    write("new.yml", other.replace("shop/api", "shop/new"));
    write("web.yml", template.replaceAll("\n", "\r\n"));
    expect(await stderr("HEAD")).toBe("");
    repository.git("add", "new.yml");
    expect(await stderr("HEAD")).toBe(sentence('"new.yml"'));
    expect(await stderr("HEAD", "ci")).toBe(sentence(`"${join(repository.folder, "new.yml")}"`, ".."));
    expect(await stderr("HEAD", "", "web.yml")).toBe("");
    write("web.yml", template.replace("main", "next"));
    rmSync(join(repository.folder, "ci/api.yml"));
    expect(await stderr("HEAD~1")).toBe(sentence('"ci/api.yml" and 2 more'));
    expect(await stderr("HEAD~1..HEAD~1")).toBe("");
    write("ci/steps.yml", steps.replace("node", "alpine"));
    expect(await stderr("HEAD", "", "web.yml")).toBe(sentence('"ci/steps.yml" and 1 more'));
    const { stdout } = await run(["HEAD:", "."], repository.folder);
    expect(stdout).toContain("a.image: node → alpine");
    expect(stdout).toContain("loses push.heads");
  });
});

describe("steps in a file of the repository", () => {
  const template = `${spec("/^(main|next)$/")}  specTemplate: { location: git, repo: acme/shop, path: ./ci/codefresh.yml }\n`;
  const workflow = (branches: string, image: string): string =>
    `version: "1.0"\nmode: sequential\nsteps:\n  build: { image: ${image} }\n  ship: { image: alpine, when: { branch: { only: [${branches}] } } }\n`;

  test("are compared at both commits", async () => {
    const repository = Checkout.init(SHOP);
    repository.commit("First", { "web.yml": template, "ci/codefresh.yml": workflow("main", "node:20") });
    repository.commit("Steps", { "ci/codefresh.yml": workflow("main, next", "node:22") });
    const { changes, unchanged } = await compare(["--git", "HEAD~1"], repository.folder);
    const rows = changes.map(({ kind, trigger, witness, differences }) => [
      kind,
      trigger,
      (witness as { branch?: string }).branch,
      differences.map(({ part, name, before, after }) => [part, name, before, after].join(" ")),
    ]);
    expect(rows).toEqual([
      [
        "build",
        null,
        "main",
        [
          "step build.image node:20 node:22",
          'step ship.when {"branch":{"only":["main"]}} {"branch":{"only":["main","next"]}}',
        ],
      ],
      ["build", "pushes", "next", ["step ship skipped runs"]],
    ]);
    expect(unchanged).toBe(0);
    repository.commit("Elsewhere", { "web.yml": template.replace("acme/shop, path", "acme/other, path") });
    const moved = await compare(["--git", "HEAD~1"], repository.folder);
    expect(rowsOf(moved)).toEqual([
      "specTemplate.repo: acme/shop → acme/other",
      '(all): build, ship → unknown: its steps are in "ci/codefresh.yml" of acme/other, which dryfire cannot see',
    ]);
  });

  const rowsOf = ({ changes }: Diff): string[] =>
    changes.flatMap(({ differences }) =>
      differences.map(({ name, before, after }) => `${name}: ${before} → ${after}`),
    );
  const broken = "steps: [\n";
  const inFile = 'unknown: its steps are in "ci/codefresh.yml"';

  test.each([
    ["is gone", null, 'unknown: there is no file "ci/codefresh.yml"'],
    ["is empty", "", `${inFile}, which is not a pipeline definition`],
    ["is another file", "- 1\n", `${inFile}, which is not a pipeline definition`],
    ["is binary", "\0", `${inFile}, which is not a pipeline definition`],
    ["has a syntax error", broken, `${inFile}, which has a syntax error`],
  ])("are unknown where the file %s", async (_name, text, reason) => {
    const repository = Checkout.init(SHOP);
    const good = workflow("main", "node:20");
    repository.commit("First", { "web.yml": template, "ci/codefresh.yml": good });
    repository.commit("Break", { "ci/codefresh.yml": text });
    // In the work tree, a file that is not text is an error, as for a spec.
    const argvs = [["--git", "HEAD~1"], ["HEAD~1:", "HEAD:"], ...(text === "\0" ? [] : [["HEAD~1:", "."]])];
    for (const argv of argvs) {
      expect(rowsOf(await compare(argv, repository.folder))).toEqual([`(all): build, ship → ${reason}`]);
      expect((await run([...argv, "--fail-on", "any"], repository.folder)).exit).toBe(1);
    }
    repository.commit("Repair", { "ci/codefresh.yml": good });
    expect(rowsOf(await compare(["--git", "HEAD~1"], repository.folder))).toEqual([
      `(all): ${reason} → build, ship`,
    ]);
    // A file that is deleted and not committed.
    rmSync(join(repository.folder, "ci/codefresh.yml"));
    expect(rowsOf(await compare(["HEAD:", "."], repository.folder))).toEqual([
      '(all): build, ship → unknown: there is no file "ci/codefresh.yml"',
    ]);
  });

  test("are not compared by themselves, but those of a spec are", async () => {
    const repository = Checkout.init(SHOP);
    const files = { "web.yml": template, "ci/codefresh.yml": workflow("main", "node:20") };
    repository.commit("First", files);
    writeFileSync(join(repository.folder, "ci/codefresh.yml"), workflow("main", "node:22"));
    const { stderr, exit } = await run(["HEAD:ci/codefresh.yml", "ci/codefresh.yml"], repository.folder);
    expect([stderr.split("\n")[0], exit]).toEqual([
      'dryfire: "ci/codefresh.yml" is a pipeline\'s definition (its steps), not its spec; name the spec whose specTemplate has this file, such as "dryfire diff HEAD:spec.yml spec.yml"',
      2,
    ]);
    expect(rowsOf(await compare(["HEAD:web.yml", "web.yml"], repository.folder))).toEqual([
      "build.image: node:20 → node:22",
    ]);
  });

  test("may differ in a file that is broken on both sides", async () => {
    const repository = Checkout.init(SHOP);
    repository.commit("First", { "web.yml": template, "ci/codefresh.yml": broken });
    repository.commit("Other", { "ci/codefresh.yml": `# later\n${broken}` });
    const reason = `${inFile}, which has a syntax error`;
    expect(rowsOf(await compare(["--git", "HEAD~1"], repository.folder))).toEqual([
      `(all): ${reason} → ${reason}, another text`,
    ]);
  });
});
