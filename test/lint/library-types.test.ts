import { spawnSync } from "node:child_process";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { builtLibrary, builtProgram } from "../built-program.ts";

type Call = (...args: readonly unknown[]) => unknown;

const library = builtLibrary();
const spec = `version: '1.0'
kind: pipeline
metadata: { name: shop/web }
spec:
  triggers:
    - { type: git, name: pushes, repo: acme/shop, events: [push.heads], branchRegex: /^main$/ }
  steps:
    unit: { image: node }
`;
const [pipeline] = library.parseSpecs(spec);
const push = { kind: "git", names: ["push.heads"], branch: "main" } as const;
const { build } = library.simulate([pipeline!], push).pipelines[0]!.triggers[0]!;
const rule = { id: "own", severity: "error", summary: "", why: "", sources: [] } as const;

/** Valid arguments of each exported function. */
const VALID: Readonly<Record<string, readonly unknown[]>> = {
  lint: [spec, {}],
  parseSpecs: [spec, {}],
  applyFixes: [spec, [], {}],
  simulate: [[pipeline], push, {}],
  simulateSteps: [pipeline, build, {}],
  diff: [[pipeline], [pipeline], {}],
  findRejections: [pipeline, {}],
  loadInclusion: [],
  loadProver: [pipeline!.triggers],
  eventsOfMerge: [{ ...push, names: ["pullrequest.opened"], branch: "feature" }, new Set(["github"])],
  eventsOfRelease: [push],
  defineRule: [rule],
  eventFromPayload: [{}, {}],
  evaluateCondition: ["true", {}],
  parseCron: ["0 5 * * *"],
  isCronAcceptedByApi: ["0 5 * * *"],
  matchFiles: ["*", ["a"], {}],
  parseRegexLiteral: ["/a/"],
};

/** Values, as the text of each. */
const VALUES: Readonly<Record<string, unknown>> = {
  "5": 5,
  '"x"': "x",
  true: true,
  null: null,
  "{}": {},
  "{ x: 5 }": { x: 5 },
  "[]": [],
  "[5]": [5],
  "[null]": [null],
  "[{}]": [{}],
  "new Set([5])": new Set([5]),
  "() => 1": () => 1,
};

/** The declarations of the built library, next to a file that has each value. */
const declarations = join(builtProgram(), "index.d.cts");
const values = join(builtProgram(), "values.ts");
const config = { strict: true, target: ts.ScriptTarget.ESNext, module: ts.ModuleKind.Node20, types: [] };
const host = ts.createCompilerHost(config);
const { getSourceFile } = host;
host.getSourceFile = (name, ...rest) =>
  name === values
    ? ts.createSourceFile(
        name,
        Object.keys(VALUES)
          .map((text, index) => `export const value${index} = ${text};`)
          .join("\n"),
        ts.ScriptTarget.ESNext,
      )
    : getSourceFile(name, ...rest);
const program = ts.createProgram([declarations, values], config, host);
const checker = program.getTypeChecker();

const exportsOf = (path: string): readonly ts.Symbol[] =>
  checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(path)!)!);
const valueTypes = exportsOf(values).map((each) => checker.getTypeOfSymbol(each));

const isFunction = (type: ts.Type): boolean => type.getCallSignatures().length > 0;

/** The values that a type does not allow. A function may be called only for some inputs. */
const wrongFor = (type: ts.Type): readonly unknown[] =>
  Object.values(VALUES).filter(
    (value, index) =>
      !checker.isTypeAssignableTo(valueTypes[index]!, type) &&
      !(typeof value === "function" && isFunction(checker.getNonNullableType(type))),
  );

/** Arguments with one wrong value, at each key that an argument may have. */
function* wrongArguments(type: ts.Type): Generator<unknown> {
  yield* wrongFor(type);
  const bare = checker.getNonNullableType(type);
  const isPlain = !isFunction(bare) && !checker.isArrayLikeType(bare);
  if ((bare.flags & ts.TypeFlags.Object) === 0 || !isPlain) return;
  const own = bare.getStringIndexType();
  if (own) for (const wrong of wrongArguments(own)) yield { x: wrong };
  const properties = bare.getProperties();
  if (!properties.every(({ flags }) => flags & ts.SymbolFlags.Optional)) return;
  for (const property of properties)
    for (const wrong of wrongArguments(checker.getNonNullableType(checker.getTypeOfSymbol(property))))
      yield { [property.name]: wrong };
}

/** The words of an error that the engine throws where it meets a wrong value. */
const INTERNAL = /Cannot|is not (?:a function|iterable|a constructor|defined)|undefined \(|Symbol\(/;

const functions = exportsOf(declarations).filter((each) => isFunction(checker.getTypeOfSymbol(each)));

describe("each function of the library refuses each value that its types do not allow", () => {
  test("knows valid arguments of all functions", () => {
    expect(functions.map(({ name }) => name).sort()).toEqual(Object.keys(VALID).sort());
  });

  test.each(functions.map((each) => [each.name, each] as const))("%s", async (name, symbol) => {
    const call = library[name as keyof typeof library] as Call;
    await call(...VALID[name]!);
    const faults: unknown[] = [];
    const [signature] = checker.getTypeOfSymbol(symbol).getCallSignatures();
    for (const [index, parameter] of signature!.getParameters().entries()) {
      for (const wrong of wrongArguments(checker.getTypeOfSymbol(parameter))) {
        const error: unknown = await (async () => call(...VALID[name]!.with(index, wrong)))().then(
          () => "accepted",
          (thrown: unknown) => thrown,
        );
        if (!(error instanceof TypeError) || INTERNAL.test(error.message))
          faults.push([parameter.name, wrong, String(error)]);
      }
    }
    expect(faults).toEqual([]);
  });

  test.each(["simulate", "diff"] as const)("%s with a wrong result of projectOf", (name) => {
    const call = library[name] as Call;
    const other = name === "diff" ? library.parseSpecs(spec.replace("main", "other")) : push;
    expect(() => call([pipeline], other, { projectOf: () => ({ assume: 5 }) })).toThrow(
      new TypeError('"assume" must be an object'),
    );
    expect(() => call([pipeline], other, { projectOf: async () => ({}) })).toThrow(
      new TypeError('a result of "projectOf" must be an object'),
    );
  });
});

test("an uncaught error shows a short line of the library before its message", () => {
  const code = `require(${JSON.stringify(join(builtProgram(), "index.cjs"))}).parseCron("x")`;
  const { stderr } = spawnSync(process.execPath, ["-e", code], { encoding: "utf8" });
  expect(stderr).toContain('CronSyntaxError: "x" has 1 field');
  expect(Math.max(...stderr.split("\n").map(({ length }) => length))).toBeLessThan(500);
});

function fail(): never {
  throw new Error("boom");
}

describe("the library refuses wrong results of the caller's functions", () => {
  const template = spec.replace(
    / {2}steps:[\s\S]*/,
    "  specTemplate: { location: git, repo: acme/shop, path: a.yml, context: github }\n",
  );
  const globbed = template.replace("branchRegex:", 'modifiedFilesGlob: "a/**", branchRegex:');

  test.each([5, "src", [5], Promise.resolve(5)])("findRepositoryFiles: %s", async (result) => {
    const cause = new TypeError('a result of "findRepositoryFiles" must be a list of texts');
    await expect(
      (library.lint as Call)(globbed, { findRepositoryFiles: () => result }),
    ).rejects.toMatchObject({ name: "RuleCrash", cause });
  });

  test("host", () => {
    class Own {
      readonly answer = 5;
      execRegex() {
        return this.answer;
      }
    }
    const slow = library.parseSpecs(spec.replace("/^main$/", "'/^(a|a|b?)+$/'"));
    const event = { ...push, branch: `${"a".repeat(40)}c` };
    expect(() => (library.simulate as Call)(slow, event, { host: new Own() })).toThrow(
      new TypeError('a result of "execRegex" must be a part with "start" and "end", null or "timeout"'),
    );
  });
});

test.each<[string, object]>([
  ["judge", { project: { collect: (p: { node: unknown }, keep: Call) => keep(p.node, 1), judge: fail } }],
  ["a finding of judge at no fact", { project: { collect() {}, judge: () => [{ at: 7, message: "x" }] } }],
  ["collect", { project: { collect: fail, judge: () => [] } }],
  ["a change of the model", { pipeline: (p: { triggers: unknown[] }) => p.triggers.push(1) }],
])("a local rule that fails in %s rejects with its name", async (_, checks) => {
  const rule = { id: "own", severity: "info", summary: "a", why: "b", sources: [], ...checks };
  await expect((library.lint as Call)(spec, { localRules: [rule] })).rejects.toMatchObject({
    name: "RuleCrash",
    message: 'rule "own" failed on <text>',
  });
});

test.each(["x", 5, null, undefined])("the next run after %j is refused", (after) => {
  const { next } = library.parseCron("0 5 * * *") as unknown as { next: Call };
  expect(() => next(after)).toThrow(new TypeError("the instant must be a date"));
});
