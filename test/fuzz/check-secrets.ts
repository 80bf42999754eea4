import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMATS } from "../../src/cli/formats.ts";
import { run } from "./check-commands.ts";
import { holds } from "./find.ts";
import type { Random } from "./random.ts";
import { KEYS, TOKENS } from "./tokens.ts";

/** Neither this nor half of it may show. */
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

/** Plants a secret in a spec, breaks the spec elsewhere, and looks for it in all that every command writes. */
export async function checkSecrets(cwd: string, random: Random): Promise<void> {
  const text = plant(random);
  const commands = [
    ...FORMATS.map((format) => ["lint", "-", "--no-config", "--strict", "--format", format]),
    ["simulate", "-", "--no-config", "--push", "main", "--explain"],
    ["simulate", "-", "--no-config", "--push", "main", "--format", "json"],
    ["schedule", "-", "--no-config"],
  ];
  for (const argv of commands) {
    const { stdout, stderr } = await run(argv, cwd, text);
    holds(
      !TRACE.test(stdout + stderr),
      "no secret shows",
      () => `${argv.join(" ")}\n${text}\n${stdout}${stderr}`,
    );
  }
  writeFileSync(join(cwd, "a.yml"), text);
  const { stdout, stderr } = await run(["lint", "a.yml", "--no-config", "--fix-suggestions"], cwd, text);
  holds(
    !TRACE.test(stdout + stderr),
    "no secret shows",
    () => `--fix-suggestions\n${text}\n${stdout}${stderr}`,
  );
}

function plant(random: Random): string {
  const breaks = () =>
    random.oneIn(3) ? `${" ".repeat(random.below(6))}${random.pick(KEYS)}: ${random.pick(TOKENS)}\n` : "";
  const head = `version: "1.0"\nkind: pipeline\nmetadata:\n  name: shop/build\n${breaks()}spec:\n${breaks()}`;
  const triggers = "  triggers:\n    - {name: t, type: git, repo: a/b, events: [push.head]}\n";
  return `${head}  variables:\n    ${random.pick(WAYS)}\n${breaks()}${triggers}${breaks()}  steps: {}\n${breaks()}`;
}
