import { env, operation, RESULT_SYNONYMS, WHEN_WORDS, when } from "../../catalogue/steps/common-keys.ts";
import type { Shape, Table } from "../../catalogue/steps/shapes.ts";
import { tabledTypes, tableOf } from "../../catalogue/steps/step-tables.ts";
import {
  isNull,
  isScalar,
  isSequence,
  isText,
  LocatedMapping,
  pathWithin,
  type Value,
  valueAt,
} from "../../document/located.ts";
import type { SchemaFinding } from "../../schema/finding.ts";
import { commentFault, describeValue, placeName } from "../../schema/message.ts";
import type { KeyPath } from "../../schema/paths.ts";
import { closestMatch } from "../../util/closest-match.ts";
import { parseDuration, quote, quoteList } from "../../util/text.ts";
import { MAX_STEP_NAME } from "./check-definition.ts";
import type { ShapeFault } from "./check-shape.ts";
import type { DefinitionFault, StepProblem } from "./definition-fault.ts";
import { liftArguments, typeOf } from "./expand.ts";
import { nounOf, type Root, type UnknownKeys } from "./unknown-keys.ts";
import { expectedOf, itemMessage, keysExpected, plainOf } from "./value-words.ts";

/** The rule for faults in places that the validator does not check. */
export const UNCHECKED_RULE = "unvalidated-step";

/** The keys of steps that have lists of NAME=value. */
const VARIABLE_LISTS = ["environment", "build_arguments", "composition_variables"];

/** Returns the findings of a fault of a shape, other than that it is none of several. */
export function shapeFindings(fault: ShapeFault, keys: UnknownKeys): readonly SchemaFinding[] {
  const { problem, value, row } = fault;
  if (problem === "stray") {
    if (keys.isMeant(fault) && !isMisplacedWhen(value))
      return [{ ...keys.finding(fault), owner: "misspelled-step-key" }];
    const path = pathWithin(keys.root, (value as LocatedMapping).entry(fault.key!)!.key);
    // Other systems have variables there, which the copies of the step would differ in.
    if (path.at(-2) !== "matrix" || fault.table !== tableOf("freestyle")) return [];
    const message = `"${fault.key}" is not a key of the step, so these values change nothing; for variables write environment with lists such as [NAME=VALUE]`;
    return [{ kind: "pattern", path, owner: UNCHECKED_RULE, message, ofKey: true }];
  }
  if (problem === "missing" && isMisplacedWhen(value)) {
    const path = pathWithin(keys.root, value);
    return [misplaced(path, { about: [...path, fault.key!] })];
  }
  const finding = ofKey(fault, keys) ?? ofValue(fault, keys.root);
  return [row?.rule === undefined ? finding : { ...finding, owner: row.rule }];
}

function ofKey(fault: ShapeFault, keys: UnknownKeys): SchemaFinding | undefined {
  const { problem, value, key, table } = fault;
  const path = pathWithin(keys.root, value);
  const mapping = value as LocatedMapping;
  const exclusive = (at: KeyPath, [one, other]: readonly string[]): SchemaFinding =>
    conflict(at, `${quoteList([one!, other!], "and")} exclude each other; remove one of the two`);
  const withPeer = (other: string | undefined): SchemaFinding =>
    exclusive(pathWithin(keys.root, { path: mapping.entry(key!)?.key.path }), [key!, other!]);
  switch (problem) {
    case "unknown":
      return keys.finding(fault);
    case "missing":
      return missingKey(path, fault);
    case "none-of":
      return { kind: "missing-key", path, allowed: table!.exactlyOne!, noun: table!.noun };
    case "both-of":
      return exclusive(path, table!.exactlyOne!);
    case "alias-too":
      return withPeer(Object.keys(table!.keys).find((name) => table!.keys[name]!.alias === key));
    case "excluded":
      return withPeer(table!.keys[key!]!.excludedBy!.find((peer) => mapping.has(peer)));
    default:
      return undefined;
  }
}

function missingKey(path: KeyPath, fault: ShapeFault): SchemaFinding {
  const noun = nounOf(fault);
  const keys = [fault.key!, ...otherKeys(fault.key!, fault.table)];
  const message = `missing key ${quoteList(keys, "or")}; add one of them to ${noun}`;
  return { kind: "missing-key", path, key: fault.key, noun, ...(keys.length > 1 && { message }) };
}

/** The key that makes a missing one needless. */
export function otherKeys(key: string, table: Table | undefined): readonly string[] {
  const shape = table?.keys[key]?.shape;
  return shape?.is === "dependent" ? [shape.on] : [];
}

function ofValue({ problem, value, shape }: ShapeFault, root: Root): SchemaFinding {
  if (problem === "type") return ofType(value, shape, root);
  const details = detailsOf(value, shape, root);
  const { path } = details;
  const name = placeName(path);
  if (problem === "empty" || problem === "long") {
    const maximum = shape.is === "text" ? shape.maxLength! : 0;
    const bound = problem === "empty" ? { minimum: 1 } : { maximum };
    return { kind: "out-of-range", ...details, limit: { of: "characters", ...bound } };
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
  const outOfRange = (message: string) => ({ kind: "out-of-range", path, message }) as const;
  if (problem === "not-positive")
    return outOfRange(`${name} must be above 0, not ${String(isScalar(value) ? value.value : "")}`);
  if (problem === "too-few") return outOfRange(`${name} has no entry; add one or remove the key`);
  return { kind: "pattern", ...details };
}

function detailsOf(value: Value, shape: Shape, root: Root) {
  return {
    path: pathWithin(root, value),
    expected: expectedOf(shape),
    actual: describeValue(plainOf(value), "secret" in shape && shape.secret === true),
  };
}

function ofType(value: Value, shape: Shape, root: Root): SchemaFinding {
  const details = detailsOf(value, shape, root);
  const { path } = details;
  if (isNull(value)) {
    const isStep = path.at(-2) === "steps" && typeof path.at(-1) === "string";
    return { kind: "null-value", ...details, ...(isStep && { message: lacksAll(path) }) };
  }
  const name = placeName(path);
  const inWords = shape === when && isText(value) ? WHEN_WORDS.get(value.value) : undefined;
  if (inWords !== undefined)
    return {
      kind: "wrong-type",
      ...details,
      message: `${name} must be a mapping, not ${quote(String(plainOf(value)))}; ${inWords}`,
    };
  const says = shape.is === "mapping" ? shape.says : undefined;
  if (says?.startsWith("in a step")) return conflict(path, `${name} is only allowed ${says}`);
  if (shape === env && isVariables(value))
    return { kind: "wrong-type", ...details, ...variablesInEnv(value, root) };
  if (shape === operation && isSequence(value)) {
    const message = `${name} of a step takes no commands; move it into "hooks"`;
    return { kind: "wrong-type", ...details, message };
  }
  if (isSequence(value) && path.at(-1) === "tag" && lacksTags(stepOf(value, root))) {
    const message = `${name} must be a string, not a list; rename it to "tags"`;
    return { kind: "wrong-type", ...details, message, ofKey: true };
  }
  const duration = isText(value) ? parseDuration(value.value) : undefined;
  // An approval waits for hours or minutes.
  if (duration && duration.unit !== "seconds") {
    const { amount, unit } = duration;
    const message = `${name} must be ${details.expected}, not ${details.actual}; write ${amount}, and "timeUnit: ${unit}"`;
    if (path.at(-1) === "duration") return { kind: "wrong-type", ...details, message };
    const write = `{ duration: ${amount}, timeUnit: ${unit} }`;
    if (shape.is === "mapping" && path.at(-1) === "timeout")
      return { kind: "wrong-type", ...details, expected: keysExpected(shape) ?? details.expected, write };
  }
  const number = isScalar(value) && Number(value.value) > 0 ? Number(value.value) : undefined;
  if (shape.is === "mapping" && shape.table?.ofNumber !== undefined && number !== undefined) {
    const write = `{ ${shape.table.ofNumber}: ${number} }`;
    return {
      kind: "wrong-type",
      ...details,
      write,
      message: `${name} must be a mapping; write ${path.at(-1)}: ${write}`,
    };
  }
  if (shape.is === "mapping" && shape.table?.ofNumber !== undefined && isScalar(value)) {
    const message = `${name} must be a mapping; remove it to try the step once`;
    if (value.value === 0 || value.value === false) return { kind: "wrong-type", ...details, message };
  }
  const isDate = shape.is === "text" && isScalar(value) && value.value instanceof Date;
  const message = isDate
    ? `${name} must be ${details.expected}, not a date; quote it`
    : ((isText(value) ? commentFault(value.value) : undefined) ?? itemMessage(value, path));
  return { kind: "wrong-type", ...details, expected: keysExpected(shape) ?? details.expected, message };
}

/** True for a list in place of the `env` of a step, or a mapping with other keys. */
export function isVariables(value: Value): boolean {
  if (!(value instanceof LocatedMapping)) return isSequence(value);
  return value.entries.every(({ name }) => !Object.hasOwn(env.table!.keys, name));
}

/** The step that has a value at one of its own keys or in `arguments`, if there is one. */
function stepOf({ path }: Value, root: Root): LocatedMapping | undefined {
  const around = path?.parent;
  const isArgument = around?.key === "arguments" && around.parent?.key !== "steps";
  const own = isArgument ? around.parent : around;
  const step = root instanceof LocatedMapping && valueAt(root, pathWithin(root, { path: own }));
  return step instanceof LocatedMapping ? liftArguments(step) : undefined;
}

/** True for a step that may have `tags`, and does not. */
function lacksTags(step: LocatedMapping | undefined): boolean {
  const keys = step && tableOf(typeOf(step))?.keys;
  return keys !== undefined && Object.hasOwn(keys, "tags") && !step!.has("tags");
}

/** The message about variables in `env` of a step, and the key that they belong in. */
export function variablesInEnv(
  value: Value,
  root: Root,
): Pick<SchemaFinding, "message" | "suggestion" | "ofKey"> {
  const step = stepOf(value, root);
  const keys = step && tableOf(typeOf(step))?.keys;
  const meant = VARIABLE_LISTS.find((key) => keys && Object.hasOwn(keys, key));
  const remedy = meant === undefined ? "remove it" : `write them in ${quote(meant)} as a list of NAME=value`;
  return { message: `"env" is not for variables; ${remedy}`, suggestion: meant, ofKey: true };
}

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

/** Returns the finding of a fault that is not one of a shape. */
export function stepFinding(
  { problem, value, key }: Extract<DefinitionFault, { problem: StepProblem }>,
  root: Root,
  nearStage: (stage: string) => string | undefined,
): SchemaFinding {
  const path = pathWithin(root, value);
  const name = isText(value) ? quote(value.value) : "";
  const actual = describeValue(plainOf(value), false);
  const owned = (owner: string, message: string) => ({ kind: "pattern", path, owner, message }) as const;
  const ofKey = (owner: string, message: string) => ({ ...owned(owner, message), ofKey: true });
  switch (problem) {
    case "no-value":
      if (key !== "type" && isNull(value)) return { kind: "null-value", path, message: lacksAll(path) };
      return isNull(value)
        ? { kind: "null-value", path, expected: "a string", required: true }
        : { kind: "wrong-type", path, expected: "a string", actual };
    case "version":
      return { kind: "unknown-value", path, allowed: ["1.0"], actual };
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
      return { ...owned("undeclared-stage", ""), ...undeclaredStage(value, nearStage) };
    case "in-hook":
      return conflict(path, `${quote(key!)} is not allowed in a step of a hook; remove it`);
    case "old-operation":
      return conflict(path, `${name} and "hooks" exclude each other; move it into "hooks"`);
    case "no-step-version":
      return typeWithoutVersion(path, String(isScalar(value) ? value.value : ""));
    case "step-version":
      return owned("step-version", `${name} has no semantic version; write the type as NAME:1.2.3`);
  }
}

function undeclaredStage(
  value: Value,
  nearStage: (stage: string) => string | undefined,
): Pick<SchemaFinding, "message" | "suggestion"> {
  const stage = String(isScalar(value) ? value.value : "");
  const near = nearStage(stage);
  const hint = near === undefined ? 'add it to "stages"' : `did you mean ${quote(near)}?`;
  return { message: `stage ${quote(stage)} is not declared; ${hint}`, suggestion: near };
}

function typeWithoutVersion(path: KeyPath, type: string): SchemaFinding {
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

/** A step cannot be empty. */
const lacksAll = (path: KeyPath): string =>
  `${placeName(path)} has no value; give it at least an image, or remove it`;

/** A finding about keys that exclude each other. */
function conflict(path: KeyPath, message: string): SchemaFinding {
  return { kind: "pattern", path, owner: "conflicting-keys", message };
}

/** A key of a step that is next to the steps, where it is a step. */
export function misplaced(path: KeyPath, more: Pick<SchemaFinding, "about" | "also">): SchemaFinding {
  const message = `${quote(String(path.at(-1)))} is next to the steps, so it is a step; move it into the step that it belongs to`;
  return { kind: "pattern", path, owner: "misplaced-when", message, ofKey: true, ...more };
}

/** True for a step named `when` that only has the parts of a condition. */
function isMisplacedWhen(value: Value): boolean {
  if (!(value instanceof LocatedMapping) || value.path?.key !== "when" || value.path.parent?.key !== "steps")
    return false;
  return value.entries.every(({ name }) => ["branch", "condition", "steps"].includes(name));
}
