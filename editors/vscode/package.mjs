import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/**
 * Packs the extension with the built program as a .vsix: `node editors/vscode/package.mjs
 * [OUT.vsix] [DIST]`. Needs `npm run build` and `npm ci --prefix editors/vscode`.
 */
const here = fileURLToPath(new URL(".", import.meta.url));
const root = join(here, "../..");
const [out = join(here, "dryfire.vsix"), dist = join(root, "dist")] = process.argv.slice(2);
const staged = mkdtempSync(join(tmpdir(), "dryfire-vsix-"));
try {
  const manifest = JSON.parse(readFileSync(join(here, "package.json"), "utf8"));
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  // `private` keeps npm from publishing the folder, and vsce from packing it.
  const { private: _, devDependencies: __, ...packed } = manifest;
  writeFileSync(join(staged, "package.json"), JSON.stringify({ ...packed, version }, null, 2));
  for (const name of ["LICENSE", "CHANGELOG.md"]) cpSync(join(root, name), join(staged, name));
  cpSync(join(here, "README.md"), join(staged, "README.md"));
  cpSync(dist, join(staged, "server"), { recursive: true });
  const { metafile } = await build({
    entryPoints: [join(here, "extension.js")],
    outfile: join(staged, "out/extension.js"),
    bundle: true,
    minify: true,
    platform: "node",
    format: "cjs",
    target: "node20",
    external: ["vscode"],
    metafile: true,
    logLevel: "warning",
  });
  writeFileSync(join(staged, "out/LICENSES.txt"), licences(Object.keys(metafile.inputs)));
  const vsce = join(here, "node_modules/@vscode/vsce/vsce");
  const argv = [
    vsce,
    "package",
    "--no-dependencies",
    "--skip-license",
    "--allow-missing-repository",
    "--out",
    out,
  ];
  const { status } = spawnSync(process.execPath, argv, { cwd: staged, stdio: "inherit" });
  process.exitCode = status ?? 1;
} finally {
  rmSync(staged, { recursive: true, force: true });
}

/** The licences of the packages that are in the bundle. */
function licences(inputs) {
  const folders = inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []);
  return [...new Set(folders)]
    .map((folder) => {
      const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
      if (!file) throw new Error(`${folder} has no file with its licence`);
      const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
      return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
    })
    .join(`\n${"-".repeat(80)}\n`);
}
