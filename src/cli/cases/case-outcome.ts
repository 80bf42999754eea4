import type { Source } from "../../document/source.ts";
import type { Pipeline } from "../../pipeline/model.ts";
import type { ReportedCase } from "../../report/cases/cases-report.ts";
import { itemsOf, leftOutBuilds } from "../../report/simulate/bounded-builds.ts";
import { MAX_EXPLAINED } from "../../report/simulate/choose-triggers.ts";
import type { Redactor } from "../../secrets/redact.ts";
import type { EffectiveBuild } from "../../simulate/build/effective-build.ts";
import type { CaseFailure } from "../../simulate/cases/cases.ts";
import type { Simulation } from "../../simulate/simulate.ts";
import type { EventsRead } from "../event/event-sources.ts";
import type { WrittenCase } from "./cases-file.ts";

/** A case and its result. */
export interface Judged {
  readonly written: WrittenCase;
  readonly read: EventsRead;
  readonly pipelines: readonly Pipeline[];
  readonly simulations: readonly Simulation[];
  readonly failures: readonly CaseFailure[];
}

/** The room that is left in the reports of a file. */
export interface Room {
  /** The number of explained triggers. */
  triggers: number;
  /** The number of parts of builds. */
  items: number;
}

/**
 * Returns the result of a case for reports; a failed one has the verdicts that explain it, while
 * there is room.
 */
export function reportedCase(judged: Judged, source: Source, room: Room): ReportedCase {
  const { written, read, simulations, failures } = judged;
  const about = { name: written.name, range: source.range(written.span) };
  if (failures.length === 0) return { ...about, outcome: "passed", failures: [], notes: [], trace: [] };
  const reported = failures.map(({ expectation, span, expected, actual }) => ({
    expectation,
    range: source.range(span),
    expected,
    actual,
  }));
  const leftOut = new Set<unknown>();
  const trace = simulations.map(({ event, pipelines }, index) => ({
    what: read.events[index]!.what ?? null,
    event,
    pipelines: concerned(pipelines, index, judged, { room, leftOut }),
  }));
  const missing = -room.triggers;
  room.triggers = Math.max(0, room.triggers);
  const more = `${missing} more triggers of this case are not shown; a run explains ${MAX_EXPLAINED} of a file`;
  const notes = [
    ...read.notes,
    ...(missing > 0 ? [more] : []),
    ...(leftOut.size > 0 ? [leftOutBuilds(leftOut.size, "use --filter to run fewer cases")] : []),
  ];
  return { ...about, outcome: "failed", failures: reported, notes, trace };
}

/** A case without secrets; its name is masked with those of the whole report. */
export function redactedCase(reported: ReportedCase, redactor: Redactor): ReportedCase {
  const failures = reported.failures.map((failure) => ({
    ...failure,
    expected: redactor.text(failure.expected),
    actual: redactor.text(failure.actual),
  }));
  return {
    ...reported,
    failures,
    notes: redactor.data(reported.notes),
    trace: redactor.data(reported.trace),
  };
}

/** The verdicts that the failures are about; with the build only if one of them is about it. */
function concerned(
  pipelines: Simulation["pipelines"],
  event: number,
  { written, failures }: Judged,
  { room, leftOut }: { readonly room: Room; readonly leftOut: Set<unknown> },
): Simulation["pipelines"] {
  const keys = new Set(written.expected.build.map(({ key }) => key));
  const named = new Map<unknown, boolean>();
  for (const { triggers, expectation } of failures) {
    const build = ["variables", "steps", "build"].includes(expectation);
    for (const { answers } of triggers)
      named.set(answers[event], build || (named.get(answers[event]) ?? false));
  }
  return pipelines
    .map((pipeline) => ({
      ...pipeline,
      triggers: pipeline.triggers
        .filter((trigger) => named.has(trigger) && room.triggers-- > 0)
        .map((trigger) => {
          const { trigger: name, index, kind, origin, verdict, conditions, range, wouldFire } = trigger;
          const about = named.get(trigger) && verdict === "fires";
          if (about && room.items <= 0) leftOut.add(trigger);
          const build = about && room.items > 0 && trigger.build ? narrowed(trigger.build, keys) : null;
          room.items -= build ? itemsOf(build) : 0;
          return { trigger: name, index, kind, origin, verdict, conditions, range, wouldFire, build };
        }),
    }))
    .filter(({ triggers }) => triggers.length > 0);
}

/** A build without the many system variables and steps that the case does not check. */
function narrowed(build: EffectiveBuild, keys: ReadonlySet<string | undefined>): EffectiveBuild {
  const steps = build.steps.filter(({ step }) => step !== null && keys.has(step));
  return { ...build, steps, systemVariables: build.systemVariables.filter(({ name }) => keys.has(name)) };
}
