import {
  isScalar,
  isSequence,
  isText,
  type Located,
  LocatedMapping,
  type Value,
} from "../../document/located.ts";
import type { VariableState } from "../../expression/substitute.ts";
import { expandStep, liftArguments, typeOf } from "../../pipeline/steps/expand.ts";

/** A step of a pipeline definition. */
export interface Step {
  readonly name: Located<string>;
  /** The keys as the platform reads them: with `arguments` in place of the step's own ones. */
  readonly node: LocatedMapping;
  /** The type as written; `freestyle` where there is none. */
  readonly type: string;
  readonly stage: string | undefined;
  /** Undefined where the step has none. */
  readonly when: Value | undefined;
  /** The step's own `fail_fast`; `unknown` where it is a variable or not a boolean. */
  readonly failFast: boolean | "unknown" | undefined;
  /** The step's own `strict_fail_fast`. */
  readonly strictFailFast: boolean | "unknown" | undefined;
  /** The steps of a parallel step, and those that `scale` makes. */
  readonly children: readonly Step[];
  readonly parent: Step | undefined;
  /** True for a step that `scale` makes. */
  readonly isMade: boolean;
  /**
   * True if it has steps with names that the spec does not show: those that `matrix` makes, and
   * those in a list.
   */
  readonly hasHiddenSteps: boolean;
}

/** A command that exports variables, or the file that it writes. */
const EXPORT = /\bcf_export\b|env_vars_to_export/;
const WORD = /\b[A-Za-z_]\w*\b/g;
const ASSIGNED = /\b[A-Za-z_]\w*(?==)/g;

/** A text that is one variable. */
const VARIABLE = /^\$\{\{(\w+)\}\}$/;
const OPEN: VariableState = { state: "open" };

/** Words that the platform reads as booleans in `fail_fast`, in any case. */
const WORDS: Readonly<Record<string, boolean>> = {
  true: true,
  yes: true,
  on: true,
  "1": true,
  false: false,
  no: false,
  off: false,
  "0": false,
};

/** The state of a variable in a flag. */
type StateOf = (name: string) => VariableState;

/** Returns the steps of a definition in the order of its text; only mappings are steps. */
export function stepsOf(root: LocatedMapping, stateOf: StateOf = () => OPEN): readonly Step[] {
  const steps = root.mapping("steps");
  return steps ? readSteps(steps, undefined, stateOf) : [];
}

/** Returns a step and those in it. */
export function withChildren(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...withChildren(step.children)]);
}

function readSteps(steps: LocatedMapping, parent: Step | undefined, stateOf: StateOf): Step[] {
  return steps.entries.flatMap(({ key, value }) =>
    value instanceof LocatedMapping ? [readStep(key, value, parent, stateOf)] : [],
  );
}

function readStep(
  name: Located<string>,
  written: LocatedMapping,
  parent: Step | undefined,
  stateOf: StateOf,
  isMade = false,
): Step {
  const node = liftArguments(written);
  const type = typeOf(node);
  const own = type === "parallel" ? node.get("steps") : undefined;
  const expansion = isMade ? undefined : expandStep(node);
  const children: Step[] = [];
  const step: Step = {
    name,
    node,
    type,
    stage: node.string("stage")?.value,
    when: node.get("when"),
    failFast: toFlag(node.get("fail_fast") ?? node.get("fail-fast"), stateOf),
    strictFailFast: toFlag(node.get("strict_fail_fast"), stateOf),
    children,
    parent,
    isMade,
    hasHiddenSteps: expansion?.key === "matrix" || (own !== undefined && isSequence(own)),
  };
  if (own instanceof LocatedMapping) children.push(...readSteps(own, step, stateOf));
  for (const made of expansion?.made ?? [])
    if (made.name) children.push(readStep(made.name, made.node, step, stateOf, true));
  return step;
}

/**
 * Reads a boolean of a definition, or a text that is one known variable with such a value; the
 * effect of any other value is not documented.
 */
export function toFlag(
  value: Value | undefined,
  stateOf: StateOf = () => OPEN,
): boolean | "unknown" | undefined {
  if (!value) return undefined;
  if (!isScalar(value)) return "unknown";
  if (value.value === null) return undefined;
  const text = String(value.value);
  const name = VARIABLE.exec(text)?.[1];
  const found = name === undefined ? undefined : stateOf(name);
  const word = (found?.state === "known" ? found.value : text).toLowerCase();
  return Object.hasOwn(WORDS, word) ? WORDS[word] : "unknown";
}

/**
 * Returns the names that the commands of a step, and of the steps in it, export for later steps: an
 * export replaces every other value (docs.codefresh.io, variables). Of a script that exports, they
 * are all words of the lines that do, and every name that it assigns.
 */
export function exportedNames({ node }: Step): ReadonlySet<string> {
  const names = new Set<string>();
  for (const script of textsIn(node, new Set())) {
    if (!EXPORT.test(script)) continue;
    for (const line of script.replaceAll(/\\\r?\n/g, " ").split("\n"))
      for (const [name] of line.matchAll(EXPORT.test(line) ? WORD : ASSIGNED)) names.add(name);
  }
  return names;
}

/** Returns every text in a value, without repetitions by aliases. */
function textsIn(value: Value, seen: Set<Value["node"]>): readonly string[] {
  if (seen.has(value.node)) return [];
  seen.add(value.node);
  if (value instanceof LocatedMapping) return value.entries.flatMap((entry) => textsIn(entry.value, seen));
  if (isSequence(value)) return value.items.flatMap((item) => textsIn(item, seen));
  return isText(value) ? [value.value] : [];
}

/** Returns the names of the steps whose results decide whether a step runs. */
export function stepNamesIn({ when }: Pick<Step, "when">): readonly string[] {
  if (!(when instanceof LocatedMapping)) return [];
  const steps = when.get("steps");
  const items =
    steps instanceof LocatedMapping ? [...steps.items("all"), ...steps.items("any")] : when.items("steps");
  const listed = items.flatMap((item) =>
    item instanceof LocatedMapping ? (item.string("name")?.value ?? []) : [],
  );
  const expressions = (["all", "any"] as const).flatMap(
    (key) => when.mapping("condition")?.mapping(key)?.entries ?? [],
  );
  const read = expressions.flatMap(({ value }) =>
    isText(value)
      ? Array.from(
          value.value.matchAll(
            /\bsteps\.([\w$]+)|Member\(\s*steps\s*,\s*["']([^"']*)|\b(?!workflow\b)([\w$]+)\.result\b/g,
          ),
          ([, dotted, quoted, plain]) => (dotted ?? quoted ?? plain)!,
        )
      : [],
  );
  return [...new Set([...listed, ...read])];
}
