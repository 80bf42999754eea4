import { Ajv } from "ajv";
import fc from "fast-check";
import { dump } from "js-yaml";
import { describe, expect, test } from "vitest";
import { RULES } from "../../rules/index.ts";
import { EffectiveConfig, globRefusal } from "../../src/cli/config/resolve-config.ts";
import { checkConfig } from "../../src/cli/config/validate-config.ts";
import { configSchema } from "../../src/lint/config/config-schema.ts";
import { readConfig } from "../../src/lint/config/read-config.ts";
import { severityOf } from "../../src/lint/diagnostic.ts";
import type { Rule } from "../../src/lint/rule.ts";

const rules: readonly Rule[] = [
  { id: "one", severity: "error", summary: "", why: "", sources: [], options: { depth: "how deep" } },
  { id: "two", severity: "warning", summary: "", why: "", sources: [] },
  { id: "three", severity: "warning", preset: "strict", summary: "", why: "", sources: [] },
];
const defaults = { only: [] as string[], severities: {}, strict: false };

async function effective(text: string, path = "a.yml", more: Partial<typeof defaults> = {}) {
  const { config, faults } = await readConfig(text);
  expect(faults).toEqual([]);
  const preset = config.extends.some(({ value }) => value === "strict") ? "strict" : "recommended";
  const resolved = new EffectiveConfig({ preset, layers: [config] }, rules, { ...defaults, ...more });
  return resolved
    .for(path)
    .rules.active.map((active) => [active.rule.id, severityOf(active), active.options]);
}

describe("the settings of a file", () => {
  type Case = [string, string, string, unknown[]];
  const cases: Case[] = [
    [
      "nothing",
      "",
      "a.yml",
      [
        ["one", "error", {}],
        ["two", "warning", {}],
      ],
    ],
    [
      "a preset",
      "extends: strict",
      "a.yml",
      [
        ["one", "error", {}],
        ["two", "error", {}],
        ["three", "error", {}],
      ],
    ],
    [
      "off and on",
      "rules: { one: off, three: info }",
      "a.yml",
      [
        ["two", "warning", {}],
        ["three", "info", {}],
      ],
    ],
    ["a list", "rules: { one: [info, { depth: 2 }], two: off }", "a.yml", [["one", "info", { depth: 2 }]]],
    [
      "a mapping",
      "rules: { one: { severity: info, depth: [1] }, two: off }",
      "a.yml",
      [["one", "info", { depth: [1] }]],
    ],
    [
      "options without a severity",
      "rules: { one: { depth: 3 }, two: off }",
      "a.yml",
      [["one", "error", { depth: 3 }]],
    ],
    [
      "an override keeps the options that it does not set",
      "rules: { one: [info, { depth: 2 }], two: off }\noverrides: [{ files: '*.yml', rules: { one: warning } }]",
      "deep/er/a.yml",
      [["one", "warning", { depth: 2 }]],
    ],
    [
      "the later of two overrides",
      "rules: { two: off }\noverrides: [{ files: 'x/**', rules: { one: info } }, { files: ['x/*.yml'], rules: { one: warning } }]",
      "x/a.yml",
      [["one", "warning", {}]],
    ],
    [
      "an override for other files",
      "rules: { two: off }\noverrides: [{ files: 'x/**', rules: { one: off } }]",
      "y/x/a.yml",
      [["one", "error", {}]],
    ],
    ...["x/y", "x/y/", "./x/y", "y", "*/y/"].map(
      (folder): Case => [
        `an override for the folder ${folder}`,
        `rules: { two: off }\noverrides: [{ files: '${folder}', rules: { one: info } }]`,
        "x/y/z/a.yml",
        [["one", "info", {}]],
      ],
    ),
    [
      "an override for the files of a folder, not for those of its subfolders",
      "rules: { two: off }\noverrides: [{ files: 'x/*', rules: { one: info } }]",
      "x/y/a.yml",
      [["one", "error", {}]],
    ],
  ];
  test.each(cases)("%s", async (_, text, path, expected) => {
    expect(await effective(text, path)).toEqual(expected);
  });

  test("--only runs a rule that the config turns off", async () => {
    expect(
      await effective("rules: { one: off, two: info }", "a.yml", { only: ["one", "two", "three"] }),
    ).toEqual([
      ["one", "error", {}],
      ["two", "info", {}],
      ["three", "warning", {}],
    ]);
  });

  const ignored: [string, string, boolean][] = [
    ["[old]", "old/a.yml", true],
    ["[old]", "x/old/y/a.yml", true],
    ["[old/]", "old/a.yml", true],
    ["[x/old]", "old/a.yml", false],
    ["['*.old.yml']", "x/y.old.yml", true],
    ["['x/*.yml']", "x/y/a.yml", false],
    ["['x/**', '!x/keep.yml']", "x/keep.yml", false],
    ["['!x/keep.yml', 'x/**']", "x/keep.yml", true],
    ["['{a,b}/**']", "b/c.yml", true],
    ["['./a.yml']", "a.yml", true],
    ["['.hidden']", ".hidden/a.yml", true],
  ];
  test.each(ignored)("ignores: %s and %s: %j", async (globs, path, expected) => {
    const { config } = await readConfig(`ignores: ${globs}`);
    expect(
      new EffectiveConfig({ preset: "recommended", layers: [config] }, rules, defaults).ignoredBy(path) !==
        undefined,
    ).toBe(expected);
  });
});

test("a config that is not a number is a fault, not an endless search", async () => {
  const { faults } = await readConfig(".nan");
  expect(faults.map(({ message }) => message)).toEqual([
    "the document must be a mapping or null, not the number NaN",
  ]);
});

test("rejects globs that are too expensive to check", () => {
  const refused = ["a**b", "@(a|b)/**", "a\\*b", "{a,b".repeat(30), "*".repeat(70_000), "{1,2}".repeat(40)];
  refused.push("[a]+", "{a,b}+/**", '"a"', "./", "!", "!./");
  expect(refused.filter((glob) => globRefusal(glob) === undefined)).toEqual([]);
  expect(
    ["**/*.yml", "{a,b}/**", "!x", "a?[b-d].yml", "c++/**", "{a,b}/c++", "[*+{]*"].filter(
      (glob) => globRefusal(glob) !== undefined,
    ),
  ).toEqual([]);
});

test.each([
  ["overrides: [{ files: [], rules: { one: off } }]", '"files" is empty; write a value'],
  ["rules: { one: [] }", '"one" is empty; write a value or remove the key'],
])("the empty list in %s is an error", async (text, message) => {
  expect((await readConfig(text)).faults.map((fault) => fault.message)).toEqual([message]);
});

describe("a hostile config", () => {
  test("with aliases that expand to billions of values is an error", async () => {
    const levels = Array.from(
      { length: 30 },
      (_, n) => `l${n}: &l${n} [${n === 0 ? 1 : `*l${n - 1}, *l${n - 1}`}]`,
    );
    const text = `rules:\n  one:\n    severity: info\n${levels.map((line) => `    ${line}`).join("\n")}\n`;
    const { faults } = await readConfig(text);
    expect(faults.map(({ message }) => message)).toEqual([
      "the aliases here expand to too many values; write the values out",
    ]);
  });

  test.each(["__proto__", "constructor", "toString"])("with the key %s is an error", async (key) => {
    const { config, faults } = await readConfig(`rules: { ${key}: off }\n${key}: 1\n`);
    expect(faults.length + checkConfig(config, rules, true).length).toBe(2);
    expect(({} as Record<string, unknown>).severity).toBeUndefined();
  });

  test("of any text gives a config and errors inside the text", async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ maxLength: 60, unit: "binary" }), async (text) => {
        const { faults } = await readConfig(`rules: ${text}`);
        for (const { span } of faults) expect(span.end).toBeLessThanOrEqual(text.length + 7);
      }),
    );
  });
});

const word = fc.constantFrom(
  "error",
  "off",
  "warn",
  "unknown-event",
  "github",
  "stash",
  "githb",
  "strict",
  "./a.yaml",
  "",
);
const scalar = fc.oneof(word, fc.constant(3), fc.constant(true), fc.constant(null));
const setting = fc.oneof(
  scalar,
  fc.array(fc.oneof(scalar, fc.constant({})), { maxLength: 3 }),
  fc.dictionary(fc.constantFrom("severity", "depth"), scalar, { maxKeys: 2 }),
);
const ruleSettings = fc.oneof(
  scalar,
  fc.dictionary(fc.constantFrom("unknown-event", "my-rule"), setting, { maxKeys: 2 }),
);
const texts = fc.oneof(scalar, fc.array(scalar, { maxLength: 2 }));
const anyConfig = fc.record(
  {
    extends: texts,
    rules: ruleSettings,
    overrides: fc.oneof(
      scalar,
      fc.array(fc.record({ files: texts, rules: ruleSettings }, { requiredKeys: [] }), { maxLength: 2 }),
    ),
    ignores: texts,
    integrations: fc.oneof(scalar, fc.dictionary(fc.constantFrom("github-1"), scalar)),
    assume: fc.oneof(
      scalar,
      fc.dictionary(fc.constantFrom("skip-case", "skip-cas"), fc.constantFrom("yes", "no", "maybe", 3)),
    ),
    localRules: texts,
    rulez: scalar,
  },
  { requiredKeys: [] },
);

test("the schema for editors and the reader reject the same configs", async () => {
  const validate = new Ajv({ strict: false }).compile(configSchema(RULES));
  await fc.assert(
    fc.asyncProperty(anyConfig, async (value) => {
      const { config: read, faults } = await readConfig(dump(value));
      const all = [...faults, ...checkConfig(read, RULES, false)];
      expect([all.map(({ message }) => message), validate(value)]).toEqual([
        all.length === 0 ? [] : expect.anything(),
        all.length === 0,
      ]);
    }),
    { numRuns: 400 },
  );
});
