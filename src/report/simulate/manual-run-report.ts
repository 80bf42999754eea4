import picocolors from "picocolors";
import type { ManualBuild } from "../../simulate/build/manual-run.ts";
import { printableJson } from "../../util/json.ts";
import { printable } from "../text/escape.ts";
import { prettyBuild } from "./build-text.ts";
import type { SimulatePrettyOptions } from "./simulate-pretty.ts";
import { hanging } from "./trigger-text.ts";

/** The build of a start by hand for people. */
export function manualRunPretty(run: ManualBuild, options: SimulatePrettyOptions): string {
  const paint = picocolors.createColors(options.color);
  const { pipeline, path, trigger, branch, range, build, notes } = run;
  const on = branch === null ? "" : ` on ${branch}`;
  const title = trigger === null ? `run of ${pipeline}${on}` : `run of ${pipeline} by ${trigger}${on}`;
  const place = paint.dim(printable(`${path}:${range.start.line}:${range.start.column}`));
  const lines = [
    paint.bold(printable(title)),
    "",
    `${paint.green("✓ starts ")} ${printable(pipeline)} ${paint.bold(printable(trigger ?? ""))}`.trimEnd(),
    ...notes.flatMap((note) => hanging(`– ${note}`, "    ", options.columns)),
    ...prettyBuild(build, paint, options.columns),
  ];
  lines[2] += `  ${place}`;
  return `${lines.join("\n")}\n`;
}

/** The JSON of a start by hand, version 1: fields may be added, never changed. */
export function manualRunJson(run: ManualBuild): string {
  return `${printableJson({ version: 1, ...run }, 2)}\n`;
}
