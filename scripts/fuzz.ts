import { fuzz, runCase } from "../test/fuzz/session.ts";

/**
 * Checks random inputs for some time: `npm run fuzz -- --seconds 60 --seed 1`. `--case N` runs the case of one seed alone. With
 * `DRYFIRE_FUZZ_SPECS=FOLDER` the specs of that folder are mutated as well. Ends with exit code 1 where anything was found.
 *
 * It runs bundled, as the product does: what runs sources directly adds to each function, and times would not be those of the product.
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
