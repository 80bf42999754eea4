import {
  closeSync,
  constants,
  fstatSync,
  futimesSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { isOwnFile, isPrivate, makeFolder, userCacheFolder } from "../files/cache-folder.ts";
import { writeWhole } from "../files/whole-file.ts";

/** A run only compiles what it calls, so each of the first few runs adds to the cache. */
const LEARNING_RUNS = 3;

/** Folders of other builds and Node.js versions that are older than this are deleted. */
const KEPT_MS = 30 * 86_400_000;

interface Compiled {
  readonly script: Script;
  readonly file: string;
  /** The number of runs that wrote the cached code of this run; 0 without usable code. */
  readonly runs: number;
}

/**
 * V8's compiled code of the bundle, kept in the user's own cache folder, for one build and one
 * version of Node.js. Unreadable or damaged code is compiled again; a failed write only costs time.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #compiled: Compiled[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Opens the cache of a build; undefined if `DRYFIRE_NO_CODE_CACHE` disables it or another user
   * could write to it.
   */
  static open(build: string): CodeCache | undefined {
    const { env, arch, version } = process;
    const root = env.DRYFIRE_NO_CODE_CACHE ? undefined : userCacheFolder();
    if (root === undefined) return undefined;
    const folder = join(root, "code", `${build}-${version}-${arch}`);
    return isOwnFolder(folder) ? new CodeCache(folder) : undefined;
  }

  /** Compiles a script, with its cached code if there is any. */
  compile(name: string, code: string, filename: string): Script {
    const file = join(this.#folder, name);
    const { cachedData, runs } = readEntry(file);
    const script = new Script(code, { filename, ...(cachedData && { cachedData }) });
    const isUsed = cachedData && !script.cachedDataRejected;
    this.#compiled.push({ script, file, runs: isUsed ? runs : 0 });
    return script;
  }

  /** Stores the compiled code of this run, if it has anything new. */
  store(): void {
    if (this.#compiled.every(({ runs }) => runs >= LEARNING_RUNS)) return;
    try {
      if (makeFolder(this.#folder)) removeOld(dirname(this.#folder));
      // Another user may have created a missing folder in a shared one just now.
      if (!isOwnFolder(this.#folder)) return;
      for (const { script, file, runs } of this.#compiled)
        writeEntry(file, script, Math.min(runs + 1, LEARNING_RUNS));
    } catch {
      // The next run compiles again.
    }
  }
}

/**
 * The modification time of an entry in seconds: this plus the number of runs that wrote it. V8 does
 * not fully check cached code and crashes on damaged code; any later write changes the time, which
 * is cheap to check.
 */
const STAMP = 1_000_000_000;

const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;

function readEntry(file: string): { cachedData?: Buffer; runs: number } {
  let descriptor: number | undefined;
  try {
    descriptor = openSync(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    const stats = fstatSync(descriptor);
    const runs = stats.mtimeMs / 1000 - STAMP;
    if (isOwnFile(stats) && Number.isInteger(runs) && runs >= 1 && runs <= LEARNING_RUNS)
      return { cachedData: readFileSync(descriptor), runs };
  } catch {
    // Compiled again.
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
  return { runs: 0 };
}

/** Another process never sees half a file, not even after a power failure. */
function writeEntry(file: string, script: Script, runs: number): void {
  const finish = (descriptor: number) => futimesSync(descriptor, STAMP + runs, STAMP + runs);
  writeWhole(file, script.createCachedData(), { mode: 0o600, finish });
}

/**
 * Code that another user may have written must not run. The owner and mode of every folder decide,
 * and of each entry through its handle: verifying a signature would cost more than compiling.
 */
function isOwnFolder(folder: string): boolean {
  return isPrivate(folder) && !lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink();
}

function removeOld(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (now - lstatSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
