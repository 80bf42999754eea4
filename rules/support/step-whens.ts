import {
  counterpartOf,
  findSystemVariable,
  isOfOtherSystem,
  valuesOfVariable,
} from "../../src/catalogue/system-variables.ts";
import { isText, type Located, LocatedMapping } from "../../src/document/located.ts";
import type { Call } from "../../src/expression/syntax.ts";
import { oncePerPipeline, type Pipeline, variableNamesIn, variablesNamed } from "../../src/pipeline/model.ts";
import { inputsOf, liftArguments } from "../../src/pipeline/steps/expand.ts";
import { stepsIn, textOf } from "./walk.ts";

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

/** The remedy for a variable of another CI system, and the variable that it means, if one does. */
export interface OtherVariable {
  readonly meant: string | undefined;
  readonly remedy: string;
}

/** True if shared configurations of a pipeline or a trigger may define variables of any name. */
export function hasContexts({ contexts, triggers }: Pipeline): boolean {
  return contexts.length > 0 || triggers.some((trigger) => trigger.contexts.length > 0);
}

/** The variables that a pipeline sets: `NAME=value`, a key `NAME:`, or `cf_export NAME`. */
export const namesSetIn: (pipeline: Pipeline) => ReadonlySet<string> = oncePerPipeline((pipeline) => {
  const text = textOf(pipeline);
  const assigned = text.matchAll(/(?<![\w{$])([A-Z]\w+)["']?(?:=(?!=)|[ \t]*:)/g);
  const lines = text.split("\n").filter((line) => line.includes("cf_export"));
  const exported = lines.flatMap((line) => line.match(/(?<![\w{$])[A-Z]\w+/g) ?? []);
  return new Set([...Array.from(assigned, ([, name]) => name!), ...exported]);
});

/**
 * Returns the remedy for a variable of another CI system that the pipeline does not define. Its
 * steps or shared configurations may define one whose name has no dots.
 */
export function otherVariable(name: string, pipeline: Pipeline, quote = ""): OtherVariable | undefined {
  if (!isOfOtherSystem(name) || variableNamesIn(pipeline).has(name)) return undefined;
  if (!name.includes(".") && (hasContexts(pipeline) || namesSetIn(pipeline).has(name))) return undefined;
  const meant = counterpartOf(name);
  return { meant, remedy: meant ? `write ${quote}\${{${meant}}}${quote}` : remedyFor(name, quote) };
}

/** The remedy for a variable for which Codefresh has none. */
function remedyFor(name: string, mark: string): string {
  const quote = mark || '"';
  if (isEventName(name))
    return `for pull requests, test ${testOfUnset("CF_PULL_REQUEST_NUMBER", quote)} == false`;
  if (/^github\.repository$/.test(name))
    return `write ${quote}\${{CF_REPO_OWNER}}/\${{CF_REPO_NAME}}${quote}`;
  if (/default_branch$/i.test(name)) return `write the name of the branch, such as ${quote}main${quote}`;
  const branch = `${quote}\${{CF_BRANCH}}${quote}`;
  if (/_TAG$|\.ref_type$/.test(name))
    return `test how the names of tags begin, as in match(${branch}, ${quote}^v${quote}, false)`;
  if (/branch(?:name)?$/i.test(name))
    return `use a variable of Codefresh, such as ${mark}\${{CF_BRANCH}}${mark}`;
  return "set a variable of your own for it, or remove the test";
}

/** True for the variables of other CI systems for the kind of event. */
export function isEventName(name: string): boolean {
  return /(?:^|[._])(?:event_name|build_event|event_type|pipeline_source|reason)$/i.test(name);
}

/** True if the text in braces is an expression, as in `${{ NAME == 'text' }}`. */
export function isExpression(name: string): boolean {
  return /[=!<>&|("']/.test(name);
}

const SHELL_VARIABLE = /(?<![\\$])\$(?:\{([A-Za-z_]\w*)\}|([A-Za-z_]\w*))/g;

/** A test of whether a variable is set with `$` on both sides or on neither; 3 is its name. */
export const WRONG_EXISTS_TEST =
  /\bincludes\(\s*(["'])(\$?)\{\{([^{}"']+)\}\}\1\s*,\s*(["'])\2\{\{\3\}\}\4\s*\)/g;

/** Variables that only some builds get, and that are never empty there. */
export const NEVER_EMPTY =
  /^CF_(?:PULL_REQUEST_(?:ACTION|TARGET|NUMBER|MERGED)|PRERELEASE_FLAG|RELEASE_TAG)$/;

/** Returns the documented test that a variable is not set. */
export function testOfUnset(name: string, quote = '"'): string {
  return `includes(${quote}\${{${name}}}${quote}, ${quote}{{${name}}}${quote})`;
}

/** The test that is meant by `!VARIABLE`; `isFlag` if the variable is `true` or `false`. */
export interface Negation {
  readonly text: string;
  readonly isFlag: boolean;
}

/** Returns the test that is meant by `!VARIABLE`; undefined where the values are not known. */
export function negationOf(name: string, pipeline: Pipeline, quote: string): Negation | undefined {
  const own = variablesNamed(pipeline, name);
  const system = findSystemVariable(name);
  if (own.length === 0 && !system) return undefined;
  const words =
    own.length > 0 ? own.map(({ value }) => String(value?.value)) : (valuesOfVariable(name) ?? []);
  const flags = words.filter((word) => /^(?:true|false)$/.test(word)).length;
  const reference = `${quote}\${{${name}}}${quote}`;
  if (flags > 0 && flags === words.length)
    return { text: `${reference} == ${quote}false${quote}`, isFlag: true };
  if (flags > 0 || words.some((word) => word.trim() === "" || Number.isFinite(Number(word))))
    return undefined;
  // A variable that is not set stays as text.
  const text = own.length > 0 ? `${reference} == ${quote}${quote}` : testOfUnset(name, quote);
  return { text, isFlag: false };
}
