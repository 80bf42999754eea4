import { readFileSync } from "node:fs";
import { join } from "node:path";
import { SCHEMAS } from "../src/cli/commands/schema.ts";
import { COMMANDS } from "../src/cli/commands.ts";
import { codefreshSteps } from "../src/cli/recipes/recipes.ts";
import { FUNCTIONS } from "../src/expression/functions.ts";
import type { Schema } from "../src/report/schemas/event.ts";
import { gitConditions } from "../src/simulate/evaluate.ts";
import { STEP_OUTCOMES } from "../src/simulate/steps/status.ts";
import { parseScenario, sectionOf } from "../test/scenario.ts";
import { type Blocks, withBlocks } from "./blocks.ts";
import type { GeneratedFile } from "./generated-file.ts";
import { codes, fenced, table } from "./markdown.ts";
import { inCopy, outputOf } from "./run-program.ts";

/** The documents whose blocks are files of the repository, and commands with their outputs. */
export async function documents(root: string): Promise<GeneratedFile[]> {
  const inFolder = (folder: string, blocks: (copy: string) => Promise<Blocks>) =>
    inCopy(join(root, folder), blocks);
  return [
    withBlocks(root, "README.md", await inFolder("fixtures/library", readme)),
    withBlocks(root, "docs/cases.md", await inFolder("fixtures/cases", cases)),
    withBlocks(root, "docs/diff.md", await inFolder("fixtures/diff/documentation", diff)),
    withBlocks(root, "docs/editors.md"),
    withBlocks(root, "docs/library.md"),
    withBlocks(root, "docs/replay.md", replay(root)),
    withBlocks(root, "docs/steps.md", await inFolder("fixtures/library", steps)),
  ];
}

async function readme(cwd: string): Promise<Blocks> {
  const run = async (line: string) =>
    fenced("console", `$ npx dryfire ${line}\n${await outputOf(line, { cwd })}`);
  return {
    lint: await run("lint shop.yml"),
    simulate: await run("simulate shop.yml --push main --changed README.md --trigger main-push"),
    steps: await stepAnswers(cwd),
    commands: [
      "| command | what it does |",
      "| --- | --- |",
      ...Object.entries(COMMANDS).map(([name, { summary }]) => `| \`dryfire ${name}\` | ${summary} |`),
    ],
  };
}

/** The events that the step of the example is about, and three others. */
const EVENTS = [
  "--pr fix:production --action opened",
  "--pr fix:production --action synchronize",
  "--pr fix:main --action opened",
  "--push main",
];

/** Returns the step of an example, and its outcome for several events. */
async function stepAnswers(cwd: string): Promise<string[]> {
  const spec = readFileSync(join(cwd, "call-b.yml"), "utf8");
  const answers: string[] = [];
  for (const event of EVENTS) {
    const line = `simulate call-b.yml ${event} --explain`;
    answers.push(`$ npx dryfire ${line}`, "…", ...(await shownSteps(cwd, line)), "");
  }
  return [
    ...fenced("yaml", spec.slice(spec.search(/^ *steps:$/m))),
    ...fenced("console", answers.slice(0, -1)),
  ];
}

/** The part of a command's output about the steps of a build. */
async function shownSteps(cwd: string, line: string): Promise<string[]> {
  const lines = (await outputOf(line, { cwd })).split("\n");
  const start = lines.findIndex((each) => each.trim() === "the steps");
  return lines.slice(start, lines.indexOf("", start));
}

async function cases(cwd: string): Promise<Blocks> {
  const run = async (line: string, exit = 0) =>
    fenced("console", `$ dryfire ${line}\n${await outputOf(line, { cwd, exit, columns: 100 })}`);
  const schema = (await SCHEMAS.cases!.load()) as { properties: { cases: { items: Schema } } };
  const keys = schema.properties.cases.items.properties as Readonly<Record<string, Schema>>;
  return {
    first: await run("test first.dryfire-test.yaml"),
    failing: await run("test failing.dryfire-test.yaml", 1),
    conditions: codes(Object.keys(gitConditions)),
    outcomes: codes(STEP_OUTCOMES),
    keys: table(
      ["key", ""],
      Object.entries(keys).map(([key, { description }]) => [
        `\`${key}\``,
        String(description).replace(/\.$/, ""),
      ]),
    ),
    coverage: await run("test first.dryfire-test.yaml events.dryfire-test.yaml --coverage"),
    "step-coverage": await run("test call-b.dryfire-test.yaml --coverage"),
    recording: await run(
      "test --record search.dryfire-test.yaml --name 'a new search' --pr feature/search:main --action opened --changed api/search.js pipelines/api.yml",
    ),
    recorded: fenced("yaml", readFileSync(join(cwd, "search.dryfire-test.yaml"), "utf8")),
  };
}

async function diff(cwd: string): Promise<Blocks> {
  // A fixed start, so that the counted runs stay the same.
  const line = "diff old.yml new.yml --from 2026-05-04";
  const run = (options: string) => outputOf(line + options, { cwd, columns: 90 });
  const gate = 'diff --git "origin/${{CF_PULL_REQUEST_TARGET}}...HEAD" --fail-on lost';
  return {
    comparison: fenced("console", `$ dryfire ${line}\n${await run("")}`),
    markdown: await run(" --format markdown"),
    codefresh: fenced("yaml", codefreshSteps("compare_triggers", gate)),
  };
}

/** The outputs of replay are those of tested scenarios. */
function replay(root: string): Blocks {
  const names = ["replay-records", "replay-compare", "replay-against"];
  const shown = names.map((name) => {
    const read = parseScenario(readFileSync(join(root, "fixtures/cli", `${name}.txt`), "utf8"));
    const [command, output] = ["command", "stdout"].map((title) => sectionOf(read, title).trimEnd());
    return [name, fenced("", `$ ${command}\n${output}`)];
  });
  return Object.fromEntries(shown);
}

async function steps(cwd: string): Promise<Blocks> {
  const formatType = (type: string | undefined) => (type === "string" ? "text" : (type ?? "any"));
  return {
    steps: fenced("", await shownSteps(cwd, "simulate call-b.yml --push main --explain")),
    functions: table(
      ["function", "arguments", "result"],
      Object.entries(FUNCTIONS).map(([name, { params, summary }]) => [
        `\`${name}\``,
        params.map((types) => types.map(formatType).join(" or ")).join(", "),
        summary,
      ]),
    ),
  };
}
