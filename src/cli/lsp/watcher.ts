import { basename } from "node:path";
import { CONFIG_NAMES } from "../config/find-config.ts";
import type { Publisher } from "./diagnostics.ts";
import type { Workspace } from "./documents.ts";
import type { Folder } from "./folder.ts";

/** Milliseconds in which several changes on disk are read together. */
const TOGETHER = 100;

/**
 * Keeps the index of the workspace and the configs up to date with the disk. A client that does not
 * watch files still reports those that it saves.
 */
export class Watcher {
  readonly #workspace: Workspace;
  readonly #publisher: Publisher;
  readonly #waiting = new Set<Folder>();
  #timer: NodeJS.Timeout | undefined;

  constructor(workspace: Workspace, publisher: Publisher) {
    this.#workspace = workspace;
    this.#publisher = publisher;
  }

  /** Indexes a folder soon, then publishes what changes in open documents. */
  index(folder: Folder): void {
    this.#waiting.add(folder);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      const folders = [...this.#waiting];
      this.#waiting.clear();
      void Promise.all(folders.map((each) => this.#index(each)));
    }, TOGETHER);
  }

  async #index(folder: Folder): Promise<void> {
    if (await this.#workspace.index(folder)) this.#publisher.reindexed();
  }

  /** Files were written, created or deleted. */
  changed(paths: readonly string[]): void {
    // A config may extend one of any name, so that only a spec surely changes no setting.
    const isSpec = (path: string): boolean => this.#workspace.folders.some((folder) => folder.has(path));
    if (paths.some((path) => isConfig(path) || !isSpec(path))) {
      this.#workspace.reload();
      this.#publisher.scheduleAll();
    }
    for (const folder of this.#workspace.folders)
      if (paths.some((path) => folder.contains(path))) this.index(folder);
  }

  /** The client saved an open document. */
  saved(path: string | undefined): void {
    if (path !== undefined) this.changed([path]);
  }
}

function isConfig(path: string): boolean {
  return (CONFIG_NAMES as readonly string[]).includes(basename(path));
}
