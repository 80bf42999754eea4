import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { opener } from "../../src/cli/playground/open-page.ts";
import { lint } from "../../src/index.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import type { PageContent } from "../../src/playground/core/protocol.ts";
import { findSecrets } from "../../src/secrets/locate.ts";
import { maskText } from "../../src/secrets/mask-text.ts";
import { redactorFor } from "../../src/secrets/redact.ts";
import { builtProgram, runBuilt } from "../built-program.ts";
import { folderWith } from "../new-folder.ts";
import { fixture } from "./browser.ts";

/** The size of the page without specs that its readers have to load. */
const MAX_GZIP = 900_000;

function contentOf(html: string): PageContent {
  const [, json] = /<script type="application\/json" id="content">(.*?)<\/script>/s.exec(html)!;
  return (JSON.parse(json!) as { content: PageContent }).content;
}

describe("dryfire playground", () => {
  test("writes a page below the limit, which may load nothing", async () => {
    const folder = folderWith({ "shop.yml": fixture("playground/shop.yml") });
    const { stdout, stderr, exit } = await runBuilt(["playground", "shop.yml"], folder);
    expect([exit, stderr]).toEqual([0, ""]);
    expect(gzipSync(stdout).length).toBeLessThan(MAX_GZIP);
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(stdout)!;
    expect(policy).toMatch(
      /^default-src 'none'; script-src 'sha256-[^' ]+'; style-src 'sha256-[^' ]+' 'nonce-dryfire'; worker-src blob:; img-src data:; base-uri 'none'; form-action 'none'$/,
    );
    expect(stdout.match(/\b(?:src|href)="[^"]*"/g)).toEqual(['href="data:,"', 'href="#panels"']);
    expect(contentOf(stdout)).toEqual({
      files: [{ path: "shop.yml", text: fixture("playground/shop.yml") }],
    });
  });

  test("masks secrets, keeps other findings, and cannot be left by a text of the spec", async () => {
    const spec = `version: '1.0'
kind: pipeline
metadata:
  name: a/b
spec:
  variables:
    - key: PASSWORD
      value: not-to-be-shown-1
    - key: NOTE
      value: </script><script>alert(1)</script>
    - {key: TOKEN, value: not-to-be-shown-2, encrypted: true}
    - key: API_KEY
      value: |
        not-to-be-shown-3
        not-to-be-shown-4
    - key: URL
      value: https://user:not-to-be-shown-5@example.com/x
    - key: COMMAND
      value: run --again not-to-be-shown-1
  steps: {}
`;
    const folder = folderWith({ "a.yml": spec });
    const { stdout, stderr, exit } = await runBuilt(["playground", "a.yml", "-o", "page.html"], folder);
    expect([exit, stdout, stderr]).toEqual([0, "", "dryfire: 5 secrets masked in the page\n"]);
    const html = readFileSync(join(folder, "page.html"), "utf8");
    expect(html).not.toContain("not-to-be-shown");
    expect(html).not.toContain("alert(1)</script>");
    const [{ text }] = contentOf(html).files as unknown as [{ text: string }];
    expect(text).toMatchInlineSnapshot(`
      "version: '1.0'
      kind: pipeline
      metadata:
        name: a/b
      spec:
        variables:
          - key: PASSWORD
            value: "masked by dryfire"
          - key: NOTE
            value: </script><script>alert(1)</script>
          - {key: TOKEN, value: "masked by dryfire", encrypted: true}
          - key: API_KEY
            value: "masked by dryfire"
          - key: URL
            value: "masked by dryfire"
          - key: COMMAND
            value: run --again *****
        steps: {}
      "
    `);
    const rules = async (of: string) => (await lint(of)).diagnostics.map(({ rule }) => rule);
    // A secret that is known only by its form has no finding any more.
    const [password, token, key, , nothing] = await rules(spec);
    expect(await rules(text)).toEqual([password, token, key, nothing]);
  });

  test("masks a masked text no further", async () => {
    for (const name of [
      "rules/unencrypted-secret/bad-telling-names.yml",
      "rules/unencrypted-secret/bad-tokens.yml",
    ]) {
      const masked = await maskedText(fixture(name));
      expect(masked).not.toBe(fixture(name));
      expect(await maskedText(masked)).toBe(masked);
    }
  });

  test("has the rules of the config, and the steps of a specTemplate", async () => {
    const folder = folderWith({
      "a.yml": fixture("playground/shop.yml"),
      "dryfire.config.yaml":
        "extends: recommended\nrules:\n  redundant-event: off\nintegrations: { git: github }\n",
    });
    const { stdout } = await runBuilt(["playground", "a.yml"], folder);
    const [{ rules, project }] = contentOf(stdout).files as [NonNullable<PageContent["files"][number]>];
    expect(Object.keys(rules ?? {})).not.toContain("redundant-event");
    expect(project).toEqual({ assume: {}, integrations: { git: "github" } });
  });

  test("simulate writes the page for its event, and masks it", async () => {
    const folder = folderWith({ "a.yml": fixture("playground/shop.yml") });
    const token = `ghp_${"0123456789abcdefghij".repeat(2).slice(0, 36)}`;
    const { stdout, stderr } = await runBuilt(
      ["simulate", "a.yml", "--push", "main", "--message", token, "--format", "json"].concat([
        "--open-playground",
        "--assume-accepted",
      ]),
      folder,
    );
    expect(JSON.parse(stdout)).toHaveProperty("summary.unknown");
    const [, path] = /^dryfire: wrote the page (\S+)$/m.exec(stderr)!;
    const { event, assumeAccepted } = contentOf(readFileSync(path!, "utf8"));
    expect(event).toEqual({ kind: "git", names: ["push.heads"], branch: "main", message: "*****" });
    expect(assumeAccepted).toBe(true);
    expect(statSync(path!).mode & 0o77).toBe(0);
  });

  test.each([
    ["a terminal with a display", { DISPLAY: ":0" }, true, "linux", "xdg-open"],
    ["a terminal without a display", {}, true, "linux", undefined],
    ["a pipe", { DISPLAY: ":0" }, false, "linux", undefined],
    ["continuous integration", { DISPLAY: ":0", CI: "true" }, true, "linux", undefined],
    ["a Mac", {}, true, "darwin", "/usr/bin/open"],
    ["Windows", { SystemRoot: "D:\\W" }, true, "win32", "D:\\W\\explorer.exe"],
  ] as const)("opens the page only for a person: %s", (_title, env, interactive, platform, expected) => {
    expect(opener({ env, terminal: { interactive, color: false, columns: 80 } }, platform)).toBe(expected);
  });

  test.each([
    [["nothing.yml"], /no such file/],
    [["."], /no .*file in "\."/],
    [
      ["a.yml", "--output", "no/such/folder.html"],
      /cannot write "no\/such\/folder.html": the folder does not exist/,
    ],
  ])("refuses %j", async (argv, message) => {
    const folder = folderWith(argv.includes("a.yml") ? { "a.yml": fixture("specs/shop.yml") } : {});
    const { exit, stderr } = await runBuilt(["playground", ...argv], folder);
    expect(exit).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("writes to standard output for --output -", async () => {
    const folder = folderWith({ "a.yml": fixture("specs/shop.yml") });
    const { stdout } = await runBuilt(["playground", "a.yml", "--output", "-"], folder);
    expect(stdout).toMatch(/^<!doctype html>/i);
    expect(readdirSync(folder)).toEqual(["a.yml"]);
  });

  test("the page is read by this command alone", () => {
    const chunks = readFileSync(join(builtProgram(), "lib/main.cjs"), "latin1");
    expect(chunks).not.toContain("playground.html.gz");
    expect(readFileSync(join(builtProgram(), "lib/lint.cjs"), "latin1")).not.toContain("playground");
  });
});

async function maskedText(text: string): Promise<string> {
  const file = await readSpecFile("a.yml", text);
  const secrets = await findSecrets([file]);
  return maskText(file, secrets.get(file)!.spans, await redactorFor(secrets)).text;
}
