import { Script } from "node:vm";
import { CodeCache } from "./code-cache.ts";

/** A digest of all chunks, set by the build. */
declare const DRYFIRE_BUILD: string;

type Require = (id: string) => unknown;
type Chunk = (exports: object, require: Require, module: object, filename: string) => void;

/**
 * Starts the program through V8's code cache, which saves most of the start-up time. Chunks are
 * loaded once, like CommonJS modules in Node.js.
 */
const fs: typeof import("node:fs") = require("node:fs");
const path: typeof import("node:path") = require("node:path");
const folder = path.join(__dirname, "lib");
const cache = CodeCache.open(DRYFIRE_BUILD);
const loaded = new Map<string, { exports: object }>();

if (cache) process.on("exit", () => cache.store());
(load("main.cjs") as typeof import("../bin.ts")).run();

function load(name: string): object {
  const before = loaded.get(name);
  if (before) return before.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  const filename = path.join(folder, name);
  // Chunks are ASCII.
  const text = fs.readFileSync(filename, "latin1");
  const code = `(function(exports,require,module,__filename){${text}\n})`;
  const script = cache ? cache.compile(name, code, filename) : new Script(code, { filename });
  const chunk = script.runInThisContext() as Chunk;
  chunk(module.exports, requireFrom, module, filename);
  return module.exports;
}

function requireFrom(id: string): unknown {
  return id.startsWith("./") ? load(id.slice(2)) : require(id);
}
