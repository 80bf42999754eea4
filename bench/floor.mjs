import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * The minimum work of a YAML linter: reads each file of a folder and parses it into events. Uses
 * the CommonJS build of js-yaml 5, which loads four times faster than the ESM build.
 */
const { parseEvents } = createRequire(import.meta.url)("js-yaml");
const folder = process.argv[2];
let events = 0;
for (const name of readdirSync(folder))
  events += parseEvents(readFileSync(join(folder, name), "utf8")).length;
console.log(events);
