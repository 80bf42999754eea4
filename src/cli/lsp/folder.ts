import { isAbsolute, resolve } from "node:path";
import type { FileLintWithRules } from "../../lint/finish.ts";
import { RuleSet } from "../../lint/rule-set.ts";
import { type FileLint, lintFile } from "../../lint/run.ts";
import type { SpecFile } from "../../pipeline/model.ts";
import { isDefinitionName } from "../../pipeline/read-spec-file.ts";
import { memoizeByObject } from "../../util/memoize.ts";
import type { Io } from "../command.ts";
import { Configs } from "../config/config-for-file.ts";
import type { Root } from "../config/config-project-settings.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { pathFrom } from "../files/paths.ts";
import { Checkout } from "../git/checkout.ts";
import { type Input, Inputs } from "../input/read-inputs.ts";
import { TemplateFiles } from "../lint/template-files.ts";

/** The settings that a client gives at the start. */
export interface ClientSettings {
  /** Whether the modules in `localRules` of a config run; they are code of the workspace. */
  readonly loadRules: boolean;
}

/** A spec on disk: the facts for the rules across files, and names for completion. */
interface IndexedFile {
  readonly lint: FileLintWithRules;
  readonly names: WorkspaceNames;
}

/** Names that specs of the workspace use. */
export interface WorkspaceNames {
  /** Shared configurations, in `contexts`. */
  readonly contexts: readonly string[];
  /** Git integrations, in `context` of triggers. */
  readonly integrations: readonly string[];
}

/** Milliseconds of work on the index before requests get a turn. */
const SLICE = 8;

/**
 * A folder of the workspace: its configs, its checkout, and an index of its specs. Files are found
 * and read as by `dryfire lint FOLDER`, so links that leave the repository are not followed.
 */
export class Folder {
  /** The absolute path. */
  readonly root: string;
  readonly #settings: ClientSettings;
  readonly #report: (sentence: string) => void;
  #checkout: Checkout;
  #state: string;
  #configs: Configs;
  #templates: TemplateFiles;
  readonly #index = new Map<string, IndexedFile>();
  /** The definitions that the specs on disk name in a `specTemplate`, by the path of the spec. */
  #definitions: ReadonlyMap<string, ReadonlySet<string>> = new Map();
  /** Cancels an older build of the index. */
  #build = 0;

  /** `report` gets sentences about unusable configs. */
  constructor(root: string, settings: ClientSettings, report: (sentence: string) => void) {
    this.root = root;
    this.#settings = settings;
    this.#report = report;
    this.#checkout = new Checkout(root);
    this.#state = this.#checkout.state;
    this.#configs = this.#newConfigs();
    this.#templates = new TemplateFiles(undefined, root);
  }

  /** Forgets the configs, so that the next file reads them again. */
  reloadConfigs(): void {
    this.#configs = this.#newConfigs();
  }

  #newConfigs(): Configs {
    const { loadRules } = this.#settings;
    return new Configs(
      {
        loadRules,
        howToLoadRules: 'set "loadRules" in the settings of the editor to run them',
        settings: { findRepositoryFiles: (repository) => this.#checkout.filesOf(repository) },
      },
      silentIo(this.root, this.#report),
    );
  }

  /** Notices commits and new files of git. */
  #refreshCheckout(): void {
    const { state } = this.#checkout;
    if (state === this.#state) return;
    this.#state = state;
    this.#checkout = new Checkout(this.root);
    this.#templates = new TemplateFiles(undefined, this.root);
    // A config with a root of its own has a checkout of its own.
    this.#configs = this.#newConfigs();
  }

  /** The rules and settings of a file; undefined if its config ignores it or is unusable. */
  async configOf(absolute: string): Promise<FileConfig | undefined> {
    this.#refreshCheckout();
    const config = await this.#configs.for(absolute);
    return config === "ignored" ? undefined : config;
  }

  /** The answers and integrations of the config of a file, also if the config ignores it. */
  async projectOf(absolute: string): Promise<FileConfig["settings"] | undefined> {
    return (await this.#configs.applied(absolute))?.effective.settings;
  }

  /** The paths that a repository (`owner/name`) tracks; undefined if they are unknown. */
  async filesOf(repository: string): Promise<readonly string[] | undefined> {
    this.#refreshCheckout();
    return await this.#checkout.filesOf(repository);
  }

  /** Reads the text of a document; undefined if it is neither a spec nor a definition. */
  async parse(
    { absolute, path }: { readonly absolute: string; readonly path: string },
    text: string,
    isDefinition: boolean,
  ): Promise<SpecFile | undefined> {
    const input: Input = { path, absolute, named: isDefinitionName(path), isDefinition };
    return await this.#inputs([path]).parse(input, text);
  }

  /** True for a file that a spec on disk names as its steps, unless the spec is open. */
  isDefinition(absolute: string, open: ReadonlySet<string>): boolean {
    return [...this.#definitions].some(([spec, paths]) => !open.has(spec) && paths.has(absolute));
  }

  /** Returns the paths of the files that a linted spec names as its steps. */
  async definitionsOf(lint: FileLint): Promise<ReadonlySet<string>> {
    return await this.#templates.pathsOf(lint, await this.#rootOf(lint));
  }

  #inputs(paths: readonly string[]): Inputs {
    return new Inputs(paths, silentIo(this.root), { definitions: true });
  }

  /** The linted files of the index, without those that are open. */
  others(open: ReadonlySet<string>): readonly FileLintWithRules[] {
    return [...this.#index].flatMap(([path, { lint }]) => (open.has(path) ? [] : [lint]));
  }

  /** The names in each spec of the folder. */
  get names(): readonly WorkspaceNames[] {
    return Array.from(this.#index.values(), ({ names }) => names);
  }

  /** True if a path is in the folder. */
  contains(absolute: string): boolean {
    return !/^\.\.(?:\/|$)/.test(pathFrom(this.root, absolute)) && !isAbsolute(pathFrom(this.root, absolute));
  }

  /** True if a file on disk is a spec of the index. */
  has(absolute: string): boolean {
    return this.#index.has(absolute);
  }

  /** Finds and reads all specs again, in slices; false if another build has replaced this one. */
  async index(): Promise<boolean> {
    const build = ++this.#build;
    const inputs = this.#inputs([this.root]);
    const templates = new TemplateFiles(undefined, this.root);
    const queue = [...(await inputs.find())];
    const definitions = new Map<string, ReadonlySet<string>>();
    const seen = new Set<string>();
    let until = performance.now() + SLICE;
    for (let at = 0; at < queue.length; at++) {
      const input = queue[at]!;
      seen.add(input.absolute);
      const lint = await this.#read(input, inputs);
      if (build !== this.#build) return false;
      if (lint?.templates) {
        const root = await this.#rootOf(lint);
        const isLinted = (path: string): boolean => seen.has(resolve(this.root, path));
        await templates.follow(lint, { root, queue, at, inputs, isLinted });
        definitions.set(input.absolute, await templates.pathsOf(lint, root));
      }
      if (performance.now() < until) continue;
      await new Promise((turn) => setImmediate(turn));
      until = performance.now() + SLICE;
    }
    this.#definitions = definitions;
    this.#templates = templates;
    for (const path of this.#index.keys()) if (!seen.has(path)) this.#index.delete(path);
    return build === this.#build;
  }

  /** The root of the repository of a file by its config. */
  async #rootOf({ path }: FileLint): Promise<Root> {
    return (await this.configOf(resolve(this.root, path)))?.repoRoot;
  }

  async #read(input: Input, inputs: Inputs): Promise<FileLint | undefined> {
    const { absolute } = input;
    const config = await this.configOf(absolute);
    const file = config && (await inputs.readSpec(input));
    if (!file) {
      this.#index.delete(absolute);
      return undefined;
    }
    const rules = acrossFiles(config.rules);
    const lint = { ...(await lintFile(file, rules, config.settings)), rules, ignores: [] };
    this.#index.set(absolute, { lint, names: namesIn(file) });
    return lint;
  }
}

/** Returns the rules of a set that compare files, which are all that a closed file needs. */
const acrossFiles = memoizeByObject((rules: RuleSet): RuleSet => {
  const across = rules.active.filter(({ rule }) => rule.project);
  return new RuleSet(across, [...rules.known]);
});

/** Returns the names that a spec uses. */
export function namesIn({ pipelines }: SpecFile): WorkspaceNames {
  const triggers = pipelines.flatMap((pipeline) => pipeline.triggers);
  const contexts = [...pipelines, ...triggers].flatMap((each) => each.contexts.map(({ value }) => value));
  const integrations = triggers.flatMap(({ context }) => context?.value ?? []);
  return { contexts, integrations };
}

/** The environment of a command without a terminal: results are dropped, sentences reported. */
function silentIo(cwd: string, report: (sentence: string) => void = () => undefined): Io {
  return {
    cwd,
    env: {},
    readStdin: async () => "",
    out: () => undefined,
    err: (text) => report(text.trim()),
    terminal: { interactive: false, color: false, columns: 100 },
  };
}
