import { SEVERITIES } from "../../lint/diagnostic.ts";
import { type RuleSetting, renamedRule } from "../../lint/rule-set.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { type Arguments, type Option, UsageError } from "../command.ts";

/** The options of `lint` that select rules. */
export const RULE_OPTIONS: Readonly<Record<"only" | "rule", Option>> = {
  only: {
    value: "RULE",
    repeatable: true,
    description: "run only this rule, or several with commas between them; can be repeated",
  },
  rule: {
    value: "RULE=SEVERITY",
    repeatable: true,
    description: "set a rule to error, warning, info or off, whatever the configs set; can be repeated",
  },
};

/** The rules of the command line. */
export interface RuleOptions {
  /** Only these rules run; all if it is empty. */
  readonly only: readonly string[];
  /** The severities by rule, which win over those of configs. */
  readonly severities: Readonly<Record<string, RuleSetting>>;
}

/** Parses `--only` and `--rule`. Throws `UsageError` for a wrong value, not for an unknown rule. */
export function parseRuleOptions(args: Arguments): RuleOptions {
  const only = args.strings("only").flatMap(parseList);
  const severities = Object.fromEntries(args.strings("rule").map(parseSeverity));
  const idle = only.find((id) => severities[id]?.severity === "off");
  if (idle !== undefined)
    throw new UsageError(`"--only ${idle}" and "--rule ${idle}=off" cannot be combined; remove one of them`);
  return { only, severities };
}

/**
 * Throws `UsageError` for a rule of the command line that is not one of the known ones. With
 * `hasLocal` these include the rules of configs.
 */
export function checkRules(
  { only, severities }: RuleOptions,
  known: ReadonlySet<string>,
  hasLocal: boolean,
): void {
  const unknown = [...only, ...Object.keys(severities)].find((id) => !known.has(id));
  if (unknown === undefined) return;
  const near = renamedRule(unknown) ?? closestMatch(unknown, known);
  const hint = near ? `did you mean "${near}"?` : 'run "dryfire rules" for a list';
  const local = hasLocal || near ? "" : ", or add --load-rules if it is a local rule";
  throw new UsageError(`unknown rule "${unknown}"; ${hint}${local}`);
}

function parseList(value: string): string[] {
  const ids = value.split(",").map((id) => id.trim());
  if (ids.includes(""))
    throw new UsageError(`"--only ${value}" has an empty rule id; write the ids with one comma between them`);
  return ids;
}

function parseSeverity(value: string): [id: string, setting: RuleSetting] {
  const [, id = "", severity] = /^([^=]*)(?:=(.*))?$/s.exec(value) ?? [];
  const known = [...SEVERITIES, "off"] as const;
  const found = known.find((each) => each === severity);
  if (id !== "" && found !== undefined) return [id, { severity: found }];
  if (id === "" || severity === undefined)
    throw new UsageError(
      `"--rule" cannot be "${value}"; write RULE=SEVERITY, such as "${id || "dead-trigger"}=off"`,
    );
  const list = known.map((each) => `"${each}"`).join(", ");
  throw new UsageError(`"--rule ${id}" cannot be "${severity}"; use ${list}`);
}
