import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, expect, test } from "vitest";
import { inNewFolder } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

let folder: string;
inNewFolder(beforeEach, (made) => {
  folder = made;
  put("a.yml", SPEC);
});

const SPEC = `version: '1.0'
kind: pipeline
metadata:
  name: shop/build # dryfire-ignore no-shop -- allowed here
spec:
  triggers:
    - name: main-push
      type: git
      repo: acme/shop
      events: [push.heads]
  steps:
    test:
      image: node:20
`;
const RULE = `export default {
  id: "no-shop",
  severity: "warning",
  summary: "a pipeline of the shop",
  why: "We do not sell.",
  sources: ["our handbook"],
  options: { only: "the project that is meant" },
  pipeline({ name }, { report, options }) {
    if (name?.value.startsWith(\`\${options.only ?? "shop"}/\`)) report(name, \`"\${name.value}" is of the shop; move it\`);
  },
};
`;

const put = (name: string, text: string) => writeFileSync(join(folder, name), text);
const lint = (...args: string[]) => runCommand(["lint", "a.yml", "--format", "lines", ...args], folder);

test("local rules run, have settings, and can be selected and ignored", async () => {
  put("no-shop.mjs", RULE);
  put("dryfire.config.yaml", "localRules: no-shop.mjs\nrules:\n  no-shop: [error, { only: shop }]\n");
  expect(await lint("--load-rules")).toEqual({ stdout: "", stderr: "", exit: 0 });
  put("a.yml", SPEC.replace(/ # .*/, ""));
  const { stdout, stderr, exit } = await lint("--load-rules", "--only", "no-shop");
  expect([stdout, stderr, exit]).toEqual([
    'a.yml:4:9: error "shop/build" is of the shop; move it [no-shop]\n',
    "",
    1,
  ]);
});

test("reports a rule as unknown when no config loads it", async () => {
  put("no-shop.mjs", RULE);
  put("dryfire.config.yaml", "localRules: no-shop.mjs\n");
  const unknown = await lint("--load-rules", "--only", "no-shopp");
  expect([unknown.stderr, unknown.exit]).toEqual([
    'dryfire: unknown rule "no-shopp"; did you mean "no-shop"?\n',
    2,
  ]);
  expect((await lint("--only", "no-shop")).exit).toBe(2);
});

test.each<[string, string, string]>([
  ["is not there", "", 'module "./rules.mjs" does not exist; check the path'],
  ["throws", "throw new Error('boom\\nat line 1')", 'cannot load "./rules.mjs": boom'],
  [
    "exports nothing",
    "export const a = 1",
    'a rule of "./rules.mjs" has no id in kebab-case; export rules made with defineRule',
  ],
  [
    "has no severity",
    "export default [{ id: 'a-b', pipeline() {} }]",
    'rule "a-b" of "./rules.mjs" has no severity; write "error", "warning" or "info"',
  ],
  [
    "checks nothing",
    "export default { id: 'a-b', severity: 'info' }",
    'rule "a-b" of "./rules.mjs" has no check; add one, such as pipeline or gitTrigger',
  ],
  [
    "takes an id",
    "export default { id: 'unknown-event', severity: 'info', file() {} }",
    'duplicate rule id "unknown-event"; rename the rule in "./rules.mjs"',
  ],
])("reports a module that %s as an error of the config", async (_, module, message) => {
  if (module !== "") put("rules.mjs", module);
  put("dryfire.config.yaml", "localRules:\n  - ./rules.mjs\n");
  const { stderr, exit } = await lint("--load-rules");
  expect([stderr, exit]).toEqual([`dryfire: dryfire.config.yaml:2:5: ${message}\n`, 2]);
});

test("never runs a config's modules without --load-rules", async () => {
  put("rules.mjs", "globalThis.dryfireRan = true;");
  put("dryfire.config.yaml", "localRules: [./rules.mjs]\n");
  const { stderr } = await lint();
  expect(stderr).toContain("add --load-rules to run them");
  expect((globalThis as { dryfireRan?: boolean }).dryfireRan).toBeUndefined();
});

test.each<[string, string]>([
  ["throws", "throw new Error('boom\\nat line 1')"],
  ["rejects", "return Promise.reject(new Error('boom'))"],
  ["reports no place", "report(undefined, 'hello')"],
])("reports a local rule that %s in one sentence with its id", async (_, body) => {
  put(
    "rules.mjs",
    `export default { id: "no-shop", severity: "info", pipeline(pipeline, { report }) { ${body} } };`,
  );
  put("dryfire.config.yaml", "localRules: [./rules.mjs]\n");
  const { stdout, stderr, exit } = await lint("--load-rules");
  expect([stdout, exit]).toEqual(["", 2]);
  expect(stderr).toMatch(/^dryfire: [^\n]*"no-shop"[^\n]*[^.\n]\n$/);
});

test.each<[string, string, string]>([
  [
    "a severity that does not exist",
    'pipeline: (p, c) => c.report(p.node, "x", { severity: "warn" })',
    'unknown severity "warn"; write "error", "warning" or "info"',
  ],
  ["no message", "pipeline: (p, c) => c.report(p.node)", "the message of a report must be a text"],
  [
    "no place",
    'pipeline: (p, c) => c.report(p.metadata.get("no"), "x")',
    "the place of a report must have a span, such as trigger.name or trigger.node",
  ],
  [
    "a place without numbers",
    'pipeline: (p, c) => c.report({ span: { start: NaN, end: 5 } }, "x")',
    "the place of a report must have a span",
  ],
  [
    "a fact without a place",
    'project: { collect: (p, add) => add(p, "x"), judge() {} }',
    "the place of a report must have a span",
  ],
  [
    "a check that is not a function",
    'pipeline: "x", gitTrigger() {}',
    '"pipeline" of a rule must be a function',
  ],
  [
    "a change of the model",
    "pipeline: (p) => p.triggers.push(1)",
    'rule "no-shop" of "./rules.mjs" failed: Cannot add property 1, object is not extensible; fix the module',
  ],
  [
    "a change of the model's text tree",
    "gitTrigger: (t) => { t.node.node.pairs.length = 0; }",
    "failed: Cannot assign to read only property 'length'",
  ],
  [
    "a misspelled check",
    "pipeline() {}, gitTriger() {}",
    'unknown key of a rule "gitTriger"; did you mean "gitTrigger"?',
  ],
  [
    "no judge",
    'project: { collect: (p, add) => add(p.node, "x") }',
    '"judge" of "project" of a rule must be a function',
  ],
  [
    "a judge without findings",
    'project: { collect: (p, add) => add(p.node, "x"), judge() {} }',
    '"judge" must return a list of findings',
  ],
  [
    "a finding at no fact",
    'project: { collect: (p, add) => add(p.node, "x"), judge: () => [{ at: 7, message: "x" }] }',
    '"judge" must return a list of findings',
  ],
])("names what is wrong in a local rule with %s", async (_, check, message) => {
  put("rules.mjs", `export default { id: "no-shop", severity: "info", ${check} };`);
  put("dryfire.config.yaml", "localRules: [./rules.mjs]\n");
  const { stdout, stderr, exit } = await lint("--load-rules");
  expect([stdout, exit]).toEqual(["", 2]);
  expect(stderr).toContain(message);
});

test("a part of a text ends where the text ends", async () => {
  const check = 'gitTrigger: ({ name }, { report, subLocation }) => report(subLocation(name, -1, 99), "x")';
  put("rules.mjs", `export default { id: "no-shop", severity: "info", ${check} };`);
  put("dryfire.config.yaml", "localRules: [./rules.mjs]\n");
  expect((await lint("--load-rules", "--only", "no-shop")).stdout).toBe("a.yml:7:13: info x [no-shop]\n");
});
