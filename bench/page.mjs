import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { chromium } from "playwright-core";
import { featureRichSpec } from "./feature-rich.mjs";
import { median } from "./pairs.mjs";

/**
 * Prints the milliseconds from the start of loading the playground's page to its first verdict, and
 * the size of the page without specs, as JSON; null where there is no Chromium.
 */
const RUNS = 9;
const root = fileURLToPath(new URL("..", import.meta.url));
const executablePath = process.env.CHROMIUM ?? "/usr/bin/chromium";

if (existsSync(executablePath)) {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-bench-page-"));
  try {
    const texts = {
      shop: readFileSync(join(root, "fixtures/specs/shop.yml"), "utf8"),
      rich: featureRichSpec(1),
    };
    const times = {};
    for (const [name, text] of Object.entries(texts)) times[name] = await firstVerdict(name, text, folder);
    const gzip = gzipSync(write("kind: pipeline\n", folder), { level: 9 }).length;
    console.log(JSON.stringify({ times, gzip }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
} else console.log("null");

function write(text, folder) {
  writeFileSync(join(folder, "a.yml"), text);
  spawnSync(process.execPath, [join(root, "dist/dryfire.cjs"), "playground", "a.yml", "-o", "a.html"], {
    cwd: folder,
  });
  return readFileSync(join(folder, "a.html"));
}

/** The median of several loads, each in a new page of a browser that is running. */
async function firstVerdict(name, text, folder) {
  write(text, folder);
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  const times = [];
  for (let run = 0; run < RUNS; run++) {
    const page = await browser.newPage();
    await page.goto(pathToFileURL(join(folder, "a.html")).href);
    await page.waitForSelector("html[data-verdicts]");
    times.push(Number(await page.evaluate("document.documentElement.dataset.verdicts")));
    await page.close();
  }
  await browser.close();
  if (times.some(Number.isNaN)) throw new Error(`no verdict for ${name}`);
  return median(times);
}
