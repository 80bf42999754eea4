import { dirname, relative } from "node:path";
import { _, Ajv, type KeywordCxt, type Options } from "ajv";
import standalone from "ajv/dist/standalone/index.js";
import { cronPattern, simpleCronPattern } from "../src/catalogue/cron-pattern.ts";
import { uriPattern } from "../src/catalogue/uri-pattern.ts";
import { casesSchema } from "../src/cli/cases/cases-schema.ts";
import { gitEventSchema, timeEventSchema } from "../src/event-json/event-schema.ts";
import { configSchema } from "../src/lint/config/config-schema.ts";
import { baselineSchema } from "../src/lint/suppress/baseline-schema.ts";
import { annotatedSchema } from "../src/pipeline/schema/pipeline-schema.ts";
import lintReportSchema from "../src/report/schemas/lint-report.generated.ts";
import type { JsonSchema } from "../src/schema/json-schema.ts";
import type { GeneratedFile } from "./generated-file.ts";

/** Keywords that affect how findings are reported, and do not validate. */
const annotations = [
  "x-expects",
  "x-rule",
  "x-type-rule",
  "x-noun",
  "x-key-noun",
  "x-message",
  "x-only",
  "x-generated",
  "x-opposites",
  "x-synonyms",
  "x-list-form",
  "x-secret",
];

const refuseDates = (cxt: KeywordCxt): void => cxt.fail(_`${cxt.data} instanceof Date`);

/** Joi parses a date as JavaScript does, and a string of digits as milliseconds. */
function requireDate(cxt: KeywordCxt): void {
  const { data } = cxt;
  const read = _`new Date(/^[+-]?\\d+(?:\\.\\d+)?$/.test(${data}) ? Number(${data}) : ${data}).getTime()`;
  const scalar = _`typeof ${data} == "number" || typeof ${data} == "string"`;
  cxt.fail(_`!(${data} instanceof Date || ((${scalar}) && !Number.isNaN(${read})))`);
}

/** Joi reads a text with `parseFloat` if `Number` can read it as well: `1e1` is 10, `0x10` is 0. */
function checkIntegerText(cxt: KeywordCxt): void {
  const { minimum, maximum } = cxt.schema as { minimum: number; maximum: number };
  const { data } = cxt;
  const read = _`Number.parseFloat(${data})`;
  const known = _`Number.isFinite(Number(${data})) && Number.isSafeInteger(${read})`;
  cxt.fail(_`!(${known} && ${read} >= ${minimum} && ${read} <= ${maximum})`);
}

const optionsForAjv: Options = {
  allErrors: true,
  unicode: false,
  unicodeRegExp: false,
  messages: false,
  logger: false,
  strictTypes: false,
  allowUnionTypes: true,
  inlineRefs: false,
  code: { source: true, esm: true, lines: true, optimize: 2 },
};

/** Creates ajv with our keywords. Lengths count UTF-16 code units, as on the platform. */
export function ajvWithAnnotations(): Ajv {
  const ajv = new Ajv(optionsForAjv);
  ajv.addVocabulary(annotations);
  ajv.addKeyword({ keyword: "x-mapping", type: "object", schemaType: "boolean", code: refuseDates });
  ajv.addKeyword({
    keyword: "x-integer-text",
    type: "string",
    schemaType: "object",
    code: checkIntegerText,
  });
  ajv.addKeyword({ keyword: "x-date", schemaType: "boolean", code: requireDate });
  return ajv;
}

const errorBlock =
  /const (err\d+) = (\{[\s\S]*?\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;

const errorObject =
  /^\{instancePath(?::(.*?))?,schemaPath:"#((?:[^"\\]|\\.)*)",keyword:"[^"]*",params:\{([\s\S]*)\}\}$/;

/**
 * Returns the part of a schema path that the value's path lacks, such as `allOf/0/then/required`.
 */
export const tailOf = (schemaPath: string): string =>
  schemaPath.replace(/^(?:\/properties\/[^/]+|\/items(?:\/\d+)?|\/additionalProperties(?=\/))*\//, "");

/** Returns the code that records one error: the path, the schema keyword and the key. */
function shortError(object: string): string {
  if (object === "{}") return "(vErrors ??= []).push(0);errors++;";
  const [, at = "instancePath", schemaPath, params] = errorObject.exec(object)!;
  const key = /(?:missingProperty|additionalProperty): ?("[^"]*"|\w+)/.exec(params!)?.[1];
  return `(vErrors ??= []).push(fault(${at},"${tailOf(schemaPath!)}"${key ? `,${key}` : ""}));errors++;`;
}

/**
 * Returns the keys of the mapping at a path in the generated code, such as `schema6.properties`.
 */
function keysAt(code: string, path: string): string {
  const [name, ...steps] = path.split(".");
  const schema = JSON.parse(new RegExp(`^const ${name} = (.*);$`, "m").exec(code)![1]!);
  return JSON.stringify(Object.keys(steps.reduce((value, step) => value[step], schema)));
}

/**
 * Reduces ajv's code to a third, since it is loaded at every start: errors become calls, and copies
 * of the schema are removed except the tables of known keys.
 */
function compact(code: string): string {
  const tables: string[] = [];
  return code
    .replace(errorBlock, (_all, _name, object: string) => shortError(object))
    .replace(/func\d+\.call\((schema[\w.]+), (\w+)\)/g, (_all, path: string, key: string) => {
      tables.push(`const keys${tables.length} = new Set(${keysAt(code, path)});`);
      return `keys${tables.length - 1}.has(${key})`;
    })
    .replace(/^const (?:schema|func)\d+ = .*\n/gm, "")
    .replace(/^const (pattern\d+) = new RegExp\((.{300,}), ""\);$/gm, simpleFirst)
    .replace(/^"use strict";\n/, () => `${tables.join("\n")}\n${faultFunction}\n`);
}

/** The most usual addresses, in a pattern that compiles quickly. */
const simpleUriPattern = "^https?://[a-z\\d.-]{1,255}(?:/[\\w./-]*)?$";

const simplePatterns: ReadonlyMap<string, string> = new Map([
  [cronPattern, simpleCronPattern],
  [uriPattern, simpleUriPattern],
]);

/** Compiling a long pattern takes long, and most texts do not need it. */
function simpleFirst(_all: string, name: string, pattern: string): string {
  const simple = new RegExp(simplePatterns.get(JSON.parse(pattern))!);
  return [
    `const ${name}Simple = ${simple};`,
    `let ${name}Whole;`,
    `const ${name} = { test: (text) => ${name}Simple.test(text) || (${name}Whole ??= new RegExp(${pattern})).test(text) };`,
  ].join("\n");
}

const faultFunction = "const fault = (at, keyword, key) => ({ at, keyword, key });";

/** The schemas whose validators are part of the package, by generated module. */
const compiled: Readonly<Record<string, () => JsonSchema>> = {
  "src/pipeline/schema/pipeline-validator.generated.ts": annotatedSchema,
  "src/cli/cases/cases-validator.generated.ts": casesSchema,
  "src/lint/config/config-validator.generated.ts": configSchema,
  "src/lint/suppress/baseline-validator.generated.ts": () => baselineSchema,
  "src/report/schemas/lint-report-validator.generated.ts": () => lintReportSchema as JsonSchema,
  "src/event-json/git-event-validator.generated.ts": () => gitEventSchema,
  "src/event-json/time-event-validator.generated.ts": () => timeEventSchema,
};

/**
 * Returns the source of a module without imports that exports `validate`. Its `errors` hold the
 * path, the schema keyword and the key of each fault.
 */
function compileSchema(schema: JsonSchema, path: string): string {
  const ajv = ajvWithAnnotations();
  const code = standalone.default(ajv, ajv.compile(schema));
  const types = relative(dirname(path), "src/schema/json-schema.ts");
  return [
    '// @ts-nocheck Generated by scripts/generate-validators.ts; run "npm run generate".',
    compact(code)
      .replace("export const validate =", `export const validate: import("${types}").Validator =`)
      .replace(/^export default .*\n/m, ""),
  ].join("\n");
}

/** The validators of all schemas, compiled so that the package does not contain ajv. */
export function validators(): GeneratedFile[] {
  return Object.entries(compiled).map(([path, schema]) => ({ path, text: compileSchema(schema(), path) }));
}
