import { decodeCommitted } from "../files/read-text.ts";
import type { CommittedFile, Git } from "./run-git.ts";

/** The regular files of a commit or of the index, by their paths from the root. */
export class Snapshot {
  readonly #git: Git;
  readonly #hashes: ReadonlyMap<string, string>;
  readonly #contents = new Map<string, Uint8Array>();

  constructor(git: Git, files: readonly CommittedFile[]) {
    this.#git = git;
    this.#hashes = new Map(files.map(({ path, hash }) => [path, hash]));
  }

  /** The paths from the root, with forward slashes. */
  get paths(): Iterable<string> {
    return this.#hashes.keys();
  }

  has(path: string): boolean {
    return this.#hashes.has(path);
  }

  /** True for a file, and for a folder with files. */
  contains(path: string): boolean {
    if (this.#hashes.has(path)) return true;
    for (const each of this.#hashes.keys()) if (each.startsWith(`${path}/`)) return true;
    return false;
  }

  /** Reads files that `textOf` will be asked for, in one process of Git. Throws `UsageError`. */
  load(paths: Iterable<string>): void {
    const hashes = [...paths].flatMap((path) => this.#hashes.get(path) ?? []);
    const missing = hashes.filter((hash) => !this.#contents.has(hash));
    if (missing.length === 0) return;
    for (const [hash, bytes] of this.#git.contentsOf(missing)) this.#contents.set(hash, bytes);
  }

  /**
   * The text of a file; undefined if there is none. Throws `UsageError` if the clone lacks it, and
   * like `decodeText`, with `shown` as its name.
   */
  textOf(path: string, shown: string): string | undefined {
    const hash = this.#hashes.get(path);
    if (hash === undefined) return undefined;
    this.load([path]);
    return decodeCommitted(this.#contents.get(hash), shown);
  }
}

/** The files of the index. */
export interface StagedFiles {
  readonly files: readonly CommittedFile[];
  /** The paths with a merge conflict, of which the index has several versions. */
  readonly conflicts: ReadonlySet<string>;
}

/** Reads the index. */
export function stagedFiles(git: Git): StagedFiles {
  const files: CommittedFile[] = [];
  const conflicts = new Set<string>();
  for (const record of git.read(["ls-files", "--stage", "-z"]).split("\0")) {
    const [, hash, stage, path] = /^100\d{3} ([0-9a-f]+) (\d)\t(.*)$/s.exec(record) ?? [];
    if (hash === undefined || path === undefined) continue;
    if (stage !== "0") conflicts.add(path);
    else files.push({ hash, path });
  }
  return { files, conflicts };
}
