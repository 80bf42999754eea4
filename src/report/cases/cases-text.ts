import type { CasesCoverage, TriggerCoverage } from "../../simulate/cases/case-coverage.ts";
import type { StepCoverage } from "../../simulate/cases/step-coverage.ts";
import { plural } from "../../util/text.ts";
import { prettyTriggers, type SimulatePrettyOptions } from "../simulate/simulate-pretty.ts";
import { describeEvent } from "../simulate/words.ts";
import { printable } from "../text/escape.ts";
import type { Painter } from "../text/style.ts";
import { wrap } from "../text/width.ts";
import type { ReportedCase } from "./cases-report.ts";

/** The outcomes of each pipeline's triggers that the cases reach, and those that none reaches. */
export function prettyCoverage(coverage: CasesCoverage, paint: Painter): string[] {
  const { pipelines } = coverage;
  const rows = pipelines.flatMap(({ pipeline, path, triggers, steps }) => [
    `  ${printable(pipeline)}  ${paint.dim(printable(path))}`,
    ...triggers.flatMap((trigger) => triggerLines(trigger, paint)),
    ...steps.flatMap((step) => stepLines(step, paint)),
  ]);
  return [paint.bold(coverageTitle(coverage)), ...rows];
}

/** The share of the outcomes that the cases reach. */
export function coverageTitle({ summary: { reached, outcomes } }: CasesCoverage): string {
  const share = outcomes === 0 ? "" : ` (${Math.floor((100 * reached) / outcomes)} %)`;
  return `coverage: ${reached} of ${plural(outcomes, "outcome")} reached${share}`;
}

function triggerLines(trigger: TriggerCoverage, paint: Painter): string[] {
  const name = printable(trigger.trigger);
  if (trigger.disabled) return [paint.dim(`    – ${name}  disabled`)];
  return rowLines(name, gapsOf(trigger), paint);
}

function stepLines(step: StepCoverage, paint: Painter): string[] {
  return rowLines(printable(`step ${step.step}`), stepGaps(step).map(printable), paint);
}

/** The outcomes of a step's conditions that no case reaches, in words. */
export function stepGaps({ conditions }: StepCoverage): string[] {
  return (["true", "false"] as const).flatMap((result) => {
    const ids = conditions.filter(({ missing }) => missing.includes(result)).map(({ id }) => id);
    return ids.length > 0 ? [`no case makes ${ids.join(" or ")} ${result}`] : [];
  });
}

/** A trigger or step, with the outcomes of it that no case reaches. */
function rowLines(name: string, gaps: readonly string[], paint: Painter): string[] {
  if (gaps.length === 0) return [`    ${paint.green("✓")} ${name}`];
  return [`    ${paint.yellow("!")} ${name}`, ...gaps.map((gap) => `        ${gap}`)];
}

/** The outcomes that no case reaches, in words. */
export function gapsOf({ fires, conditions }: TriggerCoverage): string[] {
  const missing = conditions.filter((condition) => condition.missing);
  const alone = missing.filter(({ fails }) => fails > 0).map(({ id }) => id);
  const never = missing.filter(({ fails }) => fails === 0).map(({ id }) => id);
  return [
    ...(fires === 0 ? ["no case fires it"] : []),
    ...(never.length > 0 ? [`no case skips it by ${never.join(" or ")}`] : []),
    ...(alone.length > 0 ? [`no case skips it by ${alone.join(" or ")} alone`] : []),
  ];
}

/**
 * The trace of a failed case as lines: each event, and the triggers that the failures are about,
 * with every condition.
 */
export function traceLines({ trace, notes }: ReportedCase, options: SimulatePrettyOptions): string[] {
  const events = trace.map(({ what, event, pipelines }, index) => {
    const number = trace.length > 1 ? `[${index + 1}/${trace.length}] ` : "";
    const title = `${number}${what === null ? "" : `${what}: `}${describeEvent(event)}`;
    return [wrap(printable(title), options.columns), ...prettyTriggers({ pipelines }, options)];
  });
  const blocks = [...notes.map((note) => [printable(note)]), ...events.flat()];
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}
