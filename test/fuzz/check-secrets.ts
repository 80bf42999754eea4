import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatNames } from "../../src/cli/output/command-formats.ts";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { run } from "./check-commands.ts";
import { assertInvariant } from "./invariant.ts";
import type { Random } from "./random.ts";
import { KEYS, TOKENS } from "./tokens.ts";

/** Neither this nor half of it may be printed. */
const MARK = "Zx9-planted-Q7w";
const TRACE = /Zx9-plan|ted-Q7w/;

const WAYS: readonly string[] = [
  `- key: K\n      value: ${MARK}\n      encrypted: true`,
  `- key: K\n      value: "${MARK}"\n      encrypted: true`,
  `- key: K\n      encrypted: true\n      value: |\n        first\n        ${MARK}`,
  `- key: DB_PASSWORD\n      value: '${MARK}'`,
  `- { key: K, value: ${MARK}, encrypted: true }`,
  `- key: API_TOKEN\n      value: >-\n        ${MARK}\n\n        more`,
];

/** Searches the output of every command for a secret in a spec with an error elsewhere. */
export async function checkSecrets(cwd: string, random: Random): Promise<void> {
  const text = specWithSecret(random);
  const look = (what: string, written: string) =>
    assertInvariant(!TRACE.test(written), "the output has no secret", () => `${what}\n${text}\n${written}`);
  const commands = [
    ...FORMATS.map((format) => ["lint", "-", "--no-config", "--strict", "--format", format]),
    ...["--explain", "--format=json", "--format=markdown"].map((how) => [
      "simulate",
      "-",
      "--no-config",
      "--push",
      "main",
      how,
    ]),
    ...["--variable=A=b", "--format=json"].map((how) => [
      "simulate",
      "-",
      "--no-config",
      "--run",
      "build",
      how,
    ]),
    ...formatNames("schedule").map((format) => ["schedule", "-", "--no-config", "--format", format]),
  ];
  for (const argv of commands) {
    const { stdout, stderr } = await run(argv, cwd, text);
    look(argv.join(" "), stdout + stderr);
  }
  for (const argv of FILES) {
    writeFileSync(join(cwd, "a.yml"), text);
    const { stdout, stderr } = await run(argv, cwd, text);
    look(argv.join(" "), stdout + stderr);
  }
  for (const name of readdirSync(cwd, { recursive: true, encoding: "utf8" }))
    if (name !== "a.yml" && statSync(join(cwd, name)).isFile())
      look(name, readFileSync(join(cwd, name), "utf8"));
}

/** Runs that write files: only the spec itself may contain a secret. */
const FILES: readonly (readonly string[])[] = [
  ["lint", "a.yml", "--no-config", "--cache-location", "kept"],
  ["lint", "a.yml", "--no-config", "--shard", "1/1", "--format", "json=part.json"],
  ["lint", "a.yml", "--no-config", "--baseline", "baseline.json", "--update-baseline"],
  ["test", "a.yml", "--no-config", "--record", "new.dryfire-test.yaml", "--name", "n", "--push", "main"],
  ["lint", "a.yml", "--no-config", "--fix-suggestions"],
];

function specWithSecret(random: Random): string {
  const breaks = () =>
    random.oneIn(3) ? `${" ".repeat(random.below(6))}${random.pick(KEYS)}: ${random.pick(TOKENS)}\n` : "";
  const head = `version: "1.0"\nkind: pipeline\nmetadata:\n  name: shop/build\n${breaks()}spec:\n${breaks()}`;
  const secret = random.oneIn(2) ? `, secret: ${MARK}` : "";
  const triggers = `  triggers:\n    - {name: t, type: git, repo: a/b, events: [push.head]${secret}}\n`;
  return `${head}  variables:\n    ${random.pick(WAYS)}\n${breaks()}${triggers}${breaks()}  steps: {}\n${breaks()}`;
}
