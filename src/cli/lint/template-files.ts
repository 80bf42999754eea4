import type { FileLint } from "../../lint/run.ts";
import type { Root } from "../config/config-project-settings.ts";
import { isInside } from "../files/inside-repository.ts";
import type { CheckoutOptions } from "../git/checkout.ts";
import { DefinitionFinder } from "../input/definition-finder.ts";
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
  readonly #followed = new Set<string>();
  readonly #finder: DefinitionFinder;

  /** `option` is the folder of `--repo-root`, which overrides that of configs. */
  constructor(option: string | undefined, cwd: string, checkout?: CheckoutOptions) {
    this.#option = option;
    this.#finder = new DefinitionFinder(cwd, checkout);
  }

  /** Returns the paths of the definitions of a linted file that it may name. */
  async pathsOf({ templates = [] }: FileLint, configRoot: Root): Promise<ReadonlySet<string>> {
    const paths = new Set<string>();
    for (const template of templates) {
      const found = await this.#finder.find(template, this.#option ?? configRoot);
      if (found && isInside(found.boundary, found.absolute)) paths.add(found.absolute);
    }
    return paths;
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
    for (const template of templates) {
      const id = `${root} ${template.repository} ${template.path}`;
      if (this.#followed.has(id)) continue;
      this.#followed.add(id);
      const found = await this.#finder.find(template, root);
      if (!found) continue;
      const { path, absolute, boundary } = found;
      if (!isInside(boundary, absolute))
        inputs.report(`cannot read "${path}": it is a link to a file outside the repository`);
      else if (!isLinted(path)) {
        // A file that was found in a folder may not look like a definition by itself.
        const known = queue.findIndex((input) => input.absolute === absolute);
        if (known > at) queue[known] = { ...queue[known]!, isDefinition: true };
        else queue.push({ path, absolute, named: false, isDefinition: true });
      }
    }
  }
}
