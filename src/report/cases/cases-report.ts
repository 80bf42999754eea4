import type { Range } from "../../document/source.ts";
import type { CasesCoverage } from "../../simulate/cases/case-coverage.ts";
import type { ExpectationKey } from "../../simulate/cases/cases.ts";
import type { SimulatedEvent } from "../../simulate/event/event.ts";
import type { SimulatedPipeline } from "../../simulate/simulate.ts";

/** An expectation that is not met. */
export interface ReportedFailure {
  /** The key of the case that expects it. */
  readonly expectation: ExpectationKey;
  readonly range: Range;
  /** What is expected. */
  readonly expected: string;
  /** The actual result. */
  readonly actual: string;
}

/** How one event was answered, by the triggers that failures speak of. */
export interface CaseTrace {
  /** What the event is, where one user action sends several. */
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
  /** Where the case stands: its name. */
  readonly range: Range;
  /** The result. */
  readonly outcome: "passed" | "failed";
  /** The expectations that are not met. */
  readonly failures: readonly ReportedFailure[];
  /** What reading the event left open. */
  readonly notes: readonly string[];
  /** Of a failed case, an answer for each of its events; else empty. */
  readonly trace: readonly CaseTrace[];
}

/** A run of cases, as every report of it is made from. No secret is left in it. */
export interface CasesReport {
  /** The cases files, ordered by path. */
  readonly files: readonly { readonly path: string; readonly cases: readonly ReportedCase[] }[];
  /** What the cases reach. */
  readonly coverage: CasesCoverage | null;
  /** `left`: cases that a filter left out. */
  readonly summary: { readonly passed: number; readonly failed: number; readonly left: number };
}

/** A failure in one line: `fires: expected main-push, got nothing`. */
export function failureLine({ expectation, expected, actual }: ReportedFailure): string {
  return `${expectation}: expected ${expected}, got ${actual}`;
}
