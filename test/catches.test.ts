import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { eachChild, parseSource, type SyntaxNode } from "./syntax-tree.ts";

const root = join(import.meta.dirname, "..");

/** Where an error may be caught whatever it is: the file, and the reason. */
const MAY_CATCH_ALL: Readonly<Record<string, string>> = {
  "src/match/glob/engines.ts": "minimatch 3.1.5 throws a TypeError where it reads beyond the end of a path",
};

/** Returns each place in a file where an error may be swallowed: a `catch` that never rethrows. */
function swallowingCatches(path: string): string[] {
  const text = readFileSync(join(root, path), "utf8");
  if (!text.includes("catch")) return [];
  const found: string[] = [];
  const visit = (node: SyntaxNode): void => {
    if (maySwallow(node)) found.push(text.slice(node.start, node.end));
    eachChild(node, visit);
  };
  visit(parseSource(path, text).program);
  return found;
}

/** True for a `catch` block that swallows errors, and for each call of `.catch`. */
function maySwallow(node: SyntaxNode): boolean {
  if (node.type === "CatchClause") return !passesOn(node.body);
  if (node.type !== "CallExpression" || node.callee.type !== "MemberExpression") return false;
  const { property } = node.callee;
  return property.type === "Identifier" && property.name === "catch";
}

/** True if a block throws, or calls `asRefusal`, which rethrows unexpected errors. */
function passesOn(node: SyntaxNode): boolean {
  if (node.type === "ThrowStatement") return true;
  if (node.type === "CallExpression" && node.callee.type === "Identifier" && node.callee.name === "asRefusal")
    return true;
  let passes = false;
  eachChild(node, (child) => {
    passes ||= passesOn(child);
  });
  return passes;
}

test("each catch rethrows unexpected errors", () => {
  const files = ["src", "rules"].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => `${folder}/${name.replaceAll("\\", "/")}`),
  );
  const inside = files.filter((path) => !/^src\/(?:cli|lsp|playground\/ui)\//.test(path));
  const found = inside.flatMap((path) => swallowingCatches(path).map((text) => ({ path, text })));
  expect(found.filter(({ path }) => !(path in MAY_CATCH_ALL))).toEqual([]);
  expect([...new Set(found.map(({ path }) => path))]).toEqual(Object.keys(MAY_CATCH_ALL));
});
