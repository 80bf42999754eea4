import { expect, test } from "vitest";
import { readSpecFile } from "../../src/pipeline/read-spec-file.ts";
import { cronTrigger, gitTrigger } from "../../src/pipeline/schema/trigger-schemas.ts";

/** The properties of a trigger that are not keys of its mapping. */
const OWN = ["pipeline", "index", "node"];

test("every key of a trigger that is read is in its schema", async () => {
  const text = "kind: pipeline\nspec: {triggers: [{type: git}], cronTriggers: [{type: cron}]}\n";
  const [pipeline] = (await readSpecFile("a.yml", text)).pipelines;
  for (const [read, schema] of [
    [pipeline!.triggers[0]!, gitTrigger()],
    [pipeline!.cronTriggers[0]!, cronTrigger()],
  ] as const) {
    const keys = Object.keys(read).filter((key) => !OWN.includes(key));
    const missing = keys.filter((key) => !Object.hasOwn(schema.properties ?? {}, key));
    expect(missing, "add them to src/pipeline/schema/trigger-schemas.ts").toEqual([]);
  }
});
