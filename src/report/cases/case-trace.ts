import { prettyTriggers, type SimulatePrettyOptions } from "../simulate/simulate-pretty.ts";
import { describeEvent } from "../simulate/words.ts";
import { printable } from "../text/escape.ts";
import { wrap } from "../text/width.ts";
import type { ReportedCase } from "./cases-report.ts";

/** The trace of a failed case as lines: each event, and the triggers that the failures speak of with every condition. */
export function traceLines({ trace, notes }: ReportedCase, options: SimulatePrettyOptions): string[] {
  const events = trace.map(({ what, event, pipelines }, index) => {
    const number = trace.length > 1 ? `[${index + 1}/${trace.length}] ` : "";
    const title = `${number}${what === null ? "" : `${what}: `}${describeEvent(event)}`;
    return [wrap(printable(title), options.columns), ...prettyTriggers({ pipelines }, options)];
  });
  const blocks = [...notes.map((note) => [printable(note)]), ...events.flat()];
  return blocks.flatMap((block, index) => (index === 0 ? block : ["", ...block]));
}
