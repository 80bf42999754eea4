import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import { formatNames } from "../../src/cli/output/command-formats.ts";
import { FORMATS } from "../../src/cli/output/formats.ts";
import { runBuilt } from "../built-program.ts";
import { inNewFolder } from "../new-folder.ts";
import { Program, specWith } from "./program.ts";

let cwd: string;
inNewFolder(beforeEach, (made) => {
  cwd = made;
});

/** The commands that GitHub Actions, Azure Pipelines and TeamCity would find. */
function commandsIn(text: string): string[] {
  return text.split(/\r\n|\n|\r/).filter((line) => {
    const trimmed = line.replaceAll(/\u001b\[[\d;]*m/g, "").trim();
    return /^::(?!(?:error|warning|notice) file=)/.test(trimmed) || /##\w*\[/.test(line);
  });
}

const WORDS = [
  "::stop-commands::x",
  "##[add-mask]x",
  "##vso[task.setvariable variable=x]y",
  "##teamcity[x]",
  "###[group]x",
];

/** Values at a start, after a space, where a sentence is wrapped, and on a line of their own. */
const SHAPES = [
  (word: string) => word,
  (word: string) => ` ${word}`,
  (word: string) => `${"long words ".repeat(14)}${word} ${word}`,
  (word: string) => `a\n${word}`,
];

/** The values for the places of a file; with each turn a word is at another place. */
const valueAt = (place: number, turn: number) =>
  JSON.stringify(SHAPES[(place + turn) % SHAPES.length]!(WORDS[(place + turn) % WORDS.length]!));

function hostileSpec(turn: number): string {
  const text = (place: number) => valueAt(place, turn);
  const keys = `      description: ${text(0)}\n      branchRegex: ${text(1)}\n      ${text(2)}: 1\n`;
  const cron = `    - type: cron\n      name: ${text(3)}\n      message: ${text(4)}\n      expression: 0 3 * * *\n`;
  return specWith(keys)
    .replace("name: main-push", () => `name: ${text(5)}`)
    .replace("shop/api", () => `shop/${WORDS[turn]!.replaceAll("/", "")}`)
    .replace("push.heads]", () => `push.heads, ${text(6)}]`)
    .replace(
      "  specTemplate:",
      () => `${cron}  variables: [{key: ${text(7)}, value: ${text(8)}}]\n  specTemplate:`,
    );
}

describe("a command for a CI service", () => {
  test("is found by the check of this test", () => {
    for (const word of WORDS) expect([word, commandsIn(`a\n  ${word}\n`)]).toEqual([word, [`  ${word}`]]);
  });

  test.each(WORDS.map((word, turn) => [word, turn] as const))(
    "%s in a name or a value is text in each output",
    async (word, turn) => {
      const file = `./${word}.yml`;
      writeFileSync(join(cwd, file), hostileSpec(turn));
      writeFileSync(join(cwd, "plain.yml"), specWith(""));
      writeFileSync(
        join(cwd, "x.dryfire-test.yaml"),
        `specs: [${JSON.stringify(file)}]\ncases: [{name: ${valueAt(0, turn)}, push: ${JSON.stringify(word)}, fires: []}, {name: b, at: 2026-01-01T03:00, fires: []}]\n`,
      );
      const outputs = [
        ...FORMATS.map((format) => ["lint", file, "--format", format]),
        ["lint", file, "--print-config", word],
        ["lint", file, "--fix-suggestions", "--diff"],
        ["lint", word, "--no-config"],
        ["playground", file],
        ...formatNames("simulate").map((format) => [
          "simulate",
          file,
          "--push",
          word,
          "--explain",
          "--format",
          format,
        ]),
        ["simulate", file, "--run", "shop/api", "--format", "markdown"],
        ["simulate", file, "--at", "2026-01-01T03:00", "--explain"],
        ["simulate", file, "--push", "main", "--expect", word, "--format", "json"],
        ...formatNames("schedule").map((format) => [
          "schedule",
          file,
          "--from",
          "2026-01-01",
          "--format",
          format,
        ]),
        ...formatNames("diff").map((format) => [
          "diff",
          "plain.yml",
          file,
          "--format",
          format,
          "--assume-accepted",
        ]),
        ...formatNames("test").map((format) => ["test", ".", "--coverage", "--format", format]),
        [word],
      ];
      for (const argv of outputs) {
        const { stdout, stderr } = await runBuilt(argv, cwd);
        expect([argv, commandsIn(stdout), commandsIn(stderr)]).toEqual([argv, [], []]);
      }
    },
  );

  test.skipIf(process.platform === "win32")(
    "is text in colour as well, and JSON and XML keep the value",
    async () => {
      const program = new Program();
      writeFileSync(join(cwd, "::a.yml"), hostileSpec(1));
      const lint = (env: Record<string, string>, ...more: string[]) =>
        program.run(["lint", "./::a.yml", ...more], { cwd, env }).stdout;
      const coloured = lint({ FORCE_COLOR: "1" });
      expect([coloured.includes("\u001b["), commandsIn(coloured)]).toEqual([true, []]);
      const { files } = JSON.parse(lint({}, "--format", "json"));
      expect([files[0].path, JSON.stringify(files)]).toEqual([
        "::a.yml",
        expect.stringContaining("##[add-mask]x"),
      ]);
      expect(lint({}, "--format", "junit").replaceAll("&#35;", "#")).toContain("##[add-mask]x");
    },
  );
});
