import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEvents } from "js-yaml";

/** The least that any linter of YAML does: read each file of a folder, and parse it into events. */
const folder = process.argv[2];
let events = 0;
for (const name of readdirSync(folder))
  events += parseEvents(readFileSync(join(folder, name), "utf8")).length;
console.log(events);
