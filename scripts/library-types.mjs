import { join } from "node:path";
import { parentPort, workerData as root } from "node:worker_threads";
import { generateDtsBundle } from "dts-bundle-generator";

/** A worker thread that returns the types of the library as one text. */
const [types] = generateDtsBundle(
  [{ filePath: join(root, "src/index.ts"), output: { noBanner: true, exportReferencedTypes: false } }],
  { preferredConfigPath: join(root, "tsconfig.types.json") },
);
parentPort.postMessage(types);
