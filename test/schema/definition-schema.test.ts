import { Ajv, type ValidateFunction } from "ajv";
import { describe, expect, it } from "vitest";
import { rootTable } from "../../src/catalogue/steps/common-keys.ts";
import { describeKey, rootDescriptions, stepDescriptions } from "../../src/catalogue/steps/descriptions.ts";
import { tabledTypes, tableOf } from "../../src/catalogue/steps/step-tables.ts";
import { readYaml } from "../../src/document/read.ts";
import { runBuilt } from "../built-program.ts";
import { readJsonl } from "../fixtures.ts";
import { lintText } from "../lint-text.ts";
import { QUICK_COMPILE } from "../report/schemas.ts";

const ajv = new Ajv({
  ...QUICK_COMPILE,
  allowUnionTypes: true,
  strictTypes: false,
  strictRequired: false,
  allErrors: true,
});

const definitions = readJsonl<{ id: string; yaml: string }>("definitions/definitions.jsonl");

/** Compiles what the built `dryfire schema` prints. */
async function compiled(name: string): Promise<ValidateFunction> {
  const { stdout } = await runBuilt(["schema", name], ".");
  return ajv.compile(JSON.parse(stdout));
}

/** Rules about what a JSON Schema of a step cannot see: names, stages, lists in hooks. */
const BEYOND = new Set(["step-name", "duplicate-step-name", "undeclared-stage", "parallel-step"]);

/** Warnings about what the validator accepts and the schema refuses. */
const REFUSED = new Set(["step-timeout", "unvalidated-step"]);

describe("the schema of definitions", () => {
  it("accepts every definition without an error", async () => {
    const check = await compiled("codefresh-yml");
    let [accepted, refused, missed] = [0, 0, 0];
    const wrong: string[] = [];
    for (const { id, yaml } of definitions) {
      const { documents, faults } = await readYaml(yaml);
      const found = await lintText("codefresh.yml", yaml);
      if (faults.length > 0 || typeof documents[0]?.value !== "object" || documents[0].value === null)
        continue;
      const errors = found.filter(({ severity, rule }) => severity === "error" || REFUSED.has(rule));
      // A JSON text in place of a mapping is not for an editor.
      if (/'[{[]/.test(yaml) || errors.some(({ rule }) => BEYOND.has(rule))) continue;
      const isAccepted = check(documents[0].value);
      if (errors.length > 0) isAccepted ? missed++ : refused++;
      else if (isAccepted) accepted++;
      else wrong.push(`${id} ${JSON.stringify(check.errors?.map((each) => each.instancePath))}`);
    }
    expect(wrong).toEqual([]);
    expect(accepted).toBeGreaterThan(250);
    expect(refused).toBeGreaterThan(200);
    expect(missed).toBeLessThan(25);
  }, 60_000);

  it("is part of the schema of specs", async () => {
    const check = await compiled("pipeline");
    const spec = (step: object) => ({
      version: "1.0",
      kind: "pipeline",
      metadata: { name: "shop/build" },
      spec: { steps: { image: step } },
    });
    expect(check(spec({ type: "build", image_name: "acme/shop" }))).toBe(true);
    expect(check(spec({ type: "build", arguments: { image_name: "acme/shop" } }))).toBe(true);
    expect(check(spec({ type: "build", image_name: "acme/shop", titel: "x" }))).toBe(false);
    expect(check(spec({ type: "build" }))).toBe(false);
    expect(check(spec({ type: "slack-notifier:0.0.8", anything: "goes" }))).toBe(true);
  });
});

describe("the descriptions of keys", () => {
  it.each(tabledTypes)("cover the keys of %s, and no others", (type) => {
    const { keys } = tableOf(type)!;
    const lacking = Object.keys(keys).filter((key) => describeKey(type, key) === undefined);
    expect(lacking).toEqual([]);
    expect(Object.keys(stepDescriptions[type] ?? {}).filter((key) => !Object.hasOwn(keys, key))).toEqual([]);
  });

  it("cover the keys of a definition", () => {
    expect(Object.keys(rootDescriptions).sort()).toEqual(Object.keys(rootTable.keys).sort());
  });
});
