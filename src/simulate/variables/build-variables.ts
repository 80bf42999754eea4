import { answerTo } from "../../catalogue/open-questions.ts";
import type { Range } from "../../document/source.ts";
import { isNested } from "../../expression/substitute.ts";
import { oncePerPipeline, type Pipeline, type Trigger, type Variable } from "../../pipeline/model.ts";
import { isSecretVariable, type SecretSet } from "../../secrets/locate.ts";
import { groupBy } from "../../util/group-by.ts";
import { memoizeBy } from "../../util/memoize.ts";
import { MASK } from "../../util/secret-prefixes.ts";
import { CRON_GIT_SETTINGS, type Layer, layersOf } from "../pipelines.ts";
import type { Assumptions } from "../settings.ts";
import type { SystemVariable } from "./system-variables.ts";

/** The origin of a variable's value. */
export type Origin = "pipeline" | "trigger" | "run";

/** A value in an output: null if unknown; secrets are masked. */
export interface ShownValue {
  /** The value; null where it is not known. A secret is masked. */
  readonly value: string | null;
  /** True for a secret. */
  readonly secret: boolean;
}

/** A variable of the build from the spec, and the ones that it overrides. */
export interface BuildVariable extends ShownValue {
  /** The name. */
  readonly key: string;
  /** Who sets it. */
  readonly origin: Origin;
  readonly range: Range | null;
  /** The values that it takes precedence over. */
  readonly overrides: readonly (ShownValue & { readonly origin: Origin; readonly range: Range | null })[];
  /** Open questions that it depends on, by id. */
  readonly assumed: readonly string[];
}

/**
 * Returns the variables of a build from the spec: the trigger's win over the pipeline's (semantics
 * i; docs.codefresh.io, variables). A duplicate key of one owner makes the value unknown unless
 * `duplicate-variable` is settled. The content of the trigger's contexts is unknown: with
 * `contexts-precedence: context` each may override a variable of the pipeline. A variable of the
 * Git trigger that a cron trigger simulates may do so as well (`cron-git-settings`). A value with a
 * reference to another variable is as written, with the question `substitution` if it is open.
 */
export function buildVariables(
  trigger: Trigger,
  assume: Assumptions,
  secrets?: SecretSet,
): readonly BuildVariable[] {
  const [simulated] = layersOf(trigger, assume).simulated ?? [];
  const own = new Set(trigger.variables.map(({ key }) => key?.value));
  const given = simulated && simulated !== "unknown" ? simulated.variables : [];
  const below = given.filter(({ key }) => !own.has(key?.value));
  const ofPipeline = sharedVariables(trigger.pipeline, assume, secrets);
  const ofTrigger = new Map<string, BuildVariable>();
  for (const list of [below, trigger.variables]) {
    for (const [key, entries] of groupBy(list, (variable) => variable.key?.value)) {
      const found = oneOf({ key, origin: "trigger", entries }, assume, secrets);
      const shown = list === below ? ofSimulated(found, true, assume) : found;
      ofTrigger.set(key, overriding(shown, ofPipeline.byKey.get(key)));
    }
  }
  const shared = ofPipeline.under(simulated === "unknown", contextsOver(trigger, simulated));
  if (ofTrigger.size === 0) return shared;
  const others = [...ofTrigger.values()].filter(({ key }) => !ofPipeline.byKey.has(key));
  return [...shared.map((each) => ofTrigger.get(each.key) ?? each), ...others];
}

/** The variables of a pipeline, which the builds of all its triggers share. */
interface SharedVariables {
  readonly assume: Assumptions;
  readonly secrets: SecretSet | undefined;
  readonly byKey: ReadonlyMap<string, BuildVariable>;
  /** The variables where an unknown Git trigger is simulated, and with contexts of a trigger. */
  readonly under: (isUnknown: boolean, contexts: Contexts) => readonly BuildVariable[];
}

/** The trigger whose contexts may override variables of the pipeline. */
type Contexts = "none" | "own" | "simulated";

function contextsOver(trigger: Trigger, simulated: Layer | undefined): Contexts {
  if (hasContexts(trigger)) return "own";
  return simulated && hasContexts(simulated) ? "simulated" : "none";
}

const hasContexts = (layer: Layer): boolean =>
  layer !== "unknown" && "contexts" in layer && layer.contexts.length > 0;

/** The shared variables of the last answers and secrets. */
const lastShared = oncePerPipeline((): { is?: SharedVariables } => ({}));

/**
 * The variables that all builds of a pipeline share, for all events: 1,500 cases of a spec with as
 * many variables took 8 seconds without it.
 */
function sharedVariables(
  pipeline: Pipeline,
  assume: Assumptions,
  secrets: SecretSet | undefined,
): SharedVariables {
  const last = lastShared(pipeline);
  if (last.is?.assume !== assume || last.is.secrets !== secrets) {
    const lists = groupBy(pipeline.variables, ({ key }) => key?.value);
    const all = Array.from(lists, ([key, entries]) =>
      oneOf({ key, origin: "pipeline", entries }, assume, secrets),
    );
    const under = memoizeBy(
      (isUnknown: boolean, contexts: Contexts) => `${isUnknown} ${contexts}`,
      (isUnknown, contexts) => {
        const shown = isUnknown ? all.map((each) => ofSimulated(each, false, assume)) : all;
        return contexts === "none" ? shown : shown.map((each) => withContexts(each, contexts, assume));
      },
    );
    last.is = { assume, secrets, byKey: new Map(all.map((each) => [each.key, each])), under };
  }
  return last.is;
}

/** A variable that the simulated Git trigger sets, or may set; no document mentions it. */
function ofSimulated(variable: BuildVariable, isGiven: boolean, assume: Assumptions): BuildVariable {
  const assumed = [...variable.assumed, CRON_GIT_SETTINGS];
  const isKnown = isGiven && assume[CRON_GIT_SETTINGS] === "yes";
  return isKnown ? { ...variable, assumed } : { ...variable, value: null, assumed };
}

/** A variable of the pipeline that a context of the trigger may override, if these are used. */
function withContexts(variable: BuildVariable, contexts: Contexts, assume: Assumptions): BuildVariable {
  const assumed = [...variable.assumed, "contexts-precedence"];
  if (assume["contexts-precedence"] !== "context") return { ...variable, assumed };
  const ifUsed = contexts === "simulated" ? [CRON_GIT_SETTINGS] : [];
  return { ...variable, value: null, assumed: [...assumed, ...ifUsed] };
}

/**
 * The variables of a spec in a build with some system variables: where both set one, the value that
 * wins is not documented (`system-variable-precedence`).
 */
export function besideSystem(
  variables: readonly BuildVariable[],
  system: readonly SystemVariable[],
  assume: Assumptions,
): readonly BuildVariable[] {
  const bySystem = new Map(system.map((each) => [each.name, each]));
  if (!variables.some(({ key }) => bySystem.has(key))) return variables;
  return variables.flatMap((variable) => {
    const other = bySystem.get(variable.key);
    if (!other || other.state === "literal") return [variable];
    if (variable.value !== null && variable.value === other.value) return [variable];
    const answer = answerTo("system-variable-precedence", assume);
    if (answer === "system") return [];
    const assumed = [...variable.assumed, "system-variable-precedence"];
    return [{ ...variable, value: answer === "spec" ? variable.value : null, assumed }];
  });
}

/** The variable of one owner with a key, which may have several entries. */
function oneOf(
  { key, origin, entries }: { key: string; origin: Origin; entries: readonly Variable[] },
  assume: Assumptions,
  secrets: SecretSet | undefined,
): BuildVariable {
  const answer = assume["duplicate-variable"];
  const chosen = answer === "first" ? entries[0]! : entries.at(-1)!;
  const range = chosen.pipeline.file.source.range((chosen.key ?? chosen.node).span);
  const disputed = entries.length > 1;
  const settled = !disputed || answer === "first" || answer === "last";
  const secret = entries.some((entry) => isSecretVariable(entry, secrets));
  const value = settled ? shownValue(chosen, secret) : null;
  const isOpen = isNested({ state: "known", value: value ?? "" });
  const isSubstituted = isOpen && answerTo("substitution", assume) === "unknown";
  const assumed = [...(disputed ? ["duplicate-variable"] : []), ...(isSubstituted ? ["substitution"] : [])];
  return { key, value, secret, origin, range, overrides: [], assumed };
}

function shownValue({ value }: Variable, secret: boolean): string {
  if (secret) return MASK;
  if (value === undefined || value.value === null) return "";
  return value.value instanceof Date ? value.value.toISOString() : String(value.value);
}

/** A variable that takes precedence over another one of its name. */
export function overriding(own: BuildVariable, before: BuildVariable | undefined): BuildVariable {
  if (!before) return own;
  const { value, secret, origin, range, overrides } = before;
  return { ...own, overrides: [{ value, secret, origin, range }, ...overrides] };
}
