import { Script } from "node:vm";
import { CodeCache } from "./code-cache.ts";

/** The piece of the bundle that runs the command line; set by the build, as are the others. */
declare const DRYFIRE_ENTRY: string;
/** The file to begin with, by the word on the command line that calls for it. */
declare const DRYFIRE_STARTS: Readonly<Record<string, string>>;
/** A digest of the whole bundle. */
declare const DRYFIRE_BUILD: string;

/** Pieces that are loaded together: a CommonJS module as a function, whose exports are the pieces by name. */
type Group = (
  require: (id: string) => unknown,
  module: { exports: Readonly<Record<string, unknown>> },
  file: string,
) => void;

/**
 * Starts the bundle through V8's code cache, which saves the time to compile it: most of what a run over one file would take. A file is a
 * table of groups, and is named after the piece that it is there for; so is a group.
 */
const fs: typeof import("node:fs") = require("node:fs");
const path: typeof import("node:path") = require("node:path");
const folder = path.join(__dirname, "cli");
const cache = CodeCache.open(DRYFIRE_BUILD);
const groups = new Map<string, Group>();
const pieces = new Map<string, unknown>();
const word = process.argv[2] ?? "";

/** What nearly every group asks for, so that Node.js need not be asked each time. */
const common: Readonly<Record<string, unknown>> = { "node:fs": fs, "node:path": path };

if (cache) process.on("exit", () => cache.store());
read(Object.hasOwn(DRYFIRE_STARTS, word) ? DRYFIRE_STARTS[word]! : DRYFIRE_ENTRY);
load(DRYFIRE_ENTRY);

function load(name: string): unknown {
  if (!pieces.has(name)) {
    if (!groups.has(name)) read(name);
    const module = { exports: {} as Record<string, unknown> };
    groups.get(name)!(requireFrom, module, path.join(folder, name));
    for (const key in module.exports) if (!pieces.has(key)) pieces.set(key, module.exports[key]);
  }
  return pieces.get(name);
}

function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id.slice(2)) : (common[id] ?? require(id));
}

/** The bundle is plain ASCII, which is read fastest as Latin-1. */
function read(name: string): void {
  const filename = path.join(folder, name);
  const code = fs.readFileSync(filename, "latin1");
  const script = cache ? cache.compile(name, code, filename) : new Script(code, { filename });
  const table = script.runInThisContext() as Readonly<Record<string, Group>>;
  for (const key in table) if (!groups.has(key)) groups.set(key, table[key]!);
}
