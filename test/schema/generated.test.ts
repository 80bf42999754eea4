import { Ajv } from "ajv";
import { describe, expect, it } from "vitest";
import { tailOf } from "../../scripts/compact-validator.ts";
import { ajvWithAnnotations, validators } from "../../scripts/generate-validators.ts";
import { annotatedSchema, pipelineSchema } from "../../src/pipeline/schema/pipeline-schema.ts";
import { validate } from "../../src/pipeline/schema/pipeline-validator.generated.ts";
import type { JsonSchema } from "../../src/schema/json-schema.ts";
import { QUICK_COMPILE } from "../report/schemas.ts";
import { anId, cronTrigger, gitTrigger, withSpec } from "./specs.ts";

describe("the generated validators", () => {
  it("are complete without ajv and other modules, except their helpers", () => {
    for (const { text } of validators()) {
      const own = text.replace(/^import \{ [\w, ]+ \} from "[./]+\/schema\/json-schema\.ts";$/m, "");
      expect(own).not.toMatch(/\brequire\(|^import\b|\bvErrors\b|\binstancePath\b|\bschema\d/m);
    }
  });

  const broken: [what: string, value: unknown][] = [
    ["a valid spec", withSpec({ triggers: [gitTrigger()], cronTriggers: [cronTrigger()] })],
    ["nothing", null],
    [
      "unknown keys everywhere",
      { a: 1, metadata: { name: "a/b", b: 1 }, spec: { c: 1, triggers: [{ d: 1 }] } },
    ],
    [
      "nulls",
      { metadata: null, spec: { triggers: [null], variables: [{ key: null }], options: { noCache: null } } },
    ],
    [
      "wrong values",
      withSpec({ triggers: [gitTrigger({ events: ["x"], priority: 500, branchRegexInput: "y" })] }),
    ],
    [
      "conditions",
      withSpec({ terminationPolicy: [{ type: "branch", key: "k" }, { type: "annotation" }, { value: "v" }] }),
    ],
    ["a template", withSpec({ specTemplate: { repo: "a/b", path: "" } })],
    [
      "resources",
      withSpec({ externalResources: [{ type: "git" }, { type: "url", source: "a", repo: "b" }] }),
    ],
    ["an id without a branch", withSpec({ cronTriggers: [cronTrigger({ gitTriggerId: anId, "a/b~c": 1 })] })],
    ["dates", { last_executed: "soon", metadata: { name: new Date(0), labels: new Date(0) } }],
  ];

  const whole = ajvWithAnnotations().compile(annotatedSchema());

  it.each(broken)("find the same errors as ajv in %s", (_what, value) => {
    whole(value);
    const expected = (whole.errors ?? []).map(({ instancePath, schemaPath, params }) => ({
      at: instancePath,
      keyword: tailOf(schemaPath.slice(1)),
      key: params.missingProperty ?? params.additionalProperty,
    }));
    expect(validate(value)).toEqual(expected);
  });
});

/** Returns every schema of a field, with its path. */
function fieldsOf(schema: JsonSchema, path = ""): [string, JsonSchema][] {
  const own = Object.entries(schema.properties ?? {}).filter(
    (entry): entry is [string, JsonSchema] => typeof entry[1] === "object",
  );
  const items = [schema.items ?? []].flat().flatMap((item) => fieldsOf(item, `${path}[]`));
  const definitions = Object.entries(schema.definitions ?? {}).flatMap(([name, part]) =>
    fieldsOf(part, `#${name}`),
  );
  return [
    ...own.flatMap(([key, field]): [string, JsonSchema][] => [
      [`${path}.${key}`, field],
      ...fieldsOf(field, `${path}.${key}`),
    ]),
    ...items,
    ...definitions,
  ];
}

describe("the schema for editors", () => {
  it("is accepted by a strict validator and accepts a spec", () => {
    const ajv = new Ajv({ ...QUICK_COMPILE, allowUnionTypes: true, strictTypes: false, allErrors: true });
    const check = ajv.compile(pipelineSchema() as object);
    expect(check(withSpec({ triggers: [gitTrigger()] }))).toBe(true);
    expect(check(withSpec({ triggers: [gitTrigger({ brnchRegex: "/x/" })] }))).toBe(false);
  });

  it("does not contain our annotations", () => {
    expect(JSON.stringify(pipelineSchema())).not.toContain('"x-');
  });

  it("has a description and a link for every field", () => {
    const fields = fieldsOf(annotatedSchema()).filter(([, field]) => field.$ref === undefined);
    expect(fields.length).toBeGreaterThan(120);
    for (const [path, field] of fields) {
      expect(field.description, path).toMatch(/\.$|:$|[#?.:] \. :$/);
      expect(field.$comment, path).toMatch(/^docs\.codefresh\.io /);
    }
  });
});
