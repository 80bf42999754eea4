import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { pageWith } from "../src/cli/playground/page.ts";
import type { PageFile } from "../src/playground/core/protocol.ts";

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
  const rules = join(root, "fixtures/rules");
  return Object.fromEntries(
    readdirSync(rules).flatMap((id) => {
      const [name] = readdirSync(join(rules, id))
        .filter((each) => /^bad-.*\.(?:yml|json)$/.test(each) && !each.includes(".fixed."))
        .sort();
      if (name === undefined) return [];
      return [[id, { path: name, text: readFileSync(join(rules, id, name), "utf8") }]];
    }),
  );
}
