import { fuzz, runCase } from "../test/fuzz/session.ts";

/**
 * Checks random inputs: `npm run fuzz -- --seconds 60 --seed 1`; `--case N` repeats the case with
 * seed N. `DRYFIRE_FUZZ_SPECS=FOLDER` adds the specs of a folder as inputs. The exit code is 1 if a
 * check fails.
 *
 * It runs as a bundle, so that measured times are those of the product.
 */
const argv = process.argv.slice(2);
const number = (name: string): number | undefined => {
  const at = argv.indexOf(`--${name}`);
  return at === -1 ? undefined : Number(argv[at + 1]);
};
const single = number("case");
const seed = number("seed") ?? Date.now() >>> 0;

if (single !== undefined) {
  const broken = await runCase(single);
  console.log(
    broken ? `${broken.kind}: ${broken.find.message}\n${JSON.stringify(broken.text)}` : "nothing found",
  );
  process.exitCode = broken ? 1 : 0;
} else {
  const session = await fuzz({
    seed,
    seconds: number("seconds") ?? 60,
    finds: number("finds") ?? 20,
    onBroken: ({ find, kind, seed: own }) =>
      console.log(`--case ${own}: ${kind}: ${find.message.slice(0, 1_500)}\n`),
  });
  console.log(
    `seed ${seed}: ${session.cases} cases in ${session.seconds.toFixed(1)} s, ${session.broken.length} finds`,
  );
  process.exitCode = session.broken.length > 0 ? 1 : 0;
}
