import type { RuleSettings } from "../../lint/config/config-rules.ts";
import { type ConfigFault, ConfigValues } from "../../lint/config/config-values.ts";
import type { Config } from "../../lint/config/lint-config.ts";
import type { Rule } from "../../lint/rule.ts";
import { globRefusal } from "./resolve-config.ts";

/**
 * What is wrong in a config besides its shape: rules and options that do not exist, globs that are not taken. `rules` are all that exist;
 * where rules of the user's own are not loaded (`complete` is false), a rule that is not known may be one of them.
 */
export function checkConfig(
  config: Config,
  rules: readonly Rule[],
  complete: boolean,
): readonly ConfigFault[] {
  const values = new ConfigValues();
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  for (const settings of [config.rules, ...config.overrides.map((override) => override.rules)])
    checkNames(settings, byId, complete, values);
  for (const glob of [...config.ignores, ...config.overrides.flatMap(({ files }) => files)]) {
    const refusal = globRefusal(glob.value);
    if (refusal !== undefined)
      values.faults.push({ span: glob.span, message: `the glob "${glob.value}" ${refusal}` });
  }
  return values.faults;
}

function checkNames(
  { names }: RuleSettings,
  rules: ReadonlyMap<string, Rule>,
  complete: boolean,
  values: ConfigValues,
): void {
  for (const { rule: name, options } of names) {
    const rule = rules.get(name.value);
    if (!rule && complete) values.unknown(name, "rule", rules.keys());
    for (const option of rule ? options : []) checkOption(rule!, option, values);
  }
}

function checkOption(
  rule: Rule,
  option: { value: string; span: ConfigFault["span"] },
  values: ConfigValues,
): void {
  const known = Object.keys(rule.options ?? {});
  if (known.includes(option.value)) return;
  if (known.length > 0) values.unknown(option, `option of rule "${rule.id}":`, known);
  else
    values.faults.push({
      span: option.span,
      message: `rule "${rule.id}" has no options; remove "${option.value}"`,
    });
}
