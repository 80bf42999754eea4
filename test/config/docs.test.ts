import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { checkConfig } from "../../src/cli/config/validate-config.ts";
import { configSchema } from "../../src/lint/config/config-schema.ts";
import { readConfig } from "../../src/lint/config/read-config.ts";
import { newFolder } from "../new-folder.ts";
import { runCommand } from "../scenario.ts";

async function faults(text: string): Promise<string[]> {
  const { config, faults: found } = await readConfig(text);
  return [...found, ...checkConfig(config, RULES, true)].map(({ message }) => message);
}

const docs = readFileSync(join(import.meta.dirname, "..", "..", "docs", "config.md"), "utf8");

test("the config in the docs is valid", async () => {
  const example = /```yaml\n([\s\S]*?)```/.exec(docs)?.[1] ?? "";
  expect(example).toContain("extends");
  expect(await faults(example)).toEqual([]);
});

test("the table in the docs has the keys of the schema, in its order", () => {
  const { properties = {} } = configSchema();
  const rows = [...docs.matchAll(/^\| `(\w+)` \| (.+) \|$/gm)];
  expect(rows.map(([, key]) => key)).toEqual(Object.keys(properties));
  const [, , override] = rows.find(([, key]) => key === "overrides")!;
  const { items } = properties.overrides as { items: { properties: object } };
  for (const key of Object.keys(items.properties)) expect(override).toContain(`\`${key}\``);
});

test("the ignore comments in the docs name existing rules", () => {
  const named = [...docs.matchAll(/^ .*# dryfire-ignore (.+)$/gm)].flatMap(([, ids]) =>
    ids!.split(" -- ")[0]!.split(", "),
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((id) => !RULES.some((rule) => rule.id === id))).toEqual([]);
});

test("the config of init is valid with its comments or without", async () => {
  const folder = newFolder(onTestFinished);
  await runCommand(["init"], folder);
  const text = readFileSync(join(folder, "dryfire.config.yaml"), "utf8");
  expect(await faults(text)).toEqual([]);
  const offered = text.replace(/ (\[\]|\{\})\n#/g, "\n#").replace(/^# {2}/gm, "  ");
  expect(offered).not.toBe(text);
  expect(await faults(offered)).toEqual([]);
});
