import { env, rootTable } from "../../catalogue/steps/common-keys.ts";
import { commonTable, tableOf } from "../../catalogue/steps/step-tables.ts";
import {
  isNull,
  LocatedMapping,
  type Path,
  pathWithin,
  type Value,
  valueAt,
} from "../../document/located.ts";
import { dedentedKeys } from "../../schema/dedupe.ts";
import { type SchemaFinding, subjectOf } from "../../schema/finding.ts";
import { placeName } from "../../schema/message.ts";
import { groupBy } from "../../util/group-by.ts";
import type { ShapeFault } from "./check-shape.ts";
import type { DefinitionFault } from "./definition-fault.ts";
import {
  isVariables,
  misplaced,
  otherKeys,
  shapeFindings,
  stepFinding,
  variablesInEnv,
} from "./fault-findings.ts";
import { swallowedStep } from "./swallowed-step.ts";
import type { Root, UnknownKeys } from "./unknown-keys.ts";

/** The faults of unknown keys by their mapping. */
type Strays = ReadonlyMap<Value, readonly ShapeFault[]>;

/** The `steps` of a `when`. */
const ENTRY = "[{ name: STEP, on: [success] }]";

/** Joins the faults that one slip causes. */
export class FoldedFaults {
  readonly #keys: UnknownKeys;
  /** The findings of faults that are reported together with others; empty for those others. */
  readonly #reported = new Map<object, readonly SchemaFinding[]>();

  constructor(keys: UnknownKeys) {
    this.#keys = keys;
  }

  /** The findings of a fault that was joined with others; undefined for any other fault. */
  findings(fault: DefinitionFault): readonly SchemaFinding[] | undefined {
    return this.#reported.get(fault);
  }

  /** A key that is missing and a misspelled one are one fault, at the misspelled key. */
  fold(faults: readonly DefinitionFault[]): void {
    const strays = faults.filter(({ problem }) => problem === "unknown" || problem === "stray");
    const byMapping = groupBy(strays as readonly ShapeFault[], ({ value }) => value);
    this.#foldUntyped(faults, byMapping);
    if (byMapping.size === 0) return;
    this.#foldDedented(faults, [...byMapping.values()]);
    this.#foldSwallowed(byMapping);
    this.#foldVariables(faults, byMapping);
    this.#foldEntry(faults, byMapping);
    this.#foldStages(faults, byMapping);
    for (const fault of faults) {
      const keys = keysLackedBy(fault);
      if (keys.length === 0) continue;
      const means = (other: ShapeFault) =>
        keys.includes(this.#keys.nearKey(other)!) || (other.key === "uses" && keys.includes("image"));
      const meant = byMapping
        .get(fault.value as Value)
        ?.find((other) => !this.#reported.has(other) && means(other));
      if (!meant) continue;
      const lacking = [...pathWithin(this.#keys.root, fault.value), fault.key!];
      const seen = meant.problem === "unknown" ? { also: [lacking] } : { about: lacking };
      this.#report({ ...this.#keys.finding(meant), ...seen }, fault, [meant]);
    }
  }

  /** The faults of a step without type or with a misspelled one are one fault. */
  #foldUntyped(faults: readonly DefinitionFault[], strays: Strays): void {
    const timeouts: ReadonlyMap<Path | undefined, readonly DefinitionFault[]> = groupBy(
      faults,
      ({ value: { path } }) => (path?.key === "timeout" ? path.parent : undefined),
    );
    for (const fault of faults) {
      const { problem, key, value } = fault;
      if (fault.problem === "no-step-version") {
        const others = timeouts.get(value.path?.parent);
        const finding = others && stepFinding(fault, this.#keys.root, () => undefined);
        if (finding && hasOwnTimeout(finding.suggestion)) this.#report(finding, fault, others);
      }
      if (problem !== "missing" || key !== "image" || !(value instanceof LocatedMapping)) continue;
      const type = untypedAs(value);
      if (type === undefined) continue;
      const ownKeys = strays.get(value)?.filter((other) => other.problem === "stray") ?? [];
      const others = [...ownKeys, ...((hasOwnTimeout(type) && timeouts.get(value.path)) || [])];
      const path = pathWithin(this.#keys.root, value);
      const finding = { path, key: "type", allowed: [type], noun: "the step", about: [...path, key] };
      this.#report({ kind: "missing-key", ...finding }, fault, others);
    }
  }

  /** The keys of an entry in place of a list of entries are one fault. */
  #foldEntry(faults: readonly DefinitionFault[], strays: Strays): void {
    for (const fault of faults) {
      const others = fault.problem === "none-of" ? strays.get(fault.value) : undefined;
      if (!others) continue;
      const path = pathWithin(this.#keys.root, fault.value);
      const misspelled = others.find((other) => this.#keys.nearKey(other) !== undefined);
      const also = others.map(({ key }) => [...path, key!]);
      const message = `${placeName(path)} must be a list; write ${ENTRY}`;
      const finding: SchemaFinding = misspelled
        ? this.#keys.finding(misspelled)
        : { kind: "wrong-type", path, message };
      this.#report({ ...finding, about: path, also }, fault, others);
    }
  }

  /** The stages of steps are not declared where `stages` is misspelled. */
  #foldStages(faults: readonly DefinitionFault[], strays: Strays): void {
    const [root] = [...strays.values()].find(([first]) => first?.table === rootTable) ?? [];
    const misspelled =
      root && strays.get(root.value)!.find((stray) => this.#keys.nearKey(stray) === "stages");
    if (!misspelled) return;
    const undeclared = faults.filter(({ problem }) => problem === "stage");
    const also = undeclared.map(({ value }) => pathWithin(this.#keys.root, value));
    this.#report({ ...this.#keys.finding(misspelled), also }, misspelled, undeclared);
  }

  /** The keys after an empty mapping that belong in it are one fault, at the empty mapping. */
  #foldDedented(faults: readonly DefinitionFault[], strays: readonly (readonly ShapeFault[])[]): void {
    const byPath = new Map(strays.map((group) => [group[0]!.value.path, group]));
    for (const fault of faults) {
      const { value } = fault;
      const others = byPath.get(value.path?.parent);
      if (!others || !("shape" in fault) || fault.shape.is !== "mapping" || !isNull(value)) continue;
      const keys = (others[0]!.value as LocatedMapping).entries.map(({ name }) => name);
      const find = (name: string) => others.find(({ key }) => key === name);
      const { table } = fault.shape;
      const isOwn = (name: string): boolean => {
        const other = find(name);
        if (table) return Object.hasOwn(table.keys, name);
        return other !== undefined && this.#keys.nearKey(other) === undefined;
      };
      const dedented = dedentedKeys(String(value.path!.key), keys, isOwn, (name) => find(name) !== undefined);
      if (dedented.length === 0) continue;
      const [finding] = shapeFindings(fault, this.#keys);
      const below = dedented.map((name) => find(name)!);
      this.#report({ ...finding!, dedented }, fault, below);
    }
  }

  /** The keys of a step that another step swallows are reported with the duplicate keys. */
  #foldSwallowed(strays: Strays): void {
    const { root } = this.#keys;
    if (!(root instanceof LocatedMapping)) return;
    for (const [value, group] of strays) {
      const keys = value as LocatedMapping;
      const name = group.find(({ key }) => isNull(keys.get(key!)!));
      // A step that `scale` makes has the keys of the written one.
      const path = name && keys.entry(name.key!)!.key.path?.parent;
      const step = path && valueAt(root, pathWithin(root, { path }));
      if (!(step instanceof LocatedMapping) || swallowedStep(step)?.name !== name?.key) continue;
      for (const fault of group) this.#reported.set(fault, []);
    }
  }

  /** Variables in `env` of a step are one fault. */
  #foldVariables(faults: readonly DefinitionFault[], strays: Strays): void {
    for (const [value, [first]] of strays) {
      if (first?.shape !== env || !isVariables(value)) continue;
      const ofEnv = faults.filter((fault) => fault.value === value);
      const path = pathWithin(this.#keys.root, value);
      const also = ofEnv.map(({ key }) => [...path, key!]);
      const variables = variablesInEnv(value, this.#keys.root);
      this.#report({ kind: "wrong-type", path, ...variables, also }, first, ofEnv);
    }
  }

  /** Reports some faults by one finding, in the place of the first one. */
  #report(finding: SchemaFinding, first: object, all: readonly object[]): void {
    for (const each of all) this.#reported.set(each, []);
    this.#reported.set(first, [finding]);
  }
}

/** The types that steps of other keys than those of a freestyle step are meant to have. */
const TYPES_BY_KEYS = [
  "build",
  "git-clone",
  "push",
  "deploy",
  "composition",
  "launch-composition",
  "parallel",
];

/** The type whose required keys a step without type has; the one with most of them. */
function untypedAs(step: LocatedMapping): string | undefined {
  if (step.has("type") || step.has("commands") || step.has("cmd")) return undefined;
  let [found, most]: [string | undefined, number] = [undefined, 0];
  for (const type of TYPES_BY_KEYS) {
    const rows = Object.entries(tableOf(type)!.keys);
    const required =
      type === "parallel" ? ["steps"] : rows.flatMap(([key, row]) => (row.required ? [key] : []));
    if (required.length > most && required.every((key) => step.has(key)))
      [found, most] = [type, required.length];
  }
  return found;
}

/** True for a type of which `timeout` has another shape than that of most steps. */
function hasOwnTimeout(type = ""): boolean {
  const { shape } = tableOf(type)?.keys.timeout ?? commonTable.keys.timeout!;
  return shape !== commonTable.keys.timeout!.shape;
}

/** The keys of which one would remove the fault of a missing key. */
function keysLackedBy({ problem, key, ...fault }: DefinitionFault): readonly string[] {
  if (problem === "no-parallel-steps") return [key!];
  if (problem !== "missing" || !("table" in fault)) return [];
  return [key!, ...otherKeys(key!, fault.table)];
}

/** The keys of steps; some may be the names of steps too. */
const STEP_KEYS: ReadonlySet<unknown> = new Set(
  ["freestyle", ...TYPES_BY_KEYS].flatMap((type) => Object.keys(tableOf(type)!.keys)),
);

/**
 * Joins the findings about keys of a step that are next to the steps, each of which is a step that
 * is not a mapping, and those about the steps without a value that they belong to.
 */
export function withMisplacedKeys(findings: readonly SchemaFinding[], root: Root): SchemaFinding[] {
  const ofSteps = findings.filter(
    ({ kind, path }) => path.at(-2) === "steps" && (kind === "null-value" || STEP_KEYS.has(path.at(-1))),
  );
  const joined = new Map<SchemaFinding, readonly SchemaFinding[]>();
  for (const group of groupBy(ofSteps, ({ path }) => JSON.stringify(path.slice(0, -1))).values()) {
    const first = group.find(({ kind }) => kind === "wrong-type");
    const steps = root instanceof LocatedMapping ? valueAt(root, group[0]!.path.slice(0, -1)) : undefined;
    if (!first || !(steps instanceof LocatedMapping)) continue;
    const owners = new Set<unknown>(
      steps.entries.flatMap(({ name }, index) =>
        STEP_KEYS.has(steps.entries[index + 1]?.name) ? [name] : [],
      ),
    );
    const own = group.filter(({ path }) => STEP_KEYS.has(path.at(-1)) || owners.has(path.at(-1)));
    for (const each of own) joined.set(each, []);
    const also = own.filter((each) => each !== first).map(subjectOf);
    joined.set(first, [misplaced(first.path, { also })]);
  }
  return findings.flatMap((each) => joined.get(each) ?? [each]);
}
