import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { formatNames } from "../../src/cli/output/command-formats.ts";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { runBuilt } from "../built-program.ts";
import { filesIn, inNewFolder } from "../new-folder.ts";

/**
 * A recognisable secret, and a value in a secret's place; built here to avoid reports of scanners.
 */
const TOKEN = `gh${"p_"}Zx9plantedQ7wZx9plantedQ7wZx9planted`;
const PLACED = "Zx9-planted-Q7w";
/** Neither secret, nor half of one. */
const TRACE = /Zx9-?plan|ted-?Q7w/;

let cwd: string;
inNewFolder(beforeEach, (made) => {
  cwd = made;
});

interface Places {
  readonly top?: string;
  readonly name?: string;
  readonly trigger?: string;
  readonly cron?: string;
  readonly spec?: string;
  readonly step?: string;
}

/** Returns an invalid spec with many kinds of errors, and the given texts at each place. */
const spec = ({
  top = "",
  name = "shop/api",
  trigger = "",
  cron = "",
  spec: inSpec = "",
  step = "echo",
}: Places) => `version: "1.0"
kind: pipeline
metadata: {name: "${name}", oops: 1}
spec:
  triggers:
    - type: git
      name: main-push
      repo: acme/shop
      provider: github
      context: github
      events: [push.heads, push.heads, pullrequest.commentAdded]
${trigger}  cronTriggers:
    - type: cron
      name: nightly
      expression: "0 3 * * *"
${cron || "      message: m\n"}${inSpec}  steps: {a: {image: alpine, commands: ["${step}"]}}
${top}`;

const variable = (indent: string, value: string) =>
  `${indent}variables:\n${indent}  - {key: K, value: "${value}", encrypted: true, oops: 1}\n`;

/** Every place where a spec can contain a secret. */
const places: Readonly<Record<string, string>> = {
  "a variable of the pipeline": spec({ spec: variable("  ", PLACED) }),
  "a variable of a trigger": spec({ trigger: variable("      ", PLACED) }),
  "a variable of a cron trigger": spec({ cron: `      message: m\n${variable("      ", PLACED)}` }),
  "a webhook's secret": spec({ trigger: `      secret: ${PLACED}\n` }),
  "a webhook's address": spec({ trigger: `      endpoint: "https://example.com/hook?secret=${PLACED}"\n` }),
  "a variable with a secret key": spec({ spec: `  variables: [{key: DB_PASSWORD, value: ${PLACED}}]\n` }),
  "commands, variables, messages, descriptions": spec({
    spec: `  variables: [{key: K, value: ${TOKEN}}]\n`,
    step: `curl -H token:${TOKEN} x`,
    cron: `      message: by ${TOKEN}\n`,
    trigger: `      description: with ${TOKEN}\n`,
  }),
  names: spec({ name: `shop/${TOKEN}` })
    .replace("name: main-push", `name: ${TOKEN}`)
    .replace("name: nightly", `name: ${TOKEN}`),
  keys: spec({ top: `${TOKEN}: 1\n`, trigger: `      ${TOKEN}: 1\n` }),
  comments: spec({
    top: `# was ${TOKEN}\nbad: 1 # ${TOKEN}\n# dryfire-ignore-next-line ${TOKEN}\nworse: 1\n`,
  }),
  "an address": spec({}).replace("repo: acme/shop", `repo: https://x:${TOKEN}@github.com/acme/shop`),
  "an event": spec({}).replace("push.heads,", `${TOKEN},`),
  "a regex": spec({ trigger: `      branchRegex: "/^(${TOKEN}[/"\n` }),
  "a regex that is read": spec({
    trigger: `      branchRegex: "/${TOKEN}|a/"\n      commentRegex: "/${TOKEN}/"\n`,
  }),
  "a glob": spec({ trigger: `      modifiedFilesGlob: "/{${TOKEN}}/*"\n` }),
  "a cron expression": spec({}).replace("0 3 * * *", TOKEN),
  "a text that never ends": spec({ top: `x: "${TOKEN}\n` }),
  "a tag": spec({ top: `x: !${TOKEN} y\n` }),
  "an alias": spec({ top: `x: *${TOKEN}\n` }),
  "an invalid text, in a secret place": `${spec({ spec: variable("  ", PLACED) })}  ]\n`,
};

/** All commands that read specs, in every format. */
const commands: readonly (readonly string[])[] = [
  ["lint", "a.yml", "--strict", ...inAllFormats("lint"), "--format", "pretty"],
  ["lint", "a.yml", "--shard", "1/1", "--format", "json=part.json"],
  ["merge-reports", "part.json", ...inAllFormats("merged")],
  [
    "lint",
    "a.yml",
    "--cache",
    "--cache-location",
    "cache",
    "--baseline",
    "baseline.json",
    "--update-baseline",
  ],
  ["simulate", "a.yml", "--push", "main", "--changed", "a", "--explain"],
  ["simulate", "a.yml", "--event", "pullrequest.commentAdded", "--comment", "x", "--format", "json"],
  ["simulate", "a.yml", "--at", "2026-05-01T03:00:00Z", "--explain"],
  ["simulate", "a.yml", "--run", "shop/api", "--trigger", "nothing"],
  ["simulate", "a.yml", "--run", "shop/api"],
  ["schedule", "a.yml", "--count", "1", "--format", "json"],
  ["schedule", "a.yml", "--count", "1", "--format", "ics"],
  ["schedule", "a.yml", "--trigger", "nothing"],
  ...formatNames("diff").flatMap((format) => [
    ["diff", "plain.yml", "a.yml", "--format", format, "--assume-accepted"],
    ["diff", "a.yml", "plain.yml", "--format", format, "--assume-accepted"],
  ]),
  ...formatNames("test").map((format) => ["test", "a.dryfire-test.yaml", "--coverage", "--format", format]),
  ["simulate", "a.yml", "--push", "main", "--explain", "--format", "markdown"],
  ["simulate", "a.yml", "--run", "shop/api", "--format", "markdown"],
  ["schedule", "a.yml", "--count", "1", "--format", "markdown"],
  ["lint", "a.yml", "--fix-suggestions", "--diff"],
  ["lint", "a.yml", "--fix-suggestions"],
];

/** Writes a report of each format to its own file. */
function inAllFormats(name: string): string[] {
  return FORMATS.flatMap((format) => ["--format", `${format}=${name}.${format}`]);
}

const cases =
  "specs: [a.yml]\ncases:\n  - {name: one, push: main, changed: [a], fires: [gone], variables: {K: x}}\n  - {name: two, push: main, fires: []}\n  - {name: three, push: a, unknown: [main-push]}\n";

describe("no output or file contains a secret of a spec", () => {
  test.each(Object.keys(places))("%s", async (name) => {
    const text = places[name]!;
    expect(text).toMatch(TRACE);
    for (const argv of commands) {
      writeFileSync(join(cwd, "a.yml"), text);
      writeFileSync(join(cwd, "plain.yml"), spec({}));
      writeFileSync(join(cwd, "a.dryfire-test.yaml"), cases);
      const { stdout, stderr } = await runBuilt(argv, cwd, "", { DRYFIRE_DEBUG: "1" });
      expect([argv.join(" "), stdout + stderr]).toEqual([argv.join(" "), expect.not.stringMatching(TRACE)]);
      expect([argv.join(" "), stderr]).toEqual([
        argv.join(" "),
        expect.not.stringContaining("internal error"),
      ]);
    }
    for (const file of filesIn(cwd))
      if (!/a\.(yml|dryfire-test\.yaml)$/.test(file))
        expect([file, readFileSync(file, "utf8")]).toEqual([file, expect.not.stringMatching(TRACE)]);
  });
});

describe("no output contains a secret of an event", () => {
  const plain = spec({ trigger: `      commentRegex: "/deploy/"\n` });
  const events: Readonly<Record<string, readonly string[]>> = {
    "a commit message": ["--push", "main", "--message", `use ${TOKEN}`],
    "a branch": ["--push", TOKEN],
    "a comment": ["--event", "pullrequest.commentAdded", "--comment", `use ${TOKEN}`, "--branch", "a"],
    "a changed file": ["--push", "main", "--changed", `keys/${TOKEN}`],
    "an event of that name": ["--event", TOKEN],
    "a payload": ["--payload", "push.json", "--header", "X-GitHub-Event: push"],
    "an event file": ["--event-file", "event.json"],
    "a broken payload": ["--payload", "broken.json"],
  };

  test.each(Object.keys(events))("%s", async (name) => {
    writeFileSync(join(cwd, "a.yml"), plain);
    const commit = { id: "a".repeat(40), message: `use ${TOKEN}`, added: [], removed: [], modified: ["a"] };
    const payload = {
      ref: "refs/heads/main",
      before: "0".repeat(40),
      after: "a".repeat(40),
      repository: { full_name: "acme/shop" },
      head_commit: commit,
      commits: [commit],
    };
    writeFileSync(join(cwd, "push.json"), JSON.stringify(payload));
    writeFileSync(
      join(cwd, "event.json"),
      JSON.stringify({ names: ["push.heads"], branch: "main", message: TOKEN }),
    );
    writeFileSync(join(cwd, "broken.json"), `{"a": "${TOKEN}`);
    for (const more of [["--explain"], ["--format", "json"], ["--expect", "fires"]]) {
      const { stdout, stderr } = await runBuilt(["simulate", "a.yml", ...events[name]!, ...more], cwd);
      expect(stdout + stderr).not.toMatch(TRACE);
      expect(stderr).not.toContain("internal error");
    }
    mkdirSync(join(cwd, "out"));
    const recorded = join(cwd, "out", "r.dryfire-test.yaml");
    const record = ["test", "a.yml", "--record", recorded, "--name", "one", ...events[name]!];
    const { stdout, stderr, exit } = await runBuilt(record, cwd);
    expect(stdout + stderr + (exit === 0 ? readFileSync(recorded, "utf8") : "")).not.toMatch(TRACE);
  });

  test("JSON of many triggers, which is written in parts", async () => {
    const triggers = Array.from({ length: 250 }, (_, index) => {
      const branch = index % 2 === 0 ? `main-${index}` : TOKEN;
      const named = `{type: git, name: t${index}, repo: acme/shop, provider: github, context: github`;
      return `    - ${named}, events: [push.heads], branchRegex: /^${branch}$/}\n`;
    });
    const [head, tail] = spec({}).split(/ {4}- type: git[\s\S]*?(?= {2}cronTriggers)/);
    writeFileSync(join(cwd, "a.yml"), head + triggers.join("") + tail);
    for (const branch of ["main-0", TOKEN]) {
      const argv = ["simulate", "a.yml", "--push", branch, "--assume-accepted", "--format", "json"];
      const { stdout } = await runBuilt(argv, cwd);
      expect(stdout).not.toMatch(TRACE);
      const { pipelines, summary } = JSON.parse(stdout);
      expect(pipelines[0].triggers).toHaveLength(250);
      expect(summary.fires).toBe(branch === TOKEN ? 125 : 1);
    }
  });

  test("a hundred secrets with one beginning, and a very long one", async () => {
    const secrets = Array.from({ length: 100 }, (_, index) => `${TOKEN}${"k3".repeat(20)}${index}`);
    secrets.push(`${TOKEN}${"k4".repeat(1_000)}`);
    const triggers = secrets.flatMap((secret) => {
      const trigger = `    - {type: git, name: ${secret}, repo: acme/shop, events: [push.heads]}\n`;
      return [trigger, trigger];
    });
    const variables = secrets.map((secret, index) => `    - {key: PASSWORD_${index}, value: ${secret}}\n`);
    const head = `version: "1.0"\nkind: pipeline\nmetadata: {name: shop/api}\nspec:\n`;
    writeFileSync(
      join(cwd, "a.yml"),
      `${head}  triggers:\n${triggers.join("")}  variables:\n${variables.join("")}`,
    );
    const { stdout } = await runBuilt(["lint", "a.yml", "--format", "json"], cwd);
    expect(stdout).toContain("already used in this pipeline");
    expect(stdout).not.toMatch(/k[34]k[34]/);
    expect(stdout).not.toMatch(TRACE);
  });

  test("the names of files and folders, of init, debug-files and a config", async () => {
    mkdirSync(join(cwd, TOKEN));
    writeFileSync(join(cwd, TOKEN, "a.yml"), spec({}));
    writeFileSync(join(cwd, `${TOKEN}.yml`), "a: 1\n");
    for (const argv of [
      ["init", TOKEN],
      ["init", TOKEN],
      [TOKEN],
      ["help", TOKEN],
      ["lint", "--debug-files"],
    ]) {
      const { stdout, stderr } = await runBuilt(argv, cwd);
      expect([argv[0], stdout + stderr]).toEqual([argv[0], expect.not.stringMatching(TRACE)]);
    }
    const faults = { formats: [`json=${TOKEN}/x.txt`, TOKEN], failOn: TOKEN, repoRoot: `../${TOKEN}` };
    writeFileSync(join(cwd, "dryfire.config.json"), JSON.stringify({ ...faults, ignores: [TOKEN] }));
    for (const argv of [["lint"], ["lint", "--print-config", "a.yml"], ["lint", "--debug-files"]]) {
      const { stdout, stderr } = await runBuilt(argv, cwd);
      expect([argv[1], stdout + stderr]).toEqual([argv[1], expect.not.stringMatching(TRACE)]);
    }
  });

  test("a failing case", async () => {
    writeFileSync(join(cwd, "a.yml"), plain);
    writeFileSync(
      join(cwd, "x.dryfire-test.yaml"),
      `specs: [a.yml]\ncases:\n  - {name: one, push: main, message: "use ${TOKEN}", fires: [gone]}\n`,
    );
    for (const format of ["pretty", "json", "junit", "github"]) {
      const { stdout, stderr, exit } = await runBuilt(
        ["test", "x.dryfire-test.yaml", "--format", format],
        cwd,
      );
      expect([format, exit, stdout + stderr]).toEqual([format, 2, expect.not.stringMatching(TRACE)]);
    }
  });
});

describe("harmless text is shown", () => {
  const HARMLESS = [
    "redis://cache:6379/0",
    "postgres://shop@db.internal:5432/shop",
    "https://git@example.com/acme/shop.git",
    "https://$USER:$TOKEN@example.com/a",
    "https://user:password@example.com/a",
    `docker://node:20@sha256:${"ab".repeat(32)}`,
    "https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX",
    "pypi-publish-action-for-all-of-our-python-packages-and-more-words",
    "npm_config_registry_address",
    "secret_access_key_id",
    "sk-component-library-of-many-words",
    "5f0123456789abcdef012345",
    "550e8400-e29b-41d4-a716-446655440000",
    "-----BEGIN CERTIFICATE-----",
  ];

  test.each(HARMLESS)("%s", async (text) => {
    writeFileSync(join(cwd, "a.yml"), spec({}).replace("push.heads,", `${JSON.stringify(text)},`));
    for (const argv of [
      ["lint", "a.yml", "--format", "json"],
      ["simulate", "a.yml", "--push", text, "--explain"],
    ]) {
      const { stdout } = await runBuilt(argv, cwd);
      expect([argv, stdout]).toEqual([argv, expect.not.stringContaining("*****")]);
    }
  });

  test.each(["password", "branch", "push", "Trigger", "deploy", "main", "api"])(
    "sentences of dryfire are complete next to the secret %s",
    async (word) => {
      const text = spec({ spec: `  variables: [{key: DB_PASSWORD, value: ${word}}]\n` });
      const plain = spec({ spec: "  variables: [{key: DB_PASSWORD, value: Qq7-zz9}]\n" });
      const shown = async (content: string, ...argv: string[]) => {
        writeFileSync(join(cwd, "a.yml"), content);
        const { stdout } = await runBuilt([...argv, "--format", "json"], cwd);
        return (stdout.match(/"(?:message|reason)": ".*"/g) ?? []).join("\n");
      };
      for (const argv of [
        ["lint", "a.yml"],
        ["simulate", "a.yml", "--push", "main"],
      ]) {
        const all = await shown(plain, ...argv);
        // `unencrypted-secret` does not report a password that anyone can guess.
        const sentences = word === "password" ? all.replace(/\n"message": ".* in plain text; .*"/, "") : all;
        expect(sentences.length).toBeGreaterThan(100);
        const secret = word === "deploy" || word === "api" ? new RegExp(`\\b${word}\\b`, "g") : /$^/;
        expect(await shown(text, ...argv)).toBe(sentences.replace(secret, "*****"));
      }
    },
  );

  test("the host and path of an address with a password, elsewhere", async () => {
    const address = "postgres://shop:Zx9plantedQ7w@db.internal.example:5432/shop";
    const text = spec({ spec: `  variables: [{key: K, value: "${address}"}]\n` });
    writeFileSync(join(cwd, "a.yml"), text.replace("push.heads,", "db.internal.example:5432/shop,"));
    const { stdout } = await runBuilt(["lint", "a.yml", "--format", "json"], cwd);
    expect(stdout).toContain("db.internal.example:5432/shop");
    expect(stdout).not.toMatch(TRACE);
  });
});

test("a finding in a step does not show a secret in the step's name, as step or in its paths", async () => {
  const text = spec({}).replace(
    / {2}steps:.*/,
    `  steps: {"${TOKEN}": {imagee: node}, b: {when: {steps: 1}}}`,
  );
  writeFileSync(join(cwd, "x.yml"), text);
  const { stdout } = await runBuilt(["lint", "x.yml", "--no-config", "--format", "json"], cwd);
  const { files }: { files: { diagnostics: { step?: string; path?: string }[] }[] } = JSON.parse(stdout);
  const found = files[0]!.diagnostics.filter(({ step }) => step !== undefined);
  expect(found.map(({ step }) => step)).toContain("*****");
  expect(found.map(({ path }) => path).join()).toMatch(/steps\.\*{5}/);
  expect(stdout).not.toMatch(TRACE);
});
