import { existsSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { RULES } from "../../../rules/index.ts";
import { Source } from "../../document/source.ts";
import { type Config, type ConfigText, isConfigPath, readConfig } from "../../lint/config/read-config.ts";
import type { Rule } from "../../lint/rule.ts";
import type { Preset } from "../../lint/rule-set.ts";
import type { DocumentFault } from "../../schema/read-document.ts";
import { UsageError } from "../command.ts";
import { assertInside, boundaryOf, isInside, realPath } from "../files/inside-repository.ts";
import { isFolder, shownPath } from "../files/paths.ts";
import { readNamed, readText } from "../files/read-text.ts";
import { reportOfConfig } from "../output/config-report.ts";
import { assertDistinct, type FormatRequest } from "../output/formats.ts";
import type { ConfigStack } from "./resolve-config.ts";
import { checkConfig, nearNames } from "./validate-config.ts";

/** A config with all that it extends. */
export interface LoadedConfig {
  /** The path in reports. */
  readonly path: string;
  /** The absolute paths of the config and of all that it extends. */
  readonly files: readonly string[];
  readonly stack: ConfigStack;
  /** The rules that may be set: the built-in ones and the loaded local ones. */
  readonly rules: readonly Rule[];
  /** Modules of local rules that are not loaded, since `--load-rules` was not given. */
  readonly unloaded: readonly string[];
  /** Sentences on names of rules that are probably misspelled, although they may be of those. */
  readonly notes: readonly string[];
}

/** How a config is loaded. */
export interface LoadOptions {
  readonly cwd: string;
  /** Whether the modules of `localRules` may run. */
  readonly loadRules?: boolean;
  /** Whether the command line names the config; otherwise it must be inside the repository. */
  readonly named: boolean;
  /** Whether the reports that the config names are to be written. */
  readonly writesReports?: boolean;
}

/** A config that cannot be used: one sentence per fault, each with its place. */
export class ConfigError extends UsageError {
  constructor(sentences: readonly string[]) {
    super(sentences.join("\n"), sentences);
  }
}

/**
 * Loads a config and all that it extends. Throws `ConfigError` with every fault, or `UsageError` if
 * the file cannot be read.
 */
export async function loadConfig(absolute: string, options: LoadOptions): Promise<LoadedConfig> {
  const loader = new Loader(options, boundaryOf(dirname(absolute), options.cwd));
  await loader.load(absolute, true);
  return await loader.result(shownPath(absolute, options.cwd));
}

/** Each extended config adds a layer to the settings of every file. */
const MAX_EXTENDED = 100;

/** One file of the chain. */
interface Link {
  readonly absolute: string;
  readonly source: Source;
  readonly config: Config;
}

class Loader {
  readonly #options: LoadOptions;
  readonly #boundary: string;
  readonly #links: Link[] = [];
  /** The configs that were read, and those of them whose `extends` is being followed. */
  readonly #loaded = new Set<string>();
  readonly #open = new Set<string>();
  readonly #faults: { readonly source: Source; readonly fault: DocumentFault }[] = [];
  #preset: Preset = "recommended";

  constructor(options: LoadOptions, boundary: string) {
    this.#options = options;
    this.#boundary = boundary;
  }

  /** Loads the extended configs first, so that later layers win over earlier ones. */
  async load(absolute: string, isFirst: boolean): Promise<void> {
    const shown = shownPath(absolute, this.#options.cwd);
    const isNamed = this.#options.named && isFirst;
    if (!isNamed) assertInside(this.#boundary, absolute, shown);
    if (!existsSync(absolute)) throw new UsageError(`config "${shown}" does not exist; check the path`);
    const source = new Source(shown, (isNamed ? readNamed : readText)(absolute, shown, "config"));
    const { config, faults } = await readConfig(source.text, {
      key: absolute.endsWith("package.json") ? "dryfire" : undefined,
      isJson: absolute.endsWith(".json"),
    });
    for (const fault of faults) this.#fault(source, fault);
    // By the real path, since a link to a folder above gives a config any number of paths.
    const real = realPath(absolute);
    this.#loaded.add(real);
    this.#open.add(real);
    for (const name of config.extends) await this.#extend(name, { absolute, source, config });
    this.#open.delete(real);
    this.#links.push({ absolute, source, config });
  }

  async result(path: string): Promise<LoadedConfig> {
    const own = await this.#localRules();
    const [repoRoot, formats] = [this.#repoRoot(), this.#formats()];
    const rules = [...RULES, ...own.rules];
    for (const { source, config } of this.#links) {
      for (const fault of checkConfig(config, rules, own.unloaded.length === 0)) this.#fault(source, fault);
    }
    if (this.#faults.length > 0) throw new ConfigError(this.#sentences());
    const layers = this.#links.map(({ config }) => config);
    const failOn = layers.findLast((layer) => layer.failOn !== undefined)?.failOn;
    const stack = { preset: this.#preset, layers, repoRoot, failOn, formats };
    const notes = own.unloaded.length === 0 ? [] : this.#links.flatMap(notesOn(rules));
    const files = this.#links.map(({ absolute }) => absolute);
    return { path, files, stack, rules, unloaded: own.unloaded, notes };
  }

  async #extend(name: ConfigText, from: Link): Promise<void> {
    if (!isConfigPath(name.value)) {
      this.#preset = name.value as Preset;
      return;
    }
    const target = resolve(dirname(from.absolute), name.value);
    const real = realPath(target);
    const message = this.#open.has(real)
      ? `circular extends: "${name.value}" extends this config; remove one of the two`
      : this.#loaded.size > MAX_EXTENDED && !this.#loaded.has(real)
        ? `cannot extend "${name.value}": a config can extend at most ${MAX_EXTENDED} others; merge some of them`
        : undefined;
    if (message !== undefined) this.#fault(from.source, { span: name.span, message });
    else if (!this.#loaded.has(real)) await this.#loadOther(target, name, from.source);
  }

  async #loadOther(target: string, name: ConfigText, source: Source): Promise<void> {
    try {
      await this.load(target, false);
    } catch (error) {
      if (!(error instanceof UsageError)) throw error;
      this.#fault(source, { span: name.span, message: `cannot extend "${name.value}": ${error.message}` });
    }
  }

  /** The reports that the last config with any names. Their files must be fit for a config. */
  #formats(): readonly FormatRequest[] | undefined {
    const link = this.#links.findLast(({ config }) => config.formats !== undefined);
    const { formats = [] } = link?.config ?? {};
    if (!link || formats.length === 0) return undefined;
    const folder = dirname(link.absolute);
    const { cwd, writesReports = false } = this.#options;
    const requests: FormatRequest[] = [];
    for (const { value, span } of formats) {
      try {
        const request = reportOfConfig(value, folder, { cwd, boundary: this.#boundary });
        assertDistinct([...requests, request], cwd, writesReports);
        requests.push(request);
      } catch (error) {
        if (!(error instanceof UsageError)) throw error;
        this.#fault(link.source, { span, message: error.message });
      }
    }
    return requests;
  }

  /** The root that the last config gives. It must be a folder inside the repository. */
  #repoRoot(): string | false | undefined {
    const link = this.#links.findLast(({ config }) => config.repoRoot !== undefined);
    const root = link?.config.repoRoot;
    if (!link || !root) return root === false ? false : undefined;
    const absolute = resolve(dirname(link.absolute), root.value);
    const isUsable = isInside(this.#boundary, absolute) && isFolder(absolute);
    const message = `"repoRoot" is not a folder inside the repository: "${root.value}"`;
    if (!isUsable) this.#fault(link.source, { span: root.span, message });
    return absolute;
  }

  async #localRules(): Promise<{ rules: Rule[]; unloaded: string[] }> {
    const rules: Rule[] = [];
    const unloaded: string[] = [];
    for (const { absolute, source, config } of this.#links) {
      for (const module of config.localRules) {
        if (!this.#options.loadRules) unloaded.push(module.value);
        else rules.push(...(await this.#module(module, dirname(absolute), source, rules)));
      }
    }
    return { rules, unloaded };
  }

  async #module(
    module: ConfigText,
    folder: string,
    source: Source,
    others: readonly Rule[],
  ): Promise<readonly Rule[]> {
    const { loadLocalRules } = await import("./local-rules.ts");
    try {
      assertInside(this.#boundary, resolve(folder, module.value), module.value);
      const rules = await loadLocalRules(folder, module.value);
      const taken = [...RULES, ...others].map(({ id }) => id);
      const clash = rules.find(
        ({ id }, index) => taken.includes(id) || rules.slice(0, index).some((rule) => rule.id === id),
      );
      if (clash) throw new Error(`duplicate rule id "${clash.id}"; rename the rule in "${module.value}"`);
      return rules;
    } catch (error) {
      this.#fault(source, { span: module.span, message: (error as Error).message });
      return [];
    }
  }

  #fault(source: Source, fault: DocumentFault): void {
    this.#faults.push({ source, fault });
  }

  /** The faults file by file, each in the order of the text. */
  #sentences(): string[] {
    const sources = [...new Set(this.#faults.map(({ source }) => source))];
    return sources.flatMap((source) => {
      const own = this.#faults.filter((each) => each.source === source).map(({ fault }) => fault);
      return own.sort((a, b) => a.span.start - b.span.start).map((fault) => faultSentence(source, fault));
    });
  }
}

function notesOn(rules: readonly Rule[]): (link: Link) => string[] {
  return ({ source, config }) => nearNames(config, rules).map((note) => faultSentence(source, note));
}

/** A fault in a message: `path:line:column: message`. */
export function faultSentence(source: Source, { span, message }: DocumentFault): string {
  const { line, column } = source.position(span.start);
  return `${source.path}:${line}:${column}: ${message}`;
}
