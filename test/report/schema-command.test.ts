import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { command, SCHEMAS } from "../../src/cli/commands/schema.ts";
import { runCommand } from "../scenario.ts";
import { QUICK_COMPILE } from "./schemas.ts";

const run = (...argv: string[]) => runCommand(["schema", ...argv], ".");

/** Schemas that take a second to compile; `definition-schema.test.ts` compiles the printed ones. */
const COMPILED_ELSEWHERE = ["pipeline", "codefresh-yml"];

test.each(Object.keys(SCHEMAS))("%s is a JSON Schema with descriptions", async (name) => {
  const { stdout, stderr, exit } = await run(name);
  expect([stderr, exit]).toEqual(["", 0]);
  const schema = JSON.parse(stdout);
  expect(schema.$schema).toBe("http://json-schema.org/draft-07/schema#");
  expect(schema.title).toMatch(/\S/);
  const ajv = new Ajv({ ...QUICK_COMPILE, strict: false, validateFormats: false });
  expect(ajv.validateSchema(schema)).toBe(true);
  if (!COMPILED_ELSEWHERE.includes(name)) expect(() => ajv.compile(schema)).not.toThrow();
  expect(command.words).toHaveProperty(name);
});

test("prints the schema of a pipeline spec by default", async () => {
  expect((await run()).stdout).toBe((await run("pipeline")).stdout);
});

test.each([
  [
    ["lint-rep"],
    /^dryfire: unknown schema "lint-rep"; .*the schemas are pipeline, codefresh-yml, lint-report, /,
  ],
  [["toString"], /^dryfire: unknown schema "toString"; /],
  [["event", "gitlab"], /^dryfire: too many schemas: "event", "gitlab"; name one\n$/],
])("%j is a usage error", async (argv, message) => {
  const { stdout, stderr, exit } = await run(...argv);
  expect(stderr).toMatch(message);
  expect([stdout, exit]).toEqual(["", 2]);
});
