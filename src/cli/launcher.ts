import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { CodeCache } from "./code-cache.ts";

/** The name of the bundle's first piece and of the file that holds it, set by the build. */
declare const DRYFIRE_ENTRY: string;
/** A digest of the whole bundle, set by the build. */
declare const DRYFIRE_BUILD: string;

interface LoadedModule {
  exports: unknown;
}

/** A piece of the bundle: a CommonJS module as a function. */
type Piece = (
  exports: unknown,
  require: (id: string) => unknown,
  module: LoadedModule,
  file: string,
  folder: string,
) => void;

/**
 * Starts the bundle through V8's code cache, which saves the time to compile it: most of what a run over one file would take. Each file of
 * the bundle is a table of pieces, and `require("./name")` inside a piece is answered from the tables, or from the file of that name.
 */
const folder = join(__dirname, "cli");
const cache = CodeCache.open(DRYFIRE_BUILD);
const pieces = new Map<string, Piece>();
const loaded = new Map<string, LoadedModule>();

load(DRYFIRE_ENTRY);
if (cache) process.on("exit", () => cache.store());

function load(name: string): unknown {
  const known = loaded.get(name);
  if (known) return known.exports;
  const module: LoadedModule = { exports: {} };
  loaded.set(name, module);
  pieceOf(name)(module.exports, requireFrom, module, join(folder, name), folder);
  return module.exports;
}

function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id.slice(2)) : require(id);
}

function pieceOf(name: string): Piece {
  if (!pieces.has(name)) {
    const table = evaluate(name);
    for (const key in table) if (!pieces.has(key)) pieces.set(key, table[key]!);
  }
  return pieces.get(name)!;
}

/** The bundle is plain ASCII, which is read fastest as Latin-1. */
function evaluate(name: string): Readonly<Record<string, Piece>> {
  const filename = join(folder, name);
  const code = readFileSync(filename, "latin1");
  const script = cache ? cache.compile(name, code, filename) : new Script(code, { filename });
  return script.runInThisContext() as Readonly<Record<string, Piece>>;
}
