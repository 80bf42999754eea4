import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/**
 * `npm run release -- major|minor|patch|VERSION [--dry-run]` sets the version, dates the changelog,
 * tests, commits, tags and packs. `--dry-run` prints the steps and changes nothing. It never pushes
 * or publishes.
 */

/** Returns the next version: an increment of the current one, or the given version. */
export function nextVersion(current, step) {
  if (/^\d+\.\d+\.\d+$/.test(step)) return step;
  const [major, minor, patch] = current.split(".").map(Number);
  if (step === "major") return `${major + 1}.0.0`;
  if (step === "minor") return `${major}.${minor + 1}.0`;
  if (step === "patch") return `${major}.${minor}.${patch + 1}`;
  throw new Error("usage: npm run release -- major|minor|patch|VERSION [--dry-run]");
}

/** Returns the changelog with its unreleased part under a version and date. Throws if missing. */
export function datedChangelog(text, version, date) {
  const heading = "## [Unreleased]\n";
  const start = text.indexOf(heading);
  if (start === -1) throw new Error('CHANGELOG.md has no heading "## [Unreleased]"');
  if (text.includes(`\n## [${version}]`)) throw new Error(`CHANGELOG.md already has version ${version}`);
  const end = text.indexOf("\n## [", start + heading.length);
  const changes = text.slice(start + heading.length, end === -1 ? undefined : end);
  if (!/^- /m.test(changes)) throw new Error("CHANGELOG.md lists no unreleased changes");
  return text.replace(heading, `${heading}\n## [${version}] - ${date}\n`);
}

/** Releases the repository in a folder; `run` starts a program and returns its output. */
export function release({ root, step, isDryRun, date, run, print }) {
  const changes = run("git", ["status", "--porcelain"]).trim();
  if (changes !== "" && !isDryRun) throw new Error(`commit or stash these changes first:\n${changes}`);
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const version = nextVersion(manifest.version, step);
  const changelogPath = join(root, "CHANGELOG.md");
  const changelog = datedChangelog(readFileSync(changelogPath, "utf8"), version, date);
  if (run("git", ["tag", "--list", `v${version}`]).trim() !== "")
    throw new Error(`the tag v${version} already exists`);
  const steps = [
    ["npm", "version", version, "--no-git-tag-version", "--allow-same-version"],
    ["npm", "run", "test:all"],
    ["git", "commit", "--all", "--message", `release: ${version}`],
    ["git", "tag", "--annotate", `v${version}`, "--message", `dryfire ${version}`],
    ["npm", "pack"],
  ];
  print(`${manifest.version} → ${version}, ${date}`);
  if (!isDryRun) writeFileSync(changelogPath, changelog);
  for (const [program, ...argv] of steps) {
    print(`${isDryRun ? "would run" : "running"}: ${[program, ...argv].join(" ")}`);
    if (!isDryRun) run(program, argv);
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const root = join(import.meta.dirname, "..");
  const { values, positionals } = parseArgs({
    options: { "dry-run": { type: "boolean", default: false } },
    allowPositionals: true,
  });
  try {
    release({
      root,
      step: positionals[0] ?? "",
      isDryRun: values["dry-run"],
      date: new Date().toISOString().slice(0, 10),
      // On Windows, npm is a script that needs a shell.
      run: (program, argv) =>
        execFileSync(program, argv, {
          cwd: root,
          encoding: "utf8",
          shell: process.platform === "win32" && program === "npm",
        }),
      print: (line) => console.log(line),
    });
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
