import { readFileSync, symlinkSync, unlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { runBuilt } from "../built-program.ts";
import { Checkout, SHOP } from "../git/checkout.ts";
import { inNewFolder, newFolder, writeIn } from "../new-folder.ts";
import { Client, endClients } from "./client.ts";

const SPEC = `version: '1.0'
kind: pipeline
metadata:
  name: shop/api
spec:
  contexts:
    - shared-settings
  triggers:
    - name: main-push
      id: 5f1e1a2b3c4d5e6f7a8b9c0d
      type: git
      repo: acme/shop
      events:
        - push.heads
      branchRegex: /^main$/
      modifiedFilesGlob: '{api/**,package.json}'
      provider: github
      context: github
  cronTriggers:
    - name: nightly
      type: cron
      message: nightly tests
      expression: 0 3 * * 1-5
      gitTriggerId: 5f1e1a2b3c4d5e6f7a8b9c0d
      branch: main
  stages:
    - build
    - test
  mode: parallel
  steps:
    compile:
      stage: build
      image: node:20
      commands:
        - npm ci
    unit:
      stage: test
      image: node:20
      commands:
        - npm test
      when:
        steps:
          - name: compile
            on:
              - success
        condition:
          all:
            isMain: '"\${{CF_BRANCH}}" == "main"'
`;

/** A spec with its steps in another file, and such a file. */
const TEMPLATE = `${SPEC.slice(0, SPEC.indexOf("  stages:"))}  specTemplate:
    location: git
    repo: acme/shop
    path: steps.yml
`;
const STEPS = "steps:\n  unit:\n    image: node:20\n    comands: [npm test]\n";

let folder: string;
let client: Client;
const write = (name: string, text: string) => writeIn(folder, name, text);
const uriOf = (name: string): string => pathToFileURL(join(folder, name)).href;
const codes = (found: { diagnostics: { code?: unknown }[] }) => found.diagnostics.map(({ code }) => code);
/** Makes a repository of the folder, with all its files in the index. */
const addAll = () => void Checkout.init(SHOP, folder).git("add", "-A");
/** Makes a repository with a commit of some empty files. */
const commit = (...names: string[]): Checkout => {
  const checkout = Checkout.init(SHOP, folder);
  checkout.commit("first", Object.fromEntries(names.map((name) => [name, ""])));
  return checkout;
};
/** Starts the server and opens a spec; returns its address and its first findings. */
const opened = async (text = SPEC) => {
  await client.start(folder);
  return await client.open(uriOf("a.yml"), text);
};
const labelsOf = (items: readonly { label: string }[]) => items.map(({ label }) => label);
const whole = { start: { line: 0, character: 0 }, end: { line: 10_000, character: 0 } };

inNewFolder(beforeEach, (made) => {
  folder = made;
  client = new Client();
});
afterEach(endClients);

describe("a session", () => {
  test("publishes findings with their version, and follows edits", async () => {
    const { capabilities, serverInfo } = await client.start(folder);
    expect(serverInfo.name).toBe("dryfire");
    expect(capabilities).toMatchObject({ positionEncoding: "utf-16" });
    const uri = uriOf("a.yml");
    const first = await client.open(uri, SPEC);
    expect(first).toEqual({ uri, version: 1, diagnostics: [] });
    const at = client.position(uri, "push.heads");
    const range = { start: at, end: { ...at, character: at.character + "push.heads".length } };
    const second = await client.changed(uri, "push.head", range);
    expect(second.version).toBe(2);
    expect(second.diagnostics).toMatchObject([
      { code: "unknown-event", severity: 1, source: "dryfire", range: { start: at } },
    ]);
    expect(client.slice(uri, second.diagnostics[0]!.range)).toBe("push.head");
    const closed = client.published(uri);
    client.close(uri);
    expect((await closed).diagnostics).toEqual([]);
    expect(await client.request("shutdown", undefined)).toBe(null);
    client.notify("exit", undefined);
    expect(await client.exited).toBe(0);
    expect(client.stderr).toBe("");
  });

  test("publishes only the last of many quick changes", async () => {
    const { uri } = await opened();
    const last = client.published(uri, 101);
    for (let at = 0; at < 100; at++) client.change(uri, `# ${at}\n${SPEC}`);
    await last;
    const found = client.received.filter(({ method }) => method === "textDocument/publishDiagnostics");
    expect(found.length).toBeLessThan(20);
  });

  test("never mentions a document that is not a spec", async () => {
    await client.start(folder);
    client.openSilently(uriOf("compose.yml"), "services:\n  web:\n    image: nginx\n    image: nginx\n");
    client.openSilently(uriOf("values.yaml"), "a: [1,\nb: }\n");
    await client.open(uriOf("a.yml"), SPEC);
    const found = client.received.filter(({ method }) => method === "textDocument/publishDiagnostics");
    expect(found.length).toBe(1);
    expect(await client.actions(uriOf("compose.yml"), whole)).toEqual([]);
    expect(await client.hover(uriOf("compose.yml"), whole.start)).toBe(undefined);
  });

  test("lints a codefresh.yml, also a broken one", async () => {
    await client.start(folder);
    const uri = uriOf("codefresh.yml");
    const found = await client.open(uri, "version: '1.0'\nsteps:\n  a:\n    imag: node\n    stage: x\n");
    expect(codes(found)).toContain("undeclared-stage");
    expect(codes(await client.changed(uri, "version: '1.0'\nsteps: [\n"))).toEqual(["yaml-syntax"]);
  });
});

describe("positions", () => {
  test.each([
    ["\n", "LF"],
    ["\r\n", "CR LF"],
  ])("count UTF-16 units behind an emoji, with %j (%s)", async (lineBreak) => {
    const text = SPEC.replace("        - push.heads", "        # 😀\n        - push.head # 😀😀");
    const { uri, diagnostics } = await opened(text.replaceAll("\n", lineBreak));
    expect(diagnostics.map(({ range }) => client.slice(uri, range))).toEqual(["push.head"]);
    const flow = SPEC.replace("      events:\n        - push.heads", '      events: ["😀", "push.head"]');
    const second = await client.changed(uri, flow.replaceAll("\n", lineBreak));
    const shown = second.diagnostics.map(({ range }) => client.slice(uri, range));
    expect(shown).toEqual(['"😀"', '"push.head"']);
    const [first] = second.diagnostics;
    expect(first!.range.end.character - first!.range.start.character).toBe(4);
  });

  test("keep CR LF in fixes and ignore comments", async () => {
    const text = SPEC.replace("push.heads", "push.head").replaceAll("\n", "\r\n");
    const { uri, diagnostics } = await opened(text);
    const actions = await client.actions(uri, diagnostics[0]!.range);
    const ignore = actions.find(({ title }) => title === "Ignore unknown-event here")!;
    expect(client.edited(uri, ignore.edit!).replaceAll("\r\n", "")).not.toMatch(/[\r\n]/);
    expect((await client.apply(uri, ignore.edit!)).diagnostics).toEqual([]);
  });
});

describe("code actions", () => {
  test("offer the fix, an ignore comment and an explanation", async () => {
    const { uri, diagnostics } = await opened(SPEC.replace("push.heads", "push.head"));
    const actions = await client.actions(uri, diagnostics[0]!.range, { diagnostics });
    expect(actions.map(({ title }) => title)).toEqual([
      'write "push.heads"',
      "Ignore unknown-event here",
      "Explain unknown-event",
    ]);
    expect(actions[0]).toMatchObject({ kind: "quickfix", isPreferred: false, diagnostics });
    expect((await client.apply(uri, actions[0]!.edit!)).diagnostics).toEqual([]);
    expect(client.text(uri)).toBe(SPEC);
    const text = await client.execute(actions[2]!.command);
    expect(text).toContain("**unknown-event** (error");
  });

  test("apply all safe fixes with source.fixAll.dryfire, as lint --fix does", async () => {
    const broken = SPEC.replace("        - push.heads", "        - push.heads\n        - push.heads").replace(
      "    - shared-settings",
      "    - shared-settings\n    - shared-settings",
    );
    const { uri, diagnostics } = await opened(broken);
    const [fix, ...others] = await client.actions(uri, whole, { only: ["source.fixAll.dryfire"] });
    expect(others).toEqual([]);
    expect(fix!.kind).toBe("source.fixAll.dryfire");
    write("b.yml", broken);
    const fixed = client.edited(uri, fix!.edit!);
    expect(fixed).not.toBe(broken);
    await runBuilt(["lint", "b.yml", "--fix"], folder);
    expect(readFileSync(join(folder, "b.yml"), "utf8")).toBe(fixed);
    expect(diagnostics.length).toBeGreaterThan(0);
  });

  test("put an ignore comment above a text of several lines", async () => {
    const folded = SPEC.replace(
      `isMain: '"\${{CF_BRANCH}}" == "main"'`,
      `isMain: >-\n              "\${{CF_BRANCH}}"\n              === "main"`,
    );
    const { uri, diagnostics } = await opened(folded);
    expect(diagnostics.length).toBeGreaterThan(0);
    for (const { range, code } of diagnostics) {
      const actions = await client.actions(uri, range);
      const ignore = actions.find(({ title }) => title === `Ignore ${code} here`)!;
      const left = await client.apply(uri, ignore.edit!);
      expect(codes(left)).not.toContain(code);
    }
  });

  test("leave the reason of an ignore comment to the user", async () => {
    const broken = SPEC.replace("push.heads", "push.head");
    const { uri, diagnostics } = await opened(broken);
    const [, ignore] = await client.actions(uri, diagnostics[0]!.range);
    const comment = "        # dryfire-ignore unknown-event\n";
    expect(client.edited(uri, ignore!.edit!)).toBe(
      broken.replace("        - push.head\n", (line) => comment + line),
    );
  });

  test("place the cursor at the reason, if the client can", async () => {
    const workspaceEdit = { documentChanges: true, snippetEditSupport: true };
    await client.start(folder, { capabilities: { workspace: { workspaceEdit } } });
    const uri = uriOf("a.yml");
    const { diagnostics } = await client.open(uri, SPEC.replace("push.heads", "push.head"));
    const actions = await client.actions(uri, diagnostics[0]!.range);
    expect(JSON.stringify(actions[1]!.edit)).toContain(" -- $1\\n");
    expect(actions[0]!.edit!.documentChanges).toMatchObject([{ textDocument: { uri, version: 1 } }]);
  });
});

describe("hovers", () => {
  test("describe schedules, events, patterns, conditions and rules", async () => {
    commit("api/a.ts", "api/b.ts", "README.md").git("branch", "feature/x");
    const { uri } = await opened(`# dryfire-ignore unknown-event -- a reason\n${SPEC}`);
    const at = (text: string) => client.hoverAt(uri, text);
    expect(await at("0 3 * * 1-5")).toMatch(
      /^\*\*At 03:00, on Monday through Friday\*\* \(UTC\)\n\nNext runs:\n\n(- \w{3} \d{4}-\d\d-\d\d 03:00 UTC\n?){3}$/,
    );
    expect(await at("push.heads")).toMatch(/\*\*push\.heads\*\*.*Commits pushed to a branch.*GitHub/s);
    expect(await at("/^main$/")).toBe("**Matches 1 of 2 branches** of this checkout\n\n- `main`");
    expect(await at("{api/**")).toBe("**Matches 2 of 3 tracked files**\n\n- `api/a.ts`\n- `api/b.ts`");
    const condition = await at("CF_BRANCH");
    expect(condition).toMatch(/`main-push` \(push to main.*\): \*\*true\*\*/);
    expect(condition).toContain("`nightly`");
    expect(await at("unknown-event")).toContain("**unknown-event** (error");
    expect(await at("shop/api")).toBe(undefined);
  });

  test("name a placeholder in a filter or event, whose value is unknown", async () => {
    const text = SPEC.replace("/^main$/", "/^${{BRANCH | lower}}$/").replace("push.heads", "$EVENT");
    const { uri } = await opened(text.replace("'{api/**,package.json}'", "'{{ folder }}/**'"));
    const at = (value: string) => client.hoverAt(uri, value);
    for (const value of ["${{BRANCH | lower}}", "$EVENT", "{{ folder }}"])
      expect(await at(value)).toBe(`"${value}" is a placeholder, so the value is unknown; replace it first.`);
    const both = SPEC.replace("- push.heads", "- push.heads\n        - $EVENT");
    await client.changed(uri, both);
    expect(await at("push.heads")).toContain("Commits pushed to a branch");
    expect(await at("$EVENT")).toContain("is a placeholder");
  });

  test("show examples where the checkout is not the repository of the trigger", async () => {
    const { uri } = await opened();
    const at = (text: string) => client.hoverAt(uri, text);
    expect(await at("{api/**")).toContain("The files of the repository are not known here.");
    expect(await at("/^main$/")).toBe("It matches, for example:\n\n- `main`");
  });
});

describe("navigation", () => {
  test("hints, symbols, definitions and references", async () => {
    const { uri } = await opened();
    const textDocument = { uri };
    const hints = await client.request("textDocument/inlayHint", { textDocument, range: whole });
    expect(hints).toMatchObject([{ label: "at 03:00, on Monday through Friday (UTC)" }]);
    const symbols = (await client.request("textDocument/documentSymbol", { textDocument })) as {
      name: string;
      children: { name: string }[];
    }[];
    expect(symbols.map(({ name }) => name)).toEqual(["shop/api"]);
    expect(symbols[0]!.children.map(({ name }) => name)).toEqual(["main-push", "nightly", "compile", "unit"]);
    const places = async (method: string, text: string, offset = 0) => {
      const position = client.position(uri, text, offset);
      const context = { includeDeclaration: true };
      const found = await client.request(method, { textDocument, position, context });
      return (found as { range: { start: { line: number } } }[]).map(({ range }) =>
        client.text(uri).split("\n")[range.start.line]!.trim(),
      );
    };
    const id = "id: 5f1e1a2b3c4d5e6f7a8b9c0d";
    expect(await places("textDocument/definition", "gitTriggerId:", 20)).toEqual([id]);
    expect(await places("textDocument/references", id, 10)).toEqual([
      id,
      "gitTriggerId: 5f1e1a2b3c4d5e6f7a8b9c0d",
    ]);
    expect(await places("textDocument/definition", "stage: test", 8)).toEqual(["- test"]);
    expect(await places("textDocument/definition", "name: compile", 8)).toEqual(["compile:"]);
    expect(await places("textDocument/references", "compile:", 2)).toEqual(["compile:", "- name: compile"]);
  });

  test("completes what depends on the spec and the workspace", async () => {
    write("other.yml", SPEC.replace("shared-settings", "team-secrets").replace("shop/api", "shop/web"));
    const { uri } = await opened();
    const labels = async (before: string, insert: string) => {
      const text = SPEC.replace(before, `${before}${insert}`);
      await client.changed(uri, text);
      return labelsOf(await client.completions(uri, `${before}${insert}`));
    };
    const events = await labels("        - push.heads", "\n        - ");
    expect(events).toContain("pullrequest.opened");
    expect(events).not.toContain("push.heads");
    expect(events).not.toContain("patchset-created");
    expect(await labels("        - push.heads", "\n        - pull")).toContain("pullrequest.opened");
    expect(await labels("      stage: ", "")).toEqual(["build", "test"]);
    expect(await labels("          - name: compile", "\n          - name: ")).toEqual(["compile"]);
    expect(await labels("      gitTriggerId: ", "")).toEqual(["5f1e1a2b3c4d5e6f7a8b9c0d"]);
    await expect.poll(() => labels("    - shared-settings", "\n    - ")).toEqual(["team-secrets"]);
    expect(await labels("      image: ", "")).toEqual([]);
  });

  test("completes only steps that run before, without mode: parallel", async () => {
    const { uri } = await opened();
    const later =
      "    deploy:\n      image: node\n    both:\n      type: parallel\n      steps:\n        c: { image: node }\n";
    const spec = `${SPEC}${later}`.replace("- name: compile", "- name: ");
    const labels = async (text: string) => {
      await client.changed(uri, text);
      return labelsOf(await client.completions(uri, "- name: \n", 8));
    };
    expect(await labels(spec)).toEqual(["compile", "deploy", "both", "c"]);
    expect(await labels(spec.replace("  mode: parallel\n", ""))).toEqual(["compile"]);
  });

  test("completes only what lint accepts at the place", async () => {
    const { uri } = await opened();
    const completed = async (before: string, value: string) => {
      const text = SPEC.replace(before, value);
      await client.changed(uri, text);
      return (await client.completions(uri, value)).map(({ textEdit }) => textEdit.newText);
    };
    const events = "events:\n        - push.heads";
    expect(await completed(events, "events: ")).toContain("[push.tags]");
    expect(await completed("contexts:\n    - shared-settings", "contexts: ")).toEqual([]);
    expect(await completed("context: github", "contexts: ")).toEqual(["[shared-settings]"]);
    expect(await completed("- push.heads", "- ")).not.toContain("pullrequest.review_requested");
    const ofGerrit = SPEC.replace("provider: github", "provider: gerrit").replace("push.heads", "");
    await client.changed(uri, ofGerrit);
    const names = await client.completions(uri, "events:\n        - ");
    expect(JSON.stringify(names)).toContain("patchset-created");
    expect(JSON.stringify(names)).not.toContain("pullrequest.commentAdded");
    const hook = "  hooks:\n    on_finish:\n      steps:\n        clean:\n          stage: ";
    expect(await completed("  mode: parallel", hook)).toEqual([]);
    expect(await completed("image: node:20", "arguments:\n        stage: ")).toEqual([]);
    expect(await completed("stage: build", "stage: ")).toEqual(["build", "test"]);
  });

  test("completes names in quotes where they need them", async () => {
    await client.start(folder);
    const uri = uriOf("a.yml");
    const lines = async (value: string) => {
      const text = SPEC.replace("- build", "- 'a: b'\n    - 'it''s'\n    - '1'\n    - plain");
      await client.open(uri, text.replace(/stage: .*/, `stage: ${value}`));
      const found = await client.completions(uri, `stage: ${value}`, 7 + (value === "" ? 0 : 1));
      return found.map(({ textEdit }) =>
        client
          .edited(uri, { changes: { [uri]: [textEdit] } })
          .match(/stage: .*/)?.[0]
          .slice(7),
      );
    };
    expect(await lines("")).toEqual(["'a: b'", "it's", "'1'", "plain", "test"]);
    expect(await lines("''")).toEqual(["'a: b'", "'it''s'", "'1'", "'plain'", "'test'"]);
    expect(await lines('""')).toEqual(['"a: b"', '"it\'s"', '"1"', '"plain"', '"test"']);
    expect(await lines('"é😀 test it"')).toEqual(['"a: b"', '"it\'s"', '"1"', '"plain"', '"test"']);
    expect(await lines("test it # here")).toEqual([
      "'a: b' # here",
      "it's # here",
      "'1' # here",
      "plain # here",
      "test # here",
    ]);
    expect(await lines('"of two\n        lines"')).toEqual([]);
  });
});

describe("simulation", () => {
  test("answers dryfire/simulate like the command line", async () => {
    const { uri } = await opened();
    const event = { names: ["push.heads"], branch: "main", changedFiles: [{ path: "docs/a.md" }] };
    const result = await client.request("dryfire/simulate", { textDocument: { uri }, event });
    expect(result).toMatchObject({
      version: 1,
      summary: { fires: 0, skips: 1, unknown: 0 },
      pipelines: [{ pipeline: "shop/api", path: "a.yml" }],
    });
    await expect(client.request("dryfire/simulate", { textDocument: { uri }, event: 1 })).rejects.toThrow(
      /event is not valid/,
    );
    await expect(client.request("dryfire/simulate", {})).rejects.toMatchObject({ code: -32602 });
  });

  test.each([
    [{ trigger: "main-psh" }, 'unknown Git trigger "main-psh"; did you mean "main-push"?'],
    [{ pipeline: "shop/app" }, 'unknown pipeline "shop/app"; did you mean "shop/api"?'],
    [{ pipeline: 5 }, '"pipeline" must be a string'],
    [{ assumeAccepted: "no" }, '"assumeAccepted" must be a boolean'],
    [{ event: undefined }, 'is not in a git repository; run dryfire in one, or give an "event"'],
  ])("refuses dryfire/simulate with %j", async (params, message) => {
    const { uri } = await opened();
    const event = { names: ["push.heads"] };
    const request = client.request("dryfire/simulate", { textDocument: { uri }, event, ...params });
    await expect(request).rejects.toMatchObject({ code: -32602, message: expect.stringContaining(message) });
  });

  test("simulates a definition alone, as the command line does", async () => {
    await client.start(folder);
    const uri = uriOf("codefresh.yml");
    client.openSilently(uri, "version: '1.0'\nsteps:\n  unit: { image: node }\n");
    const event = { names: ["push.heads"], branch: "main" };
    const answer = await client.request("dryfire/simulate", { textDocument: { uri }, event });
    expect(answer).toMatchObject({ pipelines: [{ triggers: [{ build: { steps: [{ step: "unit" }] } }] }] });
  });

  test("a lens names no option of the command line", async () => {
    commit("api/a.ts");
    await client.start(folder);
    const uri = uriOf("a.yml");
    const shown = async (text: string): Promise<string> => {
      await client.open(uri, text);
      const lenses = await client.lenses(uri);
      const verdict = String(await client.execute(lenses[0]!.command));
      expect(verdict).not.toMatch(/--[a-z]/);
      client.close(uri);
      return verdict.replaceAll(/\s+/g, " ");
    };
    const open = await shown(SPEC.replace("'{api/**,package.json}'", "/api/**"));
    expect(open).toContain('open question: glob-leading-slash; answer it in "assume" of the config)');
    expect(open).toContain('glob-leading-slash; answer it in "assume" of the config.');
    expect(await shown(SPEC.replace("push.heads", "push.head"))).toContain("unknown: fix the error.");
  });

  test("shows a lens on each trigger", async () => {
    commit("README.md");
    const { uri } = await opened();
    const lenses = await client.lenses(uri);
    expect(lenses.map(({ command }) => command.title)).toEqual([
      "push of this branch: skips (files)",
      expect.stringMatching(/^next run: \w{3} \d{4}-\d\d-\d\d 03:00 UTC$/),
    ]);
    const shown = await client.execute(lenses[0]!.command);
    expect(shown).toContain("skips");
  });

  test("a lens shows its own trigger, where others have its name", async () => {
    commit();
    const text = SPEC.replace("- name: nightly", "- name: main-push");
    const { uri } = await opened(`${text}---\n${text.replace("shop/api", "shop/web")}`);
    const lenses = await client.lenses(uri);
    const shown = await Promise.all(lenses.map(async ({ command }) => String(await client.execute(command))));
    const places = ["api main-push  a.yml:9:", "web main-push  a.yml:58:", "api main-push  a.yml:20:"];
    expect(shown.map((each) => each.match(/\w+ main-push +a\.yml:\d+:/g))).toEqual(
      [...places, "web main-push  a.yml:69:"].map((place) => [place]),
    );
  });
});

describe("a cron trigger", () => {
  test.each([
    ["0 0 * * 1-5 *", "unknown (six fields: seconds first, or a year last)", "if the last is a year"],
    [
      "0,10 0 0 1 1 *",
      "none (the scheduler refuses it: it runs too often)",
      "its interval can be 10 seconds",
    ],
    [
      "*/10 * * * * *",
      "unknown (six fields: seconds first, or a year last)",
      "an interval can be 10 seconds",
    ],
    ["0 0 31 2 *", "none (the scheduler refuses it: it never runs)", "it never runs"],
    ["0 0 29 2 */3", "unknown (no run follows another within five years)", "No run follows another"],
  ])("has no next run that Codefresh may refuse: %s", async (expression, title, text) => {
    const { uri } = await opened(SPEC.replace("0 3 * * 1-5", `'${expression}'`));
    const lenses = await client.lenses(uri);
    expect(lenses.at(-1)!.command.title).toBe(`next run: ${title}`);
    const hover = await client.hoverAt(uri, expression);
    expect(hover).toContain(text);
    expect(hover).not.toContain("Next runs");
  });

  test("is marked if no Git trigger has its id", async () => {
    const { uri } = await opened(SPEC.replace("gitTriggerId: 5f1e", "gitTriggerId: 6f1e"));
    const lenses = await client.lenses(uri);
    expect(lenses.at(-1)!.command.title).toMatch(/ 03:00 UTC \(no Git trigger has its gitTriggerId\)$/);
    const hover = await client.hoverAt(uri, "0 3 * * 1-5");
    expect(hover).toContain(
      'No Git trigger of this pipeline has the id "6f1e1a2b3c4d5e6f7a8b9c0d"; it is unknown whether a build starts.',
    );
  });
});

describe("the workspace", () => {
  test("compares files, those in the editor as they are there", async () => {
    write("a.yml", SPEC);
    await client.start(folder);
    const uri = uriOf("b.yml");
    const found = await client.openWithFindings(uri, SPEC);
    expect(codes(found)).toEqual(["duplicate-pipeline-name"]);
    expect(found.diagnostics[0]!.relatedInformation![0]!.location.uri).toBe(uriOf("a.yml"));
    const cleared = client.published(uri);
    await client.open(uriOf("a.yml"), SPEC.replace("shop/api", "shop/web"));
    expect((await cleared).diagnostics).toEqual([]);
  });

  test("compares no documents without a file, such as a copy that is not saved", async () => {
    write("a.yml", SPEC);
    const { uri } = await opened();
    const copies = ["untitled:Untitled-1", "git:/a.yml?ref=HEAD"];
    for (const copy of copies) client.openSilently(copy, SPEC.replace("push.heads", "push.head"));
    const found = await Promise.all(copies.map((copy) => client.published(copy)));
    expect(found.map(codes)).toEqual([["unknown-event"], ["unknown-event"]]);
    expect(codes(await client.changed(uri, SPEC.replace("push.heads", "push.hea")))).toEqual([
      "unknown-event",
    ]);
  });

  test("compares files with one on disk once it is closed", async () => {
    write("a.yml", SPEC);
    await client.start(folder);
    const [a, b] = [uriOf("a.yml"), uriOf("b.yml")];
    // The workspace has been read once this is found.
    await client.openWithFindings(b, SPEC);
    const renamed = SPEC.replace("shop/api", "shop/web");
    await client.open(a, renamed);
    expect(codes(await client.changed(b, renamed))).toEqual(["duplicate-pipeline-name"]);
    const cleared = client.published(b);
    client.close(a);
    expect((await cleared).diagnostics).toEqual([]);
  });

  test("uses the config of the file, and reads it again when it changes", async () => {
    const config = join(folder, "dryfire.config.yml");
    writeFileSync(config, "rules:\n  unknown-event: off\n");
    await client.start(folder);
    const uri = uriOf("a.yml");
    expect(codes(await client.open(uri, SPEC.replace("push.heads", "push.head")))).toEqual([]);
    writeFileSync(config, "rules:\n  unknown-event: warning\n");
    const again = client.published(uri);
    client.notify("workspace/didChangeWatchedFiles", {
      changes: [{ uri: pathToFileURL(config).href, type: 2 }],
    });
    expect((await again).diagnostics).toMatchObject([{ code: "unknown-event", severity: 2 }]);
  });

  test("lints the steps of a specTemplate as long as a spec of the workspace names them", async () => {
    write("a.yml", TEMPLATE);
    write("steps.yml", STEPS);
    addAll();
    await client.start(folder, { capabilities: { workspace: { workspaceFolders: true } } });
    const [a, b] = [uriOf("a.yml"), uriOf("steps.yml")];
    expect(codes(await client.open(b, STEPS))).toContain("misspelled-step-key");
    await client.open(a, TEMPLATE);
    const save = (text: string) => {
      const found = client.published(b);
      client.change(a, text);
      write("a.yml", text);
      client.notify("textDocument/didSave", { textDocument: { uri: a } });
      return found;
    };
    expect(codes(await save(TEMPLATE.replace("steps.yml", "other.yml")))).toEqual([]);
    expect(codes(await save(TEMPLATE))).toContain("misspelled-step-key");
    const removed = client.published(b);
    const uri = pathToFileURL(folder).href;
    client.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri, name: "workspace" }] },
    });
    client.close(a);
    expect(codes(await removed)).toEqual([]);
  });

  test("lints the steps that a spec names in the editor, until it is closed without being saved", async () => {
    write("a.yml", TEMPLATE);
    for (const name of ["steps.yml", "other.yml"]) write(name, STEPS);
    addAll();
    await client.start(folder);
    const [a, b, c] = [uriOf("a.yml"), uriOf("steps.yml"), uriOf("other.yml")];
    expect(codes(await client.open(b, STEPS))).toContain("misspelled-step-key");
    client.openSilently(c, STEPS);
    await client.open(a, TEMPLATE);
    const both = () => Promise.all([client.published(b), client.published(c)]);
    const edited = both();
    client.change(a, TEMPLATE.replace("steps.yml", "other.yml"));
    expect((await edited).map(({ diagnostics }) => diagnostics.length > 0)).toEqual([false, true]);
    const closed = both();
    client.close(a);
    expect((await closed).map(({ diagnostics }) => diagnostics.length > 0)).toEqual([true, false]);
  });

  test("compares files across a folder of the workspace inside another one", async () => {
    write("a.yml", SPEC);
    write("inner/b.yml", SPEC.replace("shop/api", "shop/web"));
    const folders = [folder, join(folder, "inner")].map((each) => ({
      uri: pathToFileURL(each).href,
      name: "folder",
    }));
    await client.start(folder, { workspaceFolders: folders });
    const [a, b] = [uriOf("a.yml"), uriOf("inner/b.yml")];
    client.openSilently(a, SPEC.replace("shop/api", "shop/web"));
    const found = await client.openWithFindings(b, SPEC.replace("shop/api", "shop/web"));
    expect(codes(found)).toEqual(["duplicate-pipeline-name"]);
    expect(found.diagnostics[0]!.relatedInformation![0]!.location.uri).toBe(a);
    expect(codes(await client.changed(b, SPEC.replace("shop/api", "shop/job")))).toEqual([]);
    // Neither file counts as it is on disk.
    expect(codes(await client.changed(a, SPEC.replace("shop/api", "shop/web")))).toEqual([]);
    const again = await client.changed(b, SPEC.replace("shop/api", "shop/web"));
    expect(codes(again)).toEqual(["duplicate-pipeline-name"]);
  });

  test("compares no files with those of a checkout inside the folder that it ignores", async () => {
    write(".gitignore", "inner/\n");
    for (const name of ["a.yml", "inner/b.yml", "inner/c.yml"]) write(name, SPEC);
    for (const path of [".", "inner"]) Checkout.init(undefined, join(folder, path));
    const uris = [folder, join(folder, "inner")].map((each) => pathToFileURL(each).href);
    await client.start(folder, { workspaceFolders: uris.map((uri) => ({ uri, name: "folder" })) });
    const found = await client.openWithFindings(uriOf("inner/c.yml"), SPEC);
    const related = found.diagnostics.flatMap(({ relatedInformation = [] }) => relatedInformation);
    expect(related.map(({ location }) => location.uri)).toEqual([uriOf("inner/b.yml")]);
  });

  test("removes a folder whose address has a slash at its end only when it is added", async () => {
    write("a.yml", SPEC);
    const uri = pathToFileURL(folder).href;
    await client.start(folder, {
      capabilities: { workspace: { workspaceFolders: true } },
      workspaceFolders: [{ uri: `${uri}/`, name: "workspace" }],
    });
    const b = uriOf("b.yml");
    await client.openWithFindings(b, SPEC);
    const cleared = client.published(b);
    client.notify("workspace/didChangeWorkspaceFolders", {
      event: { added: [], removed: [{ uri, name: "workspace" }] },
    });
    expect((await cleared).diagnostics).toEqual([]);
  });

  test("runs local rules only by a setting of the client", async () => {
    const code =
      "import { writeFileSync } from 'node:fs'; writeFileSync(new URL('ran', import.meta.url), ''); export default [];";
    write("own.mjs", code);
    write("dryfire.config.yml", "localRules: [./own.mjs]\n");
    await client.start(folder);
    const warned = client.next(({ method }) => method === "window/showMessage");
    await client.open(uriOf("a.yml"), SPEC);
    expect(JSON.stringify((await warned).params)).toContain("loadRules");
    expect(() => unlinkSync(join(folder, "ran"))).toThrow();
    const trusting = new Client();
    await trusting.start(folder, { initializationOptions: { loadRules: true } });
    await trusting.open(uriOf("a.yml"), SPEC);
    unlinkSync(join(folder, "ran"));
  });

  test("reads no file outside of the workspace through a link", async () => {
    const outside = newFolder(onTestFinished);
    writeIn(outside, "b.yml", SPEC.replace("shared-settings", "outside-name"));
    symlinkSync(join(outside, "b.yml"), join(folder, "b.yml"));
    symlinkSync(outside, join(folder, "folder"));
    write("c.yml", SPEC.replace("shared-settings", "inside-name"));
    const { uri } = await opened(SPEC.replace("shop/api", "shop/web"));
    const labels = async () => {
      await client.changed(uri, SPEC.replace("    - shared-settings", "    - shared-settings\n    - "));
      return labelsOf(await client.completions(uri, "    - shared-settings\n    - "));
    };
    await expect.poll(labels).toEqual(["inside-name"]);
  });
});
