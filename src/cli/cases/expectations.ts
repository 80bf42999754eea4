import {
  type Entry,
  isScalar,
  isSequence,
  isText,
  isUnwritten,
  LocatedMapping,
  type Value,
} from "../../document/located.ts";
import { namesSecret } from "../../secrets/names.ts";
import {
  type BuildExpectation,
  type BuildFact,
  buildFacts,
  type CaseText,
  type Expectations,
  type NamedTriggers,
} from "../../simulate/cases/cases.ts";
import type { ConditionId } from "../../simulate/evaluation/evaluation-rules.ts";
import { type CasesContext, textsOf, writtenText } from "./case-keys.ts";
import { NOTHING } from "./cases-schema.ts";

/** Reads the expectations of a case, whose schema is checked; other faults go to the context. */
export function readExpectations(keys: ReadonlyMap<string, Value>, context: CasesContext): Expectations {
  const fires = firing(keys.get("fires"), context);
  const firesAtLeast = firing(keys.get("fires-at-least"), context);
  const skips = withConditions(keys.get("skips"), context);
  const unknown = withConditions(keys.get("unknown"), context);
  const builds = keys.get("builds");
  return {
    ...(fires && { fires }),
    ...(firesAtLeast && { firesAtLeast }),
    ...(skips && { skips }),
    ...(unknown && { unknown }),
    ...(builds && isScalar(builds) && { builds: { value: Number(builds.value), span: builds.span } }),
    build: [
      ...variables(keys.get("variables"), context),
      ...steps(keys.get("steps"), context),
      ...build(keys.get("build"), context),
    ],
  };
}

function firing(value: Value | undefined, context: CasesContext): NamedTriggers | undefined {
  if (value === undefined) return undefined;
  const isNothing = isText(value) && value.value === NOTHING;
  const names = isNothing ? [] : textsOf(value, context);
  return { span: value.span, triggers: names.map((name) => ({ name, conditions: [] })) };
}

/** A trigger, a list of them, or a mapping from each to the conditions that must have decided. */
function withConditions(value: Value | undefined, context: CasesContext): NamedTriggers | undefined {
  if (!(value instanceof LocatedMapping)) return firing(value, context);
  const triggers = value.entries.map(({ key, value: named }) => ({
    name: textOf(key),
    conditions: textsOf(named, context).map((text) => text.value as ConditionId),
  }));
  return { span: value.span, triggers };
}

function textOf({ value, span }: Entry["key"]): CaseText {
  return { value, span };
}

const entriesOf = (value: Value | undefined): readonly Entry[] =>
  value instanceof LocatedMapping ? value.entries : [];

/** Variables of the only build, or by trigger those of several. */
function variables(value: Value | undefined, context: CasesContext): BuildExpectation[] {
  return entriesOf(value).flatMap((entry) =>
    entry.value instanceof LocatedMapping
      ? entry.value.entries.flatMap((own) => variable(own, textOf(entry.key), context))
      : variable(entry, undefined, context),
  );
}

/** The outcomes of steps of the only build, or by trigger of several. */
function steps(value: Value | undefined, context: CasesContext): BuildExpectation[] {
  const outcome = ({ key, value: own }: Entry, trigger?: CaseText): BuildExpectation[] =>
    textsOf(own, context).map((text) => ({
      what: "steps",
      ...(trigger && { trigger }),
      key: key.value,
      value: text.value,
      span: key.span,
    }));
  return entriesOf(value).flatMap((entry) =>
    entry.value instanceof LocatedMapping
      ? entry.value.entries.flatMap((own) => outcome(own, textOf(entry.key)))
      : outcome(entry),
  );
}

function variable(
  { key, value }: Entry,
  trigger: CaseText | undefined,
  context: CasesContext,
): BuildExpectation[] {
  const text = scalar(value, `the variable "${key.value}"`, context);
  if (text === undefined) return [];
  if (text !== null && namesSecret(key.value)) {
    const message = `"${key.value}" is a secret, and secrets are never compared; remove it`;
    context.faults.push({ span: key.span, message });
    return [];
  }
  return [{ what: "variables", ...(trigger && { trigger }), key: key.value, value: text, span: key.span }];
}

/** A scalar as written; null for null; undefined, with a fault, for a missing one. */
function scalar(value: Value, what: string, { source, faults }: CasesContext): string | null | undefined {
  if (!isUnwritten(value)) return isScalar(value) ? (writtenText(value, source) ?? null) : undefined;
  const message = `${what} has no value; write "" for an empty text, or null if it must not be set`;
  faults.push({ span: value.span, message });
  return undefined;
}

function build(value: Value | undefined, context: CasesContext): BuildExpectation[] {
  return entriesOf(value).flatMap((entry) =>
    isFact(entry.name)
      ? fact(entry.name, entry, undefined, context)
      : entriesOf(entry.value).flatMap(({ name, value: own }) =>
          isFact(name) ? fact(name, { name, key: entry.key, value: own }, textOf(entry.key), context) : [],
        ),
  );
}

function isFact(key: string): key is BuildFact {
  return (buildFacts as readonly string[]).includes(key);
}

function fact(
  what: BuildFact,
  { key, value }: Entry,
  trigger: CaseText | undefined,
  context: CasesContext,
): BuildExpectation[] {
  const whose = trigger && { trigger };
  if (what === "options" || what === "runtime-environment") {
    return entriesOf(value).flatMap((own) => {
      const text = scalar(own.value, `"${own.key.value}"`, context);
      if (text === undefined) return [];
      return [{ what, ...whose, key: own.key.value, value: text, span: own.key.span }];
    });
  }
  if (isSequence(value)) {
    const list = textsOf(value, context).map((text) => text.value);
    return [{ what, ...whose, value: list.join(", "), span: value.span }];
  }
  const text = scalar(value, what, context);
  return text === undefined ? [] : [{ what, ...whose, value: text, span: key.span }];
}
