import { spawnSync } from "node:child_process";

/** Runs commands in pairs, so that the ratios do not depend on the speed of the machine. */

/**
 * Returns the wall time in milliseconds of one run of a command (a list of words). Throws if it
 * cannot be run or its exit code is not in `accept`.
 */
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
 * Returns the medians of both times and of their ratio over `runs` pairs. The first `warmUp` pairs
 * are not counted: they fill the caches.
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

/** Returns the largest resident set of a Node.js program in bytes. */
export function peakMemory(program, argv) {
  const report = "process.on('exit', () => process.stderr.write(String(process.resourceUsage().maxRSS)))";
  const hook = `data:text/javascript,${encodeURIComponent(report)}`;
  const { stderr } = spawnSync(process.execPath, ["--import", hook, program, ...argv], {
    encoding: "utf8",
    stdio: ["ignore", "ignore", "pipe"],
  });
  const kilobytes = Number(/\d+$/.exec(stderr)?.[0]);
  if (!(kilobytes > 0)) throw new Error(`${program} reported no memory: ${stderr.slice(0, 400)}`);
  return kilobytes * 1024;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2;
}
