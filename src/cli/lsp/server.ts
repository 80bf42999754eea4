import {
  CodeActionKind,
  type Connection,
  createConnection,
  DidChangeWatchedFilesNotification,
  ErrorCodes,
  type InitializeParams,
  type InitializeResult,
  Message,
  MessageType,
  type Position,
  type Range,
  ResponseError,
  ShowMessageNotification,
  type TextDocumentPositionParams,
  TextDocumentSyncKind,
  TextDocuments,
} from "vscode-languageserver/node";
import { TextDocument } from "vscode-languageserver-textdocument";
import { RULES } from "../../../rules/index.ts";
import { redactDetected } from "../../secrets/redact.ts";
import { UsageError } from "../command.ts";
import { explainRule } from "../explain/explain-rule.ts";
import { packageFile } from "../explain/explanation.ts";
import { VERSION } from "../version.ts";
import { Publisher } from "./diagnostics.ts";
import { type Analysis, Workspace } from "./documents.ts";
import { codeActions, type EditAbilities, EXPLAIN, FIX_ALL } from "./features/code-actions.ts";
import { codeLenses, SHOW_VERDICT, showVerdict } from "./features/code-lens.ts";
import { completionsAt } from "./features/completion.ts";
import { cronHints } from "./features/cron-words.ts";
import { hoverAt, markdownLines } from "./features/hover.ts";
import { definitionAt, referencesAt } from "./features/references.ts";
import { type SimulateParams, simulateRequest } from "./features/simulate.ts";
import { documentSymbols } from "./features/symbols.ts";
import { hasWrongParameters } from "./parameters.ts";
import { pathOfUri, uriOfPath } from "./positions.ts";
import { Watcher } from "./watcher.ts";

/** The request that simulates an event on an open document. */
const SIMULATE = "dryfire/simulate";

/** The request in place of one that the state of the session does not allow. */
const REFUSED = "dryfire/refused";

const WRONG_PARAMETERS = "its parameters are not those of the protocol";

/**
 * Serves one client until it exits or goes away. Code of the workspace never runs unless the
 * client's own settings allow it.
 */
export function serve(input: NodeJS.ReadableStream, output: NodeJS.WritableStream): void {
  const connection = createConnection(input, output, {
    messageStrategy: {
      handleMessage: (message, next) => {
        if (Message.isNotification(message) && hasWrongParameters(message))
          connection.console.warn(`"${message.method}" is ignored, since ${WRONG_PARAMETERS}`);
        else next(checked(message));
      },
    },
  });
  const documents = new TextDocuments(TextDocument);
  let server: Server | undefined;
  let isDown = false;
  /** A request with parameters, or the one that refuses it (LSP 3.17, "Lifecycle Messages"). */
  const checked = (message: Message): Message => {
    if (!Message.isRequest(message)) return message;
    const { method, params } = message;
    const refuse = (reason: string) => ({ ...message, method: REFUSED, params: { reason } });
    if (isDown) return refuse(`"${method}" came after "shutdown"`);
    if (server && method === "initialize") return refuse('"initialize" came a second time');
    if (hasWrongParameters(message)) return refuse(`"${method}" is refused, since ${WRONG_PARAMETERS}`);
    const named = { ...message, params: params ?? {} };
    return params === null ? named : message;
  };
  connection.onInitialize((params) => {
    server = new Server(connection, documents, params);
    return server.capabilities();
  });
  connection.onInitialized(() => server?.start());
  connection.onShutdown(() => {
    isDown = true;
  });
  connection.onRequest(
    REFUSED,
    ({ reason }: { readonly reason: string }) => new ResponseError(ErrorCodes.InvalidRequest, reason),
  );
  connection.onRequest((method) => {
    if (server) return new ResponseError(ErrorCodes.MethodNotFound, `unknown request "${method}"`);
    return new ResponseError(ErrorCodes.ServerNotInitialized, `"${method}" came before "initialize"`);
  });
  documents.listen(connection);
  connection.listen();
}

class Server {
  readonly #connection: Connection;
  readonly #params: InitializeParams;
  readonly #workspace: Workspace;
  readonly #publisher: Publisher;
  readonly #watcher: Watcher;
  #isStarted = false;

  constructor(connection: Connection, documents: TextDocuments<TextDocument>, params: InitializeParams) {
    this.#connection = connection;
    this.#params = params;
    const settings = { loadRules: params.initializationOptions?.loadRules === true };
    this.#workspace = new Workspace(settings, (sentence) => this.#warn(sentence));
    this.#publisher = new Publisher(
      this.#workspace,
      (found) => void connection.sendDiagnostics(found).catch(() => undefined),
      (error) => connection.console.error(String(error instanceof Error ? error.stack : error)),
    );
    this.#watcher = new Watcher(this.#workspace, this.#publisher);
    documents.onDidOpen(({ document }) => this.#changed(document));
    documents.onDidChangeContent(({ document }) => this.#changed(document));
    documents.onDidSave(({ document }) => this.#watcher.saved(pathOfUri(document.uri)));
    documents.onDidClose(({ document }) => {
      const closed = this.#workspace.close(document.uri);
      if (closed) this.#publisher.close(closed);
    });
    this.#handleRequests();
  }

  #changed(text: TextDocument): void {
    this.#publisher.schedule(this.#workspace.open(text));
  }

  /** Each sentence may quote a config or a path. */
  #warn(sentence: string): void {
    redactDetected(sentence)
      .then((shown) => this.#show(MessageType.Warning, shown))
      .catch(() => undefined);
  }

  /** Shows a message that waits for no answer. */
  #show(type: MessageType, message: string): void {
    void this.#connection.sendNotification(ShowMessageNotification.type, { type, message });
  }

  capabilities(): InitializeResult {
    return {
      serverInfo: { name: "dryfire", version: VERSION },
      capabilities: {
        positionEncoding: "utf-16",
        textDocumentSync: {
          openClose: true,
          change: TextDocumentSyncKind.Incremental,
          save: { includeText: false },
        },
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        hoverProvider: true,
        inlayHintProvider: true,
        documentSymbolProvider: true,
        definitionProvider: true,
        referencesProvider: true,
        codeLensProvider: {},
        completionProvider: { triggerCharacters: [" ", ".", ":"] },
        executeCommandProvider: { commands: [EXPLAIN, SHOW_VERDICT] },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
        experimental: { simulateProvider: true },
      },
    };
  }

  /** Registers what the client sends only after the start, and indexes the workspace, once. */
  async start(): Promise<void> {
    if (this.#isStarted) return;
    this.#isStarted = true;
    const { capabilities, workspaceFolders, rootUri } = this.#params;
    const uris = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    for (const uri of uris) this.#addFolder(uri);
    if (capabilities.workspace?.workspaceFolders)
      this.#connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        for (const { uri } of removed) this.#removeFolder(uri);
        for (const { uri } of added) this.#addFolder(uri);
        this.#publisher.scheduleAll();
      });
    if (capabilities.workspace?.didChangeWatchedFiles?.dynamicRegistration)
      await this.#connection.client.register(DidChangeWatchedFilesNotification.type, {
        watchers: [{ globPattern: "**/*.{yml,yaml,json}" }],
      });
  }

  #addFolder(uri: string): void {
    const root = pathOfUri(uri);
    if (root !== undefined) this.#watcher.index(this.#workspace.addFolder(root));
  }

  #removeFolder(uri: string): void {
    const root = pathOfUri(uri);
    if (root !== undefined) this.#workspace.removeFolder(root);
  }

  #handleRequests(): void {
    const connection = this.#connection;
    const workspace = this.#workspace;
    connection.onCodeAction((params) =>
      this.#forRange(params, [], (analysis, range) => {
        const { context } = params;
        if (!context || (context.only && !Array.isArray(context.only)))
          throw invalid('the request has no "context" with a list "only", or without one');
        return codeActions(analysis, workspace, { range, context }, this.#editAbilities());
      }),
    );
    connection.onHover((params) =>
      this.#forPlace(params, null, (analysis, offset) => hoverAt(analysis, offset, workspace, new Date())),
    );
    connection.languages.inlayHint.on((params) => this.#forRange(params, [], cronHints));
    connection.onDocumentSymbol((params) => this.#forSpec(params, [], documentSymbols));
    connection.onDefinition((params) => this.#forPlace(params, [], definitionAt));
    connection.onReferences((params) =>
      this.#forPlace(params, [], (analysis, offset) =>
        referencesAt(analysis, offset, params.context?.includeDeclaration === true),
      ),
    );
    connection.onCompletion((params) =>
      this.#forPlace(params, [], (analysis, offset) => completionsAt(analysis, offset, workspace)),
    );
    connection.onCodeLens((params) =>
      this.#forSpec(params, [], (analysis) => codeLenses(analysis, workspace, new Date())),
    );
    connection.onExecuteCommand(({ command, arguments: given = [] }) => this.#execute(command, given));
    connection.onRequest(SIMULATE, (params: SimulateParams) => this.#simulate(params));
    connection.onDidChangeWatchedFiles(({ changes }) =>
      this.#watcher.changed(changes.flatMap(({ uri }) => pathOfUri(uri) ?? [])),
    );
  }

  /** Answers for a spec; `none` for any other document. */
  async #forSpec<T>(
    params: DocumentParams,
    none: T,
    answer: (analysis: Analysis) => T | Promise<T>,
  ): Promise<T> {
    const analysis = await this.#workspace.document(uriOf(params))?.analysis();
    return analysis ? await answer(analysis) : none;
  }

  /** Answers with the offset of a position too, in the version of the text that the client has. */
  async #forPlace<T>(
    params: TextDocumentPositionParams,
    none: T,
    answer: (analysis: Analysis, offset: number) => T | Promise<T>,
  ): Promise<T> {
    assertPosition(params.position, "position");
    const offset = this.#workspace.document(uriOf(params))?.text.offsetAt(params.position) ?? 0;
    return await this.#forSpec(params, none, (analysis) => answer(analysis, offset));
  }

  /** Answers for a range of a spec. */
  async #forRange<T>(
    params: DocumentParams & { readonly range: Range },
    none: T,
    answer: (analysis: Analysis, range: Range) => T | Promise<T>,
  ): Promise<T> {
    const { range } = params;
    for (const end of [range?.start, range?.end]) assertPosition(end, "range");
    return await this.#forSpec(params, none, (analysis) => answer(analysis, range));
  }

  #editAbilities(): EditAbilities {
    const { workspaceEdit } = this.#params.capabilities.workspace ?? {};
    return {
      versions: workspaceEdit?.documentChanges === true,
      snippets: workspaceEdit?.documentChanges === true && workspaceEdit.snippetEditSupport === true,
    };
  }

  async #simulate(params: SimulateParams): Promise<unknown> {
    const analysis = await this.#workspace.document(uriOf(params))?.analysis();
    if (!analysis)
      throw invalid("the document is not open, not a pipeline spec, or not linted because of its config");
    try {
      return await simulateRequest(params, analysis, this.#workspace, (sentence) =>
        this.#show(MessageType.Warning, sentence),
      );
    } catch (error) {
      throw error instanceof UsageError ? invalid(error.message) : error;
    }
  }

  /** Explains a rule, or the verdict of a lens; returns the text that it shows. */
  async #execute(command: string, given: readonly unknown[]): Promise<string | null> {
    const [first, name, kind, pipeline] = given.map(String);
    if (command === EXPLAIN) return await this.#explain(first ?? "");
    if (command !== SHOW_VERDICT || [first, name, kind].includes(undefined) || pipeline === undefined)
      throw invalid(`unknown command "${command}", or its arguments are missing`);
    const analysis = await this.#workspace.document(first!)?.analysis();
    const text = analysis && (await showVerdict(analysis, [name!, kind!, pipeline], this.#workspace));
    if (text !== undefined) this.#show(MessageType.Info, text);
    return text ?? null;
  }

  async #explain(id: string): Promise<string> {
    const rule = RULES.find((each) => each.id === id);
    if (!rule) throw invalid(`unknown rule "${id}"`);
    const page = packageFile("docs/rules.md");
    const { summary, why } = rule;
    if (page !== undefined && this.#params.capabilities.window?.showDocument?.support)
      await this.#connection.window.showDocument({ uri: `${uriOfPath(page)}#${id}`, takeFocus: true });
    else this.#show(MessageType.Info, `${id}: ${summary}. ${why}`);
    return markdownLines(explainRule(rule)).join("\n");
  }
}

/** The part of its parameters by which each request names a document. */
interface DocumentParams {
  readonly textDocument: { readonly uri: string };
}

/** The address of the document of a request; a client may leave it out. */
function uriOf(params: DocumentParams | undefined): string {
  const uri: unknown = params?.textDocument?.uri;
  if (typeof uri !== "string") throw invalid('the request has no "textDocument" with a "uri"');
  return uri;
}

function assertPosition(position: Position | undefined, name: string): void {
  if (!Number.isInteger(position?.line) || !Number.isInteger(position?.character))
    throw invalid(`the request has no "${name}" with a "line" and a "character"`);
}

function invalid(message: string): ResponseError {
  return new ResponseError(ErrorCodes.InvalidParams, message);
}
