const vscode = require("vscode");
const { LanguageClient, TransportKind } = require("vscode-languageclient/node");

/** Command of the server that returns the description of a rule as Markdown. */
const EXPLAIN = "dryfire.explain";

/** @type {LanguageClient | undefined} */
let client;

/** Starts the language server for YAML and JSON files. */
exports.activate = async (context) => {
  const settings = vscode.workspace.getConfiguration("dryfire");
  const program = settings.get("path");
  const server = program
    ? { command: program, args: ["lsp"], transport: TransportKind.stdio }
    : {
        module: context.asAbsolutePath("server/dryfire.cjs"),
        args: ["lsp"],
        transport: TransportKind.stdio,
      };
  client = new LanguageClient("dryfire", "dryfire", server, {
    documentSelector: [
      { scheme: "file", language: "yaml" },
      { scheme: "file", language: "json" },
      { scheme: "untitled", language: "yaml" },
    ],
    initializationOptions: { loadRules: settings.get("loadRules") === true },
    middleware: {
      executeCommand: async (command, args, next) => {
        const result = await next(command, args);
        if (command === EXPLAIN && typeof result === "string") await showMarkdown(result);
        return result;
      },
    },
  });
  context.subscriptions.push(vscode.commands.registerCommand("dryfire.fixAll", fixAll));
  await client.start();
};

exports.deactivate = () => client?.stop();

async function showMarkdown(content) {
  const document = await vscode.workspace.openTextDocument({ language: "markdown", content });
  await vscode.commands.executeCommand("markdown.showPreview", document.uri);
}

async function fixAll() {
  const options = { kind: "source.fixAll.dryfire", apply: "first" };
  await vscode.commands.executeCommand("editor.action.codeAction", options);
}
