import { findReplacedIn, type PlaceholderKind, type TextPlace } from "../catalogue/placeholders.ts";
import { findSystemVariable } from "../catalogue/system-variables.ts";
import { LocatedMapping, type Place, pathKeys } from "../document/located.ts";
import { findTemplateTag, startOfLine } from "../document/scan.ts";
import type { Span } from "../document/source.ts";
import { groupBy } from "../util/group-by.ts";
import { plural } from "../util/text.ts";
import { oncePerPipeline, type Pipeline, type SpecFile, variableNamesIn } from "./model.ts";

/**
 * A part of a text that is replaced before Codefresh reads it, such as a tag of a template. The
 * value is unknown, and the remedies for literal text break a template.
 */
export interface ReplacedPart extends Span {
  /**
   * A directive is a line of ytt or a key of kustomize, for which a text is not a whole spec; a
   * constant is a placeholder of a shell at a key that takes no variable either, a flag one at a
   * key that takes a boolean or one variable; a reference lacks its dollar sign.
   */
  readonly kind: PlaceholderKind | "directive" | "constant" | "flag" | "reference";
  readonly text: string;
}

/** True for a text that as a whole is a template, so that any part of it may be replaced. */
export function isTemplateText({ source, faults, directive }: SpecFile): boolean {
  return directive !== undefined || (faults.length > 0 && findTemplateTag(source.text) !== undefined);
}

/** Longer placeholders that begin before a place, or end after it, are not found. */
const MAX_PLACEHOLDER = 200;

/** Returns the replaced part at a place that a fault is about, if there is one. */
export function replacedPartAt(
  { path, span, anchor }: Place,
  { source: { text }, directive }: SpecFile,
  pipeline: Pipeline | undefined,
): ReplacedPart | undefined {
  if (directive) return partOf(text, "directive", directive);
  const { start, end } = anchor ?? span;
  const keys = pathKeys(path);
  // `{{NAME}}` is what is left of a variable that is not set, which conditions test.
  if (keys.includes("condition")) return undefined;
  const before = text.slice(Math.max(0, start - MAX_PLACEHOLDER), start);
  const [after] = text.slice(end, end + MAX_PLACEHOLDER).split(/[\r\n]/, 1);
  const from = start - before.slice(startOfLine(before, before.length)).length;
  const around = text.slice(from, end + after!.length);
  const textPlace = placeOf(keys, pipeline);
  const found = findReplacedIn(around, { start: start - from, end: end - from }, textPlace);
  if (!found) return undefined;
  const kind = (found.kind === "shell" && KINDS.get(String(keys.at(-1)))) || found.kind;
  const part = partOf(text, kind, { start: from + found.start, end: from + found.end });
  const [, name] = /^\{\{([A-Za-z_][\w.-]*)\}\}$/.exec(part.text) ?? [];
  // Codefresh is not known to replace variables in the filters of a trigger.
  const isReference = textPlace !== "trigger" && name && pipeline && isReferable(name, pipeline);
  return isReference ? { ...part, kind: "reference" } : part;
}

/** True for the name of a variable of the platform or of a pipeline. */
export function isVariable(name: string, pipeline: Pipeline): boolean {
  return findSystemVariable(name) !== undefined || variableNamesIn(pipeline).has(name);
}

const stepNames = oncePerPipeline(({ steps }) => namesOf(steps, new Set()));

function namesOf(steps: LocatedMapping | undefined, names: Set<string>): ReadonlySet<string> {
  for (const { name, value } of steps?.entries ?? []) {
    names.add(name);
    if (value instanceof LocatedMapping) namesOf(value.mapping("steps"), names);
  }
  return names;
}

/** True for the name of a variable or step, which a text refers to as `${{NAME}}`. */
export function isReferable(name: string, pipeline: Pipeline): boolean {
  return isVariable(name, pipeline) || stepNames(pipeline).has(name);
}

/** The keys of which base-schema.js and root-schema.js show whether they take a variable. */
const KINDS: ReadonlyMap<string, ReplacedPart["kind"]> = new Map([
  ["timeout", "constant"],
  ["fail_fast", "flag"],
  ["fail-fast", "flag"],
  ["strict_fail_fast", "flag"],
]);

/** The keys of a step with texts for other programs, and those whose rules know shells. */
export const OF_PROGRAMS: ReadonlySet<unknown> = new Set(
  `commands cmd entry_point entry-point environment build_arguments build-arguments composition
  composition_variables composition-variables dockerfile arguments services annotations metadata when`.split(
    /\s+/,
  ),
);

function placeOf(keys: readonly unknown[], pipeline: Pipeline | undefined): TextPlace {
  if (pipeline?.isDefinition || keys.includes("steps") || keys.includes("hooks"))
    return keys.at(-2) === "steps" || keys.some((key) => OF_PROGRAMS.has(key)) ? "step" : "key";
  const isTrigger = keys.includes("triggers") || keys.includes("cronTriggers");
  return isTrigger && !keys.includes("variables") ? "trigger" : "other";
}

function partOf(text: string, kind: ReplacedPart["kind"], { start, end }: Span): ReplacedPart {
  return { kind, start, end, text: text.slice(start, end) };
}

/** Reports about one replaced part, or about all tags of a text, which are one fault. */
export interface ReplacedGroup<T> {
  readonly first: T;
  readonly all: readonly T[];
  readonly message: string;
}

/** Groups reports at replaced parts. In a template, the name of a step or variable may be a tag. */
export function groupReplaced<T extends { readonly part: ReplacedPart }>(
  reports: readonly T[],
): readonly ReplacedGroup<T>[] {
  const isTemplate = reports.some(({ part }) => part.kind === "tag");
  const kindOf = ({ kind }: ReplacedPart) => (isTemplate && kind === "reference" ? "tag" : kind);
  const groups = groupBy(reports, ({ part }) => {
    const kind = kindOf(part);
    return kind === "tag" || kind === "directive" ? kind : `${kind} ${part.start}`;
  });
  return Array.from(groups.values(), (all) => {
    const first = all.reduce((one, other) => (other.part.start < one.part.start ? other : one));
    const others = new Set(all.map(({ part }) => part.start)).size - 1;
    return { first, all, message: replacedMessage({ ...first.part, kind: kindOf(first.part) }, others) };
  });
}

/** Returns the message about a replaced part, with the number of the other tags. */
export function replacedMessage({ kind, text }: ReplacedPart, others = 0): string {
  if (kind === "variable")
    return `"${text}" is a variable, which Codefresh is not known to replace here; write its value`;
  if (kind === "reference") return `"${text}" lacks its dollar sign; write $${text}`;
  if (kind === "shell")
    return `"${text}" is plain text to Codefresh; write the value, or \${{NAME}} if the key takes a variable, or render a template first`;
  if (kind === "flag")
    return `"${text}" is plain text to Codefresh; write true, false or one \${{NAME}}, or render a template first`;
  if (kind === "constant")
    return `"${text}" is plain text to Codefresh, and no variable is replaced here; write the value, or render a template first`;
  if (kind === "directive" && text.startsWith("$"))
    return `"${text}" makes this a patch of kustomize, not a spec; build it first and lint the result`;
  if (kind !== "tag" && kind !== "directive") return `"${text}" is a placeholder; write the real value`;
  const tags = others > 0 ? `and ${plural(others, "other text")} are tags` : "is a tag";
  return `"${text}" ${tags} of a template; render the file first and lint the result`;
}
