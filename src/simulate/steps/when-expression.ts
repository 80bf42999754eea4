import { type Assumptions, answerTo } from "../../catalogue/open-questions.ts";
import { MESSAGE_VARIABLES } from "../../catalogue/system-variables.ts";
import { isText, type Place, type Value } from "../../document/located.ts";
import type { ScalarStyle } from "../../document/node.ts";
import { within } from "../../document/scalar-span.ts";
import type { Source } from "../../document/source.ts";
import { comparisonsIn } from "../../expression/comparisons.ts";
import { type ConditionAnswer, decideCondition } from "../../expression/condition.ts";
import { isNested, OPEN_VARIABLE, referencedNames, type VariableState } from "../../expression/substitute.ts";
import { type Value as ExpressionValue, Open } from "../../expression/value.ts";
import type { MatchOptions } from "../../match/budget.ts";
import { namesSecret } from "../../secrets/names.ts";
import { MASK } from "../../util/secret-prefixes.ts";
import { cut, joinList } from "../../util/text.ts";
import type { SimulatedStepCondition } from "./simulated-step.ts";
import { alikeOf, type Statuses, type Truth } from "./status.ts";

/** The facts of a build that conditions read. */
export interface BuildFacts {
  readonly source: Source;
  /** The answers to open questions. */
  readonly assume: Assumptions;
  readonly options: MatchOptions;
  stateOf(name: string): VariableState;
  /** True if the event gives the value of the variable. */
  isOfEvent(name: string): boolean;
  /** The open questions on which the value of a variable depends, by id. */
  questionsOn(variable: string): readonly string[];
}

/** The facts that decide the `when` of a step. */
export interface WhenContext extends BuildFacts {
  /** True if a step that runs before or next to this one may export the variable. */
  isExported(name: string): boolean;
  /** The step that may export a variable by a name that its commands do not show. */
  exporterOf(name: string): string | undefined;
  /** The result of a step at this moment; undefined if there is no step of that name. */
  statusesOf(name: string): Statuses | undefined;
  /** The open questions on which the result of a step depends, by id. */
  questionAbout(name: string): readonly string[];
  /** `steps`, `workflow` and the names of the steps, which a condition may use without quotes. */
  readonly variables: Readonly<Record<string, ExpressionValue>>;
  /** These while steps run, where a `when` is evaluated then too. */
  readonly whileRunning: Readonly<Record<string, ExpressionValue>> | undefined;
  /** True if a `when` that does not hold is evaluated again while other steps run. */
  readonly isEvaluatedAgain: boolean;
}

/** The answer for one expression of a `condition`, and the place of its reason. */
export interface ExpressionPart
  extends Pick<SimulatedStepCondition, "reason" | "expected" | "actual" | "needs" | "assumed"> {
  readonly holds: Truth;
  readonly place: Place;
}

/** The part of a budget that an expression takes, and each character of it: 0.2 microseconds. */
const BUDGET_OF_EXPRESSION = 200;
export const BUDGET_OF_CHARACTER = 4;

/** A reading of a condition's variables. */
type StateOf = WhenContext["stateOf"];

/** The characters of values in a reason. */
const MAX_SEEN = 100;

/** Decides one expression of a `condition` with what is known of its variables. */
export function decideExpression(value: Value, context: WhenContext): ExpressionPart {
  const unread = { expected: null, actual: null, needs: [], assumed: [], place: value };
  if (!isText(value)) {
    const reason = "a condition must be a text; the platform refuses anything else";
    return { ...unread, holds: "error", reason };
  }
  const { source, assume } = context;
  const condition = value.value;
  context.options.budget?.spend(BUDGET_OF_EXPRESSION + condition.length * BUDGET_OF_CHARACTER);
  const { node } = value;
  const questions = new Questions(condition, node.kind === "scalar" ? node.style : "plain", context);
  const answer = questions.answer();
  const shared = {
    ...unread,
    expected: condition,
    actual: valuesIn(condition, context),
    assumed: questions.asked(answer),
  };
  if (answerTo("evaluator-version", assume) === "unknown")
    return { ...shared, holds: undefined, reason: "the evaluator of conditions is not known" };
  const stays =
    answer.absent.length > 0
      ? `; nothing sets ${joinList(answer.absent)}, so that \${{${answer.absent[0]}}} stays as text`
      : "";
  switch (answer.outcome) {
    case "error":
      return {
        ...shared,
        holds: "error",
        reason: `${answer.message}${stays}`,
        place: within(source.text, value, answer.place.start, answer.place.end),
      };
    case "unknown": {
      const names = answer.names.length > 0 ? `: ${joinList(answer.names)}` : "";
      const by = exportsAmong(answer.names, context) + approvalsAmong(answer.names, context);
      return { ...shared, holds: undefined, reason: `${answer.reason}${names}${by}`, needs: answer.names };
    }
    default: {
      const seen = shared.actual === null ? "" : ` with ${cut(shared.actual, MAX_SEEN)}`;
      const isOrdinary = shared.assumed.includes("ordinary-message");
      const assumed = isOrdinary ? ", assuming an ordinary commit message" : "";
      const reason = `the condition is ${answer.outcome}${seen}${assumed}${stays}${existsTest(condition, answer.absent)}`;
      return { ...shared, holds: answer.outcome === "true", reason };
    }
  }
}

/** The steps that export variables, as the end of a reason. */
function exportsAmong(names: readonly string[], { isExported, exporterOf }: WhenContext): string {
  const exported = names.filter((name) => isExported(name));
  const exporter = exported.map((name) => exporterOf(name)).find((step) => step !== undefined);
  if (exporter !== undefined) return `; "${exporter}" exports variables whose names its commands do not show`;
  return exported.length > 0 ? `; a step exports ${joinList(exported)}` : "";
}

/** The commit message in the ordinary case: texts that few conditions search for, of any length. */
const ORDINARY_MESSAGES = ["-", "Z 0", "Z 0 ".repeat(30)];

/**
 * The values that end or change a YAML text, into which they are pasted before it is read
 * (docs.codefresh.io, handling commit messages with a quote character: a block avoids that).
 */
const BREAKING: Partial<Readonly<Record<ScalarStyle, RegExp>>> = {
  plain: /[\r\n]|:\s|\s#/,
  "single-quoted": /['\r\n]/,
  "double-quoted": /["\\\r\n]/,
};

/** Evaluates a condition in the readings that open questions allow. */
class Questions {
  readonly #condition: string;
  readonly #context: WhenContext;
  readonly #names: readonly string[];
  readonly #style: ScalarStyle;
  /** The open questions and assumptions that the answer depends on. */
  readonly #asked = new Set<string>(["evaluator-version"]);
  /** True if the value of a variable may break the YAML text. */
  #mayBreak = false;

  /** `style` is that of the condition in the file. */
  constructor(condition: string, style: ScalarStyle, context: WhenContext) {
    this.#condition = condition;
    this.#context = context;
    this.#names = referencedNames(condition);
    this.#style = style;
  }

  answer(): ConditionAnswer {
    const substitution = answerTo("substitution", this.#context.assume);
    const stateOf = (name: string) => this.#stateOf(name, substitution);
    const escaped = substitution === "unknown" ? this.#names.filter((name) => this.#isEscaped(name)) : [];
    const plain = this.#decide(stateOf);
    if (plain.outcome === "unknown" && this.#mayBreak) {
      // An error with the value as it is stays one where the value breaks the YAML.
      const pasted = this.#decide((name) =>
        (name.trim() === name ? this.#context : { stateOf }).stateOf(name),
      );
      if (pasted.outcome === "error") return pasted;
    }
    if (escaped.length > 0) {
      const other = this.#decide((name) => escapedState(stateOf(name), escaped.includes(name)));
      if (other.outcome !== plain.outcome) return this.#open("substitution", escaped, plain);
    }
    if (this.#mayHoldBefore(plain, stateOf))
      return { outcome: "unknown", names: [], reason: "it may hold while a step runs", absent: plain.absent };
    return this.#inEachReading(this.#withMessage(plain, stateOf), stateOf);
  }

  /** The answer that is the same in each reading of the variables that have several. */
  #inEachReading(answer: ConditionAnswer, stateOf: StateOf): ConditionAnswer {
    if (answer.outcome !== "unknown") return answer;
    const readingsOf = (name: string): readonly string[] => {
      const found = stateOf(name);
      return (found.state === "open" && found.readings) || [];
    };
    const [readings = []] = this.#names.map(readingsOf).filter(({ length }) => length > 0);
    // Other characters may end a text in the condition, or change the YAML.
    if (!this.#names.every((name) => readingsOf(name).every((value) => /^[\w./@+-]+$/.test(value))))
      return answer;
    const [first, ...others] = readings.map((_, index) =>
      this.#decide((name) => {
        const value = readingsOf(name)[index];
        return value === undefined ? stateOf(name) : { state: "known", value };
      }),
    );
    const isSame = first && others.every(({ outcome }) => outcome === first.outcome);
    return isSame && (first.outcome === "true" || first.outcome === "false") ? first : answer;
  }

  /** Whether other steps still run is not known when a `when` is evaluated again. */
  #mayHoldBefore({ outcome }: ConditionAnswer, stateOf: StateOf): boolean {
    const { whileRunning } = this.#context;
    if (outcome !== "false" || !whileRunning || !/["']running["']/.test(this.#condition)) return false;
    return this.#decide(stateOf, whileRunning).outcome !== "false";
  }

  asked(answer: ConditionAnswer): readonly string[] {
    const { isEvaluatedAgain, isExported } = this.#context;
    if (/\bworkflow\b/.test(this.#condition)) this.#asked.add("workflow-result");
    if (answer.outcome === "error") this.#asked.add("condition-error");
    if (answer.outcome === "error" && answer.fault === "identifier:unknown")
      this.#asked.add("variables-as-roots");
    const isKnown = (name: string) => this.#context.stateOf(name).state === "known";
    const names = answer.outcome === "unknown" ? answer.names : this.#names.filter(isKnown);
    for (const name of names) for (const id of this.#questionsAbout(name)) this.#asked.add(id);
    if (isEvaluatedAgain && this.#names.some((name) => isExported(name)))
      this.#asked.add("parallel-later-change");
    return [...this.#asked];
  }

  /** The questions about a variable, the result of a step, or steps whose names are not known. */
  #questionsAbout(name: string): readonly string[] {
    if (name === "steps") return ["expansion"];
    const step = /^steps\.(.*?)(?:\.result)?$/s.exec(name)?.[1];
    return step === undefined ? this.#context.questionsOn(name) : this.#context.questionAbout(step);
  }

  #decide(stateOf: StateOf, variables = this.#context.variables): ConditionAnswer {
    const { options } = this.#context;
    return decideCondition(this.#condition, { stateOf, variables: this.#withRoots(variables), options });
  }

  /** A name with spaces, and a value that would break the YAML text or change it. */
  #stateOf(name: string, substitution: string): VariableState {
    const trimmed = name.trim();
    if (trimmed !== name) {
      this.#asked.add("substitution");
      if (substitution === "unknown") return { state: "open" };
      return substitution === "trimmed" ? this.#context.stateOf(trimmed) : { state: "absent" };
    }
    const found = this.#context.stateOf(name);
    if (substitution !== "unknown" || found.state !== "known") return found;
    if (isNested(found)) {
      this.#asked.add("substitution");
      return OPEN_VARIABLE;
    }
    if (!this.#context.isOfEvent(name) || !BREAKING[this.#style]?.test(found.value)) return found;
    this.#asked.add("substitution");
    this.#mayBreak = true;
    return { state: "open" };
  }

  /** Quotes in the commit message are documented as escaped, but not how. */
  #isEscaped(name: string): boolean {
    const found = name === "CF_COMMIT_MESSAGE" ? this.#context.stateOf(name) : undefined;
    return found?.state === "known" && /["']/.test(found.value) && this.#context.isOfEvent(name);
  }

  /** A message that was not given is an ordinary one, unless the condition depends on its words. */
  #withMessage(answer: ConditionAnswer, stateOf: StateOf): ConditionAnswer {
    if (answer.outcome !== "unknown" || !answer.names.some((name) => MESSAGE_VARIABLES.has(name)))
      return answer;
    const { stateOf: stateOfEvent, isOfEvent, isExported } = this.#context;
    const isMessage = (name: string) =>
      MESSAGE_VARIABLES.has(name) &&
      isOfEvent(name) &&
      !isExported(name) &&
      stateOfEvent(name).state === "open";
    const [first, ...others] = ORDINARY_MESSAGES.map((value) =>
      this.#decide((name) => (isMessage(name) ? { state: "known", value } : stateOf(name))),
    );
    const isSame = others.every(({ outcome }) => outcome === first!.outcome);
    if (!isSame || (first!.outcome !== "true" && first!.outcome !== "false")) return answer;
    this.#asked.add("ordinary-message");
    return first!;
  }

  #open(question: string, names: readonly string[], { absent }: ConditionAnswer): ConditionAnswer {
    this.#asked.add(question);
    return { outcome: "unknown", names, reason: "how quotes in a value are pasted is not known", absent };
  }

  /** The variables of the build as plain names, if they are ones. */
  #withRoots(
    variables: Readonly<Record<string, ExpressionValue>>,
  ): Readonly<Record<string, ExpressionValue>> {
    const answer = answerTo("variables-as-roots", this.#context.assume);
    if (answer === "no") return variables;
    const roots = plainNames(this.#condition).flatMap((name): [string, ExpressionValue][] => {
      const found = this.#context.stateOf(name);
      if (Object.hasOwn(variables, name) || found.state === "absent") return [];
      const isKnown = answer === "yes" && found.state === "known";
      return [[name, isKnown ? found.value : new Open(answer === "yes" ? "string" : undefined, [name])]];
    });
    if (roots.length === 0) return variables;
    this.#asked.add("variables-as-roots");
    return { ...variables, ...Object.fromEntries(roots) };
  }
}

/** Names outside `${{…}}` that are neither members nor functions, those in quotes included. */
function plainNames(condition: string): readonly string[] {
  return [...new Set(condition.match(/(?<![\w$.{])[A-Za-z_$][\w$]*(?!\s*\(|[\w$])/g))];
}

/** A text with its quotes behind backslashes. */
function escapedState(found: VariableState, isEscaped: boolean): VariableState {
  if (!isEscaped || found.state !== "known") return found;
  return { state: "known", value: found.value.replaceAll(/["']/g, "\\$&") };
}

/** The answered approvals of which the results decide, as a clause. */
function approvalsAmong(names: readonly string[], { statusesOf }: WhenContext): string {
  const clauses = names.flatMap((name) => {
    const step = /^steps\.(.*)\.result$/s.exec(name)?.[1] ?? "";
    const [status, ...others] = statusesOf(step) ?? [];
    const alike = status && others.length === 0 ? alikeOf(status) : undefined;
    return alike ? [`; whether "${step}", which is ${status}, counts as ${alike} is not documented`] : [];
  });
  return clauses.join("");
}

/** How to test that a variable is set, or not set, for a comparison with the empty text. */
function existsTest(condition: string, absent: readonly string[]): string {
  if (absent.length === 0) return "";
  const tested = comparisonsIn(condition).find(({ name, value }) => value === "" && absent.includes(name));
  if (!tested) return "";
  const [meant, end] = tested.operator === "==" ? ["is not set", ""] : ["is set", " == false"];
  const test = `includes("\${{${tested.name}}}", "{{${tested.name}}}")${end}`;
  return `, which is not empty; to test that it ${meant} write ${test}`;
}

/** The values that the condition saw, as `NAME=value`; null if it has no known variable. */
function valuesIn(condition: string, { stateOf }: WhenContext): string | null {
  const known = referencedNames(condition).flatMap((name) => {
    const found = stateOf(name);
    return found.state === "known" ? [`${name}=${namesSecret(name) ? MASK : found.value}`] : [];
  });
  return known.length > 0 ? known.join(", ") : null;
}
