import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir, totalmem } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { measureEditor } from "./editor.mjs";
import { featureRichSpec } from "./feature-rich.mjs";
import { plainSpec, spec, specOfFive, specWithTriggers, writeAll } from "./generate.mjs";
import { compare, median, peakMemory } from "./pairs.mjs";
import { peerCommands } from "./peers/commands.mjs";

/**
 * `npm run bench` measures whole processes in pairs, prints the tables and writes them to
 * RESULTS.md. `--quick` measures fewer pairs and skips the slowest peers. `--before FILE` adds a
 * comparison with another built `dryfire.cjs`.
 */
const here = fileURLToPath(new URL(".", import.meta.url));
const quick = process.argv.includes("--quick");
const before = process.argv.includes("--before")
  ? process.argv[process.argv.indexOf("--before") + 1]
  : undefined;
const work = mkdtempSync(join(tmpdir(), "dryfire-bench-"));
const cli = join(here, "..", "dist", "dryfire.cjs");
const dryfire = (...argv) => [process.execPath, cli, ...argv];
const installed = (...path) => join(here, "node_modules", ...path);
const lines = [];

process.env.XDG_CACHE_HOME = join(work, "cache");
try {
  if (!existsSync(cli)) throw new Error('dist is missing; run "npm run build" first');
  if (!existsSync(installed("js-yaml")))
    throw new Error('the peers are missing; run "npm ci --prefix bench" first');
  await measure();
  writeFileSync(join(here, "RESULTS.md"), report());
} finally {
  rmSync(work, { recursive: true, force: true });
}

async function measure() {
  const files = new Map(
    [
      ["plain-filters", plainSpec(1)],
      ["generated", spec(1)],
      ["feature-rich", featureRichSpec(1)],
    ].map(([kind, text]) => {
      const file = join(work, `${kind}.yml`);
      writeFileSync(file, text);
      return [kind, file];
    }),
  );
  const generated = new Map(
    [1000, 5000].map((count) => [count, writeAll(join(work, `${count}`), count, spec)]),
  );
  const rich = writeAll(join(work, "feature-rich"), 1000, featureRichSpec);
  const folders = [
    ["1,000 generated specs", generated.get(1000)],
    ["5,000 generated specs", generated.get(5000)],
    ["1,000 feature-rich specs", rich],
  ];
  coldStart(files);
  throughput(folders);
  if (before) beforeAndAfter(files, folders);
  memory(folders);
  peers(folders);
  triggers();
  cache(generated.get(1000));
  simulator();
  matchers();
  page();
  await editor();
  workers(generated);
}

function table(title, note, head, rows) {
  const text = [
    `## ${title}`,
    "",
    note,
    "",
    `| ${head.join(" | ")} |`,
    `| ${head.map(() => "---").join(" | ")} |`,
    ...rows.map((row) => `| ${row.join(" | ")} |`),
    "",
  ].join("\n");
  lines.push(text);
  console.log(text);
}

function times(ratio) {
  return `${ratio.toFixed(2)} ×`;
}

function seconds(milliseconds) {
  return `${(milliseconds / 1000).toFixed(3)} s`;
}

function coldStart(files) {
  const runtimes = [20, 22, 24]
    .map((major) => installed(`node-${major}`, "bin", "node"))
    .filter((path) => existsSync(path));
  const commands = [
    ...[...files].map(([kind, file]) => [`lint ${kind}.yml`, ["lint", file], "1.6"]),
    ["--version", ["--version"], "1.2"],
    ["--help", ["--help"], "2"],
  ];
  const rows = runtimes.flatMap((node) => {
    const version = spawnSync(node, ["--version"], { encoding: "utf8" }).stdout.trim();
    return commands.map(([name, argv, target]) => {
      const { ratio, a, b } = compare([node, cli, ...argv], [node, "-e", "0"], {
        runs: quick ? 11 : 41,
        warmUp: 5,
      });
      return [version, `\`${name}\``, times(ratio), `${target} ×`, seconds(a), seconds(b)];
    });
  });
  table(
    "Cold start",
    "Whole processes, as multiples of `node -e 0` of the same Node.js.",
    ["Node.js", "command", "ratio", "target", "dryfire", "node -e 0"],
    rows,
  );
}

function throughput(folders) {
  const rows = folders.map(([name, folder]) => {
    const floor = [process.execPath, join(here, "floor.mjs"), folder];
    const { ratio, a, b } = compare(dryfire("lint", folder), floor, { runs: quick ? 3 : 7, warmUp: 4 });
    return [name, times(ratio), "2.5 ×", seconds(a), seconds(b)];
  });
  table(
    "Throughput",
    "All recommended rules, compared with a program that reads each file and runs `parseEvents` of js-yaml 5 (CommonJS build).",
    ["", "ratio", "target", "dryfire", "floor"],
    rows,
  );
}

/** The same commands with another built program. */
function beforeAndAfter(files, folders) {
  // Cached code grows with each kind of run, and the newer program has made others by now.
  process.env.XDG_CACHE_HOME = join(work, "cache-of-both");
  const rows = [...[...files].map(([kind, file]) => [`${kind}.yml`, file]), ...folders].map(
    ([name, path]) => {
      const runs = path.endsWith(".yml") ? (quick ? 11 : 41) : quick ? 3 : 7;
      const old = [process.execPath, before, "lint", path];
      const { ratio, a, b } = compare(dryfire("lint", path), old, { runs, warmUp: 4 });
      return [name, times(ratio), seconds(b), seconds(a)];
    },
  );
  const [after, earlier] = [cli, before].map(rulesOf);
  table(
    "Before and after",
    `\`lint\` of one file and of folders, with ${after} rules after and ${earlier} before. Below 1 ×, the newer program is faster.`,
    ["", "after to before", "before", "after"],
    rows,
  );
}

/** Returns the number of rules of a built program. */
function rulesOf(program) {
  const { stdout } = spawnSync(process.execPath, [program, "rules", "--format", "json"], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(stdout).rules.length;
}

function memory(folders) {
  const rows = folders.map(([name, folder]) => {
    const peaks = [1, 2, 3].map(() => peakMemory(cli, ["lint", folder]));
    return [name, `${Math.round(median(peaks) / 2 ** 20)} MB`];
  });
  table("Memory", "The largest resident set of one process.", ["", "peak"], rows);
}

function peers(folders) {
  const rows = folders.flatMap(([specs, folder]) => {
    const isSlowest = specs.startsWith("5,000");
    return peerCommands({ cli, folder, work })
      .filter(([name]) => name === "ajv-cli" || !(quick || isSlowest))
      .map(([name, command]) => {
        const { ratio, a, b } = compare(dryfire("lint", folder), command, {
          runs: name === "ajv-cli" ? 5 : 3,
          warmUp: name === "ajv-cli" ? 1 : 0,
          accept: [0, 1, 2],
          cwd: folder,
        });
        return [name, specs, times(ratio), seconds(a), seconds(b)];
      });
  });
  table(
    "Peers",
    "Below 1 ×, dryfire is faster. `ajv-cli` has neither positions nor rules.",
    ["peer", "specs", "dryfire to peer", "dryfire", "peer"],
    rows,
  );
}

function triggers() {
  const [few, many] = [1000, 10_000].map((count) => {
    const file = join(work, `triggers-${count}.yml`);
    writeFileSync(file, specWithTriggers(count));
    return file;
  });
  const empty = dryfire("--version");
  const small = compare(dryfire("lint", few), empty, { runs: 5, warmUp: 4 });
  const large = compare(dryfire("lint", many), empty, { runs: 5, warmUp: 1 });
  const ratio = (large.a - large.b) / (small.a - small.b);
  table(
    "Size",
    "One file of 10,000 triggers compared with one of 1,000, both without start-up time.",
    ["", "ratio", "linear", "1,000", "10,000"],
    [["triggers", times(ratio), "10 ×", seconds(small.a), seconds(large.a)]],
  );
}

function cache(folder) {
  const location = join(work, "kept");
  const kept = dryfire("lint", folder, "--cache-location", location);
  const { ratio, a, b } = compare(kept, [process.execPath, "-e", "0"], { runs: quick ? 5 : 21, warmUp: 5 });
  const saved = compare(kept, dryfire("lint", folder), { runs: 5, warmUp: 1 });
  table(
    "Cache",
    "1,000 unchanged specs with `--cache`.",
    ["", "ratio", "target", "with cache", "compared with"],
    [
      ["compared with `node -e 0`", times(ratio), "3 ×", seconds(a), seconds(b)],
      ["compared with a run without cache", times(saved.ratio), "", seconds(saved.a), seconds(saved.b)],
    ],
  );
}

function simulator() {
  const folder = writeAll(join(work, "five"), 1000, specOfFive);
  const changed = join(work, "changed.txt");
  writeFileSync(changed, Array.from({ length: 5000 }, (_, at) => `core/part-${at}/file.ts\n`).join(""));
  const argv = dryfire("simulate", folder, "--push", "main", "--changed-from", changed);
  const rows = [
    ["a line per trigger", argv],
    ["JSON, with suggested changes for each trigger", [...argv, "--format", "json"]],
  ].map(([name, command]) => {
    const { a, b } = compare(command, dryfire("--version"), { runs: 5, warmUp: 4 });
    return [name, seconds(a - b), "1 s", seconds(a)];
  });
  table(
    "Simulator",
    "1,000 pipelines of 5 triggers, one push with 5,000 changed files.",
    ["", "without start-up", "target", "whole process"],
    rows,
  );
}

function matchers() {
  const { stdout } = spawnSync(process.execPath, [join(here, "matchers.mjs")], { encoding: "utf8" });
  const { once, each } = JSON.parse(stdout);
  table(
    "Matchers",
    "8 globs and 10,000 paths, in one process.",
    ["", "time"],
    [
      ["each glob with all paths in one call", seconds(once)],
      ["each glob with one path in each call", seconds(each)],
    ],
  );
}

/** The page of `dryfire playground` in headless Chromium, where it is installed. */
function page() {
  const { stdout } = spawnSync(process.execPath, [join(here, "page.mjs")], { encoding: "utf8" });
  const measured = JSON.parse(stdout);
  if (!measured) return;
  table(
    "Playground",
    "From the start of loading the page, with its engine, to the first verdicts in headless Chromium.",
    ["", "measured", "target"],
    [
      ["a spec of 60 lines", seconds(measured.times.shop), "1 s"],
      ["a feature-rich spec", seconds(measured.times.rich), "1 s"],
      ["the page without specs, gzip", `${Math.round(measured.gzip / 1000)} KB`, "900 KB"],
    ],
  );
}

async function editor() {
  const { rows, memory } = await measureEditor(cli, {
    changes: quick ? 60 : 300,
    edits: quick ? 2000 : 10_000,
  });
  table(
    "Editor",
    "`dryfire lsp`: from a change of one letter to the findings of that version, the median. A comment is typed (finished) or a text in quotes that does not end (unfinished).",
    ["", "time", "target"],
    rows.map(([name, time, target]) => [name, `${time.toFixed(1)} ms`, `${target} ms`]),
  );
  const sizes = memory.map((bytes) => `${Math.round(bytes / 2 ** 20)} MB`);
  table(
    "Memory of the editor",
    "The resident set of the server after each quarter of the edits of one document.",
    ["edits", "first", "second", "third", "last"],
    [[quick ? "2,000" : "10,000", ...sizes]],
  );
}

/** Lints both halves of the files in parallel: an upper limit for the gain from worker threads. */
function workers(folders) {
  const both = (folder) => [
    process.execPath,
    "-e",
    `const { spawn } = require("node:child_process");
     for (const part of ["1/2", "2/2"]) spawn(process.execPath, [${JSON.stringify(cli)}, "lint", ${JSON.stringify(folder)}, "--shard", part], { stdio: "ignore" });`,
  ];
  const rows = [...folders].map(([count, folder]) => {
    const { ratio, a, b } = compare(both(folder), dryfire("lint", folder), { runs: 5, warmUp: 4 });
    return [`${count} specs`, times(ratio), seconds(a), seconds(b)];
  });
  table(
    "Two in parallel",
    "Two processes with half of the files each, compared with one: the upper limit for two worker threads on this machine.",
    ["", "two to one", "two", "one"],
    rows,
  );
}

function report() {
  const machine = `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB of memory, Node.js ${process.version} unless a table names another version`;
  const attempts = readFileSync(join(here, "ATTEMPTS.md"), "utf8");
  const head = `# Benchmark results\n\nMeasured by \`npm run bench\`${quick ? " with `--quick`" : ""} on a machine with ${machine}. Every ratio is the median of pairs of runs. Times differ between\nmachines and runs; compare the ratios.\n`;
  return [head, ...lines, attempts].join("\n");
}
