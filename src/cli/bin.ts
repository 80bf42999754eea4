import { main } from "./main.ts";
import { processIo } from "./process-io.ts";

/** The program without a process, so that the tests can run what is built. */
export { main };

/** Runs the command line of this process. */
export function run(): void {
  main(process.argv.slice(2), processIo()).then(
    (code) => {
      // All output is written; without `exit` Node.js would take time to tear down its heap.
      process.exit(code);
    },
    (error: NodeJS.ErrnoException) => {
      // The reader of our output has gone (`| head`), which is not a failure.
      if (error.code !== "EPIPE") throw error;
      process.exitCode = 0;
    },
  );
}
