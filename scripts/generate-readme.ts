import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../src/cli/commands.ts";
import { main } from "../src/cli/main.ts";
import type { GeneratedFile } from "./generated-file.ts";

/** The folder of the examples, and the spec that README.md shows. */
const EXAMPLES = "fixtures/library";
const SPEC = "shop.yml";

/** The blocks of README.md and docs/library.md that show commands, their output and code. */
export async function readme(root: string): Promise<GeneratedFile[]> {
  const spec = readFileSync(join(root, EXAMPLES, SPEC), "utf8").trimEnd();
  const blocks = {
    spec: ["```yaml", spec, "```"],
    lint: await transcript(root, ["lint", SPEC]),
    simulate: await transcript(root, [
      "simulate",
      SPEC,
      "--push",
      "main",
      "--changed",
      "README.md",
      "--trigger",
      "main-push",
    ]),
    commands: commandTable(),
  };
  return [
    withBlocks(root, "README.md", blocks),
    withBlocks(root, "docs/library.md", { library: libraryExample(root) }),
  ];
}

function withBlocks(root: string, path: string, blocks: Record<string, string[]>): GeneratedFile {
  const text = readFileSync(join(root, path), "utf8");
  const replace = (before: string, [name, lines]: [string, string[]]) => withBlock(path, before, name, lines);
  return { path, text: Object.entries(blocks).reduce(replace, text) };
}

function withBlock(path: string, text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`${path} has no block "${name}"`);
  return `${text.slice(0, from + begin.length)}\n${lines.join("\n")}\n${text.slice(to)}`;
}

/** Returns a command line with its output, as a file or a pipe gets it. */
async function transcript(root: string, argv: readonly string[]): Promise<string[]> {
  let printed = "";
  await main(argv, {
    cwd: join(root, EXAMPLES),
    env: {},
    readStdin: async () => "",
    out: (text) => {
      printed += text;
    },
    err: (text) => {
      printed += text;
    },
    terminal: { interactive: false, color: false, columns: 80 },
  });
  return ["```console", `$ npx dryfire ${argv.join(" ")}`, printed.trimEnd(), "```"];
}

function commandTable(): string[] {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `| \`dryfire ${name}\` | ${summary} |`);
  return ["| command | what it does |", "| --- | --- |", ...rows];
}

/** The tests run this example too. */
function libraryExample(root: string): string[] {
  return ["```js", readFileSync(join(root, EXAMPLES, "example.mjs"), "utf8").trimEnd(), "```"];
}
