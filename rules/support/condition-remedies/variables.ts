import {
  counterpartOf,
  findSystemVariable,
  isOfOtherSystem,
  valuesOfVariable,
} from "../../../src/catalogue/system-variables.ts";
import {
  oncePerPipeline,
  type Pipeline,
  variableNamesIn,
  variablesNamed,
} from "../../../src/pipeline/model.ts";
import { textOf } from "../walk.ts";

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

/** True if a pipeline, one of its steps or a shared configuration may set a variable. */
export function mayBeSet(name: string, pipeline: Pipeline): boolean {
  return hasContexts(pipeline) || variableNamesIn(pipeline).has(name) || namesSetIn(pipeline).has(name);
}

/**
 * Returns the remedy for a variable of another CI system that the pipeline does not define. Its
 * steps or shared configurations may define one whose name has no dots.
 */
export function otherVariable(name: string, pipeline: Pipeline, quote = ""): OtherVariable | undefined {
  if (!isOfOtherSystem(name) || variableNamesIn(pipeline).has(name)) return undefined;
  if (!name.includes(".") && mayBeSet(name, pipeline)) return undefined;
  const meant = counterpartOf(name);
  return { meant, remedy: meant ? `write ${quote}\${{${meant}}}${quote}` : remedyFor(name, quote) };
}

/** The remedy for a variable for which Codefresh has none. */
function remedyFor(name: string, mark: string): string {
  const quote = mark || '"';
  if (isEventName(name)) return `for pull requests, test ${testOfSet("CF_PULL_REQUEST_NUMBER", quote)}`;
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

/** Variables that only some builds get, and that are never empty there. */
export const NEVER_EMPTY =
  /^CF_(?:PULL_REQUEST_(?:ACTION|TARGET|NUMBER|MERGED)|PRERELEASE_FLAG|RELEASE_TAG)$/;

/** Returns the documented test that a variable is not set. */
export function testOfUnset(name: string, quote = '"'): string {
  return `includes(${quote}\${{${name}}}${quote}, ${quote}{{${name}}}${quote})`;
}

/** Returns the test that a variable is set. */
export function testOfSet(name: string, quote = '"'): string {
  return `${testOfUnset(name, quote)} == false`;
}

/** Returns the test that a variable is empty or not set, or the opposite. */
export function testOfEmpty(name: string, quote: string, isEmpty: boolean, pipeline: Pipeline): string {
  if (variableNamesIn(pipeline).has(name))
    return `${quote}\${{${name}}}${quote} ${isEmpty ? "==" : "!="} ${quote}${quote}`;
  return isEmpty ? testOfUnset(name, quote) : testOfSet(name, quote);
}

/** Returns the quotes that a condition has for its texts. */
export function quoteOf(condition: string): string {
  return condition.includes('"') ? '"' : "'";
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
