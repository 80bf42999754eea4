import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { RuleSet } from "../lint/rule-set.ts";
import type { FileLint } from "../lint/run.ts";
import { withoutSecrets } from "../report/without-secrets.ts";
import { UsageError } from "./command.ts";
import type { FileConfig } from "./effective-config.ts";
import { userCacheFolder } from "./user-cache.ts";
import { VERSION } from "./version.ts";
import { writeFileAtomically } from "./write-file.ts";

/** Cache files that no run has used for this long are taken away. */
const KEPT_MS = 30 * 86_400_000;

/** What is kept of a file: its result without the path, which is part of the key. No text of the file, and no secret of it. */
type Kept = Omit<FileLint, "path" | "facts"> & {
  readonly facts: readonly Omit<FileLint["facts"][number], "path">[];
};

/**
 * The results of earlier runs. A result is found again by the file's path and content, the rules with their settings, the version of
 * dryfire and the files that the repository tracks. There is one file per working folder; one that is damaged counts as empty.
 */
export class LintCache {
  readonly #file: string;
  readonly #kept: ReadonlyMap<string, Kept>;
  readonly #used = new Map<string, Kept>();
  readonly #configs = new WeakMap<FileConfig, string>();

  private constructor(file: string) {
    this.#file = file;
    this.#kept = readKept(file);
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
    return new LintCache(join(own, "lint", `${digest(cwd).slice(0, 24)}.json`));
  }

  /** The key of a file's result. */
  key(path: string, text: string, config: FileConfig): string {
    let settings = this.#configs.get(config);
    if (settings === undefined) {
      settings = digest(JSON.stringify([VERSION, rulesOf(config.rules), config.settings]));
      this.#configs.set(config, settings);
    }
    return digest(`${settings} ${path.length} ${path}${text}`);
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
    const { files } = withoutSecrets({
      files: [{ path, diagnostics: result.diagnostics, secrets: result.secrets, text }],
      summary: { files: 1, pipelines: 0, errors: 0, warnings: 0, infos: 0, fixable: 0, suppressed: 0 },
    });
    const { diagnostics } = files[0]!;
    this.#used.set(key, { ...result, diagnostics, facts: facts.map(({ path: _path, ...fact }) => fact) });
  }

  /** Writes what this run used, whole or not at all; what cannot be written costs the next run time, nothing else. */
  store(): void {
    const isSame =
      this.#used.size === this.#kept.size && [...this.#used.keys()].every((key) => this.#kept.has(key));
    if (isSame) return;
    const text = JSON.stringify([...this.#used]);
    try {
      const folder = join(this.#file, "..");
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      removeOld(folder);
      writeFileAtomically(this.#file, `${digest(text)}\n${text}`);
    } catch {
      // The next run lints anew.
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

/** The first line is a digest of the rest. */
function readKept(file: string): ReadonlyMap<string, Kept> {
  try {
    const text = readFileSync(file, "utf8");
    const end = text.indexOf("\n");
    const rest = text.slice(end + 1);
    return end > 0 && digest(rest) === text.slice(0, end) ? new Map(JSON.parse(rest)) : new Map();
  } catch {
    return new Map();
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
