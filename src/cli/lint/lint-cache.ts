import { hash } from "node:crypto";
import { readdirSync, readFileSync, rmSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { redactLintResult } from "../../lint/redact-lint.ts";
import type { RuleSet } from "../../lint/rule-set.ts";
import type { FileLint } from "../../lint/run.ts";
import { UsageError } from "../command.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { writeFileAtomically, writeReason } from "../output/write-file.ts";
import { makeFolder, userCacheFolder } from "../startup/cache-folder.ts";
import { VERSION } from "../version.ts";

/** Cache files that no run has used for this long are taken away. */
const KEPT_MS = 30 * 86_400_000;

/** What is kept of a file: its result without the path, which is part of the key. No text of the file, and no secret of it. */
type CachedResult = Omit<FileLint, "path" | "facts"> & {
  readonly facts: readonly Omit<FileLint["facts"][number], "path">[];
};

/**
 * The file that a result came from, as the file system tells one state of a file from another: its path, the times of its last changes in
 * milliseconds, its size and number; and the digest of the settings and the key that the result has. Any write moves the second time.
 */
type Stamp = readonly [
  path: string,
  mtime: number,
  ctime: number,
  size: number,
  ino: number,
  settings: string,
  key: string,
];

/** A file that changed so many milliseconds ago may change once more without a later time: clocks of file systems tick slowly. */
const SETTLED_MS = 2_000;

/**
 * The results of earlier runs. A result is found again by the file's path and content, the rules with their settings, the version of
 * dryfire and the files that the repository tracks; a file that the file system says is the very one that was read before is not read
 * again. There is one cache per working folder; one that is damaged counts as empty.
 */
export class LintCache {
  readonly #file: string;
  /** The folder that the user named, as given. */
  readonly #location: string | undefined;
  readonly #kept: ReadonlyMap<string, CachedResult>;
  readonly #stamps: ReadonlyMap<string, Stamp>;
  readonly #usedStamps = new Map<string, Stamp>();
  /** What the file system said of the file that is about to be read. */
  #seen: { readonly path: string; readonly stats: Stats } | undefined;
  readonly #used = new Map<string, CachedResult>();
  readonly #configs = new WeakMap<FileConfig, string>();

  private constructor(file: string, location: string | undefined) {
    this.#file = file;
    this.#location = location;
    const { results, stamps } = readKept(file);
    this.#kept = new Map(results);
    this.#stamps = new Map(stamps.map((stamp) => [stamp[0], stamp]));
  }

  /**
   * Opens the cache of a working folder, in `location` (relative to that folder) or else in the user's own cache folder. Throws `UsageError`
   * where there is no folder to keep it in.
   */
  static open(cwd: string, location: string | undefined): LintCache {
    const own = location === undefined ? userCacheFolder() : resolve(cwd, location);
    if (own === undefined)
      throw new UsageError(
        'there is no cache folder, since HOME is not set; name one with "--cache-location DIR"',
      );
    return new LintCache(join(own, "lint", `${digest(cwd).slice(0, 24)}.json`), location);
  }

  /** The key of a file's result. */
  key(path: string, text: string, config: FileConfig): string {
    const settings = this.#settings(config);
    const key = digest(`${settings} ${path.length} ${path}${text}`);
    this.#stamp(path, settings, key);
    return key;
  }

  /**
   * The result of a file that is the very one that an earlier run read and found nothing in, or undefined: to show findings takes the text.
   * Asked before the file is read.
   */
  unchanged(path: string, absolute: string, config: FileConfig): FileLint | undefined {
    const stats = statsOf(absolute);
    this.#seen = stats && { path, stats };
    const stamp = stats && this.#stamps.get(path);
    if (!stamp) return undefined;
    const [, mtime, ctime, size, ino, settings, key] = stamp;
    const isSame =
      mtime === stats.mtimeMs && ctime === stats.ctimeMs && size === stats.size && ino === stats.ino;
    if (!isSame || settings !== this.#settings(config)) return undefined;
    if (this.#kept.get(key)?.diagnostics.length !== 0) return undefined;
    this.#usedStamps.set(path, stamp);
    return this.find(key, path);
  }

  #settings(config: FileConfig): string {
    let settings = this.#configs.get(config);
    if (settings === undefined) {
      settings = digest(JSON.stringify([VERSION, rulesOf(config.rules), config.settings]));
      this.#configs.set(config, settings);
    }
    return settings;
  }

  /** Keeps what the file system said before the text was read, so that a change in between is seen by the next run. */
  #stamp(path: string, settings: string, key: string): void {
    const stats = this.#seen?.path === path ? this.#seen.stats : undefined;
    if (!stats || Date.now() - stats.ctimeMs < SETTLED_MS) return;
    this.#usedStamps.set(path, [path, stats.mtimeMs, stats.ctimeMs, stats.size, stats.ino, settings, key]);
  }

  /** The stamps of the files that have a result: what was read and is no spec has none. */
  get #stamped(): Stamp[] {
    return [...this.#usedStamps.values()].filter((stamp) => this.#used.has(stamp[6]));
  }

  /** Whether a later run would find no more in what this one used than in what is stored. */
  get #isStored(): boolean {
    const isKnown = (stamp: Stamp): boolean =>
      stamp.every((part, index) => part === this.#stamps.get(stamp[0])?.[index]);
    const isKept = [...this.#used.keys()].every((key) => this.#kept.has(key));
    return this.#used.size === this.#kept.size && isKept && this.#stamped.every(isKnown);
  }

  /** The result that an earlier run had, or undefined. */
  find(key: string, path: string): FileLint | undefined {
    const kept = this.#kept.get(key);
    if (!kept) return undefined;
    this.#used.set(key, kept);
    const { diagnostics, pipelines, facts, secrets, ignores } = kept;
    return {
      path,
      diagnostics,
      pipelines,
      facts: facts.map((fact) => ({ ...fact, path })),
      secrets,
      ignores,
    };
  }

  /** Keeps a result for later runs. */
  keep(key: string, { path, facts, ...result }: FileLint, text: string): void {
    const { secrets } = result;
    const [file] = redactLintResult([{ diagnostics: result.diagnostics, secrets, text }]);
    const { diagnostics } = file!;
    this.#used.set(key, { ...result, diagnostics, facts: facts.map(({ path: _path, ...fact }) => fact) });
  }

  /**
   * Writes what this run used, whole or not at all; what cannot be written costs the next run time, nothing else. Gives a sentence on it
   * where the user named the folder.
   */
  store(): string | undefined {
    if (this.#isStored) return undefined;
    const text = JSON.stringify({ results: [...this.#used], stamps: this.#stamped });
    try {
      const folder = join(this.#file, "..");
      makeFolder(folder);
      removeOld(folder);
      writeFileAtomically(this.#file, `${digest(text)}\n${text}`);
      return undefined;
    } catch (error) {
      if (this.#location === undefined) return undefined;
      return `cannot keep a cache in "${this.#location}": ${writeReason(error)}; the next run lints everything again`;
    }
  }
}

function rulesOf({ active, known }: RuleSet): unknown {
  return [active.map(({ rule, severity, options }) => [rule.id, severity ?? null, options]), [...known]];
}

/** In one step: an object for each of thousands of texts would cost more than their digests. */
function digest(text: string): string {
  return hash("sha256", text, "hex");
}

interface Stored {
  readonly results: readonly (readonly [key: string, kept: CachedResult])[];
  readonly stamps: readonly Stamp[];
}

/** The first line is a digest of the rest. */
function readKept(file: string): Stored {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const rest = text.slice(end + 1);
    const stored = end > 0 && digest(rest) === text.slice(0, end) ? JSON.parse(rest) : undefined;
    if (Array.isArray(stored?.results) && Array.isArray(stored.stamps)) return stored;
  } catch {
    // Counts as empty.
  }
  return { results: [], stamps: [] };
}

/** What the file system says of an ordinary file; undefined for anything else. */
function statsOf(absolute: string): Stats | undefined {
  try {
    const stats = statSync(absolute, { throwIfNoEntry: false });
    return stats?.isFile() ? stats : undefined;
  } catch {
    return undefined;
  }
}

function removeOld(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const isOld = /^[\da-f]{24}\.json$/.test(name) && now - statSync(path).mtimeMs > KEPT_MS;
    if (isOld) rmSync(path, { force: true });
  }
}
