import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import type {
  CodeAction,
  Command,
  Diagnostic,
  Position,
  Range,
  TextEdit,
  WorkspaceEdit,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { builtProgram } from "../built-program.ts";

/** The findings of a version, as the server published them. */
export type Published = { uri: string; version?: number; diagnostics: Diagnostic[] };

type Completion = { label: string; textEdit: TextEdit };

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string };
}

const all = new Set<Client>();

/** Ends all servers of a test file. */
export function endClients(): void {
  for (const client of all) client.kill();
  all.clear();
}

/** A client of the built server, which speaks the protocol over its standard input and output. */
export class Client {
  readonly process: ChildProcessWithoutNullStreams;
  readonly received: Message[] = [];
  readonly exited: Promise<number | null>;
  stderr = "";
  readonly #waiting: { test: (message: Message) => boolean; done: (message: Message) => void }[] = [];
  readonly #texts = new Map<string, TextDocument>();
  #buffer: Buffer = Buffer.alloc(0);
  #id = 0;

  constructor(argv: readonly string[] = ["--stdio"], cwd?: string) {
    this.process = spawn(process.execPath, [`${builtProgram()}/dryfire.cjs`, "lsp", ...argv], {
      ...(cwd !== undefined && { cwd }),
      stdio: "pipe",
    });
    this.exited = new Promise((resolve) => this.process.on("exit", resolve));
    this.process.stdout.on("data", (data: Buffer) => this.#read(data));
    this.process.stderr.on("data", (data: Buffer) => {
      this.stderr += data;
    });
    this.process.stdin.on("error", () => undefined);
    all.add(this);
  }

  kill(): void {
    this.process.kill("SIGKILL");
  }

  /** Starts a session in a folder. */
  async start(
    folder: string,
    options: {
      capabilities?: object;
      initializationOptions?: object;
      workspaceFolders?: readonly object[];
    } = {},
  ) {
    const uri = pathToFileURL(folder).href;
    const result = await this.request("initialize", {
      processId: process.pid,
      rootUri: uri,
      workspaceFolders: [{ uri, name: "workspace" }],
      capabilities: {},
      ...options,
    });
    this.notify("initialized", {});
    return result as { capabilities: Record<string, unknown>; serverInfo: { name: string } };
  }

  /** Writes bytes, which need not be a message. */
  write(text: string): void {
    this.process.stdin.write(text);
  }

  send(message: object): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  notify(method: string, params: unknown): void {
    this.send({ method, params });
  }

  /** Sends a request; throws the error of the server. */
  async request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#id;
    const answer = this.next((message) => message.id === id && message.method === undefined);
    this.send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw Object.assign(new Error(error.message), { code: error.code });
    return result;
  }

  /** Waits for a message that has not come yet. */
  next(test: (message: Message) => boolean): Promise<Message> {
    return new Promise((done) => this.#waiting.push({ test, done }));
  }

  #read(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const end = this.#buffer.indexOf("\r\n\r\n");
      if (end < 0) return;
      const length = Number(/Content-Length: (\d+)/i.exec(this.#buffer.toString("latin1", 0, end))![1]);
      if (this.#buffer.length < end + 4 + length) return;
      const body = this.#buffer.toString("utf8", end + 4, end + 4 + length);
      this.#buffer = this.#buffer.subarray(end + 4 + length);
      this.#receive(JSON.parse(body) as Message);
    }
  }

  #receive(message: Message): void {
    this.received.push(message);
    // Registrations and messages need an answer.
    if (message.method !== undefined && message.id !== undefined) this.send({ id: message.id, result: null });
    for (const waiting of [...this.#waiting]) {
      if (!waiting.test(message)) continue;
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1);
      waiting.done(message);
    }
  }

  /** The next findings of a document, of any or of a certain version. */
  async published(uri: string, version?: number): Promise<Published> {
    return await this.#publishedWith(uri, (found) => version === undefined || found.version === version);
  }

  async #publishedWith(uri: string, test: (found: Published) => boolean): Promise<Published> {
    const { params } = await this.next(({ method, params: found }) => {
      if (method !== "textDocument/publishDiagnostics") return false;
      const published = found as Published;
      return published.uri === uri && test(published);
    });
    return params as Published;
  }

  /** Opens a document; returns its first findings. */
  async open(uri: string, text: string, languageId = "yaml"): Promise<Published> {
    const found = this.published(uri);
    this.openSilently(uri, text, languageId);
    return await found;
  }

  /** Opens a document; returns its first findings that are not empty. */
  async openWithFindings(uri: string, text: string): Promise<Published> {
    const found = this.#publishedWith(uri, ({ diagnostics }) => diagnostics.length > 0);
    this.openSilently(uri, text);
    return await found;
  }

  openSilently(uri: string, text: string, languageId = "yaml"): void {
    this.#texts.set(uri, TextDocument.create(uri, languageId, 1, text));
    this.notify("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
  }

  /** The text of an open document. */
  text(uri: string): string {
    return this.#texts.get(uri)!.getText();
  }

  /** Replaces a range of a document, or with a text alone all of it. */
  change(uri: string, text: string, range?: Range): void {
    const document = this.#texts.get(uri)!;
    const version = document.version + 1;
    const change = range ? { range, text } : { text };
    this.#texts.set(uri, TextDocument.update(document, [change], version));
    this.notify("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [change] });
  }

  /** Changes a document; returns the findings of that version. */
  async changed(uri: string, text: string, range?: Range): Promise<Published> {
    const found = this.published(uri, this.#texts.get(uri)!.version + 1);
    this.change(uri, text, range);
    return await found;
  }

  /** Applies an edit as an editor does; returns the findings of the new text. */
  async apply(uri: string, edit: WorkspaceEdit): Promise<Published> {
    return await this.changed(uri, this.edited(uri, edit));
  }

  /** The text of a document after an edit. */
  edited(uri: string, { changes, documentChanges }: WorkspaceEdit): string {
    const edits = (changes?.[uri] ??
      documentChanges?.flatMap((each) => ("edits" in each ? each.edits : [])) ??
      []) as TextEdit[];
    return TextDocument.applyEdits(this.#texts.get(uri)!, edits);
  }

  /** The position of a text in a document, or of the character `offset` after its start. */
  position(uri: string, text: string, offset = 0): Position {
    const document = this.#texts.get(uri)!;
    const at = document.getText().indexOf(text);
    if (at < 0) throw new Error(`"${text}" is not in the document`);
    return document.positionAt(at + offset);
  }

  /** The text of a range. */
  slice(uri: string, range: Range): string {
    return this.#texts.get(uri)!.getText(range);
  }

  async actions(uri: string, range: Range, context: object = {}): Promise<CodeAction[]> {
    return (await this.request("textDocument/codeAction", {
      textDocument: { uri },
      range,
      context: { diagnostics: [], ...context },
    })) as CodeAction[];
  }

  /** The completions behind a text in a document, or behind its first characters. */
  async completions(uri: string, text: string, offset = text.length): Promise<Completion[]> {
    const position = this.position(uri, text, offset);
    return (await this.request("textDocument/completion", {
      textDocument: { uri },
      position,
    })) as Completion[];
  }

  async lenses(uri: string): Promise<{ command: Command }[]> {
    const found = await this.request("textDocument/codeLens", { textDocument: { uri } });
    return found as { command: Command }[];
  }

  execute(command: object | undefined): Promise<unknown> {
    return this.request("workspace/executeCommand", command);
  }

  close(uri: string): void {
    this.notify("textDocument/didClose", { textDocument: { uri } });
  }

  /** The hover at the second character of a text in a document. */
  async hoverAt(uri: string, text: string): Promise<string | undefined> {
    return await this.hover(uri, this.position(uri, text, 1));
  }

  async hover(uri: string, position: Position): Promise<string | undefined> {
    const hover = await this.request("textDocument/hover", { textDocument: { uri }, position });
    return (hover as { contents: { value: string } } | null)?.contents.value;
  }
}
