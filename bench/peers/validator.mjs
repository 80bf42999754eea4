import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Validator from "@codefresh-io/yaml-validator";
import { load } from "js-yaml";

/** Runs the official validator on the steps of each spec in a folder (it checks steps only). */
const folder = process.argv[2];
let faults = 0;
for (const name of readdirSync(folder)) {
  const text = readFileSync(join(folder, name), "utf8");
  const { version, spec } = load(text);
  try {
    Validator.validate({ version, stages: spec.stages, steps: spec.steps }, "message", text);
  } catch {
    faults++;
  }
}
console.log(`${faults} faulty`);
