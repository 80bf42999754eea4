import fc from "fast-check";

/**
 * Properties use the same values in each run, so that failures can be reproduced (or `FC_SEED=…`).
 */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_123) });
