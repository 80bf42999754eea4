import picomatch from "picomatch";
import type { Config } from "../../lint/config/read-config.ts";
import type { LintSettings, Rule } from "../../lint/rule.ts";
import { type ActiveRule, activeRules, type Preset, RuleSet, type RuleSetting } from "../../lint/rule-set.ts";
import { globBudget, refuseToCompile } from "../../match/glob/limits.ts";

/** A config with all that it extends: what applies first stands first. */
export interface ConfigStack {
  readonly preset: Preset;
  readonly layers: readonly Config[];
}

/** No config at all. */
export const NO_CONFIG: ConfigStack = { preset: "recommended", layers: [] };

/** What a run says beside the config. */
export interface CliOverrides {
  /** Only these rules run, whatever the config says of them. */
  readonly only: readonly string[];
  readonly strict: boolean;
}

/** What holds for one file. */
export interface FileConfig {
  readonly rules: RuleSet;
  readonly settings: LintSettings;
}

/**
 * What a config means for each file. Files are named by their paths relative to the config's folder, with forward slashes. Rules that are
 * set twice: the later severity wins, and so do the later options, each on its own.
 */
export class EffectiveConfig {
  readonly preset: Preset;
  readonly settings: LintSettings;
  readonly #stack: ConfigStack;
  readonly #rules: readonly Rule[];
  readonly #cli: CliOverrides;
  readonly #overrides: readonly { matches: (path: string) => boolean; rules: Config["rules"] }[];
  readonly #ignores: (path: string) => boolean;
  readonly #made = new Map<string, FileConfig>();

  constructor(
    stack: ConfigStack,
    rules: readonly Rule[],
    cli: CliOverrides,
    settings: Partial<LintSettings> = {},
  ) {
    this.#stack = stack;
    this.#rules = rules;
    this.#cli = cli;
    this.preset = cli.strict ? "strict" : stack.preset;
    const own = mergeProjectSettings(stack);
    this.settings = { ...own, ...settings, assume: { ...own.assume, ...settings.assume } };
    this.#overrides = stack.layers
      .flatMap(({ overrides }) => overrides)
      .map((override) => ({ rules: override.rules, matches: anyOf(valuesOf(override.files)) }));
    this.#ignores = ignoring(stack.layers.flatMap(({ ignores }) => valuesOf(ignores)));
  }

  /** Whether the config passes over a file. */
  ignores(path: string): boolean {
    return this.#ignores(path);
  }

  /** The rules and settings for a file; files to which the same overrides apply share them. */
  for(path: string): FileConfig {
    const matching = this.#overrides.map(({ matches }) => matches(path));
    const key = matching.map(Number).join("");
    let made = this.#made.get(key);
    if (!made) {
      const more = this.#overrides.filter((_, index) => matching[index]).map(({ rules }) => rules.settings);
      made = { rules: this.#ruleSet(more), settings: this.settings };
      this.#made.set(key, made);
    }
    return made;
  }

  #ruleSet(overrides: readonly Readonly<Record<string, RuleSetting>>[]): RuleSet {
    const settings = merged([...this.#stack.layers.map(({ rules }) => rules.settings), ...overrides]);
    const { only } = this.#cli;
    if (only.length === 0) return activeRules(this.#rules, this.preset, settings);
    const wanted = this.#rules.filter(({ id }) => only.includes(id));
    const active = wanted.map((rule) => askedFor(rule, this.preset, settings[rule.id]));
    return new RuleSet(
      active,
      this.#rules.map(({ id }) => id),
    );
  }
}

/** Merges what the layers of a config settle about triggers; later layers win. */
export function mergeProjectSettings({ layers }: ConfigStack): Pick<LintSettings, "assume" | "integrations"> {
  return {
    assume: Object.assign({}, ...layers.map(({ assume }) => assume)),
    integrations: Object.assign({}, ...layers.map(({ integrations }) => integrations)),
  };
}

/** A rule that is asked for by name runs even where the preset or the config has it off. */
function askedFor(rule: Rule, preset: Preset, setting: RuleSetting = {}): ActiveRule {
  const [active] = activeRules([rule], preset, { [rule.id]: setting }).active;
  return active ?? { rule, options: setting.options ?? {} };
}

function merged(all: readonly Readonly<Record<string, RuleSetting>>[]): Record<string, RuleSetting> {
  const result: Record<string, RuleSetting> = Object.create(null) as Record<string, RuleSetting>;
  for (const settings of all) {
    for (const [id, setting] of Object.entries(settings)) result[id] = { ...result[id], ...setting };
  }
  return result;
}

function anyOf(globs: readonly string[]): (path: string) => boolean {
  const matchers = globs.map(matcher);
  return (path) => matchers.some((matches) => matches(path));
}

/** In the order of the globs: one that begins with `!` takes back what an earlier one passed over. A folder stands for what is in it. */
function ignoring(globs: readonly string[]): (path: string) => boolean {
  const steps = globs.map((glob) => {
    const bare = glob.replace(/^!/, "");
    return { ignored: bare === glob, matches: anyOf([bare, inside(bare)]) };
  });
  return (path) => steps.reduce((ignored, step) => (step.matches(path) ? step.ignored : ignored), false);
}

function inside(glob: string): string {
  const folder = glob.replace(/\/+$/, "");
  return `${folder.includes("/") ? "" : "**/"}${folder}/**`;
}

/**
 * Why a glob of a config is not taken, to follow "the glob", or undefined where it is. A config may come from a stranger's branch, so only
 * globs are taken whose cost can be told beforehand.
 */
export function globRefusal(glob: string): string | undefined {
  const bare = glob.replace(/^!/, "");
  if (/[()\\]/.test(bare))
    return "has parentheses or backslashes; write several globs, with *, **, ?, [ ] and { } only";
  const costly = refuseToCompile(bare);
  if (costly !== undefined) return costly;
  return globBudget(bare)
    ? undefined
    : 'has a "**" that is not all that stands between two slashes; write "*"';
}

/** A glob without a slash is held against the name of the file alone. */
function matcher(glob: string): (path: string) => boolean {
  const affordable = globBudget(glob);
  if (globRefusal(glob) !== undefined || !affordable) return () => false;
  const options = { dot: true, basename: !glob.includes("/"), nonegate: true };
  const matches = picomatch(glob.replace(/^\.\//, ""), options);
  return (path) => affordable(path) && matches(path);
}

function valuesOf(texts: readonly { readonly value: string }[]): string[] {
  return texts.map(({ value }) => value);
}
