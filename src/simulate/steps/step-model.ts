import {
  type Entry,
  isScalar,
  isSequence,
  isText,
  type Located,
  LocatedMapping,
  type Value,
} from "../../document/located.ts";
import { OPEN_VARIABLE, type VariableState } from "../../expression/substitute.ts";
import {
  type Expansion,
  expandStep,
  inputsOf,
  liftArguments,
  type MadeStep,
  typeOf,
} from "../../pipeline/steps/expand.ts";
import { cut } from "../../util/text.ts";

/** A step of a pipeline definition. */
export interface Step {
  /** The name; for a step of `matrix` a label. */
  readonly name: Located<string>;
  /** The keys as the platform reads them: with `arguments` that are not inputs in their place. */
  readonly node: LocatedMapping;
  /** The type as written; `freestyle` where there is none. */
  readonly type: string;
  readonly stage: string | undefined;
  /** Undefined where the step has none. */
  readonly when: Value | undefined;
  /** The `when` that `scale` or `matrix` gives the step, if the step that makes it has one too. */
  readonly ownWhen: Value | undefined;
  /** An input of a step of the marketplace with this name. */
  readonly whenInput: Value | undefined;
  /** The step's own `fail_fast`; `unknown` for a variable, an input or what is not a boolean. */
  readonly failFast: boolean | "unknown" | undefined;
  /** The step's own `strict_fail_fast`. */
  readonly strictFailFast: boolean | "unknown" | undefined;
  /** Whether a failure of its hook on_elected fails the build. */
  readonly electedFailFast: boolean | "unknown";
  /** The steps of a parallel step, and those that `scale` and `matrix` make. */
  readonly children: readonly Step[];
  readonly parent: Step | undefined;
  /** True for a step that `scale` or `matrix` makes, and for those in it. */
  readonly isMade: boolean;
  /** The values that make it, for a step of `matrix`: its name in Codefresh is not documented. */
  readonly matrix: readonly MatrixValue[] | undefined;
  /** The steps that its `scale` or `matrix` makes; `children` may be only some of them. */
  readonly makes: MadeSteps | undefined;
  /** True for a step with `scale` or `matrix`. */
  readonly isExpanded: boolean;
  /** Why it is not known which steps its `scale` or `matrix` makes. */
  readonly unclearExpansion: string | undefined;
  /**
   * True if it may have steps with names that the spec does not show: those that `matrix` makes,
   * those of an unclear `scale`, and those in a list.
   */
  readonly hasHiddenSteps: boolean;
}

/** A value of `matrix` in a step that it makes. */
export interface MatrixValue {
  /** The key in `matrix`. */
  readonly key: string;
  /** The value as a text; one that is too long is cut. */
  readonly value: string;
}

/** The steps that a step makes. */
export interface MadeSteps {
  /** The key that makes them. */
  readonly by: "scale" | "matrix";
  /** The number of steps, up to the largest safe integer. */
  readonly count: number;
}

/** The numbers of steps that are simulated of one `matrix`, and of all of them in a definition. */
const MAX_MADE = 64;
const MAX_ALL_MADE = 10_000;

/** The characters of a value of `matrix`. */
const MAX_VALUE = 60;

/** A text that is one variable. */
const VARIABLE = /^\$\{\{(\w+)\}\}$/;

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
export function stepsOf(root: LocatedMapping, stateOf: StateOf = () => OPEN_VARIABLE): readonly Step[] {
  const steps = root.mapping("steps");
  return steps ? readSteps(steps, undefined, { stateOf, left: MAX_ALL_MADE }) : [];
}

/** Returns a step and those in it. */
export function withChildren(steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) => [step, ...withChildren(step.children)]);
}

/** The reading of a definition. */
interface Reading {
  readonly stateOf: StateOf;
  /** The number of steps of `matrix` that may still be made. */
  left: number;
}

function readSteps(steps: LocatedMapping, parent: Step | undefined, reading: Reading): Step[] {
  const read: Step[] = [];
  for (const { key, value } of steps.entries) {
    // Steps in made ones multiply.
    if (parent?.isMade && reading.left-- <= 0) break;
    if (value instanceof LocatedMapping) read.push(readStep({ name: key, node: value }, parent, reading));
  }
  return read;
}

/** A step with its name, and with more of a step that another one makes. */
type WrittenStep = Partial<MadeStep> & Pick<Step, "name"> & Pick<MadeStep, "node">;

function readStep(
  { name, node: written, values, own: ownKeys }: WrittenStep,
  parent: Step | undefined,
  reading: Reading,
): Step {
  const { stateOf } = reading;
  const inputs = inputsOf(written);
  const node = inputs ? written : liftArguments(written);
  const type = typeOf(node);
  const own = type === "parallel" ? node.get("steps") : undefined;
  // The steps are made before `arguments` are read, so that these do not count.
  const unclear = values ? undefined : unclearExpansion(written);
  const expansion = values || unclear !== undefined ? undefined : expandStep(written);
  const children: Step[] = [];
  const step: Step = {
    name,
    node,
    type,
    stage: node.string("stage")?.value,
    when: node.get("when"),
    ownWhen: parent?.when && ownKeys?.get("when"),
    whenInput: inputs?.get("when"),
    failFast: failFastOf(inputs, stateOf) === undefined ? failFastOf(node, stateOf) : "unknown",
    strictFailFast: inputs?.has("strict_fail_fast")
      ? "unknown"
      : toFlag(node.get("strict_fail_fast"), stateOf),
    electedFailFast: electedFailFast(node, stateOf),
    children,
    parent,
    isMade: values !== undefined || parent?.isMade === true,
    matrix: values && values.length > 0 ? values.map(matrixValue) : undefined,
    makes: expansion && {
      by: expansion.key,
      count: Math.min(expansion.count, Number.MAX_SAFE_INTEGER),
    },
    isExpanded: !values && (written.has("scale") || written.has("matrix")),
    unclearExpansion: unclear,
    hasHiddenSteps:
      unclear !== undefined || (!values && written.has("matrix")) || (own !== undefined && isSequence(own)),
  };
  if (!expansion && own instanceof LocatedMapping) children.push(...readSteps(own, step, reading));
  for (const each of expansion ? madeSteps(expansion, reading) : [])
    children.push(readStep({ ...each, name: each.name ?? labelOf(each, name) }, step, reading));
  return step;
}

/**
 * Why the steps that a step makes are not documented (docs.codefresh.io, advanced-workflows): it
 * has both keys, or one without any step or value, or with one of a wrong type.
 */
function unclearExpansion(node: LocatedMapping): string | undefined {
  const [entry, other] = node.kept.filter(({ name }) => name === "scale" || name === "matrix");
  if (!entry) return undefined;
  if (other) return 'the effect of "scale" and "matrix" in one step is not documented';
  const { name, value } = entry;
  const made = value instanceof LocatedMapping ? value.kept : [];
  const isClear = made.every(({ value: each }) =>
    name === "scale" ? each instanceof LocatedMapping : isSequence(each) && each.items.length > 0,
  );
  return isClear && made.length > 0 ? undefined : `the effect of such a "${name}" is not documented`;
}

function madeSteps({ key, made }: Expansion, reading: Reading): readonly MadeStep[] {
  if (key === "scale") return made;
  const shown = made.slice(0, Math.min(MAX_MADE, reading.left));
  reading.left -= shown.length;
  return shown;
}

/** A label in place of the name that is not documented, at the step's first value. */
function labelOf({ values }: MadeStep, parent: Located<string>): Located<string> {
  const { node, path, span } = values[0]?.value ?? parent;
  const texts = values.map(matrixValue).map(({ key, value }) => `${key}: ${value}`);
  return { node, path, span, value: `${parent.value} (${texts.join(", ")})` };
}

function matrixValue({ name, value }: Entry): MatrixValue {
  return { key: name, value: cut(plainText(value), MAX_VALUE) };
}

function plainText(value: Value): string {
  if (isSequence(value)) return value.items.slice(0, MAX_VALUE).map(scalarText).join(", ");
  return scalarText(value);
}

function scalarText(value: Value): string {
  return isScalar(value) ? String(value.value) : "…";
}

/**
 * Reads a boolean of a definition, or a text that is one known variable with such a value; the
 * effect of any other value is not documented.
 */
export function toFlag(
  value: Value | undefined,
  stateOf: StateOf = () => OPEN_VARIABLE,
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

function failFastOf(node: LocatedMapping | undefined, stateOf: StateOf): Step["failFast"] {
  return toFlag(node?.get("fail_fast") ?? node?.get("fail-fast"), stateOf);
}

/**
 * Returns whether a failure of the hook on_elected of a step or pipeline fails the build: not with
 * `fail_fast: false` in it (docs.codefresh.io, hooks). It is unknown which of several steps fails.
 */
export function electedFailFast(
  owner: LocatedMapping,
  stateOf: StateOf = () => OPEN_VARIABLE,
): Step["electedFailFast"] {
  const hook = owner.mapping("hooks")?.mapping("on_elected");
  const exec = hook?.mapping("exec");
  const whole = failFastOf(exec && liftArguments(exec), stateOf) ?? failFastOf(hook, stateOf) ?? true;
  const steps = (exec?.mapping("steps") ?? hook?.mapping("steps"))?.entries ?? [];
  const [first = whole, ...others] = new Set(
    steps.map(({ value }) =>
      value instanceof LocatedMapping ? (failFastOf(liftArguments(value), stateOf) ?? whole) : whole,
    ),
  );
  return others.length === 0 ? first : "unknown";
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
  const read = expressionsIn(when).flatMap((text) =>
    Array.from(text.matchAll(RESULT_NAMES), ([, dotted, quoted, plain]) => (dotted ?? quoted ?? plain)!),
  );
  return [...new Set([...listed, ...read])];
}

/** The names of steps in an expression, in each form. */
const RESULT_NAMES =
  /\bsteps\.([\w$]+)|Member\(\s*steps\s*,\s*["']([^"']*)|\b(?!workflow\b)([\w$]+)\.result\b/g;

/** Returns the expressions of the `condition` of a `when`. */
export function expressionsIn(when: LocatedMapping): readonly string[] {
  const condition = when.mapping("condition");
  const entries = (["all", "any"] as const).flatMap((key) => condition?.mapping(key)?.entries ?? []);
  return entries.flatMap(({ value }) => (isText(value) ? [value.value] : []));
}
