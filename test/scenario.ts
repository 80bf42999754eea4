import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Io } from "../src/cli/command.ts";
import { writeIn } from "./new-folder.ts";

/** A scenario of the command line: input files, a command and the expected results. */
export interface Scenario {
  readonly sections: readonly { readonly title: string; readonly body: string }[];
}

/** The output and exit code of a run. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly exit: number;
}

const TITLE = /^=== (command|file .+|stdin|env|stdout|stderr|exit)$/;

/** Parses a scenario: sections that begin with a line such as `=== command` or `=== file a.yml`. */
export function parseScenario(text: string): Scenario {
  const sections: { title: string; body: string }[] = [];
  for (const line of text.split(/(?<=\n)/)) {
    const title = TITLE.exec(line.trimEnd())?.[1];
    if (title) sections.push({ title, body: "" });
    else sections.at(-1)!.body += line;
  }
  return { sections };
}

/** Returns the body of a section, or an empty text. */
export function sectionOf({ sections }: Scenario, title: string): string {
  return sections.find((section) => section.title === title)?.body ?? "";
}

/** Formats a scenario with new results as the expected ones. */
export function withOutcome(scenario: Scenario, outcome: Outcome): string {
  const given = scenario.sections.filter(({ title }) => !["stdout", "stderr", "exit"].includes(title));
  const results = [
    { title: "stdout", body: outcome.stdout },
    { title: "stderr", body: outcome.stderr },
    { title: "exit", body: `${outcome.exit}\n` },
  ].filter(({ body }) => body !== "");
  return [...given, ...results]
    .map(({ title, body }) => `=== ${title}\n${body}${body.endsWith("\n") || body === "" ? "" : "\n"}`)
    .join("");
}

/** The digest of the rules and the version in the report of a part, which changes with both. */
const SETTINGS = /("settings": ")[0-9a-f]{64}(?=")/g;

/** The command line, from sources or built. */
type Program = (argv: readonly string[], io: Io) => Promise<number>;

/**
 * Runs a scenario in this process, in a new folder, which is `/tmp/run` in its outputs. The folder
 * has `fixtures/specs` if the scenario names it: to copy it for all took a third of the time.
 */
export async function runScenario(scenario: Scenario, fixtures: string, program?: Program): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "dryfire-"));
  try {
    if (scenario.sections.some(({ body }) => /\bspecs\b/.test(body)))
      cpSync(join(fixtures, "specs"), join(folder, "specs"), { recursive: true });
    for (const { title, body } of scenario.sections) {
      if (title.startsWith("file ")) writeIn(folder, title.slice("file ".length), body);
    }
    const [name, ...argv] = shellWords(sectionOf(scenario, "command").trim());
    if (name !== "dryfire") throw new Error("the command of a scenario begins with dryfire");
    const outcome = await runCommand(argv, folder, sectionOf(scenario, "stdin"), {}, program);
    const plain = (text: string) =>
      text
        .replaceAll(folder, "/tmp/run")
        .replaceAll(join(fixtures, ".."), "/package")
        .replace(SETTINGS, "$1…");
    return { ...outcome, stdout: plain(outcome.stdout), stderr: plain(outcome.stderr) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command line in this process, without colour, as if its output went to a file. */
export async function runCommand(
  argv: readonly string[],
  cwd: string,
  stdin = "",
  env: Io["env"] = {},
  program?: Program,
): Promise<Outcome> {
  const written = { stdout: "", stderr: "" };
  const run = program ?? (await import("../src/cli/main.ts")).main;
  const exit = await run(argv, {
    cwd,
    env,
    readStdin: async () => stdin,
    out: (text) => {
      written.stdout += text;
    },
    err: (text) => {
      written.stderr += text;
    },
    terminal: { interactive: false, color: false, columns: 80 },
  });
  return { ...written, exit };
}

/** Splits a command line into words like a shell; supports single and double quotes only. */
export function shellWords(line: string): string[] {
  const words: string[] = [];
  for (const match of line.matchAll(/(?:'[^']*'|"[^"]*"|[^\s'"])+/g)) {
    words.push(
      match[0].replace(
        /'([^']*)'|"([^"]*)"/g,
        (_, single?: string, double?: string) => single ?? double ?? "",
      ),
    );
  }
  return words;
}
