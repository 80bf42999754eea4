import picomatch from "picomatch";
import type { Config, ConfigOverride } from "../../lint/config/read-config.ts";
import type { Severity } from "../../lint/diagnostic.ts";
import type { LintSettings, Rule } from "../../lint/rule.ts";
import { type ActiveRule, activeRules, type Preset, RuleSet, type RuleSetting } from "../../lint/rule-set.ts";
import { globBudget, JOINED_GLOBSTAR, refuseToCompile } from "../../match/glob/limits.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { withoutEnd } from "../../util/text.ts";
import type { RuleOptions } from "../args/rule-options.ts";
import { Checkout, type CheckoutOptions } from "../git/checkout.ts";
import type { FormatRequest } from "../output/formats.ts";

/** A config with all that it extends, in order of application. */
export interface ConfigStack {
  readonly preset: Preset;
  readonly layers: readonly Config[];
  /** The root of the repository as an absolute path; false if it must not be looked for. */
  readonly repoRoot?: string | false | undefined;
  readonly failOn?: Severity | undefined;
  readonly formats?: readonly FormatRequest[] | undefined;
}

/** The stack of a file without a config. */
export const NO_CONFIG: ConfigStack = { preset: "recommended", layers: [] };

/** Settings of the command line, which win over the config. */
export interface CliOverrides extends Partial<RuleOptions> {
  readonly strict?: boolean;
  /** How the tracked files of a root are read. */
  readonly checkout?: CheckoutOptions;
}

/** The settings of one file. */
export interface FileConfig {
  readonly rules: RuleSet;
  readonly settings: LintSettings;
  /** The preset, for print-config. */
  readonly preset?: Preset;
  /** The lowest severity that fails a run, if a config gives one. */
  readonly failOn?: Severity | undefined;
  /** The root of the repository, if a config gives one; false if it must not be looked for. */
  readonly repoRoot?: string | false | undefined;
}

/**
 * The meaning of a config for each file. Files are given by paths relative to the config's folder,
 * with forward slashes. If a rule is set twice, the later severity and the later value of each
 * option win.
 */
export class EffectiveConfig {
  readonly settings: LintSettings;
  /** Returns the glob by which the config ignores a file; undefined if it does not. */
  readonly ignoredBy: (path: string) => string | undefined;
  readonly #stack: ConfigStack;
  readonly #rules: readonly Rule[];
  readonly #cli: CliOverrides;
  readonly #overrides: readonly (ConfigOverride & { matches: (path: string) => boolean })[];
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
    const own = mergeProjectSettings(stack);
    const { repoRoot: root } = stack;
    const { findRepositoryFiles, ...others } = settings;
    const ofRoot = root ? new Checkout(root, { ...cli.checkout, isRoot: true }).filesOf : undefined;
    const find = root === undefined ? findRepositoryFiles : ofRoot;
    this.settings = {
      ...own,
      ...others,
      ...(find && { findRepositoryFiles: find }),
      assume: { ...own.assume, ...settings.assume },
    };
    this.#overrides = stack.layers
      .flatMap(({ overrides }) => overrides)
      .map((override) => ({ ...override, matches: anyOf(valuesOf(override.files).flatMap(withFolder)) }));
    this.ignoredBy = ignoring(stack.layers.flatMap(({ ignores }) => valuesOf(ignores)));
  }

  /** Returns the globs of the overrides that match a file. */
  overridesOf(path: string): string[] {
    return this.#overrides.flatMap(({ files, matches }) =>
      matches(path) ? valuesOf(files).filter((glob) => anyOf(withFolder(glob))(path)) : [],
    );
  }

  /** Returns the rules and settings of a file; files with the same overrides share them. */
  for(path: string): FileConfig {
    const matching = this.#overrides.map(({ matches }) => matches(path));
    return getOrAdd(this.#made, matching.map(Number).join(""), () => {
      const { failOn, repoRoot } = this.#stack;
      const overrides = this.#overrides.filter((_, index) => matching[index]);
      const named = overrides.findLast(({ preset }) => preset !== undefined)?.preset;
      const preset = this.#cli.strict ? "strict" : (named ?? this.#stack.preset);
      const rules = this.#ruleSet(preset, overrides);
      return { rules, settings: this.settings, preset, failOn, repoRoot };
    });
  }

  #ruleSet(preset: Preset, overrides: readonly ConfigOverride[]): RuleSet {
    const { only = [], severities = {} } = this.#cli;
    const layers = [...this.#stack.layers, ...overrides].map(({ rules }) => rules.settings);
    const settings = merged([...layers, severities]);
    if (only.length === 0) return activeRules(this.#rules, preset, settings);
    const wanted = this.#rules.filter(({ id }) => only.includes(id));
    const active = wanted.map((rule) => askedFor(rule, preset, settings[rule.id]));
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

/** A rule that is requested by name runs even if the preset or the config has it off. */
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

/**
 * In the order of the globs: one that starts with `!` includes again what an earlier one ignored. A
 * folder means everything in it.
 */
function ignoring(globs: readonly string[]): (path: string) => string | undefined {
  const steps = globs.map((glob) => {
    const bare = glob.replace(/^!/, "");
    return { ignored: bare === glob ? glob : undefined, matches: anyOf([bare, inside(bare)]) };
  });
  return (path) => steps.findLast((step) => step.matches(path))?.ignored;
}

/** A glob of an override; without wildcards it may be a folder, which means everything in it. */
function withFolder(glob: string): string[] {
  return glob.endsWith("/") || !/[*?[{]/.test(glob) ? [glob, inside(glob)] : [glob];
}

function inside(glob: string): string {
  const folder = withoutEnd(glob, "/");
  return `${folder.includes("/") ? "" : "**/"}${folder}/**`;
}

/**
 * Why a glob of a config is refused, to follow "the glob"; undefined if it is accepted. A config
 * may come from a stranger's branch, so only globs of bounded cost are accepted.
 */
export function globRefusal(glob: string): string | undefined {
  const read = readGlob(glob.replace(/^!/, ""));
  return typeof read === "string" ? read : undefined;
}

interface ConfigGlob {
  readonly bare: string;
  /** Whether a path may be matched. */
  readonly affordable: (path: string) => boolean;
}

/** Returns a glob without `./`, which picomatch does not match, or why it is refused. */
function readGlob(glob: string): ConfigGlob | string {
  const bare = glob.replace(/^\.\//, "");
  if (bare === "") return 'names no file; write "**" for all';
  if (bare.startsWith("/")) return 'names no file, since paths are relative; remove the "/" at its start';
  if (/[()\\"\0]/.test(bare))
    return "has parentheses, quotes or backslashes; use only *, **, ?, [ ] and { }, and write several globs if needed";
  const costly = refuseToCompile(bare);
  if (costly !== undefined) return costly;
  if (JOINED_GLOBSTAR.test(bare))
    return 'has "**" together with other characters between two slashes; write "*"';
  const affordable = globBudget(bare, picomatch.makeRe(bare, OPTIONS).source);
  return affordable
    ? { bare, affordable }
    : 'has "+" after a bracket or brace, which repeats it; write the characters';
}

const OPTIONS = { dot: true, nonegate: true };

/** A glob without a slash is matched against the file's name only. */
function matcher(glob: string): (path: string) => boolean {
  const read = readGlob(glob);
  if (typeof read === "string") return () => false;
  const matches = picomatch(read.bare, { ...OPTIONS, basename: !glob.includes("/") });
  return (path) => read.affordable(path) && matches(path);
}

function valuesOf(texts: readonly { readonly value: string }[]): string[] {
  return texts.map(({ value }) => value);
}
