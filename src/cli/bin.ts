import { main } from "./main.ts";
import { processIo } from "./process-io.ts";

main(process.argv.slice(2), processIo()).then(
  (code) => {
    process.exitCode = code;
  },
  (error: NodeJS.ErrnoException) => {
    // The reader of our output has gone (`| head`): nothing is left to tell, and nothing went wrong.
    if (error.code !== "EPIPE") throw error;
    process.exitCode = 0;
  },
);
