import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { featureRichSpec } from "./feature-rich.mjs";
import { spec } from "./generate.mjs";
import { median } from "./pairs.mjs";

/** Measures the language server: the time from a change to the findings of that version. */

/** Returns an export of so many lines, with all specs of a generator in one list. */
export function exportOf(make, lines) {
  const parts = ["items:"];
  for (let seed = 1, count = 1; count < lines; seed++) {
    const own = make(seed).trimEnd().split("\n");
    count += own.length;
    parts.push(...own.map((line, at) => `${at === 0 ? "  - " : "    "}${line}`));
  }
  return `${parts.join("\n")}\n`;
}

/** A session of the language server with one document in an empty folder. */
export class Session {
  #child;
  #folder = mkdtempSync(join(tmpdir(), "dryfire-editor-"));
  #buffer = Buffer.alloc(0);
  #published = new Map();
  #version = 1;
  #uri = pathToFileURL(join(this.#folder, "export.yml")).href;

  constructor(cli) {
    this.#child = spawn(process.execPath, [cli, "lsp"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#child.stdout.on("data", (data) => this.#read(data));
  }

  /** Opens a text; resolves when its findings are there. */
  async open(text) {
    const rootUri = pathToFileURL(this.#folder).href;
    this.#send({
      id: 1,
      method: "initialize",
      params: { processId: process.pid, rootUri, capabilities: {} },
    });
    this.#send({ method: "initialized", params: {} });
    const textDocument = { uri: this.#uri, languageId: "yaml", version: 1, text };
    const done = this.#findings(1);
    this.#send({ method: "textDocument/didOpen", params: { textDocument } });
    return await done;
  }

  /** Replaces a range; resolves to the milliseconds until the findings are there. */
  async change(range, text) {
    const version = ++this.#version;
    const done = this.#findings(version);
    const start = performance.now();
    const textDocument = { uri: this.#uri, version };
    this.#send({
      method: "textDocument/didChange",
      params: { textDocument, contentChanges: [{ range, text }] },
    });
    await done;
    return performance.now() - start;
  }

  /** The resident set of the server in bytes (Linux). */
  memory() {
    const status = readFileSync(`/proc/${this.#child.pid}/status`, "utf8");
    return Number(/VmRSS:\s+(\d+)/.exec(status)[1]) * 1024;
  }

  close() {
    this.#child.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #send(message) {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#child.stdin.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #findings(version) {
    return new Promise((resolve) => this.#published.set(version, resolve));
  }

  #read(data) {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const head = this.#buffer.indexOf("\r\n\r\n");
      if (head < 0) return;
      const length = Number(/Content-Length: (\d+)/.exec(this.#buffer.toString("latin1", 0, head))[1]);
      if (this.#buffer.length < head + 4 + length) return;
      const { method, params } = JSON.parse(this.#buffer.toString("utf8", head + 4, head + 4 + length));
      this.#buffer = this.#buffer.subarray(head + 4 + length);
      if (method !== "textDocument/publishDiagnostics") continue;
      this.#published.get(params.version)?.(params.diagnostics.length);
      this.#published.delete(params.version);
    }
  }
}

/** Types a text at the end of a line, one letter at a time, again and again; returns all times. */
export async function type(session, line, indent, text, changes) {
  const times = [];
  let length = 0;
  for (let at = 0; at < changes; at++) {
    const start = { line, character: indent };
    const end = { line, character: indent + length };
    const isNew = length === text.length;
    times.push(await session.change({ start: isNew ? start : end, end }, isNew ? "" : text[length]));
    length = isNew ? 0 : length + 1;
  }
  return times;
}

/** A new line among the keys of a trigger in the middle of a text. */
function withNewLine(text) {
  const lines = text.split("\n");
  const half = Math.floor(lines.length / 2);
  const at = lines.findIndex((line, index) => index >= half && /^ *(?:- )?repo: /.test(line));
  const indent = lines[at].search(/repo/);
  return { text: lines.toSpliced(at + 1, 0, " ".repeat(indent)).join("\n"), line: at + 1, indent };
}

const STATES = [
  ["finished", "# a comment that is typed"],
  ["unfinished", 'branchRegex: "/^(main|release'],
];

/**
 * Returns the median time from a change to the findings for each kind of document and state, and
 * the memory of the server after each quarter of `edits` changes.
 */
export async function measureEditor(cli, { changes = 120, edits = 0 } = {}) {
  const documents = [
    ["an ordinary spec", featureRichSpec(1), 20],
    ["an export of 5,000 lines", exportOf(spec, 5000), 150],
    ["an export of 5,000 feature-rich lines", exportOf(featureRichSpec, 5000), 150],
  ];
  const rows = [];
  for (const [name, plain, target] of documents) {
    for (const [state, typed] of STATES) {
      const { text, line, indent } = withNewLine(plain);
      const session = new Session(cli);
      await session.open(text);
      await type(session, line, indent, typed, typed.length + 1);
      rows.push([`${name}, ${state}`, median(await type(session, line, indent, typed, changes)), target]);
      session.close();
    }
  }
  const memory = edits === 0 ? [] : await memoryOver(cli, featureRichSpec(1), edits);
  return { rows, memory };
}

async function memoryOver(cli, plain, edits) {
  const { text, line, indent } = withNewLine(plain);
  const session = new Session(cli);
  await session.open(text);
  const memory = [];
  for (let quarter = 0; quarter < 4; quarter++) {
    await type(session, line, indent, STATES[1][1], edits / 4);
    memory.push(session.memory());
  }
  session.close();
  return memory;
}
