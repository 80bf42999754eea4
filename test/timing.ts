import { spawnSync } from "node:child_process";

/** Processor seconds of `calibrate` on an ordinary machine that is otherwise idle. */
const ORDINARY = 0.015;

/** All limits of tests are above these seconds, so that a shorter time needs no correction. */
const MIN_LIMIT = 0.2;

/**
 * Runs a function; returns its result and its processor time in seconds. A slow or busy machine is
 * measured with the same fixed work each time, and its time is reduced to that of an ordinary one.
 */
export async function timed<T>(run: () => T | Promise<T>): Promise<{ result: T; seconds: number }> {
  const { result, seconds } = await measure(run);
  if (seconds < MIN_LIMIT) return { result, seconds };
  const calibration = await measure(calibrate);
  return { result, seconds: seconds * Math.min(1, ORDINARY / calibration.seconds) };
}

/** Measures processor or wall time, whichever is less, since each excludes some noise. */
export async function measure<T>(run: () => T | Promise<T>): Promise<{ result: T; seconds: number }> {
  const before = process.cpuUsage();
  const start = performance.now();
  const result = await run();
  const { user, system } = process.cpuUsage(before);
  return { result, seconds: Math.min((user + system) / 1_000, performance.now() - start) / 1_000 };
}

function calibrate(): number {
  let hash = 0;
  for (let round = 0; round < 10_000_000; round++) hash = Math.imul(hash ^ round, 0x01000193) ^ (hash >>> 13);
  return hash;
}

/** Processor seconds of `node -e 0` on the machine for which the limits of commands were chosen. */
const ORDINARY_START = 0.06;

let slower: number | undefined;

/**
 * Returns how many times slower than that machine this one starts Node.js, at least 1: machines
 * differ more in that than in a loop, and a command is like a start. It is measured once, or `now`.
 */
export function slowness(when?: "now"): number {
  if (when === "now") slower = undefined;
  slower ??= Math.max(1, Math.min(...Array.from({ length: 3 }, secondsOfStart)) / ORDINARY_START);
  return slower;
}

/** The second line of `times` is about the processes that the shell has started. */
function secondsOfStart(): number {
  const { stdout } = spawnSync("sh", ["-c", `"${process.execPath}" -e 0; times`], { encoding: "utf8" });
  const parts = stdout.split("\n")[1]!.matchAll(/(\d+)m([\d.]+)s/g);
  return [...parts].reduce((sum, [, minutes, seconds]) => sum + Number(minutes) * 60 + Number(seconds), 0);
}
