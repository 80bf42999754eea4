import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageWith } from "../src/cli/playground/page.ts";
import type { PageFile } from "../src/playground/core/protocol.ts";
import { failingExample } from "./generate-rules-doc.ts";

/**
 * `npm run site [FOLDER]` writes the documents with a playground next to them, in which the
 * examples of `rules.md` open; by default to `site`. The folder can be served as it is.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const [folder = join(root, "site")] = process.argv.slice(2);

execFileSync(process.execPath, [join(root, "scripts/build.mjs")], { stdio: "inherit" });
rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
cpSync(join(root, "docs"), folder, { recursive: true });
cpSync(join(root, "README.md"), join(folder, "index.md"));
writeFileSync(
  join(folder, "playground.html"),
  pageWith({ content: { files: [shop()] }, examples: examples() }),
);
console.log(`wrote ${folder}`);

function shop() {
  return { path: "shop.yml", text: readFileSync(join(root, "fixtures/playground/shop.yml"), "utf8") };
}

/** The failing example of each rule, as in `docs/rules.md`. */
function examples(): Record<string, PageFile> {
  const found = readdirSync(join(root, "fixtures/rules")).flatMap((id) => {
    const { name: path, text } = failingExample(root, { id }) ?? {};
    return path === undefined ? [] : [[id, { path, text }]];
  });
  return Object.fromEntries(found);
}
