import { randomBytes } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { deflateRawSync, inflateRawSync } from "node:zlib";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { browserPath, fixture, launch, type Opened, open, writePage } from "./browser.ts";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** A spec with a trigger of each kind, steps, a secret, and two runs at one instant. */
const SHOP = fixture("playground/shop.yml");
const SECRET = "not-to-be-shown";

/** A file that is in links only. */
const OTHER = { path: "other.yml", text: "kind: pipeline\n" };

/** The parts of a link's state that differ from one that the page writes. */
interface Crafted {
  readonly event?: { readonly kind?: string };
  readonly content?: object;
}

const TABS = ["Event", "Build", "Schedule", "Two versions"] as const;

describe.skipIf(browserPath === undefined)("the page (needs Chromium)", () => {
  let browser: Browser;
  let context: BrowserContext;
  let url: string;
  let opened: Opened | undefined;

  beforeAll(async () => {
    browser = await launch();
    context = await browser.newContext({ permissions: ["clipboard-read", "clipboard-write"] });
    url = await writePage({ "shop.yml": SHOP });
  });
  afterEach(async () => {
    const faults = opened?.faults;
    await opened?.page.close();
    opened = undefined;
    expect(faults ?? []).toEqual([]);
  });
  afterAll(() => browser?.close());

  async function start(at = url): Promise<Page> {
    opened = await open(context, at);
    return opened.page;
  }

  const tab = (page: Page, name: string) => page.getByRole("tab", { name }).click();
  const card = (page: Page, name: string) => page.locator(".trigger", { hasText: name });
  const verdict = async (page: Page, name: string, expected: string): Promise<void> => {
    const badge = card(page, name).locator("summary .badge").first();
    await badge.getByText(expected).waitFor();
    expect(await badge.textContent()).toContain(expected);
  };
  const text = (page: Page) => page.locator("#editor .cm-content").innerText();
  const replaceText = async (page: Page, text: string): Promise<void> => {
    await page.locator("#editor .cm-content").click();
    await page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(text)})`);
    await page.keyboard.press("Control+a");
    await page.keyboard.press("Control+v");
  };

  test("shows the reason in the spec, and the change of the event that makes it fire", async () => {
    const page = await start();
    await page.getByLabel("Kind of event").selectOption("Pull request");
    await page.getByLabel("Target branch").fill("develop");
    await page.getByLabel("Target branch").press("Tab");
    await verdict(page, "pull-request", "skips");
    await card(page, "pull-request").locator("summary").first().click();
    await card(page, "pull-request")
      .getByText(/^the target branch "develop" does not match/)
      .waitFor();
    expect(await page.locator("#editor .cm-fail:not(.cm-other)").allInnerTexts()).toEqual(["/^main$/"]);
    await page.getByRole("button", { name: 'Change the event: target branch "main"' }).click();
    await verdict(page, "pull-request", "fires");
    expect(await page.getByLabel("Target branch").inputValue()).toBe("main");
  });

  test("changes the spec so that a trigger fires, by a button", async () => {
    const page = await start();
    await page.getByLabel("Branch", { exact: true }).fill("main");
    await verdict(page, "disabled-push", "skips");
    await card(page, "disabled-push")
      .getByRole("button", { name: /Change the spec: write "disabled: false"/ })
      .click();
    await verdict(page, "disabled-push", "fires");
    expect(await text(page)).toContain("disabled: false");
  });

  test("shows findings at their places, on hover, and fixes them by click", async () => {
    const page = await start();
    const finding = page.locator(".findings li", { hasText: "pullrequest.opened" });
    await finding.getByText("redundant-event").click();
    expect(await finding.locator("details p").innerText()).not.toBe("");
    await page.locator("#editor .cm-lintRange-warning").first().hover();
    await page
      .locator(".cm-tooltip .cm-diagnostic")
      .getByText(/redundant-event/)
      .first()
      .waitFor();
    await finding.getByRole("button", { name: /^Fix:/ }).click();
    await finding.waitFor({ state: "detached" });
    expect(await text(page)).not.toContain("pullrequest.opened");
  });

  test("reads a webhook that is pasted", async () => {
    const page = await start();
    await page.getByLabel("Kind of event").selectOption("Webhook that was sent");
    await page.getByLabel(/^Body/).fill("{");
    const clicks = "document.querySelector('[data-key=read]').click();".repeat(3);
    await page.evaluate(clicks);
    await page.getByText(/Not read: the text is cut off/).waitFor();
    await page.getByLabel(/^Body/).fill(fixture("payloads/github/push-two-commits.json"));
    await page.getByRole("button", { name: "Read the webhook" }).click();
    await page.getByText(/^Read GitHub/).waitFor();
    await page.locator("#verdict-summary", { hasText: "push to main · acme/shop" }).waitFor();
    await verdict(page, "main-push", "skips");
  });

  test("keeps no fact of the event before whose field is not shown", async () => {
    const page = await start();
    await page.getByLabel("Kind of event").selectOption("Any event by name");
    const event = page.locator("[data-key=event]");
    await event.selectOption("pullrequest.labeled");
    for (const [label, value] of [
      ["Source branch", "feature/x"],
      ["Commit message", "docs"],
    ] as const) {
      await page.getByLabel(label).fill(value);
      await page.getByLabel(label).press("Tab");
    }
    await page.getByLabel("From a fork").selectOption("yes");
    const shown = async (): Promise<unknown> =>
      JSON.parse(await page.locator(".json textarea").inputValue()) as unknown;
    const kept = { kind: "git", provider: "github", message: "docs" };
    const names = ["pullrequest.labeled"];
    expect(await shown()).toEqual({ ...kept, names, branch: "feature/x", fork: true });
    await event.selectOption("push.tags");
    expect(await shown()).toEqual({ ...kept, names: ["push.tags"] });
  });

  test("tests a time on cron triggers", async () => {
    const page = await start();
    await page.getByLabel("Kind of event").selectOption("Time (cron)");
    await page.getByLabel("Minute (UTC)").fill("2026-05-04T02:30");
    await page.getByLabel("Minute (UTC)").press("Tab");
    await verdict(page, "nightly", "skips");
    await card(page, "nightly")
      .getByRole("button", { name: /Change the event: time/ })
      .click();
    await verdict(page, "nightly", "fires");
  });

  test("shows the build with its steps, and tries a result of a step", async () => {
    const page = await start();
    await tab(page, "Build");
    await page.getByText(/^It is unknown whether a trigger fires/).waitFor();
    await tab(page, "Event");
    await page.getByLabel("Changed files, one per line").fill("api/a.ts");
    await page.getByLabel("Changed files, one per line").press("Tab");
    await verdict(page, "main-push", "fires");
    await tab(page, "Build");
    await page.locator("svg.graph .step.runs").first().waitFor();
    expect(await page.locator("svg.graph .step").count()).toBe(4);
    expect(await page.locator("tr", { hasText: "CHANNEL" }).innerText()).toMatch(/beta\s+pipeline/);
    await page.getByLabel("Result of unit").selectOption("failure");
    await page.locator(".steps li", { hasText: "deploy" }).getByText("not reached").waitFor();
    expect(await page.locator("svg.graph .step.not-reached").count()).toBe(1);
  });

  test("shows the runs of the coming weeks, and several at one instant", async () => {
    const page = await start();
    await tab(page, "Schedule");
    await page.locator(".day .run", { hasText: "nightly" }).first().waitFor();
    expect(await page.locator(".day").count()).toBe(28);
    const days = await page.locator(".day h2 .hidden").allInnerTexts();
    const [, first = ""] =
      /first at (\S+)/.exec(await page.locator("#schedule .note.warn").innerText()) ?? [];
    expect(days).toContain(first);
    expect(first >= new Date().toISOString().slice(0, 10)).toBe(true);
    expect(await page.locator("#schedule .note.warn").innerText()).toMatch(
      /Several at one instant[\s\S]*shop\/web nightly and shop\/web report/,
    );
  });

  test("compares two versions, and tries an event that shows the difference", async () => {
    const page = await start();
    await page.getByRole("button", { name: /Change the spec: write "disabled: false"/ }).click();
    await verdict(page, "disabled-push", "fires");
    await tab(page, "Two versions");
    await page.locator(".cm-merge-b .cm-changedLine").first().waitFor();
    await page.locator("#changes li", { hasText: "disabled-push" }).getByText("gained").first().waitFor();
    await page.getByRole("button", { name: "Try this event" }).first().click();
    expect(await page.getByRole("tab", { selected: true }).innerText()).toBe("Event");
    await verdict(page, "disabled-push", "fires");
  });

  test("a reload and a link keep the comparison with the text that was opened", async () => {
    const page = await start();
    await page.getByRole("button", { name: /Change the spec: write "disabled: false"/ }).click();
    await verdict(page, "disabled-push", "fires");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.locator("#status", { hasText: "link copied" }).waitFor();
    const other = await open(context, await clipboard(page));
    await page.waitForTimeout(900);
    await page.reload();
    for (const each of [page, other.page]) {
      await tab(each, "Two versions");
      await each.locator("#changes", { hasText: "1 gained" }).waitFor();
    }
    await other.page.close();
  });

  test("links to its state, and asks before a link holds a secret", async () => {
    const page = await start();
    await page.getByLabel("Kind of event").selectOption("Push of a tag");
    await page.getByLabel("Tag", { exact: true }).fill("v7.7.7");
    await page.getByLabel("Tag", { exact: true }).press("Tab");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.locator("#status", { hasText: "link copied" }).waitFor();
    const link = await clipboard(page);
    expect(link).toMatch(/^file:.*#p=/);
    const other = await open(context, link);
    expect(await other.page.getByLabel("Tag", { exact: true }).inputValue()).toBe("v7.7.7");
    expect(other.faults).toEqual([]);
    await other.page.close();

    await page.locator("#editor .cm-content").click();
    await page.keyboard.press("Control+End");
    await page.keyboard.insertText(`    - key: API_TOKEN\n      value: ${SECRET}\n`);
    await page.locator(".findings li", { hasText: "API_TOKEN" }).first().waitFor();
    await page.getByRole("button", { name: "Copy link" }).click();
    const dialog = page.getByRole("dialog");
    expect(await dialog.innerText()).toMatch(/shop\.yml line \d+/);
    await dialog.getByRole("button", { name: "Cancel" }).click();
    expect(await clipboard(page)).toBe(link);
    await page.getByRole("button", { name: "Copy link" }).click();
    await dialog.getByRole("button", { name: "Copy with secrets masked" }).click();
    await page.locator("#status", { hasText: "link copied" }).waitFor();
    const masked = await clipboard(page);
    expect(stateOf(masked)).not.toContain(SECRET);
    expect(stateOf(masked)).toContain("API_TOKEN");
    await page.waitForTimeout(900);
    expect(stateOf(page.url())).not.toContain(SECRET);
  });

  test.each<[string, object]>([
    ["the index of a file that it does not have", { file: -1 }],
    ["a file that is not an index", { file: "length" }],
    ["a template that is null", { content: { files: [{ ...OTHER, templateOf: [null] }] } }],
    ["changed files that are no list", { event: { changedFiles: {} } }],
    ["a changed file that is null", { event: { changedFiles: [null] } }],
    ["a path that is no text", { event: { changedFiles: [{ path: {} }] } }],
    ["an unknown provider", { event: { provider: "constructor" } }],
    ["a time that is no time", { event: { kind: "time", at: "9" } }],
    ["an unknown answer to an open question", { content: { assume: { "glob-engine": "any" } } }],
    ["an unknown question", { content: { assume: { constructor: "yes" } } }],
    ["an acceptance that is no answer", { content: { assumeAccepted: "yes" } }],
    ["answers that are no object", { content: { assume: null } }],
    ["rules that are no object", { content: { files: [{ ...OTHER, rules: "" }] } }],
    ["a rule that is no object", { content: { files: [{ ...OTHER, rules: { "invalid-cron": 1 } }] } }],
    [
      "options that are null",
      { content: { files: [{ ...OTHER, rules: { "cron-too-frequent": { options: null } } }] } },
    ],
    ["integrations that are null", { content: { files: [{ ...OTHER, project: { integrations: null } }] } }],
    ["two files with one path", { content: { files: [OTHER, OTHER] } }],
    ["an unknown severity", { content: { files: [{ ...OTHER, rules: { a: { severity: "any" } } }] } }],
  ])("keeps its own specs if a link has %s", async (_title, { event, content, ...rest }: Crafted) => {
    const push = { kind: "git", names: ["push.heads"], branch: "main" };
    const whole = {
      files: [OTHER],
      event: event?.kind === "time" ? event : { ...push, ...event },
      ...content,
    };
    const page = await start(url + linkOf({ content: whole, ...rest }));
    await page.locator("#status", { hasText: "the link is not whole" }).waitFor();
    await page.locator("#files", { hasText: "shop.yml" }).waitFor();
    await verdict(page, "main-push", "unknown");
  });

  test("keeps its own specs if a short link unpacks to more than it may hold", async () => {
    const text = " ".repeat(200_000_000);
    const page = await start(url + linkOf({ content: { files: [{ path: "large.yml", text }] } }));
    await page.locator("#status", { hasText: "a link may hold at most 10 MB" }).waitFor();
    expect(await page.locator("#files").innerText()).toContain("shop.yml");
  });

  test("keeps its own specs if a short link has more files than it may hold", async () => {
    const files = Array.from({ length: 300_000 }, (_, index) => ({ path: `${index}`, text: "" }));
    const page = await start(url + linkOf({ content: { files } }));
    await page.locator("#status", { hasText: "a link may hold at most 5000 files" }).waitFor();
    expect(await page.locator("#files").innerText()).toContain("shop.yml");
  });

  test("reports specs that are too long for its address", async () => {
    const page = await start();
    // Text that does not compress.
    const noise = randomBytes(500_000).toString("base64");
    await replaceText(page, `${SHOP}# ${noise}\n`);
    await page.locator("#status", { hasText: "too long for the address of the page" }).waitFor();
    expect(page.url().length).toBeLessThan(500_000);
  });

  test("gives no verdict for a rejected spec whose triggers cannot be read", async () => {
    const page = await start();
    await replaceText(page, "a: [\n");
    await page.locator("#verdict-summary", { hasText: "1 rejected spec without verdicts" }).waitFor();
    expect(await page.locator("#verdicts").innerText()).not.toContain("have no Git trigger");
    await tab(page, "Build");
    expect(await page.locator("#build").innerText()).toContain("It is unknown whether a trigger fires");
  });

  test("shows the example that the address names", async () => {
    const text = readFileSync(fileURLToPath(url), "utf8");
    const examples = { "a-rule": { path: "bad-a.yml", text: "kind: pipeline\n" } };
    const at = url.replace("page.html", "site.html");
    const json = JSON.stringify({ content: { files: [{ path: "shop.yml", text: SHOP }] }, examples });
    const content = /(?<=id="content">).*?(?=<\/script>)/s;
    writeFileSync(
      fileURLToPath(at),
      text.replace(content, () => json),
    );
    const page = await start(`${at}#example=a-rule`);
    await page.locator("#files", { hasText: "bad-a.yml" }).waitFor();
    expect(await page.locator("#findings-summary").innerText()).toMatch(/error/);
  });

  test("can be used with the keyboard alone", async () => {
    const page = await start();
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Skip the editor");
    await page.keyboard.press("Enter");
    await page.keyboard.press("Tab");
    expect(await focused(page)).toBe("Event");
    await page.keyboard.press("End");
    await page.locator("#changes strong").first().waitFor();
    await page.keyboard.press("ArrowLeft");
    await page.locator(".day").first().waitFor();
    await page.keyboard.press("Home");
    await tabTo(page, "branch");
    await page.keyboard.press("Control+A");
    await page.keyboard.type("feature/y");
    await page.keyboard.press("Tab");
    await page.locator("#verdict-summary", { hasText: "push to feature/y" }).waitFor();
    await tabTo(page, "event 0/0");
    await page.keyboard.press("Enter");
    await page.locator("#verdict-summary", { hasText: "1 fires" }).waitFor();
    await page.keyboard.press("Shift+Tab");
    expect(await focused(page)).not.toBe("");
  });

  test("fixes, changes a spec, tries a step, compares and links with the keyboard", async () => {
    const page = await start();
    await press(page, "fix 0", "Enter");
    await page.locator("#findings-summary", { hasText: "no findings" }).waitFor();
    await press(page, "spec 0/1", "Enter");
    await verdict(page, "disabled-push", "fires");
    await press(page, "build 0/1", "Enter");
    await page.getByLabel("Result of unit").focus();
    await page.keyboard.press("f");
    await page.locator(".steps li", { hasText: "deploy" }).getByText("not reached").waitFor();
    await page.getByRole("tab", { name: "Build" }).focus();
    await page.keyboard.press("ArrowRight");
    await press(page, "cron 0", "Enter");
    expect(await page.evaluate("document.activeElement?.className")).toContain("cm-content");
    await page.getByRole("tab", { name: "Schedule" }).focus();
    await page.keyboard.press("ArrowRight");
    await press(page, "witness 0", "Space");
    expect(await focused(page)).toBe("Event");
    await page.getByRole("button", { name: "Copy link" }).focus();
    await page.keyboard.press("Enter");
    await page.locator("#status", { hasText: "link copied" }).waitFor();
  });

  test("describes a value that is pointed at", async () => {
    const page = await start();
    await page
      .locator("#editor .cm-line", { hasText: "branchRegex: /^main$/" })
      .first()
      .hover({ position: { x: 190, y: 8 } });
    await page.locator(".cm-tooltip", { hasText: 'It matches, for example, "main".' }).waitFor();
    await page.evaluate("document.querySelector('.cm-scroller').scrollTop = 500");
    await page
      .locator("#editor .cm-line", { hasText: "expression: 0 3 * * MON" })
      .hover({ position: { x: 200, y: 8 } });
    await page.locator(".cm-tooltip", { hasText: /At 03:00, on Monday[\s\S]*Next runs/ }).waitFor();
    expect(await page.locator(".cm-tooltip").count()).toBeGreaterThan(0);
  });

  test("names specs that Codefresh would reject as long as its results assume them accepted", async () => {
    const rejected = SHOP.replace("- name: nightly\n", "- name: nightly\n      repo: acme/shop\n");
    const page = await start(await writePage({ "a.yml": rejected }));
    await page.getByRole("button", { name: "Show verdicts as if it were accepted" }).click();
    expect(await page.evaluate("document.activeElement.id")).toBe("panels");
    await replaceText(page, rejected.replace("beta", "stable"));
    const note = page.locator("#accepted", {
      hasText: "reject the spec of shop/web (1 error); the results assume that it is accepted.",
    });
    for (const name of TABS) {
      await tab(page, name);
      await note.waitFor();
    }
    await page.locator("#changes", { hasText: "and the results assume that it is accepted" }).waitFor();
    await tab(page, "Event");
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.locator("#status", { hasText: "link copied" }).waitFor();
    const other = await open(context, await clipboard(page));
    await other.page.locator("#accepted", { hasText: "the results assume" }).waitFor();
    await other.page.close();
    await note.getByRole("button").click();
    await note.waitFor({ state: "detached" });
    await verdict(page, "main-push", "unknown");
  });

  test("reports a text that is not a spec, like lint", async () => {
    const page = await start();
    await replaceText(page, " ");
    await page.locator("#findings", { hasText: '"shop.yml" is empty; give a file' }).waitFor();
    await replaceText(page, "spec: {}");
    await page.locator("#findings", { hasText: '"shop.yml" is not a pipeline spec' }).waitFor();
    expect(await page.locator("#findings-summary").innerText()).toBe("1 file without a spec");
  });

  test("offers names and the next run of the text as it is now", async () => {
    const page = await start();
    await page.getByText("+ api/x").first().waitFor();
    await replaceText(page, SHOP.replace("api/**", "web/**").replaceAll("0 3 ", "7 4 "));
    await page.getByText("+ web/x").first().waitFor();
    expect(await page.getByText("+ api/x").count()).toBe(0);
    await page.getByLabel("Kind of event").selectOption("Time (cron)");
    await page.getByRole("button", { name: /^Next run: .* 04:07 UTC$/ }).click();
    await verdict(page, "nightly", "fires");
  });

  test("keeps the field of a time while it is typed", async () => {
    const page = await start();
    await page.getByLabel("Kind of event").selectOption("Time (cron)");
    const field = page.getByLabel("Minute (UTC)");
    await field.evaluate((element) => element.setAttribute("title", "the same"));
    for (const typed of ["0002-05-04T03:00", "12026-05-04T03:00", "2026-05-04T03:00"])
      await field.fill(typed);
    await verdict(page, "nightly", "fires");
    expect(await field.getAttribute("title")).toBe("the same");
    expect(await page.getByLabel("The event as JSON").inputValue()).toContain("2026-05-04T03:00:00Z");
  });

  test("settles an open question", async () => {
    const page = await start(await writePage({ "a.yml": SHOP.replace("'api/**'", "'/api/**'") }));
    await page.getByLabel("Changed files, one per line").fill("api/a.ts");
    await page.getByLabel("Changed files, one per line").press("Tab");
    await verdict(page, "main-push", "unknown");
    await page.getByLabel(/^glob-leading-slash/).selectOption("root");
    await verdict(page, "main-push", "fires");
  });

  test("ends an engine that takes too long, and names it", async () => {
    const slow = SHOP.replace("/^main$/", "/^(a+)+$/").replace("modifiedFilesGlob: 'api/**'", "");
    const page = await start(await writePage({ "slow.yml": slow }));
    await page.clock.install();
    await page.getByLabel("Branch", { exact: true }).fill(`${"a".repeat(60)}!`);
    await page.getByLabel("Branch", { exact: true }).press("Tab");
    await page.locator("#busy:not([hidden])").waitFor();
    await page.clock.fastForward(5100);
    await page.locator("#careful", { hasText: "took more than 5 seconds" }).waitFor();
    await page.locator("#careful", { hasText: "the specs are large or have costly patterns" }).waitFor();
    await page.locator("#verdict-summary", { hasText: "unknown" }).waitFor();
    expect(await page.locator(".trigger").count()).toBeGreaterThan(0);
  });

  test("keeps the notice of a slow engine, and the undo history, when another file is shown", async () => {
    const slow = SHOP.replace("/^main$/", "/^(a+)+$/").replace("modifiedFilesGlob: 'api/**'", "");
    const page = await start(await writePage({ "a.yml": SHOP, "slow.yml": slow }));
    const show = (index: number) => page.getByLabel("File", { exact: true }).selectOption({ index });
    const top = async (): Promise<string> => {
      await page.locator("#editor .cm-content").click();
      await page.keyboard.press("Control+Home");
      return await text(page);
    };
    await replaceText(page, `# first\n${SHOP}`);
    await page.clock.install();
    await page.getByLabel("Branch", { exact: true }).fill(`${"a".repeat(60)}!`);
    await page.getByLabel("Branch", { exact: true }).press("Tab");
    await page.locator("#busy:not([hidden])").waitFor();
    await page.clock.fastForward(5100);
    const notice = page.locator("#careful", { hasText: "took more than 5 seconds" });
    await notice.waitFor();
    await show(1);
    expect(await text(page)).toContain("(a+)+");
    await replaceText(page, `# second\n${slow}`);
    for (const [index, edited] of [/^# first/, /^# second/].entries()) {
      await show(index);
      expect(await top()).toMatch(edited);
      await page.keyboard.press("Control+z");
      expect(await top()).toMatch(/^# A spec/);
    }
    expect(await notice.isVisible()).toBe(true);
  });

  test("edits in the comparison can be undone in the editor", async () => {
    const page = await start();
    await replaceText(page, `# first\n${SHOP}`);
    await tab(page, "Two versions");
    await page.locator(".cm-merge-b .cm-content").click();
    await page.keyboard.press("Control+Home");
    await page.keyboard.insertText("# compared\n");
    await tab(page, "Event");
    for (const expected of [/^# compared\s+# first/, /^# first/, /^# A spec/]) {
      expect(await text(page)).toMatch(expected);
      await page.locator("#editor .cm-content").click();
      await page.keyboard.press("Control+z");
    }
  });

  test("shows no verdict of the event before for one that is refused", async () => {
    const page = await start();
    await page.getByLabel("Changed files, one per line").fill("api/a.ts");
    await page.getByLabel("Changed files, one per line").press("Tab");
    await page.locator("#verdict-summary", { hasText: "1 fires" }).waitFor();
    await page.getByLabel("Branch", { exact: true }).fill("a..b");
    await page.getByLabel("Branch", { exact: true }).press("Tab");
    await page.locator("#verdicts", { hasText: '"a..b" is not a name that a branch can have' }).waitFor();
    expect(await page.locator("#verdict-summary").innerText()).toBe("");
    expect(await page.locator("#editor .cm-verdicts span").count()).toBe(0);
    await tab(page, "Build");
    expect(await page.locator("#build").innerText()).toContain('"a..b" is not a name');
    await tab(page, "Event");
    await page.getByLabel("Branch", { exact: true }).fill("main");
    await page.getByLabel("Branch", { exact: true }).press("Tab");
    await verdict(page, "main-push", "fires");
    await tab(page, "Build");
    await page.locator("svg.graph").waitFor();
  });

  test("shows the first of very many steps and variables, and counts the others", async () => {
    const items = (item: (index: number) => string): string =>
      Array.from({ length: 1234 }, (_, index) => item(index)).join("");
    const many = SHOP.replace(
      "    clone:\n",
      `${items((at) => `    s${at}:\n      image: alpine:3\n`)}    clone:\n`,
    )
      .replace(
        "    - key: CHANNEL\n",
        `${items((at) => `    - key: A${at}\n      value: a\n`)}    - key: CHANNEL\n`,
      )
      .replace("      modifiedFilesGlob: 'api/**'\n", "");
    const page = await start(await writePage({ "a.yml": many }));
    await tab(page, "Build");
    await page.getByText("738 more steps would make the page too large.").waitFor();
    await page.getByText("735 more variables would make the page too large.").waitFor();
    expect(await page.locator("svg.graph .step").count()).toBe(500);
    expect(await page.locator(".steps > li").count()).toBe(500);
  });

  test("shows the steps that a matrix makes, which have no name", async () => {
    const matrix = SHOP.replace(
      "    clone:\n",
      "    each:\n      image: alpine:3\n      commands:\n        - ls\n      matrix:\n        environment:\n          - [A=1, A=2]\n    clone:\n",
    );
    const page = await start(
      await writePage({ "a.yml": matrix.replace("      modifiedFilesGlob: 'api/**'\n", "") }),
    );
    await tab(page, "Build");
    await page.locator(".steps li", { hasText: "A=2" }).first().waitFor();
    expect(await page.locator("svg.graph .step", { hasText: "each" }).count()).toBeGreaterThan(0);
  });

  test("shows the selected tab in forced colours", async () => {
    const page = await start();
    await page.emulateMedia({ forcedColors: "active" });
    const borders = `new Set([...document.querySelectorAll("[role=tab]")].map(
      (each) => getComputedStyle(each).borderBottomColor,
    )).size`;
    await expect.poll(() => page.evaluate(borders)).toBe(2);
  });

  test("a button changes nothing while its answer is about an older text", async () => {
    const page = await start();
    await page.locator('[data-key="spec 0/1"]').waitFor();
    await page.locator('[data-key="fix 0"]').waitFor();
    // Without a pause, so that no answer comes between.
    for (const key of ["spec 0/1", "fix 0"]) {
      await page.locator("#editor .cm-content").focus();
      await page.keyboard.press("Control+Home");
      await page.evaluate(`(async () => {
        document.execCommand("insertText", false, "# above\\n");
        await null;
        document.querySelector('[data-key="${key}"]').click();
      })()`);
      await page.locator("#status", { hasText: "the text has changed since; try again" }).waitFor();
    }
    expect(await text(page)).toContain(`# above\n# above\n${SHOP.slice(0, 200)}`);
    await page.waitForTimeout(400);
    await press(page, "spec 0/1", "Enter");
    await verdict(page, "disabled-push", "fires");
    expect(await text(page)).toContain("disabled: false");
  });

  test("keeps an event that is given before the names of the specs are known", async () => {
    const page = await start();
    await page.addInitScript(`new MutationObserver((_, observer) => {
      const branch = document.querySelector("[data-key=branch]");
      if (!branch) return;
      observer.disconnect();
      branch.value = "release/9";
      branch.dispatchEvent(new Event("change"));
    }).observe(document, { childList: true, subtree: true })`);
    await page.reload();
    await page.locator("#verdict-summary", { hasText: "push to release/9" }).waitFor();
    await page.waitForTimeout(500);
    expect(await page.getByLabel("Branch", { exact: true }).inputValue()).toBe("release/9");
  });

  test.each([
    ["light", 1280],
    ["dark", 360],
  ] as const)("has no serious fault for assistive programs: %s, %i pixels", async (colorScheme, width) => {
    const page = await start();
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 780 });
    await page.evaluate(axe);
    for (const name of TABS) {
      await tab(page, name);
      if (name === "Two versions") await page.locator("#changes strong").first().waitFor();
      if (name === "Schedule") await page.locator(".day").first().waitFor();
      const found = (await page.evaluate("axe.run()")) as { violations: Violation[] };
      const serious = found.violations.filter(
        ({ id, impact }) => impact === "serious" || impact === "critical" || id === "heading-order",
      );
      expect([name, serious.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])]).toEqual([name, []]);
      expect([name, await page.evaluate("document.documentElement.scrollWidth")]).toEqual([name, width]);
    }
  });
});

interface Violation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string }[];
}

/** The text of the element that has the focus. */
function focused(page: Page): Promise<string> {
  return page.evaluate("document.activeElement?.innerText ?? ''");
}

function clipboard(page: Page): Promise<string> {
  return page.evaluate("navigator.clipboard.readText()");
}

/** Focuses the element with a key, waits until it is there, and presses a key of the keyboard. */
async function press(page: Page, key: string, name: string): Promise<void> {
  await page.locator(`[data-key="${key}"]`).focus();
  await page.keyboard.press(name);
}

/** Presses Tab until the element with this key has the focus. */
async function tabTo(page: Page, key: string): Promise<void> {
  for (let at = 0; at < 60; at++) {
    await page.keyboard.press("Tab");
    if ((await page.evaluate("document.activeElement?.dataset.key")) === key) return;
  }
  expect.fail(`the Tab key does not reach "${key}"`);
}

/** The part of a link after the address of the page. */
function linkOf(state: object): string {
  return `#p=${deflateRawSync(JSON.stringify(state)).toString("base64url")}`;
}

/** The state in a link, as text. */
function stateOf(link: string): string {
  return inflateRawSync(Buffer.from(link.replace(/^.*#p=/, ""), "base64url")).toString();
}
