import ts from "typescript";

/** The kind of a text: a message has a limit of words, a comment a limit of columns. */
export type TextKind = "comment" | "message" | "text" | "prose";

/** A text for people, with its line in the file. */
export interface Text {
  readonly kind: TextKind;
  readonly line: number;
  readonly content: string;
}

/** Properties and variables whose value is a message or a summary. */
const MESSAGE_NAMES = new Set(["message", "summary", "reason", "title"]);

/** Functions and classes whose arguments are messages. */
const MESSAGE_CALLS = /(?:^|\.)(?:report|\w*Error)$/;

/** Functions of the test runner whose first argument is a sentence. */
const TEST_CALLS = /^(?:test|describe|it)(?:\.\w+)*$/;

/** Properties that cite documents of others. */
const CITATIONS = new Set(["source", "sources"]);

/** The texts of a Markdown file: each paragraph, list item and table row without its code. */
export function proseOf(markdown: string): Text[] {
  let isCode = false;
  return markdown.split("\n").flatMap((line, index): Text[] => {
    if (/^\s*(?:```|~~~)/.test(line)) {
      isCode = !isCode;
      return [];
    }
    return isCode ? [] : [{ kind: "prose", line: index + 1, content: line }];
  });
}

/** The comments of a source file, and its string literals that hold three words or more. */
export function textsOf(path: string, code: string): Text[] {
  const kind = path.endsWith(".ts") ? ts.ScriptKind.TS : ts.ScriptKind.JS;
  const source = ts.createSourceFile(path, code, ts.ScriptTarget.Latest, true, kind);
  const isTest = path.startsWith("test/");
  const texts: Text[] = [];
  const literals: ts.Node[] = [];
  const visit = (node: ts.Node, isQuoted: boolean): void => {
    if (ts.isLiteralExpression(node) || ts.isTemplateLiteralToken(node)) literals.push(node);
    const content = isQuoted || (isTest && !isTestName(node)) ? undefined : literalOf(node);
    if (content !== undefined && isSentence(content))
      texts.push({ kind: isMessage(node) ? "message" : "text", line: lineOf(source, node), content });
    ts.forEachChild(node, (child) =>
      visit(child, isQuoted || ts.isImportDeclaration(child) || isCitation(child)),
    );
  };
  visit(source, false);
  return [...commentsOf(source, literals), ...texts];
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Each line of each comment, so that a finding can name its line; `literals` are in order. */
function commentsOf(source: ts.SourceFile, literals: readonly ts.Node[]): Text[] {
  const pattern = /\/\/.*|\/\*[\s\S]*?\*\//g;
  const texts: Text[] = [];
  let next = 0;
  for (let match = pattern.exec(source.text); match; match = pattern.exec(source.text)) {
    const { index } = match;
    while (next < literals.length && literals[next]!.end <= index) next++;
    if (next < literals.length && literals[next]!.getStart(source) <= index) {
      pattern.lastIndex = literals[next]!.end;
      continue;
    }
    const first = source.getLineAndCharacterOfPosition(index).line + 1;
    for (const [row, content] of match[0].split("\n").entries())
      texts.push({ kind: "comment", line: first + row, content });
  }
  return texts;
}

/** The text of a string or template; a substitution is one word. */
function literalOf(node: ts.Node): string | undefined {
  if (ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return undefined;
  return node.templateSpans.reduce((text, { literal }) => `${text}…${literal.text}`, node.head.text);
}

function isSentence(text: string): boolean {
  return (text.match(/(?<=^|\s)["(]?[a-z][a-z'-]*[,.;:")]*(?=\s|$)/gi) ?? []).length >= 3;
}

function isCitation(node: ts.Node): boolean {
  return ts.isPropertyAssignment(node) && CITATIONS.has(node.name.getText());
}

function isTestName({ parent }: ts.Node): boolean {
  if (!parent || !ts.isCallExpression(parent)) return false;
  const { expression } = parent;
  const callee = ts.isCallExpression(expression) ? expression.expression : expression;
  return TEST_CALLS.test(callee.getText());
}

function isMessage({ parent }: ts.Node): boolean {
  if (ts.isPropertyAssignment(parent) || ts.isVariableDeclaration(parent))
    return MESSAGE_NAMES.has(parent.name.getText());
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent))
    return MESSAGE_CALLS.test(parent.expression.getText());
  return false;
}
