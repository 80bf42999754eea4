import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { COMMANDS } from "../../src/cli/commands.ts";
import { run } from "./check-commands.ts";
import { text } from "./grammar.ts";
import type { Random } from "./random.ts";

/** Values for options; each is valid for some of them. */
const WORDS: readonly string[] = [
  ...[
    "main",
    "a:b",
    "",
    " ",
    "-",
    "--",
    "1",
    "0",
    "-1",
    "1/2",
    "2/1",
    "1e9",
    "NaN",
    "json",
    "pretty",
    "sarif=x.sarif",
  ],
  ...[
    "spec.yml",
    "missing.yml",
    ".",
    "*.yml",
    "[",
    "{a,b}.yml",
    "!a",
    "/",
    "..",
    "unknown-event",
    "error",
    "fires",
  ],
  ...[
    "2026-05-04T03:00Z",
    "2026-02-30",
    "now",
    "UTC",
    "Europe/Berlin",
    "Mars/X",
    "local",
    "KEY=VALUE",
    "=",
    "a=b=c",
  ],
  ...[
    "opened",
    "published",
    "github",
    "shop/build",
    "t",
    "c",
    "push.heads",
    "glob-engine=minimatch",
    "x: y",
    "/re/",
    "/(/",
  ],
];

/** Commands that write files of their own choice, or end the process with the client. */
const LEFT_OUT: ReadonlySet<string> = new Set(["init", "lsp"]);

/** Returns a random command line: a command with options, some of which it does not have. */
export async function commandLine(random: Random): Promise<string[]> {
  const [name, { load }] = random.pick(Object.entries(COMMANDS).filter(([each]) => !LEFT_OUT.has(each)));
  const { options = {} } = await load();
  // Paths may not leave the folder of the case.
  const word = () => (random.oneIn(8) ? text(random) : random.pick(WORDS)).replace(/^\/+|\.\./g, "");
  const argv = random.oneIn(10) ? [] : [name];
  for (const [option, { value }] of Object.entries(options))
    if (option !== "open-playground" && random.oneIn(5)) {
      const flag = `--${random.oneIn(30) ? "no-" : ""}${option}`;
      if (value === undefined) argv.push(random.oneIn(20) ? `${flag}=${word()}` : flag);
      else argv.push(...(random.oneIn(4) ? [`${flag}=${word()}`] : [flag, word()]));
    }
  if (random.oneIn(10)) argv.push(`--${text(random)}`);
  return random.oneIn(4) ? [...argv, word()] : [...argv, "spec.yml"];
}

/** Runs a command line in a folder with a spec. Throws `InvariantError`. */
export async function checkArguments(cwd: string, argv: readonly string[], spec: string): Promise<void> {
  writeFileSync(join(cwd, "spec.yml"), spec);
  await run(argv, cwd, spec);
}
