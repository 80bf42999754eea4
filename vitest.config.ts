import { defineConfig } from "vitest/config";

/** `--mode quick` leaves out the files `*.slow.test.ts`: attacks, histories, browsers, random searches. */
export default defineConfig(({ mode }) => ({
  test: {
    include: ["test/**/*.test.ts"],
    exclude: mode === "quick" ? ["test/**/*.slow.test.ts"] : [],
    setupFiles: ["./test/setup.ts"],
    globalSetup: ["./test/temporary-folder.ts"],
    // The log of a green run stays short; on a terminal, progress is shown.
    reporters: [process.stdout.isTTY ? "default" : "minimal", "./test/closing-line.ts"],
    expect: { requireAssertions: true },
    testTimeout: 180_000,
    hookTimeout: 60_000,
    pool: "forks",
    maxWorkers: 2,
    isolate: false,
    // Keeps transformed modules between runs: 3 seconds of processor time instead of 9 for them.
    experimental: { fsModuleCache: true },
    // Most code runs a few times only. Optimizing less of it takes a sixth less processor time:
    // 4,800 tests took 49 seconds instead of 58. Later versions do not have this flag.
    execArgv: process.versions.node.startsWith("20.") ? ["--interrupt-budget=600000"] : [],
  },
}));
