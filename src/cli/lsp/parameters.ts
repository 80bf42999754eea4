import type { Message } from "vscode-languageserver/node";

type Test = (value: unknown) => boolean;

const isText: Test = (value) => typeof value === "string";

const isList =
  (accepts: Test): Test =>
  (value) =>
    Array.isArray(value) && value.every(accepts);

const has =
  (tests: Readonly<Record<string, Test>>): Test =>
  (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(tests).every(([key, test]) => test((value as Record<string, unknown>)[key]));

const optional =
  (accepts: Test): Test =>
  (value) =>
    value === undefined || value === null || accepts(value);

const isPosition = has({ line: Number.isInteger, character: Number.isInteger });
const isRange = has({ start: isPosition, end: isPosition });
const hasUri = has({ uri: isText });

/** The parts of the parameters that the server reads, for `initialize` and each notification. */
const PARAMETERS: Readonly<Record<string, Test>> = {
  initialize: has({
    capabilities: has({}),
    workspaceFolders: optional(isList(hasUri)),
    rootUri: optional(isText),
  }),
  "textDocument/didOpen": has({ textDocument: has({ uri: isText, text: isText }) }),
  "textDocument/didChange": has({
    textDocument: has({ uri: isText, version: Number.isInteger }),
    contentChanges: isList(has({ text: isText, range: optional(isRange) })),
  }),
  "textDocument/didSave": has({ textDocument: hasUri }),
  "textDocument/didClose": has({ textDocument: hasUri }),
  "workspace/didChangeWatchedFiles": has({ changes: isList(hasUri) }),
  "workspace/didChangeWorkspaceFolders": has({
    event: has({ added: isList(hasUri), removed: isList(hasUri) }),
  }),
  "$/setTrace": has({ value: isText }),
};

/** True if a message has parameters that the server cannot read. */
export function hasWrongParameters(message: Message): boolean {
  const { method, params } = message as { readonly method?: string; readonly params?: unknown };
  return method !== undefined && Object.hasOwn(PARAMETERS, method) && !PARAMETERS[method]!(params);
}
