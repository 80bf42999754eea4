import { execFileSync, spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { builtProgram } from "../built-program.ts";
import { inNewFolder } from "../new-folder.ts";
import { shopSpec } from "../shop-spec.ts";
import { Client, endClients } from "./client.ts";

let folder: string;
let client: Client;
let uri: string;

inNewFolder(beforeEach, (made) => {
  folder = made;
  uri = pathToFileURL(join(folder, "a.yml")).href;
  client = new Client();
});
afterEach(() => {
  endClients();
});

const PLACE = { line: 1, character: 1 };
const SPEC = shopSpec(["main-push", "push.heads", "branchRegex: /^main$/"]);

describe("a client that does not keep to the protocol", () => {
  test("gets an error for an unknown request, and the session goes on", async () => {
    await client.start(folder);
    await expect(client.request("dryfire/unknown", {})).rejects.toMatchObject({ code: -32601 });
    client.notify("dryfire/unknown", {});
    await expect(client.request("workspace/executeCommand", { command: "rm" })).rejects.toMatchObject({
      code: -32602,
    });
    expect((await client.open(uri, SPEC)).version).toBe(1);
  });

  test("may ask about documents that are not open", async () => {
    await client.start(folder);
    const textDocument = { uri };
    const position = { line: 999, character: 999 };
    expect(await client.request("textDocument/hover", { textDocument, position })).toBe(null);
    expect(await client.request("textDocument/documentSymbol", { textDocument })).toEqual([]);
    expect(await client.request("textDocument/completion", { textDocument, position })).toEqual([]);
    await client.open(uri, SPEC);
    expect(await client.request("textDocument/hover", { textDocument, position })).toBe(null);
  });

  test.each([
    ["hover", { position: PLACE }, '"textDocument" with a "uri"'],
    ["hover", { textDocument: { uri: "a" } }, '"position" with a "line"'],
    ["completion", { textDocument: { uri: "a" }, position: { line: 1 } }, '"position" with a "line"'],
    ["references", { textDocument: { uri: "a" }, position: null }, '"position" with a "line"'],
    ["codeAction", { textDocument: { uri: "a" } }, '"range" with a "line"'],
    ["inlayHint", { textDocument: { uri: "a" }, range: { start: PLACE } }, '"range" with a "line"'],
    ["documentSymbol", { textDocument: {} }, '"textDocument" with a "uri"'],
    ["codeLens", {}, '"textDocument" with a "uri"'],
  ])("gets the name of a missing parameter of %s: %j", async (name, params, missing) => {
    await client.start(folder);
    await expect(client.request(`textDocument/${name}`, params)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(`the request has no ${missing}`),
    });
  });

  test.each(["hover", "completion", "codeAction"])("may send %s without parameters", async (name) => {
    await client.start(folder);
    await expect(client.request(`textDocument/${name}`, null)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining("the request has no "),
    });
  });

  test.each([
    ["textDocument/didOpen", null],
    ["textDocument/didOpen", { textDocument: { uri: 5, text: "" } }],
    ["textDocument/didChange", { textDocument: { uri: "file:///a.yml", version: 2 } }],
    ["textDocument/didClose", {}],
    ["textDocument/didSave", undefined],
    ["workspace/didChangeWatchedFiles", { changes: [null] }],
    ["workspace/didChangeWorkspaceFolders", { event: { added: [{}], removed: [] } }],
    ["$/setTrace", null],
  ])("gets one sentence about parameters of %s that are not of the protocol: %j", async (method, params) => {
    await client.start(folder);
    client.notify(method, params);
    expect((await client.open(uri, SPEC)).version).toBe(1);
    const logged = client.received.filter((message) => message.method === "window/logMessage");
    expect(logged.map((message) => (message.params as { message: string }).message)).toEqual([
      `"${method}" is ignored, since its parameters are not those of the protocol`,
    ]);
    expect(client.stderr).toBe("");
  });

  test.each([
    { capabilities: null },
    { capabilities: {}, workspaceFolders: [{}] },
    { capabilities: {}, rootUri: 5 },
  ])("may start after it was refused with %j", async (params) => {
    await expect(client.request("initialize", params)).rejects.toMatchObject({
      code: -32600,
      message: '"initialize" is refused, since its parameters are not those of the protocol',
    });
    await client.start(folder);
    expect((await client.open(uri, SPEC)).version).toBe(1);
  });

  test("may start once, and ask nothing after a shutdown", async () => {
    await client.start(folder);
    const start = { processId: null, rootUri: null, capabilities: {} };
    const refused = (message: string) => ({ code: -32600, message });
    await expect(client.request("initialize", start)).rejects.toMatchObject(
      refused('"initialize" came a second time'),
    );
    expect(await client.request("shutdown", undefined)).toBe(null);
    await expect(client.request("textDocument/hover", {})).rejects.toMatchObject(
      refused('"textDocument/hover" came after "shutdown"'),
    );
    client.notify("exit", undefined);
    expect(await client.exited).toBe(0);
  });

  test("is registered for once, also if it sends initialized twice", async () => {
    const workspace = { didChangeWatchedFiles: { dynamicRegistration: true }, workspaceFolders: true };
    await client.start(folder, { capabilities: { workspace } });
    client.notify("initialized", {});
    await client.open(uri, SPEC);
    const registered = client.received.filter(({ method }) => method === "client/registerCapability");
    expect(registered.length).toBe(1);
  });

  test("gets the name of the missing context of a code action", async () => {
    await client.start(folder);
    await client.open(uri, SPEC);
    const params = { textDocument: { uri }, range: { start: PLACE, end: PLACE } };
    await expect(client.request("textDocument/codeAction", params)).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining('"context"'),
    });
  });

  test("may send invalid JSON", async () => {
    await client.start(folder);
    client.write('Content-Length: 9\r\n\r\n{"id": 1,');
    client.write("Content-Length: 2\r\n\r\n[]");
    expect((await client.open(uri, SPEC)).version).toBe(1);
  });

  test("may send requests before the start", async () => {
    await expect(client.request("textDocument/hover", {})).rejects.toMatchObject({ code: -32002 });
    await client.start(folder);
    expect((await client.open(uri, SPEC)).version).toBe(1);
  });
});

describe("a client that goes away", () => {
  test("ends the server with its streams", async () => {
    await client.start(folder);
    client.process.stdin.end();
    expect(await client.exited).toBe(1);
  });

  test("ends the server even if something else keeps the streams open", async () => {
    const parent = spawn("sleep", ["60"]);
    await client.request("initialize", { processId: parent.pid, rootUri: null, capabilities: {} });
    parent.kill("SIGKILL");
    expect(await client.exited).toBe(1);
  });

  test("exits with an error code without a shutdown", async () => {
    await client.start(folder);
    client.notify("exit", undefined);
    expect(await client.exited).toBe(1);
  });
});

describe("large documents", () => {
  test("of 10,000 triggers get every answer", async () => {
    await client.start(folder);
    const triggers = Array.from(
      { length: 10_000 },
      (_, at) =>
        `    - name: t${at}\n      type: git\n      repo: acme/shop-${at}\n      events: [push.heads]\n      branchRegex: /^b${at}$/\n`,
    );
    const text = `version: '1.0'\nkind: pipeline\nmetadata:\n  name: a/b\nspec:\n  triggers:\n${triggers.join("")}`;
    const found = await client.open(uri, text);
    expect(found.version).toBe(1);
    const textDocument = { uri };
    const symbols = (await client.request("textDocument/documentSymbol", { textDocument })) as [
      { children: object[] },
    ];
    expect(symbols[0].children.length).toBe(10_000);
    expect(await client.hoverAt(uri, "/^b9999$/")).toContain("`b9999`");
    const second = await client.changed(uri, "x", {
      start: client.position(uri, "push.heads"),
      end: client.position(uri, "push.heads", 4),
    });
    expect(second.diagnostics.map(({ code }) => code)).toContain("unknown-event");
  }, 120_000);

  test("get the builds of their first triggers only, where those of all would be too large", async () => {
    await client.start(folder);
    const contexts = Array.from({ length: 3000 }, (_, at) => `c${at}`).join();
    const text = shopSpec(["t", "push.heads"])
      .replace("spec:\n", `spec:\n  contexts: [${contexts}]\n`)
      .replace("- type: git", "- &t\n      type: git");
    await client.open(uri, `${text}${"    - *t\n".repeat(3000)}`);
    const warned = client.next(({ method }) => method === "window/showMessage");
    const event = { names: ["push.heads"], branch: "main" };
    const params = { textDocument: { uri }, event, assumeAccepted: true };
    const answer = (await client.request("dryfire/simulate", params)) as {
      pipelines: [{ triggers: { verdict: string; build: object | null }[] }];
    };
    const { triggers } = answer.pipelines[0];
    expect(triggers.map(({ verdict }) => verdict)).toEqual(triggers.map(() => "fires"));
    expect(triggers.length).toBe(3001);
    expect(triggers.filter(({ build }) => build).length).toBeLessThan(20);
    expect((await warned).params).toMatchObject({ message: expect.stringContaining("are left out") });
  }, 120_000);

  test("do not make the memory grow over many edits", async () => {
    await client.start(folder);
    await client.open(uri, SPEC);
    const memory = () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.process.pid}/status`, "utf8"))![1]);
    const sizes: number[] = [];
    const start = { line: 0, character: 0 };
    for (let round = 0; round < 4; round++) {
      for (let at = 0; at < 250; at++) {
        await client.changed(uri, "# x\n", { start, end: start });
        await client.changed(uri, "", { start, end: { line: 1, character: 0 } });
        client.received.length = 0;
      }
      sizes.push(memory());
    }
    expect(sizes[3]! / sizes[1]!).toBeLessThan(1.25);
  }, 120_000);
});

describe("the start of other commands", () => {
  test("reads nothing of the language server", () => {
    const file = join(folder, "a.yml");
    writeFileSync(file, SPEC);
    const program = join(builtProgram(), "dryfire.cjs");
    const hook = join(folder, "hook.cjs");
    writeFileSync(
      hook,
      `const fs = require("fs");
       const { readFileSync } = fs;
       const read = [];
       fs.readFileSync = (path, ...more) => {
         read.push(path);
         return readFileSync(path, ...more);
       };
       process.on("exit", () => fs.writeFileSync(process.env.LOADED, read.join("\\n")));`,
    );
    const loaded = join(folder, "loaded.txt");
    execFileSync(process.execPath, ["-r", hook, program, "lint", file], {
      env: { ...process.env, LOADED: loaded },
    });
    const names = readFileSync(loaded, "utf8");
    expect(names).toContain("lib/core.cjs");
    expect(names).not.toMatch(/lib\/lsp/);
  });
});
