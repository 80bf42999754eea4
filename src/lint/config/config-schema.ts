import { openQuestions } from "../../catalogue/open-questions.ts";
import { providers } from "../../catalogue/providers.ts";
import { mapping, when } from "../../schema/builders.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";
import { SEVERITIES } from "../diagnostic.ts";
import type { Preset, RuleSetting } from "../rule-set.ts";

/** The presets that `extends` may name. */
export const PRESETS: readonly string[] = ["recommended", "strict"] satisfies Preset[];

/** The values that a rule may be set to. */
const RULE_LEVELS: NonNullable<RuleSetting["severity"]>[] = ["error", "warning", "info", "off"];

const text = { type: "string", minLength: 1, pattern: "\\S" };
const texts = (description: string): JsonSchema => ({
  ...text,
  type: ["string", "array"],
  items: text,
  description,
});

/** A rule for the schema: its id, and its options with a description of each. */
export interface DescribedRule {
  readonly id: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, string>>;
}

/**
 * The JSON Schema (draft 7) of a config. With `rules` it also lists, for editors, the names that
 * are checked after the schema: rules with their options, and providers.
 */
export function configSchema(rules?: readonly DescribedRule[]): JsonSchema {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "dryfire config",
    definitions: { rules: rulesSchema(rules ?? []), level: { enum: RULE_LEVELS } },
    ...mapping("the config", {
      extends: texts('presets ("recommended", "strict") and paths of other configs'),
      rules: { $ref: "#/definitions/rules", description: "settings by rule id" },
      overrides: overridesSchema(),
      ignores: texts("globs of files to skip, relative to this config"),
      integrations: {
        type: "object",
        description: "the Git provider of each integration (context)",
        additionalProperties: rules
          ? { type: "string", enum: providers.flatMap(({ id, aliases }) => [id, ...aliases]) }
          : text,
      },
      assume: assumeSchema(),
      repoRoot: {
        ...text,
        type: ["string", "boolean"],
        "x-expects": "a folder, or false",
        description:
          "the root of the repository, relative to this config: globs are checked against its tracked files, and the steps of each specTemplate are read from it; false: do not look for it",
      },
      failOn: {
        type: "string",
        enum: [...SEVERITIES],
        description: "the lowest severity that gives exit code 1; by default error",
      },
      formats: texts(
        'the formats of the lint report, such as "pretty" and "sarif=dryfire.sarif" (relative to this config)',
      ),
      localRules: texts("paths of .mjs modules with rules; loaded only with --load-rules"),
    }),
    // The earlier name of a key.
    "x-synonyms": { repositoryRoot: "repoRoot" },
    type: ["object", "null"],
  };
}

function overridesSchema(): JsonSchema {
  const files = { ...texts("globs, relative to this config"), minItems: 1 };
  const preset = { type: "string", enum: [...PRESETS], description: "the preset of these files" };
  return {
    type: "array",
    description: "settings for some files; later ones override earlier ones",
    items: mapping("the override", { files, extends: preset, rules: { $ref: "#/definitions/rules" } }, [
      "files",
    ]),
  };
}

function rulesSchema(rules: readonly DescribedRule[]): JsonSchema {
  return {
    type: "object",
    properties: Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule, false)])),
    additionalProperties: ruleSchema({ id: "", summary: "a local rule" }, true),
  };
}

/** The forms of a rule's setting: a severity; a list or a mapping of severity and options. */
function ruleSchema({ summary, options }: DescribedRule, additionalProperties: boolean): JsonSchema {
  const described = Object.entries(options ?? {}).map(([name, description]) => [name, { description }]);
  const properties = Object.fromEntries(described) as Record<string, JsonSchema>;
  const level = { $ref: "#/definitions/level" };
  return {
    description: summary,
    type: ["string", "array", "object"],
    "x-expects": "a severity, a list of a severity and options, or a mapping of both",
    ...when({ type: "string" }, { enum: RULE_LEVELS }),
    items: [level, { type: "object", properties, additionalProperties }],
    minItems: 1,
    additionalItems: false,
    properties: { severity: level, ...properties },
    additionalProperties,
  };
}

function assumeSchema(): JsonSchema {
  const answers = openQuestions.map(({ id, answers }) => [id, { type: "string", enum: [...answers] }]);
  return mapping("assume", Object.fromEntries(answers), [], {
    description: "answers to open questions",
    "x-key-noun": "question",
  });
}
