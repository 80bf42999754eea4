import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { readPlainArguments } from "../src/cli/args/arguments.ts";
import { readArguments } from "../src/cli/args/help.ts";
import { COMMANDS } from "../src/cli/commands.ts";
import { expectFile } from "./fixtures.ts";
import { parseScenario, runScenario, sectionOf, shellWords, withOutcome } from "./scenario.ts";

const fixtures = join(import.meta.dirname, "..", "fixtures");
const folder = join(fixtures, "cli");
const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));

describe("the command line", () => {
  test.each(names)("%s", async (name) => {
    const path = join(folder, name);
    const scenario = parseScenario(readFileSync(path, "utf8"));
    const cwd = mkdtempSync(join(tmpdir(), "dryfire-"));
    try {
      cpSync(join(fixtures, "specs"), join(cwd, "specs"), { recursive: true });
      const outcome = await runScenario(scenario, cwd);
      expectFile(withOutcome(scenario, plain(outcome, cwd)), path);
    } finally {
      rmSync(cwd, { recursive: true, force: true });
    }
  });

  test("reads plain arguments as the full reader does", async () => {
    for (const name of names) {
      const words = shellWords(
        sectionOf(parseScenario(readFileSync(join(folder, name), "utf8")), "command").trim(),
      );
      const command = await COMMANDS[words[1] ?? ""]?.load();
      if (!command) continue;
      const plainly = readPlainArguments(command, words.slice(2));
      if (!plainly) continue;
      const fully = readArguments(command, words.slice(2));
      expect(plainly.positionals).toEqual(fully.positionals);
      for (const option of Object.keys(command.options)) {
        expect([
          option,
          plainly.string(option),
          plainly.strings(option),
          plainly.flag(option),
          plainly.number(option),
        ]).toEqual([
          option,
          fully.string(option),
          fully.strings(option),
          fully.flag(option),
          fully.number(option),
        ]);
      }
    }
  });
});

/** The folder of the run has another name each time. */
function plain<T extends { stdout: string; stderr: string }>(outcome: T, cwd: string): T {
  return {
    ...outcome,
    stdout: outcome.stdout.replaceAll(cwd, "/tmp/run"),
    stderr: outcome.stderr.replaceAll(cwd, "/tmp/run"),
  };
}
