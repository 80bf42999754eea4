import { createHash } from "node:crypto";
import { fileURLToPath } from "node:url";
import { build as esbuild, transform } from "esbuild";
import { rolldown } from "rolldown";

/** The lowest Node.js version that the package supports. */
const TARGET = "node20.19";

/**
 * Bundles the program (`dryfire.cjs`) and the library (`index.cjs`) as CommonJS; shared chunks are
 * in `lib`.
 *
 * @param {string} root the folder of the project
 * @returns {Promise<{ files: Map<string, string>, packages: string[] }>} texts by path, and the
 * folders of the bundled packages
 */
export async function bundle(root) {
  const build = await rolldown({
    cwd: root,
    input: { index: "src/index.ts", main: "src/cli/bin.ts" },
    platform: "node",
    preserveEntrySignatures: "allow-extension",
    ...libraryOptions(),
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
  assertNoCycle(output);
  const files = new Map();
  for (const chunk of output) files.set(chunk.fileName, await inAscii(chunk));
  files.set("dryfire.cjs", await launcher(root, digest([...files.values()])));
  return { files, packages: packagesOf(output.flatMap(({ modules }) => Object.keys(modules))) };
}

/** The options for every bundle with the library in it. */
export function libraryOptions() {
  return {
    resolve: {
      alias: {
        // Only js-yaml's full schema needs esprima, and dryfire does not use that schema.
        esprima: false,
        // The rest of cron-parser reads crontab files, which needs Node.js.
        "cron-parser": "cron-parser/dist/CronExpressionParser.js",
        // Its build for Node.js requires modules that a bundle for browsers cannot have.
        yaml: fileURLToPath(new URL("../node_modules/yaml/browser/index.js", import.meta.url)),
      },
    },
    plugins: [secretlintWithoutNode(), streamsOnly(), standIns()],
    // yargs uses `import.meta` for its own config files only; the dynamic imports are loaded
    // anyway.
    checks: { emptyImportMeta: false, ineffectiveDynamicImport: false },
  };
}

/** The file that starts the program with a V8 code cache, which is valid for one build only. */
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

/** Returns the folders of the packages that modules belong to. */
export function packagesOf(modules) {
  const folders = modules.map((module) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module)?.[0]);
  return [...new Set(folders.filter((folder) => folder !== undefined && !folder.startsWith("\0")))].sort();
}

/** secretlint uses `basename`, and reads files only for paths of key files, which never occur. */
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

const STAND_INS = {
  buffer:
    "export const Buffer = { from: (bytes) => Uint8Array.from(bytes), isBuffer: (value) => value instanceof Uint8Array };",
  path: "export const sep = '/';",
};

/**
 * Replaces modules of Node.js that browsers lack: js-yaml makes a `Buffer` of a `!!binary` value,
 * and minimatch splits paths at the separator of the machine, which is not Codefresh's on Windows.
 */
function standIns() {
  const prefix = "\0stand-in:";
  return {
    name: "stand-ins",
    resolveId: {
      filter: { id: /^(?:buffer|path)$/ },
      handler: (id, importer) =>
        /\/node_modules\/(?:js-yaml|minimatch)\//.test(importer ?? "") ? prefix + id : undefined,
    },
    load: { handler: (id) => (id.startsWith(prefix) ? STAND_INS[id.slice(prefix.length)] : undefined) },
  };
}

const NO_SOCKETS = "\0no-sockets";

/** The language server uses its standard streams; sockets and child processes are left out. */
function streamsOnly() {
  return {
    name: "streams-only",
    resolveId: {
      filter: { id: /^(?:node:)?(?:net|child_process)$/ },
      handler: (_, importer) => (/\/node_modules\/vscode-/.test(importer ?? "") ? NO_SOCKETS : undefined),
    },
    load: { handler: (id) => (id === NO_SOCKETS ? "export default {};" : undefined) },
  };
}

/** The chunks of modules that are mostly needed together; the first entry that matches counts. */
const CHUNKS = [
  ["base", /\/src\/util\//],
  ["catalogue", /\/src\/catalogue\//],
  ["payload-file", /\/src\/(?:cli\/event\/payload-file|event-json\/body-fault)\.ts$/],
  ["condition", /\/src\/expression\//],
  ["payloads", /\/src\/simulate\/payloads\//],
  ["simulation", /\/src\/simulate\//],
  ["pairing", /\/src\/diff\/(?:likeness|pairing|plain-values)\.ts$|\/paired-triggers\.ts$/],
  ["schemas", /\/src\/report\/schemas\//],
  ["text", /\/src\/report\/text\/|\/get-east-asian-width\//],
  ["reports", /\/src\/report\//],
  ["git", /\/src\/cli\/git\//],
  ["lsp", /\/src\/cli\/(?:lsp\/|commands\/lsp\.ts)|\/node_modules\/vscode-|^\0no-sockets$/],
  ["walk-folders", /\/src\/cli\/input\/(?:walk-folders|gitignore)/],
  ["compare", /\/src\/cli\/(?:diff\/|commands\/diff\.ts)/],
  ["explain", /\/src\/cli\/(?:explain\/|commands\/explain\.ts)/],
  ["test", /\/src\/cli\/(?:cases\/(?!cases-schema|record|case-text)|commands\/test\.ts)/],
  ["replay", /\/src\/cli\/(?:replay\/record|replay\/builds|replay\/save|commands\/replay\.ts)/],
  [
    "simulate",
    /\/src\/cli\/(?:simulate\/|commands\/simulate\.ts|event\/(?!payload-file|event-from-json)|output\/command-formats)/,
  ],
  [
    "playground",
    /\/src\/(?:cli\/playground\/|cli\/commands\/playground\.ts|playground\/core\/|secrets\/mask-text\.ts)/,
  ],
  ["picomatch", /\/node_modules\/picomatch\//],
  ["secretlint", /\/node_modules\/@secretlint\/|^\0secretlint/],
];

/**
 * Returns the chunk of a module, or null to let the bundler choose. Opening a file costs start-up
 * time, so all that `lint` needs at startup is in two chunks; `core` holds the library's part.
 */
function chunkName(root) {
  let sets;
  return (id, context) => {
    const from = (file, options) => reached(`${root}/src/${file}`, context, options);
    sets ??= {
      library: from("index.ts", { lazily: true }),
      start: from("cli/bin.ts"),
      lint: from("cli/commands/lint.ts"),
      faults: from("pipeline/schema/spec-faults.ts"),
    };
    if (sets.start.has(id)) return sets.library.has(id) ? "base" : "main";
    if (sets.lint.has(id)) return sets.library.has(id) ? "core" : "lint";
    if (sets.faults.has(id)) return "spec-faults";
    if (id.startsWith(`${root}/src/match/`)) return usesAutomata(id, context) ? null : matcherOf(id);
    return CHUNKS.find(([, modules]) => modules.test(id))?.[0] ?? null;
  };
}

/** The kind of pattern that a module is about, by its folder in `src/match`. */
function matcherOf(id) {
  return /\/src\/match\/(\w+)\//.exec(id)?.[1] ?? null;
}

/** True for a module that imports refa, which few specs need. */
function usesAutomata(id, context) {
  return [...reached(id, context)].some((each) => each.includes("/node_modules/refa/"));
}

/** Returns a module and all that it imports; with `lazily`, dynamic imports too. */
function reached(start, context, { lazily = false } = {}) {
  const found = new Set([start]);
  for (const id of found) {
    const info = context.getModuleInfo(id);
    const next = [...(info?.importedIds ?? []), ...(lazily ? (info?.dynamicallyImportedIds ?? []) : [])];
    for (const each of next) found.add(each);
  }
  return found;
}

/** Throws if the library imports a module of Node.js, because it also runs in browsers. */
function assertPure(output) {
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const needed = new Set(["index.cjs"]);
  for (const name of needed) {
    const { imports = [], dynamicImports = [], code = "" } = chunks.get(name) ?? {};
    const required = Array.from(code.matchAll(/\brequire\(["'`]([^.][^"'`]*)/g), ([, module]) => module);
    for (const each of [...imports, ...dynamicImports, ...required]) needed.add(each);
  }
  const outside = [...needed].filter((name) => !chunks.has(name));
  if (outside.length > 0) throw new Error(`the library needs ${outside.join(", ")}`);
}

/** Throws if chunks import each other in a cycle, in which one sees the other half loaded. */
function assertNoCycle(output) {
  const chunks = new Map(output.map((chunk) => [chunk.fileName, chunk]));
  const done = new Set();
  const visit = (name, path) => {
    if (path.includes(name)) throw new Error(`chunks import each other: ${[...path, name].join(", ")}`);
    if (done.has(name)) return;
    for (const each of chunks.get(name)?.imports ?? []) visit(each, [...path, name]);
    done.add(name);
  };
  for (const name of chunks.keys()) visit(name, []);
}

/** Node.js prints the line that throws an uncaught error, before the message. */
const SHORT = { minify: true, lineLimit: 120 };

/**
 * Writes a chunk in ASCII, for which V8 needs one byte per character. Throws for a character that
 * cannot be escaped there, which the launcher would read as others.
 */
async function inAscii({ code, fileName }) {
  const written = (await transform(code, { ...SHORT, target: TARGET, charset: "ascii" })).code;
  const [other] = /[\u0080-\uffff]/.exec(written) ?? [];
  if (other !== undefined)
    throw new Error(
      `"${other}" in a regular expression of ${fileName}; write it as an escape such as \\u2018`,
    );
  return written;
}
