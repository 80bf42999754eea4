import type { Diff } from "../../diff/difference.ts";
import type { Severity } from "../../lint/diagnostic.ts";
import type { ManualBuild } from "../../simulate/build/manual-run.ts";
import type { StartedBuild } from "../../simulate/overlap/started-builds.ts";
import type { SpecAcceptance } from "../../simulate/rejection.ts";
import type { ReplayedEvent } from "../../simulate/replay/replayed-event.ts";
import type { LeftOutTrigger, ScheduledTrigger } from "../../simulate/schedule/schedule.ts";
import type { Simulation } from "../../simulate/simulation.ts";
import type { CasesReport } from "../cases/cases-report.ts";
import type { LintedFile, LintSummary, ShardField } from "../lint/lint-report.ts";
import type { ReplaySummary } from "../replay/replay-report.ts";

/** The version of this format; fields may be added to it, never changed or removed. */
export type FormatVersion = 1;

/** The JSON that `dryfire lint --format json` prints. */
export interface LintReportJson {
  readonly version: FormatVersion;
  /** The files, in the order in which they were read; those without findings too. */
  readonly files: readonly PrintedFile[];
  readonly summary: LintSummary;
  readonly shard?: ShardField;
}

/** One file that was read. */
export type PrintedFile = Pick<LintedFile, "path" | "diagnostics">;

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

/** The JSON that `dryfire simulate --format json` prints. */
export interface SimulateReportJson extends Simulation {
  readonly version: FormatVersion;
  /**
   * Every event with its result, where there are several, as with `--merge`; the fields above are
   * then those of the first one.
   */
  readonly events?: readonly EventResult[];
  /** The builds that several events start together. */
  readonly builds?: readonly StartedBuild[];
}

/** One of several events that belong together, with its result. */
export interface EventResult extends Omit<Simulation, "assume"> {
  /** The event in words, if one user action sends several. */
  readonly what: string | null;
}

/** The JSON that `dryfire simulate --run PIPELINE --format json` prints. */
export interface RunReportJson extends ManualBuild {
  readonly version: FormatVersion;
}

/** The JSON that `dryfire schedule --format json` prints. */
export interface ScheduleReportJson {
  readonly version: FormatVersion;
  /** The start. */
  readonly from: Instant;
  /** The end, excluded; null where it is open. */
  readonly to: Instant | null;
  /** The most runs that are listed; null for all. */
  readonly count: number | null;
  /** The zone whose clock is shown next to UTC. */
  readonly zone: string | null;
  /** The triggers whose runs are listed. */
  readonly triggers: readonly PrintedCronTrigger[];
  /** The triggers whose runs are not listed. */
  readonly leftOut: readonly LeftOutTrigger[];
  /** The specs of these triggers that the platform would reject. */
  readonly refused: readonly SpecAcceptance[];
  /** The runs, in the order of time. */
  readonly runs: readonly PrintedRun[];
  readonly summary: ScheduleSummary;
}

/**
 * An instant in UTC.
 * @format date-time
 */
export type Instant = string;

/** A cron trigger whose runs are listed. */
export type PrintedCronTrigger = Omit<ScheduledTrigger, "gap">;

/** One run. */
export interface PrintedRun {
  readonly at: Instant;
  /** The time in the zone that was asked for, as ISO 8601. */
  readonly local?: string;
  /** The pipeline. */
  readonly pipeline: string;
  /** The trigger. */
  readonly trigger: string;
  /** The index of the trigger in the list above. */
  readonly triggerIndex: number;
  /** The message. */
  readonly message: string | null;
  /** The Git trigger that it simulates. */
  readonly gitTrigger: string | null;
  /** The branch. */
  readonly branch: string | null;
  /**
   * The number of pipelines that start at this instant.
   * @asType integer
   * @minimum 1
   */
  readonly pipelinesAtOnce: number;
  /**
   * The number of triggers that fire at this instant.
   * @asType integer
   * @minimum 1
   */
  readonly triggersAtOnce: number;
}

/** The counts of a schedule. */
export interface ScheduleSummary {
  /** Pipelines that were read. */
  readonly pipelines: number;
  /** Triggers whose runs are listed. */
  readonly triggers: number;
  /** Triggers whose runs are not listed. */
  readonly leftOut: number;
  /** Runs. */
  readonly runs: number;
  /** Instants at which something runs. */
  readonly instants: number;
  /** Instants at which several pipelines start. */
  readonly clashes: number;
}

/** The JSON that `dryfire test --format json` prints. */
export interface TestReportJson extends CasesReport {
  readonly version: FormatVersion;
}

/** The JSON that `dryfire diff --format json` prints. */
export interface DiffReportJson extends Diff {
  readonly version: FormatVersion;
}

/** The JSON that `dryfire replay --format json` prints. */
export interface ReplayReportJson {
  readonly version: FormatVersion;
  /** The events; with `--compare`, those with a changed verdict. */
  readonly events: readonly ReplayedEvent[];
  readonly summary: ReplaySummary;
}

/** The JSON that `dryfire rules --format json` prints. */
export interface RulesJson {
  readonly version: FormatVersion;
  /** The rules, by id. */
  readonly rules: readonly PrintedRule[];
}

/** One rule. */
export interface PrintedRule {
  /** The id. */
  readonly id: string;
  /** The severity of its findings. */
  readonly severity: Severity;
  /** The smallest preset that runs it. */
  readonly preset: "recommended" | "strict";
  /** Whether it offers fixes that `--fix` applies, or suggestions only. */
  readonly fixable: "safe" | "suggestion" | null;
  /** The fault that it finds. */
  readonly summary: string;
  /** Why that matters. */
  readonly why: string;
  /** The options, each with what it does. */
  readonly options: Readonly<Record<string, string>>;
  /** The sources that it is based on. */
  readonly sources: readonly string[];
  /** A page that describes it. Absent until the project has an address of its own. */
  readonly url?: string;
}
