import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { expect, test } from "vitest";

const root = join(import.meta.dirname, "..");

/** The packages that loading a file brings in at once: through `import` statements, dynamic imports left out. */
function packagesOf(file: string, seen: Set<string>, found: Map<string, string>): Map<string, string> {
  if (seen.has(file) || !existsSync(file)) return found;
  seen.add(file);
  const statements = /^(?:import|export)\s+(type\s)?([^;]*?)\sfrom\s+"([^"]+)"/gm;
  for (const [, type, names, target] of readFileSync(file, "utf8").matchAll(statements)) {
    const onlyTypes = /^\{(?:\s*type\s[^,}]+,?)+\s*\}$/.test(names!);
    if (type || onlyTypes) continue;
    if (target!.startsWith(".")) packagesOf(resolve(dirname(file), target!), seen, found);
    else found.set(target!.split("/")[0]!, relative(root, file));
  }
  return found;
}

test("rules load what is heavy only when a value calls for it", () => {
  const found = packagesOf(join(root, "rules", "index.ts"), new Set(), new Map());
  expect([...found.keys()].filter((name) => name !== "js-yaml")).toEqual([]);
  const simulator = packagesOf(join(root, "src", "simulate", "simulate.ts"), new Set(), new Map());
  expect([...simulator.keys()], "the walk finds packages at all").toContain("minimatch");
});
