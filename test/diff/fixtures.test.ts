import { cpSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import diffReportSchema from "../../src/report/schemas/diff-report.generated.ts";
import { runBuilt } from "../built-program.ts";
import { expectFile } from "../fixtures.ts";
import { newFolder } from "../new-folder.ts";
import { closedValidator, formatErrors } from "../report/schemas.ts";
import { runCommand } from "../scenario.ts";

const root = join(import.meta.dirname, "..", "..", "fixtures", "diff");
const names = readdirSync(root);

/** Outside of this checkout, whose branches and files would be examples. */
const folder = newFolder(afterAll);
cpSync(root, folder, { recursive: true });

const isDiffReport = closedValidator(diffReportSchema);

/** The expected output of each format, next to the two specs. */
const OUTPUTS = { pretty: "diff.txt", json: "diff.json", markdown: "diff.md", github: "diff.github" };

async function run(name: string, format: string, more: readonly string[] = []): Promise<string> {
  const argv = ["diff", "old.yml", "new.yml", "--from", "2026-05-04", "--format", format, ...more];
  const { stdout, stderr, exit } = await runBuilt(argv, join(folder, name));
  expect([stderr, exit]).toEqual(["", 0]);
  return stdout;
}

describe("the pairs of specs in fixtures/diff", () => {
  for (const [format, file] of Object.entries(OUTPUTS)) {
    test.each(names)(`%s as ${format}`, async (name) => {
      const printed = await run(name, format);
      if (format === "json") {
        expect(formatErrors(isDiffReport, JSON.parse(printed))).toEqual([]);
      }
      expectFile(printed, join(root, name, file));
    });
  }

  test("never print a secret", () => {
    for (const name of names) {
      for (const file of Object.values(OUTPUTS)) {
        expect(readFileSync(join(root, name, file), "utf8")).not.toMatch(/(?:first|second)-secret/);
      }
    }
  });
});

test.each(["markdown", "github"])("paths in %s start at the root of the checkout", async (format) => {
  const name = names.find((each) => readFileSync(join(root, each, "diff.md"), "utf8").includes("`new.yml:"));
  const argv = ["diff", "old.yml", "new.yml", "--from", "2026-05-04", "--format", format];
  const { stdout } = await runCommand(argv, join(folder, name!), "", { GITHUB_WORKSPACE: folder });
  expect(stdout).toContain(`${name}/new.yml`);
});
