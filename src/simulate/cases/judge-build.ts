import { closestMatch } from "../../util/closest-match.ts";
import type { EffectiveBuild } from "../build/effective-build.ts";
import type { CaseTriggers, TriggerAnswers } from "./case-triggers.ts";
import type { BuildExpectation, CaseFailure } from "./cases.ts";

/** Why a part of a build cannot be compared with a value. */
interface NotKnown {
  readonly notKnown: string;
}

/**
 * Checks one expectation about the build of `own`, or of the only trigger that fires. Undefined if
 * every build that the trigger starts meets it.
 */
export function judgeBuild(
  expectation: BuildExpectation,
  own: TriggerAnswers | undefined,
  triggers: CaseTriggers,
): CaseFailure | undefined {
  const firing = triggers.all.filter(({ verdict }) => verdict === "fires");
  const fail = (actual: string, concerned: readonly TriggerAnswers[]): CaseFailure => ({
    expectation:
      expectation.what === "variables" || expectation.what === "steps" ? expectation.what : "build",
    span: expectation.span,
    expected: formatExpected(expectation),
    actual,
    triggers: concerned,
  });
  const names = firing.map((each) => triggers.shortName(each)).join(", ");
  if (!own && firing.length > 1) return fail(`several triggers fire (${names}); name one`, []);
  const trigger = own ?? firing[0];
  if (trigger?.verdict !== "fires") {
    return fail(
      trigger ? `no build: ${triggers.shortName(trigger)} does not fire` : "no build",
      trigger ? [trigger] : [],
    );
  }
  for (const { build } of trigger.answers) {
    if (!build) continue;
    const actual = partOf(build, expectation);
    if (actual === expectation.value) continue;
    const isOpen = actual !== null && typeof actual !== "string";
    if (isOpen && expectation.what === "steps" && expectation.value === "unknown") continue;
    return fail(`${formatActual(expectation, actual)}${nearStep(build, expectation, actual)}`, [trigger]);
  }
  return undefined;
}

/** A part as text; null if the build does not have it. */
function partOf(build: EffectiveBuild, expectation: BuildExpectation): string | null | NotKnown {
  const { what, key = "" } = expectation;
  switch (what) {
    case "variables":
      return variableOf(build, key);
    case "steps":
      return stepOf(build, key);
    case "contexts":
      return contextsOf(build);
    case "options":
      return optionOf(build, key);
    case "runtime-environment":
      return runtimeOf(build, key);
    case "commit-status-title":
      return build.commitStatusTitle;
    case "revision":
      return build.definition.location === "git"
        ? (build.definition.revision ?? { notKnown: "unknown" })
        : null;
  }
}

/** The outcome of a step, or of a hook by `hooks.on_fail` or `NAME.hooks.on_fail`. */
function stepOf(build: EffectiveBuild, name: string): string | null | NotKnown {
  const { steps, stepsPath, result } = build;
  const [, owner, hook] = /^(?:(.*)\.)?hooks\.(\w+)$/.exec(name) ?? [];
  const hooks = owner === undefined ? build.hooks : steps.find(({ step }) => step === owner)?.hooks;
  const found =
    steps.find(({ step }) => step === name) ?? (hook && hooks?.find((each) => each.hook === hook));
  if (found) return found.outcome;
  return stepsPath === null && result ? { notKnown: `unknown (${result.reason})` } : null;
}

function variableOf(build: EffectiveBuild, key: string): string | null | NotKnown {
  const own = build.variables.find((variable) => variable.key === key);
  // The value is that of the spec, and the build's may have its references replaced.
  if (own)
    return own.assumed.includes("substitution")
      ? unknownBy(own.assumed)
      : (own.value ?? unknownBy(own.assumed));
  const system = build.systemVariables.find(({ name }) => name === key);
  if (system?.state === "set") return { notKnown: "set to an unknown value" };
  return system?.value ?? null;
}

function contextsOf({ contexts }: EffectiveBuild): string | null | NotKnown {
  const open = contexts.find(({ used }) => used === null);
  return open ? unknownBy(open.assumed) : contexts.map(({ value }) => value).join(", ") || null;
}

function optionOf({ options }: EffectiveBuild, key: string): string | null | NotKnown {
  if (!Object.hasOwn(options, key)) return null;
  const { value, assumed } = options[key]!;
  return value === null ? unknownBy(assumed) : String(value);
}

function runtimeOf({ runtimeEnvironment: runtime }: EffectiveBuild, key: string): string | null | NotKnown {
  if (!runtime) return null;
  const values = [runtime.value, runtime.merged ?? runtime.value].map((each) => each[key]);
  const [own, merged] = values;
  return own !== merged || own === null ? unknownBy(runtime.assumed) : (own ?? null);
}

const unknownBy = (assumed: readonly string[]): NotKnown => ({ notKnown: `unknown (${assumed.join(", ")})` });

/** An expectation in short: `NAME=value`. */
export function formatExpected({ what, key, value }: BuildExpectation): string {
  const name = nameOf(what, key);
  return value === null ? `no ${name}` : `${name}=${value}`;
}

function formatActual({ what, key }: BuildExpectation, actual: string | null | NotKnown): string {
  const name = nameOf(what, key);
  if (actual === null) return `no ${name}`;
  return typeof actual === "string" ? `${name}=${actual}` : `${name} is ${actual.notKnown}`;
}

/** The step that a name of none probably means, as a question. */
function nearStep(
  { steps }: EffectiveBuild,
  { what, key = "" }: BuildExpectation,
  actual: string | null | NotKnown,
): string {
  const isMissing = what === "steps" && actual === null;
  const near =
    isMissing &&
    closestMatch(
      key,
      steps.flatMap(({ step }) => step ?? []),
    );
  return near ? `; did you mean ${near}?` : "";
}

function nameOf(what: BuildExpectation["what"], key: string | undefined): string {
  if (what === "variables") return key ?? "";
  if (what === "steps") return `step ${key}`;
  return key === undefined ? what : `${what}.${key}`;
}
