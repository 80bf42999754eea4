import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Script } from "node:vm";
import { CodeCache } from "./code-cache.ts";

/** The name of the bundle's first piece and of the file that holds it, set by the build. */
declare const DRYFIRE_ENTRY: string;
/** A digest of the whole bundle, set by the build. */
declare const DRYFIRE_BUILD: string;

/** A file: a CommonJS module as a function, whose exports are pieces of the bundle by name. */
type CommonJs = (
  require: (id: string) => unknown,
  module: { exports: Readonly<Record<string, unknown>> },
  file: string,
) => void;

/**
 * Starts the bundle through V8's code cache, which saves the time to compile it: most of what a run over one file would take. A file is
 * named after the piece that it is there for, and may hold others that this one needs.
 */
const folder = join(__dirname, "cli");
const cache = CodeCache.open(DRYFIRE_BUILD);
const pieces = new Map<string, unknown>();

if (cache) process.on("exit", () => cache.store());
load(DRYFIRE_ENTRY);

function load(name: string): unknown {
  if (!pieces.has(name)) {
    const exported = evaluate(name);
    for (const key in exported) if (!pieces.has(key)) pieces.set(key, exported[key]);
  }
  return pieces.get(name);
}

/** The bundle is plain ASCII, which is read fastest as Latin-1. */
function evaluate(name: string): Readonly<Record<string, unknown>> {
  const filename = join(folder, name);
  const code = readFileSync(filename, "latin1");
  const script = cache ? cache.compile(name, code, filename) : new Script(code, { filename });
  const module = { exports: {} };
  (script.runInThisContext() as CommonJs)(requireFrom, module, filename);
  return module.exports;
}

function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id.slice(2)) : require(id);
}
