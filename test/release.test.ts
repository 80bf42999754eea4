import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { datedChangelog, nextVersion, release } from "../scripts/release.mjs";
import { newFolder } from "./new-folder.ts";

const CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- a rule\n";
const folder = newFolder(afterAll);

/** Releases a repository of two files; returns the printed lines and the programs that ran. */
function releaseOf({ isDryRun = false, status = "", tags = "" }): { lines: string[]; ran: string[] } {
  const root = mkdtempSync(join(folder, "repository-"));
  writeFileSync(join(root, "package.json"), JSON.stringify({ version: "0.1.0" }));
  writeFileSync(join(root, "CHANGELOG.md"), CHANGELOG);
  const lines: string[] = [];
  const ran: string[] = [];
  const run = (program: string, argv: readonly string[]): string => {
    const command = [program, ...argv].join(" ");
    if (command === "git status --porcelain") return status;
    if (command.startsWith("git tag --list")) return tags;
    ran.push(command);
    return "";
  };
  release({ root, step: "minor", isDryRun, date: "2026-01-05", run, print: (line) => lines.push(line) });
  lines.push(readFileSync(join(root, "CHANGELOG.md"), "utf8"));
  return { lines, ran };
}

describe("a release", () => {
  test("increments versions", () => {
    expect(["major", "minor", "patch", "2.0.1"].map((step) => nextVersion("1.2.3", step))).toEqual([
      "2.0.0",
      "1.3.0",
      "1.2.4",
      "2.0.1",
    ]);
    expect(() => nextVersion("1.2.3", "")).toThrow("usage");
  });

  test("dates the unreleased part of the changelog and adds an empty one", () => {
    expect(datedChangelog(CHANGELOG, "0.2.0", "2026-01-05")).toBe(
      "# Changelog\n\n## [Unreleased]\n\n## [0.2.0] - 2026-01-05\n\n### Added\n\n- a rule\n",
    );
  });

  test("fails without unreleased changes", () => {
    expect(() => datedChangelog(datedChangelog(CHANGELOG, "0.2.0", "x"), "0.3.0", "x")).toThrow(
      "no unreleased changes",
    );
    expect(() => datedChangelog(CHANGELOG.replace("- ", ""), "0.2.0", "x")).toThrow("no unreleased changes");
  });

  test("tests before it commits and tags", () => {
    const { lines, ran } = releaseOf({});
    expect(ran.map((command) => command.split(" ").slice(0, 2).join(" "))).toEqual([
      "npm version",
      "npm run",
      "git commit",
      "git tag",
      "npm pack",
    ]);
    expect(ran[1]).toBe("npm run test:all");
    expect(lines.at(-1)).toContain("## [0.2.0] - 2026-01-05");
  });

  test("fails with uncommitted changes or an existing tag", () => {
    expect(() => releaseOf({ status: " M README.md\n" })).toThrow("commit or stash");
    expect(() => releaseOf({ tags: "v0.2.0\n" })).toThrow("v0.2.0 already exists");
  });

  test("changes nothing in a dry run", () => {
    const { lines, ran } = releaseOf({ isDryRun: true, status: " M README.md\n" });
    expect(ran).toEqual([]);
    expect(lines[1]).toBe("would run: npm version 0.2.0 --no-git-tag-version --allow-same-version");
    expect(lines.at(-1)).toBe(CHANGELOG);
  });
});
