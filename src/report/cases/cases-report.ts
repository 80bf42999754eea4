import type { Range } from "../../document/source.ts";
import type { CasesCoverage } from "../../simulate/cases/case-coverage.ts";
import type { ExpectationKey } from "../../simulate/cases/cases.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import type { SpecAcceptance } from "../../simulate/rejection.ts";
import type { SimulatedPipeline } from "../../simulate/simulate.ts";

/** An expectation that is not met. */
export interface ReportedFailure {
  /** The key of the case that expects it. */
  readonly expectation: ExpectationKey;
  readonly range: Range;
  /** The expected result. */
  readonly expected: string;
  /** The actual result. */
  readonly actual: string;
}

/** The result for one event, with the triggers that failures are about. */
export interface CaseTrace {
  /** The event in words, if one user action sends several. */
  readonly what: string | null;
  /** The event. */
  readonly event: SimulatedEvent;
  /** The triggers that the failures name, as simulate reports them. */
  readonly pipelines: readonly SimulatedPipeline[];
}

/** One case that ran. */
export interface ReportedCase {
  /** The name. */
  readonly name: string;
  /** The place of the case: its name. */
  readonly range: Range;
  /** The result. */
  readonly outcome: "passed" | "failed";
  /** The expectations that are not met. */
  readonly failures: readonly ReportedFailure[];
  /** Notes on unknown facts of the event. */
  readonly notes: readonly string[];
  /** For a failed case the result for each of its events, else empty. */
  readonly trace: readonly CaseTrace[];
}

/** A cases file. */
export interface ReportedFile {
  /** The cases file. */
  readonly path: string;
  /** The specs of its cases that Codefresh would reject. */
  readonly refused: readonly SpecAcceptance[];
  /** The cases, in the order of the file. */
  readonly cases: readonly ReportedCase[];
}

/** A run of cases, the input of every report of it, without secrets. */
export interface CasesReport {
  /** The cases files, ordered by path. */
  readonly files: readonly ReportedFile[];
  /** The coverage of the cases. */
  readonly coverage: CasesCoverage | null;
  /** `left`: cases that a filter excluded. */
  readonly summary: { readonly passed: number; readonly failed: number; readonly left: number };
}

/** A failure in one line: `fires: expected main-push, got nothing`. */
export function failureLine({ expectation, expected, actual }: ReportedFailure): string {
  return `${expectation}: expected ${expected}, got ${actual}`;
}
