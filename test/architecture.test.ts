import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative, resolve } from "node:path";
import type { ESTree } from "rolldown/utils";
import { describe, expect, test } from "vitest";
import { eachChild, parseSource, type SyntaxNode } from "./syntax-tree.ts";

const root = join(import.meta.dirname, "..");

/** The layer that all parts may import. */
const GROUND = ["util", "catalogue"];

/** The parts that each part may import, next to the ground; `types` allows type imports only. */
const ARROWS: Readonly<Record<string, Readonly<Record<string, "values" | "types">>>> = {
  util: {},
  catalogue: {},
  document: {},
  schema: { document: "values" },
  pipeline: { schema: "values", document: "values" },
  match: {},
  expression: { match: "values" },
  secrets: { pipeline: "values", document: "values" },
  lint: { pipeline: "values", document: "values", schema: "values", secrets: "values", match: "values" },
  simulate: {
    pipeline: "values",
    document: "values",
    schema: "values",
    match: "values",
    secrets: "values",
    expression: "values",
  },
  diff: { simulate: "values", pipeline: "values", document: "values", match: "values", secrets: "values" },
  rules: {
    lint: "values",
    pipeline: "values",
    document: "values",
    schema: "values",
    match: "values",
    simulate: "values",
    secrets: "values",
    expression: "values",
  },
  report: {
    lint: "types",
    simulate: "types",
    diff: "types",
    document: "types",
    schema: "types",
    secrets: "values",
  },
  "event-json": { simulate: "values", report: "values", schema: "values", document: "values" },
  playground: {
    "event-json": "values",
    rules: "values",
    lint: "values",
    simulate: "values",
    diff: "values",
    report: "values",
    pipeline: "values",
    document: "values",
    match: "values",
    secrets: "values",
  },
};

/** The programs, which may import everything. */
const EVERYTHING = ["cli", "root"];

/** The part that knows processes and files. */
const ON_NODE = ["cli"];

/** Tables that a part may read even if it may otherwise import types only. */
const TABLES = ["src/simulate/event/event.ts"];

/** The files directly in `src`, which may import everything. */
const ROOT_FILES = ["check-arguments.ts", "index.ts", "library-options.ts"];

/** A folder with more files than this is divided. */
const MAX_FILES_IN_FOLDER = 15;

/** A file with fewer lines is merged with another one, unless a reason is listed below. */
const MIN_LINES = 40;

/** The reasons for small files, by path. */
const MAY_BE_SMALL: readonly (readonly [where: RegExp, reason: string])[] = [
  [/^rules\/[^/]+\.ts$/, "a rule"],
  [/^rules\/support\/certain-secrets\.ts$/, "shared by the rules about secrets in plain text"],
  [/^rules\/support\/(?:cron-message|stray-punctuation)\.ts$/, "what two rules share"],
  [/\.d\.ts$/, "the types of a package or of generated code"],
  [/\.generated\.ts$/, "generated"],
  [/^src\/cli\/startup\//, "a part of the launcher, which every start reads"],
  [/^src\/cli\/git\/find-program\.ts$/, "starts Git and the browser"],
  [/^src\/util\//, "a helper without domain, found by its name"],
  [/^src\/catalogue\//, "a table of facts"],
  [/^src\/simulate\/evaluation\//, "a table of evaluation rules"],
  [/^src\/simulate\/conditions\//, "a condition, and what all of them get"],
  [/^src\/report\/lint\/[\w-]+\.ts$/, "an output format of lint, and what its formats share"],
  [
    /^src\/report\/\w+\/([\w-]+-)?(github|gitlab|json|junit|lines|checkstyle|markdown)\.ts$/,
    "an output format",
  ],
  [/^src\/report\/format-version\.ts$/, "shared by the formats in JSON"],
  [/^src\/report\/text\/xml\.ts$/, "shared by the formats in XML"],
  [/^src\/report\/(?:schedule\/schedule|replay\/replay)-report\.ts$/, "what the reports of a command share"],
  [/^src\/cli\/lsp\/features\//, "a feature of the language server"],
  [/^src\/cli\/commands\/lsp\.ts$/, "the options of a command that only loads the server"],
  [/^src\/cli\/replay\/builds-file\.ts$/, "the format of another program"],
  [/^src\/cli\/replay\/paired-triggers\.ts$/, "loaded only to compare"],
  [/^src\/report\/text\/escape\.ts$/, "loaded by every command, unlike the rest of the folder"],
  [/^src\/lint\/schema-findings\.ts$/, "used by the rules about the schema, and by the runner"],
  [/^src\/simulate\/pipelines\.ts$/, "the names that all parts of the simulator use"],
  [/^src\/report\/text\/style\.ts$/, "a table of codes"],
  [/^src\/pipeline\/schema\/spec-faults\.ts$/, "joins the schema with the validator generated from it"],
  [/-schema\.ts$/, "a schema, from which a validator is generated"],
  [/\/index\.ts$/, "what a folder offers to the others"],
  [/^src\/cli\/exit-codes\.ts$/, "a table, for help and documents"],
  [/^src\/cli\/(bin|version)\.ts$/, "the entry point, and the version that package.json has"],
];

interface Import {
  readonly file: string;
  readonly target: string;
  readonly typeOnly: boolean;
  readonly lazy: boolean;
}

const files = ["src", "rules"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => join(folder, name)),
);

/** Returns every import of a file: statements, re-exports, and `import()` of values and types. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), "utf8");
  const { program } = parseSource(file, text);
  const hasInner = text.includes("import(");
  const found: Import[] = [];
  const visit = (node: SyntaxNode): void => {
    const add = (specifier: SyntaxNode | null, typeOnly: boolean, lazy = false): void => {
      if (specifier?.type === "Literal" && typeof specifier.value === "string")
        found.push({ file, target: specifier.value, typeOnly, lazy });
    };
    if (node.type === "ImportDeclaration") add(node.source, isTypeOnly(node));
    else if (node.type === "ExportNamedDeclaration" || node.type === "ExportAllDeclaration")
      add(node.source, node.exportKind === "type");
    else if (node.type === "TSImportType") add(node.source, true);
    else if (node.type === "ImportExpression") add(node.source, false, true);
    if (node === program || hasInner) eachChild(node, visit);
  };
  visit(program);
  return found;
}

function isTypeOnly({ importKind, specifiers }: ESTree.ImportDeclaration): boolean {
  if (importKind === "type") return true;
  return (
    specifiers.length > 0 &&
    specifiers.every((each) => each.type === "ImportSpecifier" && each.importKind === "type")
  );
}

/**
 * Returns the part of a file: a folder of `src`, `rules`, or `root` for files directly in `src`.
 */
function partOf(path: string): string {
  const [top, folder = ""] = path.split("/");
  if (top === "rules") return "rules";
  return folder.endsWith(".ts") ? "root" : folder;
}

const imports = files.flatMap(importsOf);
const inside = imports
  .filter(({ target }) => target.startsWith(".") && !target.endsWith(".json"))
  .map((each) => ({ ...each, to: relative(root, resolve(root, dirname(each.file), each.target)) }));

describe("the source files", () => {
  test("import only the parts that the architecture allows", () => {
    const wrong = inside.filter(({ file, to, typeOnly }) => {
      const [from, into] = [partOf(file), partOf(to)];
      if (from === into || EVERYTHING.includes(from)) return false;
      if (GROUND.includes(into)) return from === "util";
      const allowed = ARROWS[from]?.[into];
      return allowed === undefined || (allowed === "types" && !typeOnly && !TABLES.includes(to));
    });
    const found = wrong.map(({ file, to }) => `${file} imports ${to}`);
    expect(found).toEqual([]);
  });

  test("import Node.js modules only in the programs", () => {
    const wrong = imports.filter(
      ({ file, target }) => !ON_NODE.includes(partOf(file)) && target.startsWith("node:"),
    );
    expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
  });

  test("are in known folders; only listed files are directly in src", () => {
    const parts = new Set(files.filter((file) => file.startsWith("src/")).map(partOf));
    const known = [...Object.keys(ARROWS), ...EVERYTHING];
    expect([...parts].filter((part) => !known.includes(part))).toEqual([]);
    expect(files.filter((file) => partOf(file) === "root").map((file) => basename(file))).toEqual(ROOT_FILES);
  });

  test("have no import cycles", () => {
    expect(findCycles(fileArrows())).toEqual([]);
  });

  test("and folders that are side by side have none either", () => {
    expect(findCycles(arrowsBetweenSiblings())).toEqual([]);
  });

  test("are all checked", () => {
    expect(inside.length).toBeGreaterThan(1000);
  });
});

describe("folders and files", () => {
  test("a folder has a limited number of files", () => {
    const counts = new Map<string, number>();
    for (const file of files) counts.set(dirname(file), (counts.get(dirname(file)) ?? 0) + 1);
    const large = [...counts].filter(([folder, count]) => folder !== "rules" && count > MAX_FILES_IN_FOLDER);
    expect(large, "move some of its files to a folder of their own").toEqual([]);
  });

  test("a small file has a listed reason", () => {
    const small = files.filter(
      (file) =>
        readFileSync(join(root, file), "utf8").trimEnd().split("\n").length < MIN_LINES &&
        !MAY_BE_SMALL.some(([where]) => where.test(file)),
    );
    expect(small, "merge it with another file, or add the reason to MAY_BE_SMALL in this test").toEqual([]);
  });
});

test("each promise of docs/security.md names the test files that hold it", () => {
  const promises = readFileSync(join(root, "docs/security.md"), "utf8")
    .split("## Promises")[1]!
    .split("\n## ")[0]!;
  const named = [...promises.matchAll(/\| ((?:`[^`|]+`(?:, )?)+) \|$/gm)].map(([, names]) => names!);
  expect(named.length).toBe(promises.split("\n").filter((line) => line.startsWith("| ")).length - 2);
  const missing = named
    .flatMap((names) =>
      [...names.matchAll(/`([^`]+)`/g)].map(([, name]) => join(root, "test/hostile", name!)),
    )
    .filter((path) => !existsSync(`${path}.test.ts`) && !existsSync(`${path}.slow.test.ts`));
  expect(missing).toEqual([]);
});

/** An arrow from a file or folder to another one. */
type Arrow = Readonly<Record<"from" | "to", string>>;

/** Returns the imports between files; `import()` counts too. */
function fileArrows(): Arrow[] {
  return inside.map(({ file, to }) => ({ from: file, to }));
}

/**
 * Returns the imports between the folders and files that are side by side in one folder. The rules
 * count as a part of `src`.
 */
function arrowsBetweenSiblings(): Arrow[] {
  const place = (path: string): string[] => (path.startsWith("rules/") ? `src/${path}` : path).split("/");
  return inside.map(({ file, to }) => {
    const [from, into] = [place(file), place(to)];
    const apart = from.findIndex((name, at) => name !== into[at]);
    return { from: from.slice(0, apart + 1).join("/"), to: into.slice(0, apart + 1).join("/") };
  });
}

/** Returns the groups of files or folders that import each other, directly or not. */
function findCycles(arrows: readonly Arrow[]): string[][] {
  const targets = new Map<string, Set<string>>();
  for (const { from, to } of arrows) targets.set(from, (targets.get(from) ?? new Set()).add(to));
  const index = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const cycles: string[][] = [];
  const visit = (from: string): void => {
    index.set(from, index.size);
    low.set(from, index.get(from)!);
    stack.push(from);
    for (const to of targets.get(from) ?? []) {
      if (!index.has(to)) visit(to);
      if (stack.includes(to)) low.set(from, Math.min(low.get(from)!, low.get(to)!));
    }
    if (low.get(from) !== index.get(from)) return;
    const group = stack.splice(stack.indexOf(from));
    if (group.length > 1) cycles.push(group.sort());
  };
  for (const from of targets.keys()) if (!index.has(from)) visit(from);
  return cycles;
}
