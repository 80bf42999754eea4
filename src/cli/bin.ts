import { main } from "./main.ts";
import { processIo } from "./process-io.ts";

/** The program without a process, so that the tests can run what is built. */
export { main };

/** Runs the command line of this process. */
export function run(): void {
  const cwd = workingFolder();
  if (cwd === undefined) {
    process.stderr.write("dryfire: the working folder was removed; change to another folder\n");
    process.exit(2);
  }
  const io = processIo(cwd);
  main(process.argv.slice(2), io).then((code) => {
    // All output is written; without `exit` Node.js would take time to tear down its heap.
    process.exit(io.lost && code !== 3 ? 2 : code);
  });
}

/** The working folder; undefined if it was removed. */
function workingFolder(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}
