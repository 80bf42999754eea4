import { hash } from "node:crypto";
import { readdirSync, rmSync, type Stats, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { redactLintResult } from "../../lint/redact-lint.ts";
import type { RuleSet } from "../../lint/rule-set.ts";
import type { FileLint } from "../../lint/run.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { isSuspect } from "../../util/secret-prefixes.ts";
import { UsageError } from "../command.ts";
import type { FileConfig } from "../config/resolve-config.ts";
import { makeFolder, userCacheFolder } from "../files/cache-folder.ts";
import { refuseLinks } from "../files/inside-repository.ts";
import { pathFrom } from "../files/paths.ts";
import { readText } from "../files/read-text.ts";
import { writeReason } from "../files/write-file.ts";
import { Checkout } from "../git/checkout.ts";
import type { FoundFile } from "../input/discover.ts";
import { VERSION } from "../version.ts";
import { SignedFile } from "./signed-file.ts";

/** Cache files that no run has used for this long are deleted. */
const KEPT_MS = 30 * 86_400_000;

/** The result of a file without its path, text and secrets. */
type KeptResult = Omit<FileLint, "path" | "facts"> & {
  readonly facts: readonly Omit<FileLint["facts"][number], "path">[];
};

/** A file that changed this recently may change again at the same time: clocks are coarse. */
const SETTLED_MS = 2_000;

/** The result of one file. */
interface Entry {
  /** The digest of its settings, path and text. */
  readonly key: string;
  /** Its state when it was read; absent if it may change again without another one. */
  readonly state?: string | undefined;
  readonly result: KeptResult;
}

/** The entries by path. */
interface Entries {
  /** Those of earlier runs. */
  readonly known: ReadonlyMap<string, Entry>;
  /** Those that this run used or added, which it will store. */
  readonly used: Map<string, Entry>;
}

/**
 * The results of earlier runs in a working folder, by path and content of the file, the rules with
 * their settings, the version of dryfire and the tracked files.
 */
export class LintCache {
  readonly #cwd: string;
  readonly #folder: string;
  readonly #file: SignedFile | undefined;
  /** The folder that the user named, as given. */
  readonly #location: string | undefined;
  readonly #entries: Entries;
  readonly #settings = new WeakMap<FileConfig, string>();

  /** The state of the repository, whose files rules may use. */
  readonly #repository: string;

  private constructor(cwd: string, folder: string, location: string | undefined, repository: string) {
    this.#repository = repository;
    const name = digest(cwd).slice(0, 24);
    this.#cwd = cwd;
    this.#folder = folder;
    this.#location = location;
    this.#file = SignedFile.open(join(folder, `${name}.json`), `lint ${name}`);
    this.#entries = { known: new Map(storedIn(this.#file?.read())), used: new Map() };
  }

  /**
   * Opens the cache of a working folder, in `location` (relative to it) or in the user's own cache
   * folder. A damaged or foreign cache counts as empty. `repository` is the state of the
   * repository. Throws `UsageError` if there is no folder.
   */
  static open(cwd: string, location: string | undefined, repository: string): LintCache {
    const own = location === undefined ? userCacheFolder() : resolve(cwd, location);
    if (own === undefined) {
      const fault = process.env.HOME ? "not an absolute path; set it to one" : "not set; set it";
      throw new UsageError(`no cache folder, since HOME is ${fault}, or remove --cache`);
    }
    return new LintCache(cwd, join(own, "lint"), location, repository);
  }

  /** A file that is about to be read. */
  file({ path, absolute }: FoundFile, config: FileConfig): CachedFile {
    const digested = getOrAdd(this.#settings, config, () => {
      const { rules, settings, repoRoot } = config;
      // The files of a root are found by a function, which JSON leaves out.
      const root = repoRoot ? [pathFrom(this.#cwd, repoRoot), new Checkout(repoRoot).state] : repoRoot;
      return digest(JSON.stringify([VERSION, rulesOf(rules), settings, this.#repository, root]));
    });
    return new CachedFile(this.#entries, path, absolute, digested);
  }

  /**
   * Writes the results that this run used. Returns a message if that fails in a folder that the
   * user named; in the user's own cache folder a failure only costs the next run time.
   */
  store(): string | undefined {
    if (this.#isStored()) return undefined;
    try {
      this.#write(JSON.stringify({ entries: [...this.#entries.used] }));
      return undefined;
    } catch (error) {
      if (this.#location === undefined) return undefined;
      const reason = error instanceof UsageError ? error.message : writeReason(error);
      return `cannot write the cache in "${this.#location}": ${reason}; the next run will lint all files again`;
    }
  }

  #write(text: string): void {
    if (!this.#file)
      throw new UsageError("its key must be in a HOME outside checkouts, to which only you can write");
    refuseLinks(this.#folder, this.#location ?? this.#folder, this.#cwd);
    makeFolder(this.#folder);
    removeOld(this.#folder);
    this.#file.write(text);
  }

  /** True if the stored cache has exactly the entries that this run used. */
  #isStored(): boolean {
    const { known, used } = this.#entries;
    const isKnown = ([path, { key, state }]: readonly [string, Entry]): boolean => {
      const before = known.get(path);
      return before?.key === key && (state === undefined || state === before.state);
    };
    return used.size === known.size && [...used].every(isKnown);
  }
}

/** One file in the cache: first `unchanged`, then `find`, then `keep` for a new result. */
export class CachedFile {
  readonly #entries: Entries;
  readonly #path: string;
  /** The path in the stored cache. */
  readonly #storedPath: string;
  readonly #absolute: string;
  readonly #settings: string;
  /** Taken before the file is read, so that the next run notices a change in between. */
  readonly #stats: Stats | undefined;
  #key = "";
  /** The state to keep; undefined while the file may change again without another one. */
  #settled: string | undefined;

  constructor(entries: Entries, path: string, absolute: string, settings: string) {
    this.#entries = entries;
    this.#path = path;
    this.#storedPath = isSuspect(path) ? digest(path) : path;
    this.#absolute = absolute;
    this.#settings = settings;
    this.#stats = statsOf(absolute);
  }

  /** The result of an unchanged file without findings: findings need the text. */
  unchanged(): FileLint | undefined {
    const entry = this.#entries.known.get(this.#storedPath);
    if (!entry?.state || entry.state !== this.#state || entry.result.diagnostics.length > 0) return undefined;
    this.#settled = entry.state;
    return this.#recall(entry);
  }

  /** The result that an earlier run had for this text. */
  find(text: string): FileLint | undefined {
    this.#key = this.#keyOf(text);
    const isSettled = this.#stats && Date.now() - this.#stats.ctimeMs >= SETTLED_MS;
    this.#settled = isSettled ? this.#state : undefined;
    const entry = this.#entries.known.get(this.#storedPath);
    return entry?.key === this.#key ? this.#recall(entry) : undefined;
  }

  /** Keeps the result for the text that `find` did not know. */
  async keep({ path, facts, ...result }: FileLint, text: string): Promise<void> {
    const [redacted] = await redactLintResult([{ ...result, facts, text }]);
    const { diagnostics, facts: shown = [] } = redacted!;
    const ownFacts = shown.map(({ path: _path, ...fact }) => fact);
    this.#use({ key: this.#key, result: { ...result, diagnostics, facts: ownFacts } });
  }

  /** The text of an unchanged file; undefined if it has changed, or cannot be read. */
  readText(): string | undefined {
    try {
      const text = readText(this.#absolute, this.#path, "spec");
      return this.#keyOf(text) === this.#key ? text : undefined;
    } catch {
      return undefined;
    }
  }

  #keyOf(text: string): string {
    return digest(`${this.#settings} ${this.#path.length} ${this.#path}${text}`);
  }

  #recall({ key, result }: Entry): FileLint {
    this.#key = key;
    this.#use({ key, result });
    const path = this.#path;
    return { path, ...result, facts: result.facts.map((fact) => ({ ...fact, path })) };
  }

  #use(entry: Entry): void {
    this.#entries.used.set(this.#storedPath, { ...entry, state: this.#settled });
  }

  /** The state of the file in the file system (every write changes `ctime`), and its settings. */
  get #state(): string | undefined {
    if (!this.#stats) return undefined;
    const { mtimeMs, ctimeMs, size, ino } = this.#stats;
    return [mtimeMs, ctimeMs, size, ino, this.#settings].join(" ");
  }
}

/** The rules of a run with all that decides their findings, as JSON. */
export function rulesOf({ active, known }: RuleSet): unknown {
  return [active.map(({ rule, severity, options }) => [rule.id, severity ?? null, options]), [...known]];
}

/** In one step, since an object for each of thousands of texts would cost more than the digests. */
export function digest(text: string): string {
  return hash("sha256", text, "hex");
}

/** Another version may have signed another shape. */
function storedIn(text = "{}"): readonly (readonly [path: string, Entry])[] {
  const { entries } = JSON.parse(text) as { readonly entries?: [string, Entry][] };
  return Array.isArray(entries) ? entries : [];
}

/** The file system's times and size of a regular file; undefined for anything else. */
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
