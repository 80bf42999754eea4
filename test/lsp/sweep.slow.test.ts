import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, describe, expect, test } from "vitest";
import { newFolder } from "../new-folder.ts";
import { Client, endClients } from "./client.ts";

const rules = join(import.meta.dirname, "../../fixtures/rules");
const names = readdirSync(rules, { recursive: true, encoding: "utf8" })
  .filter((name) => /bad-[^/]*(?<!\.fixed)\.(?:ya?ml|json)$/.test(name))
  .sort();
const folder = newFolder(afterAll);
const whole = { start: { line: 0, character: 0 }, end: { line: 100_000, character: 0 } };

afterAll(endClients);

describe("each fixture of a rule", () => {
  test("has its findings, and every request is answered at every line", async () => {
    const client = new Client();
    await client.start(folder);
    const missing: string[] = [];
    for (const name of names) {
      const text = readFileSync(join(rules, name), "utf8");
      const uri = pathToFileURL(join(folder, name.replace("/", "-"))).href;
      const textDocument = { uri };
      client.openSilently(uri, text, name.endsWith("json") ? "json" : "yaml");
      const symbols = (await client.request("textDocument/documentSymbol", { textDocument })) as object[];
      if (symbols.length === 0) continue;
      await client.request("textDocument/codeLens", { textDocument });
      await client.request("textDocument/inlayHint", { textDocument, range: whole });
      for (const [line, content] of text.split(/\r?\n/).slice(0, 60).entries()) {
        const position = { line, character: Math.max(0, content.trimEnd().length - 1) };
        for (const method of ["hover", "definition", "completion"])
          await client.request(`textDocument/${method}`, { textDocument, position });
      }
      const actions = await client.actions(uri, whole, { triggerKind: 2 });
      if (!actions.some(({ title }) => title.startsWith("Explain "))) missing.push(name);
      client.notify("textDocument/didClose", { textDocument });
    }
    expect(names.length).toBeGreaterThan(300);
    // Rules of the strict preset, and those with options or files of their own.
    expect(missing.length).toBeLessThan(names.length / 5);
    expect(client.stderr).toBe("");
  }, 240_000);

  test("is ignored by the ignore comment that is offered", async () => {
    const client = new Client();
    await client.start(folder);
    const wrong: string[] = [];
    let offered = 0;
    for (const name of names) {
      const uri = pathToFileURL(join(folder, `ignored-${name.replace("/", "-")}`)).href;
      client.openSilently(uri, readFileSync(join(rules, name), "utf8"));
      const symbols = (await client.request("textDocument/documentSymbol", { textDocument: { uri } })) as [];
      if (symbols.length === 0) continue;
      const [action] = (await client.actions(uri, whole, { triggerKind: 2 })).filter(({ title }) =>
        title.startsWith("Ignore "),
      );
      if (action) {
        offered++;
        const rule = action.title.split(" ")[1]!;
        const ignores = async () =>
          (await client.actions(uri, whole, { triggerKind: 2 })).filter(
            ({ title }) => title === action.title,
          );
        const before = (await ignores()).length;
        await client.apply(uri, action.edit!);
        const after = (await ignores()).length;
        if (after >= before) wrong.push(`${name}: ${rule}`);
      }
      client.close(uri);
    }
    expect(offered).toBeGreaterThan(200);
    expect(wrong).toEqual([]);
  }, 240_000);
});
