import type { Located, Place } from "../document/located.ts";
import type { Span } from "../document/source.ts";
import type { Budget } from "../match/budget.ts";
import type { CronTrigger, GitTrigger, Pipeline, SpecFile, Variable } from "../pipeline/model.ts";
import type { SchemaFinding } from "../schema/finding.ts";
import type { DetectedSecret } from "../secrets/detect.ts";
import type { Severity } from "./diagnostic.ts";

/** A check may load what is heavy, and only what is heavy, asynchronously. */
export type CheckResult = void | Promise<void>;

/** A fix as a rule states it: spans of the text with what replaces them. */
export interface FixProposal {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** What a report may carry besides its place and message. */
export interface ReportOptions {
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  readonly fix?: FixProposal;
  /** For a rule whose severity depends on the case; what the user configured outranks it. */
  readonly severity?: Severity;
}

/** What a check is given besides the thing that it checks. */
export interface RuleContext {
  /** The text of the file. */
  readonly text: string;
  /** The options that the user gave this rule; an empty object where none. */
  readonly options: Readonly<Record<string, unknown>>;
  /** What the user settled beyond the rules: integrations, open questions, the files of the repository. */
  readonly settings: LintSettings;
  /** The secrets that detection recognised in the file by their form, in the order of the text. */
  readonly detectedSecrets: readonly DetectedSecret[];
  /** The steps that all patterns of this file may take together. */
  readonly budget: Budget;
  /** Reports a finding at a place. */
  report(place: Place, message: string, extra?: ReportOptions): void;
  /** The place of a part of a text value, by offsets into the value. */
  subLocation(located: Located<string>, start: number, end: number): Place;
}

/** What the user settled that rules may ask for. */
export interface LintSettings {
  /** Which provider an integration name (`context`) stands for. */
  readonly integrations: Readonly<Record<string, string>>;
  /** Answers to the open questions of `docs/semantics.md`. */
  readonly assume: Readonly<Record<string, string>>;
  /** The paths that the repository tracks, where the user gave its root. */
  readonly repositoryFiles?: readonly string[];
}

/** A check across files: it collects facts pipeline by pipeline, and judges them when all are read. */
export interface ProjectCheck {
  collect(pipeline: Pipeline, add: (place: Place, data: string) => void): void;
  /** Each pair of facts that is returned becomes a finding at the first, with the second as related location. */
  judge(facts: readonly { readonly data: string; readonly path: string }[]): readonly ProjectFinding[];
}

/** A finding across files, by the indexes of the facts. */
export interface ProjectFinding {
  readonly at: number;
  readonly message: string;
  readonly related?: readonly { readonly at: number; readonly message: string }[];
}

/** One rule that an ignore comment names, when every other check is done. */
export interface NamedRule {
  /** The id as written; empty where the comment names none. */
  readonly id: string;
  readonly known: boolean;
  /** The id that was probably meant. */
  readonly near: string | undefined;
  /** How many findings the comment hid; undefined where the rule did not run. */
  readonly hidden: number | undefined;
}

/** A rule, whole: what it finds, why that matters, what it rests on, and one check at the deepest level that it needs. */
export interface Rule {
  /** The name of the fault, in kebab-case; the name of the rule's file. */
  readonly id: string;
  readonly severity: Severity;
  /** `strict` rules are off unless the preset or the user asks for them. */
  readonly preset?: "recommended" | "strict";
  /** One line: what the rule finds. */
  readonly summary: string;
  /** A sentence or two: why it matters and what to do. */
  readonly why: string;
  /** What the rule rests on: public documents, published code, or what was tried. */
  readonly sources: readonly string[];
  /** The options of the rule, each with what it does. */
  readonly options?: Readonly<Record<string, string>>;
  /** The rule speaks of faults of the text itself, so it is heard where such a fault silences the others. */
  readonly onFaults?: true;
  file?(file: SpecFile, context: RuleContext): CheckResult;
  pipeline?(pipeline: Pipeline, context: RuleContext): CheckResult;
  gitTrigger?(trigger: GitTrigger, context: RuleContext): CheckResult;
  cronTrigger?(trigger: CronTrigger, context: RuleContext): CheckResult;
  variable?(variable: Variable, context: RuleContext): CheckResult;
  /** The findings of the schema that this rule words: those whose owner, or else whose kind, is its id. */
  schemaFinding?(finding: SchemaFinding, pipeline: Pipeline, context: RuleContext): CheckResult;
  readonly project?: ProjectCheck;
  /** The check of an ignore comment: the message, or undefined where there is nothing to say. */
  suppression?(named: NamedRule): string | undefined;
}

/** Declares a rule; gives the object back, checked by the compiler. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
