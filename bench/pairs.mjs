import { spawnSync } from "node:child_process";

/** Runs two commands in turn and compares them pair by pair, so that a machine whose speed drifts does not matter. */

/** A command is a list of words; gives the wall time of one run in milliseconds. Throws where it cannot be run, or fails unexpectedly. */
export function timeOf([program, ...argv], { cwd, accept = [0, 1] } = {}) {
  const { NODE_EXTRA_CA_CERTS: _unset, ...env } = process.env;
  const begin = process.hrtime.bigint();
  const { status, error, stderr } = spawnSync(program, argv, {
    cwd,
    env,
    stdio: ["ignore", "pipe", "pipe"],
    maxBuffer: 1 << 30,
  });
  const milliseconds = Number(process.hrtime.bigint() - begin) / 1e6;
  if (error) throw error;
  if (!accept.includes(status))
    throw new Error(`${[program, ...argv].join(" ")} ended with ${status}: ${String(stderr).slice(0, 400)}`);
  return milliseconds;
}

/**
 * The medians of `runs` pairs: of both times and of the ratio of each pair, `a` to `b`. Runs before that, which are not counted, let both
 * fill their caches.
 */
export function compare(a, b, { runs = 15, warmUp = 3, ...options } = {}) {
  for (let run = 0; run < warmUp; run++) for (const command of [a, b]) timeOf(command, options);
  const pairs = Array.from({ length: runs }, () => [timeOf(a, options), timeOf(b, options)]);
  return {
    ratio: median(pairs.map(([one, other]) => one / other)),
    a: median(pairs.map(([one]) => one)),
    b: median(pairs.map(([, other]) => other)),
  };
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
