import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { parseArguments } from "../src/cli/args/arguments.ts";
import { COMMANDS } from "../src/cli/commands.ts";
import { expectFile } from "./fixtures.ts";
import { parseScenario, runScenario, withOutcome } from "./scenario.ts";

const fixtures = join(import.meta.dirname, "../fixtures");
const folder = join(fixtures, "cli");
const names = readdirSync(folder).filter((name) => name.endsWith(".txt"));

describe("the command line", () => {
  test.each(names)("%s", async (name) => {
    const path = join(folder, name);
    const scenario = parseScenario(readFileSync(path, "utf8"));
    expectFile(withOutcome(scenario, await runScenario(scenario, fixtures)), path);
  });
});

describe("arguments", () => {
  const parse = async (name: string, words: readonly string[]) =>
    parseArguments(await COMMANDS[name]!.load(), words);

  test.each([
    ["lint", ["--config=a b.yml", "x.yml"], { config: "a b.yml" }, ["x.yml"]],
    ["lint", ["--config", "-", "x.yml"], { config: "-" }, ["x.yml"]],
    ["lint", ["--config=--odd"], { config: "--odd" }, []],
    ["lint", ["--only", "a", "x.yml", "--only", "b"], { only: ["a", "b"] }, ["x.yml"]],
    ["lint", ["--max-warnings", "3"], { "max-warnings": 3 }, []],
    ["lint", ["--fix", "x.yml", "--quiet=false"], { fix: true, quiet: false }, ["x.yml"]],
    ["lint", ["-strict", "-", "--", "--fix", "-x"], { strict: true }, ["-", "--fix", "-x"]],
    ["simulate", ["-b", "main", "-t=one"], { branch: "main", trigger: ["one"] }, []],
    ["simulate", ["--git", "specs"], { git: "the current branch" }, ["specs"]],
    ["simulate", ["--git", "a..b", "specs"], { git: "a..b" }, ["specs"]],
  ])("%s %j", async (name, words, options, positionals) => {
    const parsed = await parse(name, words);
    const values = Object.keys(options).map((option) => {
      const list = parsed.strings(option);
      const single = parsed.string(option) ?? parsed.number(option);
      if (list.length > 0) return [option, list];
      return [option, single ?? (parsed.has(option) ? parsed.flag(option) : undefined)];
    });
    expect([Object.fromEntries(values), parsed.positionals]).toEqual([options, positionals]);
  });

  test.each([
    [["--confg", "a"], 'unknown option "--confg"; did you mean "--config"?'],
    [["-x"], 'unknown option "-x"; see "dryfire lint --help"'],
    [["--constructor"], 'unknown option "--constructor"; see "dryfire lint --help"'],
    [["--__proto__=1"], 'unknown option "--__proto__"; see "dryfire lint --help"'],
    [["--no-fix"], 'unknown option "--no-fix"; see "dryfire lint --help"'],
    [
      ["--fail-on warning"],
      '"--fail-on warning" is one argument; write "--fail-on=warning", or two arguments',
    ],
    [["--fix x"], '"--fix x" is one argument; write two arguments'],
    [["a.yml", ""], "an argument is empty; remove it, or check the variable in its place"],
    [["--", ""], "an argument is empty; remove it, or check the variable in its place"],
    [["--config"], '"--config" has no value; give FILE'],
    [["--config="], 'the value of "--config" is empty; give FILE, or check the variable in its place'],
    [["--since", ""], 'the value of "--since" is empty; give REV, or check the variable in its place'],
    [["--config", "--fix"], '"--config" has no value; give FILE'],
    [["--config", "a", "--config", "b"], '"--config" is repeated 2 times; give it once'],
    [["--max-warnings", "-1"], '"--max-warnings" cannot be "-1"'],
    [["--fail-on", "fatal"], '"--fail-on" cannot be "fatal"; use "error", "warning", "info"'],
  ])("lint rejects %j", async (words, message) => {
    await expect(parse("lint", words)).rejects.toThrow(message);
  });
});
