import { expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import { lintFile } from "../../src/lint/run.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { detectSecrets, isSuspect } from "../../src/secrets/detect.ts";

const mixed = (length: number): string => "a1B2c3D4e5".repeat(20).slice(0, length);
const lower = (length: number): string => "a1b2c3d4e5".repeat(20).slice(0, length);

/** Invented secrets, built here so that secret scanners do not report this file. */
const secrets: [kind: string, secret: string][] = [
  ["github", `ghp_${mixed(36)}`],
  ["github", `ghs_${mixed(36)}`],
  ["github", `github_pat_${mixed(22)}_${mixed(59)}`],
  ["gitlab", `glpat-${mixed(20)}`],
  ["npm", `npm_${mixed(36)}`],
  ["aws", `AKIA${"ABCD1234EFGH5678"}`],
  ["slack", `xoxb-1234567890-1234567890123-${mixed(24)}`],
  ["slack", `https://hooks.slack.com/services/T${mixed(8)}/B${mixed(8)}/${mixed(24)}`],
  ["sendgrid", `SG.${mixed(22)}.${mixed(43)}`],
  ["anthropic", `sk-ant-api03-${mixed(93)}AA`],
  ["huggingface", `hf_${"aBcDeFgHiJ".repeat(4).slice(0, 34)}`],
  ["docker", `dckr_pat_${mixed(27)}`],
  ["hashicorp-vault", `hvs.${mixed(95)}`],
  ["databricks", `dapi${lower(32)}`],
  ["shopify", `shpat_${lower(32)}`],
  ["grafana", `glsa_${mixed(32)}_${lower(8)}`],
  ["basicauth", "https://deployer:sw0rdfish99@git.example.com"],
  ["database-connection-string", "mongodb://shop:sw0rdfish99@mongo.internal:27017/shop"],
  ["google", `AIza${mixed(35)}`],
  ["stripe", `sk_live_${mixed(24)}`],
  ["jwt", `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${mixed(30)}`],
  ["privatekey", "-----BEGIN OPENSSH PRIVATE KEY-----"],
];

const spec = (value: string): string => `version: '1.0'
kind: pipeline
metadata:
  name: shop/build
  project: '${value}'
spec:
  triggers:
    - type: git
      name: '${value} pushed'
      repo: '${value}'
      events: ['${value}']
      branchRegex: '${value}'
  variables:
    - key: '${value}'
      value: '${value}'
  steps:
    test:
      image: node:20
      stage: '${value}'
`;

test.each(secrets)("detects a secret of the kind %s", async (kind, secret) => {
  const text = `kind: pipeline\nspec: { variables: [{ key: A, value: '${secret}' }] }\n`;
  expect(isSuspect(text)).toBe(true);
  expect((await detectSecrets(text)).map((found) => found.kind)).toContain(kind);
});

test.each(secrets)("never prints a secret of the kind %s in a message", async (_kind, secret) => {
  const file = await readSpecFile("spec.yml", spec(secret));
  const { diagnostics, secrets: spans } = await lintFile(file, activeRules(RULES, "strict"), {
    integrations: {},
    assume: {},
  });
  expect(diagnostics.map(({ rule }) => rule)).toContain("unencrypted-secret");
  const shown = diagnostics.flatMap(({ message, related, fix }) => [
    message,
    ...related.map((other) => other.message),
    fix?.title ?? "",
  ]);
  for (const text of shown) expect(text).not.toContain(secret);
  for (let at = file.source.text.indexOf(secret); at >= 0; at = file.source.text.indexOf(secret, at + 1)) {
    const covered = spans.some(({ start, end }) => start <= at && at + secret.length <= end);
    expect(covered, `the place at ${at} is masked`).toBe(true);
  }
});

const HARMLESS = [
  "registry.example.com/acme/shop:1.2.3",
  "0f8c9a7d1e2b3c4d5e6f708192a3b4c5d6e7f809",
  "https://user:${{PASSWORD}}@git.example.com/shop.git",
  "sk-team",
  "arn:aws:iam::123456789012:role/deployer",
  "5f3a1b2c3d4e5f6071829304",
];

test.each(HARMLESS)("ignores %s", async (value) => {
  const text = `kind: pipeline\nspec: { variables: [{ key: A, value: '${value}' }] }\n`;
  expect(await detectSecrets(text)).toEqual([]);
});
