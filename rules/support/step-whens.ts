import { findSystemVariable } from "../../src/catalogue/system-variables.ts";
import { isText, type Located, LocatedMapping } from "../../src/document/located.ts";
import type { Call } from "../../src/expression/syntax.ts";
import { oncePerPipeline, type Pipeline, variableNamesIn } from "../../src/pipeline/model.ts";
import { inputsOf, liftArguments } from "../../src/pipeline/steps/expand.ts";
import { stepsIn } from "./walk.ts";

/** The conditions of a spec, without aliased ones. */
export interface StepWhens {
  /** Every `when` of a step that is a mapping, also of those that `scale` and `matrix` make. */
  readonly whens: readonly LocatedMapping[];
  /** Every expression of these. */
  readonly stepConditions: readonly Located<string>[];
  /** These, and the expressions of steps in hooks and of `success_criteria`. */
  readonly conditions: readonly Located<string>[];
  /** Every branch of `branch`, with its list. */
  readonly branches: readonly { readonly list: "only" | "ignore"; readonly entry: Located<string> }[];
  /** The names of the steps in hooks. */
  readonly hookSteps: readonly string[];
}

/** Returns the conditions of the steps that run from the spec itself; read once for all rules. */
export const whensOf: (pipeline: Pipeline) => StepWhens = oncePerPipeline(readWhens);

/** The keys of a step that may hold conditions. */
const HOLDERS = ["when", "arguments", "scale", "matrix", "hooks", "success_criteria"];

function readWhens(pipeline: Pipeline): StepWhens {
  const steps = stepsIn(pipeline).filter((step) => HOLDERS.some((key) => step.has(key)));
  const root = pipeline.spec?.has("specTemplate") ? undefined : pipeline.spec;
  const whens = steps.flatMap(whensOfStep).filter(({ anchor }) => !anchor);
  const inHooks = [...(root ? [root] : []), ...steps].flatMap((owner) => hookStepsOf(owner.mapping("hooks")));
  const hookWhens = inHooks.flatMap(({ step }) => whensOfStep(step)).filter(({ anchor }) => !anchor);
  const criteria = [...(root ? [root] : []), ...steps].flatMap(
    (owner) => owner.mapping("success_criteria") ?? [],
  );
  const branches = [...whens, ...hookWhens].flatMap((when) =>
    (["only", "ignore"] as const).flatMap((list) =>
      (when.mapping("branch")?.strings(list) ?? []).map((entry) => ({ list, entry })),
    ),
  );
  const stepConditions = whens.flatMap((when) => conditionsIn(when));
  return {
    whens,
    branches: branches.filter(({ entry }) => !entry.anchor),
    stepConditions,
    conditions: [...stepConditions, ...[...hookWhens, ...criteria].flatMap((owner) => conditionsIn(owner))],
    hookSteps: inHooks.flatMap(({ name }) => name ?? []),
  };
}

/** The `when` of a step, and those that `scale` and `matrix` give the steps that they make. */
function whensOfStep(step: LocatedMapping): LocatedMapping[] {
  const scaled = step.mapping("scale")?.entries.map(({ value }) => value) ?? [];
  const own = [
    inputsOf(step) ? step : liftArguments(step),
    ...scaled.filter((value) => value instanceof LocatedMapping),
  ];
  return [
    ...own.flatMap((each) => each.mapping("when") ?? []),
    ...(step.mapping("matrix")?.items("when") ?? []).filter((value) => value instanceof LocatedMapping),
  ];
}

/** The steps in hooks: a hook or its `exec` is one step, or has several. */
function hookStepsOf(hooks: LocatedMapping | undefined): { name?: string; step: LocatedMapping }[] {
  return (hooks?.entries ?? []).flatMap(({ value: hook }) => {
    if (!(hook instanceof LocatedMapping)) return [];
    const exec = hook.mapping("exec");
    const several = (exec ?? hook).mapping("steps");
    if (!several) return [{ step: exec ?? hook }];
    return several.entries.flatMap(({ name, value }) =>
      value instanceof LocatedMapping ? [{ name, step: value }] : [],
    );
  });
}

/** True for an entry of `when.branch` that is a glob or a regex without slashes around it. */
export function isPatternAsName(entry: string): boolean {
  return !entry.startsWith("/") && !entry.includes("${{") && /[*?[^\\]/.test(entry);
}

/** The expressions in groups of the `condition` of a `when` or of `success_criteria`. */
export function conditionsIn(
  owner: LocatedMapping,
  groups: readonly ("all" | "any")[] = ["all", "any"],
): Located<string>[] {
  const entries = groups.flatMap((key) => owner.mapping("condition")?.mapping(key)?.entries ?? []);
  return entries.flatMap(({ value }) => (isText(value) && !value.anchor ? [value] : []));
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
 * Returns a pattern for the texts of a condition, and for another part. A text may have no end: to
 * search from each of its quotes again would take quadratic time.
 */
export function textsAnd(part: RegExp = /(?!)/): RegExp {
  return new RegExp(
    `"(?:[^"\\\\]|\\\\.)*(?:"|$)|'(?:[^'\\\\]|\\\\.)*(?:'|$)|${part.source}`,
    `gs${part.flags}`,
  );
}

/**
 * Returns the shell variables of a condition: of names that are variables of the build, and of
 * texts that are such a variable as a whole. A `$` of a regular expression is none.
 */
export function shellVariablesIn(condition: string, pipeline: Pipeline): readonly ShellVariable[] {
  if (!/\$(?!\{\{)/.test(condition)) return [];
  const own = variableNamesIn(pipeline);
  const texts = [...condition.matchAll(textsAnd())];
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

/**
 * Checks the calls of `match` in the conditions with a part that `first` matches. The language is
 * loaded only for these.
 */
export function eachMatch(
  pipeline: Pipeline,
  first: RegExp,
  check: (condition: Located<string>, calls: readonly Call[]) => void,
): void | Promise<void> {
  const found = whensOf(pipeline).conditions.filter(
    ({ value }) => value.includes("match") && first.test(value),
  );
  if (found.length > 0) return checkCalls(found, check);
}

async function checkCalls(
  conditions: readonly Located<string>[],
  check: (condition: Located<string>, calls: readonly Call[]) => void,
): Promise<void> {
  const { callsIn } = await import("../../src/expression/comparisons.ts");
  for (const condition of conditions) check(condition, callsIn(condition.value, "match"));
}

/** True if the text in braces is an expression, as in `${{ NAME == 'text' }}`. */
export function isExpression(name: string): boolean {
  return /[=!<>&|("']/.test(name);
}

const SHELL_VARIABLE = /(?<![\\$])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/** A test of whether a variable is set with `$` on both sides or on neither; 3 is its name. */
export const WRONG_EXISTS_TEST =
  /\bincludes\(\s*(["'])(\$?)\{\{([^{}"']+)\}\}\1\s*,\s*(["'])\2\{\{\3\}\}\4\s*\)/g;
