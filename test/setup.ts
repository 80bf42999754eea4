import fc from "fast-check";

/** Properties run on the same values each time, so that a run can be trusted; `FC_SEED=…` tries others, and `npm run fuzz` tries many. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_123) });
