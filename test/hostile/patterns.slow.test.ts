import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "vitest";
import { runBuilt } from "../built-program.ts";
import { inNewFolder } from "../new-folder.ts";
import { timed } from "../timing.ts";
import { Program, specWith } from "./program.ts";

let cwd: string;
const program = new Program();
inNewFolder(beforeAll, async (made) => {
  cwd = made;
  // Loading the program is not part of a pattern's time.
  write("x.yml", specWith(regexLine("/(a+)+$/")));
  for (const argv of [["lint"], ["simulate", "--push", "main"]]) await runBuilt([...argv, "x.yml"], cwd);
});

/** A text that fails only at its end, so that a backtracking engine tries every way to match it. */
const NAME = `${"a".repeat(120)}!`;
const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;
const regexLine = (pattern: string) => `      branchRegex: ${quoted(pattern)}\n`;
const globLine = (pattern: string) => `      modifiedFilesGlob: ${quoted(pattern)}\n`;
const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
/** A spec with more triggers before its own, which have a filter each. */
const specOf = (count: number, filter: (at: number) => string) => {
  const trigger = (_: unknown, at: number) =>
    `    - {type: git, name: t${at}, repo: a/b, events: [push.heads], ${filter(at)}}\n`;
  return specWith().replace(
    "    - type: git\n",
    (own) => Array.from({ length: count }, trigger).join("") + own,
  );
};

async function run(argv: readonly string[]) {
  const { result, seconds } = await timed(() => runBuilt([...argv, "--no-config"], cwd));
  expect(result.stderr).toBe("");
  return { ...result, seconds };
}

/** Regular expressions for which a backtracking engine never terminates. */
const slow: Readonly<Record<string, string>> = {
  "a repetition of repetitions": "(a+)+$",
  "equal alternatives": "^(a|a)*$",
  "alternatives that overlap": "^(a|aa)+$",
  "inside lookaheads": "^(?=(?=(a+)+$)(a|a)*$).*b",
  "with a backreference": "^(a*)*\\1b$",
  "with a named backreference": "(?<n>a+)+\\k<n>$",
  "counts of thousands": "(?:a{1,1000}){1,1000}(?:a{1,1000}){1,1000}b",
  "four stars and more": ".*.*.*.*.*.*.*.*.*.*x",
  "names and dots": "^([\\w-]+\\.?)+@",
};

describe("a regex with endless backtracking", () => {
  test("gives unknown in simulate, and slow-regex in lint", async () => {
    const shapes = Object.entries(slow);
    const files = shapes.map(([, source], at) => {
      const text = specWith(regexLine(`/${source}/i`)).replace("/api", `/api-${at}`);
      write(`shape-${at}.yml`, text);
      return `shape-${at}.yml`;
    });
    const simulated = await run(["simulate", ...files, "--push", NAME, "--format", "json"]);
    const linted = await run(["lint", ...files, "--format", "lines"]);
    for (const [at, [name]] of shapes.entries()) {
      const trigger = JSON.parse(simulated.stdout).pipelines[at].triggers[0];
      const branch = trigger.conditions.find(({ id }: { id: string }) => id === "branch");
      const reason = /backtracks too much on this text to be matched in bounded time/;
      expect([name, trigger.verdict, branch.reason]).toEqual([
        name,
        "unknown",
        expect.stringMatching(reason),
      ]);
      expect(linted.stdout).toMatch(new RegExp(`^shape-${at}\\.yml:.*\\[slow-regex\\]$`, "m"));
    }
    expect(simulated.seconds).toBeLessThan(2);
    expect(linted.seconds).toBeLessThan(4);
  });

  test("is handled in commentRegex and pullRequestTargetBranchRegex", async () => {
    const filters = `      commentRegex: ${quoted("/(a+)+$/")}\n      pullRequestTargetBranchRegex: ${quoted("/(a|a)*$/")}\n`;
    const text = specWith(filters).replace("push.heads", "pullrequest.commentAdded");
    write("x.yml", text);
    const event = [
      "--event",
      "pullrequest.commentAdded",
      "--comment",
      NAME,
      "--target",
      NAME,
      "--branch",
      "x",
    ];
    const { stdout, seconds } = await run(["simulate", "x.yml", ...event, "--explain"]);
    expect(stdout.match(/backtracks too much/g)).toHaveLength(2);
    expect((await run(["lint", "x.yml", "--format", "lines"])).stdout.match(/\[slow-regex\]/g)).toHaveLength(
      2,
    );
    expect(seconds).toBeLessThan(2);
  });

  test("costs little more a hundred times than a few times", async () => {
    write(
      "x.yml",
      specOf(100, (at) => `branchRegex: ${quoted(`/(a+)+${at}$/`)}`),
    );
    const { stdout, seconds } = await run(["simulate", "x.yml", "--push", NAME, "--format", "json"]);
    expect(JSON.parse(stdout).summary.unknown).toBeGreaterThan(80);
    expect(seconds).toBeLessThan(4);
  });

  test("is never compiled by V8 if that takes minutes", async () => {
    for (const count of [30, 400]) {
      write("x.yml", specWith(regexLine(`/${"a?".repeat(count)}${"a".repeat(count)}/i`)));
      const { stdout, seconds } = await run(["simulate", "x.yml", "--push", NAME]);
      expect(stdout).toMatch(/unknown|fires|skips/);
      await run(["lint", "x.yml"]);
      expect(seconds).toBeLessThan(2);
    }
  });

  test("with thousands of nested groups is handled", async () => {
    for (const source of [
      `${"(".repeat(3_000)}a${")".repeat(3_000)}+`,
      `${"(?:".repeat(500)}a+${")+".repeat(500)}$`,
    ]) {
      write("x.yml", specWith(regexLine(`/${source}/`)));
      const { exit, seconds } = await run(["simulate", "x.yml", "--push", NAME]);
      await run(["lint", "x.yml"]);
      expect(exit).toBe(0);
      expect(seconds).toBeLessThan(2);
    }
  });
});

/** Globs for which an engine never terminates; the flag is true for those too large to compile. */
const globs: Readonly<Record<string, readonly [string, RegExp]>> = {
  "30 braces in a row": ["{a,b}".repeat(30), /expands to millions of patterns/],
  "a range of a hundred million": ["{1..100000000}", /expands to millions of patterns/],
  "30 nested groups": [`${"+(".repeat(30)}a${")".repeat(30)}`, /nests brackets 30 deep/],
  "2,000 open brackets": ["[}".repeat(2_000), /nests brackets 2000 deep/],
  "10,000 nested braces": [`${"{".repeat(10_000)}a,b${"}".repeat(10_000)}`, /nests brackets 10000 deep/],
  "32,000 alternatives": [`@(${"a|".repeat(32_000)}b)`, /has 32000 alternatives/],
  "3,000 stars": ["*a".repeat(3_000), /too large or backtracks too much/],
  "repeated groups that overlap": ["+(+(a)|+(a)|*(a))*b", /too large or backtracks too much/],
  "more than 65,000 characters": [
    "a".repeat(65_001),
    /"modifiedFilesGlob" is longer|has 65001 characters|Codefresh rejects/,
  ],
};

describe("a glob with an enormous expansion", () => {
  test.each(Object.keys(globs))("%s: gives unknown with the reason", async (name) => {
    const [glob, reason] = globs[name]!;
    write("x.yml", specWith(globLine(glob)));
    const files = ["--changed", `${NAME}/${NAME}.js`, "--changed", "src/a.b"];
    const simulated = await run(["simulate", "x.yml", "--push", "main", ...files, "--explain"]);
    expect(simulated.stdout).toMatch(/\? unknown shop\/api main-push/);
    expect(simulated.stdout.replaceAll(/\s+/g, " ")).toMatch(reason);
    const linted = await run(["lint", "x.yml"]);
    expect(Math.max(simulated.seconds, linted.seconds)).toBeLessThan(2);
  });

  test.each([
    ["16,000 errors of several kinds", "{ !a/ , b\\c }".repeat(4_000)],
    ["30,000 commas", "a,".repeat(30_000)],
    ["64,990 backslashes", "\\".repeat(64_990)],
    ["64,990 slashes", "/".repeat(64_990)],
    ["20,000 open braces", "{a,".repeat(20_000)],
    ["10,000 folders in braces", `{${Array.from({ length: 10_000 }, (_, at) => `d${at}`).join(",")}}/**`],
  ])("%s: is linted in limited time", async (_name, glob) => {
    write("x.yml", specWith(globLine(glob)));
    for (const argv of [
      ["lint", "x.yml", "--strict"],
      ["simulate", "x.yml", "--push", "main", "--changed", "d7/x"],
    ])
      expect((await run(argv)).seconds).toBeLessThan(2);
  });
});

test("fix, explain, test, init and schedule terminate too", async () => {
  write("x.yml", specWith(regexLine("/^(a+)+$/x") + globLine("{ a }".repeat(500))));
  const cases = `specs: [x.yml]\ncases:\n  - {name: a, push: "${NAME}", changed: [a], fires: []}\n`;
  write("x.dryfire-test.yaml", cases);
  const commands = [
    ["test", "x.dryfire-test.yaml"],
    ["lint", "x.yml", "--fix-suggestions"],
    ["schedule", "x.yml"],
    ["init", "."],
  ];
  for (const argv of commands) {
    const { result, seconds } = await timed(() => runBuilt(argv, cwd));
    expect(result.exit).toBeLessThan(3);
    expect(seconds).toBeLessThan(2);
  }
});

/** Patterns of less than 1 KB that took gigabytes or minutes. */
const short: readonly (readonly [string, "branchRegex" | "modifiedFilesGlob", string, RegExp])[] = [
  ["a lookahead and 301 letters", "branchRegex", `/(?!x)${"b".repeat(301)}/`, /(?:)/],
  ["a named group and a count", "branchRegex", "/(?<n>a)b{300}/", /(?:)/],
  ["a back reference and 300 letters", "branchRegex", `/(a)\\1${"b".repeat(300)}/`, /(?:)/],
  [
    "a long lookahead before a long text",
    "branchRegex",
    `/^(?!.*${"x".repeat(301)})${"b".repeat(301)}/`,
    /(?:)/,
  ],
  ["120 lookaheads", "branchRegex", `/${"(?=.*b)".repeat(120)}/`, /(?:)/],
  ["100 lookbehinds", "branchRegex", `/${"(?<=a.*)".repeat(100)}/`, /(?:)/],
  ["100 edges of words", "branchRegex", `/\\w${"\\b(a|a)*".repeat(100)}/`, /(?:)/],
  ["50 nested edges of words", "branchRegex", `/(a+)+-${"\\b(?:".repeat(50)}${")".repeat(50)}/`, /(?:)/],
  ["20 edges of words in groups", "branchRegex", `/-${"(?:\\b)".repeat(20)}/`, /(?:)/],
  ["60 choices in one another", "branchRegex", `/${"(a|b)(?:".repeat(60)}c${")".repeat(60)}/`, /(?:)/],
  ["60 empty groups in choices", "branchRegex", `/${"(a|b)(?:)(?:".repeat(60)}${")".repeat(60)}/`, /(?:)/],
  ["57 nested lookaheads", "branchRegex", `/(?:).*${"(?=.*?".repeat(57)}b${")".repeat(57)}/`, /(?:)/],
  ["150 repeated groups", "branchRegex", `/${"(a|b)*".repeat(150)}/`, /(?:)/],
  ["24 negated groups", "modifiedFilesGlob", "!(a|b)".repeat(24), /has 24 negated groups, too many/],
  ["50 negated groups", "modifiedFilesGlob", "!(a|b)".repeat(50), /has 50 negated groups, too many/],
  [
    "15 braces that look like classes",
    "modifiedFilesGlob",
    "{a,b}[]".repeat(15),
    /expands to 32768 patterns/,
  ],
  ["78 globstars before a parent folder", "modifiedFilesGlob", `${"**/".repeat(78)}../?*[z-a]`, /(?:)/],
  ["30 classes that picomatch repeats", "modifiedFilesGlob", `${"+[^a]".repeat(30)}-`, /(?:)/],
  ["30 classes and quotes that it drops", "modifiedFilesGlob", `+${'[^a]""+'.repeat(30)}-`, /(?:)/],
  ["30 globstars made of quotes", "modifiedFilesGlob", `${'*""*/'.repeat(30)}x`, /(?:)/],
  ["6 braces that picomatch repeats", "modifiedFilesGlob", `${"{aa,a}+".repeat(6)}b`, /(?:)/],
  ["11 braces and stars", "modifiedFilesGlob", "{a,b}*".repeat(11), /expands to 2048 patterns, too many/],
];

describe("a pattern of less than 1 KB", () => {
  test.each(short)("%s takes no more than others", (_name, field, pattern, reason) => {
    const filter = `      ${field}: ${quoted(pattern)}\n`;
    write("x.yml", `${specWith(filter)}---\n${specWith(filter).replace("shop/api", "shop/web")}`);
    for (const command of [
      "lint x.yml --format lines",
      `simulate x.yml --push ${"a".repeat(120)} --changed a --changed ${"a/".repeat(60)}b`,
    ]) {
      // An ordinary run takes 0.2 of these seconds and half of this memory.
      const limits = "cpu_seconds 2; export NODE_OPTIONS=--max-old-space-size=100";
      const run = program.shell(`${limits}; dryfire ${command} --no-config`, cwd);
      expect([command, run.status]).toEqual([command, 0]);
      if (command.startsWith("lint")) expect(run.stdout).toMatch(reason);
    }
  });

  test("many expansions of a long glob give few examples", () => {
    const glob = (at: number) => `${"/**?*".repeat(80)}${"{a,{b,c}}".repeat(8)}${"/**?*".repeat(70)}${at}`;
    write(
      "x.yml",
      specOf(10, (at) => `modifiedFilesGlob: ${quoted(glob(at))}`),
    );
    const run = program.limited(3, "simulate x.yml --push main --changed a", cwd);
    expect([run.status, run.stderr]).toEqual([0, ""]);
  });
});

test("a glob of paths of a cases file is matched in bounded time", { timeout: 20_000 }, async () => {
  const folder = join(cwd, "paths");
  mkdirSync(folder);
  writeFileSync(join(folder, `${"a".repeat(200)}.yml`), specWith());
  const cases = `specs: "${"*a".repeat(12)}b.yml"\ncases:\n  - { name: a, push: main, fires: [t] }\n`;
  writeFileSync(join(folder, "slow.dryfire-test.yaml"), cases);
  for (const argv of [["test"], ["lint", `${"*a".repeat(12)}b.yml`]]) {
    const { result, seconds } = await timed(() => runBuilt(argv, folder));
    expect([result.exit, result.stderr]).toEqual([
      2,
      expect.stringMatching(/^[^\n]* takes too long to match [^\n]*\n$/),
    ]);
    expect(seconds).toBeLessThan(5);
  }
});

describe("a glob that ends in backslashes, which picomatch never stops reading", () => {
  const globs = ["src/*\\\\\\\\", "*a\\\\\\\\\\/b", "{*\\\\\\\\,b}", "(\\\\\\\\"];

  test.each(globs)("%s has an answer", { timeout: 20_000 }, async (glob) => {
    write("glob.yml", specWith(globLine(glob)));
    const simulated = await run([
      "simulate",
      "glob.yml",
      "--push",
      "main",
      "--changed",
      "src/a",
      "--explain",
    ]);
    expect(simulated.stdout).toMatch(/unknown|skips/);
    expect((await run(["lint", "glob.yml"])).exit).toBeLessThan(2);
  });

  test("as a path of the command line, or of a cases file", { timeout: 20_000 }, async () => {
    const named = await runBuilt(["lint", "x/*\\\\\\\\"], cwd);
    expect([named.exit, named.stderr]).toEqual([2, expect.stringContaining("ends in backslashes")]);
    const cases = 'specs: "*\\\\\\\\\\\\\\\\"\ncases:\n  - { name: a, push: main, fires: [t] }\n';
    write("endless.dryfire-test.yaml", cases);
    const tested = await runBuilt(["test", "endless.dryfire-test.yaml"], cwd);
    expect([tested.exit, tested.stderr]).toEqual([2, expect.stringContaining("ends in backslashes")]);
  });
});

test("a regex with many groups costs as much as its captures", async () => {
  const groups = "(a+)+".repeat(12) + "()".repeat(120) + "(a+)+".repeat(12);
  write("groups.yml", specWith(regexLine(`/${groups}$/`)));
  const { seconds } = await run(["lint", "groups.yml"]);
  expect(seconds).toBeLessThan(0.8);
});

test("a regex with thousands of capturing groups is not compiled, and the reason is shown", async () => {
  write("captures.yml", specWith(regexLine(`/${"()".repeat(4_500)}x/`)));
  const { stdout } = await run(["simulate", "captures.yml", "--push", "x"]);
  expect(stdout.replaceAll(/\s+/g, " ")).toContain("the regex has 4500 capturing groups, too many to match");
});

test("a regex with many nested lookbehinds costs as much as its closures", async () => {
  const nested = `(?:a*a*a*a*a*s*${"(?<=\\s*(?:)".repeat(60)}b${")".repeat(61)}`;
  write("nested.yml", specWith(regexLine(`/${nested}/`)));
  const { seconds } = await run(["lint", "nested.yml"]);
  expect(seconds).toBeLessThan(0.8);
});

test("a regex that repeats nothing for ever is not run by V8, which would keep each repetition", () => {
  write(
    "peak.cjs",
    'process.on("exit", () => process.stderr.write(`${process.resourceUsage().maxRSS}\\n`));\n',
  );
  const peak = (source: string) => {
    write("empty.yml", specWith(regexLine(`/${source}/`)));
    const argv = ["simulate", "empty.yml", "--push", "main", "--no-config"];
    const { stdout, stderr } = program.run(argv, {
      cwd,
      env: { NODE_OPTIONS: "--require=./peak.cjs" },
    });
    return { stdout, kilobytes: Number(stderr) };
  };
  const usual = peak("^release$").kilobytes;
  for (const source of ["(?:a?){9999999999999}b", "(?:(?:a?){9999}){9999}b"]) {
    const { stdout, kilobytes } = peak(source);
    expect(stdout).toContain("backtracks too much");
    expect(kilobytes).toBeLessThan(usual + 50_000);
  }
});

test("a glob with hundreds of globstars in a row is compiled once at most", async () => {
  write("globstars.yml", specWith(globLine("/**/".repeat(250))));
  const { seconds } = await run(["simulate", "globstars.yml", "--push", "main", "--changed", "src/a/b.js"]);
  expect(seconds).toBeLessThan(0.8);
});

test("a regex with many edges of words is not given to the library that names suspects", () => {
  const nested = `${"(?=\\b".repeat(54)}\\b\\1(a+)+ ${")".repeat(54)}`;
  write("edges.yml", specWith(regexLine(`/${nested}/`)));
  const { stdout, stderr } = program.limited(2, "lint edges.yml --format lines", cwd);
  expect(stderr).toBe("");
  expect(stdout).toContain("[slow-regex]");
});

test.each([
  ["pieces that may be empty", `-${".*a*?".repeat(240)}(?!x)`],
  ["edges inside of the text", "^.*".repeat(450)],
])("automata of a regex with many %s are not compared", (_name, source) => {
  write("old.yml", specWith(regexLine(`/${source}/`)));
  write("new.yml", specWith(regexLine("/^main(?!x)/")));
  for (const command of ["lint old.yml", "simulate old.yml --push main", "diff old.yml new.yml"]) {
    const { stderr, status } = program.limited(2, command, cwd);
    expect([command, stderr, status]).toEqual([command, "", 0]);
  }
});
