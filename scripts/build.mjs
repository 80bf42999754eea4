import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { Worker } from "node:worker_threads";
import { gzipSync } from "node:zlib";
import { bundle } from "./bundle.mjs";
import { playgroundPage } from "./playground.mjs";
import { replaceFolder } from "./staged-folder.mjs";

/**
 * Builds `dist/`, or the given folder: the program, the library, its types and the licences of
 * bundled packages. A failed build leaves the previous one in place.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");

const [folder = join(root, "dist")] = process.argv.slice(2);

await replaceFolder(folder, async (staged) => {
  const types = typesOfLibrary();
  const [{ files, packages }, page] = await Promise.all([bundle(root), playgroundPage(root)]);
  files.set("lib/playground.html.gz", gzipSync(page.html, { level: 9 }));
  files.set("THIRD-PARTY-LICENSES.txt", licences([...new Set([...packages, ...page.packages])].sort()));
  files.set("index.d.cts", await types);
  for (const [name, text] of files) {
    mkdirSync(dirname(join(staged, name)), { recursive: true });
    writeFileSync(join(staged, name), text);
  }
  chmodSync(join(staged, "dryfire.cjs"), 0o755);
  // Lets other users read the build.
  chmodSync(staged, 0o755);
});

/** Returns the library's types as one text, built in a thread to save time. */
function typesOfLibrary() {
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(root, "scripts/library-types.mjs"), { workerData: root });
    worker.on("message", resolve);
    worker.on("error", reject);
  });
}

/** Returns the licences of packages by folder. Throws if `bundled-packages.json` is out of date. */
function licences(folders) {
  const packages = folders.map((folder) => {
    const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
    return { folder, name, version, license };
  });
  assertChosen(packages);
  return [...packages.map(licenceOf), licencesOfCopies(packages)].join("\n");
}

/**
 * Returns the licences of packages that others have copied into their code, as their source maps
 * show. Throws if `copied-packages.txt` lacks one.
 */
function licencesOfCopies(packages) {
  const text = readFileSync(join(root, "scripts/copied-packages.txt"), "utf8");
  for (const { folder, name } of packages)
    for (const copy of copiesIn(folder))
      if (!text.includes(`${copy} `))
        throw new Error(`scripts/copied-packages.txt has no licence of ${copy}, which ${name} contains`);
  return text;
}

function copiesIn(folder) {
  const maps = readdirSync(folder, { recursive: true }).filter((path) => /\.[cm]?js\.map$/.test(path));
  const sources = maps.flatMap((path) => JSON.parse(readFileSync(join(folder, path), "utf8")).sources);
  return sources.flatMap((path) => /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? []);
}

function assertChosen(packages) {
  const chosen = JSON.parse(readFileSync(join(root, "scripts/bundled-packages.json"), "utf8"));
  const names = [...new Set(packages.map(({ name }) => name))];
  const added = names.filter((name) => !chosen.includes(name));
  const gone = chosen.filter((name) => !names.includes(name));
  if (added.length + gone.length === 0) return;
  throw new Error(
    `scripts/bundled-packages.json is out of date: added ${added.join(", ") || "none"}; gone ${gone.join(", ") || "none"}`,
  );
}

function licenceOf({ folder, name, version, license }) {
  const file = readdirSync(folder).find((each) => /^licen[cs]e/i.test(each));
  if (!file) throw new Error(`${name} has no file with its licence`);
  const text = readFileSync(join(folder, file), "utf8").trim();
  return `${name} ${version} (${license})\n\n${text}\n\n${"-".repeat(80)}\n`;
}
