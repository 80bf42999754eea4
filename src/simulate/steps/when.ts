import {
  isSequence,
  isText,
  type Located,
  LocatedMapping,
  type Place,
  type Value,
} from "../../document/located.ts";
import { within } from "../../document/scalar-span.ts";
import type { Source } from "../../document/source.ts";
import { decideCondition } from "../../expression/condition.ts";
import { referencedNames, type VariableState } from "../../expression/substitute.ts";
import type { Value as ExpressionValue } from "../../expression/value.ts";
import type { MatchOptions } from "../../match/budget.ts";
import { compileRegex, parseRegexLiteral } from "../../match/regex/index.ts";
import { namesSecret } from "../../secrets/names.ts";
import { MASK } from "../../util/secret-prefixes.ts";
import { joinList } from "../../util/text.ts";
import type { SimulatedStepCondition } from "./simulated-step.ts";
import { ANY, allHold, anyHolds, isOn, type Statuses, type Truth } from "./status.ts";
import { checkWhen } from "./when-shape.ts";

/** The facts that decide the `when` of a step. */
export interface WhenContext {
  readonly source: Source;
  stateOf(name: string): VariableState;
  /** The result of a step at this moment; undefined if there is no step of that name. */
  statusesOf(name: string): Statuses | undefined;
  /** `steps`, `workflow` and the names of the steps, which a condition may use without quotes. */
  readonly variables: Readonly<Record<string, ExpressionValue>>;
  /** True if a `when` that does not hold is evaluated again while other steps run. */
  readonly isEvaluatedAgain: boolean;
  readonly options: MatchOptions;
}

/** Whether a `when` holds, with each part that decides. */
export interface WhenResult {
  readonly holds: Truth;
  readonly conditions: readonly SimulatedStepCondition[];
}

/**
 * Decides a `when`: `branch`, `condition` and `steps` must all hold (inferred from
 * docs.codefresh.io, conditional-execution-of-steps). Without one, the step runs.
 */
export function decideWhen(when: Value | undefined, context: WhenContext): WhenResult {
  if (when === undefined) return { holds: true, conditions: [] };
  const { faults, jsonTexts } = checkWhen(when);
  const [fault] = faults;
  if (fault || jsonTexts.length > 0 || !(when instanceof LocatedMapping)) {
    const reason = fault
      ? `Codefresh's validator refuses such a when: ${fault.message}`
      : "it is written as JSON text";
    return one(
      { id: "when", holds: undefined, reason, expected: null, actual: null, needs: [] },
      fault?.place ?? jsonTexts[0] ?? when,
      context,
    );
  }
  const parts = [
    ...branchPart(when.mapping("branch"), context),
    ...conditionParts(when.mapping("condition"), context),
    ...stepParts(when.get("steps"), context),
  ];
  return {
    holds: allHold(parts.map(({ holds }) => holds)),
    conditions: parts.flatMap(({ conditions }) => conditions),
  };
}

function branchPart(branch: LocatedMapping | undefined, context: WhenContext): WhenResult[] {
  if (!branch) return [];
  const found = context.stateOf("CF_BRANCH");
  return (["only", "ignore"] as const).flatMap((key): WhenResult[] => {
    const list = branch.get(key);
    const names = branch.strings(key);
    // An empty list holds, as an empty condition does (inferred).
    if (!list || names.length === 0) return [];
    const matched =
      found.state === "known"
        ? anyHolds(names.map((name) => isBranch(name, found.value, context.options)))
        : undefined;
    const holds = key === "only" ? matched : negated(matched);
    const expected = names.map(({ value }) => value).join(", ");
    const actual = found.state === "known" ? found.value : null;
    const reason =
      actual === null
        ? "the branch is not known"
        : matched === undefined
          ? `an entry cannot be compared with "${actual}"`
          : `the branch "${actual}" is ${matched ? "" : "not "}in the list`;
    return [
      one(
        { id: `branch.${key}`, holds, reason, expected, actual, needs: actual === null ? ["CF_BRANCH"] : [] },
        list,
        context,
      ),
    ];
  });
}

function negated(value: Truth): Truth {
  return typeof value === "boolean" ? !value : value;
}

/** An entry is an exact name, or a regular expression between slashes that is searched for. */
function isBranch({ value }: Located<string>, branch: string, options: MatchOptions): Truth {
  if (value.includes("${{")) return undefined;
  if (!value.startsWith("/")) return value === branch;
  const literal = parseRegexLiteral(value);
  if (!("source" in literal) || /[^i]/.test(literal.flags)) return undefined;
  const outcome = compileRegex(literal, options).test(branch);
  return outcome === "unknown" ? undefined : outcome === "yes";
}

/** The parts of a `condition`; an empty one has none and holds. */
export function conditionParts(condition: LocatedMapping | undefined, context: WhenContext): WhenResult[] {
  return (["all", "any"] as const).flatMap((key): WhenResult[] => {
    const entries = condition?.mapping(key)?.entries ?? [];
    if (entries.length === 0) return [];
    const parts = entries.map(({ key: name, value }) =>
      expressionPart(`condition.${key}.${name.value}`, value, context),
    );
    const holds = (key === "all" ? allHold : anyHolds)(parts.map((part) => part.holds));
    return [{ holds, conditions: parts.flatMap(({ conditions }) => conditions) }];
  });
}

function expressionPart(id: string, value: Value, context: WhenContext): WhenResult {
  if (!isText(value)) {
    const reason = "a condition must be a text; the platform refuses anything else";
    return one({ id, holds: "error", reason, expected: null, actual: null, needs: [] }, value, context);
  }
  const { source, stateOf, variables, options } = context;
  const answer = decideCondition(value.value, { stateOf, variables, options });
  const shared = { id, expected: value.value, actual: valuesIn(value.value, context) };
  const stays =
    answer.absent.length > 0
      ? `; nothing sets ${joinList(answer.absent)}, so that \${{${answer.absent[0]}}} stays as text`
      : "";
  switch (answer.outcome) {
    case "error":
      return one(
        { ...shared, holds: "error", reason: `${answer.message}${stays}`, needs: [] },
        within(source.text, value, answer.place.start, answer.place.end),
        context,
      );
    case "unknown": {
      const names = answer.names.length > 0 ? `: ${joinList(answer.names)}` : "";
      return one(
        { ...shared, holds: undefined, reason: `${answer.reason}${names}`, needs: answer.names },
        value,
        context,
      );
    }
    default: {
      const holds = answer.outcome === "true";
      return one(
        { ...shared, holds, reason: `the condition is ${answer.outcome}${stays}`, needs: [] },
        value,
        context,
      );
    }
  }
}

/** The values that the condition saw, as `NAME=value`; null if it has no known variable. */
function valuesIn(condition: string, { stateOf }: WhenContext): string | null {
  const known = referencedNames(condition).flatMap((name) => {
    const found = stateOf(name);
    return found.state === "known" ? [`${name}=${namesSecret(name) ? MASK : found.value}`] : [];
  });
  return known.length > 0 ? known.join(", ") : null;
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
  const holds = (key === "all" ? allHold : anyHolds)(parts.map((part) => part.holds));
  return { holds, conditions: parts.flatMap(({ conditions }) => conditions) };
}

function stepPart(item: LocatedMapping, context: WhenContext): WhenResult {
  const name = item.string("name")?.value ?? "";
  const words = item.strings("on").map(({ value }) => value);
  const on = words.length > 0 ? words : ["success"];
  const statuses = context.statusesOf(name);
  const holds = statuses ? isOn(statuses, on, context.isEvaluatedAgain) : false;
  const actual = !statuses || statuses === ANY ? null : [...statuses].join(" or ");
  const reason = statuses
    ? `the result of "${name}" is ${actual ?? "not known"}`
    : `there is no step "${name}"`;
  const needs = holds === undefined ? [`steps.${name}.result`] : [];
  return one({ id: `steps.${name}`, holds, reason, expected: on.join(" or "), actual, needs }, item, context);
}

interface Part extends Pick<SimulatedStepCondition, "id" | "reason" | "expected" | "actual" | "needs"> {
  readonly holds: Truth;
}

function one({ holds, ...part }: Part, place: Place, { source }: Pick<WhenContext, "source">): WhenResult {
  const outcome = holds === undefined ? "unknown" : holds === "error" ? "error" : holds ? "pass" : "fail";
  return { holds, conditions: [{ ...part, outcome, range: source.range(place.span) }] };
}
