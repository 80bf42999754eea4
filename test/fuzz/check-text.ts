import { fixText } from "../../src/lint/fix/fix-text.ts";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { checkFixedStdin, checkManualRuns, checkOrder, checkReports, checkRuns } from "./check-commands.ts";
import { checkSimulation } from "./check-simulate.ts";
import { checkSpec, lintFile } from "./check-spec.ts";
import { eventFlags } from "./events.ts";
import { gitEvent } from "./git-events.ts";
import { assertNoCrash, timed } from "./invariant.ts";
import type { Random } from "./random.ts";

/** Checks the text of a spec with the library, and with some commands, since these are slow. */
export async function checkSpecText(cwd: string, text: string, other: string, random: Random): Promise<void> {
  await checkSpec(text, other);
  await checkSimulation(text, random);
  if (random.oneIn(3)) await checkReports(cwd, text);
  if (random.oneIn(3)) await checkRuns(cwd, text, eventFlags(random, text));
  if (random.oneIn(8)) await checkOrder(cwd, text, other);
  if (random.oneIn(8)) await checkFixedStdin(cwd, text);
  if (random.oneIn(8)) await checkManualRuns(cwd, text, random.pick(["t", "main", "/", "one"]));
}

/** Reads, lints, fixes and simulates a text, and checks only that this ends well and in time. */
export async function checkQuickly(text: string, random: Random): Promise<void> {
  const file = await readSpecFile(random.oneIn(3) ? "codefresh.yml" : "a.yml", text);
  await timed("fixing", text, async () => assertNoCrash("fixing", () => fixText(file, lintFile)));
  const event = gitEvent(random, text);
  await timed("simulating", text, async () =>
    assertNoCrash("simulating", () => JSON.stringify(simulate([file], event))),
  );
}

/** Like `checkSpecText`, but with every command: for texts that failed a check before. */
export async function checkWhole(cwd: string, text: string, other: string, random: Random): Promise<void> {
  await checkSpec(text, other);
  await checkSimulation(text, random);
  await checkReports(cwd, text);
  await checkRuns(cwd, text, eventFlags(random, text));
  await checkOrder(cwd, text, other);
  await checkFixedStdin(cwd, text);
  await checkManualRuns(cwd, text, "t");
}
