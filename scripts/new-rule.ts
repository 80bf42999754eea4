import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `npm run new-rule <id>`: writes a rule file and two fixtures; the rule needs no registration. */
const root = join(import.meta.dirname, "..");
const id = process.argv[2] ?? "";
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)+$/.test(id)) {
  console.error(
    "usage: npm run new-rule ID, where ID names the problem in kebab-case, such as unanchored-branch-regex",
  );
  process.exit(2);
}
const rule = join(root, "rules", `${id}.ts`);
if (existsSync(rule)) {
  console.error(`rules/${id}.ts already exists`);
  process.exit(2);
}

const RULE = `import { defineRule } from "../src/lint/rule.ts";

export default defineRule({
  id: "${id}",
  severity: "warning",
  summary: "one line: the problem that the rule finds",
  why: "One or two sentences: why it matters and how Codefresh behaves.",
  sources: ["the public document, published code or experiment that shows it"],
  gitTrigger({ name }, { report }) {
    if (name?.value === "bad-example") report(name, \`trigger name "\${name.value}" is wrong; write another one\`);
  },
});
`;
const spec = (trigger: string) => `version: '1.0'
kind: pipeline
metadata:
  name: shop/build
spec:
  triggers:
    - name: ${trigger}
      type: git
      repo: acme/shop
      events:
        - push.heads
  steps:
    test:
      image: node:20
`;

const fixtures = join(root, "fixtures", "rules", id);
mkdirSync(fixtures, { recursive: true });
writeFileSync(rule, RULE);
writeFileSync(join(fixtures, "bad-example.yml"), spec("bad-example"));
writeFileSync(join(fixtures, "ok-example.yml"), spec("main-push"));
console.log(`rules/${id}.ts and fixtures/rules/${id}/ were created; write the check and the fixtures, then run:
  npm run generate                             to add the rule to the index
  npm run fixtures -- test/rules.test.ts       to write fixtures/rules/${id}/bad-example.out; review it like code
  npm run generate                             to show what it reports in the docs`);
