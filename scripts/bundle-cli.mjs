import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { build } from "esbuild";

/**
 * Bundles the command line into `dist/cli` and its launcher into `dist/dryfire.cjs`, in two steps. First esbuild splits the code into
 * pieces, so that each command loads only what it needs. Then the pieces that are always needed together are joined again into groups, since
 * each call between pieces costs start-up time: the entry's, each command's, and one for each piece that is loaded later. A group is a
 * CommonJS module as a function (an ES module costs time too) that exports its pieces by name. The file of a command has the entry's group
 * beside its own, since opening a file costs time as well.
 *
 * Gives what to write, `[path, text]`, and esbuild's metafile.
 */
export async function bundleCli(root, dist) {
  const split = await splitIntoPieces(root);
  const texts = new Map(split.outputFiles.map(({ path, text }) => [basename(path), text]));
  const graph = importsOf(split.metafile);
  const entry = [...texts.keys()].find((name) => name.startsWith("dryfire-"));
  const groups = groupsOf(graph, entry);
  const codes = new Map();
  await Promise.all(groups.map(async (group) => codes.set(group.name, await joined(group, texts))));
  const starts = startsOf(root, split.metafile);
  const isStart = new Set(Object.values(starts));
  const files = groups.map(({ name }) => {
    const inside = isStart.has(name) ? [entry, name] : [name];
    return [
      join(dist, "cli", name),
      `({${inside.map((each) => `"${each}":${codes.get(each)}`).join(",\n")}})`,
    ];
  });
  const launcher = await bundleLauncher(root, {
    DRYFIRE_ENTRY: entry,
    DRYFIRE_STARTS: starts,
    DRYFIRE_BUILD: digest(files),
  });
  return { files: [...files, [join(dist, "dryfire.cjs"), launcher]], metafile: split.metafile };
}

function splitIntoPieces(root) {
  return build({
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
    plugins: [ownYamlSchema(), plainColors()],
  });
}

/** The file to begin with for each command, by the word that calls it, from the table of commands. */
function startsOf(root, { outputs }) {
  const table = readFileSync(join(root, "src/cli/commands.ts"), "utf8");
  const modules = [...table.matchAll(/^ {2}"?([a-z-]+)"?: \{.*?import\("\.\/([^"]+)"\)/gms)];
  const outputOf = (file) => Object.keys(outputs).find((name) => outputs[name].entryPoint === file);
  const starts = modules.map(([, word, file]) => [word, basename(outputOf(`src/cli/${file}`))]);
  if (starts.length === 0) throw new Error("no command found in src/cli/commands.ts");
  return Object.fromEntries(starts);
}

/**
 * The reader has a schema of its own, so that js-yaml's need not be made; its full schema, which nobody here asks for, looks for the package
 * esprima on the user's disk.
 */
function ownYamlSchema() {
  return {
    name: "own-yaml-schema",
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /\/default_(?:full|safe)$/ }, ({ path, importer, resolveDir }) => {
        if (!resolveDir.includes("js-yaml")) return undefined;
        if (basename(importer) === "loader.js") return { path, namespace: "no-schema" };
        return {
          path: join(resolveDir, path.replace("default_full", "default_safe.js").replace(/safe$/, "safe.js")),
        };
      });
      onLoad({ filter: /.*/, namespace: "no-schema" }, () => ({ contents: "module.exports = undefined;" }));
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

/** A group as one CommonJS module, which is a function as the launcher calls it. */
async function joined({ name, pieces, exported }, texts) {
  const { outputFiles } = await build({
    stdin: { contents: tableOf(exported), loader: "js", sourcefile: name },
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

/** A module that exports pieces, each marked as what it is, so that `import` takes its default from it. */
function tableOf(exported) {
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
 * The groups: the entry with all that it imports; each command, which the entry imports when it is called, with all that it imports beyond
 * the entry's; and each piece that is loaded later than that. A group exports what is loaded later and needs it.
 */
function groupsOf(graph, entry) {
  const first = closure(graph, [entry]);
  const commands = laterThan(graph, first);
  const everything = [...graph.keys()].filter((piece) => !first.has(piece));
  const groups = [groupOf(entry, [...first], closure(graph, everything))];
  const singles = new Set();
  for (const name of commands) {
    const pieces = [...closure(graph, [name])].filter((piece) => !first.has(piece));
    const later = allLater(graph, pieces);
    groups.push(groupOf(name, pieces, later));
    for (const piece of later) if (!first.has(piece) && !commands.has(piece)) singles.add(piece);
  }
  return [...groups, ...[...singles].map((name) => groupOf(name, [name], new Set()))];
}

function groupOf(name, pieces, later) {
  return { name, pieces, exported: pieces.filter((piece) => piece === name || later.has(piece)) };
}

function laterThan(graph, pieces) {
  return new Set([...pieces].flatMap((piece) => graph.get(piece).later));
}

/** All that may be loaded once some pieces are there, with what that imports. */
function allLater(graph, pieces) {
  const reached = new Set();
  for (let next = laterThan(graph, pieces); next.size > 0; ) {
    const now = [...closure(graph, next)].filter((piece) => !reached.has(piece));
    for (const piece of now) reached.add(piece);
    next = new Set([...laterThan(graph, now)].filter((piece) => !reached.has(piece)));
  }
  return reached;
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

async function bundleLauncher(root, constants) {
  const { outputFiles } = await build({
    entryPoints: [join(root, "src/cli/startup/launcher.ts")],
    write: false,
    platform: "node",
    format: "cjs",
    target: "node20.19",
    bundle: true,
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
    define: Object.fromEntries(
      Object.entries(constants).map(([name, value]) => [name, JSON.stringify(value)]),
    ),
    absWorkingDir: root,
  });
  return outputFiles[0].text;
}
