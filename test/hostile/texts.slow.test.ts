import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import { beforeAll, describe, expect, test } from "vitest";
import { checkMemory } from "../../src/cli/files/read-text.ts";
import { runBuilt } from "../built-program.ts";
import { inNewFolder } from "../new-folder.ts";
import { timed } from "../timing.ts";
import { Program, specWith } from "./program.ts";

let cwd: string;
inNewFolder(beforeAll, (made) => {
  cwd = made;
  writeFileSync(join(cwd, "ok.yml"), specWith().replace("shop/api", "shop/ok"));
});

/** Lints a text next to a valid spec; returns the run and its seconds. */
async function lint(text: string, ...more: string[]) {
  writeFileSync(join(cwd, "x.yml"), text);
  const argv = ["lint", "x.yml", "ok.yml", "--no-config", "--format", "lines", ...more];
  const { result, seconds } = await timed(() => runBuilt(argv, cwd));
  return { ...result, seconds };
}

const repeat = (count: number, line: (index: number) => string) =>
  Array.from({ length: count }, (_, index) => line(index)).join("");
const tenTimes = (name: string) => `[${Array(10).fill(name).join(", ")}]`;

const BOMB = "the aliases here expand to too many values; write the values out [yaml-syntax]";
const REPEATS = "the aliases here repeat too much text; use fewer of them, or a shorter text [yaml-syntax]";
const DEEP = "the document is nested too deeply; flatten it [yaml-syntax]";

/** Texts that could crash a reader, with the expected messages. */
const crashing: Readonly<Record<string, readonly [string, string]>> = {
  "a billion laughs": [
    specWith(
      "",
      `a0: &a0 ${tenTimes("ha")}\n${repeat(12, (at) => `a${at + 1}: &a${at + 1} ${tenTimes(`*a${at}`)}\n`)}`,
    ),
    BOMB,
  ],
  "billion laughs with merge keys": [
    specWith(
      "",
      `m0: &m0 {a: 1}\n${repeat(40, (at) => `m${at + 1}: &m${at + 1} {<<: [*m${at}, *m${at}], k${at}: 1}\n`)}`,
    ),
    BOMB,
  ],
  "a large mapping that is merged often": [
    specWith(
      "",
      `m: &m {${repeat(1_500, (at) => `k${at}: 1, `)}}\n${repeat(1_500, (at) => `n${at}: {<<: *m}\n`)}`,
    ),
    BOMB,
  ],
  "a long text with thousands of aliases": [
    specWith(
      "",
      `  triggers:\n    - &t {type: git, name: t, repo: a/b, branchRegex: ${"a".repeat(40_000)}}\n${"    - *t\n".repeat(3_000)}`,
    ).replace(/ {2}triggers:\n.*? {2}specTemplate/s, "  specTemplate"),
    REPEATS,
  ],
  "a mapping with a long key and thousands of aliases": [
    specWith("", `k: &k {${"a".repeat(900)}: 1}\n${repeat(9_000, (at) => `k${at}: *k\n`)}`),
    REPEATS,
  ],
  "10,000 nested flow lists": [specWith("", `x: ${"[".repeat(10_000)}${"]".repeat(10_000)}\n`), DEEP],
  "10,000 nested flow mappings": [specWith("", `x: ${"{a: ".repeat(10_000)}${"}".repeat(10_000)}\n`), DEEP],
  "10,000 nested block lists": [specWith("", `x:\n  ${"- ".repeat(10_000)}a\n`), DEEP],
  "10,000 nested explicit keys": [specWith("", `x:\n  ${"? ".repeat(10_000)}a\n`), DEEP],
  "3,000 nested block mappings": [
    specWith("", `x:\n${repeat(3_000, (at) => `${" ".repeat(at + 1)}a:\n`)}`),
    DEEP,
  ],
  "10,000 nested objects": [
    `{"kind": "pipeline", "spec": ${'{"a":'.repeat(10_000)}1${"}".repeat(10_001)}`,
    DEEP,
  ],
  "100,000 brackets that never close": [specWith("", `x: ${"[".repeat(100_000)}\n`), DEEP],
};

describe("a text that could crash a reader", () => {
  test.each(Object.keys(crashing))("%s", async (name) => {
    const [text, message] = crashing[name]!;
    const { exit, stdout, stderr, seconds } = await lint(text);
    expect([exit, stderr]).toEqual([1, ""]);
    expect(stdout).toMatch(/^x\.yml:\d+:\d+: error /);
    expect(stdout).toContain(message);
    expect(stdout.trim().split("\n")).toHaveLength(1);
    expect(seconds).toBeLessThan(4);
  });
});

/** Very large texts, of a size that would take minutes if the time were quadratic. */
const large: Readonly<Record<string, readonly [string, RegExp]>> = {
  "5 MB of comments": [
    specWith(
      "",
      repeat(100_000, () => `# ${"x".repeat(48)}\n`),
    ),
    /^$/,
  ],
  "one line of 2 MB in a comment": [`# ${"x".repeat(2_000_000)}\n${specWith()}`, /^$/],
  "a description of 4 MB": [
    specWith(`      description: "${"x y ".repeat(1_000_000)}"\n`),
    /"description" is longer than 150 characters/,
  ],
  "a glob of 5 MB": [
    specWith(`      modifiedFilesGlob: "${"{a,b}".repeat(1_000_000)}"\n`),
    /"modifiedFilesGlob" is longer than 65000 characters/,
  ],
  "a regex of 8 MB": [
    specWith(`      branchRegex: "/${"(a+)+".repeat(1_600_000)}/"\n`),
    /the regex has \d+ characters; shorten it to fewer than 20000/,
  ],
  "an open quote before 1 MB": [
    specWith(`      description: "${"x".repeat(1_000_000)}\n`),
    /this double-quoted text does not end/,
  ],
  "1,000 triggers": [
    specWith("      branchRegex: /^main$/\n").replace(
      "    - type: git\n",
      `${repeat(1_000, (at) => `    - {type: git, name: t${at}, repo: a/b, provider: github, context: g, events: [push.heads], branchRegex: /^b${at}$/}\n`)}    - type: git\n`,
    ),
    /^$/,
  ],
  "5,000 equal events on one line": [
    specWith().replace("[push.heads]", `[${"push.heads, ".repeat(5_000)}push.tags]`),
    /"push\.heads" is listed twice/,
  ],
  "5,000 times the same key": [
    specWith(
      "",
      repeat(5_000, () => "k: 1\n"),
    ),
    /duplicate key "k"/,
  ],
  "500 documents with one name": [
    Array(500).fill(specWith()).join("---\n"),
    /pipeline name "shop\/api" is already used/,
  ],
};

describe("a very large text", () => {
  test.each(Object.keys(large))("%s", async (name) => {
    const [text, message] = large[name]!;
    const { exit, stdout, stderr, seconds } = await lint(text);
    expect(stderr).toBe("");
    expect(stdout).toMatch(message);
    expect(exit).toBe(/: error /.test(stdout) ? 1 : 0);
    expect(seconds).toBeLessThan(5);
  });

  test("rejects more values than fit in memory", () => {
    const heap = { ...getHeapStatistics(), heap_size_limit: 64_000_000, used_heap_size: 32_000_000 };
    expect(() => checkMemory(",".repeat(20_000), "x.yml", heap)).not.toThrow();
    expect(() => checkMemory(",".repeat(200_000), "x.yml", heap)).toThrow(
      '"x.yml" is too large for the memory limit of Node.js; split it, or set NODE_OPTIONS=--max-old-space-size=108',
    );
    // A reader's warning for each line takes more than a value.
    expect(() => checkMemory("a\n".repeat(20_000), "x.yml", heap)).not.toThrow();
    expect(() => checkMemory("%\n".repeat(20_000), "x.yml", heap)).toThrow('"x.yml" is too large');
  });

  test.each([
    ["payload: x.json", `{"ref":"refs/heads/main","commits":[${"{},".repeat(4_000_000)}{}]}`],
    ["event-file: x.json", `{"kind":"git","names":[${'"",'.repeat(3_000_000)}""]}`],
    ["push: main, changed-from: x.json", "a\n".repeat(4_000_000)],
  ])("rejects more values than fit in memory in the file of a case: %s", (keys, text) => {
    writeFileSync(join(cwd, "x.json"), text);
    writeFileSync(
      join(cwd, "x.dryfire-test.yaml"),
      `specs: [ok.yml]\ncases: [{name: a, ${keys}, fires: nothing}]\n`,
    );
    const env = { NODE_OPTIONS: "--max-old-space-size=700" };
    const { status, stderr } = new Program().run(["test", "x.dryfire-test.yaml"], { cwd, env });
    expect([status, stderr]).toEqual([
      2,
      expect.stringContaining("too large for the memory limit of Node.js"),
    ]);
  });
});

describe("tags", () => {
  const UNKNOWN = "this tag is unknown to Codefresh's reader";
  const tags = [
    '!!js/function "function () {}"',
    "!!js/regexp /a/",
    "!!js/undefined ''",
    "!!python/object/apply:os.system [ls]",
    "!custom x",
    "!<tag:yaml.org,2002:js/function> x",
  ].map((tagged) => [tagged, UNKNOWN] as const);
  test.each([...tags, ["!!map [1]", "this value does not fit the tag before it"] as const])(
    "%s is rejected, as by the platform's reader",
    async (tagged, message) => {
      const { exit, stdout } = await lint(specWith("", `x: ${tagged}\n`));
      expect([exit, stdout]).toEqual([1, expect.stringContaining(message)]);
    },
  );

  test.each([
    ["name", "!!binary aGVsbG8=", '"name" must be'],
    ["events", "!!set {push.heads, push.tags}", '"events" must be a list, not a mapping'],
    ["events", "!!omap [{a: 1}]", "events"],
  ])("%s: %s is neither a text nor a list", async (key, tagged, message) => {
    const text = specWith()
      .replace(new RegExp(`( {6}|- )${key}: .*`), `$1${key}: ${tagged}`)
      .replace(/(?<=metadata:\n {2})name: .*/, key === "name" ? `name: ${tagged}` : "name: a/b");
    const { exit, stdout, stderr } = await lint(text);
    expect([exit, stderr]).toEqual([1, ""]);
    expect(stdout).toContain(message);
  });
});

describe("keys that every JavaScript object has", () => {
  const KEYS = ["__proto__", "constructor", "toString"];

  test.each(KEYS)("%s anywhere in a spec", async (key) => {
    const text = specWith(
      `      ${key}: {a: b}\n`,
      `  variables: [{key: ${key}, value: a}, {${key}: a}]\n  options: {${key}: true}\n${key}: {a: 1}\nx: &x {${key}: {b: 1}}\ny: {<<: *x}\n`,
    )
      .replace("push.heads", key)
      .replace("provider: github", `provider: ${key}`);
    const { exit, stdout, stderr } = await lint(text, "--strict");
    expect([exit, stderr]).toEqual([1, ""]);
    expect(stdout.match(new RegExp(`"${key}"`, "g"))!.length).toBeGreaterThan(4);
    for (const argv of [
      ["simulate", "x.yml", "--push", "main", "--explain"],
      ["simulate", "x.yml", "--run", "shop/api", "--variable", `${key}=1`],
      ["schedule", "x.yml"],
    ])
      expect(await runBuilt([...argv, "--no-config"], cwd)).toMatchObject({ exit: 0, stderr: "" });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  /** The command that reads the file, and its content with such a key. */
  const files: Readonly<Record<string, readonly [string[], (key: string) => string]>> = {
    "a config": [
      ["lint", "ok.yml", "--config", "f"],
      (key) => `${key}: {a: 1}\nrules: {${key}: off}\nassume: {${key}: a}\nextends: [${key}]\n`,
    ],
    "a cases file": [
      ["test", "f"],
      (key) =>
        `specs: [ok.yml]\nassume: {${key}: a}\ncases: [{name: ${key}, push: main, ${key}: 1, fires: [${key}]}]\n${key}: 1\n`,
    ],
    "a payload": [
      ["simulate", "ok.yml", "--payload", "f"],
      (key) => `{"${key}": {"x": 1}, "ref": "refs/heads/main", "repository": {"${key}": 1}}`,
    ],
    "an event": [
      ["simulate", "ok.yml", "--event-file", "f"],
      (key) => `{"${key}": {"x": 1}, "names": ["${key}"]}`,
    ],
    "a baseline": [
      ["lint", "ok.yml", "--baseline", "f"],
      (key) => `{"version": 1, "${key}": {}, "files": {"${key}": {"${key}": {"${key}": 1}}}}`,
    ],
    "a report to merge": [
      ["merge-reports", "f"],
      (key) =>
        `{"version": 1, "shard": {"index": 1, "count": 1, "${key}": 1, "sets": [[]], "files": [{"path": "a", "set": "${key}"}]}}`,
    ],
  };

  test.each(Object.keys(files))("in %s", async (name) => {
    const [argv, text] = files[name]!;
    for (const key of KEYS) {
      writeFileSync(join(cwd, "f"), text(key));
      const { exit, stdout, stderr } = await runBuilt(argv, cwd);
      expect([exit, stdout]).toEqual([2, expect.not.stringContaining("error")]);
      expect(stderr).toMatch(/^(?:dryfire: .*\n)+$/);
      expect(stderr).not.toContain("internal error");
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  test.each(KEYS)("%s on the command line", async (key) => {
    const lines = [
      [key],
      ["explain", key],
      ["schema", key],
      ["completion", key],
      ["help", key],
      ["lint", "ok.yml", "--only", key],
      ["lint", "ok.yml", "--format", key],
      ["simulate", "ok.yml", "--event", key],
      ["simulate", "ok.yml", "--push", "x", "--provider", key],
      ["simulate", "ok.yml", "--push", "x", "--assume", `${key}=x`],
      ["lint", `--${key}`],
    ];
    for (const argv of lines) {
      const { exit, stderr } = await runBuilt(argv, cwd);
      expect([argv, exit, stderr]).toEqual([argv, 2, expect.stringContaining(key)]);
      expect(stderr).not.toContain("internal error");
    }
  });
});

describe("files other than specs", () => {
  const users: readonly string[][] = [
    ["lint", "ok.yml", "--config", "f"],
    ["lint", "ok.yml", "--baseline", "f"],
    ["test", "f"],
    ["simulate", "ok.yml", "--payload", "f"],
    ["simulate", "ok.yml", "--event-file", "f"],
    ["merge-reports", "f"],
  ];
  const bad: Readonly<Record<string, string | Buffer>> = {
    binary: Buffer.from(Array.from({ length: 1_024 }, (_, at) => at % 256)),
    "cut short": '{"version": 1, "files": [{"path": "a.y',
    "10,000 levels deep": `${'{"files": '.repeat(10_000)}1${"}".repeat(10_000)}`,
    "10,000 lists deep": `${"[".repeat(10_000)}${"]".repeat(10_000)}`,
    "2 MB of one line": `"${"x".repeat(2_000_000)}"`,
    "another kind": "[1, 2, 3]",
    empty: "",
  };

  test.each(Object.keys(bad))("%s: one sentence per error, and exit code 2", async (name) => {
    writeFileSync(join(cwd, "f"), bad[name]!);
    for (const argv of users) {
      const { exit, stderr } = await runBuilt(argv, cwd);
      if (name === "empty" && /--config/.test(argv.join(" "))) continue;
      expect([argv, exit]).toEqual([argv, 2]);
      expect(stderr).toMatch(/^(?:dryfire: .{1,2000}\n)+$/);
      expect(stderr).not.toContain("internal error");
    }
  });
});

describe("a byte order mark", () => {
  const starts = [
    "? ? x\n  : 1\n: 2\n",
    "? - x\n: 2\n",
    "? x\n: - ? y\n    : z\n",
    "? |\n  x\n: 2\n",
    "? x\n: [\n",
  ];

  test.each(starts)("moves no finding behind the explicit key %j", async (start) => {
    const text = start + specWith("", "oops: 2024-05-01\n");
    const [without, marked] = [await lint(text, "--strict"), await lint(`\ufeff${text}`, "--strict")];
    expect(without.stdout).toMatch(/^x\.yml:/);
    expect(marked.stdout.replace(/^x\.yml:1:(\d+)/gm, (_, column) => `x.yml:1:${column - 1}`)).toBe(
      without.stdout,
    );
  });
});
