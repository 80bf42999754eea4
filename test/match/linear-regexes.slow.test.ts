import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { RegExpParser } from "@eslint-community/regexpp";
import { analyse } from "scslre";
import { expect, test } from "vitest";
import { candidatesOfElement, candidatesOfPrefix } from "../../src/match/regex/examples.ts";
import { Interpreter } from "../../src/match/regex/interpreter/interpreter.ts";
import { type AST, treeOf, visit } from "../../src/match/regex/syntax/ast.ts";
import { pipelineSchema } from "../../src/pipeline/schema/pipeline-schema.ts";
import { eachChild, lineOf, parseSource, type SyntaxNode } from "../syntax-tree.ts";

/** Regular expressions that are slow on texts that they never get. */
const BOUNDED: readonly (readonly [place: RegExp, reason: string])[] = [
  [/condition-remedies\/other-systems\.ts:\d+ .*null\|true\|false/, "is tried at the end of a name only"],
  [/rules\/unknown-step-member\.ts:\d+ .*Member/, "tests 300 characters"],
  [/cron\/repair\.ts:\d+ /, "an expression has at most 300 characters"],
  [/document\/scan\.ts:\d+ .*\(\\w\+\)\["'\]\?:/, "tests 200 characters"],
  [/payloads\/azure\.ts:\d+ .*reviewer/, "tests 300 characters"],
  [/secrets\/rewritten\.ts:\d+ /, "its last alternative takes the text that another one looked at"],
];

interface Regex {
  readonly place: string;
  readonly source: string;
  readonly flags: string;
}

const files = ["src", "rules"].flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts") && !path.endsWith(".generated.ts"))
    .map((path) => join(folder, path)),
);
const inSchema = [...JSON.stringify(pipelineSchema()).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(
  ([, text]) => {
    const source = JSON.parse(text!) as string;
    return { place: `the schema: ${source}`, source, flags: "u" };
  },
);
const regexes = [...files.flatMap(regexesIn), ...inSchema];

function regexesIn(path: string): Regex[] {
  const code = readFileSync(path, "utf8");
  const found: Regex[] = [];
  const look = (node: SyntaxNode): void => {
    if (node.type === "Literal" && "regex" in node) {
      const { pattern: source, flags } = node.regex;
      found.push({ place: `${path}:${lineOf(node, code)} ${node.raw}`, source, flags });
    }
    eachChild(node, look);
  };
  look(parseSource(path, code).program);
  return found;
}

const isBounded = ({ place }: Regex): boolean => BOUNDED.some(([where]) => where.test(place));

test("no regular expression takes quadratic time by its syntax", () => {
  const parser = new RegExpParser();
  const slow = regexes.filter(({ source, flags }) => {
    const reports = analyse(parser.parseLiteral(String(new RegExp(source, flags))), {
      maxReports: 1,
    }).reports;
    return reports.length > 0;
  });
  expect(regexes.length).toBeGreaterThan(400);
  expect(slow.filter((regex) => !isBounded(regex)).map(({ place }) => place)).toEqual([]);
});

/** Texts that may make a search slow if they are repeated. */
function pumpsOf(tree: AST.Pattern, ignoreCase: boolean): Set<string> {
  const pumps = new Set<string>();
  visit(tree, (node) => {
    if (node.type !== "Quantifier" || Number.isFinite(node.max)) return;
    pumps.add("\r");
    const elements = candidatesOfElement(node.element as AST.Element, ignoreCase).slice(0, 6);
    for (const prefix of candidatesOfPrefix(node, ignoreCase))
      for (const element of ["", ...elements]) pumps.add(prefix + element).add(element);
  });
  pumps.delete("");
  return pumps;
}

/** A source that means the same without the flags s and y. */
function withoutFlags({ source, flags }: Regex): string {
  const tree = treeOf(source);
  const dots: number[] = [];
  if (tree && flags.includes("s"))
    visit(tree, (node) => {
      if (node.type === "CharacterSet" && node.kind === "any") dots.unshift(node.start);
    });
  const all = dots.reduce((text, dot) => `${text.slice(0, dot)}[^]${text.slice(dot + 1)}`, source);
  return flags.includes("y") ? `^(?:${all})` : all;
}

/** A text on which the steps grow faster than its length, if one is found. */
function slowText(regex: Regex): string | undefined {
  const tree = treeOf(withoutFlags(regex));
  if (!tree) return undefined;
  const interpreter = new Interpreter(tree, regex.flags.replace(/[^im]/g, ""));
  const steps = (text: string): number => {
    interpreter.search(text, 200_000);
    return interpreter.stepsTaken;
  };
  for (const pump of pumpsOf(tree, regex.flags.includes("i")))
    for (const [start, end] of [
      ["", "!"],
      ["x", "\n!"],
      ["", ""],
    ]) {
      const text = (length: number) => start + pump.repeat(length / pump.length) + end;
      const whole = steps(text(800));
      if (whole > 16_000 && whole > 3 * steps(text(400))) return start + pump + end;
    }
  return undefined;
}

test("no regular expression takes quadratic time on repetitions of its parts", () => {
  const slow = regexes.filter((regex) => !isBounded(regex)).map((regex) => [regex.place, slowText(regex)]);
  expect(slow.filter(([, text]) => text !== undefined)).toEqual([]);
});
