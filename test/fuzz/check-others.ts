import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./check-commands.ts";

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

/** Runs a text as a file of cases. */
export async function checkCases(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC);
  writeFileSync(join(cwd, "a.dryfire-test.yaml"), text);
  await run(["test", "a.dryfire-test.yaml", "--no-config"], cwd, text);
  await run(["test", "a.dryfire-test.yaml", "--no-config", "--format", "json"], cwd, text);
  await run(["test", "a.dryfire-test.yaml", "--no-config", "--format", "junit"], cwd, text);
}

/** Puts a text as the body of a webhook, and as an event, to a spec. */
export async function checkPayload(cwd: string, text: string, headers: readonly string[]): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC);
  const given = headers.flatMap((header) => ["--header", header]);
  await run(["simulate", "spec.yml", "--no-config", "--payload", "-", ...given], cwd, text);
  await run(
    ["simulate", "spec.yml", "--no-config", "--payload", "-", ...given, "--format", "json"],
    cwd,
    text,
  );
  await run(["simulate", "spec.yml", "--no-config", "--event-file", "-", "--explain"], cwd, text);
}

/** Lints with a text as the baseline. */
export async function checkBaseline(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), SPEC.replace("push.heads", "push.head"));
  writeFileSync(join(cwd, "baseline.json"), text);
  await run(["lint", "spec.yml", "--no-config", "--baseline", "baseline.json"], cwd, text);
}
