import { describe, expect, test } from "vitest";
import { builtLibrary } from "../built-program.ts";

const { diff, loadInclusion, parseSpecs } = builtLibrary();

const head = `version: '1.0'
kind: pipeline
metadata: { name: shop/web }
spec:
`;
const spec = (filter: string): string => `${head}  variables:
    - { key: TOKEN, value: "${filter.length}-not-to-be-shown", encrypted: true }
  triggers:
    - { type: git, name: pushes, repo: acme/shop, events: [push.heads], branchRegex: ${filter} }
`;
const specs = (filter: string) => parseSpecs(spec(filter));

describe("diff of the library", () => {
  test("returns gained events with a witness, and no secret", () => {
    const result = diff(specs("/^main$/"), specs("/^(main|develop)$/"));
    expect(result.changes.map(({ kind, witness }) => [kind, witness])).toEqual([
      ["build", { kind: "git", names: ["push.heads"], branch: "main" }],
      ["gained", { kind: "git", names: ["push.heads"], branch: "develop" }],
    ]);
    expect(JSON.stringify(result)).not.toContain("not-to-be-shown");
  });

  test("hides a secret that is the branch of a witness", () => {
    const named = spec("/^main$/").replace("/^main$/", "/^(main|8-not-to-be-shown)$/");
    const { changes } = diff(specs("/^main$/"), parseSpecs(named));
    expect(changes.map(({ kind, witness }) => [kind, witness])).toEqual([
      ["gained", { kind: "git", names: ["push.heads"], branch: "*****" }],
    ]);
    expect(JSON.stringify(changes)).not.toContain("not-to-be-shown");
  });

  test("a change of an alias is at the alias", () => {
    const of = (event: string) =>
      parseSpecs(`${head}  triggers:
    - &pushes { type: git, name: pushes, repo: acme/shop, events: [${event}] }
    - *pushes
`);
    const { changes } = diff(of("push.tags"), of("push.heads"));
    const gained = changes.filter(({ kind }) => kind === "gained");
    expect(gained.map(({ range }) => range.start.line)).toEqual([6, 7]);
  });

  /** The scheduler looks five years ahead; the first of January is a Sunday in 2034. */
  test("finds runs of a schedule that starts after years", () => {
    const of = (expression: string) =>
      parseSpecs(`${head}  cronTriggers:
    - { type: cron, name: nightly, expression: ${expression}, message: nightly }
`);
    const from = new Date("2026-11-27T00:00:00Z");
    const result = diff(of('"0 0 2 1 *"'), of('"0 0 1 1 */7"'), { from });
    const [gained] = result.changes.filter(({ kind }) => kind === "gained");
    expect(gained?.witness).toEqual({ kind: "time", at: "2034-01-01T00:00:00Z" });
  });

  test("samples filters without automata, and proves with them", async () => {
    const [before, after] = [specs("/^(a|b)$/"), specs("/^(b|a)$/")];
    const sampled = diff(before, after);
    expect(sampled.compared.map(({ gained, lost }) => [gained.proof, lost.proof])).toEqual([
      ["sampled", "sampled"],
    ]);
    const proved = diff(before, after, { includes: await loadInclusion() });
    expect(proved.compared.map(({ gained, lost }) => [gained.proof, lost.proof])).toEqual([
      ["exhaustive", "exhaustive"],
    ]);
    expect([proved.unchanged, proved.summary.sampled, sampled.summary.sampled]).toEqual([1, 0, 1]);
  });

  test.each([
    [{ include: true }, 'unknown option of diff "include"; did you mean "includes"?'],
    [{ assume: { "skip-cas": "yes" } }, 'unknown question "skip-cas"; did you mean "skip-case"?'],
    [{ from: new Date("soon") }, '"from" must be a valid date'],
  ])("throws for %j", (options, message) => {
    const call = diff as (...args: readonly unknown[]) => unknown;
    expect(() => call([], [], options)).toThrow(new TypeError(message).message);
  });
});
