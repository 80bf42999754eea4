import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ConditionAnswer, decideCondition, evaluateCondition } from "../../src/expression/condition.ts";
import type { VariableState } from "../../src/expression/substitute.ts";

/** Decides with the variables that are known; `open` are not, all others nothing sets. */
function decide(condition: string, known: Record<string, string> = {}, open: readonly string[] = []) {
  const stateOf = (name: string): VariableState => {
    if (Object.hasOwn(known, name)) return { state: "known", value: known[name]! };
    return { state: open.includes(name) ? "open" : "absent" };
  };
  return decideCondition(condition, { stateOf });
}

function said(answer: ConditionAnswer): string {
  if (answer.outcome === "unknown") return `unknown ${answer.names.join(" ")}`.trim();
  return answer.outcome === "error" ? `error ${answer.fault}` : answer.outcome;
}

describe("conditions with open variables", () => {
  test.each([
    ['"${{X}}" == "c"', "unknown X"],
    ['"${{X}}-b" == "c"', "false"],
    ['"a-${{X}}" == "a-${{X}}"', "true"],
    ['"a-${{X}}" != "b-${{Y}}"', "true"],
    ['"${{X}}1" == "${{Y}}2"', "false"],
    ['"a${{X}}a" == "a"', "false"],
    ['"${{X}}mid${{Y}}" == "has no such part"', "false"],
    ['"${{X}}mid${{Y}}" == "a mid b"', "unknown X Y"],
    ['"${{X}}" == 7', "error type:operator"],
    ['"${{X}}" == null', "false"],
    ["${{X}} == 7", "unknown X"],
    ["1 +", "error parse:syntax"],
    ['1 + "${{X}}"', "error type:operator"],
    ['includes("a-${{X}}", "a-")', "true"],
    ['includes("main", "x${{X}}")', "false"],
    ['includes("main", "${{X}}")', "unknown X"],
    ['includes("${{X}}", "")', "true"],
    ['"${{X}}" == "a" && 1 == 2', "false"],
    ['"${{X}}" == "a" || 1 == 1', "true"],
    ['"${{X}}" == "a" && 1 == 1', "unknown X"],
    ['!("${{X}}" == "a")', "unknown X"],
    ['"x${{X}}"', "true"],
    ['"${{X}}"', "unknown X"],
    ['lower("A-${{X}}") == "b"', "false"],
    ['trim(replace("${{X}}", "a", "b")) == trim(replace("${{Y}}", "a", "b"))', "unknown X Y"],
    ['trim(substring("${{X}}", 0, 5)) != trim(substring("${{Y}}", 0, 5))', "unknown X Y"],
    ['trim("${{X}}") == trim("${{X}}")', "true"],
    ['String(length("${{X}}")) == String(indexOf("${{X}}", "x"))', "unknown X"],
    ['upper(replace("${{X}}", "a", "b")) == 7', "error type:operator"],
    ['lower("A-${{X}}") == lower("A-${{X}}")', "true"],
    ['lower("A${{X}}") == upper("A${{X}}")', "false"],
    ['length("${{X}}") > 3', "unknown X"],
    ['Number("${{X}}") + 1 == 2', "unknown X"],
    ['Number("${{X}}") == "1"', "error type:operator"],
    ['match("${{X}}", "(", false)', "error regex:invalid"],
    ['match("${{X}}", "a", false)', "unknown X"],
    ['Variable("${{X}}") == "a"', "unknown X"],
  ])("%s is %s", (condition, expected) => {
    expect(said(decide(condition, {}, ["X", "Y"]))).toBe(expected);
  });

  test("a variable that nothing sets stays in the text", () => {
    const answer = decide('"${{CF_PULL_REQUEST_TARGET}}" != "production"');
    expect([said(answer), answer.absent]).toEqual(["true", ["CF_PULL_REQUEST_TARGET"]]);
    expect(said(decide('includes("${{A}}", "{{A}}") == false'))).toBe("false");
  });

  test("the place of an error is in the condition as it is written", () => {
    const condition = '"${{A}}" == "${{B}}" && "${{A}}" == 7';
    const answer = decide(condition, { A: "a long value", B: "" });
    const { start, end } = answer.outcome === "error" ? answer.place : { start: -1, end: -1 };
    expect(condition.slice(start, end)).toBe('"${{A}}" == 7');
    const pasted = decide("${{A}} == 1", { A: "main" });
    const at = pasted.outcome === "error" ? pasted.place : { start: -1, end: -1 };
    expect("${{A}} == 1".slice(at.start, at.end)).toBe("${{A}}");
  });

  test("a value breaks out of its quotes, as on the platform", () => {
    expect(said(decide("'${{M}}' == 'x'", { M: "Don't" }))).toBe("error parse:unclosed-quote");
  });

  /** A certain answer without the values is the answer with every value. */
  const operand = fc.oneof(
    fc.constantFrom('"a"', '"ab"', '""', '"${{X}}"', '"a${{X}}"', '"${{X}}b${{Y}}"', '"${{Y}}"'),
    fc.constantFrom('lower("A${{X}}")', 'upper("${{X}}b")', 'String("${{Y}}")', 'trim("${{X}} ")'),
    fc.constantFrom('replace("${{X}}", "a", "b")', 'substring("ab${{Y}}", 0, 2)', "1", "null"),
    fc.constantFrom('trim(replace("${{X}}", "a", "b"))', 'trim(substring("ab${{Y}}", 0, 2))'),
    fc.constantFrom(
      'String(length("${{X}}"))',
      'String(indexOf("${{X}}", "a"))',
      'upper(substring("${{Y}}", 0, 2))',
    ),
  );
  const comparison = fc
    .tuple(operand, fc.constantFrom("==", "!=", "<", "+", ">="), operand)
    .map(([left, operator, right]) => `${left} ${operator} ${right}`);
  const test2 = fc
    .tuple(operand, operand, fc.constantFrom("includes", "indexOf"))
    .map(([left, right, name]) => `${name}(${left}, ${right})`);
  const simple = fc.oneof(comparison, test2, operand);
  const condition = fc.oneof(
    simple,
    fc.tuple(simple, fc.constantFrom("&&", "||"), simple).map(([a, sign, b]) => `(${a}) ${sign} (${b})`),
    simple.map((each) => `!(${each})`),
  );

  test("an answer without the values holds with all values", () => {
    const value = fc.string({ unit: fc.constantFrom("a", "b", "A", "B", " ", "1", "$", "&"), maxLength: 4 });
    fc.assert(
      fc.property(condition, value, value, (text, x, y) => {
        const open = decide(text, {}, ["X", "Y"]);
        const known = decide(text, { X: x, Y: y });
        if (open.outcome !== "unknown") expect([text, x, y, said(known)]).toEqual([text, x, y, said(open)]);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("hostile conditions", () => {
  test.each([
    ["a million characters", `"${"a".repeat(1_000_000)}"`, "error limit:length"],
    ["nested brackets", `${"(".repeat(5_000)}1${")".repeat(5_000)}`, "unknown"],
    ["nested calls", `${"upper(".repeat(1_500)}"a"${")".repeat(1_500)}`, "unknown"],
    ["nested signs", `${"!".repeat(11_000)}true`, "unknown"],
    ["nested members", `${"a[".repeat(3_000)}a${"]".repeat(3_000)}`, "unknown"],
    ["nested choices", `${"a?b:".repeat(2_500)}c`, "unknown"],
    ["a long chain", `1${" + 1".repeat(2_900)} == 2901`, "true"],
    ["a slow regular expression", `match("${"a".repeat(4_000)}!", "^(a|a|aa)*$", false)`, "unknown"],
    [
      "a text that grows",
      `length(${"replace(".repeat(6)}"${"x".repeat(900)}"${`, "x", "${"$'".repeat(400)}")`.repeat(6)})`,
      "unknown",
    ],
  ])("%s", (_name, condition, expected) => {
    const start = performance.now();
    expect(said(decide(condition))).toBe(expected);
    expect(performance.now() - start).toBeLessThan(2_000);
  });

  test("the library throws where it gives no answer", () => {
    expect(() => evaluateCondition(`${"(".repeat(5_000)}1`)).toThrow("nested too deeply");
    expect(() =>
      evaluateCondition('match("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", "^(a|a|aa)*$", false)'),
    ).toThrow(RangeError);
  });
});
