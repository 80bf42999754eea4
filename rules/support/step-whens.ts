import { findSystemVariable } from "../../src/catalogue/system-variables.ts";
import { isText, type Located, type LocatedMapping } from "../../src/document/located.ts";
import type { Pipeline } from "../../src/pipeline/model.ts";
import { stepsIn } from "./walk.ts";

/** The conditions of the steps of a spec: those of `when`, without aliased ones. */
export interface StepWhens {
  /** Every `when` that is a mapping. */
  readonly whens: readonly LocatedMapping[];
  /** Every expression of a `condition`. */
  readonly conditions: readonly Located<string>[];
  /** Every branch of `branch`, with its list. */
  readonly branches: readonly { readonly list: "only" | "ignore"; readonly entry: Located<string> }[];
}

/** Returns the conditions of the steps that run from the spec itself; read once for all rules. */
export function whensOf(pipeline: Pipeline): StepWhens {
  const found = known.get(pipeline) ?? readWhens(pipeline);
  known.set(pipeline, found);
  return found;
}

const known = new WeakMap<Pipeline, StepWhens>();

function readWhens(pipeline: Pipeline): StepWhens {
  const whens = stepsIn(pipeline)
    .flatMap((step) => step.mapping("when") ?? [])
    .filter(({ anchor }) => !anchor);
  const conditions = whens.flatMap((when) =>
    ["all", "any"].flatMap((key) => when.mapping("condition")?.mapping(key)?.entries ?? []),
  );
  const branches = whens.flatMap((when) =>
    (["only", "ignore"] as const).flatMap((list) =>
      (when.mapping("branch")?.strings(list) ?? []).map((entry) => ({ list, entry })),
    ),
  );
  return {
    whens,
    branches: branches.filter(({ entry }) => !entry.anchor),
    conditions: conditions.flatMap(({ value }) => (isText(value) && !value.anchor ? [value] : [])),
  };
}

/** A variable as a shell writes it in a condition, where it is not replaced. */
export interface ShellVariable {
  readonly name: string;
  /** The offsets of `$NAME` or `${NAME}` in the condition. */
  readonly start: number;
  readonly end: number;
  /** True if it is in a text of the expression. */
  readonly isInText: boolean;
}

/**
 * Returns the shell variables of a condition: of names that are variables of the build, and of
 * texts that are such a variable as a whole. A `$` of a regular expression is none.
 */
export function shellVariablesIn(
  condition: string,
  { triggers, cronTriggers, variables }: Pipeline,
): readonly ShellVariable[] {
  if (!/\$(?!\{\{)/.test(condition)) return [];
  const owners = [{ variables }, ...triggers, ...cronTriggers];
  const own = new Set(owners.flatMap((owner) => owner.variables.map(({ key }) => key?.value)));
  const texts = [...condition.matchAll(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'/gs)];
  return Array.from(condition.matchAll(SHELL_VARIABLE)).flatMap(
    ({ 0: written, 1: braced, 2: plain, index }) => {
      const name = (braced ?? plain)!;
      const [start, end] = [index, index + written.length];
      const text = texts.find((each) => each.index < start && end < each.index + each[0].length);
      const isWhole = text === undefined || text[0].length === written.length + 2;
      const isVariable =
        findSystemVariable(name) || own.has(name) || (isWhole && /^[A-Z][A-Z\d_]+$/.test(name));
      return isVariable ? [{ name, start, end, isInText: text !== undefined }] : [];
    },
  );
}

const SHELL_VARIABLE = /(?<![\\$])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/** A test of whether a variable is set with `$` on both sides or on neither; 3 is its name. */
export const WRONG_EXISTS_TEST =
  /\bincludes\(\s*(["'])(\$?)\{\{([^{}"']+)\}\}\1\s*,\s*(["'])\2\{\{\3\}\}\4\s*\)/g;
