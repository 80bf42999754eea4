import { impossibleSegment } from "../match/glob/examples.ts";
import { impossiblePiece } from "../match/regex/analysis.ts";
import { eventFacts, providersSending } from "../spec/catalogue/events.ts";
import { isSequence, type Located } from "../spec/located.ts";
import type { GitTrigger } from "../spec/model.ts";
import { providerOf } from "../spec/provider-of.ts";
import type { EvaluationSettings } from "./evaluate.ts";

/** Why no event at all can fire a trigger, where that is certain; else undefined. */
export function impossible(trigger: GitTrigger, settings: EvaluationSettings): string | undefined {
  if (trigger.disabled?.value) return "the trigger is disabled";
  const events = trigger.node.get("events");
  if (events && isSequence(events) && events.items.length === 0) return "the trigger lists no event";
  return (
    impossibleEvents(trigger, settings) ??
    impossibleGlob(trigger, settings) ??
    impossibleFilters(trigger, settings)
  );
}

function impossibleEvents(trigger: GitTrigger, { integrations }: EvaluationSettings): string | undefined {
  const { events } = trigger;
  const own = providerOf(trigger, integrations);
  if (!own || events.length === 0) return undefined;
  const names = events.map(({ value }) => value);
  if (names.some((name) => !eventFacts(name) || providersSending(name).includes(own.id))) return undefined;
  return `${own.title} never sends ${names.map((name) => `"${name}"`).join(", ")}`;
}

function impossibleGlob(
  { modifiedFilesGlob }: GitTrigger,
  { assume }: EvaluationSettings,
): string | undefined {
  if (!modifiedFilesGlob || modifiedFilesGlob.value === "" || assume["files-missing"] === "fires")
    return undefined;
  const slash = assume["glob-leading-slash"] === "literal" ? "literal" : "root";
  if (!impossibleSegment(modifiedFilesGlob.value, slash)) return undefined;
  return `the glob "${modifiedFilesGlob.value}" matches no path`;
}

/** A filter that matches nothing rules the trigger out if every event that it lists is put to that filter. */
function impossibleFilters(trigger: GitTrigger, { patterns }: EvaluationSettings): string | undefined {
  const facts = trigger.events.map(({ value }) => eventFacts(value));
  if (facts.length === 0) return undefined;
  const dead = (filter: Located<string> | undefined): boolean => {
    const matcher = filter && filter.value !== "" ? patterns.regex(filter.value) : undefined;
    return matcher !== undefined && "literal" in matcher && impossiblePiece(matcher.literal) !== undefined;
  };
  const { branchRegex, pullRequestTargetBranchRegex, commentRegex } = trigger;
  const named = (filter: Located<string> | undefined) => `the filter ${filter?.value} matches nothing`;
  if (dead(branchRegex)) return named(branchRegex);
  if (facts.every((fact) => fact?.comment) && dead(commentRegex)) return named(commentRegex);
  if (facts.every((fact) => fact?.pullRequest) && dead(pullRequestTargetBranchRegex)) {
    return named(pullRequestTargetBranchRegex);
  }
  return undefined;
}
