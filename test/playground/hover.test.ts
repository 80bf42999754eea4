import { describe, expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { hoverAt } from "../../src/playground/core/hover.ts";

async function hover(expression: string, assume = {}): Promise<string> {
  const trigger = { type: "cron", name: "night", message: "run", expression };
  const text = JSON.stringify({ kind: "pipeline", metadata: {}, spec: { cronTriggers: [trigger] } });
  const found = await hoverAt(await readSpecFile("a.json", text), text.indexOf(expression), assume);
  return found?.lines.join("\n") ?? "";
}

describe("a hover on a cron expression", () => {
  test("shows the next runs", async () => {
    expect(await hover("0 3 * * *")).toMatch(/^At 03:00\.\nNext runs: \S+T03:00:00Z, .+ and .+\.$/);
    const assume = { "six-field-cron": "year" };
    expect(await hover("0 0 * * 1-5 *", assume)).toMatch(/^At 00:00, on Monday through Friday\.\nNext runs/);
  });

  test("names a placeholder, whose value is unknown", async () => {
    const reason = '"${{CRON | x}}" is a placeholder, so the value is unknown; replace it first.';
    expect(await hover("${{CRON | x}}")).toBe(reason);
  });

  test.each([
    ["*/10 * * * * *", "an interval can be 10 seconds"],
    ["0 0 31 2 *", "it never runs"],
    ["0 0 * * 1-5 *", "Six fields run every hour"],
  ])("shows no runs that Codefresh may refuse: %s", async (expression, text) => {
    const lines = await hover(expression);
    expect(lines).toContain(text);
    expect(lines).not.toContain("Next runs");
  });
});

test("a hover on an event next to a placeholder describes it", async () => {
  const trigger = { type: "git", name: "t", repo: "acme/shop", events: ["push.heads", "${{EVENT}}"] };
  const text = JSON.stringify({ kind: "pipeline", metadata: {}, spec: { triggers: [trigger] } });
  const file = await readSpecFile("a.json", text);
  const at = async (value: string) => (await hoverAt(file, text.indexOf(value), {}))?.lines.join("\n");
  expect(await at("push.heads")).toContain("Commits pushed to a branch");
  expect(await at("${{EVENT}}")).toContain("is a placeholder");
});
