import {
  type Config,
  type ConfigText,
  type RuleSettings,
  unknownName,
} from "../../lint/config/read-config.ts";
import type { Rule } from "../../lint/rule.ts";
import { renamedRule } from "../../lint/rule-set.ts";
import type { DocumentFault } from "../../schema/read-document.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { globRefusal } from "./resolve-config.ts";

/** The maximum number of globs of a config: each is compared with each file. */
const MAX_GLOBS = 1000;

/**
 * Returns the faults of a config that its schema cannot express: unknown rules and options, refused
 * globs. `rules` are all that exist; unless `complete`, an unknown rule may be a local one.
 */
export function checkConfig(config: Config, rules: readonly Rule[], complete: boolean): DocumentFault[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const settings = [config.rules, ...config.overrides.map((override) => override.rules)];
  const globs = [...config.ignores, ...config.overrides.flatMap(({ files }) => files)];
  const excess = globs[MAX_GLOBS];
  const tooMany = `the config has more than ${MAX_GLOBS} globs; name folders instead of their files`;
  return [
    ...settings.flatMap((each) => checkNames(each, byId, complete)),
    ...(excess ? [{ span: excess.span, message: tooMany }] : []),
    ...globs.slice(0, MAX_GLOBS).flatMap(({ value, span }) => {
      // The schema reports an empty one.
      const refusal = value === "" ? undefined : globRefusal(value);
      return refusal === undefined ? [] : [{ span, message: `the glob "${value}" ${refusal}` }];
    }),
  ];
}

/** Returns a note on each name of a rule that may be local, but is nearly that of a known rule. */
export function nearNames(config: Config, rules: readonly Rule[]): DocumentFault[] {
  const ids = rules.map(({ id }) => id);
  const names = [config, ...config.overrides].flatMap((each) => each.rules.names);
  return names.flatMap(({ rule: { value, span } }) => {
    const near = ids.includes(value) ? undefined : (renamedRule(value) ?? closestMatch(value, ids));
    if (near === undefined) return [];
    return [
      { span, message: `rule "${value}" is unknown unless it is a local one; did you mean "${near}"?` },
    ];
  });
}

function checkNames(
  { names }: RuleSettings,
  rules: ReadonlyMap<string, Rule>,
  complete: boolean,
): DocumentFault[] {
  return names.flatMap(({ rule: name, options }) => {
    const rule = rules.get(name.value);
    if (rule) return options.flatMap((option) => checkOption(rule, option) ?? []);
    return complete ? [unknownName(name, "rule", rules.keys(), renamedRule(name.value))] : [];
  });
}

function checkOption({ id, options = {} }: Rule, option: ConfigText): DocumentFault | undefined {
  const known = Object.keys(options);
  if (known.includes(option.value)) return undefined;
  if (known.length > 0) return unknownName(option, `option of rule "${id}":`, known);
  return {
    span: option.span,
    message: `unknown option "${option.value}" of rule "${id}", which has no options; remove it`,
  };
}
