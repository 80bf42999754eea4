import fc from "fast-check";

/**
 * Properties use the same values in each run, so that a failure is reproducible. `FC_SEED=…` uses
 * others, and `npm run fuzz` many.
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_123) });
