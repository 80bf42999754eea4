import type { RegexLiteral } from "../match/regex.ts";

interface Shape {
  /** Tied to the start and to the end. */
  readonly start: boolean;
  readonly end: boolean;
  /** How often any character may come: once at least, any number of times, or nothing is asked for. */
  readonly count: "one" | "some" | "any" | "nothing";
  /** Whether "any character" takes in line breaks. */
  readonly lines: boolean;
}

/** Takes apart a pattern that asks for nothing or for any characters: ``, `.`, `^.*$`, `(.+)`, `[\s\S]*?`. */
function shapeOf(source: string): Shape | undefined {
  const start = source.startsWith("^");
  const end = source.endsWith("$") && !source.endsWith("\\$");
  const middle = source.slice(start ? 1 : 0, end ? -1 : undefined);
  const inner = /^\((?:\?:)?([^()]*)\)$/.exec(middle)?.[1] ?? middle;
  if (inner === "") return { start, end, count: "nothing", lines: false };
  const [, wildcard, repeat] = /^(\.|\\S|\[\\s\\S\]|\[\^\])([*+]?)\??$/.exec(inner) ?? [];
  if (wildcard === undefined) return undefined;
  const count = repeat === "*" || inner.endsWith(".?") ? "any" : repeat === "+" ? "some" : "one";
  return { start, end, count, lines: wildcard.startsWith("[") };
}

/**
 * Whether a filter is found in every name of a branch or tag, which are never empty, have no white space and one line. A form that
 * is not known gives false: the filter is then put to the name, which has to be given.
 */
export function matchesEveryName({ source }: RegexLiteral): boolean {
  const shape = shapeOf(source);
  if (!shape) return false;
  const bothEnds = shape.start && shape.end;
  return !bothEnds || shape.count === "some" || (shape.count === "any" && !source.includes(".?"));
}

/** Whether a filter is found in every text, an empty one and one of several lines included. */
export function matchesEveryText({ source }: RegexLiteral): boolean {
  const shape = shapeOf(source);
  if (!shape || shape.count === "one" || shape.count === "some") return false;
  return !(shape.start && shape.end) || shape.lines;
}
