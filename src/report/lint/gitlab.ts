import type { Diagnostic, Severity } from "../../lint/diagnostic.ts";
import { fnv1a64 } from "../../util/hash.ts";
import { printableJson } from "../../util/json.ts";
import { fingerprints } from "./fingerprint.ts";
import type { LintedFile, LintReport } from "./lint-report.ts";
import { lastLine } from "./lint-report.ts";

/** The list that `dryfire lint --format gitlab` prints: GitLab's code quality report. */
export type GitlabJson = readonly GitlabIssue[];

/** One finding, with the fields of GitLab's documentation ("Code Quality report format"). */
export interface GitlabIssue {
  /** The fault and the remedy. */
  readonly description: string;
  /** The id of the rule. */
  readonly check_name: string;
  /**
   * The id of the finding: unique in the report, and the same when lines move.
   * @pattern ^[0-9a-f]{16}$
   */
  readonly fingerprint: string;
  /** An error is critical, a warning major. */
  readonly severity: "info" | "minor" | "major" | "critical" | "blocker";
  readonly location: {
    /** The path from the root of the checkout. */
    readonly path: string;
    readonly lines: {
      /**
       * The first line, from 1.
       * @asType integer
       * @minimum 1
       */
      readonly begin: number;
      /**
       * The last line.
       * @asType integer
       * @minimum 1
       */
      readonly end: number;
    };
  };
}

const SEVERITIES: Readonly<Record<Severity, GitlabIssue["severity"]>> = {
  error: "critical",
  warning: "major",
  info: "info",
};

/**
 * GitLab's code quality report ("Code Quality", report format): a list with an entry per finding. A
 * fingerprint is unique and does not change when lines move, so that a merge request shows only new
 * findings.
 */
export function gitlabReport({ files }: LintReport): string {
  const issues: GitlabJson = files.flatMap(issuesOf);
  return `${printableJson(issues, 2)}\n`;
}

function issuesOf(file: LintedFile): GitlabIssue[] {
  const marks = fingerprints(file);
  return file.diagnostics.map((diagnostic, index) => issue(file.path, diagnostic, marks[index]!));
}

function issue(path: string, { rule, severity, message, range }: Diagnostic, mark: string): GitlabIssue {
  return {
    description: message,
    check_name: rule,
    fingerprint: fnv1a64(`${path}\0${mark}`),
    severity: SEVERITIES[severity],
    location: {
      path: path.replace(/^(\.\/)+/, ""),
      lines: { begin: range.start.line, end: lastLine(range) },
    },
  };
}
