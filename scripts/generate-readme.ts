import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../src/cli/commands.ts";
import { main } from "../src/cli/main.ts";
import type { Rule } from "../src/lint/rule.ts";
import { table } from "./generate-rules-doc.ts";
import type { GeneratedFile } from "./generated-file.ts";

const SPEC = "fixtures/specs/shop.yml";

/** The parts of the README that are made by running what they show. */
export async function readme(root: string): Promise<GeneratedFile[]> {
  const { RULES } = (await import("../rules/index.ts")) as { RULES: readonly Rule[] };
  const blocks: Record<string, string[]> = {
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
    rules: table(root, RULES, "docs/rules.md"),
    library: libraryExample(root),
  };
  let text = readFileSync(join(root, "README.md"), "utf8");
  for (const [name, lines] of Object.entries(blocks)) text = withBlock(text, name, lines);
  return [{ path: "README.md", text }];
}

function withBlock(text: string, name: string, lines: readonly string[]): string {
  const [begin, end] = [`<!-- begin ${name} -->`, `<!-- end ${name} -->`];
  const from = text.indexOf(begin);
  const to = text.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md has no block "${name}"`);
  return `${text.slice(0, from + begin.length)}\n${lines.join("\n")}\n${text.slice(to)}`;
}

/** A command line with what it prints, as a reader would see it at 100 columns. */
async function transcript(root: string, argv: readonly string[]): Promise<string[]> {
  let printed = "";
  await main(argv, {
    cwd: root,
    env: {},
    readStdin: async () => "",
    out: (text) => {
      printed += text;
    },
    err: (text) => {
      printed += text;
    },
    terminal: { interactive: false, color: false, columns: 100 },
  });
  return ["```console", `$ npx dryfire ${argv.join(" ")}`, printed.trimEnd(), "```"];
}

function commandTable(): string[] {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `| \`dryfire ${name}\` | ${summary} |`);
  return ["| command | what it does |", "| --- | --- |", ...rows];
}

/** The example is a file that the tests run. */
function libraryExample(root: string): string[] {
  return ["```js", readFileSync(join(root, "fixtures", "library", "example.mjs"), "utf8").trimEnd(), "```"];
}
