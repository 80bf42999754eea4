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
  const texts = commentsOf(source);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || isCitation(node)) return;
    const content = isTest && !isTestName(node) ? undefined : literalOf(node);
    if (content !== undefined && isSentence(content))
      texts.push({ kind: isMessage(node) ? "message" : "text", line: lineOf(source, node), content });
    ts.forEachChild(node, visit);
  };
  visit(source);
  return texts;
}

function lineOf(source: ts.SourceFile, node: ts.Node): number {
  return source.getLineAndCharacterOfPosition(node.getStart(source)).line + 1;
}

/** Each line of each comment, so that a finding can name its line. */
function commentsOf(source: ts.SourceFile): Text[] {
  const found = new Map<number, ts.CommentRange>();
  const visit = (node: ts.Node): void => {
    if (ts.isJSDoc(node)) return;
    const children = node.getChildren(source);
    for (const child of children) visit(child);
    if (children.length > 0) return;
    const leading = ts.getLeadingCommentRanges(source.text, node.pos) ?? [];
    const trailing = ts.getTrailingCommentRanges(source.text, node.end) ?? [];
    for (const range of [...leading, ...trailing]) found.set(range.pos, range);
  };
  visit(source);
  return [...found.values()].flatMap(({ pos, end }) => {
    const first = source.getLineAndCharacterOfPosition(pos).line + 1;
    return source.text
      .slice(pos, end)
      .split("\n")
      .map((content, index) => ({ kind: "comment" as const, line: first + index, content }));
  });
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
