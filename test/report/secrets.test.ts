import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { inNewFolder } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

const SECRET = "Zx9-planted-Q7w";
/** Neither the secret nor half of it. */
const TRACE = /Zx9-plan|ted-Q7w|0777123456|133997358|2001-02-03/;

const head = `version: '1.0'
kind: pipeline
metadata:
  name: noslash
spec:
  triggers:
    - type: git
      name: a
      repo: acme/shop
      events: [push.head]
      nme: x
`;

const spec = (variables: string, trigger = "") => `${head}${trigger}  variables:\n${variables}  steps: {}\n`;
const valued = (value: string, more = "encrypted: true") =>
  spec(`    - key: K\n      value: ${value}\n      ${more}\n`);
const inTrigger = (lines: string) => spec("    - {key: K, value: x}\n", lines);
const inCron = (variable: string) =>
  `${inTrigger("")}  cronTriggers:\n    - type: cron\n      expression: bad\n      message: m\n      variables: [${variable}]\n`;
const json = (variable: string) =>
  `{"kind": "pipeline", "metadata": {"name": "x"}, "spec": {"variables": [${variable}]}}`;

const specs: Readonly<Record<string, string>> = {
  plain: valued(SECRET),
  "double-quoted": valued(`"${SECRET}"`),
  "single-quoted": valued(`'${SECRET}'`),
  "with escapes": valued(`"${SECRET}\\t\\"x"`),
  "literal block": valued(`|\n        ${SECRET}\n        second`),
  "folded block": valued(`>-\n        ${SECRET}`),
  number: valued("0777123456"),
  date: valued("2001-02-03"),
  anchored: valued(`&a ${SECRET}`),
  "encrypted as text": valued(SECRET, 'encrypted: "true"'),
  "encrypted as yes": valued(SECRET, "encrypted: yes"),
  "encrypted as number": valued(SECRET, "encrypted: 1"),
  "secret key": spec(`    - key: DB_PASSWORD\n      value: ${SECRET}\n`),
  "secret key of a mapping": spec(`    - DB_PASSWORD: ${SECRET}\n`),
  "variables as a mapping": spec(`    DB_PASSWORD: ${SECRET}\n`),
  "value in a list": valued(`[${SECRET}]`),
  "value in a mapping": valued(`{a: ${SECRET}}`),
  "value that is a key": valued(`{${SECRET}: }`),
  "value twice": spec(`    - {key: K, value: ${SECRET}, value: other, encrypted: true}\n`),
  "value misspelt": spec(`    - {key: K, valeu: ${SECRET}, encrypted: true}\n`),
  "behind an alias": spec("    - {key: K, value: *s, encrypted: true}\n", `      x: &s ${SECRET}\n`),
  merged: spec("    - {<<: *s, encrypted: true}\n", `      x: &s {key: K, value: ${SECRET}}\n`),
  "webhook secret": inTrigger(`      secret: ${SECRET}\n`),
  "webhook secret in a list": inTrigger(`      secret: [${SECRET}]\n`),
  "webhook address": inTrigger(`      endpoint: https://example.com/hook?secret=${SECRET}\n`),
  "variable of a trigger": inTrigger(
    `      variables: [{key: K, value: ${SECRET}, encrypted: true, oops: 1}]\n`,
  ),
  "variable of a cron trigger": inCron(`{key: K, value: ${SECRET}, encrypted: true, oops: 1}`),
  "again in a step": valued(SECRET).replace(
    "steps: {}",
    `steps: {a: {commands: ["echo ${SECRET} \${{CF_BRNCH}}"], environment: [PASSWORD=${SECRET}]}}`,
  ),
  "in JSON": json(`{"key": "K", "value": "${SECRET}", "encrypted": true, "oops": 1}`),
  "broken: a quote that never closes": spec(`    - key: K\n      encrypted: true\n      value: "${SECRET}\n`),
  "broken: a colon": valued(`${SECRET}: x`),
  "broken: after it": `${valued(SECRET)}  ]\n`,
  "broken: before it": spec(`    - {key: K, value: ${SECRET}, encrypted: true}\n`, "   bad indent: [\n"),
  "broken: a reserved sign": valued(`@${SECRET}`),
  "broken: a tab": valued(`\t${SECRET}`),
  "broken: a brace": valued(`{${SECRET}`),
  "broken: an alias": valued(`*${SECRET}`),
  "broken: a tag": valued(`!${SECRET} x`),
  "broken: a directive": valued(`%${SECRET}`),
  "broken: several lines": `${valued(`|\n        ${SECRET}\n       ${SECRET}`)}  ]\n`,
  "broken: JSON": json(`{"key": "K", "value": "${SECRET}", "encrypted": true,, "oops": 1}`),
  "broken: JSON at it": json(`{"key": "K", "encrypted": true, "value": "${SECRET}" oops}`),
};

let cwd = "";
inNewFolder(beforeAll, (made) => {
  cwd = made;
});

test.each(Object.keys(specs))("no report contains a secret: %s", async (name) => {
  expect(specs[name]).toMatch(TRACE);
  writeFileSync(join(cwd, "a.yml"), specs[name]!);
  for (const format of FORMATS) {
    const { stdout, stderr, exit } = await runCommand(
      ["lint", "a.yml", "--no-config", "--format", format],
      cwd,
    );
    expect([format, exit]).toEqual([format, 1]);
    expect(stdout + stderr).not.toMatch(TRACE);
    expect(stdout).toContain(format === "sarif" ? '"ruleId"' : format === "summary" ? " rule\n" : "a.yml");
  }
});
