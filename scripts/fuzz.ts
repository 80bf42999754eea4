import { join } from "node:path";
import { parseArgs } from "node:util";
import { readSeeds } from "../test/fuzz/seeds.ts";
import { fuzz, runCase } from "../test/fuzz/session.ts";
import { Meter, searchSlowShapes } from "../test/fuzz/slow.ts";
import { type MeasuredSpec, searchSlowSpecs } from "../test/fuzz/slow-specs.ts";

/**
 * Checks random inputs: `npm run fuzz -- --seconds 60 --seed 1`; `--case N` repeats the case with
 * seed N; `--quick` tries many more inputs with fewer checks; `DRYFIRE_FUZZ_SPECS=FOLDER` adds the
 * specs of a folder. Instead, `--slow 600` searches 600 seconds for slow patterns in the built
 * library, and `--slow-specs 600` for filters with which 100 KB are slow in the built program. The
 * exit code is 1 if a check fails.
 *
 * It runs as a bundle, so that measured times are those of the product.
 */
const { values } = parseArgs({
  options: {
    seconds: { type: "string" },
    seed: { type: "string" },
    case: { type: "string" },
    failures: { type: "string" },
    cases: { type: "string" },
    slow: { type: "string" },
    "slow-specs": { type: "string" },
    quick: { type: "boolean", default: false },
  },
});
const number = (name: Exclude<keyof typeof values, "quick">): number | undefined =>
  values[name] === undefined ? undefined : Number(values[name]);
const single = number("case");
const { quick } = values;
const seed = number("seed") ?? Date.now() >>> 0;

const slow = number("slow");
const slowSpecs = number("slow-specs");

if (slow !== undefined) {
  const meter = new Meter("test/fuzz/slow-child.mjs", join(process.cwd(), "dist/index.cjs"));
  const { tried, found } = await searchSlowShapes(meter, { seed, seconds: slow }, ({ ms, mb, candidate }) =>
    console.log(`${ms.toFixed(0)} ms, ${mb.toFixed(0)} MB: ${JSON.stringify(candidate)}\n`),
  );
  console.log(`seed ${seed}: ${tried} patterns, ${found.length} finds`);
  process.exitCode = found.length > 0 ? 1 : 0;
} else if (slowSpecs !== undefined) {
  const print = ({ processorSeconds, mb, argv: run, candidate }: MeasuredSpec): void =>
    console.log(
      `${processorSeconds.toFixed(2)} s, ${mb.toFixed(0)} MB, ${run.slice(0, 4).join(" ")}: ${JSON.stringify(candidate)}\n`,
    );
  const options = { seed, seconds: slowSpecs };
  const { tried, found, highest } = searchSlowSpecs(join(process.cwd(), "dist/dryfire.cjs"), options, print);
  if (highest && found.length === 0) print(highest);
  console.log(`seed ${seed}: ${tried} patterns in specs of 100 KB, ${found.length} finds`);
  process.exitCode = found.length > 0 ? 1 : 0;
} else if (single !== undefined) {
  const failure = await runCase(single, readSeeds(), quick);
  console.log(
    failure
      ? `${failure.kind}: ${failure.error.message}\n${JSON.stringify(failure.text)}`
      : "the case passes",
  );
  process.exitCode = failure ? 1 : 0;
} else {
  const session = await fuzz({
    seed,
    seconds: number("seconds") ?? 60,
    maxFailures: number("failures") ?? 20,
    maxCases: number("cases") ?? Number.POSITIVE_INFINITY,
    quick,
    onFailure: ({ error, kind, seed: own }) =>
      console.log(`--case ${own}: ${kind}: ${error.message.slice(0, 1_500)}\n`),
  });
  console.log(
    `seed ${seed}: ${session.cases} cases, ${session.calls} calls in ${session.seconds.toFixed(1)} s, ${session.failures.length} failures`,
  );
  process.exitCode = session.failures.length > 0 ? 1 : 0;
}
