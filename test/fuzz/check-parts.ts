import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { FORMATS } from "../../src/cli/output/formats.ts";
import type { Outcome } from "../scenario.ts";
import { assertSchema, run } from "./check-commands.ts";
import { assertInvariant } from "./invariant.ts";
import { mutateJson } from "./mutate-json.ts";
import type { Random } from "./random.ts";

const NAMES = ["a.yml", "b.yml", "c/d.yml", "c/é f.yml", "[z].yml"];

/**
 * Lints some texts in both orders, with a cache, in shards that are merged, and against their own
 * baseline: all results must agree. Throws `InvariantError`.
 */
export async function checkParts(cwd: string, texts: readonly string[], random: Random): Promise<void> {
  const names = NAMES.slice(0, texts.length);
  mkdirSync(join(cwd, "c"), { recursive: true });
  for (const [index, name] of names.entries()) writeFileSync(join(cwd, name), texts[index]!);
  const all = texts.join("");
  const lint = (...more: string[]) => run(["lint", "--no-config", "--format", "json", ...more], cwd, all);
  const whole = await lint(...names);
  assertSchema("json", whole);
  checkSame("the order of the files changes nothing", whole, await lint(...[...names].reverse()));
  await checkCache(cwd, whole, () => lint(...names, "--cache-location", "kept"), random);
  await checkShards(cwd, whole, names, all, random);
  await checkOwnBaseline(cwd, names, all);
}

function checkSame(invariant: string, one: Outcome, other: Outcome): void {
  assertInvariant(
    one.stdout === other.stdout && one.exit === other.exit,
    invariant,
    () => `${one.exit} ${one.stdout}\nand ${other.exit} ${other.stdout}`,
  );
}

/** Ways to damage a cache file: its text, or the JSON in it. */
async function checkCache(
  cwd: string,
  whole: Outcome,
  lint: () => Promise<Outcome>,
  random: Random,
): Promise<void> {
  checkSame("a cache changes nothing", whole, await lint());
  checkSame("a cache changes nothing", whole, await lint());
  const folder = join(cwd, "kept", "lint");
  // A run without files to lint writes no cache.
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    const kept = readFileSync(join(folder, name), "utf8");
    const at = random.below(kept.length);
    const damaged = random.oneIn(3)
      ? kept.slice(0, at)
      : `${kept.slice(0, at)}x${kept.slice(at + random.below(2))}`;
    writeFileSync(join(folder, name), damaged);
  }
  checkSame("a damaged cache changes nothing", whole, await lint());
}

async function checkShards(
  cwd: string,
  whole: Outcome,
  names: readonly string[],
  all: string,
  random: Random,
): Promise<void> {
  const count = random.pick([1, 1, 2, 3]);
  const reports = Array.from({ length: count }, (_, index) => `part-${index + 1}.json`);
  for (const [index, report] of reports.entries()) {
    const part = await run(
      ["lint", "--no-config", "--format", "json", "--shard", `${index + 1}/${count}`, ...names],
      cwd,
      all,
    );
    if (part.exit === 2 && part.stdout === "") return;
    assertSchema("json", part);
    writeFileSync(join(cwd, report), part.stdout);
  }
  const merged = await run(["merge-reports", ...reports], cwd, all);
  const invariant = "merged shards give the report of one run";
  if (whole.stdout.includes("*****")) {
    // A secret in one file is masked in messages about all files of a run, but not in other shards.
    assertInvariant(
      places(whole.stdout) === places(merged.stdout),
      invariant,
      () => whole.stdout + merged.stdout,
    );
  } else checkSame(invariant, whole, merged);
  await checkMerge(cwd, mutateJson(readFileSync(join(cwd, reports[0]!), "utf8"), random));
}

/** Merges a report that may be damaged, in every format. */
export async function checkMerge(cwd: string, text: string): Promise<void> {
  writeFileSync(join(cwd, "damaged.json"), text);
  for (const format of FORMATS) await run(["merge-reports", "damaged.json", "--format", format], cwd, text);
}

/** A baseline of all findings must hide all findings. */
async function checkOwnBaseline(cwd: string, names: readonly string[], all: string): Promise<void> {
  const argv = ["lint", "--no-config", ...names, "--baseline", "baseline.json"];
  const made = await run([...argv, "--update-baseline"], cwd, all);
  if (made.exit === 2) return;
  const { stdout, exit } = await run([...argv, "--format", "lines"], cwd, all);
  assertInvariant(
    stdout === "" && exit === 0,
    "a baseline hides its own findings",
    () => `${exit} ${stdout}`,
  );
}

/** Returns the rule and position of each finding, without messages. */
function places(report: string): string {
  const { files } = JSON.parse(report) as {
    files: { path: string; diagnostics: { rule: string; range: object }[] }[];
  };
  return JSON.stringify(
    files.map(({ path, diagnostics }) => [path, diagnostics.map(({ rule, range }) => [rule, range])]),
  );
}
