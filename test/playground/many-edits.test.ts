import { expect, test } from "vitest";
import { Core } from "../../src/playground/core/core.ts";

test("tries the edits of as many triggers as bounded time allows", async () => {
  const trigger = (at: number) =>
    `    - {type: git, name: t${at}, repo: a/b, provider: github, context: g, events: [push.heads], disabled: true}\n`;
  const spec = (count: number) =>
    `version: "1.0"\nkind: pipeline\nmetadata: {name: a/b}\nspec:\n  steps: {a: {image: b}}\n  triggers:\n${Array.from({ length: count }, (_, at) => trigger(at)).join("")}`;
  const event = { kind: "git", names: ["push.heads"], branch: "main" } as const;
  const editsOf = async (count: number) => {
    const files = [{ path: "a.yml", text: spec(count) }];
    return Object.keys((await new Core().handlers.simulate({ files, event })).edits);
  };
  expect(await editsOf(50)).toHaveLength(50);
  const { length } = await editsOf(300);
  expect(length).toBeGreaterThan(50);
  expect(length).toBeLessThan(150);
});
