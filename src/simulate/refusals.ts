import { isText, valueAt } from "../document/located.ts";
import { checkCron } from "../match/cron/index.ts";
import type { Pipeline } from "../pipeline/model.ts";
import { findSpecFaults } from "../pipeline/schema/spec-faults.ts";
import type { SchemaFinding } from "../schema/finding.ts";

/**
 * How many faults of shape the platform refuses a spec for; none where the text itself is broken, since what was saved of it is not what
 * was meant. A cron expression that only the published pattern refuses is none, since the live pattern may be newer (semantics h).
 */
export function refusalsOf(pipeline: Pipeline): number {
  if (pipeline.file.faults.length > 0) return 0;
  const findings = findSpecFaults(pipeline.plain);
  return findings.filter((finding) => !isTakenByScheduler(finding, pipeline)).length;
}

function isTakenByScheduler({ owner, path }: SchemaFinding, { node }: Pipeline): boolean {
  const expression = owner === "invalid-cron" ? valueAt(node, path) : undefined;
  return expression !== undefined && isText(expression) && checkCron(expression.value).refusal === undefined;
}
