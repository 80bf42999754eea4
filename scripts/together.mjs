import { exec } from "node:child_process";
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * `together.mjs NAME...` runs scripts of `package.json` side by side, as many as there are
 * processors. `check:*` is every script with this beginning. Only a script that fails prints.
 */
const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const waiting = process.argv.slice(2).flatMap((name) => {
  const start = name.endsWith("*") ? name.slice(0, -1) : undefined;
  return start === undefined ? name : Object.keys(scripts).filter((each) => each.startsWith(start));
});

/** Runs a script to its end, in the environment that npm gives to this one. */
function run(name) {
  return new Promise((resolve) => {
    exec(scripts[name], { cwd: root, maxBuffer: 1 << 28 }, (error, stdout, stderr) => {
      if (error) {
        process.stdout.write(`npm run ${name}\n${stdout}${stderr}`);
        process.exitCode = 1;
      }
      resolve();
    });
  });
}

async function runInTurn() {
  for (let name = waiting.shift(); name !== undefined; name = waiting.shift()) await run(name);
}

await Promise.all(Array.from({ length: availableParallelism() }, runInTurn));
