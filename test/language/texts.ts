import { eachChild, lineOf, parseSource, type SyntaxNode } from "../syntax-tree.ts";

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
  const { program, comments } = parseSource(path, code);
  const isTest = path.startsWith("test/");
  const texts: Text[] = [];
  const visit = (node: SyntaxNode, parent: SyntaxNode): void => {
    if (node.type === "ImportDeclaration" || isCitation(node, parent)) return;
    const content = isTest && !isTestName(parent, code) ? undefined : literalOf(node);
    if (content !== undefined && isSentence(content))
      texts.push({ kind: isMessage(parent, code) ? "message" : "text", line: lineOf(node, code), content });
    eachChild(node, (child) => visit(child, node));
  };
  visit(program, program);
  return [...comments.flatMap((comment) => linesOf(comment, code)), ...texts];
}

/** Each line of a comment, so that a finding can name its line. */
function linesOf(comment: { readonly start: number; readonly end: number }, code: string): Text[] {
  const first = lineOf(comment, code);
  return code
    .slice(comment.start, comment.end)
    .split("\n")
    .map((content, row) => ({ kind: "comment", line: first + row, content }));
}

/** The text of a string or template; a substitution is one word. */
function literalOf(node: SyntaxNode): string | undefined {
  if (node.type === "Literal") return typeof node.value === "string" ? node.value : undefined;
  if (node.type !== "TemplateLiteral") return undefined;
  return node.quasis.map(({ value }) => value.cooked).join("…");
}

function isSentence(text: string): boolean {
  return (text.match(/(?<=^|\s)["(]?[a-z][a-z'-]*[,.;:")]*(?=\s|$)/gi) ?? []).length >= 3;
}

function isCitation(node: SyntaxNode, parent: SyntaxNode): boolean {
  return node.type === "Property" && parent.type === "ObjectExpression" && CITATIONS.has(nameOf(node.key));
}

function isTestName(parent: SyntaxNode, code: string): boolean {
  if (parent.type !== "CallExpression") return false;
  const { callee } = parent;
  return TEST_CALLS.test(textOf(callee.type === "CallExpression" ? callee.callee : callee, code));
}

function isMessage(parent: SyntaxNode, code: string): boolean {
  if (parent.type === "Property") return MESSAGE_NAMES.has(nameOf(parent.key));
  if (parent.type === "VariableDeclarator") return MESSAGE_NAMES.has(nameOf(parent.id));
  if (parent.type === "CallExpression" || parent.type === "NewExpression")
    return MESSAGE_CALLS.test(textOf(parent.callee, code));
  return false;
}

function nameOf(node: SyntaxNode): string {
  return node.type === "Identifier" ? node.name : "";
}

function textOf({ start, end }: { readonly start: number; readonly end: number }, code: string): string {
  return code.slice(start, end);
}
