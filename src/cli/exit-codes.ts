import type { ExitCode } from "./command.ts";

/** The exit codes with their meaning, the same in every format. */
export const EXIT_CODES: readonly (readonly [code: ExitCode, meaning: string])[] = [
  [0, "no findings that fail the run"],
  [
    1,
    "findings at or above the failing severity (`--fail-on`, errors by default), an unmet expectation, a difference that `diff --fail-on` names, or a file that `--fix --check` would change",
  ],
  [
    2,
    "usage error, an unreadable input or config, or a file whose fixes cannot be written or shown; the other files are still reported",
  ],
  [3, "internal error of dryfire"],
];
