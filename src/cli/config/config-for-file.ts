import { dirname, join, resolve } from "node:path";
import { RULES } from "../../../rules/index.ts";
import type { LintSettings } from "../../lint/rule.ts";
import { activeRules } from "../../lint/rule-set.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { quoteList } from "../../util/text.ts";
import { type Io, UsageError } from "../command.ts";
import { pathFrom } from "../files/paths.ts";
import type { FormatRequest } from "../output/formats.ts";
import { writeStderr } from "../output/stderr.ts";
import { ConfigFinder, configsNextTo } from "./find-config.ts";
import type { LoadedConfig } from "./load-config.ts";
import type { CliOverrides, EffectiveConfig, FileConfig } from "./resolve-config.ts";

/** The options of the command line about configs. */
export interface ConfigOptions extends CliOverrides {
  /** The config for all files, instead of the nearest one of each. */
  readonly explicit?: string | undefined;
  /** Whether configs are ignored. */
  readonly none?: boolean;
  readonly loadRules?: boolean;
  /** The advice to run local rules, as the end of a sentence; by default the option. */
  readonly howToLoadRules?: string;
  /** Whether the reports that the config of the working folder names are to be written. */
  readonly writesReports?: boolean;
  /** Settings that the command line adds or overrides. */
  readonly settings?: Partial<LintSettings>;
}

/** A config and the folder to which its globs are relative. */
export interface AppliedConfig {
  readonly loaded: LoadedConfig | undefined;
  readonly effective: EffectiveConfig;
  readonly folder: string;
}

/** The configs of a run. Each is loaded and checked once; its faults are reported once. */
export class Configs {
  readonly #options: ConfigOptions;
  readonly #io: Io;
  readonly #finder: ConfigFinder;
  readonly #applied = new Map<string | undefined, Promise<AppliedConfig | undefined>>();
  readonly #known = new Set(RULES.map(({ id }) => id));
  #plain: FileConfig | undefined;
  #problems = 0;

  constructor(options: ConfigOptions, io: Io) {
    this.#options = options;
    this.#io = io;
    this.#finder = new ConfigFinder(io.cwd);
  }

  /** The number of unusable configs. */
  get problems(): number {
    return this.#problems;
  }

  /** The ids of all rules, including those of the configs read so far. */
  get knownRules(): ReadonlySet<string> {
    return this.#known;
  }

  /**
   * Returns the settings of a file; `ignored` if a config ignores it, undefined if its config is
   * broken. Synchronous if there is no config.
   */
  for(absolute: string): FileConfig | Promise<FileConfig | "ignored" | undefined> {
    const path = this.#pathFor(absolute);
    const isAlone = path === undefined && this.#around(absolute).length === 0;
    return isAlone && !this.#options.only?.length ? this.#withoutConfig() : this.#for(absolute, path);
  }

  async #for(absolute: string, path: string | undefined): Promise<FileConfig | "ignored" | undefined> {
    if (await this.ignoring(absolute)) return "ignored";
    const applied = await this.#apply(path);
    return applied?.effective.for(pathFrom(applied.folder, absolute));
  }

  /**
   * Returns the config that ignores a file: its own, or for a file of a submodule or nested clone
   * that of the repository around it.
   */
  async ignoring(absolute: string): Promise<AppliedConfig | undefined> {
    for (const path of [...this.#around(absolute), this.#pathFor(absolute)]) {
      const applied = await this.#apply(path);
      if (applied?.effective.ignoredBy(pathFrom(applied.folder, absolute)) !== undefined) return applied;
    }
    return undefined;
  }

  #around(absolute: string): readonly string[] {
    const { explicit, none } = this.#options;
    return none || explicit !== undefined ? [] : this.#finder.around(dirname(absolute));
  }

  /**
   * The reports that the config of the working folder names; one of them, by default `pretty`, goes
   * to standard output.
   */
  async formats(): Promise<readonly FormatRequest[]> {
    const path = this.#ownPath();
    const named = path === undefined ? [] : ((await this.#apply(path))?.loaded?.stack.formats ?? []);
    return named.some(({ file }) => file === undefined) ? named : [{ format: "pretty" }, ...named];
  }

  /** The config of a file with all that it extends; undefined if it is broken. */
  async applied(absolute: string): Promise<AppliedConfig | undefined> {
    return await this.#apply(this.#pathFor(absolute));
  }

  /** The config of the working folder. */
  #ownPath(): string | undefined {
    return this.#pathFor(join(this.#io.cwd, "any"));
  }

  #pathFor(absolute: string): string | undefined {
    const { explicit, none } = this.#options;
    if (none) return undefined;
    return explicit === undefined ? this.#finder.find(dirname(absolute)) : resolve(this.#io.cwd, explicit);
  }

  /** The common case, which loads nothing. */
  #withoutConfig(): FileConfig {
    const { strict, severities, settings } = this.#options;
    this.#plain ??= {
      rules: activeRules(RULES, strict ? "strict" : "recommended", severities),
      settings: { integrations: {}, assume: {}, ...settings },
    };
    return this.#plain;
  }

  #apply(path: string | undefined): Promise<AppliedConfig | undefined> {
    return getOrAdd(this.#applied, path, () => this.#load(path));
  }

  async #load(path: string | undefined): Promise<AppliedConfig | undefined> {
    const { EffectiveConfig, NO_CONFIG } = await import("./resolve-config.ts");
    const { cwd } = this.#io;
    const { explicit, settings } = this.#options;
    if (path === undefined) {
      const effective = new EffectiveConfig(NO_CONFIG, RULES, this.#options, settings);
      return { loaded: undefined, effective, folder: cwd };
    }
    const loaded = await this.#loadFile(path);
    if (!loaded) return undefined;
    for (const { id } of loaded.rules) this.#known.add(id);
    const { unloaded, stack } = loaded;
    // A comment that names a rule which was not loaded is not a fault of the spec.
    const spared =
      unloaded.length > 0 ? loaded.rules.filter(({ id }) => id !== "unknown-suppression") : loaded.rules;
    const effective = new EffectiveConfig(stack, spared, this.#options, settings);
    return { loaded, effective, folder: explicit === undefined ? dirname(path) : cwd };
  }

  async #loadFile(path: string): Promise<LoadedConfig | undefined> {
    const { loadConfig } = await import("./load-config.ts");
    const { loadRules = false, explicit, writesReports = false } = this.#options;
    try {
      const loaded = await loadConfig(path, {
        cwd: this.#io.cwd,
        loadRules,
        named: explicit !== undefined,
        writesReports: writesReports && path === this.#ownPath(),
      });
      for (const note of loaded.notes) writeStderr(this.#io, note);
      const others = explicit === undefined ? configsNextTo(path, loaded.files) : [];
      if (others.length > 0) writeStderr(this.#io, notRead(loaded, others));
      if (loaded.unloaded.length > 0) writeStderr(this.#io, notLoaded(loaded, this.#options.howToLoadRules));
      return loaded;
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#problems++;
      for (const sentence of error.sentences) writeStderr(this.#io, sentence);
      return undefined;
    }
  }
}

function notLoaded({ path, unloaded }: LoadedConfig, how = "add --load-rules to run them"): string {
  const names = unloaded.map((name) => `"${name}"`).join(", ");
  return `local rules of ${path} in ${names} were not run, since they are code; ${how}`;
}

function notRead({ path }: LoadedConfig, others: readonly string[]): string {
  const are = others.length > 1 ? "are" : "is";
  return `${quoteList(others, "and")} ${are} not read as a config, since "${path}" is in the same folder; keep only one config`;
}
