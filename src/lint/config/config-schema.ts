import { providers } from "../../catalogue/providers.ts";
import type { Preset, RuleSetting } from "../rule-set.ts";

/** The keys of a config. */
export const CONFIG_KEYS = [
  "extends",
  "rules",
  "overrides",
  "ignores",
  "integrations",
  "assume",
  "localRules",
] as const;

/** The keys of one item of `overrides`. */
export const OVERRIDE_KEYS = ["files", "rules"] as const;

/** The presets that `extends` may name. */
export const PRESETS: readonly string[] = ["recommended", "strict"] satisfies Preset[];

/** What a rule may be set to. */
export const RULE_LEVELS: readonly NonNullable<RuleSetting["severity"]>[] = [
  "error",
  "warning",
  "info",
  "off",
];

const texts = { type: "string", minLength: 1 };
const textOrTexts = { anyOf: [texts, { type: "array", items: texts }] };

/** What the schema is told of the rules: ids with their options, each with what it does. */
export interface DescribedRule {
  readonly id: string;
  readonly summary: string;
  readonly options?: Readonly<Record<string, string>>;
}

/** What the schema is told of the open questions. */
export interface DescribedQuestion {
  readonly id: string;
  readonly answers: readonly string[];
}

/**
 * The JSON Schema (draft-07) of a config, for editors; `readConfig` checks the same and words its own messages. Rules of the user's own may
 * be set too, so a rule that is not listed is left alone.
 */
export function configSchema(
  rules: readonly DescribedRule[],
  questions: readonly DescribedQuestion[],
): object {
  return {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "dryfire config",
    type: "object",
    additionalProperties: false,
    properties: {
      extends: {
        ...textOrTexts,
        description: 'presets ("recommended", "strict") and paths of other configs',
      },
      rules: { $ref: "#/definitions/rules", description: "settings by rule id" },
      overrides: overridesSchema,
      ignores: { ...textOrTexts, description: "globs of files to pass over, relative to this config" },
      integrations: integrationsSchema(),
      assume: assumeSchema(questions),
      localRules: {
        ...textOrTexts,
        description: "paths of .mjs modules with rules; loaded with --load-rules only",
      },
    } satisfies Record<(typeof CONFIG_KEYS)[number], object>,
    definitions: { rules: rulesSchema(rules), level: { enum: RULE_LEVELS } },
  };
}

const overridesSchema = {
  type: "array",
  description: "settings for some files; later ones outrank earlier ones",
  items: {
    type: "object",
    additionalProperties: false,
    required: ["files"],
    properties: {
      files: { ...textOrTexts, description: "globs, relative to this config" },
      rules: { $ref: "#/definitions/rules" },
    } satisfies Record<(typeof OVERRIDE_KEYS)[number], object>,
  },
};

function rulesSchema(rules: readonly DescribedRule[]): object {
  const properties = Object.fromEntries(rules.map((rule) => [rule.id, ruleSchema(rule)]));
  return {
    type: "object",
    properties,
    additionalProperties: ruleSchema({ id: "", summary: "a rule of your own" }),
  };
}

function ruleSchema({ id, summary, options }: DescribedRule): object {
  const described = Object.entries(options ?? {}).map(([name, description]) => [name, { description }]);
  const properties = Object.fromEntries(described);
  const level = { $ref: "#/definitions/level" };
  const closed = id !== "";
  const settings = { type: "object", properties, ...(closed && { additionalProperties: false }) };
  const pair = { type: "array", items: [level, settings], minItems: 1, additionalItems: false };
  const whole = { ...settings, properties: { severity: level, ...properties } };
  return { description: summary, anyOf: [level, pair, whole] };
}

function integrationsSchema(): object {
  const words = providers.flatMap(({ id, aliases }) => [id, ...aliases]);
  return {
    type: "object",
    description: "which Git provider an integration (context) stands for",
    additionalProperties: { enum: words },
  };
}

function assumeSchema(questions: readonly DescribedQuestion[]): object {
  const properties = Object.fromEntries(questions.map(({ id, answers }) => [id, { enum: answers }]));
  return {
    type: "object",
    description: "answers to open questions",
    properties,
    additionalProperties: false,
  };
}
