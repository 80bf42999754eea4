import { describe, expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import type { Span } from "../../src/document/source.ts";
import { activeRules } from "../../src/lint/rule-set.ts";
import { lintFile } from "../../src/lint/run.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { detectSecrets } from "../../src/secrets/detect.ts";
import { findFileSecrets } from "../../src/secrets/locate.ts";
import { Redactor, redactDetectedNow } from "../../src/secrets/redact.ts";
import { isSuspect, maskSuspects } from "../../src/util/secret-prefixes.ts";
import { KINDS, secretOf, traceOf } from "../hostile/secret-kinds.ts";

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
  ["slack", `xapp-1-A${mixed(10).toUpperCase()}-1234567890123-${lower(64)}`],
  ["gitlab", `glrt-${mixed(20)}`],
  ["gitlab", `glpat-${mixed(27)}.01.${lower(9)}`],
  ["pypi", `pypi-AgEIcHlwaS5vcmcC${mixed(150)}`],
  ["digitalocean", `dop_v1_${"a1b2c3d4".repeat(8)}`],
  ["doppler", `dp.st.prd.${mixed(43)}`],
  ["postman", `PMAK-${"a1b2c3d4".repeat(3)}-${"a1b2c3d4e".repeat(4).slice(0, 34)}`],
  ["twilio", `SK${"a1b2c3d4".repeat(4)}`],
  ["telegram", `123456789:AA${mixed(33)}`],
  ["azure", `AccountKey=${mixed(86)}==`],
  ["azure", `&sig=${mixed(43)}%3D`],
  [
    "teams",
    `https://acme.webhook.office.com/webhookb2/${lower(32)}@${lower(32)}/IncomingWebhook/${lower(32)}/${lower(32)}`,
  ],
  ["discord", `https://discord.com/api/webhooks/${"1234567890".repeat(2).slice(0, 18)}/${mixed(68)}`],
  ["age", `AGE-SECRET-KEY-1${"QPZRY9X8GF".repeat(6).slice(0, 58)}`],
  ["basicauth", "redis://:sw0rdfish99@cache:6379/0"],
  ["basicauth", "amqp://shop:sw0rdfish99@queue:5672/shop"],
  ["basicauth", "ftp://shop:sw0rdfish99@files.example.com/in"],
  ["basicauth", "ssh://git:sw0rdfish99@git.example.com:22/shop.git"],
  ["basicauth", "http://bob:pw@localhost:8080/x"],
  ["authorization", `Authorization: Bearer ${mixed(24)}`],
  ["authorization", `AUTHORIZATION: basic ${"eC1hY2Nlc3MtdG9rZW46Z2hz"}`],
  ["authorization", `authorization=BASIC ${"dXNlcjpwYXNz"}`],
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
  "redis://cache:6379/0",
  "ssh://git@git.example.com:22/shop.git",
  "https://user:password@git.example.com/shop.git",
  "postgres://$USER:$PASSWORD@db/shop",
  "glob-pattern-of-a-long-name",
  "Authorization: Bearer ${{ACCESS_TOKEN_2}}",
  "Authorization: Bearer $ACCESS_TOKEN_OF_2",
  "Authorization: Bearer YOUR_ACCESS_TOKEN",
  "Authorization: Basic authentication",
  "authorization: basic",
];

test.each(HARMLESS)("ignores %s", async (value) => {
  const text = `kind: pipeline\nspec: { variables: [{ key: A, value: '${value}' }] }\n`;
  expect(await detectSecrets(text)).toEqual([]);
});

const DATABASE = "postgres://shop:sw0rdfish99@db.internal:5432/shop";

test.each([
  ["in double quotes", `"${DATABASE}"`],
  ["in single quotes", `'${DATABASE}'`],
  ["in a flow list", `[${DATABASE}, x]`],
  ["in a flow list without spaces", `[x,"${DATABASE}","y"]`],
  ["in a flow mapping", `{a: ${DATABASE}, b: c}`],
])("the span of a URL %s ends where the URL ends", async (_name, value) => {
  const text = `kind: pipeline\nspec: { variables: [{ key: A, value: ${value} }] }\n`;
  const found = await detectSecrets(text);
  expect(found.map(({ start, end }) => text.slice(start, end))).toEqual([DATABASE]);
});

test("a secret that only its escapes hide is found", async () => {
  const text = `{"kind": "pipeline", "spec": {"a": "https:\\/\\/bob:sw0rdfish99@example.com", "b": "\\u0067hp_${mixed(36)}"}}`;
  const { detected } = await findFileSecrets(await readSpecFile("a.yml", text));
  expect(detected.map(({ kind }) => kind)).toEqual(["basicauth", "github"]);
  const regex =
    "kind: pipeline\nspec: {triggers: [{branchRegex: '/^https:\\/\\/bob:sw0rdfish99@a\\.b$/'}]}\n";
  const found = await findFileSecrets(await readSpecFile("b.yml", regex));
  expect(found.detected.map(({ kind }) => kind)).toEqual(["basicauth"]);
});

describe("after a key that may hold a secret, in a text with a syntax error", () => {
  test.each([
    ["- value: *****", []],
    ["- value: '*****'", []],
    ["- {key: A, value: *****, encrypted: true}", []],
    ['- {"value": "*****" , "key": A}', []],
    ["- {key: A, value: *****}", []],
    ["- value: '*****x'", ["'*****x'"]],
    ["- value: *****, x", ["*****, x"]],
    ["- value: *****}x", ["*****}x"]],
    ["- value: *****\n      x", ["*****\n      x"]],
    ["- {value: *****, other: x}", ["*****, other: x}"]],
    ["- {value: *****, key: A, secret: x}", ["x}"]],
    ["- {key: A, value: x, encrypted: true}", ["x, encrypted: true}"]],
  ])("%j has the secrets %j", async (variable, expected) => {
    const text = `kind: pipeline\nspec:\n  variables:\n  ${variable}\n  steps: ]\n`;
    const file = await readSpecFile("a.yml", text);
    const { spans } = await findFileSecrets(file);
    const outermost = spans.filter((span) => !spans.some((each) => each !== span && contains(each, span)));
    expect(outermost.map(({ start, end }) => text.slice(start, end))).toEqual(expected);
  });

  const contains = (outer: Span, inner: Span): boolean =>
    outer.start <= inner.start && inner.end <= outer.end;
});

test.each(["flask", "task", "disk", "risk", "mask", "kiosk"])("%s- begins no token", (word) => {
  expect(isSuspect(`acme/${word}-runner-of-everything-2`)).toBe(false);
});

/** Words of specs that have the beginning of a token inside, or more of its letters. */
const WORDS = [
  "monkeyJar/2",
  "keyJson",
  "acme/devops_eyes",
  "acme/devops_eyJs",
  "msg.MSG.status_of_everything",
  "task_Abcdefghijklmnopqrstuv2",
  "pnpm_configuration2",
  "berlin_api_server2",
  "udp.pt.everything2",
  "foxapp-1-everything2",
  "xapp-frontend-service2",
  "xoxo-hugs-and-kisses2",
  "svcp_abcdefghijk2",
  "vcs_provider_of_everything2",
  "dp.conf.d/everything2",
];

test.each(WORDS)("the word %s has no token", async (word) => {
  expect([isSuspect(word), maskSuspects(word)]).toEqual([false, word]);
  expect(await detectSecrets(`image: ${word}`)).toEqual([]);
});

test.each(KINDS)("%s is masked behind a sign or an escape", (kind) => {
  const secret = secretOf(kind, (alphabet, length) =>
    [...alphabet].reverse().join("").repeat(9).slice(0, length),
  );
  for (const before of ["", "=", "_", "-", "/", "'", "\\n", "\\u003d", "\n", "é"])
    expect([before, traceOf(secret, maskSuspects(before + secret.text))]).toEqual([before, undefined]);
});

test.each(["", "=", "_", "-", "/", "KEY", "9", "\\n", "%2f", "\n"])("a token may follow %j", (before) => {
  expect(isSuspect(`${before}sk-ant-api03-${mixed(93)}AA`)).toBe(true);
});

test("detection is linear", async () => {
  const starts = [
    "-----BEGIN PRIVATE KEY-----\n",
    "a://b:c",
    "://:",
    "glpat-",
    "eyJ",
    "pypi-",
    "xapp-1-",
    "dp.st.",
  ];
  for (const start of [...starts, "https://a.webhook.office.com/webhookb2/", "AGE-SECRET-KEY-1", "1:AA"]) {
    const began = performance.now();
    await detectSecrets(start.repeat(Math.ceil(200_000 / start.length)));
    expect([start, performance.now() - began < 2_000]).toEqual([start, true]);
  }
});

describe("a known secret is masked in any spelling", () => {
  const redactor = new Redactor(
    new Set([
      DATABASE,
      `glpat-${mixed(20)}`,
      "Zx9/planted~Q7w",
      `${mixed(9)}.${"QwErTyUiOpAsDfGh".repeat(2)}`,
    ]),
  );
  test.each([
    ["escaped in a regex", "/^postgres:\\/\\/shop:sw0rdfish99@db\\.internal:5432\\/shop$/"],
    ["with another sign", `did you mean "glpat_${mixed(20)}"?`],
    ["as a glob", "postgres:/**/shop:sw0rdfish99@db.internal:5432/shop"],
    ["in a JSON Pointer", "/spec/Zx9~1planted~0Q7w/0"],
    ["in a URI", "Zx9%2Fplanted%7EQ7w"],
    ["in upper case", "ZX9_PLANTED_Q7W"],
    ["cut in the middle", 'the name "glpat-a1B2c3…3d4E5" and "Zx9/pl…d~Q7w"'],
    ["in part with another letter", `it also matches "glx${mixed(9)}-${"QwErTyUiOpAsDfGh".repeat(2)}"`],
    ["in part", `it matches up to "${mixed(14)}"`],
  ])("%s", (_name, text) => {
    const masked = redactor.text(text);
    expect(masked).toContain("*****");
    expect(masked).not.toMatch(/sw0rdfish|a1B2|3d4|Zx9|Q7w|wErT/i);
  });

  test("ordinary text is kept", () => {
    const text = 'the branch "feature/shop" of "db.internal" … matches "/^release-.*$/"';
    expect(redactor.text(text)).toBe(text);
  });
});

test("only a range is skipped in the search, not a value of a spec with its keys", async () => {
  const at = { offset: 1, line: 1, column: 2 };
  const secret = `ghp_${mixed(36)}`;
  await detectSecrets("");
  for (const data of [
    { start: at, end: at, note: secret },
    { start: { ...at, note: secret }, end: at },
    { start: { offset: 1, line: 1, [secret]: 2 }, end: at },
  ])
    expect(JSON.stringify(redactDetectedNow({ data }))).not.toContain(secret);
  expect(redactDetectedNow({ data: { start: at, end: at } })).toEqual({ data: { start: at, end: at } });
});
