import { createHash } from "node:crypto";
import { build as esbuild, transform } from "esbuild";
import { rolldown } from "rolldown";

/** The Node.js that the package supports at least. */
const TARGET = "node20.19";

/**
 * Bundles the program and the library into CommonJS chunks that share their state. The library is
 * `index.cjs`, the program `dryfire.cjs`, and `lib` has their chunks.
 *
 * @param {string} root the folder of the project
 * @returns {Promise<{ files: Map<string, string>, packages: string[] }>} texts by path, and the
 * folders of the packages that are in them
 */
export async function bundle(root) {
  const build = await rolldown({
    cwd: root,
    input: { index: "src/index.ts", main: "src/cli/bin.ts" },
    platform: "node",
    preserveEntrySignatures: "allow-extension",
    resolve: {
      alias: {
        // Only js-yaml's full schema needs esprima, and it is never used.
        esprima: false,
        // The other half of cron-parser reads crontab files, which needs Node.js.
        "cron-parser": "cron-parser/dist/CronExpressionParser.js",
      },
    },
    plugins: [secretlintWithoutNode()],
    // yargs reads `import.meta` only where it loads config files of its own. A dynamic import of what
    // is there anyway does no harm.
    checks: { emptyImportMeta: false, ineffectiveDynamicImport: false },
  });
  const { output } = await build.generate({
    format: "cjs",
    comments: false,
    minify: true,
    entryFileNames: ({ name }) => (name === "index" ? "index.cjs" : "lib/[name].cjs"),
    chunkFileNames: "lib/[name].cjs",
    codeSplitting: {
      includeDependenciesRecursively: false,
      groups: [{ debugName: "start-up", name: chunkName(root) }],
    },
  });
  await build.close();
  assertPure(output);
  const files = new Map();
  for (const chunk of output) files.set(chunk.fileName, await inAscii(chunk));
  files.set("dryfire.cjs", await launcher(root, digest([...files.values()])));
  return { files, packages: packagesOf(output.flatMap(({ modules }) => Object.keys(modules))) };
}

/** The file that starts the program through a code cache, which belongs to one build. */
async function launcher(root, build) {
  const { outputFiles } = await esbuild({
    entryPoints: [`${root}/src/cli/startup/launcher.ts`],
    write: false,
    platform: "node",
    format: "cjs",
    target: TARGET,
    bundle: true,
    minify: true,
    banner: { js: "#!/usr/bin/env node" },
    define: { DRYFIRE_BUILD: JSON.stringify(build) },
  });
  return outputFiles[0].text;
}

function digest(texts) {
  const hash = createHash("sha256");
  for (const text of texts) hash.update(text).update("\0");
  return hash.digest("hex").slice(0, 16);
}

/** The folders of the packages that modules belong to. */
function packagesOf(modules) {
  const folders = modules.map((module) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined && !folder.startsWith("\0")))].sort();
}

/**
 * secretlint asks `node:path` for the last part of a path. It reads files of its own accord where it
 * is given a path of a key file, which never happens here.
 */
function secretlintWithoutNode() {
  const standIn = "\0secretlint-without-node";
  return {
    name: "secretlint-without-node",
    resolveId: {
      filter: { id: /^node:(?:fs|path)$/ },
      handler: (_, importer) => (importer?.includes("@secretlint") ? standIn : undefined),
    },
    load: {
      handler: (id) =>
        id === standIn
          ? "export const basename = (path) => path.split('/').at(-1); export default { basename };"
          : undefined,
    },
  };
}

/**
 * Names the chunk of a module, or leaves that to the bundler. Each file that is opened costs start-up
 * time, so that what `lint` needs at once is in two: `core` is its part of the library.
 */
function chunkName(root) {
  let sets;
  return (id, context) => {
    const from = (file, options) => reached(`${root}/src/${file}`, context, options);
    sets ??= {
      library: from("index.ts", { lazily: true }),
      start: from("cli/bin.ts"),
      lint: from("cli/commands/lint.ts"),
    };
    if (sets.start.has(id)) return sets.library.has(id) ? "base" : "main";
    if (sets.lint.has(id)) return sets.library.has(id) ? "core" : "lint";
    if (id.startsWith(`${root}/src/report/schemas/`)) return "schemas";
    return id.startsWith(`${root}/src/report/`) ? "reports" : null;
  };
}

/** A module and all that it imports; `lazily` counts dynamic imports too. */
function reached(start, context, { lazily = false } = {}) {
  const found = new Set([start]);
  for (const id of found) {
    const info = context.getModuleInfo(id);
    const next = [...(info?.importedIds ?? []), ...(lazily ? (info?.dynamicallyImportedIds ?? []) : [])];
    for (const each of next) found.add(each);
  }
  return found;
}

/** The library runs in a browser, so that none of its chunks may need a module of Node.js. */
function assertPure(output) {
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set(["index.cjs"]);
  for (const name of needed) {
    const { imports = [], dynamicImports = [] } = chunks.get(name) ?? {};
    for (const each of [...imports, ...dynamicImports]) needed.add(each);
  }
  const outside = [...needed].filter((name) => !chunks.has(name));
  if (outside.length > 0) throw new Error(`the library needs ${outside.join(", ")}`);
}

/** Writes a chunk in ASCII, of which V8 keeps one byte for each character. */
async function inAscii({ code }) {
  return (await transform(code, { minify: true, target: TARGET, charset: "ascii" })).code;
}
