import {
  closeSync,
  fsyncSync,
  futimesSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { Script } from "node:vm";
import { makeFolder, userCacheFolder } from "./cache-folder.ts";

/** A run compiles only what it calls, so the first few runs each add to the cache what the ones before had no need of. */
const LEARNING_RUNS = 3;

/** Folders of other builds and other versions of Node.js that were written longer ago than this are taken away. */
const KEPT_MS = 30 * 86_400_000;

interface Compiled {
  readonly script: Script;
  readonly file: string;
  /** How many runs have written the cached code that this run began with; 0 where there was none that could be used. */
  readonly runs: number;
}

/**
 * V8's compiled code of the bundle, kept between runs in the user's own cache folder. Everything in it belongs to one build and one
 * version of Node.js. What cannot be read, or is damaged, is compiled anew; what cannot be written costs time, nothing else.
 */
export class CodeCache {
  readonly #folder: string;
  readonly #compiled: Compiled[] = [];

  private constructor(folder: string) {
    this.#folder = folder;
  }

  /** The cache of a build, or undefined where `DRYFIRE_NO_CODE_CACHE` switches it off or somebody else could have written there. */
  static open(build: string): CodeCache | undefined {
    const { env, arch, version } = process;
    const root = env.DRYFIRE_NO_CODE_CACHE ? undefined : userCacheFolder();
    if (root === undefined) return undefined;
    const folder = join(root, "code", `${build}-${version}-${arch}`);
    return isForeign(folder) ? undefined : new CodeCache(folder);
  }

  /** Compiles a script, with its cached code where there is any. */
  compile(name: string, code: string, filename: string): Script {
    const file = join(this.#folder, name);
    const { cachedData, runs } = readEntry(file);
    const script = new Script(code, { filename, ...(cachedData && { cachedData }) });
    const isUsed = cachedData && !script.cachedDataRejected;
    this.#compiled.push({ script, file, runs: isUsed ? runs : 0 });
    return script;
  }

  /** Stores the code of this run, with the functions that it called, where there is anything new in it. */
  store(): void {
    if (this.#compiled.every(({ runs }) => runs >= LEARNING_RUNS)) return;
    try {
      if (makeFolder(this.#folder)) removeOld(dirname(this.#folder));
      for (const { script, file, runs } of this.#compiled) writeEntry(file, script, runs + 1);
    } catch {
      // The next run compiles again.
    }
  }
}

/**
 * The time of last change that an entry is given, in seconds: this, and the number of runs that wrote it. V8 does not check cached code in
 * full and crashes on a damaged one; whatever writes to an entry after us changes the time, and to look at it costs next to nothing.
 */
const STAMP = 1_000_000_000;

function readEntry(file: string): { cachedData?: Buffer; runs: number } {
  try {
    const seconds = (statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0) / 1000;
    const runs = seconds - STAMP;
    if (Number.isInteger(runs) && runs >= 1 && runs <= LEARNING_RUNS)
      return { cachedData: readFileSync(file), runs };
  } catch {
    // Compiled anew.
  }
  return { runs: 0 };
}

/** Another process never sees half a file, and neither does a run after a power failure. */
function writeEntry(file: string, script: Script, runs: number): void {
  const own = `${file}.${process.pid}`;
  const descriptor = openSync(own, "w", 0o600);
  try {
    writeAll(descriptor, script.createCachedData());
    futimesSync(descriptor, STAMP + runs, STAMP + runs);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(own, file);
}

function writeAll(descriptor: number, bytes: Buffer): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(descriptor, bytes, written, bytes.length - written);
}

/** Code that somebody else may have written there must not run. */
function isForeign(folder: string): boolean {
  try {
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) return false;
    if (!stats.isDirectory()) return true;
    return process.getuid !== undefined && (stats.uid !== process.getuid() || (stats.mode & 0o022) !== 0);
  } catch {
    return true;
  }
}

function removeOld(folder: string): void {
  const now = Date.now();
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    if (now - lstatSync(path).mtimeMs > KEPT_MS) rmSync(path, { recursive: true, force: true });
  }
}
