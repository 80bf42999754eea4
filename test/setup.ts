import fc from "fast-check";
import { beforeEach } from "vitest";
import { beginWork } from "../src/match/budget.ts";

/** Properties run on the same values each time, so that a run can be trusted; `FC_SEED=…` tries others, and `npm run fuzz` tries many. */
fc.configureGlobal({ seed: Number(process.env.FC_SEED ?? 20_261_123) });

/** Test files share a process, and no test may find the steps of its patterns spent by another. */
beforeEach(() => beginWork(Number.MAX_SAFE_INTEGER));
