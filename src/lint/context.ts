import { type Place, pathWithin, toPointer } from "../document/located.ts";
import { within } from "../document/scalar-span.ts";
import { findTemplateTag, findTypeTag, isOfOtherKeysToo, startOfLine } from "../document/scan.ts";
import type { Range, Span } from "../document/source.ts";
import { Budget } from "../match/budget.ts";
import type { Pipeline, SpecFile } from "../pipeline/model.ts";
import { groupReplaced, type ReplacedPart, replacedPartAt } from "../pipeline/replaced-parts.ts";
import type { DetectedSecret } from "../secrets/detect.ts";
import { quote, quoteList } from "../util/text.ts";
import { ALIASED } from "./dedupe-aliases.ts";
import {
  buildDiagnostic,
  type Diagnostic,
  type DiagnosticPlace,
  type Fix,
  type Related,
  SEVERITIES,
  type Severity,
  severityOf,
} from "./diagnostic.ts";
import { blockLike, isBlock, withHeaderComment } from "./fix/block-text.ts";
import { changedPart, MAX_WHOLE } from "./fix/quoting.ts";
import type { FixProposal, LintSettings, ReportOptions, RuleContext } from "./rule.ts";
import type { ActiveRule } from "./rule-set.ts";

/** A fact that a rule across files keeps of a file, with all that a diagnostic about it needs. */
export interface ProjectEntry extends DiagnosticPlace {
  /** The id of the rule. */
  readonly rule: string;
  /** The file. */
  readonly path: string;
  /** The fact. */
  readonly data: string;
}

/** A report of a rule at a placeholder. */
interface ReplacedReport {
  readonly part: ReplacedPart;
  readonly place: Place;
  readonly pipeline: Pipeline | undefined;
  readonly severity: Severity;
}

/** A check of one rule. */
interface Check {
  readonly active: ActiveRule;
  readonly pipeline: Pipeline | undefined;
  /**
   * The span that the check judges, by default that of each report: reports about a part that a
   * fault of the text may have lost are dropped.
   */
  readonly extent?: Span | undefined;
}

/** Turns the reports of rules about one file into diagnostics. */
export class Collector {
  readonly diagnostics: Diagnostic[] = [];
  /** The diagnostics at an alias, with the range of the value itself. */
  readonly aliased = new Map<Diagnostic, Range>();
  readonly facts: ProjectEntry[] = [];
  /** The budget of the file's patterns. */
  readonly budget: Budget;
  readonly #file: SpecFile;
  /** The user's settings other than rules. */
  readonly settings: LintSettings;
  readonly #lost: readonly Span[];
  /** The rule that reports placeholders in place of all others; undefined if it is off. */
  readonly #placeholderRule: ActiveRule | undefined;
  /** The reports at placeholders. */
  readonly #replaced: ReplacedReport[] = [];
  /** The secrets of the file that detection found by their form. */
  readonly detectedSecrets: readonly DetectedSecret[];
  readonly #contexts = new Map<readonly ActiveRule[], readonly RuleContext[]>();
  #contextsOf: Pipeline | undefined;

  constructor(
    file: SpecFile,
    settings: LintSettings,
    detectedSecrets: readonly DetectedSecret[],
    placeholderRule: ActiveRule | undefined,
  ) {
    this.budget = new Budget(file.source.text.length);
    this.#file = file;
    this.settings = settings;
    this.detectedSecrets = detectedSecrets;
    this.#placeholderRule = placeholderRule;
    this.#lost = lostParts(file);
  }

  /**
   * Returns the contexts of some rules, in their order. For a text without faults the same contexts
   * serve the rules for a whole pipeline.
   */
  contexts(
    rules: readonly ActiveRule[],
    pipeline: Pipeline | undefined,
    extent: Span,
  ): readonly RuleContext[] {
    if (pipeline !== this.#contextsOf || this.#file.faults.length > 0) this.#contexts.clear();
    this.#contextsOf = pipeline;
    let contexts = this.#contexts.get(rules);
    if (!contexts) {
      contexts = rules.map((active) => this.context({ active, pipeline, extent }));
      this.#contexts.set(rules, contexts);
    }
    return contexts;
  }

  /** Returns the context of one check. */
  context(check: Check): RuleContext {
    const { source, format } = this.#file;
    const { text } = source;
    return {
      text,
      format,
      options: check.active.options,
      settings: this.settings,
      detectedSecrets: this.detectedSecrets,
      budget: this.budget,
      report: (place, message, extra = {}) => this.#add(check, place, message, extra),
      subLocation: (located, start, end) => within(text, located, start, end),
    };
  }

  /** Builds a diagnostic from a report. */
  #add({ active, pipeline, extent }: Check, place: Place, message: string, extra: ReportOptions): void {
    assertReport(place, message, extra);
    if (!active.rule.onFaults) {
      if (this.#isUnreliable(place, extent)) return;
      const isOwn = active.rule.onPlaceholders || !this.#placeholderRule;
      const part = isOwn ? undefined : replacedPartAt(place, this.#file, pipeline);
      if (part && !this.#hasSecret(place)) {
        this.#replaced.push({ part, place, pipeline, severity: severityOf(active, extra.severity) });
        return;
      }
    }
    const { anchor } = place;
    const found = buildDiagnostic(
      active,
      this.#place(pipeline, place, extra),
      `${message}${this.#tagNote(place, extra)}`,
      {
        ...(extra.severity && { severity: extra.severity }),
        related: this.#related(place, extra),
        ...(extra.fix && !anchor && !this.#file.inexact && { fix: this.#fix(extra.fix) }),
      },
    );
    this.diagnostics.push(found);
    if (anchor) this.aliased.set(found, this.#file.source.range(anchor));
  }

  /** Adds the findings at placeholders, in place of those of all other rules. */
  addPlaceholders(): void {
    const active = this.#placeholderRule;
    if (!active) return;
    for (const { first, all, message } of groupReplaced(this.#replaced)) {
      const place = this.#place(first.pipeline, { span: first.part, path: first.place.path });
      const severity = SEVERITIES.find((each) => all.some((report) => report.severity === each))!;
      this.diagnostics.push(buildDiagnostic(active, place, message, { severity }));
    }
  }

  /** Keeps a fact for a rule across files. */
  keep(rule: string, pipeline: Pipeline, place: Place, data: string): void {
    assertPlace(place);
    if (this.#isLost(pipeline.node.span) || replacedPartAt(place, this.#file, pipeline)) return;
    const { path } = this.#file.source;
    this.facts.push({ rule, path, data: data, ...this.#place(pipeline, place) });
  }

  /** True if a part of the extent is lost, or if the place begins in a text that is a guess. */
  #isUnreliable({ span }: Place, extent = span): boolean {
    if (this.#file.faults.length === 0) return false;
    const guesses = this.#file.faults.flatMap(({ repair }) => repair?.span ?? []);
    return this.#isLost(extent) || guesses.some(({ start, end }) => start <= span.start && span.start < end);
  }

  /** True for a place with a secret next to its placeholder. */
  #hasSecret({ span }: Place): boolean {
    return this.detectedSecrets.some(({ start, end }) => span.start <= start && end <= span.end);
  }

  #isLost(span: Span): boolean {
    return this.#lost.some(({ start, end }) => start < span.end && span.start < end);
  }

  #place(pipeline: Pipeline | undefined, place: Place, extra: ReportOptions = {}): DiagnosticPlace {
    return {
      range: this.#file.source.range(place.span),
      pointer: toPointer(place.path),
      ...(pipeline && this.#file.documents.length > 1 && { document: pipeline.document }),
      ...(pipeline?.name && { pipeline: pipeline.name.value }),
      ...(pipeline && stepPlace(place, pipeline, extra)),
    };
  }

  #related(place: Place, extra: ReportOptions): Related[] {
    const { source } = this.#file;
    const related = (extra.related ?? []).map((entry) => ({
      message: entry.message,
      range: source.range(entry.place.span),
    }));
    if (place.anchor) related.push({ message: ALIASED, range: source.range(place.anchor) });
    return related;
  }

  /** The end of a remedy that only helps without the tag before the value. */
  #tagNote({ anchor }: Place, { fix }: ReportOptions): string {
    const isTagged = fix?.edits.some(({ span }) => findTypeTag(this.#file.source.text, span.start));
    return isTagged && !anchor ? NO_TAG : "";
  }

  #fix(fix: FixProposal): Fix {
    const { source } = this.#file;
    let isSafe = fix.safe;
    let { title } = fix;
    const edits = fix.edits.flatMap(({ span, text, values }) => {
      const written = source.text.slice(span.start, span.end);
      const block = values && blockLike(written, ...values);
      // The message of a commit may end quotes, but not a block.
      if (values && block === undefined && isBlock(written)) isSafe = false;
      if (isOfOtherKeysToo(source.text, span.start)) isSafe = false;
      const whole = { span, text: block ?? withHeaderComment(written, text) };
      const small = values && written.length > MAX_WHOLE ? changedPart(written, whole) : whole;
      const edit = { range: source.range(small.span), text: small.text };
      const tag = findTypeTag(source.text, span.start);
      if (!tag) return edit;
      // The tag may be meant, and the text is not.
      isSafe = false;
      title = `${fix.title}${NO_TAG}`;
      return [{ range: source.range(tag), text: "" }, edit];
    });
    return { title, safe: isSafe, edits };
  }
}

/** Throws `TypeError` for a report that the types do not allow, as of a rule without types. */
function assertReport(place: Place, message: string, { severity, related = [] }: ReportOptions): void {
  if (typeof message !== "string") throw new TypeError("the message of a report must be a text");
  for (const each of [place, ...related.map((other) => other.place)]) assertPlace(each);
  if (severity !== undefined && !SEVERITIES.includes(severity))
    throw new TypeError(`unknown severity ${quote(String(severity))}; write ${quoteList(SEVERITIES, "or")}`);
}

function assertPlace(place: Place | undefined): void {
  const { start, end } = place?.span ?? {};
  if (!Number.isInteger(start) || !Number.isInteger(end))
    throw new TypeError("the place of a report must have a span, such as trigger.name or trigger.node");
}

/** A tag such as `!!int` stays in force for a text in quotes. */
const NO_TAG = ", without the tag";

type Keys = readonly (string | number)[];

/** The step and the path of a finding in a definition, which a report has next to its pointer. */
function stepPlace(
  place: Place,
  { node, isDefinition }: Pipeline,
  { about, also }: ReportOptions,
): Pick<DiagnosticPlace, "step" | "path" | "also"> {
  const all = about ?? pathWithin(node, place);
  const own = isDefinition ? all : all.slice(1);
  if (!isDefinition && (all[0] !== "spec" || (own[0] !== "steps" && own[0] !== "hooks"))) return {};
  const step = stepOf(own);
  const shown = inDefinition(own);
  return {
    ...(step !== undefined && { step }),
    ...(shown !== "" && { path: shown }),
    ...(also && { also: also.map((keys) => inDefinition(isDefinition ? keys : keys.slice(1))) }),
  };
}

/** The name of the innermost step on a path. */
function stepOf(keys: Keys): string | undefined {
  const at = keys.findLastIndex((_, index) => isStepName(keys, index));
  return at < 0 ? undefined : String(keys[at]);
}

/** True for the key after `steps`, unless that is a key of `when` or of success criteria. */
function isStepName(keys: Keys, index: number): boolean {
  const [before, above] = [keys[index - 1], keys[index - 2]];
  return before === "steps" && above !== "when" && above !== "success_criteria";
}

/** A path without the `arguments` of steps, which are keys of the step itself. */
function inDefinition(keys: Keys): string {
  const isLifted = (index: number) => index < keys.length - 1 && isStepName(keys, index - 1);
  return keys.filter((key, index) => key !== "arguments" || !isLifted(index)).join(".");
}

/**
 * The spans of a file with unreliable content: the parts that a fault may have lost, and the text
 * after a fault that the reader could not repair, from its line on; for a template, all of it.
 */
function lostParts({ faults, source }: SpecFile): readonly Span[] {
  const errors = faults.filter(({ repair }) => !repair?.sure);
  if (errors.length === 0) return [];
  const end = Number.POSITIVE_INFINITY;
  if (findTemplateTag(source.text) !== undefined) return [{ start: 0, end }];
  return errors.map(({ span, repair }) => {
    const start = Math.min(span.start, repair?.span.start ?? span.start);
    return { start: startOfLine(source.text, start), end: repair?.span.end ?? end };
  });
}
