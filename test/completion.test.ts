import { execFileSync } from "node:child_process";
import { tmpdir } from "node:os";
import { expect, test } from "vitest";
import { runBuilt } from "./built-program.ts";

/** Returns the words that bash offers for the last word of a command line. */
async function completed(line: string): Promise<string[]> {
  const { stdout } = await runBuilt(["completion", "bash"], tmpdir());
  const words = line.split(" ");
  const script = `${stdout}\nCOMP_WORDS=(${words.map((word) => `'${word}'`).join(" ")})\nCOMP_CWORD=${words.length - 1}\n_dryfire\nprintf '%s\\n' "\${COMPREPLY[@]}"\n`;
  const printed = execFileSync("bash", ["--norc", "-s"], { input: script, encoding: "utf8" });
  return printed.split("\n").filter((word) => word !== "");
}

test.skipIf(process.platform === "win32").each([
  ["dryfire sched", ["schedule"]],
  ["dryfire lint --sin", ["--since"]],
  ["dryfire lint --fix --di", ["--diff"]],
  ["dryfire lint --only trigger-na", ["trigger-name"]],
  ["dryfire lint --only unknown-event,trigger-na", ["unknown-event,trigger-name"]],
  ["dryfire lint --only a,b,trigger-na", ["a,b,trigger-name"]],
  ["dryfire lint --format mark", ["markdown"]],
  ["dryfire simulate --format m", ["mermaid", "markdown"]],
  ["dryfire test --format j", ["json", "junit"]],
  ["dryfire schedule --color a", ["auto", "always"]],
])("bash completes %s", async (line, words) => {
  expect(await completed(line)).toEqual(words);
});
