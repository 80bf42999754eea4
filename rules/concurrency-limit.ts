import { type OfferedRange, offeredRanges } from "../src/catalogue/offered-ranges.ts";
import type { LocatedMapping } from "../src/document/located.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";

export default defineRule({
  id: "concurrency-limit",
  severity: "warning",
  summary: "a limit on concurrent builds is outside the range that Codefresh offers",
  why: "The schema accepts larger numbers, and any whole number for `triggerConcurrency` and `branchConcurrency`, but the settings only offer 0 to 14 for a pipeline, and 1 to 15 for a trigger or a branch. Without the key there is no limit.",
  sources: ["docs.codefresh.io _docs/pipelines/pipelines.md: concurrency limits"],
  pipeline: ({ spec }, context) => check(spec, "spec", context),
  gitTrigger: ({ node }, context) => check(node, "gitTrigger", context),
});

function check(
  mapping: LocatedMapping | undefined,
  owner: OfferedRange["owner"],
  { report }: RuleContext,
): void {
  for (const range of offeredRanges) {
    const number = range.owner === owner ? mapping?.number(range.key) : undefined;
    const { key, minimum, maximum } = range;
    // `out-of-range` and `wrong-type` report what the schema rejects.
    const isRefused = key === "concurrency" && number && number.value < minimum;
    if (!number || isRefused || !Number.isSafeInteger(number.value)) continue;
    if (number.value >= minimum && number.value <= maximum) continue;
    const message = `"${key}" is ${number.value}, but Codefresh offers ${minimum} to ${maximum}; write one of these, or remove the key for no limit`;
    report(number, message);
  }
}
