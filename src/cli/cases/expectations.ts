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
import { type CasesContext, entriesOf, textsOf, writtenText } from "./case-keys.ts";
import { NOTHING } from "./cases-schema.ts";

/** Reads the expectations of a case, whose schema is checked; other faults go to the context. */
export function readExpectations(keys: ReadonlyMap<string, Value>, context: CasesContext): Expectations {
  const all = keys.get("fires");
  const firesNothing = all && isText(all) && all.value === NOTHING;
  const fires = firesNothing ? { span: all.span, triggers: [] } : named(all, context);
  const firesAtLeast = named(keys.get("fires-at-least"), context);
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
      ...byTrigger(keys.get("variables"), (entry) => variable(entry, context)),
      ...byTrigger(keys.get("steps"), (entry) => step(entry, context)),
      ...byTrigger(
        keys.get("build"),
        (entry) => fact(entry, context),
        ({ name }) => isFact(name),
      ),
    ],
  };
}

/** A trigger, or a list of them. */
function named(value: Value | undefined, context: CasesContext): NamedTriggers | undefined {
  if (value === undefined) return undefined;
  const triggers = textsOf(value, context).map((name) => ({ name, conditions: [] }));
  return { span: value.span, triggers };
}

/** A trigger, a list of them, or a mapping from each to the conditions that must have decided. */
function withConditions(value: Value | undefined, context: CasesContext): NamedTriggers | undefined {
  if (!(value instanceof LocatedMapping)) return named(value, context);
  const triggers = value.entries.map(({ key, value: own }) => ({
    name: textOf(key),
    conditions: textsOf(own, context).map((text) => text.value as ConditionId),
  }));
  return { span: value.span, triggers };
}

function textOf({ value, span }: Entry["key"]): CaseText {
  return { value, span };
}

/** An expectation without the trigger whose build it is about. */
type OwnExpectation = Omit<BuildExpectation, "trigger">;

/** Reads entries about the only build (`isOwn`), or by trigger those about several. */
function byTrigger(
  value: Value | undefined,
  read: (entry: Entry) => OwnExpectation[],
  isOwn = (entry: Entry): boolean => !(entry.value instanceof LocatedMapping),
): BuildExpectation[] {
  return entriesOf(value).flatMap((entry) => {
    if (isOwn(entry)) return read(entry);
    const found = entriesOf(entry.value).flatMap(read);
    return found.map((each) => ({ ...each, trigger: textOf(entry.key) }));
  });
}

/** The outcome of a step. */
function step({ key, value }: Entry, context: CasesContext): OwnExpectation[] {
  const { span } = key;
  return textsOf(value, context).map((text) => ({ what: "steps", key: key.value, value: text.value, span }));
}

function variable({ key, value }: Entry, context: CasesContext): OwnExpectation[] {
  const text = scalar(value, `the variable "${key.value}"`, context);
  if (text === undefined) return [];
  if (text !== null && namesSecret(key.value)) {
    const message = `"${key.value}" is a secret, and secrets are never compared; remove it`;
    context.faults.push({ span: key.span, message });
    return [];
  }
  return [{ what: "variables", key: key.value, value: text, span: key.span }];
}

/** A scalar as written; null for null; undefined, with a fault, for a missing one. */
function scalar(value: Value, what: string, { source, faults }: CasesContext): string | null | undefined {
  if (!isUnwritten(value)) return isScalar(value) ? (writtenText(value, source) ?? null) : undefined;
  const message = `${what} has no value; write "" for an empty text, or null if it must not be set`;
  faults.push({ span: value.span, message });
  return undefined;
}

function isFact(key: string): key is BuildFact {
  return (buildFacts as readonly string[]).includes(key);
}

/** A part of a build other than variables and steps. */
function fact({ name: what, key, value }: Entry, context: CasesContext): OwnExpectation[] {
  if (!isFact(what)) return [];
  if (what === "options" || what === "runtime-environment") {
    return entriesOf(value).flatMap((own) => {
      const text = scalar(own.value, `"${own.key.value}"`, context);
      return text === undefined ? [] : [{ what, key: own.key.value, value: text, span: own.key.span }];
    });
  }
  if (isSequence(value)) {
    const list = textsOf(value, context).map((text) => text.value);
    return [{ what, value: list.join(", ") || null, span: value.span }];
  }
  const text = scalar(value, what, context);
  return text === undefined ? [] : [{ what, value: text, span: key.span }];
}
