import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { spectralRules } from "./spectral.mjs";

const here = fileURLToPath(new URL(".", import.meta.url));
const installed = (path) => join(here, "..", "node_modules", path);

/** Returns `[name, command]` of each peer for a folder of specs; `work` is for their files. */
export function peerCommands({ cli, folder, work }) {
  const schema = join(work, "schema.json");
  writeFileSync(
    schema,
    spawnSync(process.execPath, [cli, "schema"], { encoding: "utf8", maxBuffer: 1 << 26 }).stdout,
  );
  const rules = join(work, "spectral.json");
  writeFileSync(rules, JSON.stringify(spectralRules(schema)));
  const specs = join(folder, "*.yml");
  const peers = [
    [
      "ajv-cli",
      ["ajv-cli/dist/index.js", "validate", "--strict=false", "--all-errors", "-s", schema, "-d", specs],
    ],
    [
      "Spectral, schema and four rules",
      ["@stoplight/spectral-cli/dist/index.js", "lint", specs, "-r", rules, "-q"],
    ],
    [
      "eslint with eslint-plugin-yml",
      ["eslint/bin/eslint.js", "--no-config-lookup", "-c", join(here, "eslint.config.mjs"), folder],
    ],
    ["prettier --check", ["prettier/bin/prettier.cjs", "--check", folder]],
  ].map(([name, [program, ...argv]]) => [name, [process.execPath, installed(program), ...argv]]);
  const validator = [process.execPath, join(here, "validator.mjs"), folder];
  return [...peers, ["official YAML validator (steps only)", validator]];
}
