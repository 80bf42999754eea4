import { createHash } from "node:crypto";
import { basename, join } from "node:path";
import { build, transform } from "esbuild";

/**
 * Bundles the command line into `dist/cli` and its launcher into `dist/dryfire.cjs`. esbuild splits the code so that each command loads only
 * what it needs; here each piece becomes a CommonJS function (an ES module entry costs start-up time), and the pieces that one command
 * always needs are put into one file, since each file to open costs time too. Such a file is an expression: a table of functions by name.
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
    plugins: [safeYamlOnly()],
  });
  const codes = new Map();
  for (const { path, text } of split.outputFiles) codes.set(basename(path), await asCommonJs(text));
  const graph = importsOf(split.metafile);
  const entry = [...codes.keys()].find((name) => name.startsWith("dryfire-"));
  const files = filesOf(graph, entry).map(([name, pieces]) => [
    join(dist, "cli", name),
    `({${pieces.map((piece) => asEntry(piece, codes.get(piece))).join(",\n")}})`,
  ]);
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

/** esbuild splits ES modules only, so each piece is made a CommonJS module of its own afterwards. */
async function asCommonJs(text) {
  const url = text.includes("import.meta.url")
    ? 'const importMetaUrl = require("node:url").pathToFileURL(__filename).href;'
    : "";
  const { code } = await transform(text, {
    format: "cjs",
    target: "node20.19",
    platform: "node",
    minify: true,
    supported: { "dynamic-import": false },
    define: { "import.meta.url": "importMetaUrl" },
    banner: url,
  });
  return code;
}

function asEntry(name, code) {
  return `${JSON.stringify(name)}:function(exports,require,module,__filename,__dirname){${code}\n}`;
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
  const files = [[entry, [...first]]];
  for (const command of commands) {
    files.push([command, [...closure(graph, [command])].filter((name) => !first.has(name))]);
  }
  const later = [...graph.keys()].filter((name) => !first.has(name)).flatMap((name) => graph.get(name).later);
  for (const name of closure(graph, later)) {
    if (!first.has(name) && !commands.has(name)) files.push([name, [name]]);
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
