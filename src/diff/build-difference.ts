import { findProvider } from "../catalogue/providers.ts";
import type { Budget } from "../match/budget.ts";
import {
  definitionPath,
  type Pipeline,
  type SpecFile,
  type Trigger,
  type Variable,
} from "../pipeline/model.ts";
import { isSecretVariable, type SecretSet } from "../secrets/locate.ts";
import { definitionOf } from "../simulate/build/definition.ts";
import { contextsOf, optionsOf, runtimeOf } from "../simulate/build/layered-settings.ts";
import { CONDITION_KEYS, CRON_GIT_SETTINGS, type Layers, layersOf } from "../simulate/pipelines.ts";
import type { Assumptions } from "../simulate/settings.ts";
import { groupBy } from "../util/group-by.ts";
import { memoizeByObject } from "../util/memoize.ts";
import { MASK } from "../util/secret-prefixes.ts";
import type { BuildDifference, BuildPart } from "./difference.ts";
import type { DiffContext } from "./direction.ts";
import {
  differences,
  exact,
  exactOfStep,
  isMapping,
  type Mapping,
  plainTrigger,
  row,
  shown,
  type Workflow,
  workflowOf,
} from "./plain-values.ts";

/** A version of a pipeline. */
interface BuildOwner {
  readonly pipeline: Pipeline;
  /** The file with the steps that `specTemplate` names, where it is known. */
  readonly definition: SpecFile | undefined;
}

/** A pipeline, with the triggers that set parts of a build. */
interface Started {
  readonly pipeline: Pipeline;
  readonly layers: KnownLayers;
}

/** The cost to compare one setting of a simulated Git trigger, and to print a difference. */
const STEPS_PER_SETTING = 100;

/** Keys of `spec` that are compared on their own, or that no build shows. */
const OTHER_SPEC_KEYS: ReadonlySet<string> = new Set(
  `triggers cronTriggers variables contexts options runtimeEnvironment steps stages specTemplate
  scopeSnapshot variablesSchema`.split(/\s+/),
);

/** Keys of a trigger that are compared on their own, evaluated by conditions, or generated. */
const OTHER_TRIGGER_KEYS: ReadonlySet<string> = new Set([
  ...CONDITION_KEYS,
  ...`name type description id verified status lastExecutionDate createdFromRepositoryMigration endpoint secret
  event repo provider context gitTriggerId branch variables contexts options runtimeEnvironment`.split(/\s+/),
]);

/** Keys of a step that only name it for people. */
const STEP_LABELS: ReadonlySet<string> = new Set(["title", "description", "stage"]);

/** Layers that are all in the spec. */
type KnownLayers = readonly Trigger[];

const isKnown = (layers: Layers): layers is KnownLayers => !layers.includes("unknown");

/**
 * Compares the builds of two versions of a pipeline, from the settings of the trigger and the
 * pipeline together (semantics i), so that a setting may move from one to the other. Secrets are
 * compared, and masked. Parts that no trigger changes are compared once.
 */
export class BuildComparison {
  readonly #before: Pipeline;
  readonly #after: Pipeline;
  readonly #assume: Assumptions;
  readonly #work: Budget;
  readonly #variables: CompareVariables;
  readonly #ofPipelines: readonly BuildDifference[];
  /** New cron triggers whose simulated Git triggers were not compared, since so many changed. */
  readonly leftOut = new Set<Trigger | undefined>();

  constructor(
    before: Pipeline,
    after: Pipeline,
    { settings: [, { assume }], definitions: [old, now], options: { secrets }, work }: DiffContext,
  ) {
    this.#before = before;
    this.#after = after;
    this.#assume = assume;
    this.#work = work;
    this.#variables = variablesOf(before, after, assume, secrets);
    this.#ofPipelines = [
      ...definition(before, after),
      ...steps({ pipeline: before, definition: old }, { pipeline: after, definition: now }),
      ...settings(before, after),
    ];
  }

  /** The parts in which the builds differ that two triggers start, or a manual run. */
  between(before?: Trigger, after?: Trigger): BuildDifference[] {
    return [...this.#ofTriggers(before, after), ...this.#ofPipelines];
  }

  /** Compares builds of cron triggers also with the settings of the Git triggers they simulate. */
  #ofTriggers(before: Trigger | undefined, after: Trigger | undefined): BuildDifference[] {
    const assume = this.#assume;
    const [one, other] = [layersOf(before, assume), layersOf(after, assume)];
    const own = this.#ofLayers(one.own, other.own);
    const [ours, theirs] = [one.simulated ?? one.own, other.simulated ?? other.own];
    // A Git trigger that is not in the spec may be the same on both sides, or any other one.
    if (!isKnown(ours) || !isKnown(theirs) || (!one.simulated && !other.simulated)) return own;
    const settings = [...ours, ...theirs].reduce((sum, layer) => sum + settingsOf(layer), 0);
    if (!this.#work.spend(settings * STEPS_PER_SETTING)) {
      this.leftOut.add(after);
      return own;
    }
    const all = this.#ofLayers(ours, theirs);
    const [ofOwn, ofAll] = [byKey(own), byKey(all)];
    const found = assume[CRON_GIT_SETTINGS] === "yes" ? ofAll : new Map([...ofOwn, ...ofAll]);
    return [...found].map(([key, each]) => {
      const isSure = ofOwn.has(key) && ofAll.has(key);
      return isSure ? each : { ...each, assumed: [...each.assumed, CRON_GIT_SETTINGS] };
    });
  }

  #ofLayers(before: KnownLayers, after: KnownLayers): BuildDifference[] {
    const one = { pipeline: this.#before, layers: before };
    const other = { pipeline: this.#after, layers: after };
    return [
      ...this.#variables(before, after),
      ...options(one, other),
      ...runtime(one, other, this.#assume),
      ...contexts(one, other),
      ...triggerSettings(before, after),
    ];
  }

  /** The contexts of the build that a new trigger starts, if only their order differs. */
  reorderedContexts(before: Trigger, after: Trigger): readonly string[] | undefined {
    const one = contextNames({ pipeline: this.#before, layers: [before] });
    const other = contextNames({ pipeline: this.#after, layers: [after] });
    const known = new Set(other);
    const isSameSet = one.length === other.length && one.every((name) => known.has(name));
    return isSameSet && one.some((name, index) => name !== other[index]) ? other : undefined;
  }
}

/** The number of parts of a build that a trigger sets, about. */
function settingsOf(trigger: Trigger): number {
  const contexts = "contexts" in trigger ? trigger.contexts.length : 0;
  return trigger.node.entries.length + trigger.variables.length + contexts;
}

/**
 * A text that is equal for differences with the same values. Triggers share most of them: 1,000
 * with as many changed variables took 5 seconds, and half of it with the texts kept.
 */
export const keyOf: (difference: BuildDifference) => string = memoizeByObject(
  ({ part, name, before, after }) => JSON.stringify([part, name, before, after]),
);

function byKey(rows: readonly BuildDifference[]): ReadonlyMap<string, BuildDifference> {
  return new Map(rows.map((each) => [keyOf(each), each]));
}

/** The entries of each key. */
type Entries = ReadonlyMap<string, readonly Variable[]>;

/** Compares the variables of builds: those of a trigger decide, else those of the pipeline. */
type CompareVariables = (before: KnownLayers, after: KnownLayers) => readonly BuildDifference[];

function variablesOf(
  before: Pipeline,
  after: Pipeline,
  assume: Assumptions,
  secrets: SecretSet | undefined,
): CompareVariables {
  const [one, other] = [entriesOf(before.variables), entriesOf(after.variables)];
  const places = new Map([...new Set([...one.keys(), ...other.keys()])].map((key, index) => [key, index]));
  const compare = (key: string, old = one.get(key), now = other.get(key)) =>
    compareVariable(key, [old, now], assume, secrets);
  const shared = new Map([...places.keys()].map((key) => [key, compare(key)]));
  const differing = [...shared.keys()].filter((key) => shared.get(key)!.length > 0);
  const all = differing.flatMap((key) => shared.get(key)!);
  return (ofBefore, ofAfter) => {
    const [ours, theirs] = [entriesOfLayers(ofBefore), entriesOfLayers(ofAfter)];
    if (ours.size + theirs.size === 0) return all;
    const placeOf = (key: string): number => places.get(key) ?? places.size;
    return [...new Set([...differing, ...ours.keys(), ...theirs.keys()])]
      .sort((a, b) => placeOf(a) - placeOf(b))
      .flatMap((key) =>
        ours.has(key) || theirs.has(key) ? compare(key, ours.get(key), theirs.get(key)) : shared.get(key)!,
      );
  };
}

function compareVariable(
  key: string,
  sides: readonly [readonly Variable[] | undefined, readonly Variable[] | undefined],
  assume: Assumptions,
  secrets: SecretSet | undefined,
): BuildDifference[] {
  const [one, other] = sides;
  if ((!one && !other) || (one && other && isSameVariable(one, other, assume))) return [];
  const assumed = sides.some((each) => each && each.length > 1) ? ["duplicate-variable"] : [];
  const [old, now] = sides.map((entries) => (entries ? shownVariable(entries.at(-1)!, secrets) : null));
  return [row("variable", key, [old!, old === now ? `${now}, another value` : now!], assumed)];
}

function entriesOf(variables: readonly Variable[]): Entries {
  return groupBy(variables, ({ key }) => key?.value);
}

/** The entries of the last layer that has a key. */
function entriesOfLayers(layers: KnownLayers): Entries {
  return new Map(layers.flatMap(({ variables }) => [...entriesOf(variables)]));
}

/** A mask of an encrypted variable keeps the stored value, unless it is assumed not to. */
function isSameVariable(one: readonly Variable[], other: readonly Variable[], assume: Assumptions): boolean {
  if (one.length !== other.length) return false;
  return one.every((each, index) => {
    const [a, b] = [each, other[index]!];
    const isEncrypted = (variable: Variable): boolean => variable.encrypted?.value ?? false;
    if (isEncrypted(a) !== isEncrypted(b)) return false;
    const texts = [a, b].map(
      ({ value }) => shown(value?.value === null ? undefined : textOf(value?.value)) ?? "",
    );
    const isMasked =
      isEncrypted(a) && assume["masked-on-replace"] !== "no" && texts.some((text) => /^\*+$/.test(text));
    return isMasked || texts[0] === texts[1];
  });
}

function textOf(value: unknown): string | undefined {
  if (value === undefined) return undefined;
  return value instanceof Date ? value.toISOString() : String(value);
}

function shownVariable(variable: Variable, secrets: SecretSet | undefined): string {
  if (isSecretVariable(variable, secrets)) return variable.encrypted?.value ? `${MASK} (encrypted)` : MASK;
  return textOf(variable.value?.value ?? "") ?? "";
}

function options(before: Started, after: Started): BuildDifference[] {
  const [ours, theirs] = [before, after].map(({ pipeline, layers }) => optionsOf(pipeline, layers));
  return [...new Set([...ours!.keys(), ...theirs!.keys()])].flatMap((name) => {
    const [one, other] = [ours, theirs].map((each) => each!.get(name)?.value ?? false);
    return one === other ? [] : [row("option", name, [String(one), String(other)])];
  });
}

/**
 * Compares the runtime environments, in each way to merge them that `runtime-merge` leaves open.
 */
function runtime(before: Started, after: Started, assume: Assumptions): BuildDifference[] {
  const answer = assume["runtime-merge"];
  const readings: readonly ("replace" | "merge")[] =
    answer === "merge" || answer === "replace" ? [answer] : ["replace", "merge"];
  const found = readings.map((reading) => {
    const of = ({ pipeline, layers }: Started) => runtimeOf(pipeline, layers, reading)?.value;
    return differences("runtime", of(before), of(after));
  });
  const [first = [], second = first] = found;
  const names = new Map([...second, ...first].map((each) => [each.name, each]));
  return [...names.values()].map((each) => {
    const isSure = found.every((rows) => rows.some((same) => keyOf(same) === keyOf(each)));
    return isSure ? each : { ...each, assumed: ["runtime-merge"] };
  });
}

function contextNames({ pipeline, layers }: Started): readonly string[] {
  return [...contextsOf(pipeline, layers).keys()];
}

/** Another order of contexts is only noted, since its effect is not documented (semantics i). */
function contexts(before: Started, after: Started): BuildDifference[] {
  return missing("context", [contextNames(before), contextNames(after)], "used");
}

/** The names that only one side has. */
function missing(
  part: BuildPart,
  [ours, theirs]: readonly [readonly string[], readonly string[]],
  word: string,
): BuildDifference[] {
  const [one, other] = [new Set(ours), new Set(theirs)];
  return [
    ...ours.filter((name) => !other.has(name)).map((name) => row(part, name, [word, null])),
    ...theirs.filter((name) => !one.has(name)).map((name) => row(part, name, [null, word])),
  ];
}

function triggerSettings(before: KnownLayers, after: KnownLayers): BuildDifference[] {
  if (before.length === 0 || after.length === 0) return [];
  const [one, other] = [plainLayers(before), plainLayers(after)];
  return [...differences("setting", one, other, { ignored: OTHER_TRIGGER_KEYS }), ...integration(one, other)];
}

/** The plain values of layers, those of later ones before those of earlier ones. */
function plainLayers(layers: KnownLayers): Mapping {
  return Object.fromEntries(layers.flatMap((layer) => Object.entries(plainTrigger(layer))));
}

/** The integration of a trigger; one that is named after the provider is the usual one. */
function integration(before: Mapping, after: Mapping): BuildDifference[] {
  const providerOf = ({ provider }: Mapping): string | undefined =>
    typeof provider === "string" ? (findProvider(provider)?.id ?? provider) : undefined;
  const named = (trigger: Mapping): string | undefined => {
    const { context } = trigger;
    return typeof context === "string" ? (findProvider(context)?.id ?? context) : providerOf(trigger);
  };
  const [one, other] = [named(before), named(after)];
  const isGiven = one !== undefined && other !== undefined;
  // Another provider is another source of events, which the conditions compare.
  const isOfProvider = one === providerOf(before) && other === providerOf(after);
  return isGiven && one !== other && !isOfProvider ? [row("setting", "context", [one, other])] : [];
}

/** Where the steps are read from; a password in an address is masked. */
function definition(before: Pipeline, after: Pipeline): BuildDifference[] {
  const [one, other] = [before, after].map((pipeline) => specOf(pipeline).specTemplate as Mapping | null);
  return differences("setting", one, other, { prefix: "specTemplate." }).map((each) =>
    each.name === "specTemplate.url" ? { ...each, before: addressOf(before), after: addressOf(after) } : each,
  );
}

function addressOf(pipeline: Pipeline): string | null {
  const place = definitionOf(pipeline, []);
  return place.location === "url" ? place.url : null;
}

/** The steps; where those of a side are not known, that they are not. */
function steps(before: BuildOwner, after: BuildOwner): BuildDifference[] {
  const [one, other] = [
    workflowOf(before.pipeline, before.definition),
    workflowOf(after.pipeline, after.definition),
  ];
  if (typeof one === "string" || typeof other === "string") {
    const isUnseen = typeof one === "string" && typeof other === "string";
    if (isUnseen && before.definition?.source.text === after.definition?.source.text) return [];
    const [old, now] = [allSteps(one, before, after), allSteps(other, after, before)];
    return [row("step", "(all)", [old, old === now ? `${now}, another text` : now])];
  }
  const [ours, theirs] = [one.steps, other.steps];
  const common = Object.keys(ours).filter((name) => Object.hasOwn(theirs, name));
  return [
    ...missing("step", [Object.keys(ours), Object.keys(theirs)], "runs"),
    ...common.flatMap((name) => stepKeys(name, ours[name], theirs[name])),
    ...(other.isParallel ? [] : order(common, theirs)),
    ...differences("setting", one.others, other.others),
  ];
}

/** The names of all steps of a side, or why they are unknown. */
function allSteps(workflow: Workflow | string, own: BuildOwner, other: BuildOwner): string {
  if (typeof workflow !== "string") return Object.keys(workflow.steps).join(", ") || "none";
  const [place, known] = [definitionPath(own.pipeline), definitionPath(other.pipeline)];
  // The repository is at hand, since the other side has a file of it.
  const isMissing =
    !own.definition &&
    other.definition &&
    place?.repository.toLowerCase() === known?.repository.toLowerCase();
  return `unknown: ${isMissing ? `there is no file "${place!.path}"` : workflow}`;
}

function stepKeys(name: string, before: unknown, after: unknown): BuildDifference[] {
  if (!isMapping(before) || !isMapping(after)) {
    const [one, other] = [shown(exact(before)), shown(exact(after))];
    return one === other ? [] : [row("step", name, [one, other])];
  }
  return differences("step", before, after, { ignored: STEP_LABELS, read: stepValue, prefix: `${name}.` });
}

/** A value of a step without the documented defaults (docs.codefresh.io, steps). */
function stepValue(value: unknown, key: string): unknown {
  const [text, byDefault] = [exactOfStep(value, key), STEP_DEFAULTS.get(key)];
  return text === byDefault ? undefined : text;
}

const STEP_DEFAULTS: ReadonlyMap<string, string> = new Map([
  ["fail_fast", "true"],
  ["strict_fail_fast", "false"],
  ["type", "freestyle"],
]);

/** In sequential mode steps run in the order of the text (docs.codefresh.io, steps). */
function order(common: readonly string[], theirs: Mapping): BuildDifference[] {
  const other = Object.keys(theirs).filter((name) => common.includes(name));
  if (other.join("\n") === common.join("\n")) return [];
  return [row("step", "(order)", [common.join(", "), other.join(", ")])];
}

function settings(before: Pipeline, after: Pipeline): BuildDifference[] {
  return differences("setting", specOf(before), specOf(after), { ignored: OTHER_SPEC_KEYS });
}

function specOf({ plain }: Pipeline): Mapping {
  const { spec } = (plain ?? {}) as { spec?: unknown };
  return isMapping(spec) ? spec : {};
}
