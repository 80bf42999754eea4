import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { assertSchema, run } from "./check-commands.ts";
import { assertInvariant } from "./invariant.ts";

const SPEC = `version: "1.0"
kind: pipeline
metadata: {name: shop/build}
spec:
  triggers:
    - {name: t, type: git, repo: acme/shop, events: [push.heads], branchRegex: /^main$/gi}
  cronTriggers:
    - {name: c, type: cron, expression: 0 3 * * 1, message: m}
  steps: {a: {image: node}}
`;

/** Lints with a text as the config. */
export async function checkConfig(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC);
  writeFileSync(join(cwd, "fuzz.config.yaml"), text);
  await run(["lint", "spec.yml", "--config", "fuzz.config.yaml"], cwd, text);
  await run(["lint", "--print-config", "spec.yml", "--config", "fuzz.config.yaml"], cwd, text);
  writeFileSync(join(cwd, "package.json"), text);
  await run(["lint", "--config", "package.json", "spec.yml", "--format", "json"], cwd, text);
}

/** Runs a text as a cases file. */
export async function checkCases(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC);
  writeFileSync(join(cwd, "a.dryfire-test.yaml"), text);
  await run(["test", "a.dryfire-test.yaml", "--no-config"], cwd, text);
  const json = await run(
    ["test", "a.dryfire-test.yaml", "--no-config", "--format", "json", "--coverage"],
    cwd,
    text,
  );
  assertSchema("cases", json);
  await run(["test", "a.dryfire-test.yaml", "--no-config", "--format", "github"], cwd, text);
  await run(["test", "a.dryfire-test.yaml", "--no-config", "--format", "junit"], cwd, text);
}

/** Simulates a text as a webhook body. */
export async function checkPayload(cwd: string, text: string, headers: readonly string[]): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC);
  writeFileSync(join(cwd, "hook.json"), text);
  const argv = [
    "--no-config",
    "--payload",
    "hook.json",
    ...headers.flatMap((header) => ["--header", header]),
  ];
  const json = await run(["simulate", "spec.yml", ...argv, "--format", "json"], cwd, text);
  assertSchema("simulate", json);
  const pretty = await run(["simulate", "spec.yml", ...argv, "--explain"], cwd, text);
  assertInvariant(
    pretty.exit === json.exit,
    "all formats have the same exit code",
    () => `${pretty.exit} ${json.exit}`,
  );
  await run(["simulate", "spec.yml", ...argv, "--merge"], cwd, text);
  await run(["test", "spec.yml", "--record", "new.dryfire-test.yaml", "--name", "n", ...argv], cwd, text);
  await run(["simulate", "spec.yml", "--no-config", "--event-file", "-"], cwd, text);
}

/** Simulates a text as an event file. */
export async function checkEvent(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC);
  const argv = ["--no-config", "--event-file", "-"];
  assertSchema("simulate", await run(["simulate", "spec.yml", ...argv, "--format", "json"], cwd, text));
  await run(
    ["simulate", "spec.yml", ...argv, "--explain", "--changed", "a.js", "--branch", "main"],
    cwd,
    text,
  );
  await run(["test", "spec.yml", "--record", "new.dryfire-test.yaml", "--name", "n", ...argv], cwd, text);
}

/** Lints with a text as the baseline. */
export async function checkBaseline(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC.replace("push.heads", "push.head"));
  writeFileSync(join(cwd, "baseline.json"), text);
  await run(["lint", "spec.yml", "--no-config", "--baseline", "baseline.json"], cwd, text);
}
