import { answerTo } from "../../catalogue/open-questions.ts";
import { isSequence, type Located, LocatedMapping, type Place, type Value } from "../../document/located.ts";
import { isNested, OPEN_VARIABLE, referencedNames, substitute } from "../../expression/substitute.ts";
import { equalTexts, withHoles } from "../../expression/value.ts";
import type { MatchOptions } from "../../match/budget.ts";
import { compileRegex, parseRegexLiteral } from "../../match/regex/index.ts";
import { joinList, quote } from "../../util/text.ts";
import type { SimulatedStepCondition } from "./simulated-step.ts";
import { ANY, allHold, anyHolds, FINISHED, isOn, OVER, type Statuses, type Truth } from "./status.ts";
import { BUDGET_OF_CHARACTER, decideExpression, type WhenContext } from "./when-expression.ts";
import { checkWhen } from "./when-shape.ts";

/** Whether a `when` holds, with each part that decides. */
export interface WhenResult {
  readonly holds: Truth;
  readonly conditions: readonly SimulatedStepCondition[];
  /** The open questions about all parts together, by id. */
  readonly assumed: readonly string[];
}

/** The reason where the budget of a simulation is used up. */
export const TOO_MANY = "the triggers and steps of these specs have too many conditions to evaluate";

/**
 * Decides a `when`: `branch`, `condition` and `steps` must all hold (inferred from
 * docs.codefresh.io, conditional-execution-of-steps). Without one, the step runs.
 */
export function decideWhen(when: Value | undefined, context: WhenContext): WhenResult {
  if (when === undefined) return { holds: true, conditions: [], assumed: [] };
  const { budget } = context.options;
  if (budget && budget.left <= 0)
    return onePart({ id: "when", holds: undefined, reason: TOO_MANY }, when, context);
  const { fault, jsonText } = checkWhen(when);
  if (fault || jsonText || !(when instanceof LocatedMapping)) {
    // A text that is refused is searched for secrets before it is quoted.
    const { span, anchor = span } = fault?.place ?? when;
    budget?.spend((anchor.end - anchor.start) * BUDGET_OF_CHARACTER);
    const reason = fault
      ? `the effect of such a when is not documented: ${fault.message}`
      : "it is written as JSON text";
    return onePart({ id: "when", holds: undefined, reason }, fault?.place ?? jsonText ?? when, context);
  }
  if (when.entries.length === 0) return emptyPart("when", when, context);
  const condition = when.mapping("condition");
  return combine(
    [
      ...branchPart(when.mapping("branch"), context),
      ...(condition ? [decideConditions(condition, context)] : []),
      ...stepParts(when.get("steps"), context),
    ],
    context,
  );
}

/** The result where the effect of a whole `when` is not documented. */
export function undocumented(when: Value, what: string, context: WhenContext): WhenResult {
  return onePart({ id: "when", holds: undefined, reason: `${what} is not documented` }, when, context);
}

/** Parts of a `when`, or `all` and `any`: each must hold (open question `when-combination`). */
function combine(parts: readonly WhenResult[], { assume }: WhenContext): WhenResult {
  const [first, ...more] = parts;
  if (first && more.length === 0) return first;
  const answers = parts.map(({ holds }) => holds);
  const answer = answerTo("when-combination", assume);
  const isOpen = answers.some((each) => each !== answers[0]);
  const holds =
    answer === "any" ? anyHolds(answers, assume) : answer === "all" || !isOpen ? allHold(answers) : undefined;
  return {
    holds,
    conditions: parts.flatMap(({ conditions }) => conditions),
    assumed: [...parts.flatMap(({ assumed }) => assumed), ...(isOpen ? ["when-combination"] : [])],
  };
}

function emptyPart(id: string, place: Place, context: WhenContext): WhenResult {
  const answer = answerTo("empty-when", context.assume);
  const holds = answer === "unknown" ? undefined : answer === "holds";
  return onePart({ id, holds, reason: "it is empty", assumed: ["empty-when"] }, place, context);
}

function branchPart(branch: LocatedMapping | undefined, context: WhenContext): WhenResult[] {
  if (!branch) return [];
  if (branch.entries.length === 0) return [emptyPart("branch", branch, context)];
  const parts = (["only", "ignore"] as const).flatMap((key): WhenResult[] => {
    const list = branch.get(key);
    if (!list) return [];
    const names = branch.strings(key);
    return names.length === 0
      ? [emptyPart(`branch.${key}`, list, context)]
      : [branchList(key, list, names, context)];
  });
  return [all(parts)];
}

function branchList(
  key: "only" | "ignore",
  list: Place,
  names: readonly Located<string>[],
  context: WhenContext,
): WhenResult {
  const id = `branch.${key}`;
  const found = context.stateOf("CF_BRANCH");
  const assumed = context.questionsOn("CF_BRANCH");
  const expected = names.map(({ value }) => value).join(", ");
  if (found.state === "absent") {
    const answer = answerTo("no-branch", context.assume);
    const holds = answer === "unknown" ? undefined : answer === "holds";
    const reason = "the build has no branch";
    return onePart({ id, holds, reason, expected, assumed: ["no-branch"] }, list, context);
  }
  if (found.state === "open") {
    const alike = inEachReading(found.readings ?? [], (branch) => compare(names, branch, context).matched);
    if (alike !== undefined) {
      const actual = found.readings!.join(" or ");
      const quoted = found.readings!.map(quote);
      const reason = alike
        ? `both ${quoted.join(" and ")} are in the list`
        : `neither ${quoted.join(" nor ")} is in the list`;
      return onePart({ id, holds: key === "only" ? alike : !alike, reason, expected, actual }, list, context);
    }
    const reason = "the branch is not known";
    return onePart({ id, holds: undefined, reason, expected, needs: ["CF_BRANCH"], assumed }, list, context);
  }
  const branch = found.value;
  const { matched, answers } = compare(names, branch, context);
  if (matched !== undefined) {
    const holds = key === "only" ? matched : !matched;
    const reason = `the branch "${branch}" is ${matched ? "" : "not "}in the list`;
    return onePart({ id, holds, reason, expected, actual: branch, assumed }, list, context);
  }
  const at = answers.findIndex((answer) => typeof answer === "object");
  const { reason: why, needs } = answers[at] as NotCompared;
  const reason = `the entry "${names[at]!.value}" cannot be compared with "${branch}": ${why}`;
  const open = { holds: undefined, needs, assumed };
  return onePart({ id, reason, expected, actual: branch, ...open }, list, context);
}

/** Whether a list has a branch, undefined where that is not known, and the answer of each entry. */
function compare(names: readonly Located<string>[], branch: string, context: WhenContext) {
  const answers = names.map(({ value }) => isBranch(value, branch, context));
  const isUnclear = answers.some((answer) => typeof answer === "object");
  return { matched: answers.includes(true) || (isUnclear ? undefined : false), answers };
}

/** The answer that is the same in each reading of a variable; undefined if they differ. */
function inEachReading(
  readings: readonly string[],
  decide: (value: string) => boolean | undefined,
): boolean | undefined {
  const [first, ...others] = readings.map(decide);
  return others.every((each) => each === first) ? first : undefined;
}

/** Why an entry cannot be compared with a branch, and the variables that it depends on. */
interface NotCompared {
  readonly reason: string;
  readonly needs: readonly string[];
}

/**
 * An entry is an exact name, or a regular expression between slashes that is searched for. Whether
 * variables in it are replaced is not documented, so both readings must agree.
 */
function isBranch(entry: string, branch: string, context: WhenContext): boolean | NotCompared {
  const asWritten = matchesEntry(entry, branch, context.options);
  const names = referencedNames(entry);
  if (names.length === 0)
    return typeof asWritten === "boolean" ? asWritten : { reason: asWritten, needs: [] };
  if (asWritten === matchesReplaced(entry, branch, context)) return asWritten as boolean;
  const reason = `whether ${joinList(names)} is replaced in it is not documented`;
  return { reason, needs: names };
}

/** As `matchesEntry`, with the values of variables; undefined where it depends on an open one. */
function matchesReplaced(
  entry: string,
  branch: string,
  { stateOf, options }: WhenContext,
): boolean | undefined {
  const { text, open } = substitute(entry, (name) =>
    isNested(stateOf(name)) ? OPEN_VARIABLE : stateOf(name),
  );
  if (open.size === 0) {
    const answer = matchesEntry(text, branch, options);
    return typeof answer === "boolean" ? answer : undefined;
  }
  // An open value may itself be a regular expression.
  if (text.startsWith("/") || open.has(text[0] ?? "")) return undefined;
  return equalTexts(withHoles(text, open), branch);
}

/** Whether an entry as it is matches a branch; where it cannot be compared, why in a clause. */
function matchesEntry(value: string, branch: string, options: MatchOptions): boolean | string {
  if (!value.startsWith("/")) return value === branch;
  const literal = parseRegexLiteral(value);
  if (!("source" in literal))
    return literal.problems.every(({ code }) => code === "unescaped-slash")
      ? "the effect of a slash without a backslash in it is not documented"
      : "it is not a valid regular expression";
  if (/[^i]/.test(literal.flags)) return `the effect of its flags "${literal.flags}" is not documented`;
  const regex = compileRegex(literal, options);
  const outcome = regex.test(branch);
  if (outcome !== "unknown") return outcome === "yes";
  const result = regex.match(branch);
  return result.outcome === "unknown" ? result.reason : result.outcome === "yes";
}

/** Decides a `condition`: all expressions of `all`, and one of `any`. */
export function decideConditions(condition: LocatedMapping, context: WhenContext): WhenResult {
  if (condition.entries.length === 0) return emptyPart("condition", condition, context);
  const parts = (["all", "any"] as const).flatMap((key): WhenResult[] => {
    const group = condition.mapping(key);
    if (!group) return [];
    const id = `condition.${key}`;
    if (group.entries.length === 0) return [emptyPart(id, group, context)];
    const own = group.entries.map(({ key: name, value }) => {
      const { place, ...part } = decideExpression(value, context);
      return onePart({ ...part, id: `${id}.${name.value}` }, place, context);
    });
    return [key === "all" ? all(own) : any(own, context)];
  });
  return combine(parts, context);
}

function all(parts: readonly WhenResult[]): WhenResult {
  return {
    holds: allHold(parts.map(({ holds }) => holds)),
    conditions: parts.flatMap(({ conditions }) => conditions),
    assumed: parts.flatMap(({ assumed }) => assumed),
  };
}

function any(parts: readonly WhenResult[], { assume }: WhenContext): WhenResult {
  const answers = parts.map(({ holds }) => holds);
  const isOpen = answers.includes(true) && answers.includes("error");
  const { conditions, assumed } = all(parts);
  return {
    holds: anyHolds(answers, assume),
    conditions,
    assumed: isOpen ? [...assumed, "condition-error"] : assumed,
  };
}

function stepParts(steps: Value | undefined, context: WhenContext): WhenResult[] {
  if (!steps) return [];
  if (isSequence(steps)) return [entries(steps.items, "all", context)];
  if (!(steps instanceof LocatedMapping)) return [];
  return (["all", "any"] as const).flatMap((key) => {
    const items = steps.items(key);
    return items.length > 0 ? [entries(items, key, context)] : [];
  });
}

function entries(items: readonly Value[], key: "all" | "any", context: WhenContext): WhenResult {
  const parts = items.flatMap((item) => (item instanceof LocatedMapping ? [stepPart(item, context)] : []));
  return key === "all" ? all(parts) : any(parts, context);
}

function stepPart(item: LocatedMapping, context: WhenContext): WhenResult {
  const name = item.string("name")?.value ?? "";
  const words = item.strings("on").map(({ value }) => value);
  const on = words.length > 0 ? words : ["success"];
  const statuses = context.statusesOf(name);
  const { holds, assumed } = statuses ? isIn(statuses, on, context) : { holds: false, assumed: [] };
  const actual = !statuses || statuses === ANY ? null : [...statuses].join(" or ");
  const isAsked = holds === undefined && (actual === "approved" || actual === "denied");
  const isSeenRunning = holds === undefined && !isAsked && statuses?.size === 1;
  const open = isAsked
    ? `; whether that counts as ${joinList(on, "or")} is not documented`
    : isSeenRunning
      ? `; whether the when is evaluated while "${name}" runs is not known`
      : "";
  const reason = statuses
    ? `the result of "${name}" is ${actual ?? "not known"}${open}`
    : `there is no step "${name}"`;
  const needs = holds === undefined && !isSeenRunning ? [`steps.${name}.result`] : [];
  const all = [...context.questionAbout(name), ...assumed];
  const expected = on.join(" or ");
  const part = { id: `steps.${name}`, holds, reason, expected, actual, needs, assumed: all };
  return onePart(part, item, context);
}

/** Whether a result is one of `on`, with the open question where it depends on one. */
function isIn(
  statuses: Statuses,
  on: readonly string[],
  { assume, isEvaluatedAgain }: WhenContext,
): { readonly holds: boolean | undefined; readonly assumed: readonly string[] } {
  const [over, documented] = [OVER, FINISHED].map((set) => isOn(statuses, on, set, isEvaluatedAgain));
  if (over === documented) return { holds: over, assumed: [] };
  const answer = answerTo("finished-results", assume);
  const holds = answer === "unknown" ? undefined : answer === "yes" ? over : documented;
  return { holds, assumed: ["finished-results"] };
}

/** One part, without what it does not have. */
interface Part
  extends Pick<SimulatedStepCondition, "id" | "reason">,
    Partial<Pick<SimulatedStepCondition, "expected" | "actual" | "needs" | "assumed">> {
  readonly holds: Truth;
}

function onePart({ holds, ...part }: Part, place: Place, { source }: WhenContext): WhenResult {
  const outcome = holds === undefined ? "unknown" : holds === "error" ? "error" : holds ? "pass" : "fail";
  const whole = { expected: null, actual: null, needs: [], assumed: [], ...part };
  const { id, expected, actual, reason, needs, assumed } = whole;
  const range = source.range(place.span);
  return {
    holds,
    conditions: [{ id, outcome, expected, actual, reason, needs, assumed, range }],
    assumed: [],
  };
}
