import { readFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../src/cli/commands.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { runProgram } from "./run-program.ts";

/** The folder of the examples, and the spec that README.md shows. */
const EXAMPLES = "fixtures/library";
const SPEC = "shop.yml";

/** The spec with the step that README.md shows. */
const STEPS_SPEC = "call-b.yml";

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
    steps: await stepAnswers(root),
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

/** The events that the step of the example is about, and three others. */
const EVENTS = [
  ["--pr", "fix:production", "--action", "opened"],
  ["--pr", "fix:production", "--action", "synchronize"],
  ["--pr", "fix:main", "--action", "opened"],
  ["--push", "main"],
];

/** Returns the step of an example, and its outcome for several events. */
async function stepAnswers(root: string): Promise<string[]> {
  const spec = readFileSync(join(root, EXAMPLES, STEPS_SPEC), "utf8")
    .trimEnd()
    .split("\n");
  const from = spec.findIndex((line) => line.trim() === "steps:");
  const answers: string[] = [];
  for (const event of EVENTS) {
    const argv = ["simulate", STEPS_SPEC, ...event, "--explain"];
    const lines = (await print(root, argv)).split("\n");
    const start = lines.findIndex((line) => line.trim() === "the steps");
    const end = lines.indexOf("", start);
    answers.push(`$ npx dryfire ${argv.join(" ")}`, "…", ...lines.slice(start, end), "");
  }
  return ["```yaml", ...spec.slice(from), "```", "", "```console", ...answers.slice(0, -1), "```"];
}

/** Returns a command line with its output. */
async function transcript(root: string, argv: readonly string[]): Promise<string[]> {
  const printed = await print(root, argv);
  return ["```console", `$ npx dryfire ${argv.join(" ")}`, printed.trimEnd(), "```"];
}

async function print(root: string, argv: readonly string[]): Promise<string> {
  return (await runProgram(argv, { cwd: join(root, EXAMPLES) })).text;
}

function commandTable(): string[] {
  const rows = Object.entries(COMMANDS).map(([name, { summary }]) => `| \`dryfire ${name}\` | ${summary} |`);
  return ["| command | what it does |", "| --- | --- |", ...rows];
}

/** The tests run this example too. */
function libraryExample(root: string): string[] {
  return ["```js", readFileSync(join(root, EXAMPLES, "example.mjs"), "utf8").trimEnd(), "```"];
}
