import { resolve } from "node:path";
import type { DefinitionPath } from "../../pipeline/model.ts";
import type { Root } from "../config/config-project-settings.ts";
import { boundaryOf, repositoryAbove } from "../files/inside-repository.ts";
import { exists, shownPath } from "../files/paths.ts";
import type { CheckoutOptions } from "../git/checkout.ts";

/** A file that has the steps of a pipeline. */
export interface FoundDefinition {
  /** The path in reports. */
  readonly path: string;
  readonly absolute: string;
  /** The folder that it must not leave by a link. */
  readonly boundary: string;
}

/** Finds the files in Git that a `specTemplate` names. */
export class DefinitionFinder {
  readonly #cwd: string;
  readonly #checkout: CheckoutOptions;
  /** The files that git tracks, by folder and repository. */
  readonly #tracked = new Map<string, ReadonlySet<string>>();

  constructor(cwd: string, checkout: CheckoutOptions = {}) {
    this.#cwd = cwd;
    this.#checkout = checkout;
  }

  /** Returns a file that exists and that git tracks, from a root or else from the checkout. */
  async find({ repository, path }: DefinitionPath, root: Root): Promise<FoundDefinition | undefined> {
    const folder = root === undefined ? repositoryAbove(this.#cwd) : root && resolve(this.#cwd, root);
    if (!folder) return undefined;
    const absolute = resolve(folder, path);
    // Git is started only for a file that is there.
    if (!exists(absolute) || !(await this.#filesOf(repository, folder, root !== undefined)).has(path))
      return undefined;
    return { path: shownPath(absolute, this.#cwd), absolute, boundary: boundaryOf(folder, this.#cwd) };
  }

  async #filesOf(repository: string, folder: string, isRoot: boolean): Promise<ReadonlySet<string>> {
    const id = `${isRoot ? folder : ""} ${repository}`;
    const known = this.#tracked.get(id);
    if (known) return known;
    const { Checkout } = await import("../git/checkout.ts");
    const files = new Set(await new Checkout(folder, { ...this.#checkout, isRoot }).filesOf(repository));
    this.#tracked.set(id, files);
    return files;
  }
}
