import { main } from "./main.ts";
import { processIo } from "./process-io.ts";

main(process.argv.slice(2), processIo()).then(
  (code) => {
    // All output is written by now, and taking down the heap of Node.js piece by piece costs time.
    process.exit(code);
  },
  (error: NodeJS.ErrnoException) => {
    // The reader of our output has gone (`| head`): nothing is left to tell, and nothing went wrong.
    if (error.code !== "EPIPE") throw error;
    process.exitCode = 0;
  },
);
