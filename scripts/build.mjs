import { spawn } from "node:child_process";
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { bundleCli } from "./bundle-cli.mjs";
import { fillAnew } from "./staged-folder.mjs";

/**
 * Builds `dist/`: the command line, the library as one ES module with its heavy parts beside it, the types. The
 * `dist/` of before stays until all of it is there, so a build that fails takes nothing away.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const dist = join(root, "dist");
const shared = {
  bundle: true,
  minify: true,
  splitting: true,
  write: false,
  metafile: true,
  legalComments: "none",
  absWorkingDir: root,
  mainFields: ["module", "main"],
};

await fillAnew(dist, async (staged) => {
  const types = writeTypes(join(staged, "types"));
  const cli = await bundleCli(root, staged);
  for (const [path, text] of cli.files) write(path, text);
  chmodSync(join(staged, "dryfire.cjs"), 0o755);

  const library = await build({
    ...shared,
    entryPoints: { index: "src/index.ts" },
    outdir: staged,
    platform: "neutral",
    mainFields: ["module", "main"],
    format: "esm",
    target: "es2022",
    chunkNames: "lib/[name]-[hash]",
    plugins: [withoutNode()],
  });
  for (const { path, text } of library.outputFiles) write(path, text);
  write(join(staged, "THIRD-PARTY-LICENSES.txt"), licences([cli.metafile, library.metafile]));
  await types;
  // What is put in place may be read by others than its maker.
  chmodSync(staged, 0o755);
});

/** Writes the types of the library, which takes as long as all the rest. */
function writeTypes(folder) {
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const argv = [tsc, "-p", join(root, "tsconfig.types.json"), "--outDir", folder];
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, { stdio: "inherit" });
    child.on("error", reject);
    child.on("close", (code) => (code === 0 ? resolve() : reject(new Error("the types are not right"))));
  });
}

/**
 * The library runs without Node.js. Two packages ask for a part of it: cron-parser, to read crontab files, which never happens here;
 * secretlint, for the last part of a path.
 */
function withoutNode() {
  return {
    name: "without-node",
    setup({ onResolve, onLoad }) {
      const standIn =
        (owner) =>
        ({ path, importer }) =>
          importer.includes(owner) ? { path, namespace: "without-node" } : undefined;
      onResolve({ filter: /^(fs|fs\/promises)$/ }, standIn("cron-parser"));
      onResolve({ filter: /^node:path$/ }, standIn("@secretlint"));
      onLoad({ filter: /^fs/, namespace: "without-node" }, () => ({ contents: "export {}" }));
      onLoad({ filter: /path$/, namespace: "without-node" }, () => ({
        contents: "export default { basename: (path) => path.slice(path.lastIndexOf('/') + 1) }",
      }));
    },
  };
}

function write(path, text) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

/** The licences of the packages that the bundles hold. */
function licences(metafiles) {
  const packages = new Set();
  for (const { inputs } of metafiles) {
    for (const input of Object.keys(inputs)) {
      const found = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
      if (found) packages.add(found[1]);
    }
  }
  return [...packages].sort().map(licenceOf).join("\n");
}

function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE", "LICENSE-MIT"].find(
    (candidate) => canRead(join(root, folder, candidate)),
  );
  const text = file ? readFileSync(join(root, folder, file), "utf8").trim() : `Licence: ${license}`;
  return `${name} ${version} (${license})\n\n${text}\n\n${"-".repeat(80)}\n`;
}

function canRead(path) {
  try {
    return readFileSync(path).length > 0;
  } catch {
    return false;
  }
}
