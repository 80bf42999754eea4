import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { lintText } from "./lint-text.ts";

const folder = join(import.meta.dirname, "..", "fixtures", "specs");

/**
 * The expected findings in the examples of the API page. Where the page contradicts itself, the
 * platform's behaviour counts: `options` and `runtimeEnvironment` as arrays and `metadata.template`
 * as a boolean (wrong-type), different keys of `labels` (unknown-key), the event `push`, which its
 * list omits (unknown-event), and a branch filter that is not a `/regex/` (invalid-regex-literal).
 */
const expected: Record<string, string[]> = {
  "seed-basic-pipeline.yml": ['28:14 warning encrypted-value-in-plain-text "secret-value"'],
  "seed-shared-configuration.yml": [],
  "seed-metadata.yml": [],
  "seed-variables.yml": ["12:14 info masked-value '*****'"],
  "seed-runtime-environment.yml": ["11:18 info kubernetes-quantity nullGi"],
  "seed-external-resources.yml": [],
  "seed-git-trigger.yml": [
    "18:26 warning glob-leading-slash /",
    "31:18 info masked-value '*****'",
    "37:22 info kubernetes-quantity nullGi",
  ],
  "seed-cron-trigger.yml": [
    "9:13 error unknown-value cron,",
    '11:19 warning cron-six-fields "0 0/1 * 1/1 * *"',
    "12:21 error cron-git-trigger 64905de8589da959de81d31d",
    "21:7 info generated-field event",
  ],
};

test.each(Object.keys(expected))("%s gives the expected findings", async (name) => {
  const text = readFileSync(join(folder, name), "utf8");
  const found = (await lintText(name, text)).map(({ rule, severity, range: { start, end } }) => {
    const underlined = text.slice(start.offset, end.offset);
    return `${start.line}:${start.column} ${severity} ${rule} ${underlined}`;
  });
  expect(found, "if a rule is right to report it, add the finding to this test").toEqual(expected[name]);
});

test("every example of the page is in the table", () => {
  const files = readdirSync(folder).filter((name) => name.startsWith("seed-"));
  expect(files.sort()).toEqual(Object.keys(expected).sort());
});
