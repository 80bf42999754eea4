import type { Entry } from "../../document/located.ts";
import { toValue } from "../../document/node.ts";
import { type Config, type RuleSettings, unknownName } from "../../lint/config/read-config.ts";
import type { Rule } from "../../lint/rule.ts";
import { renamedRule } from "../../lint/rule-set.ts";
import type { DocumentFault } from "../../schema/read-document.ts";
import { limitedClosestMatch } from "../../util/closest-match.ts";
import { globRefusal } from "./resolve-config.ts";

/** The maximum number of globs of a config: each is compared with each file. */
const MAX_GLOBS = 1000;

/**
 * Returns the faults of a config that its schema cannot express: unknown rules and options, refused
 * globs. `rules` are all that exist; unless `complete`, an unknown rule may be a local one.
 */
export function checkConfig(config: Config, rules: readonly Rule[], complete: boolean): DocumentFault[] {
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  const nearest = nearestRule([...byId.keys()]);
  const settings = [config.rules, ...config.overrides.map((override) => override.rules)];
  const globs = [...config.ignores, ...config.overrides.flatMap(({ files }) => files)];
  const excess = globs[MAX_GLOBS];
  const negated = config.overrides.flatMap(({ files }) => files.filter(({ value }) => value.startsWith("!")));
  const tooMany = `the config has more than ${MAX_GLOBS} globs; name folders instead of their files`;
  return [
    ...settings.flatMap((each) => checkNames(each, byId, complete ? nearest : undefined)),
    ...negated.map(({ value, span }) => ({ span, message: `the glob "${value}" ${NEGATED}` })),
    ...(excess ? [{ span: excess.span, message: tooMany }] : []),
    ...globs.slice(0, MAX_GLOBS).flatMap(({ value, span }) => {
      // The schema reports an empty one.
      const refusal = value === "" ? undefined : globRefusal(value);
      return refusal === undefined ? [] : [{ span, message: `the glob "${value}" ${refusal}` }];
    }),
  ];
}

const NEGATED = 'excludes no file of "files"; remove it, and write a later override for those files';

/** Finds the rules that names were before, or that were meant; no more after thousands of names. */
function nearestRule(ids: readonly string[]): (name: string) => string | undefined {
  const nearest = limitedClosestMatch(ids);
  return (name) => renamedRule(name) ?? nearest(name);
}

/** Returns a note on each name of a rule that may be local, but is nearly that of a known rule. */
export function nearNames(config: Config, rules: readonly Rule[]): DocumentFault[] {
  const ids = rules.map(({ id }) => id);
  const names = [config, ...config.overrides].flatMap((each) => each.rules.names);
  const nearest = nearestRule(ids);
  return names.flatMap(({ rule: { value, span } }) => {
    const near = ids.includes(value) ? undefined : nearest(value);
    if (near === undefined) return [];
    return [
      { span, message: `rule "${value}" is unknown unless it is a local one; did you mean "${near}"?` },
    ];
  });
}

/** `nearest` is undefined if a rule that is not known may be a local one. */
function checkNames(
  { names }: RuleSettings,
  rules: ReadonlyMap<string, Rule>,
  nearest: ((name: string) => string | undefined) | undefined,
): DocumentFault[] {
  return names.flatMap(({ rule: name, options }) => {
    const rule = rules.get(name.value);
    if (rule) return options.flatMap((option) => checkOption(rule, option) ?? []);
    return nearest ? [unknownName(name, "rule", rules.keys(), nearest, '"dryfire rules"')] : [];
  });
}

function checkOption(rule: Rule, { key: option, value }: Entry): DocumentFault | undefined {
  const { id, options = {} } = rule;
  const known = Object.keys(options);
  if (known.includes(option.value)) {
    const wanted = rule.optionFault?.(option.value, toValue(value.node));
    return wanted === undefined
      ? undefined
      : { span: value.span, message: `"${option.value}" must be ${wanted}` };
  }
  if (known.length > 0) return unknownName(option, `option of rule "${id}":`, known);
  return {
    span: option.span,
    message: `unknown option "${option.value}" of rule "${id}", which has no options; remove it`,
  };
}
