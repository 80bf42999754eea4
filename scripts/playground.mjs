import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { transform } from "esbuild";
import { rolldown } from "rolldown";
import { libraryOptions, packagesOf } from "./bundle.mjs";

/** Browsers that have CompressionStream with `deflate-raw`, which the page needs. */
const TARGETS = ["chrome103", "firefox113", "safari16.4"];

/**
 * Builds the page of `dryfire playground` as one text: the program, the engine for its worker, and
 * the style sheet. `{{content}}` is the place for the specs.
 *
 * @param {string} root the folder of the project
 * @returns {Promise<{ html: string, packages: string[] }>} the page, and the folders of the bundled
 * packages
 */
export async function playgroundPage(root) {
  const folder = join(root, "src/playground");
  const [engine, program, style] = await Promise.all([
    bundled(root, join(folder, "core/worker.ts")),
    bundled(root, join(folder, "ui/main.ts")),
    minified(readFileSync(join(folder, "ui/style.css"), "utf8"), "css"),
  ]);
  // The style of CodeMirror is added by the program, with this nonce.
  const policy = [
    "default-src 'none'",
    `script-src '${hashOf(program.code)}'`,
    `style-src '${hashOf(style)}' 'nonce-dryfire'`,
    "worker-src blob:",
    "img-src data:",
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const parts = {
    policy: `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    style: `<style>${style}</style>`,
    content: '<script type="application/json" id="content">{{content}}</script>',
    engine: `<script type="text/plain" id="engine">${engine.code}</script>`,
    program: `<script>${program.code}</script>`,
  };
  const html = readFileSync(join(folder, "ui/page.html"), "utf8")
    .replace(/^\s+/gm, "")
    .replace(/<!-- (\w+) -->/g, (_, name) => parts[name]);
  return { html, packages: [...engine.packages, ...program.packages] };
}

/** One file without imports, as text that can be in a script element. */
async function bundled(root, input) {
  const build = await rolldown({ cwd: root, input, ...libraryOptions(), platform: "browser" });
  const { output } = await build.generate({
    format: "iife",
    name: "dryfire",
    comments: false,
    minify: true,
    codeSplitting: false,
  });
  await build.close();
  const [{ code, modules, imports }] = output;
  if (imports.length > 0) throw new Error(`${input} needs ${imports.join(", ")}, which no browser has`);
  const text = inScript((await minified(code, "js")).trim());
  return { code: text, packages: packagesOf(Object.keys(modules)) };
}

async function minified(text, loader) {
  return (await transform(text, { minify: true, target: TARGETS, loader, charset: "utf8" })).code;
}

/** The end of a script element may be in a text or a pattern, where a backslash changes nothing. */
function inScript(code) {
  const escaped = code.replace(/<\/(?=script)/gi, "<\\/");
  if (escaped.includes("<!--"))
    throw new Error('the page\'s code has "<!--", which begins a comment of HTML');
  return escaped;
}

function hashOf(text) {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
