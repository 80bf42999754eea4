import { expect, test } from "vitest";
import { builtLibrary } from "../built-program.ts";

const { parseSpecs, simulate } = builtLibrary();

/** Simulates a push for two triggers; returns their builds. */
function builds(first: string, second: string) {
  const trigger = (own: string) =>
    `    - {type: git, name: "${own.length}", repo: acme/shop, provider: github, context: github, events: [push.heads]${own}}\n`;
  const text = `version: "1.0"\nkind: pipeline\nmetadata: {name: shop/api}\nspec:\n  contexts: [shared]\n  steps: {a: {image: node}}\n  triggers:\n${trigger(first)}${trigger(second)}`;
  const event = { kind: "git", names: ["push.heads"], branch: "main", repository: "acme/shop" } as const;
  const { pipelines } = simulate(parseSpecs(text), event);
  return pipelines[0]!.triggers.map(({ build }) => build!);
}

test("triggers without settings of their own share a build", () => {
  const [one, other] = builds("", ", disabled: false");
  expect(one).toBe(other);
});

test.each([
  ["variables: [{key: A, value: b}]"],
  ["contexts: [own]"],
  ["options: {noCache: true}"],
  ["runtimeEnvironment: {name: own}"],
  ["commitStatusTitle: own"],
])("a trigger with %s has its own build", (setting) => {
  const [one, other] = builds("", `, ${setting}`);
  expect(one).not.toEqual(other);
});
