import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { inNewFolder } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

let cwd: string;
const program = new Program();
inNewFolder(beforeAll, (made) => {
  cwd = made;
});
const write = (name: string, text: string) => writeFileSync(join(cwd, name), text);
const writeBoth = (before: string, after: string) => {
  write("old.yml", before);
  write("new.yml", after);
};

const limited = (seconds: number, command: string, folder = cwd) => program.limited(seconds, command, folder);

/** Expects that the program ends in time and without a message; returns its output. */
function inTime(seconds: number, command: string, status: unknown = 0): string {
  const run = limited(seconds, command);
  expect([command, run.status, run.stderr]).toEqual([command, status, ""]);
  return run.stdout;
}

/** The status of a lint with or without findings. */
const ANY = expect.toBeOneOf([0, 1]);

const many = (count: number, make: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => make(at)).join("");
/** A spec with some triggers. */
const triggers = (count: number, make: (at: number) => string) =>
  specWith().replace(/ {4}- type: git\n.*(?= {2}spec)/s, many(count, make));
/** A line with a Git trigger, which has more keys. */
const git = (at: number, events: string, more: string) =>
  `    - {type: git, name: t${at}, repo: a/b, provider: github, context: g, events: [${events}], ${more}}\n`;
const push = (at: number, event: string) => git(at, event, `branchRegex: /^b${at}$/`);
const steps = (count: number, stages: string) =>
  `version: "1.0"\nkind: pipeline\nmetadata: {name: a/b}\nspec:\n  stages: [${stages}]\n  steps:\n${many(count, (at) => `    s${at}: {image: node, stage: undeclared-${at}}\n`)}`;

/** Steps that all have a condition. */
const withCondition = (count: number, condition: string) =>
  steps(count, "").replaceAll(/stage: undeclared-\d+/g, () => `when: {condition: {all: {a: ${condition}}}}`);

/** A long key, after which other values are far from the start of their line. */
const LONG = `x: "${"y".repeat(2_000_000)}"`;

/** Texts for which lint took many seconds: its time grew quadratically. */
const shapes: Readonly<Record<string, string>> = {
  "unknown events of one trigger": specWith().replace(
    "push.heads",
    many(4_500, (at) => `pushh${at}, `),
  ),
  "equal unknown events": specWith().replace("push.heads", "pushh, ".repeat(7_000)),
  "undeclared stages": steps(
    600,
    many(1_500, (at) => `declared-${at}, `),
  ),
  "braces without quotes": specWith(`      modifiedFilesGlob: ${"{a,b}".repeat(20_000)}\n`),
  "pipelines of one file": many(
    4_000,
    (at) => `- {version: "1.0", kind: pipeline, metadata: {name: a/b${at}}, spec: {nonsense: 1}}\n`,
  ),
  "keys of secrets on a broken line": `${specWith()}x: ${"token: ".repeat(7_000)}\n`,
  "nested keys of secrets in a broken text": `x: [\n${many(800, (at) => `${" ".repeat(at)}password: x${at}abcdefgh\n`)}`,
  "cuts next to a secret": `${specWith("      secret: hunter2hunter2\n")}x: "${"…".repeat(200_000)}"\n`,
  "addresses with passwords and escapes": `${specWith()}x: "${many(10_000, (at) => `https:\\/\\/u${at}:pqr${at}xyz@h `)}"\n`,
  "values of the form of secrets": `${specWith()}x:\n${many(9_000, (at) => `  a${at}: 1\n  b${at}: AKIAIOSFODNN7${1_000_000 + at}\n`)}`,
  "a secret that repeats itself": steps(1, "").replace(
    "image: node",
    `image: node, memory: "1${"token=".repeat(30_000)}!", when: {condition: {all: {a: "${"token=".repeat(30_000)}"}}}`,
  ),
  "texts with dashes on a long line": steps(1, "").replace(
    "{image: node, stage: undeclared-0}",
    `{${LONG}, image: node, commands: [${many(4_000, (at) => `a - b${at}, `)}]}\n    folded:\n      image: node\n      commands:\n        - a\n          - b`,
  ),
  "lists of events in one text, all on a long line": `{${LONG}, kind: pipeline, metadata: {name: a/b}, spec: {triggers: [${many(1_500, (at) => `{type: git, name: t${at}, events: ["push.heads, push.tags"]}, `)}]}}\n`,
  "generated fields of pipelines on a long line": `[{${LONG}, kind: pipeline}, ${many(
    1_000,
    (at) =>
      `{version: "1.0", kind: pipeline, metadata: {name: a/b${at}, id: x, created_at: x}, spec: {steps: {}}}, `,
  )}]\n`,
  "unknown keys of one variable": specWith().replace(
    "spec:\n",
    `spec:\n  variables:\n    - {${many(8_000, (at) => `zz${at}qq: 1, `)}}\n`,
  ),
  "variables in conditions and many variables": withCondition(
    16,
    `'${'!${{A}}||"${{GITHUB_REF}}"=="a"||'.repeat(300)}true'`,
  ).replace(
    "  steps:",
    `  variables:\n${many(8_000, (at) => `    - {key: ${at === 0 ? "A" : `V${at}`}, value: x}\n`)}  steps:`,
  ),
  "brackets in a regex that searches for a ref": withCondition(
    40,
    `'match("\${{CF_BRANCH}}", "refs/heads/${"[".repeat(11_000)}\\\\", false)'`,
  ),
  "triggers of a text that cannot be read": triggers(
    3_000,
    (at) => `      name: a${at}\n      type: git\n    - name: b\n`,
  ),
  "cron triggers with one unknown id": `${specWith(`      id: ${"a".repeat(24)}\n`)
    .replace("    - type: git", "    - &git\n      type: git")
    .trimEnd()}\n${"    - *git\n".repeat(5_000)}  cronTriggers:\n    - &cron {type: cron, name: c, expression: "0 0 * * *", message: m, gitTriggerId: ${"b".repeat(24)}, branch: b}\n${"    - *cron\n".repeat(5_000)}`,
};

test("unknown rules of ignore comments are looked at in bounded time", () => {
  const comment = (at: number) =>
    `# dryfire-ignore unknwn-evnt-${many(50, (id) => `${at}-${id} unknwn-evnt-`)}\n`;
  write("x.yml", `${many(100, comment)}${specWith()}`);
  expect(inTime(2, "lint x.yml --format lines")).toContain('did you mean "unknown-event"?');
});

test("unknown rules of a config are looked at in bounded time", () => {
  write("x.yml", specWith());
  write("wrong.yml", `rules:\n${many(24_000, (at) => `  unknwn-evnt-unknwn-evnt-${at}: warning\n`)}`);
  const { status, stdout, stderr } = program.shell(
    "cpu_seconds 2; dryfire lint x.yml --config wrong.yml",
    cwd,
  );
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain('unknown rule "unknwn-evnt-unknwn-evnt-0"');
});

test("a comparison of thousands of rejected pipelines is printed in bounded time", () => {
  const rejected = "---\nkind: pipeline\n".repeat(4_000);
  writeBoth(rejected, rejected);
  inTime(3, "diff old.yml new.yml");
});

test("misspelled variables of cases are looked at in bounded time", () => {
  write(
    "many.yml",
    specWith().replace(
      "spec:\n",
      `spec:\n  variables:\n${many(4_000, (at) => `    - {key: NAME_${at}_Y, value: x}\n`)}`,
    ),
  );
  const absent = many(4_000, (at) => `NAME_${at}_X: null, `);
  write(
    "many.dryfire-test.yaml",
    `specs: many.yml\ncases:\n  - {name: a, push: main, fires: any, variables: {${absent}}}\n`,
  );
  const { status, stderr } = limited(4, "test many.dryfire-test.yaml");
  expect(status).toBe(2);
  expect(stderr).toContain('unknown variable "NAME_0_X", which no spec sets; did you mean "NAME_0_Y"?');
});

test("results of steps that are negated are looked at in bounded time", () => {
  let next = 0;
  const spec = withCondition(4_000, "NEXT").replace("  steps:", "  mode: parallel\n  steps:");
  write(
    "x.yml",
    `${spec.replaceAll("NEXT", () => `"steps.s${++next}.result != 'success'"`)}    s4000: {image: node}\n`,
  );
  expect(inTime(4, "lint x.yml --format lines", ANY)).toContain('this holds before "s1" has run');
});

test("variables without quotes of one condition are printed with bounded fixes", () => {
  write("x.yml", withCondition(12, `'${'${{A}}==""||'.repeat(800)}true'`));
  expect(inTime(4, "lint x.yml --format json", ANY).length).toBeLessThan(15_000_000);
});

/** Expects that a spec is linted and simulated in time. */
function isReadInTime(text: string, ...lintOptions: string[]): void {
  write("x.yml", text);
  for (const command of [
    ["lint x.yml", ...lintOptions].join(" "),
    "simulate x.yml --push main --format json",
  ]) {
    const run = limited(4, command);
    // A condition with more than 12,000 characters is an error of its step, which a note counts.
    const others = run.stderr.replace(/^dryfire: the steps of .*\n/, "");
    expect([command, run.status, others]).toEqual([command, ANY, ""]);
  }
}

/** Conditions of up to 100 KB, of one step or of thousands that are aliases of it. */
const conditions: Readonly<Record<string, readonly [condition: string, steps: number]>> = {
  "variables without quotes": [many(5_000, (at) => `\${{A${at}}} == 1 || `), 0],
  "spaces in the braces of variables": [many(4_000, (at) => `'\${{ A${at} }}' == 'x' || `), 0],
  "many variables": [many(6_000, (at) => `'\${{A${at}}}' + `), 0],
  "results of many steps": [many(2_000, (at) => `steps.a${at}.result == 'success' || `), 0],
  "many variables in many steps": [many(500, (at) => `'\${{A${at}}}' == 'x' || `), 40],
  "a text for many steps": [`'${"token=".repeat(2_500)}' == `, 35],
  "variables without quotes in many steps": [many(500, (at) => `\${{A${at}}} == 1 || `), 40],
};

test.each(Object.keys(conditions))("conditions with %s are looked at in bounded time", (name) => {
  const [condition, count] = conditions[name]!;
  const step = `    a: &s {image: a, when: {condition: {all: {a: ${JSON.stringify(`${condition}'x'`)}}}}}\n`;
  const text = specWith().replace(/ {2}specTemplate:.*/s, `  steps:\n${step}`);
  isReadInTime(text + many(count, (at) => `    b${at}: *s\n`));
});

/** Texts of 30 KB in one trigger, which 20 aliases repeat. */
const repeated: Readonly<Record<string, string>> = {
  "a glob of variables": `modifiedFilesGlob: "${"${{A}} ".repeat(5_000)}"`,
  "a repository of the form of secrets": `repo: "${"token=".repeat(5_000)}"`,
};

test.each(Object.keys(repeated))("triggers that repeat %s are looked at in bounded time", (name) => {
  const aliased = `    - &t {type: git, name: t, provider: github, context: g, events: [push.heads], ${repeated[name]}}\n${"    - *t\n".repeat(20)}`;
  isReadInTime(
    triggers(1, () => aliased),
    "--strict",
  );
});

/** Lines of triggers, each with a part that a regular expression read in quadratic time. */
const PARTS = [" ", "\t", "!", "{{", "{%", "_", "-", "a-", "?", "[", "(?#", "1", "#", "${{ ", "\\", "/"];
const trigger = (part: string): string => {
  const text = JSON.stringify(`x${part.repeat(20_000 / part.length)}!`);
  return [
    `type: git, name: t, repo: ${text}, provider: github, context: g, events: [push.heads]`,
    `type: git, name: t, repo: a/b, provider: github, context: g, events: [push.heads], endpoint: ${text}`,
    `type: git, name: t, repo: a/b, provider: github, context: g, events: [push], modifiedFilesGlob: ${text}`,
    `type: git, name: t, repo: a/b, provider: github, context: g, events: [push], branchRegex: ${text}`,
    `type: cron, name: t, expression: ${text}, message: ${text}`,
  ]
    .map((line) => `    - {${line}}\n`)
    .join("");
};

test("long repetitions in values are looked at in bounded time", () => {
  const text = specWith().replace("    - type: git\n", `${PARTS.map(trigger).join("")}    - type: git\n`);
  write("x.yml", text);
  inTime(3, "lint x.yml --strict", 1);
});

test.each(["\r", "- ", "a-", "-", "\r\n"])(
  "a broken text with many %j is looked at in bounded time",
  (part) => {
    write("x.yml", `${specWith()}x: 'a\ny: ${part.repeat(100_000 / part.length)}x\n`);
    inTime(4, "lint x.yml --strict", 1);
  },
);

test.each(Object.keys(shapes))("%s are looked at in bounded time", (name) => {
  write("x.yml", shapes[name]!);
  // It takes less than a third of these seconds of processor time on an ordinary machine.
  inTime(3, "lint x.yml --strict", 1);
});

/** Files named `.gitignore`, by folder, for which a search took half a minute or more. */
const ignoreFiles: Readonly<Record<string, () => Readonly<Record<string, string>>>> = {
  "globstars in a line": () => ({ "": many(500, (at) => `${"**/a/".repeat(40)}b${at}\n`), [nested(80)]: "" }),
  "globstars on lines": () => ({ "": many(10_000, (at) => `**/a/**/b${at}\n`), [nested(80)]: "" }),
  "stars in a line": () => ({ "": `${"*a".repeat(2_000)}b\n`.repeat(25), [nested(80)]: "" }),
  "one in each of 1,000 nested folders": () =>
    Object.fromEntries(Array.from({ length: 1_000 }, (_, at) => [nested(at), "b/\n*.c\na/x\n"])),
};
const nested = (depth: number): string => "a/".repeat(depth);

test.each(Object.keys(ignoreFiles))(".gitignore with %s is read in bounded time", (name) => {
  const root = join(cwd, name);
  mkdirSync(join(root, ".git"), { recursive: true });
  for (const [folder, text] of Object.entries(ignoreFiles[name]!())) {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, ".gitignore"), text);
  }
  for (let depth = 0; depth < 80; depth++) writeFileSync(join(root, nested(depth), "x.yml"), specWith());
  const run = limited(6, "lint . --format lines", root);
  expect([name, run.status, run.stderr]).toEqual([name, 0, ""]);
});

/** Some triggers, and as many cases; `fires` is what each case expects. */
function writeCases(count: number, fires: (at: number) => string): void {
  const one = (at: number) => `  - {name: c${at}, push: b${at}, changed: [a], fires: [${fires(at)}]}\n`;
  write(
    "many.yml",
    triggers(count, (at) => push(at, "push.heads")),
  );
  write("x.dryfire-test.yaml", `specs: [many.yml]\ncases:\n${many(count, one)}`);
}

test("a cases file may name a thousand paths", () => {
  const root = mkdtempSync(join(cwd, "globs-"));
  writeFileSync(join(root, "one.yml"), specWith());
  const specs = (count: number) => `[${many(count, (at) => `"x${at}*.yml", `)}one.yml]`;
  const run = (count: number) => {
    writeFileSync(
      join(root, "x.dryfire-test.yaml"),
      `specs: ${specs(count)}\ncases:\n  - {name: c, push: b, fires: nothing}\n`,
    );
    return limited(3, "test x.dryfire-test.yaml", root).stderr;
  };
  expect(run(999)).toContain('no pipeline spec for "x998*.yml"');
  expect(run(7_000)).toBe(
    'dryfire: x.dryfire-test.yaml:1:12899: "specs" has more than 1000 paths; name their folder, or write a glob\n',
  );
});

test("a config may have a thousand globs", () => {
  const root = mkdtempSync(join(cwd, "config-"));
  writeFileSync(join(root, "one.yml"), specWith());
  const run = (count: number) => {
    writeFileSync(
      join(root, "dryfire.config.yml"),
      `ignores: [${many(count, (at) => `"**/a${at}/**", `)}]\n`,
    );
    return program.shell("cpu_seconds 3; dryfire lint . --format lines", root).stderr;
  };
  expect(run(1_000)).toBe("");
  expect(run(7_000)).toBe(
    "dryfire: dryfire.config.yml:1:13901: the config has more than 1000 globs; name folders instead of their files\n",
  );
});

test("a case that repeats a name is not run", () => {
  write("one.yml", specWith());
  const again = many(9_000, () => "  - *c\n");
  const one = "  - &c {name: c, push: b, fires: nothing}\n";
  write("x.dryfire-test.yaml", `specs: one.yml\ncases:\n${one}${again}`);
  const run = limited(3, "test x.dryfire-test.yaml");
  expect(run.status).toBe(2);
  expect(run.stderr.split("\n")).toHaveLength(9_001);
  expect(run.stderr).toMatch(
    /^(?:dryfire: x[^ ]* duplicate case name "c"; give each case a different name\n)+$/,
  );
});

test("many cases on many triggers keep only what is reported", () => {
  writeCases(150, (at) => `t${at}`);
  for (const option of ["", "--coverage"]) {
    const limits = "export NODE_OPTIONS=--max-old-space-size=100";
    const run = program.shell(`${limits}; dryfire test x.dryfire-test.yaml ${option} --no-config`, cwd);
    expect([run.status, run.stderr]).toEqual([0, ""]);
    expect(run.stdout).toMatch(/150 passed, 0 failed\n$/);
  }
});

/** A spec with some variables, and as many cases that expect one of them. */
function writeCasesOfVariables(count: number, variable: string): void {
  const variables = many(count, (at) => `    - {key: KEY${at}, value: v}\n`);
  write("many.yml", specWith().replace("spec:\n", `spec:\n  variables:\n${variables}`));
  const one = (at: number) => `  - {name: c${at}, push: main, fires: main-push, variables: {${variable}}}\n`;
  write("x.dryfire-test.yaml", `specs: [many.yml]\ncases:\n${many(count, one)}`);
}

test("many cases on many variables take bounded time", () => {
  writeCasesOfVariables(3_000, "BRANCHES_Q: null");
  expect(inTime(6, "test x.dryfire-test.yaml")).toMatch(/3000 passed, 0 failed\n$/);
});

test("a report of many failures shows as many builds as there is room for", () => {
  writeCasesOfVariables(1_500, "KEY7: x");
  for (const format of ["pretty", "markdown", "junit"])
    inTime(5, `test x.dryfire-test.yaml --format ${format}`, 1);
  const { files } = JSON.parse(inTime(5, "test x.dryfire-test.yaml --format json", 1));
  const cases: { notes: string[]; trace: { pipelines: { triggers: { build: object | null }[] }[] }[] }[] =
    files[0].cases;
  const builds = cases.map(({ trace }) => trace[0]!.pipelines[0]?.triggers[0]?.build);
  expect([builds[0], builds[100]]).toEqual([expect.anything(), null]);
  expect(cases[100]!.notes).toEqual([
    "the build of the last trigger is left out of the report, which would be too long; use --filter to run fewer cases",
  ]);
});

test("suggestions for thousands of wrong trigger names take bounded time", () => {
  writeCases(1_000, (at) => `t${at}`);
  const one = `  - {name: c, push: b, changed: [a], fires: [${many(4_000, (at) => `tt${at}, `)}]}\n`;
  write("x.dryfire-test.yaml", `specs: [many.yml]\ncases:\n${one}`);
  const run = limited(3, "test x.dryfire-test.yaml");
  expect([run.status, run.stderr.split("\n")[0]]).toEqual([
    2,
    'dryfire: x.dryfire-test.yaml:3:46: unknown Git trigger "tt0"; did you mean "t0"?',
  ]);
});

test("a report of many failures explains the first thousand triggers", () => {
  writeCases(40, () => many(40, (at) => `t${at}, `));
  const { files } = JSON.parse(limited(60, "test x.dryfire-test.yaml --format json").stdout);
  const cases: { notes: string[]; trace: { pipelines: { triggers: object[] }[] }[] }[] = files[0].cases;
  const explained = cases.flatMap(({ trace }) => trace.flatMap(({ pipelines }) => pipelines));
  expect(explained.reduce((sum, { triggers }) => sum + triggers.length, 0)).toBe(1_000);
  expect(cases.at(-1)!.notes).toEqual([
    "39 more triggers of this case are not shown; a run explains 1000 of a file",
  ]);
});

test("a comparison of many changed triggers takes bounded time, with a note of what is left out", () => {
  writeBoth(
    triggers(700, (at) => push(at, "push.tags")),
    triggers(700, (at) => push(at, "push.heads")),
  );
  const [note] = inTime(4, "diff old.yml new.yml").match(/^! .*\n.*$/m)!;
  expect(note).toBe(
    "! shop/api: so many triggers changed that the others that fire are shown for\nsome of them only",
  );
});

test("a comparison of many changed filters compares as many as its time allows, and names the others", () => {
  // Only a proof finds the name that a lookahead excludes.
  const excluding = (name: string) =>
    triggers(800, (at) => git(at, "push", `branchRegex: "/^(?!${name}${at}$).*$/"`));
  writeBoth(excluding("a"), excluding("b"));
  const text = inTime(5, "diff old.yml new.yml").replaceAll(/\s+/g, " ");
  const [, gained, open] = /(\d+) gained, .* (\d+) triggers not wholly compared/.exec(text)!;
  expect(Number(gained)).toBeGreaterThan(50);
  expect(Number(gained) + Number(open)).toBeGreaterThanOrEqual(800);
  expect(text).toContain("since so many changed, from t");
  const gate = limited(60, "diff old.yml new.yml --fail-on gained");
  expect([gate.status, gate.stderr]).toEqual([
    1,
    `dryfire: ${open} triggers not wholly compared, since so many changed\n`,
  ]);
});

test.each([
  ["branchRegex", (number: number) => `'/${"w-".repeat(25)}${number}$/'`],
  ["modifiedFilesGlob", (number: number) => `'src${number}/**'`],
])("a %s of which an example shows the difference needs no proof", (key, filter) => {
  const from = (first: number) =>
    triggers(500, (at) => git(at, "push.heads", `${key}: ${filter(first + at)}`));
  writeBoth(from(1_000), from(2_000));
  expect(inTime(60, "diff old.yml new.yml")).toMatch(/\n500 gained, 500 lost\n$/);
});

test("variables that all change are compared for many triggers in bounded time", () => {
  const of = (value: string) =>
    triggers(1_000, (at) => push(at, "push.heads")).replace(
      "spec:\n",
      `spec:\n  variables:\n${many(1_000, (at) => `    - {key: KEY${at}, value: ${value}}\n`)}`,
    );
  writeBoth(of("v"), of("w"));
  expect(inTime(5, "diff old.yml new.yml")).toMatch(/^1 build differs; 1000 triggers without a change$/m);
});

/** A usual filter of a team; `release` is one of its branches. */
const usual = (release: string) =>
  `/^(?!dependabot|renovate)(main|develop|${release}\\/[0-9]+|hotfix\\/.*|feature\\/[A-Z]+-[0-9]+.*)$/`;
const filtered = (at: number, filter: string) =>
  git(
    at,
    "push.heads, pullrequest.opened",
    `branchRegex: '${filter}', pullRequestTargetBranchRegex: '${filter}', modifiedFilesGlob: 'app${at}/**'`,
  );

test("triggers with one changed filter are all compared, since its answer is kept", () => {
  const of = (release: string) => triggers(120, (at) => filtered(at, usual(release)));
  writeBoth(of("release"), of("stable"));
  expect(inTime(60, "diff old.yml new.yml")).toMatch(/\n240 gained, 240 lost\n$/);
});

test("filters of many triggers leave time for suggestions", () => {
  write(
    "x.yml",
    triggers(100, (at) => filtered(at, usual(`release${at}`))),
  );
  const explained = inTime(60, "simulate x.yml --push feature/x --explain");
  expect(explained.match(/→ It would fire/g)).toHaveLength(100);
});

/** Filters of 60 to 100 characters of which one automaton takes 10 to 40 ms. */
test.each([
  ["edges of words", (at: number) => `/\\ba?\\ba?\\ba?\\ba?\\ba?([^a](?!x))${at}/`],
  ["pieces that may be empty", (at: number) => `/^${".*a*?".repeat(20)}${at}(?!x)/`],
])("automata of many filters with %s are compared while there is time", (_name, filter) => {
  const from = (first: number) =>
    triggers(500, (at) => git(at, "push", `branchRegex: '${filter(at + first)}'`));
  writeBoth(from(0), from(1_000));
  inTime(3, "lint old.yml");
  inTime(4, "diff old.yml new.yml");
});

/** Pieces that are repeated to so many characters, in as many triggers as 100 KB hold. */
test.each([
  ["branchRegex", "(?!main|x)", 3_000],
  ["branchRegex", "(a|b)", 3_000],
  ["branchRegex", "^", 3_000],
  ["branchRegex", "()", 9_000],
  ["branchRegex", "(?:", 9_000],
  ["branchRegex", "a*?", 9_000],
  ["branchRegex", "w-", 50],
  ["modifiedFilesGlob", "{a,b}", 1_000],
  ["modifiedFilesGlob", "{,a}", 9_000],
  ["modifiedFilesGlob", "*a", 9_000],
] as const)(
  "filters in %s of %s with %d characters are looked at in bounded time",
  (field, piece, length) => {
    const count = Math.floor(length / piece.length);
    const repeated =
      piece === "(?:" ? `${piece.repeat(count / 2)}${")".repeat(count / 2)}` : piece.repeat(count);
    const pattern = (at: number) => (field === "branchRegex" ? `/${repeated}${at}/` : `${repeated}${at}`);
    const trigger = (at: number) => git(at, "push.heads", `${field}: '${pattern(at)}'`);
    const triggerCount = Math.ceil(100_000 / (trigger(0).length + 2));
    writeBoth(
      triggers(triggerCount, trigger),
      triggers(triggerCount, (at) => trigger(1_000 + at)),
    );
    inTime(3, "lint old.yml", ANY);
    inTime(3, "simulate old.yml --push main --changed src/a.js", ANY);
    inTime(5, "diff old.yml new.yml", ANY);
  },
);

const cronTriggers = (count: number, expression: (at: number) => string) =>
  specWith().replace(
    / {2}triggers:\n.*(?= {2}spec)/s,
    `  cronTriggers:\n${many(count, (at) => `    - {type: cron, name: c${at}, message: run, expression: "${expression(at)}"}\n`)}`,
  );

test("cron triggers of every minute in time zones are compared in bounded time", () => {
  writeBoth(
    cronTriggers(300, (at) => `TZ=Europe/Berlin * * * ${1 + (at % 12)} *`),
    cronTriggers(300, () => "TZ=America/New_York * * * * *"),
  );
  const text = inTime(4, "diff old.yml new.yml --assume-accepted");
  expect(text).toMatch(/too many runs to count\s+in a year/);
});

test.each(["simulate x.yml --at 2026-12-01T00:00Z --assume-accepted", "schedule x.yml --assume-accepted"])(
  "the smallest gaps of cron triggers in time zones are found in bounded time: %s",
  (command) => {
    const zones = Intl.supportedValuesOf("timeZone");
    write(
      "x.yml",
      cronTriggers(300, (at) => `TZ=${zones[at]} * * ${1 + (at % 28)} ${1 + (at % 12)} *`),
    );
    inTime(4, command, ANY);
  },
);

test("a comparison of pipelines that are aliases of one takes bounded time", () => {
  const aliased = (event: string) =>
    `- &p ${JSON.stringify({
      version: "1.0",
      kind: "pipeline",
      metadata: { name: "a/b" },
      spec: {
        triggers: [
          { type: "git", name: "t", repo: "a/b", provider: "github", context: "g", events: [event] },
        ],
        steps: { a: { image: "a" } },
      },
    })}\n${"- *p\n".repeat(3_500)}`;
  writeBoth(aliased("push.heads"), aliased("push.tags"));
  expect(inTime(5, "diff old.yml new.yml")).toMatch(/^3501 gained, 3501 lost$/m);
});

/** A spec with some triggers, and no definition in another file. */
const inline = (count: number, make: (at: number) => string) =>
  triggers(count, make).replace(/ {2}specTemplate:.*\n(?: {4}.*\n)*/, "");
const ANCHOR =
  "    - &t {type: git, name: t, repo: a/b, provider: github, context: g, events: [push.heads]}\n";
/** One trigger and 4,999 aliases of it. */
const aliases = inline(5_000, (at) => (at === 0 ? ANCHOR : "    - *t\n"));
const conditional = (count: number) =>
  `  steps:\n    a: &s {image: a, when: {condition: {all: {a: "'\${{CF_BRANCH}}' == 'x'"}}}}\n${many(count, (at) => `    a${at}: *s\n`)}`;

/** Specs of less than 100 KB whose builds together have millions of parts. */
const builds: Readonly<Record<string, string>> = {
  "of many contexts": `${aliases}  contexts: [${many(5_000, (at) => `c${at}, `)}]\n`,
  "of many variables": `${aliases}  variables:\n${many(1_500, (at) => `    - {key: K${at}, value: v}\n`)}`,
  "of many steps": `${aliases}  steps:\n    a: &s {image: a}\n${many(3_500, (at) => `    a${at}: *s\n`)}`,
  "of their own, with many conditions": `${inline(900, (at) =>
    at === 0 ? ANCHOR : `    - {<<: *t, variables: [{key: A, value: "${at}"}]}\n`,
  )}${conditional(2_500)}`,
};

test.each(Object.keys(builds))("triggers with builds %s take bounded time and space", (name) => {
  write("x.yml", builds[name]!);
  const formats = ["pretty", "json", "markdown", "mermaid"];
  const run = program.shell(
    `export NODE_OPTIONS=--max-old-space-size=300; cpu_seconds 6; ulimit -f 100000
    for format in ${formats.join(" ")}; do
      dryfire simulate x.yml --push main --explain --format $format --no-config >$format.txt || echo failed
    done`,
    cwd,
  );
  expect(run.stdout).toBe("");
  const { pipelines, summary } = JSON.parse(readFileSync(join(cwd, "json.txt"), "utf8"));
  const found: { result: { reason: string } }[] = pipelines[0].triggers.flatMap(
    ({ build }: { build: object | null }) => build ?? [],
  );
  const left = summary.fires - found.length;
  const note = `dryfire: the builds of the last ${left} triggers are left out of the report, which would be too long; use --trigger or --pipeline to see fewer\n`;
  const reason = "the triggers and steps of these specs have too many conditions to evaluate";
  if (left > 0) expect(run.stderr).toBe(formats.map(() => note).join(""));
  else expect([run.stderr, found.at(-1)!.result.reason]).toEqual(["", reason]);
});

test("simulate explains the first thousand triggers, and counts the others", () => {
  write("x.yml", aliases);
  const run = program.run(["simulate", "x.yml", "--pr", "a:b", "--explain", "--no-config"], { cwd });
  expect(run.stdout.match(/^✗ skips/gm)).toHaveLength(1_000);
  expect(run.stdout).toContain("\n– 4000 more triggers are not explained; use --trigger NAME to see one\n");
  const comment = program.run(
    ["simulate", "x.yml", "--pr", "a:b", "--explain", "--format", "markdown", "--no-config"],
    { cwd },
  );
  expect(comment.stdout).toContain(" 4000 triggers are not listed.\n");
});

test("steps with many conditions are simulated in bounded time, and are unknown from a limit on", () => {
  const condition = many(10, (at) => `a${at}: "'x' == '\${{CF_BRANCH}}'", `);
  const text = `${inline(1, (at) => push(at, "push.heads"))}${conditional(1_000).replace(/a: "[^"]*"/, condition)}`;
  write("x.yml", text);
  const [trigger] = JSON.parse(inTime(4, "simulate x.yml --push b0 --format json")).pipelines[0].triggers;
  const { steps } = trigger.build;
  expect([steps[0].outcome, steps.at(-1).outcome]).toEqual(["skipped", "unknown"]);
  const reason = "the triggers and steps of these specs have too many conditions to evaluate";
  expect(steps.at(-1).reason).toContain(reason);
});

test("cases about steps with many conditions share a limit", () => {
  write("steps.yml", inline(1, (at) => push(at, "push.heads")) + conditional(2_500));
  const one = (at: number) =>
    `  - {name: c${at}, push: b0, variables: {A${at}: null}, steps: {a: skipped}}\n`;
  write("x.dryfire-test.yaml", `specs: [steps.yml]\ncases:\n${many(100, one)}`);
  expect(inTime(6, "test x.dryfire-test.yaml", 1)).toMatch(/too\s+many\s+conditions\s+to\s+evaluate/);
});

test("cases that read a file a thousand times take bounded time", () => {
  write("ok.yml", specWith("      modifiedFilesGlob: b/**\n"));
  write("list.txt", "a\n".repeat(50_000));
  const one = (at: number) => `  - {name: c${at}, push: main, changed-from: list.txt, fires: nothing}\n`;
  write("x.dryfire-test.yaml", `specs: [ok.yml]\ncases:\n${many(1_400, one)}`);
  for (const command of ["test", "replay --specs ok.yml"]) {
    const run = limited(6, `${command} x.dryfire-test.yaml`);
    expect([run.status, run.stderr]).toEqual([2, expect.stringContaining('too many cases read "list.txt"')]);
  }
  write("x.dryfire-test.yaml", `specs: [ok.yml]\ncases:\n${many(100, one)}`);
  expect(program.run(["test", "x.dryfire-test.yaml"], { cwd }).stdout).toContain("100 passed, 0 failed");
});

test("a .gitignore with many patterns for many files takes bounded time", () => {
  const root = mkdtempSync(join(cwd, "ignored-"));
  writeFileSync(join(root, "ok.yml"), specWith());
  mkdirSync(join(root, "texts"));
  const names = Array.from({ length: 3_000 }, (_, at) => join(root, `texts/${"a".repeat(180)}${at}`));
  for (const name of names) writeFileSync(`${name}.txt`, "");
  writeFileSync(
    join(root, ".gitignore"),
    many(9_000, (at) => `*a*b*z${at}*[lt]\n`),
  );
  const lint = () => limited(5, "lint .", root);
  expect(lint()).toMatchObject({ status: 0, stderr: "" });
  for (const name of names) writeFileSync(`${name}.yml`, "");
  const { status, stderr } = lint();
  expect([status, stderr]).toEqual([
    2,
    expect.stringContaining("need too much time with so many files; remove"),
  ]);
});
