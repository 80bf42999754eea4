import { env, hooks, operation, RESULT_SYNONYMS, rootTable } from "../../catalogue/steps/common-keys.ts";
import { isCommandList } from "../../catalogue/steps/hook-tables.ts";
import type { Shape, Table } from "../../catalogue/steps/shapes.ts";
import { commonTable, tabledTypes, tableOf } from "../../catalogue/steps/step-tables.ts";
import { PLANNER_TYPES } from "../../catalogue/steps/step-types.ts";
import {
  isScalar,
  isSequence,
  isText,
  LocatedMapping,
  type Path,
  type Place,
  pathKeys,
  type Value,
  valueAt,
} from "../../document/located.ts";
import { dedentedKeys } from "../../schema/dedupe.ts";
import { type SchemaFinding, subjectOf } from "../../schema/finding.ts";
import { BOOLEAN, commentFault, describeValue, placeName } from "../../schema/message.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { closestMatch, closestMatches, limitedClosestMatch } from "../../util/closest-match.ts";
import { groupBy } from "../../util/group-by.ts";
import { getOrAdd } from "../../util/memoize.ts";
import { joinList, quote, quoteList } from "../../util/text.ts";
import { type DefinitionFault, MAX_STEP_NAME, type StepProblem } from "./check-definition.ts";
import { checkShape, remedyOfForeign, type ShapeFault } from "./check-shape.ts";
import { typeOf } from "./expand.ts";

/** The maximum number of unknown keys of a type that are compared with the known ones. */
const MAX_NAMES = 1000;
/** The maximum number of keys that the expectation of a mapping names. */
const MAX_NAMED = 4;
/** The number of near keys of which one is not used yet. */
const MAX_NEAR = 3;

/** The types that a misspelled type may mean, with the words that people write for them. */
const TYPES: readonly string[] = [...tabledTypes, "freestyle-ssh", "github-action"];
const TYPE_SYNONYMS: ReadonlyMap<string, string> = new Map(
  Object.entries({
    "git-clone": ["clone", "checkout", "git-checkout", "git"],
    build: ["docker-build", "image-build", "build-image", "kaniko"],
    push: ["docker-push", "image-push", "push-image"],
    composition: ["compose", "docker-compose"],
    freestyle: ["shell", "bash", "script", "command", "commands", "run", "container"],
    "pending-approval": ["approval", "approve", "manual-approval", "manual"],
  }).flatMap(([type, words]) => words.map((word) => [word, type])),
);

/** The rule for faults in places that the validator does not check. */
const UNCHECKED = "unvalidated-step";
/** The rules that are warnings anyway. */
const WARNING_RULES: ReadonlySet<string> = new Set([
  "step-timeout",
  "step-version",
  "misspelled-step-key",
  "misspelled-step-type",
]);

/** Returns the findings of a definition's faults; `root` is the mapping of the whole spec. */
export function describeFaults(
  faults: readonly DefinitionFault[],
  root: Pick<Place, "path">,
  stages: readonly string[],
): SchemaFinding[] {
  return new Writer(root, stages).findings(faults);
}

class Writer {
  readonly #root: Pick<Place, "path">;
  readonly #depth: number;
  readonly #nearStage: (stage: string) => string | undefined;
  readonly #near = new Map<Table, Map<string, readonly string[]>>();
  /** The findings of faults that are reported together with others; empty for those others. */
  readonly #reported = new Map<object, readonly SchemaFinding[]>();

  constructor(root: Pick<Place, "path">, stages: readonly string[]) {
    this.#root = root;
    this.#depth = pathKeys(root.path).length;
    this.#nearStage = limitedClosestMatch(stages);
  }

  findings(faults: readonly DefinitionFault[]): SchemaFinding[] {
    this.#foldStrayKeys(faults);
    const kept = new Map<string, SchemaFinding>();
    for (const fault of faults) {
      for (const each of this.#reported.get(fault) ?? this.#finding(fault)) {
        const about = "renamed" in fault && fault.renamed ? this.#renamed(each, fault.renamed) : undefined;
        const owner = fault.warns && !WARNING_RULES.has(each.owner ?? "") ? UNCHECKED : each.owner;
        const also = fault.others?.flatMap((other) => this.#finding(other)).map(subjectOf);
        const finding = {
          ...each,
          ...(owner !== undefined && { owner }),
          ...(about && { about }),
          ...(also && { also }),
        };
        // The table of the root and the check of a step may both see a value that is not a mapping.
        const id = JSON.stringify([each.kind, each.path, each.key]);
        if (!kept.has(id) || kept.get(id)!.owner === UNCHECKED) kept.set(id, finding);
      }
    }
    return withMisplacedKeys([...kept.values()], this.#root);
  }

  /** The key of the table that an unknown key probably means. */
  #nearKey({ key, table, value }: ShapeFault): string | undefined {
    if (!table) return undefined;
    const { synonyms = {}, keys } = table;
    if (remedyOfForeign(key!, table) !== undefined) return undefined;
    if (Object.hasOwn(synonyms, key!))
      return Object.hasOwn(keys, synonyms[key!]!) ? synonyms[key!] : undefined;
    return this.#nearKeys(key!, table).find((name) => !(value as LocatedMapping).has(name));
  }

  /** The keys of a table near to a name, nearest first; computed once for each name. */
  #nearKeys(name: string, table: Table): readonly string[] {
    const known = getOrAdd(this.#near, table, () => new Map());
    return getOrAdd(known, name, () =>
      known.size < MAX_NAMES ? closestMatches(name, Object.keys(table.keys), MAX_NEAR) : [],
    );
  }

  /** Reports some faults by one finding, in the place of the first one. */
  #report(finding: SchemaFinding, first: object, all: readonly object[]): void {
    for (const each of all) this.#reported.set(each, []);
    this.#reported.set(first, [finding]);
  }

  /** A key that is missing and a misspelled one are one fault, at the misspelled key. */
  #foldStrayKeys(faults: readonly DefinitionFault[]): void {
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
        keys.includes(this.#nearKey(other)!) || (other.key === "uses" && keys.includes("image"));
      const meant = byMapping
        .get(fault.value as Value)
        ?.find((other) => !this.#reported.has(other) && means(other));
      if (!meant) continue;
      const lacking = [...this.#path(fault.value.path), fault.key!];
      const seen = meant.problem === "unknown" ? { also: [lacking] } : { about: lacking };
      this.#report({ ...this.#unknownKey(meant), ...seen }, fault, [meant]);
    }
  }

  /** The faults of a step without type or with a misspelled one are one fault. */
  #foldUntyped(faults: readonly DefinitionFault[], strays: ReadonlyMap<Value, readonly ShapeFault[]>): void {
    const timeouts: ReadonlyMap<Path | undefined, readonly DefinitionFault[]> = groupBy(
      faults,
      ({ value: { path } }) => (path?.key === "timeout" ? path.parent : undefined),
    );
    for (const fault of faults) {
      const { problem, key, value } = fault;
      if (fault.problem === "no-step-version") {
        const others = timeouts.get(value.path?.parent);
        const finding = others && this.#ofStep(fault);
        if (finding && hasOwnTimeout(finding.suggestion)) this.#report(finding, fault, others);
      }
      if (problem !== "missing" || key !== "image" || !(value instanceof LocatedMapping)) continue;
      const type = untypedAs(value);
      if (type === undefined) continue;
      const ownKeys = strays.get(value)?.filter((other) => other.problem === "stray") ?? [];
      const others = [...ownKeys, ...((hasOwnTimeout(type) && timeouts.get(value.path)) || [])];
      const path = this.#path(value.path);
      const allowed = [type];
      const about = [...path, key];
      const finding: SchemaFinding = {
        kind: "missing-key",
        path,
        key: "type",
        allowed,
        noun: "the step",
        about,
      };
      this.#report(finding, fault, others);
    }
  }

  /** The keys of an entry in place of a list of entries are one fault. */
  #foldEntry(faults: readonly DefinitionFault[], strays: ReadonlyMap<Value, readonly ShapeFault[]>): void {
    for (const fault of faults) {
      const others = fault.problem === "none-of" ? strays.get(fault.value) : undefined;
      if (!others) continue;
      const path = this.#path(fault.value.path);
      const misspelled = others.find((other) => this.#nearKey(other) !== undefined);
      const also = others.map(({ key }) => [...path, key!]);
      const finding: SchemaFinding = misspelled
        ? this.#unknownKey(misspelled)
        : {
            kind: "wrong-type",
            path,
            message: `${placeName(path)} must be a list of entries; write ${ENTRY}`,
          };
      this.#report({ ...finding, about: path, also }, fault, others);
    }
  }

  /** The stages of steps are not declared where `stages` is misspelled. */
  #foldStages(faults: readonly DefinitionFault[], strays: ReadonlyMap<Value, readonly ShapeFault[]>): void {
    const [root] = [...strays.values()].find(([first]) => first?.table === rootTable) ?? [];
    const misspelled = root && strays.get(root.value)!.find((stray) => this.#nearKey(stray) === "stages");
    if (!misspelled) return;
    const undeclared = faults.filter(({ problem }) => problem === "stage");
    const also = undeclared.map(({ value }) => this.#path(value.path));
    this.#report({ ...this.#unknownKey(misspelled), also }, misspelled, undeclared);
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
        return other !== undefined && this.#nearKey(other) === undefined;
      };
      const dedented = dedentedKeys(String(value.path!.key), keys, isOwn, (name) => find(name) !== undefined);
      if (dedented.length === 0) continue;
      const [finding] = this.#ofShape(fault);
      const below = dedented.map((name) => find(name)!);
      this.#report({ ...finding!, dedented }, fault, below);
    }
  }

  /** The name of a step that is indented as a key of the step above is one fault. */
  #foldSwallowed(strays: ReadonlyMap<Value, readonly ShapeFault[]>): void {
    const root = this.#root;
    if (!(root instanceof LocatedMapping)) return;
    for (const [value, group] of strays) {
      const keys = value as LocatedMapping;
      const name = group.find(({ key }) => isNull(keys.get(key!)!));
      // A step that `scale` makes has the keys of the written one.
      const path = name && keys.entry(name.key!)!.key.path?.parent;
      if (!name || path?.parent?.key !== "steps") continue;
      const step = valueAt(root, this.#path(path));
      if (!(step instanceof LocatedMapping) || step.kept.length === step.entries.length) continue;
      const message = `${quote(name.key!)} is followed by the keys of another step; indent it like ${quote(String(path.key))}`;
      this.#report({ ...this.#unknownKey(name), message }, name, group);
    }
  }

  /** Variables in `env` of a step are one fault. */
  #foldVariables(
    faults: readonly DefinitionFault[],
    strays: ReadonlyMap<Value, readonly ShapeFault[]>,
  ): void {
    for (const [value, [first]] of strays) {
      if (first?.shape !== env || !this.#isVariables(value)) continue;
      const ofEnv = faults.filter((fault) => fault.value === value);
      const path = this.#path(value.path);
      const also = ofEnv.map(({ key }) => [...path, key!]);
      const finding = {
        kind: "wrong-type",
        path,
        message: this.#variablesInEnv(value),
        ofKey: true,
        also,
      } as const;
      this.#report(finding, first, ofEnv);
    }
  }

  /** True for a list in place of the `env` of a step, or a mapping with other keys. */
  #isVariables(value: Value): boolean {
    if (!(value instanceof LocatedMapping)) return isSequence(value);
    return value.entries.every(({ name }) => !Object.hasOwn(env.table!.keys, name));
  }

  /** The message about variables in `env` of a step. */
  #variablesInEnv(value: Value): string {
    const root = this.#root;
    const step = root instanceof LocatedMapping && valueAt(root, this.#path(value.path?.parent));
    const keys = step instanceof LocatedMapping ? tableOf(typeOf(step))?.keys : undefined;
    const meant = VARIABLE_LISTS.find((key) => keys && Object.hasOwn(keys, key));
    const remedy =
      meant === undefined ? "remove it" : `write them in ${quote(meant)} as a list of NAME=value`;
    return `"env" is not for variables; ${remedy}`;
  }

  /** The path of a finding with the name that the platform gives a key. */
  #renamed({ path, key, kind }: SchemaFinding, { from, to }: NonNullable<ShapeFault["renamed"]>): KeyPath {
    const named: KeyPath = [...path];
    named[this.#path(from).length - 1] = to;
    return subjectOf({ kind, path: named, key });
  }

  #path(path: Path | undefined): KeyPath {
    return pathKeys(path).slice(this.#depth);
  }

  #finding(fault: DefinitionFault): readonly SchemaFinding[] {
    if (fault.problem === "neither") return this.#neither(fault);
    if ("shape" in fault) return this.#ofShape(fault);
    return [this.#ofStep(fault)];
  }

  #ofShape(fault: ShapeFault): readonly SchemaFinding[] {
    const { problem, value, row } = fault;
    if (problem === "stray") {
      const isKnown =
        isCondition(fault) ||
        this.#nearKey(fault) !== undefined ||
        remedyOfForeign(fault.key!, fault.table!) !== undefined ||
        isStepInStep(fault);
      const isMeant = isKnown && !isMisplacedWhen(value);
      if (isMeant) return [{ ...this.#unknownKey(fault), owner: "misspelled-step-key" }];
      const path = this.#path((value as LocatedMapping).entry(fault.key!)!.key.path);
      // Other systems have variables there, which the copies of the step would differ in.
      if (path.at(-2) !== "matrix" || fault.table !== tableOf("freestyle")) return [];
      const message = `"${fault.key}" is not a key of the step, so these values change nothing; for variables write environment with lists such as [NAME=VALUE]`;
      return [{ kind: "pattern", path, owner: UNCHECKED, message, ofKey: true }];
    }
    if (problem === "missing" && isMisplacedWhen(value)) {
      const path = this.#path(value.path);
      return [misplaced(path, { about: [...path, fault.key!] })];
    }
    const finding = this.#ofKey(fault) ?? this.#ofValue(fault);
    return [row?.rule === undefined ? finding : { ...finding, owner: row.rule }];
  }

  #ofKey(fault: ShapeFault): SchemaFinding | undefined {
    const { problem, value, key, table } = fault;
    const path = this.#path(value.path);
    const mapping = value as LocatedMapping;
    const exclusive = (at: KeyPath, [one, other]: readonly string[]): SchemaFinding =>
      conflict(at, `${quoteList([one!, other!], "and")} exclude each other; remove one of the two`);
    const ofKey = (other: string | undefined): SchemaFinding =>
      exclusive(this.#path(mapping.entry(key!)?.key.path), [key!, other!]);
    switch (problem) {
      case "unknown":
        return this.#unknownKey(fault);
      case "missing":
        return this.#missing(path, fault);
      case "none-of":
        return { kind: "missing-key", path, allowed: table!.exactlyOne!, noun: table!.noun };
      case "both-of":
        return exclusive(path, table!.exactlyOne!);
      case "alias-too":
        return ofKey(Object.keys(table!.keys).find((name) => table!.keys[name]!.alias === key));
      case "excluded":
        return ofKey(table!.keys[key!]!.excludedBy!.find((peer) => mapping.has(peer)));
      default:
        return undefined;
    }
  }

  #missing(path: KeyPath, fault: ShapeFault): SchemaFinding {
    const noun = nounOf(fault);
    const keys = [fault.key!, ...otherKeys(fault.key!, fault.table)];
    const message = `missing key ${quoteList(keys, "or")}; add one of them to ${noun}`;
    return { kind: "missing-key", path, key: fault.key, noun, ...(keys.length > 1 && { message }) };
  }

  #unknownKey(fault: ShapeFault): SchemaFinding {
    const { value, key, table, shape } = fault;
    const entry = (value as LocatedMapping).entry(key!);
    const near = this.#nearKey(fault);
    const places = isSynonym(fault) ? undefined : otherPlaces(fault);
    const names = table ? Object.keys(table.keys) : [];
    const foreign = table && remedyOfForeign(key!, table);
    return {
      kind: "unknown-key",
      path: entry ? this.#path(entry.key.path) : [...this.#path(value.path), key!],
      key: key!,
      allowed: names,
      noun: nounOf(fault),
      ...(places ? { places } : near !== undefined && { suggestion: near, ...this.#expected(fault, near) }),
      ...(near === "commands" && isOneCommand(fault) && { suggestion: undefined, message: ONE_COMMAND }),
      ...(isStepInStep(fault) && { suggestion: undefined, message: stepInStep(fault) }),
      ...(foreign !== undefined && { message: `unknown key ${quote(key!)} in ${table!.noun}; ${foreign}` }),
      ...(!table && {
        message: `${quote(key!)} is not allowed as a name here; ${shape.is === "mapping" && shape.values?.names.test("a b") ? "write a name" : "use letters, digits and _"}`,
      }),
    };
  }

  /** The type of the key that an unknown one means, if its value has another type. */
  #expected({ key, value, table }: ShapeFault, near: string): Pick<SchemaFinding, "expected"> {
    const { shape } = table!.keys[near]!;
    const own = (value as LocatedMapping).get(key!)!;
    const isOther = checkShape(own, shape).some(
      (fault) => fault.value === own && (fault.problem === "type" || fault.problem === "neither"),
    );
    return isOther ? { expected: expectedOf(shape) } : {};
  }

  #ofValue({ problem, value, shape }: ShapeFault): SchemaFinding {
    const path = this.#path(value.path);
    const name = placeName(path);
    const details = {
      path,
      expected: expectedOf(shape),
      actual: describeValue(plainOf(value), "secret" in shape && shape.secret === true),
    };
    if (problem === "type") return this.#ofType(value, shape, details);
    if (problem === "empty")
      return { kind: "out-of-range", ...details, limit: { of: "characters", minimum: 1 } };
    if (problem === "long") {
      const maximum = shape.is === "text" ? shape.maxLength! : 0;
      return { kind: "out-of-range", ...details, limit: { of: "characters", maximum } };
    }
    if (problem === "word") {
      const allowed = shape.is === "text" ? shape.words! : [];
      const meant = isText(value) ? RESULT_SYNONYMS.get(value.value.toLowerCase()) : undefined;
      const near = isText(value) ? closestMatch(value.value, allowed) : undefined;
      const suggestion = meant !== undefined && allowed.includes(meant) ? meant : near;
      return { kind: "unknown-value", ...details, allowed, suggestion };
    }
    if (problem === "forbidden") {
      const because = shape.is === "forbidden" ? shape.because : "";
      return conflict(path, `${name} ${because}${because.includes(";") ? "" : "; remove it"}`);
    }
    if (problem === "not-positive")
      return outOfRange(path, `${name} must be above 0, not ${String(isScalar(value) ? value.value : "")}`);
    if (problem === "too-few") return outOfRange(path, `${name} has no entry; add one or remove the key`);
    return { kind: "pattern", ...details };
  }

  #ofType(
    value: Value,
    shape: Shape,
    details: { readonly path: KeyPath; readonly expected: string; readonly actual: string },
  ): SchemaFinding {
    if (isNull(value)) {
      const isStep = details.path.at(-2) === "steps" && typeof details.path.at(-1) === "string";
      return { kind: "null-value", ...details, ...(isStep && { message: lacksAll(details.path) }) };
    }
    const name = placeName(details.path);
    const says = shape.is === "mapping" ? shape.says : undefined;
    if (says?.startsWith("in a step")) return conflict(details.path, `${name} is only allowed ${says}`);
    if (shape === env && this.#isVariables(value))
      return { kind: "wrong-type", ...details, message: this.#variablesInEnv(value), ofKey: true };
    if (shape === operation && isSequence(value))
      return {
        kind: "wrong-type",
        ...details,
        message: `${name} of a step takes no commands; move it into "hooks"`,
      };
    const number = isScalar(value) && Number(value.value) > 0 ? Number(value.value) : undefined;
    if (shape.is === "mapping" && shape.table?.ofNumber !== undefined && number !== undefined) {
      const message = `${name} must be a mapping; write ${details.path.at(-1)}: { ${shape.table.ofNumber}: ${number} }`;
      return { kind: "wrong-type", ...details, message };
    }
    const isDate = shape.is === "text" && isScalar(value) && value.value instanceof Date;
    const message = isDate
      ? `${name} must be ${details.expected}, not a date; quote it`
      : ((isText(value) ? commentFault(value.value) : undefined) ?? itemMessage(value, details.path));
    return { kind: "wrong-type", ...details, expected: keysExpected(shape) ?? details.expected, message };
  }

  /** The faults of the shape that was probably meant: the one whose type the value has. */
  #neither(fault: ShapeFault): readonly SchemaFinding[] {
    const { value, shape, row } = fault;
    const branches = fault.branches!;
    const isElsewhere = (branch: readonly ShapeFault[]) =>
      !branch.some((each) => each.problem === "type" && each.value === value);
    const says = shape.is === "either" ? shape.says : undefined;
    const best = says === undefined ? branches.find(isElsewhere) : undefined;
    if (!best) {
      const expected = says ?? expectedOf(shape);
      return [
        {
          kind: isNull(value) ? "null-value" : "wrong-type",
          path: this.#path(value.path),
          expected,
          actual: describeValue(plainOf(value), false),
          ...(row?.rule !== undefined && { owner: row.rule }),
        },
      ];
    }
    this.#foldStrayKeys(best);
    const owned = row?.rule === undefined ? {} : { owner: row.rule };
    const found = best.flatMap((each) =>
      this.#reported.has(each)
        ? this.#reported.get(each)!.map((finding) => ({ ...finding, ...owned }))
        : this.#finding({ ...each, ...(row && { row }) }),
    );
    const paths = new Set(found.map((each) => JSON.stringify(subjectOf(each))));
    const also = branches
      .flat()
      .map(({ value: other, key }) => [...this.#path(other.path), ...(key === undefined ? [] : [key])])
      .filter((path) => !paths.has(JSON.stringify(path)));
    return found.map((each, index) => (index === 0 && also.length > 0 ? { ...each, also } : each));
  }

  #ofStep({ problem, value, key }: Extract<DefinitionFault, { problem: StepProblem }>): SchemaFinding {
    const path = this.#path(value.path);
    const name = isText(value) ? quote(value.value) : "";
    const owned = (owner: string, message: string): SchemaFinding => ({
      kind: "pattern",
      path,
      owner,
      message,
    });
    const ofKey = (owner: string, message: string) => ({ ...owned(owner, message), ofKey: true });
    switch (problem) {
      case "no-value":
        if (key !== "type" && isNull(value)) return { kind: "null-value", path, message: lacksAll(path) };
        return isNull(value)
          ? { kind: "null-value", path, expected: "a string", required: true }
          : { kind: "wrong-type", path, expected: "a string", actual: describeValue(plainOf(value), false) };
      case "version":
        return {
          kind: "unknown-value",
          path,
          allowed: ["1.0"],
          actual: describeValue(plainOf(value), false),
        };
      case "step-name":
        return ofKey("step-name", `step name ${name} cannot contain ".", "#", "$", "[" or "]"; rename it`);
      case "long-step-name":
        return ofKey("step-name", `step name ${name} is longer than ${MAX_STEP_NAME} characters; shorten it`);
      case "repeated-step-name":
        return ofKey("duplicate-step-name", `another step is named ${name}; rename one of the two`);
      case "no-parallel-steps":
        return { kind: "missing-key", path, key: key!, noun: "the parallel step", owner: "parallel-step" };
      case "approval-in-parallel":
        return owned(
          "parallel-step",
          key === undefined
            ? "an approval cannot be in a parallel step; move it out of the step"
            : `an approval cannot be in a parallel step, which "${key}" makes; write each one as a step of its own`,
        );
      case "scale-and-matrix":
        return conflict(path, `the effect of "matrix" next to "scale" is not documented; write one of them`);
      case "stage":
        return { ...owned("undeclared-stage", ""), ...this.#stage(value) };
      case "in-hook":
        return conflict(path, `${quote(key!)} is not allowed in a step of a hook; remove it`);
      case "old-operation":
        return conflict(path, `${name} and "hooks" exclude each other; move it into "hooks"`);
      case "no-step-version":
        return this.#typeWithoutVersion(path, String(isScalar(value) ? value.value : ""));
      case "step-version":
        return owned("step-version", `${name} has no semantic version; write the type as NAME:1.2.3`);
    }
  }

  #stage(value: Value): Pick<SchemaFinding, "message" | "suggestion"> {
    const stage = String(isScalar(value) ? value.value : "");
    const near = this.#nearStage(stage);
    const hint = near === undefined ? 'add it to "stages"' : `did you mean ${quote(near)}?`;
    return { message: `stage ${quote(stage)} is not declared; ${hint}`, suggestion: near };
  }

  #typeWithoutVersion(path: KeyPath, type: string): SchemaFinding {
    const word = type.toLowerCase().replaceAll("_", "-");
    const near = TYPE_SYNONYMS.get(word) ?? closestMatch(type, TYPES);
    if (near !== undefined && near !== type && !type.includes("/")) {
      const message = `unknown step type ${quote(type)}; did you mean ${quote(near)}?`;
      return { kind: "unknown-value", path, owner: "misspelled-step-type", message, suggestion: near };
    }
    const [name, version = "1.2.3"] = type.split("@");
    const message = `type ${quote(type)} has no version, so builds use the latest one; add the version that you tested, as in ${quote(`${name}:${version}`)}`;
    return { kind: "pattern", path, owner: "step-version", message };
  }
}

/** Keys that a mapping at the top of a definition has if it is meant to be a step. */
const KEYS_OF_STEP = ["type", "image", "commands", "image_name", "scale"];

/** The keys of steps that have lists of NAME=value. */
const VARIABLE_LISTS = ["environment", "build_arguments", "composition_variables"];

/** An entry of `steps` in a `when`. */
const ENTRY = "{ name: STEP, on: [success] }";

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

/** The key that makes a missing one needless. */
function otherKeys(key: string, table: Table | undefined): readonly string[] {
  const shape = table?.keys[key]?.shape;
  return shape?.is === "dependent" ? [shape.on] : [];
}

/** The message about `command`, if its list may be one command, as in Compose and Kubernetes. */
const ONE_COMMAND =
  'unknown key "command"; did you mean "cmd", with one command, or "commands", with a command in each item?';

/** True for an unknown key of a step whose value is a step too. */
function isStepInStep({ key, value, table }: ShapeFault): boolean {
  const step = (value as LocatedMapping).mapping(key!);
  const isStep = table !== undefined && Object.hasOwn(table.keys, "when");
  const name = step?.string("type")?.value;
  if (!isStep || !step || value.path?.parent?.key !== "steps") return false;
  const isTyped = name !== undefined && (PLANNER_TYPES.has(name) || name.includes(":"));
  return isTyped || (step.has("image") && step.has("commands"));
}

/** The message about a step that is indented as a key of another one. */
function stepInStep({ key, value, table }: ShapeFault): string {
  const remedy =
    table === tableOf("parallel")
      ? 'move it under "steps"'
      : `indent it like ${quote(String(value.path!.key))}`;
  return `step ${quote(key!)} is indented as a key of ${table!.noun}; ${remedy}`;
}

/** True for a list whose first item is a program, so that the others may be its arguments. */
function isOneCommand({ key, value, table }: ShapeFault): boolean {
  const list = key === "command" ? (value as LocatedMapping).get(key) : undefined;
  if (!list || !isSequence(list) || list.items.length < 2 || !table!.keys.cmd) return false;
  const [program] = list.items;
  return isText(program!) && !/\s/.test(program.value);
}

/** True for a word for another key of the step whose value fits that key. */
function isSynonym({ key, value, table }: ShapeFault): boolean {
  const meant = table?.synonyms?.[key!];
  const row = meant === undefined ? undefined : table!.keys[meant];
  return row !== undefined && checkShape((value as LocatedMapping).get(key!)!, row.shape).length === 0;
}

/** The place that a key is meant for, in words that follow "move it". */
function otherPlaces(fault: ShapeFault): readonly string[] | undefined {
  const { key, value, table } = fault;
  if (isCondition(fault)) return ['under "when"'];
  if (table !== rootTable) return placeBelow(key!, table);
  if (key === "when") return ["into the step that it belongs to"];
  if (Object.hasOwn(hooks.table!.keys, key!)) return ['under "hooks"'];
  const meant = (value as LocatedMapping).mapping(key!);
  return meant && KEYS_OF_STEP.some((each) => meant.has(each)) ? ['under "steps"'] : undefined;
}

const isNull = (value: Value): boolean => isScalar(value) && value.value === null;

/** A step cannot be empty. */
const lacksAll = (path: KeyPath): string =>
  `${placeName(path)} has no value; give it at least an image, or remove it`;

/** The place of a key such as `timeUnit` in the one mapping of a step that knows it. */
function placeBelow(key: string, table: Table | undefined): readonly string[] | undefined {
  // Steps in a step are those of a parallel one, not those that it waits for.
  if (key === "steps") return undefined;
  const around = Object.entries(table?.keys ?? {}).filter(
    ([, { shape }]) => shape.is === "mapping" && Object.hasOwn(shape.table?.keys ?? {}, key),
  );
  return around.length === 1 ? [`under ${quote(around[0]![0])}`] : undefined;
}

/** True for a `condition` or `branch` in a step, which is a part of its `when`. */
function isCondition({ key, value, table }: ShapeFault): boolean {
  const isStep = table !== undefined && Object.hasOwn(table.keys, "when");
  const isPart = key === "condition" || key === "branch";
  return isStep && isPart && (value as LocatedMapping).mapping(key) !== undefined;
}

/** The keys of steps; some may be the names of steps too. */
const STEP_KEYS: ReadonlySet<unknown> = new Set(
  ["freestyle", ...TYPES_BY_KEYS].flatMap((type) => Object.keys(tableOf(type)!.keys)),
);

/**
 * Joins the findings about keys of a step that are next to the steps, each of which is a step that
 * is not a mapping, and those about the steps without a value that they belong to.
 */
function withMisplacedKeys(findings: readonly SchemaFinding[], root: Pick<Place, "path">): SchemaFinding[] {
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

/** A key of a step that is next to the steps, where it is a step. */
function misplaced(path: KeyPath, more: Pick<SchemaFinding, "about" | "also">): SchemaFinding {
  const message = `${quote(String(path.at(-1)))} is next to the steps, so it is a step; move it into the step that it belongs to`;
  return { kind: "pattern", path, owner: "misplaced-when", message, ofKey: true, ...more };
}

/** True for a step named `when` that only has the parts of a condition. */
function isMisplacedWhen(value: Value): boolean {
  if (!(value instanceof LocatedMapping) || value.path?.key !== "when" || value.path.parent?.key !== "steps")
    return false;
  return value.entries.every(({ name }) => ["branch", "condition", "steps"].includes(name));
}

/** A finding about keys that exclude each other. */
function conflict(path: KeyPath, message: string): SchemaFinding {
  return { kind: "pattern", path, owner: "conflicting-keys", message };
}

function outOfRange(path: KeyPath, message: string): SchemaFinding {
  return { kind: "out-of-range", path, message };
}

function nounOf({ table, value }: ShapeFault): string {
  return table?.noun ?? placeName(pathKeys(value.path));
}

/** The allowed values of a shape in words. */
function expectedOf(shape: Shape): string {
  if ("says" in shape && shape.says !== undefined) return shape.says;
  switch (shape.is) {
    case "text":
      return shape.words ? quoteList(shape.words, "or") : "a string";
    case "number":
      return shape.positive ? "a number above 0" : "a number";
    case "boolean":
      return BOOLEAN;
    case "list":
      return "a list";
    case "mapping":
      return "a mapping";
    case "either":
      return joinList([...new Set(shape.shapes.map(expectedOf))], "or");
    default:
      return "another value";
  }
}

/** The expectation of a mapping with few keys: those that it needs, else all of them. */
function keysExpected(shape: Shape): string | undefined {
  const rows = shape.is === "mapping" && !shape.says ? Object.entries(shape.table?.keys ?? {}) : [];
  const required = rows.filter(([, row]) => row.required);
  const keys = (required.length > 0 ? required : rows).map(([name]) => name);
  if (keys.length === 0 || keys.length > MAX_NAMED) return undefined;
  return `a mapping with ${quoteList(keys, required.length > 0 ? "and" : "or")}`;
}

function plainOf(value: Value): unknown {
  if (isScalar(value)) return value.value;
  return isSequence(value) ? [] : {};
}

/** The message for an item of a list of texts that YAML reads as a mapping because of a colon. */
function itemMessage(value: Value, path: KeyPath): string | undefined {
  if (!(value instanceof LocatedMapping)) return undefined;
  const list = String(path.at(-2));
  const [first] = value.entries;
  if (isCommandList(list) && first) {
    const isPlain = first.key.span.start === value.span.start;
    if (isPlain && !/\s/.test(first.name))
      return `${placeName(path)} is a mapping with the key "${first.name}"; write the command alone`;
    const cause = isPlain ? 'contains ": "' : 'begins with "{" or "?"';
    return `${placeName(path)} is a mapping, since it ${cause}; put it in quotes`;
  }
  const isAssignment = /^(?:environment|(?:build|composition)[_-](?:arguments|variables))$/.test(list);
  return isAssignment ? `${placeName(path)} is a mapping; write it as NAME=value` : undefined;
}
