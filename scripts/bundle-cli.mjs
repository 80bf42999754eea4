import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles the command line into `dist/cli` and its launcher into `dist/dryfire.cjs`, in two steps. First esbuild splits the code into
 * pieces, so that each command loads only what it needs. Then the pieces that one command always needs are joined again into one file,
 * since each file to open and each call between pieces costs start-up time; a file is a CommonJS module as a function (an ES module entry
 * costs time too), whose exports are the pieces by name.
 *
 * Gives what to write, `[path, text]`, and esbuild's metafile.
 */
export async function bundleCli(root, dist) {
  const split = await build({
    bundle: true,
    minify: true,
    splitting: true,
    write: false,
    metafile: true,
    legalComments: "none",
    absWorkingDir: root,
    mainFields: ["module", "main"],
    entryPoints: { dryfire: "src/cli/bin.ts" },
    outdir: "dist/cli",
    platform: "node",
    format: "esm",
    target: "node20.19",
    entryNames: "[name]-[hash]",
    chunkNames: "[name]-[hash]",
    plugins: [safeYamlOnly(), plainColors()],
  });
  const texts = new Map(split.outputFiles.map(({ path, text }) => [basename(path), text]));
  const graph = importsOf(split.metafile);
  const entry = [...texts.keys()].find((name) => name.startsWith("dryfire-"));
  const files = await Promise.all(
    filesOf(graph, entry).map(async (file) => [
      join(dist, "cli", file.name),
      await joined(file, graph, texts),
    ]),
  );
  const launcher = await bundleLauncher(root, entry, digest(files));
  return { files: [...files, [join(dist, "dryfire.cjs"), launcher]], metafile: split.metafile };
}

/** js-yaml's full schema, which nobody here asks for, looks for the package esprima on the user's disk. */
function safeYamlOnly() {
  return {
    name: "safe-yaml-only",
    setup({ onResolve }) {
      onResolve({ filter: /\/default_full$/ }, ({ path, resolveDir }) => {
        if (!resolveDir.includes("js-yaml")) return undefined;
        return { path: join(resolveDir, path.replace("default_full", "default_safe.js")) };
      });
    },
  };
}

/** picocolors looks at the terminal when it is loaded, which loads the streams of Node.js; its own verdict is never asked for. */
function plainColors() {
  return {
    name: "plain-colors",
    setup({ onLoad }) {
      onLoad({ filter: /picocolors\.js$/ }, ({ path }) => {
        const text = readFileSync(path, "utf8");
        const asked = "(p.stdout || {}).isTTY";
        if (!text.includes(asked)) throw new Error("picocolors asks for the terminal in another way now");
        return { contents: text.replace(asked, "false"), loader: "js" };
      });
    },
  };
}

/** The pieces of a file as one CommonJS module, which is a function as the launcher calls it. */
async function joined({ name, pieces }, graph, texts) {
  const { outputFiles } = await build({
    stdin: { contents: tableOf(name, pieces, graph), loader: "js", sourcefile: name },
    bundle: true,
    write: false,
    minify: true,
    legalComments: "none",
    platform: "node",
    format: "cjs",
    target: "node20.19",
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "importMetaUrl" },
    plugins: [piecesFrom(pieces, texts)],
  });
  return `(function(require,module,__filename){${outputFiles[0].text}\n})`;
}

/** A module that exports the pieces which other files need, each marked as what it is, so that `import` takes its default from it. */
function tableOf(name, pieces, graph) {
  const inside = new Set(pieces);
  const wanted = new Set([name]);
  for (const [importer, { now, later }] of graph) {
    if (!inside.has(importer)) for (const each of [...now, ...later]) wanted.add(each);
  }
  for (const each of pieces.flatMap((piece) => graph.get(piece).later)) wanted.add(each);
  const exported = pieces.filter((piece) => wanted.has(piece));
  return [
    ...exported.map((piece, index) => `import * as piece${index} from "./${piece}";`),
    'const marked = (piece) => Object.defineProperty(piece, "__esModule", { value: true });',
    `module.exports = { ${exported.map((piece, index) => `"${piece}": marked(piece${index})`).join(", ")} };`,
  ].join("\n");
}

function piecesFrom(pieces, texts) {
  const inside = new Set(pieces);
  return {
    name: "pieces",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\// }, ({ path, kind }) => {
        const isHere = inside.has(path.slice(2)) && kind !== "dynamic-import";
        return isHere ? { path: path.slice(2), namespace: "piece" } : { path, external: true };
      });
      onLoad({ filter: /.*/, namespace: "piece" }, ({ path }) => {
        const text = texts.get(path);
        const url =
          'import { pathToFileURL } from "node:url"; const importMetaUrl = pathToFileURL(__filename).href;';
        return { contents: text.includes("import.meta.url") ? `${url}${text}` : text, loader: "js" };
      });
    },
  };
}

/** What each piece imports at once, and what when it is first needed. */
function importsOf({ outputs }) {
  const graph = new Map();
  for (const [path, { imports }] of Object.entries(outputs)) {
    const of = (kind) => imports.filter((each) => each.kind === kind && !each.external);
    const names = (kind) => of(kind).map((each) => basename(each.path));
    graph.set(basename(path), { now: names("import-statement"), later: names("dynamic-import") });
  }
  return graph;
}

/**
 * The files with their pieces: the entry with all that it imports; each command, which the entry imports when it is called, with all that it
 * imports beyond the entry's; and one file for each piece that is loaded later than that.
 */
function filesOf(graph, entry) {
  const first = closure(graph, [entry]);
  const commands = new Set([...first].flatMap((name) => graph.get(name).later));
  const files = [{ name: entry, pieces: [...first] }];
  for (const name of commands) {
    files.push({ name, pieces: [...closure(graph, [name])].filter((piece) => !first.has(piece)) });
  }
  const later = [...graph.keys()].filter((name) => !first.has(name)).flatMap((name) => graph.get(name).later);
  for (const name of closure(graph, later)) {
    if (!first.has(name) && !commands.has(name)) files.push({ name, pieces: [name] });
  }
  return files;
}

function closure(graph, names, reached = new Set()) {
  for (const name of names) {
    if (reached.has(name)) continue;
    reached.add(name);
    closure(graph, graph.get(name).now, reached);
  }
  return reached;
}

function digest(files) {
  const hash = createHash("sha256");
  for (const [, text] of files) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}

async function bundleLauncher(root, entry, digestOfBundle) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/cli/launcher.ts")],
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    bundle: true,
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
    define: { DRYFIRE_ENTRY: JSON.stringify(entry), DRYFIRE_BUILD: JSON.stringify(digestOfBundle) },
    absWorkingDir: root,
  });
  return outputFiles[0].text;
}
