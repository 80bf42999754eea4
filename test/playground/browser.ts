import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { expect } from "vitest";
import { runBuilt } from "../built-program.ts";
import { folderWith } from "../new-folder.ts";

/** Debian's Chromium, or the browser that `CHROMIUM` names; undefined if there is none. */
export const browserPath = [process.env.CHROMIUM ?? "", "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path !== "" && existsSync(path),
);

/** Starts a headless browser. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: browserPath!, args: ["--no-sandbox", "--disable-gpu"] });
}

/** Writes the page of some files, as the command does, and returns its address. */
export async function writePage(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = folderWith(files);
  const { stderr, exit } = await runBuilt(["playground", ".", "--output", "page.html"], folder);
  expect([exit, stderr.replace(/^dryfire: \d+ secrets? masked in the page\n$/, "")]).toEqual([0, ""]);
  return pathToFileURL(join(folder, "page.html")).href;
}

/** A page that is open, and everything that must not happen on it. */
export interface Opened {
  readonly page: Page;
  /** Requests other than for the page and its worker, and messages on the console. */
  readonly faults: string[];
}

/** Opens a page and waits for its first verdicts. */
export async function open(context: BrowserContext, url: string): Promise<Opened> {
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const faults: string[] = [];
  page.on("console", (message) => faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const to = request.url();
    if (!to.startsWith("blob:") && to.replace(/#.*$/, "") !== url.replace(/#.*$/, ""))
      faults.push(`request: ${to}`);
  });
  await page.goto(url);
  await page.waitForSelector(".trigger, #verdicts .empty:not(:has-text('Starting'))");
  return { page, faults };
}

/** Returns the text of the page in a file of the package's folder `fixtures`. */
export function fixture(path: string): string {
  return readFileSync(join(import.meta.dirname, "../../fixtures", path), "utf8");
}
