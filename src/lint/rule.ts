import type { Located, Place } from "../document/located.ts";
import type { Span } from "../document/source.ts";
import type { Budget } from "../match/budget.ts";
import type { CronTrigger, GitTrigger, Pipeline, SpecFile, Variable } from "../pipeline/model.ts";
import type { SchemaFinding } from "../schema/finding.ts";
import type { DetectedSecret } from "../secrets/detect.ts";
import type { Severity } from "./diagnostic.ts";

/** A check may be asynchronous to load something large. */
export type CheckResult = void | Promise<void>;

/** A fix as a rule reports it: spans of the text with their replacements. */
export interface FixProposal {
  readonly title: string;
  readonly safe: boolean;
  readonly edits: readonly {
    readonly span: Span;
    readonly text: string;
    /** The values before and after, for an edit that replaces a whole value. */
    readonly values?: readonly [before: string, after: string];
  }[];
}

/** The optional parts of a report. */
export interface ReportOptions {
  readonly related?: readonly { readonly place: Place; readonly message: string }[];
  readonly fix?: FixProposal | undefined;
  /** For a rule whose severity depends on the case; the user's severity overrides it. */
  readonly severity?: Severity | undefined;
  /** The path that the finding is about, if it is not that of the place: a missing key. */
  readonly about?: readonly (string | number)[];
  /** Other paths of the spec at which the platform's validator reports the fault. */
  readonly also?: readonly (readonly (string | number)[])[];
}

/** The context of a check. */
export interface RuleContext {
  /** The text of the file. */
  readonly text: string;
  /** How the platform reads the file: JSON if its name ends with `.json`. */
  readonly format: "yaml" | "json";
  /** The user's options for this rule; an empty object without any. */
  readonly options: Readonly<Record<string, unknown>>;
  /** The user's other settings: integrations, open questions, files of the repository. */
  readonly settings: LintSettings;
  /** The secrets that detection found in the file by their form, in the order of the text. */
  readonly detectedSecrets: readonly DetectedSecret[];
  /** The budget of all patterns of this file. */
  readonly budget: Budget;
  /** Reports a finding at a place. */
  report(place: Place, message: string, extra?: ReportOptions): void;
  /** The place of a part of a text value, by offsets into the value. */
  subLocation(located: Located<string>, start: number, end: number): Place;
}

/** The user's settings that rules may use. */
export interface LintSettings {
  /** The provider of each integration name (`context`). */
  readonly integrations: Readonly<Record<string, string>>;
  /** Answers to the open questions of `docs/semantics.md`. */
  readonly assume: Readonly<Record<string, string>>;
  /** The paths that the repository tracks, if the user gave its root. */
  readonly repositoryFiles?: readonly string[];
  /** Finds the paths that a repository (`owner/name`) tracks; undefined if they are unknown. */
  readonly findRepositoryFiles?: (repository: string) => Promise<readonly string[] | undefined> | undefined;
}

/** A check across files: it collects facts pipeline by pipeline, and judges them at the end. */
export interface ProjectCheck {
  collect(pipeline: Pipeline, add: (place: Place, data: string) => void): void;
  /** Each returned pair of facts is a finding at the first, with the second as related place. */
  judge(facts: readonly { readonly data: string; readonly path: string }[]): readonly ProjectFinding[];
}

/** A finding across files, by the indexes of the facts. */
export interface ProjectFinding {
  readonly at: number;
  readonly message: string;
  readonly related?: readonly { readonly at: number; readonly message: string }[];
}

/** One rule in an ignore comment, after all other checks. */
export interface NamedRule {
  /** The id as written; empty if the comment has none. */
  readonly id: string;
  readonly known: boolean;
  /** The id that was probably meant. */
  readonly near: string | undefined;
  /** The number of findings that the comment hid; undefined if the rule did not run in full. */
  readonly hidden: number | undefined;
  /** True if the line that the comment covers is empty. */
  readonly isBlank: boolean;
}

/** A rule: its fault, why that matters, its sources, and a check at one level. */
export interface Rule {
  /** The name of the fault in kebab-case, which is also the name of the rule's file. */
  readonly id: string;
  readonly severity: Severity;
  /** `strict` rules are off unless the preset or the user enables them. */
  readonly preset?: "recommended" | "strict";
  /** One line: the fault that the rule finds. */
  readonly summary: string;
  /** A sentence or two: why it matters and what to do. */
  readonly why: string;
  /** The sources of the rule: public documents, published code, or experiments. */
  readonly sources: readonly string[];
  /** The options of the rule, with a description of each. */
  readonly options?: Readonly<Record<string, string>>;
  /** The kind of value that an option must have, `a number`; undefined if it has that kind. */
  optionFault?(name: string, value: unknown): string | undefined;
  /** The rule finds nothing without the files of the repository. */
  readonly needsRepositoryFiles?: true;
  /** The rule finds more with the files of the repository. */
  readonly usesRepositoryFiles?: true;
  /** The kind of part that the rule reports, which editors show in grey or struck through. */
  readonly marks?: "unneeded" | "outdated";
  /** The rule is about faults of the text itself, so it is not silenced by such a fault. */
  readonly onFaults?: true;
  /** The rule is about variables themselves, so its findings at placeholders are its own. */
  readonly onPlaceholders?: true;
  file?(file: SpecFile, context: RuleContext): CheckResult;
  pipeline?(pipeline: Pipeline, context: RuleContext): CheckResult;
  gitTrigger?(trigger: GitTrigger, context: RuleContext): CheckResult;
  cronTrigger?(trigger: CronTrigger, context: RuleContext): CheckResult;
  variable?(variable: Variable, context: RuleContext): CheckResult;
  /** The schema findings that this rule words: those whose owner, or else whose kind, is its id. */
  schemaFinding?(finding: SchemaFinding, pipeline: Pipeline, context: RuleContext): CheckResult;
  readonly project?: ProjectCheck;
  /** The check of an ignore comment: the message, or undefined. */
  suppression?(named: NamedRule): string | undefined;
}

/** Declares a rule; returns it unchanged, checked by the compiler. */
export function defineRule(rule: Rule): Rule {
  return rule;
}
