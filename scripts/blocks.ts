import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import type { GeneratedFile } from "./generated-file.ts";
import { fenced } from "./markdown.ts";

/** The contents of a document's blocks by their names. */
export type Blocks = Readonly<Record<string, string | readonly string[]>>;

/** A block of a document; the content of one in the middle of a line is a part of that line. */
const BLOCK = /(<!-- begin (.+?) -->)(\n?)[\s\S]*?(<!-- end \2 -->)/g;

/**
 * Returns a document with new content in its blocks, which are between the comments `begin NAME`
 * and `end NAME`. A block `file PATH` shows a file of the repository.
 */
export function withBlocks(root: string, path: string, blocks: Blocks = {}): GeneratedFile {
  const filled = new Set<string>();
  const text = readFileSync(join(root, path), "utf8").replace(
    BLOCK,
    (_, begin: string, name: string, lineBreak: string, end: string) => {
      const content = blocks[name] ?? fileOf(root, name);
      if (content === undefined) throw new Error(`nothing fills the block "${name}" of ${path}`);
      filled.add(name);
      return begin + lineBreak + [content].flat().join("\n").trimEnd() + lineBreak + end;
    },
  );
  const missing = Object.keys(blocks).find((name) => !filled.has(name));
  if (missing !== undefined) throw new Error(`${path} has no block "${missing}"`);
  return { path, text };
}

function fileOf(root: string, name: string): string[] | undefined {
  if (!name.startsWith("file ")) return undefined;
  const path = name.slice("file ".length);
  return fenced(extname(path).slice(1), readFileSync(join(root, path), "utf8"));
}
