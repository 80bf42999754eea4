import { join } from "node:path";
import { parentPort, workerData as root } from "node:worker_threads";
import { generateDtsBundle } from "dts-bundle-generator";

/** Rolls up the types of the library into one text, for the thread that asks for it. */
const [types] = generateDtsBundle(
  [{ filePath: join(root, "src/index.ts"), output: { noBanner: true, exportReferencedTypes: false } }],
  { preferredConfigPath: join(root, "tsconfig.types.json") },
);
parentPort.postMessage(types);
