import {
  type Entry,
  isScalar,
  isSequence,
  isText,
  LocatedMapping,
  type Value,
} from "../../document/located.ts";
import { kindOf } from "../../lint/config/config-values.ts";
import { namesSecret } from "../../secrets/names.ts";
import {
  type BuildExpectation,
  type BuildFact,
  buildFacts,
  type CaseText,
  type Expectations,
  type NamedTriggers,
} from "../../simulate/cases/cases.ts";
import { allConditions } from "../../simulate/evaluate.ts";
import type { ConditionId } from "../../simulate/evaluation/evaluation-rules.ts";
import type { CaseValues } from "./case-values.ts";

/** The ids of all conditions. */
export const CONDITIONS: readonly string[] = Object.keys(allConditions);

/** The word that stands for an empty list of triggers, where it stands alone. */
export const NOTHING = "nothing";

/** Reads what a case expects from its keys; what is wrong becomes a fault of `values`. */
export function readExpectations(keys: ReadonlyMap<string, Value>, values: CaseValues): Expectations {
  const fires = firing(keys.get("fires"), "fires", values);
  const firesAtLeast = firing(keys.get("fires-at-least"), "fires-at-least", values);
  const skips = withConditions(keys.get("skips"), "skips", values);
  const unknown = withConditions(keys.get("unknown"), "unknown", values);
  const builds = keys.get("builds");
  const count = builds && values.count(builds, "builds");
  return {
    ...(fires && { fires }),
    ...(firesAtLeast && { firesAtLeast }),
    ...(skips && { skips }),
    ...(unknown && { unknown }),
    ...(builds && count !== undefined && { builds: { value: count, span: builds.span } }),
    build: [...variables(keys.get("variables"), values), ...build(keys.get("build"), values)],
  };
}

function firing(value: Value | undefined, what: string, values: CaseValues): NamedTriggers | undefined {
  if (value === undefined) return undefined;
  if (isText(value) && value.value === NOTHING) return { span: value.span, triggers: [] };
  if (isScalar(value) && value.value === null) {
    values.fault(value, `${what} is empty; name triggers, or write "${NOTHING}" where none fires`);
    return undefined;
  }
  const triggers = values.texts(value, `a trigger of ${what}`).map((name) => ({ name, conditions: [] }));
  return { span: value.span, triggers };
}

/** A trigger, a list of them, or a mapping from each to the conditions that must have decided. */
function withConditions(
  value: Value | undefined,
  what: string,
  values: CaseValues,
): NamedTriggers | undefined {
  if (value === undefined) return undefined;
  if (!(value instanceof LocatedMapping)) {
    const triggers = values.texts(value, `a trigger of ${what}`).map((name) => ({ name, conditions: [] }));
    return { span: value.span, triggers };
  }
  const triggers = values.entries(value, what).map(({ key, value: named }) => ({
    name: textOf(key),
    conditions: values
      .texts(named, `a condition of ${what}`)
      .flatMap((text) => conditionOf(text, values) ?? []),
  }));
  return { span: value.span, triggers };
}

function conditionOf(text: CaseText, values: CaseValues): ConditionId | undefined {
  if (CONDITIONS.includes(text.value)) return text.value as ConditionId;
  values.unknown(text, "condition", CONDITIONS);
  return undefined;
}

function textOf({ value, span }: Entry["key"]): CaseText {
  return { value, span };
}

/** Variables of the only build, or by trigger those of several. */
function variables(value: Value | undefined, values: CaseValues): BuildExpectation[] {
  return values.entries(value, "variables").flatMap(({ key, value: entry }) => {
    if (!(entry instanceof LocatedMapping)) return variable(key, entry, undefined, values);
    return values
      .entries(entry, `the variables of "${key.value}"`)
      .flatMap((own) => variable(own.key, own.value, textOf(key), values));
  });
}

function variable(
  key: Entry["key"],
  value: Value,
  trigger: CaseText | undefined,
  values: CaseValues,
): BuildExpectation[] {
  const text = scalar(value, `the variable "${key.value}"`, values);
  if (text === undefined) return [];
  if (text !== null && namesSecret(key.value)) {
    values.fault(
      key,
      `"${key.value}" names a secret, whose value is neither shown nor compared; leave it out`,
    );
    return [];
  }
  return [{ what: "variables", ...(trigger && { trigger }), key: key.value, value: text, span: key.span }];
}

/** A scalar as written; null where it is written as null; undefined, with a fault, for anything else. */
function scalar(value: Value, what: string, values: CaseValues): string | null | undefined {
  const empty = value.node.kind === "scalar" && value.node.style === "empty";
  if (isScalar(value) && !empty) return values.written(value) ?? null;
  const hint = empty ? 'write "" for an empty text, or null where there must be none' : "write a text";
  values.fault(value, `${what} is ${kindOf(value)}; ${hint}`);
  return undefined;
}

function build(value: Value | undefined, values: CaseValues): BuildExpectation[] {
  return values.entries(value, "build").flatMap(({ key, value: entry }) => {
    if (isFact(key.value)) return fact(key.value, key, entry, undefined, values);
    if (!(entry instanceof LocatedMapping)) {
      values.unknown(key, "part of a build", buildFacts);
      return [];
    }
    return [...values.object(entry, `the build of "${key.value}"`, buildFacts)].flatMap(([name, own]) =>
      fact(name as BuildFact, key, own, textOf(key), values),
    );
  });
}

function isFact(key: string): key is BuildFact {
  return (buildFacts as readonly string[]).includes(key);
}

function fact(
  what: BuildFact,
  key: Entry["key"],
  value: Value,
  trigger: CaseText | undefined,
  values: CaseValues,
): BuildExpectation[] {
  const whose = trigger && { trigger };
  if (what === "options" || what === "runtime-environment") {
    return values.entries(value, what).flatMap((own) => {
      const text = scalar(own.value, `"${own.key.value}"`, values);
      return text === undefined
        ? []
        : [{ what, ...whose, key: own.key.value, value: text, span: own.key.span }];
    });
  }
  if (what === "contexts" && isSequence(value)) {
    const list = values.texts(value, "a context").map((text) => text.value);
    return [{ what, ...whose, value: list.join(", "), span: value.span }];
  }
  const text = scalar(value, what, values);
  return text === undefined ? [] : [{ what, ...whose, value: text, span: key.span }];
}
