import { remedyOfForeignEvent } from "../catalogue/events/events.ts";
import { rejectionReason } from "../catalogue/rejection.ts";
import { isSequence, isText, LocatedMapping, type Place, toPointer, valueAt } from "../document/located.ts";
import { findTemplateTag } from "../document/scan.ts";
import type { Range } from "../document/source.ts";
import { checkCron, readOtherForm } from "../match/cron/index.ts";
import { oncePerPipeline, type Pipeline, type SpecFile } from "../pipeline/model.ts";
import { groupReplaced, replacedMessage, replacedPartAt } from "../pipeline/replaced-parts.ts";
import { findSpecFaults } from "../pipeline/schema/spec-faults.ts";
import { duplicateKeysOfSpec } from "../pipeline/steps/swallowed-step.ts";
import { findUnquoted, sortFaults, unquotedMessage } from "../pipeline/unquoted-patterns.ts";
import { locateFinding, type SchemaFinding } from "../schema/finding.ts";
import { ruleFor, schemaMessage } from "../schema/message.ts";
import { memoize } from "../util/memoize.ts";
import { pipelineName } from "./pipelines.ts";
import type { Assumptions } from "./settings.ts";

/** A fault for which Codefresh rejects a spec. */
export interface Rejection {
  /** The id of the lint rule. */
  readonly rule: string;
  /** The fault and the remedy, in one sentence. */
  readonly message: string;
  readonly range: Range;
  /** JSON Pointer from the root of the document. */
  readonly pointer: string;
  /** The 0-based number of the document, if the file has several. */
  readonly document?: number;
  /** True for a tag of a template, whose text is replaced before Codefresh reads it. */
  readonly template?: true;
}

/** Whether Codefresh accepts a spec. */
export interface Acceptance {
  /** The number of faults for which Codefresh rejects the spec. */
  readonly refused: number;
  /** These faults, in the order of the text. */
  readonly rejections: readonly Rejection[];
  /** True if the results ignore these faults because the user assumes an accepted spec. */
  readonly assumedAccepted: boolean;
}

/** The user's answers about faults. */
export interface AcceptanceOptions {
  readonly assume?: Assumptions;
  /** Gives results for a spec that Codefresh would reject. */
  readonly assumeAccepted?: boolean;
}

/** Returns whether Codefresh accepts a spec, and the faults for which it does not. */
export function acceptanceOf(pipeline: Pipeline, options: AcceptanceOptions): Acceptance {
  return accepted(findRejections(pipeline, options.assume), options);
}

function accepted(
  rejections: readonly Rejection[],
  { assumeAccepted = false }: AcceptanceOptions,
): Acceptance {
  const { length } = rejections;
  return { refused: length, rejections, assumedAccepted: length > 0 && assumeAccepted };
}

/** True if a spec has no results, since Codefresh would reject it. */
export function isRejected({ refused, assumedAccepted }: Acceptance): boolean {
  return refused > 0 && !assumedAccepted;
}

/** A fault and its place in the tree. */
interface Fault {
  readonly rule: string;
  readonly message: string;
  readonly place: Place;
  readonly template?: true;
}

/**
 * Returns the faults for which Codefresh rejects a spec, in the order of the text: those of js-yaml
 * 3, which reads it, and of the published schema, which validates it (semantics, "the schema";
 * codefresh-io/service-base infra/validation.js). For a text that cannot be read only its own
 * faults are known, and they concern each of its specs. Settings of lint rules do not count.
 *
 * A cron expression that only the published pattern rejects counts if `api-cron-pattern` is `yes`.
 */
export function findRejections(pipeline: Pipeline, assume: Assumptions = {}): readonly Rejection[] {
  return rejectionsBy(pipeline)(assume[CRON_PATTERN] ?? "");
}

const CRON_PATTERN = "api-cron-pattern";

/** All events of a run ask again: 2,000 cases validated a long spec in half of their time. */
const rejectionsBy = oncePerPipeline((pipeline) => memoize((answer) => rejectionsOf(pipeline, answer)));

/** The rejections with an answer to `api-cron-pattern`. */
function rejectionsOf(pipeline: Pipeline, answer: string): readonly Rejection[] {
  const { file, document } = pipeline;
  const texts = textFaults(file);
  const faults = texts.length > 0 ? texts : [...duplicateKeys(pipeline), ...schemaFaults(pipeline, answer)];
  if (faults.length === 0) return none;
  const own = rejectionsAt(faults, file);
  return file.documents.length > 1 ? own.map((each) => ({ ...each, document })) : own;
}

function rejectionsAt(faults: readonly Fault[], { source }: SpecFile): Rejection[] {
  return onceEach(faults).map(({ rule, message, place, template }) => ({
    rule,
    message,
    range: source.range(place.span),
    pointer: toPointer(place.path),
    ...(template && { template }),
  }));
}

const none: readonly Rejection[] = [];

/** A tab that js-yaml reads in its own way counts too: the spec that it reads is another one. */
function textFaults(file: SpecFile): Fault[] {
  if (file.faults.length === 0) return directiveFaults(file);
  const rule = `${file.format}-syntax`;
  const tag = findTemplateTag(file.source.text);
  if (tag !== undefined) {
    const message = "this file is a template, not YAML; render it first";
    const place = { span: { start: tag, end: tag + 2 }, path: undefined };
    return [{ rule, message, place, template: true }];
  }
  const { patterns, others } = sortFaults(file);
  const unquoted = patterns.map((pattern) => ({
    rule: "unquoted-pattern",
    message: unquotedMessage(pattern),
    place: { span: pattern.span, path: undefined },
  }));
  return [
    ...unquoted,
    ...others.map(({ message, span }) => ({ rule, message, place: { span, path: undefined } })),
  ];
}

/** Of a text that ytt or kustomize makes specs of, these are unknown. */
function directiveFaults(file: SpecFile): Fault[] {
  if (!file.directive) return [];
  const place = { span: file.directive, path: undefined };
  const part = replacedPartAt(place, file, undefined)!;
  return [{ rule: "placeholder-value", message: replacedMessage(part), place, template: true }];
}

/** The duplicate keys of a spec, and of the document around it without the other specs. */
function duplicateKeys({ file, document, node }: Pipeline): Fault[] {
  const { root, keysAreUnique } = file.documents[document]!;
  // JSON.parse, which reads .json files, accepts them.
  if (keysAreUnique || !root || file.format === "json") return [];
  const lists = root instanceof LocatedMapping ? root.entries.map(({ value }) => value) : [root];
  const around =
    root === node
      ? []
      : duplicateKeysOfSpec(
          root,
          lists.filter(isSequence).map((list) => list.node),
        );
  return [...around, ...duplicateKeysOfSpec(node)].map(({ key, message }) => ({
    rule: "duplicate-key",
    message,
    place: key,
  }));
}

const specFaults = oncePerPipeline(({ plain }) => findSpecFaults(plain));

/** A definition has no published schema; only the command line refuses a spec with faulty steps. */
function schemaFaults(pipeline: Pipeline, answer: string): Fault[] {
  if (pipeline.isDefinition) return [];
  const findings = specFaults(pipeline).filter((finding) => rejects(finding, pipeline, answer));
  const faults = findings.map((finding) => {
    const unquoted = findUnquoted(finding, pipeline);
    return unquoted
      ? { rule: "unquoted-pattern", message: unquotedMessage(unquoted), place: unquoted }
      : {
          rule: ruleFor(finding),
          message:
            cronFault(finding, pipeline)?.message ??
            foreignEvent(finding, pipeline) ??
            schemaMessage(finding),
          place: locateFinding(finding, pipeline.node),
        };
  });
  return atPlaceholdersOnce(faults, pipeline);
}

/** Replaces the faults at a placeholder, or at all tags of a template, by one. */
function atPlaceholdersOnce(faults: readonly Fault[], pipeline: Pipeline): Fault[] {
  const all = faults.map((fault) => ({
    ...fault,
    part: replacedPartAt(fault.place, pipeline.file, pipeline),
  }));
  const replaced = all.flatMap(({ part, place }) => (part ? [{ part, place }] : []));
  const placeholders = groupReplaced(replaced).map(({ first: { part, place }, message }) => ({
    rule: "placeholder-value",
    message,
    place: { span: part, path: place.path },
    ...((part.kind === "tag" || part.kind === "directive") && { template: true as const }),
  }));
  return [...all.filter(({ part }) => !part), ...placeholders];
}

/** The live pattern for cron expressions may be newer than the published one (semantics h). */
function rejects(finding: SchemaFinding, pipeline: Pipeline, answer: string): boolean {
  const fault = answer === "yes" ? undefined : cronFault(finding, pipeline);
  return fault === undefined || fault.byScheduler;
}

/** Why the scheduler, else the published pattern, rejects an expression at a finding. */
function cronFault({ owner, kind, path }: SchemaFinding, { node }: Pipeline) {
  if (owner !== "invalid-cron" || kind !== "pattern") return undefined;
  const expression = valueAt(node, path);
  if (!expression || !isText(expression)) return undefined;
  const { refusal, apiRefusal } = checkCron(expression.value);
  const message = (readOtherForm(expression.value) ?? refusal ?? apiRefusal)?.message;
  return message === undefined ? undefined : { message, byScheduler: refusal !== undefined };
}

/** The fault of an event that only other CI systems have. */
function foreignEvent({ owner, path, actual }: SchemaFinding, { node }: Pipeline): string | undefined {
  const event = owner === "unknown-event" ? valueAt(node, path) : undefined;
  const remedy = event && isText(event) ? remedyOfForeignEvent(event.value) : undefined;
  return remedy && `unknown event ${actual}; ${remedy}`;
}

/** The faults in the order of the text; one of an aliased value once. */
function onceEach(faults: readonly Fault[]): Fault[] {
  const byText = new Map<string, Fault>();
  for (const fault of faults) {
    const { start, end } = fault.place.anchor ?? fault.place.span;
    const key = `${fault.rule}\0${start}\0${end}\0${fault.message}`;
    if (!byText.has(key)) byText.set(key, fault);
  }
  return [...byText.values()].sort((a, b) => a.place.span.start - b.place.span.start);
}

/** Triggers that are not where Codefresh reads them. */
export interface MisplacedTriggers {
  /** The fault and the remedy, in one clause about the pipeline. */
  readonly message: string;
  readonly range: Range;
  readonly pointer: string;
}

/**
 * Returns the triggers of a kind that a spec has in wrong places, such as `metadata.triggers`, if
 * it has none where Codefresh reads them.
 */
export function findMisplacedTriggers(
  pipeline: Pipeline,
  kind: "git" | "cron",
): readonly MisplacedTriggers[] {
  const meant = kind === "git" ? "triggers" : "cronTriggers";
  if (pipeline[meant].length > 0 || pipeline.isDefinition) return [];
  const wrong = specFaults(pipeline).filter(
    ({ kind: fault, key, suggestion }) => fault === "unknown-key" && [key, suggestion].includes(meant),
  );
  return wrong.map((finding) => {
    const { span, path } = locateFinding(finding, pipeline.node);
    const around = finding.path.slice(0, -1).findLast((step) => typeof step === "string");
    const from = around === undefined ? "the top level" : `"${around}"`;
    const remedy = around === "spec" ? `rename "${finding.key}"` : `move "${finding.key}" there from ${from}`;
    return {
      message: `has no "${meant}" under "spec"; ${remedy}`,
      range: pipeline.file.source.range(span),
      pointer: toPointer(path),
    };
  });
}

/** A spec with the faults for which Codefresh rejects it. */
export interface SpecAcceptance extends Acceptance {
  /** The name of the pipeline. */
  readonly pipeline: string;
  /** The file. */
  readonly path: string;
  /** Triggers in a wrong place, if none of their kind are where Codefresh reads them. */
  readonly misplacedTriggers: readonly MisplacedTriggers[];
}

/** Returns whether Codefresh accepts a spec, and the misplaced triggers of these kinds. */
export function specAcceptance(
  pipeline: Pipeline,
  kinds: readonly ("git" | "cron")[],
  options: AcceptanceOptions,
): SpecAcceptance {
  return {
    pipeline: pipelineName(pipeline),
    path: pipeline.file.source.path,
    ...acceptanceOf(pipeline, options),
    misplacedTriggers: kinds.flatMap((kind) => findMisplacedTriggers(pipeline, kind)),
  };
}

/** Like `specAcceptance`, for a text with faults without any spec; its path is the name. */
export function textAcceptance(file: SpecFile, options: AcceptanceOptions): SpecAcceptance {
  const { path } = file.source;
  const acceptance = accepted(rejectionsAt(textFaults(file), file), options);
  return { pipeline: path, path, ...acceptance, misplacedTriggers: [] };
}

/** Why a spec has no results, as a clause with its first fault. */
export function formatRejection(spec: Omit<SpecAcceptance, "misplacedTriggers">): string {
  const { pipeline, path } = spec;
  const [first, ...more] = spec.rejections;
  const { line, column } = first!.range.start;
  const others = more.length > 0 ? `, and ${more.length} more` : "";
  const what = pipeline === path ? "the definition" : `the spec of ${pipeline}`;
  return `${rejectionReason(spec, what)}: ${path}:${line}:${column} ${first!.rule}: ${first!.message}${others}`;
}
