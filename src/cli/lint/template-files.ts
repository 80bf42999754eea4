import { resolve } from "node:path";
import type { FileLint } from "../../lint/run.ts";
import type { DefinitionPath } from "../../pipeline/model.ts";
import type { Root } from "../config/config-project-settings.ts";
import { boundaryOf, isInside, repositoryAbove } from "../files/inside-repository.ts";
import { exists, shownPath } from "../files/paths.ts";
import type { Input, Inputs } from "../input/read-inputs.ts";

/** Where a linted file is. */
interface Place {
  /** The root of its repository by its config. */
  readonly root: Root;
  /** The files of the run. */
  readonly queue: Input[];
  /** The index of the linted file. */
  readonly at: number;
  readonly inputs: Inputs;
  /** True for the path of a file with a result. */
  isLinted(path: string): boolean;
}

/** The files of the repository in which specs with a `specTemplate` have their steps. */
export class TemplateFiles {
  readonly #option: string | undefined;
  readonly #cwd: string;
  readonly #followed = new Set<string>();
  /** The files that git tracks, by root and repository. */
  readonly #tracked = new Map<string, ReadonlySet<string> | undefined>();

  /** `option` is the folder of `--repo-root`, which overrides that of configs. */
  constructor(option: string | undefined, cwd: string) {
    this.#option = option;
    this.#cwd = cwd;
  }

  /**
   * Adds the definitions of a linted file to the queue, each once: files that git tracks in the
   * same repository. A link that leads out of the repository is reported and not read.
   */
  async follow(
    { templates = [] }: FileLint,
    { root: configRoot, queue, at, inputs, isLinted }: Place,
  ): Promise<void> {
    const root = this.#option ?? configRoot;
    if (root === false) return;
    for (const template of templates) {
      const id = `${root} ${template.repository} ${template.path}`;
      if (this.#followed.has(id)) continue;
      this.#followed.add(id);
      const input = await this.#find(template, root, inputs);
      if (!input || isLinted(input.path)) continue;
      // A file that was found in a folder may not look like a definition by itself.
      const found = queue.findIndex(({ absolute }) => absolute === input.absolute);
      if (found > at) queue[found] = { ...queue[found]!, isDefinition: true };
      else queue.push(input);
    }
  }

  async #find(
    { repository, path }: DefinitionPath,
    root: string | undefined,
    inputs: Inputs,
  ): Promise<Input | undefined> {
    const folder = root === undefined ? repositoryAbove(this.#cwd) : resolve(this.#cwd, root);
    if (folder === undefined) return undefined;
    const absolute = resolve(folder, path);
    // Git is started only for a file that is there.
    if (!exists(absolute) || !(await this.#filesOf(repository, folder, root !== undefined))?.has(path))
      return undefined;
    const shown = shownPath(absolute, this.#cwd);
    if (isInside(boundaryOf(folder, this.#cwd), absolute))
      return { path: shown, absolute, named: false, isDefinition: true };
    inputs.report(`cannot read "${shown}": it is a link to a file outside the repository`);
    return undefined;
  }

  async #filesOf(
    repository: string,
    folder: string,
    isRoot: boolean,
  ): Promise<ReadonlySet<string> | undefined> {
    const id = `${isRoot ? folder : ""} ${repository}`;
    if (!this.#tracked.has(id)) {
      const { Checkout } = await import("../git/checkout.ts");
      const files = await new Checkout(folder, isRoot).filesOf(repository);
      this.#tracked.set(id, files && new Set(files));
    }
    return this.#tracked.get(id);
  }
}
