import { readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { describe, expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** Which part may import which; `types` allows `import type` only. */
const ARROWS: Readonly<Record<string, Readonly<Record<string, "values" | "types">>>> = {
  spec: {},
  match: {},
  lint: { spec: "values" },
  simulate: { spec: "values", match: "values" },
  report: { lint: "types", simulate: "types", spec: "values" },
  rules: { lint: "values", spec: "values", match: "values", simulate: "values" },
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
}

const files = ["src", "rules"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const statements =
    /^(?:import|export)\s+(type\s)?[^;]*?from\s+"([^"]+)"|import\("([^"]+)"\)|^import\s+"([^"]+)"/gm;
  return [...text.matchAll(statements)].map(([, type, named, dynamic, bare]) => ({
    file,
    target: (named ?? dynamic ?? bare)!,
    typeOnly: type !== undefined,
  }));
}

/** The part that a file belongs to: the folder below `src`, `rules`, or `index` and `cli`, which may import everything. */
function partOf(path: string): string {
  const [top, folder = ""] = path.split("/");
  if (top === "rules") return "rules";
  return folder.endsWith(".ts") ? "index" : folder;
}

const imports = files.flatMap(importsOf);
const inside = imports
  .filter(({ target }) => target.startsWith("."))
  .map((each) => ({ ...each, to: relative(root, resolve(root, dirname(each.file), each.target)) }));

describe("the arrows between the parts", () => {
  test("point only where the design lets them", () => {
    const wrong = inside.filter(({ file, to, typeOnly }) => {
      const [from, into] = [partOf(file), partOf(to)];
      if (from === into || from === "cli" || from === "index") return false;
      const allowed = ARROWS[from]?.[into];
      return allowed === undefined || (allowed === "types" && !typeOnly);
    });
    expect(wrong.map(({ file, to }) => `${file} imports ${to}`)).toEqual([]);
  });

  test("lead to Node.js from the command line only", () => {
    const wrong = imports.filter(({ file, target }) => partOf(file) !== "cli" && target.startsWith("node:"));
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test("are found at all", () => {
    expect(inside.length).toBeGreaterThan(100);
  });
});
