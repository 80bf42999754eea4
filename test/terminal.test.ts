import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { main } from "../src/cli/main.ts";
import { writeStderr } from "../src/cli/output/stderr.ts";

/** Returns the output of a command line on a terminal of 80 columns without colour. */
async function onTerminal(...argv: string[]) {
  return await on({ color: false }, ...argv);
}

/** Returns the output of a command line on a terminal with or without colour. */
async function on({ color }: { readonly color: boolean }, ...argv: string[]) {
  const written = { stdout: "", stderr: "" };
  await main(argv, {
    cwd: import.meta.dirname,
    env: {},
    readStdin: async () => "",
    out: (text) => {
      written.stdout += text;
    },
    err: (text) => {
      written.stderr += text;
    },
    terminal: { interactive: true, progress: true, color, columns: 80 },
  });
  return written;
}

const widest = (text: string) => Math.max(...text.split("\n").map(({ length }) => length));

test.each([["--help"], ["rules"], ["explain", "double-build"], ["lint", "--help"], ["simulate", "--help"]])(
  "the output of %s fits a terminal of 80 columns",
  async (...argv) => {
    const { stdout } = await onTerminal(...argv);
    expect(stdout).not.toBe("");
    expect(widest(stdout)).toBeLessThanOrEqual(80);
  },
);

const SPECS = join(import.meta.dirname, "..", "fixtures", "specs");

describe("--color replaces what the environment and the terminal decide", () => {
  test.each([
    ["rules"],
    ["explain", "double-build"],
    ["lint", SPECS],
    ["simulate", SPECS, "--push", "main"],
    ["schedule", SPECS],
    ["diff", SPECS, join(SPECS, "shop.yml")],
    ["test", join(SPECS, "..", "cases")],
  ])("%s", async (...argv) => {
    const isColored = async (color: boolean, ...more: string[]) =>
      (await on({ color }, ...argv, ...more)).stdout.includes("\u001b[");
    expect(await isColored(false, "--color", "always")).toBe(true);
    expect(await isColored(true, "--color", "never")).toBe(false);
    expect(await isColored(true, "--color=auto")).toBe(true);
    expect(await isColored(false, "--color=auto")).toBe(false);
  });
});

test("a message on standard error is one line without a terminal", async () => {
  let printed = "";
  writeStderr({ err: (text) => (printed += text) }, `a sentence ${"that is long ".repeat(10)}`.trim());
  expect(printed.match(/\n/g)).toHaveLength(1);
});

test("a message on standard error is wrapped between words on a terminal", async () => {
  const { stderr } = await onTerminal("simulate");
  expect(widest(stderr)).toBeLessThanOrEqual(80);
  expect(stderr.replaceAll("\n", " ")).toMatch(/--pr SOURCE:TARGET/);
  expect(stderr.replaceAll("\n", " ")).toMatch(/^dryfire: the event is missing; .* --event-file FILE $/);
});
