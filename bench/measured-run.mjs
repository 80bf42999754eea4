import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

const MINUTE = 60_000;

/** Reports the costs of a process at its end. */
const report = (file) => `process.on("exit", () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  require("node:fs").writeFileSync(${JSON.stringify(file)}, JSON.stringify({
    mb: maxRSS / 1_024,
    processorSeconds: (userCPUTime + systemCPUTime) / 1e6,
  }));
});`;

/**
 * Runs the program in a new folder with some files, by their paths, and without a config. Returns
 * its seconds, its processor time, its memory and its exit code; endless if it takes more than a
 * minute or crashes.
 */
export function measureRun(program, { files, argv }) {
  const cwd = mkdtempSync(join(tmpdir(), "dryfire-bench-"));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(cwd, path)), { recursive: true });
      writeFileSync(join(cwd, path), text);
    }
    const usageFile = join(cwd, ".usage");
    writeFileSync(join(cwd, ".usage.cjs"), report(usageFile));
    const env = { PATH: process.env.PATH, HOME: cwd, XDG_CACHE_HOME: cwd };
    const start = performance.now();
    const { status } = spawnSync(
      process.execPath,
      ["-r", join(cwd, ".usage.cjs"), program, ...argv, "--no-config"],
      { cwd, env, timeout: MINUTE, killSignal: "SIGKILL", maxBuffer: 1 << 30 },
    );
    const endless = Number.POSITIVE_INFINITY;
    if (status === null || status > 2)
      return { seconds: endless, processorSeconds: endless, mb: endless, status };
    const seconds = (performance.now() - start) / 1_000;
    return { ...JSON.parse(readFileSync(usageFile, "utf8")), seconds, status };
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}

/** The seconds of `node -e 0`: the median of five runs. */
export function secondsOfNode() {
  const runs = Array.from({ length: 5 }, () => {
    const start = performance.now();
    spawnSync(process.execPath, ["-e", "0"]);
    return (performance.now() - start) / 1000;
  });
  return runs.sort((one, other) => one - other)[2];
}
