import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { PageFile, Requests } from "../../src/playground/core/protocol.ts";
import { runBuilt, runJson } from "../built-program.ts";
import { cases, type FixtureEvent } from "../simulate/simulation-text.ts";
import { browserPath, fixture, launch, open, writePage } from "./browser.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");

/** A request to the worker of the page, without its id. */
type Question = {
  readonly [K in keyof Requests]: { readonly kind: K; readonly request: Requests[K] };
}[keyof Requests];

/** Runs in the page, and answers questions one after another. */
const inPage = `async (questions) => {
  const url = URL.createObjectURL(new Blob([document.getElementById("engine").textContent]));
  const start = (name) => new Promise((resolve) => {
    const worker = new Worker(url, { name });
    worker.onmessage = () => resolve(worker);
  });
  const within = (worker, question, ms) => new Promise((resolve) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.postMessage({ id: 1, ...question });
    setTimeout(resolve, ms);
  });
  const answers = [];
  let worker = await start("core");
  for (const question of questions) {
    let answer = await within(worker, question, question.kind === "lint" ? 30000 : 500);
    if (!answer) {
      worker.terminate();
      const careful = await start("careful");
      answer = await within(careful, question, 10000);
      careful.terminate();
      worker = await start("core");
    }
    answers.push(answer ?? { error: "no answer" });
  }
  worker.terminate();
  return answers;
}`;

describe.skipIf(browserPath === undefined)("the engine in the browser (needs Chromium)", () => {
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    browser = await launch();
    ({ page } = await open(
      await browser.newContext(),
      await writePage({ "shop.yml": fixture("specs/shop.yml") }),
    ));
  });
  afterAll(() => browser?.close());

  /** Asks the code of the page's worker; like the page, a careful one after a deadline. */
  function ask(questions: readonly Question[]): Promise<{ answer?: { report: object }; error?: string }[]> {
    return page.evaluate(`(${inPage})(${JSON.stringify(questions)})`);
  }

  test("lints every fixture of the rules as the command line does", async () => {
    const report = await runJson(["lint", "rules", "--no-config"], fixtures);
    const files = report.files.map(({ path }: PageFile) => ({ path, text: fixture(path) }));
    const [answer] = await ask([{ kind: "lint", request: { files } }]);
    expect([answer?.error, answer?.answer?.report]).toEqual([undefined, report]);
    expect(files.length).toBeGreaterThan(500);
  });

  test("simulates every event of the fixtures as the command line does", async () => {
    const expected: [string, unknown][] = [];
    const questions: Question[] = [];
    const folder = mkdtempSync(join(tmpdir(), "dryfire-events-"));
    for (const name of cases) {
      const text = fixture(`simulate/${name}/spec.yml`);
      writeFileSync(join(folder, "spec.yml"), text);
      const events: FixtureEvent[] = JSON.parse(
        readFileSync(join(fixtures, "simulate", name, "events.json"), "utf8"),
      );
      for (const { name: title, event, assume = {}, integrations = {} } of events) {
        writeFileSync(join(folder, "event.json"), JSON.stringify(event));
        writeFileSync(join(folder, "config.yaml"), JSON.stringify({ integrations }));
        const given = Object.entries(assume).flatMap(([id, answer]) => ["--assume", `${id}=${answer}`]);
        const { stdout, stderr } = await runBuilt(
          ["simulate", "spec.yml", "--event-file", "event.json", "--config", "config.yaml"].concat(
            ["--assume-accepted", "--format", "json"],
            given,
          ),
          folder,
        );
        expected.push([`${name}: ${title}`, stdout === "" ? stderr : JSON.parse(stdout)]);
        const files = [{ path: "spec.yml", text, project: { integrations } }];
        questions.push({ kind: "simulate", request: { files, event, assume, assumeAccepted: true } });
      }
    }
    const answers = await ask(questions);
    for (const [index, [title, report]] of expected.entries())
      expect([title, answers[index]?.error, answers[index]?.answer?.report]).toEqual([
        title,
        undefined,
        report,
      ]);
    expect(expected.length).toBeGreaterThan(100);
  });
});
