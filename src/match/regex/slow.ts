import { RegExpParser } from "@eslint-community/regexpp";
import { analyse } from "scslre";
import { memoize } from "../../util/memoize.ts";
import { asRefusal } from "../../util/refusal.ts";
import { candidatesOfElement, candidatesOfPrefix } from "./examples.ts";
import { isCharacterNode } from "./interpreter/characters.ts";
import { isClearlySafe } from "./interpreter/cost.ts";
import { Interpreter } from "./interpreter/interpreter.ts";
import type { AST } from "./syntax/ast.ts";
import { treeOf, visit } from "./syntax/ast.ts";
import { scanRegexLiteral } from "./syntax/literal.ts";
import type { RegexLiteral, Span } from "./types.ts";

/** Catastrophic backtracking and a text that proves it. Offsets are into the literal. */
export interface SlowRegex extends Span {
  kind: "exponential" | "polynomial";
  /** The attack is `prefix`, then repeated `pump`, then `suffix`. */
  prefix: string;
  pump: string;
  suffix: string;
  /** Such a text, long enough to keep an engine busy for at least a second. */
  attack: string;
}

/** Numbers of repetitions to measure; only the first three if the last takes too many steps. */
const SHORT = [4, 8, 12, 16] as const;

/** Numbers for polynomial growth, extrapolated to the longest name that Git hosts allow. */
const MEDIUM = [40, 80] as const;
const LONGEST_NAME = 250;

/** A polynomial pattern is slow if the longest name takes so many steps: at least a second. */
const SLOW_STEPS = 1e8;

/** The maximum number of steps of one measurement. */
const STEP_BUDGET = 100_000;

/** The maximum number of steps for all measurements of one pattern: about 100 ms. */
const TOTAL_STEPS = 700_000;

/**
 * The maximum length, repetitions and edges of words for scslre, which compares all pairs: a search
 * for slow patterns found 8 ms within them, 700 ms with 50 repetitions and 5 s with 54 edges.
 */
const MAX_NAMED_LENGTH = 400;
const MAX_NAMED_REPETITIONS = 24;
const MAX_NAMED_EDGES = 3;

/** Reports of the library looked at per pattern. */
const MAX_REPORTS = 10;

/** The cost of finding the suspects of a pattern, in steps: a few milliseconds. */
const NAMING_STEPS = 20_000;

/** Endings that make the match fail, so that every way is tried. */
const SUFFIXES = ["!", "\n!", "\u0000", ""];

/** The result of a search for catastrophic backtracking, and its number of steps. */
export interface SlowSearch {
  readonly found: SlowRegex | undefined;
  readonly steps: number;
}

/**
 * Finds catastrophic backtracking and proves it: an attack counts only if the steps of the bounded
 * matcher grow too fast on it. Loaded lazily, and only if `isClearlySafe` is false, since its
 * library takes about 30 ms.
 *
 * @param literal a usable literal
 */
export function findSlowRegex({ text }: RegexLiteral): SlowSearch {
  return search(text);
}

const search = memoize((text: string): SlowSearch => {
  const literal = scanRegexLiteral(text) as RegexLiteral;
  const tree = treeOf(literal.source);
  if (!tree || isClearlySafe(literal)) return { found: undefined, steps: 0 };
  const meter = new Meter(new Interpreter(tree, literal.flags.replace("g", "")));
  const candidates = [...namedSuspects(literal), ...ownSuspects(tree, literal)];
  return { found: worst(candidates.slice(0, 60), meter, literal), steps: NAMING_STEPS + meter.taken };
});

function worst(candidates: readonly Suspect[], meter: Meter, { flags }: RegexLiteral): SlowRegex | undefined {
  let polynomial: SlowRegex | undefined;
  for (const { node, pump } of candidates) {
    const found = attack(meter, node, candidatesOfPrefix(node, flags.includes("i")), pump);
    if (found?.kind === "exponential") return found;
    polynomial ??= found;
  }
  return polynomial;
}

/** A repetition and a text that may pump it. */
interface Suspect {
  node: AST.Quantifier;
  pump: string;
}

/**
 * The repetitions that scslre finds possibly super-linear, each with a character that repeats.
 * Offsets of their nodes are into the pattern's source.
 */
function namedSuspects(literal: RegexLiteral): Suspect[] {
  const { source } = literal;
  const repetitions = source.match(/[*+{]/g)?.length ?? 0;
  const edges = source.match(/\\b/gi)?.length ?? 0;
  if (source.length > MAX_NAMED_LENGTH || repetitions > MAX_NAMED_REPETITIONS || edges > MAX_NAMED_EDGES)
    return [];
  try {
    const parsed = new RegExpParser().parseLiteral(`/${source || "(?:)"}/${literal.flags}`);
    const { reports } = analyse(parsed, { maxReports: MAX_REPORTS });
    return reports.map((report) => {
      const node = report.type === "Trade" ? report.startQuant : report.quant;
      // The library's offsets count the opening slash.
      return { node: shifted(node, -1), pump: report.character.pick };
    });
  } catch (error) {
    // Patterns that scslre does not cover, such as those too large, are left to our own suspects.
    asRefusal(error);
    return [];
  }
}

function shifted<T extends { start: number; end: number }>(node: T, by: number): T {
  return Object.create(node, { start: { value: node.start + by }, end: { value: node.end + by } }) as T;
}

function ownSuspects(tree: AST.Pattern, literal: RegexLiteral): Suspect[] {
  const found: Suspect[] = [];
  visit(tree, (node) => {
    if (node.type !== "Quantifier" || node.max < 10) return;
    const pumps = new Set(candidatesOfElement(node.element as AST.Element, literal.flags.includes("i")));
    for (const pump of [...pumps]
      .filter((text) => text !== "")
      .slice(0, isCharacterNode(node.element) ? 2 : 5)) {
      found.push({ node, pump });
    }
  });
  return found;
}

function attack(meter: Meter, node: AST.Quantifier, prefixes: string[], pump: string): SlowRegex | undefined {
  const span = { start: node.start + 1, end: node.end + 1 };
  for (const prefix of prefixes) {
    for (const suffix of SUFFIXES) {
      const text = (count: number): string => prefix + pump.repeat(count) + suffix;
      const found = { ...span, prefix, pump, suffix };
      const kind = growth((count) => meter.steps(text(count)));
      if (kind) return { kind, ...found, attack: text(kind === "exponential" ? 30 : LONGEST_NAME) };
    }
  }
  return undefined;
}

function growth(stepsAt: (count: number) => number): SlowRegex["kind"] | undefined {
  const [least, few, more, most] = SHORT.map(stepsAt) as [number, number, number, number];
  if (most >= STEP_BUDGET ? isExponential(least, few, more) : isExponential(few, more, most))
    return "exponential";
  if (most < SHORT[3] ** 2) return undefined;
  const [half, whole] = MEDIUM.map(stepsAt) as [number, number];
  if (half >= STEP_BUDGET) return "polynomial";
  const degree = Math.log2(whole / half);
  return whole * (LONGEST_NAME / MEDIUM[1]) ** degree >= SLOW_STEPS ? "polynomial" : undefined;
}

/** Exponential growth has a constant factor per equal step, polynomial a falling one. */
function isExponential(few: number, more: number, most: number): boolean {
  const [first, second] = [more / few, most / more];
  return first > 3 && second > 3 && second > first * 0.7;
}

/** Counts steps up to a total; beyond it every text costs nothing, so nothing more is found. */
class Meter {
  readonly #interpreter: Interpreter;
  #left = TOTAL_STEPS;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
  }

  /** The steps of all texts together. */
  get taken(): number {
    return TOTAL_STEPS - this.#left;
  }

  steps(text: string): number {
    if (this.#left <= 0) return 0;
    this.#interpreter.search(text, STEP_BUDGET);
    this.#left -= this.#interpreter.stepsTaken;
    return this.#interpreter.stepsTaken;
  }
}
