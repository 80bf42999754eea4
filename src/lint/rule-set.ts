import { getOrAdd } from "../util/memoize.ts";
import type { Severity, SeveritySetting } from "./diagnostic.ts";
import type { CheckResult, Rule, RuleContext } from "./rule.ts";

/** A rule that runs, with the user's settings for it. */
export interface ActiveRule {
  readonly rule: Rule;
  /** Overrides the rule's severity. */
  readonly severity?: SeveritySetting;
  readonly options: Readonly<Record<string, unknown>>;
}

/** A user's settings for a rule. */
export interface RuleSetting {
  readonly severity?: Severity | "off";
  readonly options?: Readonly<Record<string, unknown>>;
}

/** `recommended` is the default; `strict` adds rules and makes every warning an error. */
export type Preset = "recommended" | "strict";

/** A level at which a rule checks parts of a file. */
export type CheckLevel = "file" | "pipeline" | "gitTrigger" | "cronTrigger" | "variable";
type Level = CheckLevel | "schemaFinding" | "project" | "suppression";

/** A rule with its check at one level. */
export interface LevelCheck extends ActiveRule {
  readonly check: (thing: unknown, context: RuleContext) => CheckResult;
}

/** The ids that rules had before, with their present ids. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["cron-generated-event", "generated-field"],
  ["glob-star-in-regex", "bare-star-in-regex"],
]);

/** Returns the present id of a rule for an id that it had before; undefined for any other text. */
export function renamedRule(id: string): string | undefined {
  return RENAMED.get(id);
}

/** The rules that run, by the level that they check. */
export class RuleSet {
  readonly #byLevel = new Map<Level, readonly ActiveRule[]>();
  readonly #checks = new Map<Level, readonly LevelCheck[]>();
  readonly #byId: ReadonlyMap<string, ActiveRule>;
  readonly #known: ReadonlySet<string>;

  /** `known` are the ids of all existing rules; by default those of the active ones. */
  constructor(active: readonly ActiveRule[], known: readonly string[] = active.map(({ rule }) => rule.id)) {
    this.#byId = new Map(active.map((entry) => [entry.rule.id, entry]));
    this.#known = new Set(known);
  }

  /** The active rules that check at a level. */
  at(level: Level): readonly ActiveRule[] {
    return getOrAdd(this.#byLevel, level, () => this.active.filter(({ rule }) => rule[level] !== undefined));
  }

  /** The checks of the active rules at a level. */
  checksAt(level: CheckLevel): readonly LevelCheck[] {
    return getOrAdd(this.#checks, level, () =>
      this.at(level).map(({ rule, severity, options }) => {
        const check = rule[level]!.bind(rule) as LevelCheck["check"];
        return { rule, options, check, ...(severity && { severity }) };
      }),
    );
  }

  /** Returns the active rule of an id; undefined if it does not exist or is off. */
  get(id: string): ActiveRule | undefined {
    return this.#byId.get(id);
  }

  /** True if a rule exists, active or not. */
  knows(id: string): boolean {
    return this.#known.has(id);
  }

  /** The ids of all existing rules. */
  get known(): Iterable<string> {
    return this.#known;
  }

  /** The rules that run, with their settings. */
  get active(): readonly ActiveRule[] {
    return [...this.#byId.values()];
  }
}

/**
 * Returns the rules that a preset and the user's settings leave active. Settings of unknown rules
 * are ignored, since the config reader reports them.
 */
export function activeRules(
  rules: readonly Rule[],
  preset: Preset = "recommended",
  settings: Readonly<Record<string, RuleSetting>> = {},
): RuleSet {
  const active: ActiveRule[] = [];
  for (const rule of rules) {
    const setting = settings[rule.id];
    const severity = setting?.severity ?? presetSeverity(rule, preset);
    if (severity === "off") continue;
    active.push({ rule, options: setting?.options ?? {}, ...(severity && { severity }) });
  }
  return new RuleSet(
    active,
    rules.map(({ id }) => id),
  );
}

/** The effect of a preset on a rule: off, warnings as errors, or none. */
function presetSeverity(rule: Rule, preset: Preset): SeveritySetting | "off" | undefined {
  if (preset === "recommended") return rule.preset === "strict" ? "off" : undefined;
  return "raised";
}
