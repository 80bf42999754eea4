import type { Reporter, TestModule } from "vitest/node";

/**
 * Ends a test run with the line `N passed, N failed[, N skipped]` for continuous integration, after
 * a line for each file with skipped tests.
 */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], errors: readonly unknown[]): void {
    const count = { passed: 0, failed: errors.length, skipped: 0, pending: 0 };
    const lines: string[] = [];
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const left = tests.filter((test) => test.result().state === "skipped");
      if (left.length > 0)
        lines.push(`skipped ${left.length} in ${module.relativeModuleId}: ${left[0]!.fullName}\n`);
      for (const test of tests) count[test.result().state]++;
      if (module.state() === "failed" && tests.every((test) => test.result().state !== "failed"))
        count.failed++;
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : "";
    process.on("exit", () =>
      process.stdout.write(`${lines.join("")}${count.passed} passed, ${count.failed} failed${skipped}\n`),
    );
  }
}
