import { dirname, join } from "node:path";
import { getOrAdd } from "../../util/memoize.ts";
import { boundaryOf, isBelow, isInside, isLink, repositoryAbove } from "../files/inside-repository.ts";
import { exists } from "../files/paths.ts";
import { readText } from "../files/read-text.ts";

/** The file names of a config; a `package.json` counts only with the key `dryfire`. */
export const CONFIG_NAMES = [
  "dryfire.config.yaml",
  "dryfire.config.yml",
  "dryfire.config.json",
  "package.json",
] as const;

/**
 * Finds the config of a folder: the nearest one in it or its parents, up to the root of the
 * repository (the folder with `.git`) or of the file system. Each folder is checked once.
 */
export class ConfigFinder {
  readonly #found = new Map<string, string | undefined>();
  readonly #around = new Map<string, readonly string[]>();
  /** The root of the repository of the working folder. */
  readonly #top: string | undefined;

  constructor(cwd?: string) {
    this.#top = cwd === undefined ? undefined : repositoryAbove(cwd);
  }

  /** Returns the absolute path of the config for files in a folder, or undefined. */
  find(folder: string): string | undefined {
    const known = this.#found.get(folder);
    if (known !== undefined || this.#found.has(folder)) return known;
    const parent = dirname(folder);
    const isRoot = parent === folder || exists(join(folder, ".git"));
    const found = configIn(folder) ?? (isRoot ? undefined : this.find(parent));
    this.#found.set(folder, found);
    return found;
  }

  /**
   * Returns the configs around the repository of a folder, such as a submodule, up to that of the
   * working folder's repository.
   */
  around(folder: string): readonly string[] {
    const top = this.#top;
    if (top === undefined || folder === top || !isBelow(top, folder)) return [];
    return getOrAdd(this.#around, folder, () => {
      const parent = dirname(folder);
      const own = exists(join(folder, ".git")) ? this.find(parent) : undefined;
      return own === undefined ? this.around(parent) : [own, ...this.around(parent)];
    });
  }
}

/** Returns the config in a folder itself, or undefined. */
export function configIn(folder: string): string | undefined {
  return CONFIG_NAMES.map((name) => join(folder, name)).find(isConfig);
}

/** Returns the names of the configs in the folder of a config that are not among the read ones. */
export function configsNextTo(path: string, read: readonly string[]): string[] {
  const folder = dirname(path);
  return CONFIG_NAMES.filter((name) => !read.includes(join(folder, name)) && isConfig(join(folder, name)));
}

function isConfig(path: string): boolean {
  return path.endsWith("package.json") ? hasKey(path) : exists(path);
}

function hasKey(path: string): boolean {
  return Object.hasOwn(readManifest(path, '"dryfire"'), "dryfire");
}

/** The keys of a `package.json`; none if it cannot be read or does not contain `word`. */
export function readManifest(path: string, word = ""): Readonly<Record<string, unknown>> {
  try {
    if (!exists(path)) return {};
    const folder = dirname(path);
    if (isLink(path) && !isInside(boundaryOf(folder, folder), path)) return {};
    const text = readText(path, path, "manifest");
    if (!text.includes(word)) return {};
    const manifest: unknown = JSON.parse(text.replace(/^\ufeff/, ""));
    return typeof manifest === "object" && manifest !== null ? { ...manifest } : {};
  } catch {
    return {};
  }
}
