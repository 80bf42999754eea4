import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { COMMANDS } from "../src/cli/commands.ts";
import { commandHelp } from "../src/cli/help/command-help.ts";
import { layOut } from "../src/cli/help/layout.ts";
import { TOPICS } from "../src/cli/help/topics.ts";

const terminal = (columns: number, color = false) => ({ interactive: true, color, columns });

describe.each([80, 120])("on a terminal of %i columns", (columns) => {
  test.each(Object.keys(COMMANDS))(
    "the help of %s has each option apart from its description",
    async (name) => {
      const command = await COMMANDS[name]!.load();
      const lines = (await commandHelp(command, terminal(columns))).split("\n");
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
      for (const [option, { value, alias, description }] of Object.entries(command.options)) {
        const term = `${alias ? `-${alias}, ` : ""}--${option}${value ? ` ${value}` : ""}`;
        const at = lines.findIndex((line) => line.trimStart().startsWith(`${term}  `));
        const [word = ""] = description.split(" ");
        expect([term, lines[at]?.split(term)[1]]).toEqual([term, expect.stringMatching(/^ {2,}\S/)]);
        expect(lines[at]!.split(term)[1]!.trimStart().startsWith(word)).toBe(true);
      }
      expect(lines.join("\n")).not.toMatch(/\[(?:string|boolean|number|array)\]/);
    },
  );

  test.each(Object.keys(TOPICS))("the topic %s fits", async (name) => {
    const lines = layOut(await TOPICS[name]!.load(), terminal(columns)).split("\n");
    expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(columns);
    expect(lines.length).toBeGreaterThan(4);
  });
});

test("colours do not change the text of help", async () => {
  const command = await COMMANDS.lint!.load();
  const colored = await commandHelp(command, terminal(80, true));
  expect(colored).toMatch(/\u001b\[1mReport:\u001b\[22m/);
  expect(colored).toMatch(/\u001b\[36m--format\u001b\[39m FORMAT/);
  expect(colored.replace(/\u001b\[\d+m/g, "")).toBe(await commandHelp(command, terminal(80)));
});

const page = join(import.meta.dirname, "../docs/dryfire.1");
const readers: readonly (readonly string[])[] = [
  ["man", "--warnings", "-E", "UTF-8", "-l", page],
  ["mandoc", "-T", "lint", "-W", "warning", page],
];

test.each(readers.filter(([program]) => spawnSync(program!, ["-V"]).status !== null))(
  "%s reads the man page without a warning",
  (program, ...args) => {
    const { stderr, stdout } = spawnSync(program!, args, {
      encoding: "utf8",
      env: { ...process.env, MANWIDTH: "80", MANROFFOPT: "" },
    });
    // The page has no date, which would change with each build.
    const found = (stdout + stderr)
      .split("\n")
      .filter((line) => /warning:/i.test(line) && !/missing date/.test(line));
    expect([stdout + stderr === "", found]).toEqual([false, []]);
  },
);
