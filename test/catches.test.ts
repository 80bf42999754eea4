import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Where an error may be caught whatever it is: the file, and the reason. */
const MAY_CATCH_ALL: Readonly<Record<string, string>> = {
  "src/match/glob/engines.ts": "minimatch 3.1.5 throws a TypeError where it reads beyond the end of a path",
};

/** Returns each place in a file where an error may be swallowed: a `catch` that never rethrows. */
function swallowingCatches(path: string): string[] {
  const file = ts.createSourceFile(
    path,
    readFileSync(join(root, path), "utf8"),
    ts.ScriptTarget.Latest,
    true,
  );
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCatchClause(node) && !passesOn(node.block)) found.push(node.getText());
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
      if (node.expression.name.text === "catch") found.push(node.getText());
    node.forEachChild(visit);
  };
  visit(file);
  return found;
}

/** True if a block throws, or calls `asRefusal`, which rethrows unexpected errors. */
function passesOn(node: ts.Node): boolean {
  if (ts.isThrowStatement(node)) return true;
  if (ts.isCallExpression(node) && node.expression.getText() === "asRefusal") return true;
  return node.forEachChild((child) => passesOn(child) || undefined) ?? false;
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
