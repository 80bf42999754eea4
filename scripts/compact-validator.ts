import { transformSync } from "esbuild";
import { cronPattern, simpleCronPattern } from "../src/catalogue/cron-pattern.ts";
import { uriPattern } from "../src/catalogue/uri-pattern.ts";
import { shortHash } from "./share-schemas.ts";

const errorBlock =
  /const (err\d+) = (\{[\s\S]*?\});\nif\(vErrors === null\)\{\nvErrors = \[\1\];\n\}\nelse \{\nvErrors\.push\(\1\);\n\}\nerrors\+\+;/g;

const errorObject =
  /^\{instancePath(?::(.*?))?,schemaPath:"#((?:[^"\\]|\\.)*)",keyword:"[^"]*",params:\{([\s\S]*)\}\}$/;

/** The code that forgets the errors of a condition. */
const reset =
  /errors = (_errs\d+);\nif\(vErrors !== null\)\{\nif\(\1\)\{\nvErrors\.length = \1;\n\}\nelse \{\nvErrors = null;\n\}\n\}/g;

/** The code that validates a value against a definition. */
const call =
  /if\(!\((validate\d+)\((.+), \{instancePath(?::(.+))?,parentData:.*\}\)\)\)\{\nvErrors = .*;\nerrors = vErrors\.length;\n\}/g;

const pattern = /^const (pattern\d+) = new RegExp\((.*), ""\);$/gm;

const start = /\(data, \{instancePath="".*\{\nlet vErrors = null;\nlet errors = 0;/g;
const end = /validate\d+\.errors = vErrors;\nreturn errors === 0;\n/g;

/**
 * Reduces ajv's code to less than a third, since it is loaded at every start: all functions add to
 * one list of faults, errors become calls, and copies of the schema are removed except the tables
 * of known keys. The helpers that it calls are in `src/schema/json-schema.ts`.
 */
export function compactValidator(code: string): string {
  const tables: string[] = [];
  const patterns = new Map([...code.matchAll(pattern)].map(([, name, text]) => [name, shortHash(text!)]));
  const short = code
    .replace(errorBlock, (_all, _name, object: string) => shortError(object))
    .replace(reset, "faults.length = $1;")
    .replace(call, (_all, name: string, data: string, at = "at") => `${name}(${data}, ${at}, faults);`)
    .replace(start, "(data, at, faults){")
    .replace(end, "")
    .replace(/= errors;/g, "= faults.length;")
    .replace(/(\w+) && typeof \1 == "object" && !Array\.isArray\(\1\)/g, "isMapping($1)")
    .replace(/\binstancePath\b/g, "at")
    .replace(/(\w+)\.replace\(\/~\/g, "~0"\)\.replace\(\/\\\/\/g, "~1"\)/g, "escapeKey($1)")
    .replace(/let missing\d+;\n| && \(missing\d+ = "[^"]*"\)/g, "")
    .replace(/func\d+\.call\((schema[\w.]+), (\w+)\)/g, (_all, path: string, key: string) => {
      tables.push(`const keys${tables.length} = new Set(${keysAt(code, path)});`);
      return `keys${tables.length - 1}.has(${key})`;
    })
    .replace(/^const (?:schema|func)\d+ = .*\n/gm, "")
    .replace(pattern, (all, name: string, text: string) =>
      text.length < 300 ? all : simpleFirst(name, text),
    )
    .replace(/\bpattern\d+/g, (name) => `pattern_${patterns.get(name)}`)
    .replace(/^"use strict";\nexport const validate = (\w+);\nexport default .*\n/, (_all, name: string) =>
      [...tables, `export const validate = validator(${name});`].join("\n"),
    );
  return transformSync(short).code.replace(/\{\n +((?:faults|if|validate).*;)\n +\}/g, "$1");
}

/**
 * Returns the part of a schema path that the value's path lacks, such as `allOf/0/then/required`.
 */
export const tailOf = (schemaPath: string): string =>
  schemaPath.replace(/^(?:\/properties\/[^/]+|\/items(?:\/\d+)?|\/additionalProperties(?=\/))*\//, "");

/** Returns the code that records one error: the path, the schema keyword and the key. */
function shortError(object: string): string {
  if (object === "{}") return "faults.push(0);";
  const [, at = "at", schemaPath, params] = errorObject.exec(object)!;
  const key = /(?:missingProperty|additionalProperty): ?("[^"]*"|\w+)/.exec(params!)?.[1];
  return `faults.push(fault(${at},"${tailOf(schemaPath!)}"${key ? `,${key}` : ""}));`;
}

/**
 * Returns the keys of the mapping at a path in the generated code, such as `schema6.properties`.
 */
function keysAt(code: string, path: string): string {
  const [name, ...steps] = path.split(".");
  const schema = JSON.parse(new RegExp(`^const ${name} = (.*);$`, "m").exec(code)![1]!);
  return JSON.stringify(Object.keys(steps.reduce((value, step) => value[step], schema)));
}

/** The most usual addresses, in a pattern that compiles quickly. */
const simpleUriPattern = "^https?://[a-z\\d.-]{1,255}(?:/[\\w./-]*)?$";

const simplePatterns: ReadonlyMap<string, string> = new Map([
  [cronPattern, simpleCronPattern],
  [uriPattern, simpleUriPattern],
]);

/** Compiling a long pattern takes long, and most texts do not need it. */
function simpleFirst(name: string, pattern: string): string {
  const simple = new RegExp(simplePatterns.get(JSON.parse(pattern))!);
  return [
    `const ${name}Simple = ${simple};`,
    `let ${name}Whole;`,
    `const ${name} = { test: (text) => ${name}Simple.test(text) || (${name}Whole ??= new RegExp(${pattern})).test(text) };`,
  ].join("\n");
}
