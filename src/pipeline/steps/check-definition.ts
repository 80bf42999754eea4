import { findReplaced } from "../../catalogue/placeholders.ts";
import { rootTable } from "../../catalogue/steps/common-keys.ts";
import { anyMapping, flag, hasVariable, type Shape, type Table } from "../../catalogue/steps/shapes.ts";
import { type BuildOptions, commonTable, tableOf } from "../../catalogue/steps/step-tables.ts";
import { PLANNER_TYPES } from "../../catalogue/steps/step-types.ts";
import {
  type Entry,
  isScalar,
  isSequence,
  isText,
  isTruthy,
  type Located,
  LocatedMapping,
  mappingOf,
  type Value,
} from "../../document/located.ts";
import { checkKeys, checkShape, type ShapeFault } from "./check-shape.ts";
import { type DefinitionFault, mergeFaults, notMapping } from "./definition-fault.ts";
import { expandStep, liftArguments, typeOf } from "./expand.ts";
import { forbiddenInHook, readHook } from "./read-hook.ts";

/** The place of a step, on which the check of its keys depends. */
interface Where {
  /** True if the published validator looks at the step. */
  readonly isChecked: boolean;
  readonly inHook?: true;
  readonly inParallel?: true;
}

/** Whether a definition is a file, or the `spec` of a pipeline. */
type Holder = "file" | "spec";

/** The longest name of a step (validator.js: _validateStepsLength). */
export const MAX_STEP_NAME = 150;

const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/;

/** The versions of a definition that the platform reads as 1.0. */
const VERSIONS: ReadonlySet<string> = new Set(["1", "1.0"]);

/**
 * Returns the faults of a pipeline definition: those that the published validator finds
 * (@codefresh-io/yaml-validator 1.1.1), and with `warns` those in places that it does not check.
 * `scale` and `matrix` are expanded and `arguments` lifted first. `options` is the answer to
 * `build-options`.
 */
export function findDefinitionFaults(
  definition: LocatedMapping,
  holder: Holder,
  options?: BuildOptions,
): readonly DefinitionFault[] {
  const check = new DefinitionCheck(definition, holder, options);
  check.root();
  return check.faults;
}

class DefinitionCheck {
  readonly faults: DefinitionFault[] = [];
  readonly #definition: LocatedMapping;
  readonly #holder: Holder;
  readonly #stages: ReadonlySet<unknown> | undefined;
  readonly #options: BuildOptions | undefined;

  constructor(definition: LocatedMapping, holder: Holder, options: BuildOptions | undefined) {
    this.#definition = definition;
    this.#holder = holder;
    this.#options = options;
    const stages = definition.get("stages");
    const isList = stages === undefined || isSequence(stages);
    const items = definition.items("stages");
    const isKnown = items.every((stage) => isScalar(stage) && !findReplaced(String(stage.value)));
    this.#stages =
      isList && isKnown ? new Set(items.map((stage) => isScalar(stage) && stage.value)) : undefined;
  }

  root(): void {
    const definition = this.#definition;
    if (this.#holder === "file") {
      const version = definition.get("version");
      if (version && isOtherVersion(version)) {
        this.faults.push({ problem: "version", value: version });
        return;
      }
      this.#keys(definition, rootTable, true);
    } else for (const key of ["hooks", "success_criteria"]) this.#looseKey(key);
    const steps = definition.mapping("steps");
    if (steps) this.#names(steps);
    for (const entry of steps?.kept ?? []) this.#step(entry, { isChecked: true });
    this.#hooks(definition.get("hooks"), this.#holder === "file");
  }

  /** A key of `spec` of which the published schema only checks the type. */
  #looseKey(key: string): void {
    const value = this.#definition.mapping(key);
    if (value) this.#add(checkShape(value, rootTable.keys[key]!.shape), false);
  }

  #keys(mapping: LocatedMapping, table: Table, isChecked: boolean): void {
    const faults: ShapeFault[] = [];
    checkKeys(mapping, table, faults);
    this.#add(faults, isChecked);
  }

  #add(faults: readonly DefinitionFault[], isChecked: boolean): void {
    for (const fault of faults) this.faults.push(isChecked ? fault : { ...fault, warns: true });
  }

  /** The names of all steps at every depth, as the validator collects them. */
  #names(steps: LocatedMapping): void {
    const first = new Set<string>();
    const visit = (mapping: LocatedMapping): void => {
      const own = new Set<string>();
      for (const { name, key, value } of mapping.entries) {
        // A key that its mapping has twice is a fault of its own.
        if (first.has(name) && !own.has(name))
          this.faults.push({ problem: "repeated-step-name", value: key });
        first.add(name);
        own.add(name);
        if (/[.#$[\]]/.test(name)) this.faults.push({ problem: "step-name", value: key });
        else if (name.length > MAX_STEP_NAME) this.faults.push({ problem: "long-step-name", value: key });
        const below = value instanceof LocatedMapping ? value.mapping("steps") : undefined;
        if (below) visit(below);
      }
    };
    visit(steps);
  }

  #step({ value }: Pick<Entry, "value">, where: Where): void {
    if (!(value instanceof LocatedMapping)) {
      this.faults.push(notMapping(value));
      return;
    }
    const expansion = expandStep(value);
    if (!expansion) {
      const makers = value.entries.filter(({ name }) => name === "scale" || name === "matrix");
      for (const { name, value: maker } of makers) {
        const shape: Shape = { is: "mapping", says: `a mapping of ${name === "scale" ? "steps" : "lists"}` };
        this.#add([{ problem: "type", value: maker, shape }], where.isChecked && isClosed(value));
      }
      this.#single(makers.length === 0 ? value : withoutEntries(value, makers), where);
      return;
    }
    const isMatrix = expansion.key === "matrix";
    const wrong = value
      .mapping(expansion.key)!
      .kept.filter(({ value: each }) => !(isMatrix ? isSequence(each) : each instanceof LocatedMapping));
    const shape: Shape = isMatrix ? { is: "list" } : anyMapping;
    for (const { value: each } of wrong) this.#add([{ problem: "type", value: each, shape }], false);
    const other = isMatrix ? undefined : value.entry("matrix");
    if (other) this.#add([{ problem: "scale-and-matrix", value: other.key }], false);
    const before = this.faults.length;
    for (const { node } of expansion.made) {
      // The service makes a parallel step of them, which the validator does not see.
      if (!where.inParallel) this.#approval(node, false, expansion.key);
      this.#single(node, where);
    }
    if (expansion.made.length === 0) this.#single(expansion.parent, where);
    // A key that is there with a wrong value is not missing.
    const isThere = ({ problem, ...fault }: DefinitionFault): boolean =>
      problem === "missing" && isMatrix && "key" in fault && wrong.some(({ name }) => name === fault.key);
    const found = this.faults.splice(before).filter((fault) => !isThere(fault));
    const made = new Set(expansion.made.map(({ node }) => node.path));
    this.faults.push(...mergeFaults(found, made, expansion.parent));
  }

  /** A step as it runs: without `scale` and `matrix`. */
  #single(node: LocatedMapping, where: Where): void {
    const type = node.get("type");
    const isTyped = isTruthy(type);
    if (isTyped && !isText(type)) {
      this.#add([{ problem: "no-value", value: type, key: "type" }], where.isChecked);
      return;
    }
    const name = isTyped ? type.value : "freestyle";
    if (type && isText(type)) this.#version(type);
    const table = name === "parallel" ? undefined : tableOf(name, this.#options);
    const before = this.faults.length;
    // Steps of the marketplace, and built-in ones without a schema, have arguments of their own.
    const step = table || name === "parallel" ? liftArguments(node) : node;
    if (table) this.#own(where.inHook ? this.#allowedInHook(step) : step, table, where);
    else this.#keys(step, name === "parallel" ? tableOf(name)! : commonTable, false);
    this.#arguments(step, table);
    this.#stage(step, where.isChecked && table !== undefined);
    const isAtTop = where.isChecked && !where.inParallel && !where.inHook;
    // The validator reads hooks before it lifts arguments.
    if (!where.inHook) this.#hooks(step.get("hooks"), isAtTop && node.has("hooks"));
    this.#oldOperations(step, node, isAtTop, before);
    if (name === "parallel") this.#children(step, where);
  }

  /** The keys of a step whose type has a schema. */
  #own(step: LocatedMapping, table: Table, where: Where): void {
    const faults: ShapeFault[] = [];
    checkKeys(step, table, faults);
    for (const fault of faults)
      if (!isDocumented(fault, where) && !this.#isListedStage(fault))
        this.#add([fault], where.isChecked && fault.key !== "exclude_blob");
  }

  /** A stage that is not a text is refused in `stages`, and accepted in a step if it is there. */
  #isListedStage({ value }: ShapeFault): boolean {
    return value.path?.key === "stage" && isScalar(value) && this.#stages?.has(value.value) === true;
  }

  #version(type: Located<string>): void {
    const [name = "", ...rest] = type.value.split(":");
    if (type.value === "" || hasVariable(type.value) || PLANNER_TYPES.has(name)) return;
    const version = rest.join(":");
    if (version === "") this.faults.push({ problem: "no-step-version", value: type, warns: true });
    else if (!SEMVER.test(version)) this.faults.push({ problem: "step-version", value: type, warns: true });
  }

  /** The platform drops `arguments` that are not a mapping, or reads each character as a key. */
  #arguments(step: LocatedMapping, table: Table | undefined): void {
    const given = step.get("arguments");
    if (!given || given instanceof LocatedMapping) return;
    // The table reports it; where the validator drops it, that is only a warning.
    const isDropped = !table || table.open || (isScalar(given) && !isText(given) && Boolean(given.value));
    const at = this.faults.findLastIndex((fault) => fault.value === given);
    if (at >= 0 && isDropped && isTruthy(given)) this.faults[at] = { ...this.faults[at]!, warns: true };
  }

  #stage(step: LocatedMapping, isChecked: boolean): void {
    const stage = step.string("stage");
    if (!this.#stages || !stage?.value || hasVariable(stage.value) || this.#stages.has(stage.value)) return;
    this.#add([{ problem: "stage", value: stage }], isChecked);
  }

  /** Reports the keys that a step in a hook may not have; returns the step without them. */
  #allowedInHook(step: LocatedMapping): LocatedMapping {
    const forbidden = forbiddenInHook(step);
    if (forbidden.length === 0) return step;
    for (const { name, key } of forbidden) this.faults.push({ problem: "in-hook", value: key, key: name });
    return withoutEntries(step, forbidden);
  }

  /**
   * The keys `on_success`, `on_fail` and `on_finish` of a step whose hooks have one of them. The
   * faults of the step begin at an index.
   */
  #oldOperations(step: LocatedMapping, node: LocatedMapping, isAtTop: boolean, from: number): void {
    const hooks = step.mapping("hooks");
    const keys = ["on_success", "on_finish", "on_fail"];
    if (!hooks || !keys.some((key) => isTruthy(hooks.get(key)))) return;
    // The validator reports the first one only.
    const entry = keys.map((key) => step.entry(key)).find((each) => each !== undefined);
    if (!entry) return;
    const isChecked = isAtTop && node.has("hooks") && node.has(entry.name);
    const isIn = ({ value }: DefinitionFault) =>
      value.path === entry.value.path || value.path?.parent === entry.value.path;
    const others = this.faults.slice(from).filter(isIn);
    this.faults.splice(from, Infinity, ...this.faults.slice(from).filter((fault) => !isIn(fault)));
    this.#add(
      [{ problem: "old-operation", value: entry.key, others }],
      isChecked || others.some(({ warns }) => !warns),
    );
  }

  #children(parallel: LocatedMapping, { isChecked, inHook, inParallel }: Where): void {
    const steps = parallel.get("steps");
    const children = steps instanceof LocatedMapping ? steps.kept : listed(steps);
    if (children.length === 0) {
      if (inParallel || !steps || steps instanceof LocatedMapping || isSequence(steps))
        this.#add([{ problem: "no-parallel-steps", value: parallel, key: "steps" }], !inParallel);
      else this.#add([{ problem: "type", value: steps, shape: anyMapping }], true);
    }
    const where: Where = {
      isChecked: isChecked && !inParallel,
      inParallel: true,
      ...(inHook && { inHook }),
    };
    for (const child of children) {
      if (child.value instanceof LocatedMapping) this.#approval(child.value, where.isChecked);
      this.#step(child, where);
    }
  }

  /** A step in a parallel step, which it has, or which a `key` makes. */
  #approval(step: LocatedMapping, isChecked: boolean, key?: string): void {
    const type = step.string("type");
    if (type?.value === "pending-approval")
      this.#add([{ problem: "approval-in-parallel", value: type, ...(key && { key }) }], isChecked);
  }

  /** The hooks of a pipeline or a step. */
  #hooks(hooks: Value | undefined, isChecked: boolean): void {
    if (!(hooks instanceof LocatedMapping)) return;
    for (const { value } of hooks.kept) {
      if (value instanceof LocatedMapping) this.#hook(value, isChecked);
      else if (isScalar(value)) this.#add([notMapping(value)], isChecked);
    }
  }

  #hook(hook: LocatedMapping, isChecked: boolean): void {
    const { table, isLoose, steps } = readHook(hook);
    const exec = hook.get("exec");
    if (table) this.#keys(hook, table, isChecked && !isLoose);
    else if (exec) this.#add([{ problem: "no-value", value: exec }], isChecked);
    for (const step of steps) this.#step(step, { isChecked, inHook: true });
  }
}

/** A mapping without some of its entries. */
function withoutEntries(mapping: LocatedMapping, entries: readonly Entry[]): LocatedMapping {
  return mappingOf(
    mapping.entries.filter((entry) => !entries.includes(entry)),
    mapping,
  );
}

/** True for a step of a type that takes no other keys than its own. */
function isClosed(step: LocatedMapping): boolean {
  const table = tableOf(typeOf(step));
  return table !== undefined && table.open !== true;
}

/** The steps of a list, which the platform names by their numbers. */
function listed(steps: Value | undefined): readonly Pick<Entry, "value">[] {
  return steps && isSequence(steps) ? steps.items.map((value) => ({ value })) : [];
}

/** A version for which the platform has no validator; without one it uses that of 1.0. */
function isOtherVersion(version: Value): boolean {
  if (!isScalar(version)) return true;
  return Boolean(version.value) && !VERSIONS.has(String(version.value));
}

/** True if the documentation shows what the validator refuses: hooks without image, `$VARIABLE`. */
function isDocumented({ problem, key, value, shape, table }: ShapeFault, { inHook }: Where): boolean {
  if (problem === "missing") return key === "image" && inHook === true && table === tableOf("freestyle");
  return shape === flag && isText(value) && /^\$\w+$/.test(value.value) && value.path?.key === "fail_fast";
}
