import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    reporters: ["dot", "./test/closing-line.ts"],
    testTimeout: 20_000,
  },
});
