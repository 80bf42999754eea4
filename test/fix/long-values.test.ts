import { expect, test } from "vitest";
import { applyFixes } from "../../src/lint/fix/apply-fixes.ts";
import { lintText } from "../lint-text.ts";

const definition = (conditions: string) => `version: '1.0'
steps:
  build:
    image: alpine
    commands: [ls]
  deploy:
    image: alpine
    commands: [ls]
    when:
      condition:
        all:
          long: ${conditions}
`;

const joined = (length: number, test: (index: number) => string) =>
  Array.from({ length }, (_, index) => test(index)).join(" || ");

test.each([
  ["in quotes", (text: string) => `"${text}"`],
  ["in a block", (text: string) => `|-\n            ${text}`],
])("keeps the fixes of many faults in one long condition small, %s", async (_, written) => {
  const results = joined(200, (index) => `steps.build.result == '${index % 2 ? "Success" : "failed"}'`);
  const branches = joined(200, (index) => `'\${{CF_BRANCH}}' == 'refs/heads/main${index}'`);
  for (const [conditions, old, now] of [
    [results, /'Success'|'failed'/g, (word: string) => (word === "'failed'" ? "'failure'" : "'success'")],
    [branches, /refs\/heads\//g, () => ""],
  ] as const) {
    const text = definition(written(conditions));
    const found = await lintText("codefresh.yml", text);
    expect(found.filter(({ fix }) => fix)).toHaveLength(200);
    expect(JSON.stringify(found).length).toBeLessThan(200 * 1000);
    expect(applyFixes(text, found, { suggestions: true })).toBe(text.replace(old, now));
  }
});
