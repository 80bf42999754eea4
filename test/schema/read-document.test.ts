import { describe, expect, test } from "vitest";
import { tailOf } from "../../scripts/compact-validator.ts";
import { ajvWithAnnotations } from "../../scripts/generate-validators.ts";
import { list, mapping, text } from "../../src/schema/builders.ts";
import type { CompiledSchema, JsonSchema, Validator } from "../../src/schema/json-schema.ts";
import { readDocument } from "../../src/schema/read-document.ts";

/** Compiles a schema and its validator as the generator does. */
function compiled(schema: JsonSchema): CompiledSchema {
  const ajv = ajvWithAnnotations().compile(schema);
  const validate: Validator = (value) => {
    ajv(value);
    return (ajv.errors ?? []).map(({ instancePath, schemaPath, params }) => ({
      at: instancePath,
      keyword: tailOf(schemaPath.slice(1)),
      key: params.missingProperty ?? params.additionalProperty,
    }));
  };
  return { validate, schema: () => schema };
}

const person = mapping("the person", { name: text(), age: { type: "integer", minimum: 0 } }, ["name"]);
const team = compiled({
  ...mapping("the team", {
    people: list(person),
    mode: { enum: ["open", "closed"] },
    pair: { type: "array", items: [text(), mapping("the second", { one: text() })] },
    deputies: { type: ["string", "array"], items: text() },
    lead: { type: "string", "x-message": "a team is led by one person; name it" },
    answers: { ...mapping("answers", { why: text(), when: text() }), "x-key-noun": "question" },
    either: {
      ...mapping("the pair", { one: text(), two: text() }),
      anyOf: [{ required: ["one"] }, { required: ["two"] }],
    },
  }),
});

async function faultsOf(source: string): Promise<string[]> {
  const { faults } = await readDocument(source, team);
  return faults.map(({ span, message }) => `${source.slice(span.start, span.end)}: ${message}`);
}

describe("readDocument", () => {
  test.each([
    ["people: []", []],
    ["people: [{ name: a, age: 3 }]\nmode: open\ndeputies: b\neither: { two: x }", []],
    ["peple: []", ['peple: unknown key "peple"; did you mean "people"?']],
    ["people: [{ age: 3 }]", ['age: missing key "name"; add it to the person']],
    ["people: [{ nam: a }]", ['nam: unknown key "nam"; did you mean "name"?']],
    ["people: [{ name: a, age: -1 }]", ['-1: "age" must be at least 0, not -1']],
    ["people: [1.5]", ['1.5: item 1 of "people" must be a mapping, not a number']],
    ["mode: shut", ['shut: "mode" must be one of "open", "closed", not "shut"']],
    ["mode: 3", ['3: "mode" must be one of "open", "closed", not the number 3']],
    ["deputies: { a: b }", ['{ a: b }: "deputies" must be a string or a list, not a mapping']],
    ["deputies:", ['deputies: "deputies" has no value; write one or remove the key']],
    ["pair: [a, 3]", ['3: item 2 of "pair" must be a mapping, not a number']],
    ["pair: [a, { two: x }]", ['two: unknown key "two"; known keys are "one"']],
    ["lead: [a]", ["[a]: a team is led by one person; name it"]],
    ["answers: { whem: x }", ['whem: unknown question "whem"; did you mean "when"?']],
    ["either: {}", ['either: "either" requires at least one of "one" or "two"; add one']],
    ["either: { onne: x }", ['onne: unknown key "onne"; did you mean "one"?']],
    ["mode: open\nmode: open", ['mode: duplicate key "mode"; remove one of the two']],
    [
      "mode: open\n---\nmode: open",
      ["mode: open: a second document is not allowed; write one file for each"],
    ],
    ["a: &a { name: x, name: y }\nb: *a", expect.arrayContaining([expect.stringContaining("duplicate key")])],
    ["people: [", [expect.stringContaining("does not end")]],
  ])("%j", async (source, faults) => {
    expect(await faultsOf(source)).toEqual(faults);
  });

  test("reports a duplicate key once, however many aliases refer to it", async () => {
    const faults = await faultsOf("people:\n  - &a { name: x, name: x }\n  - *a\n  - *a\n");
    expect(faults).toEqual(['name: duplicate key "name"; remove one of the two']);
  });

  test("can read a part of a file", async () => {
    const { value, faults } = await readDocument('{"other": 1, "team": {"mode": "open"}}', team, {
      key: "team",
    });
    expect([value, faults]).toEqual([{ mode: "open" }, []]);
  });
});
