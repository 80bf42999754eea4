import {
  coverage,
  eventFacts,
  eventNames,
  findEvent,
  providersSending,
} from "../../catalogue/events/events.ts";
import { isSequence, type Located } from "../../document/located.ts";
import { impossibleSegment } from "../../match/glob/examples.ts";
import { impossiblePiece } from "../../match/regex/analysis.ts";
import type { GitTrigger } from "../../pipeline/model.ts";
import { providerOf } from "../../pipeline/model.ts";
import type { EvaluationSettings } from "../settings.ts";
import { refNameLiteral } from "./regex-emptiness.ts";

/** Why no event at all can fire a trigger, where that is certain; else undefined. */
export function impossible(trigger: GitTrigger, settings: EvaluationSettings): string | undefined {
  if (trigger.disabled?.value) return "the trigger is disabled";
  const events = trigger.node.get("events");
  if (events && isSequence(events) && events.items.length === 0) return "the trigger lists no event";
  if (!trigger.events.every(({ value }) => findEvent(value))) return undefined;
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
  if (names.some((name) => providersSending(name).includes(own.id))) return undefined;
  return `${own.title} never sends ${names.map((name) => `"${name}"`).join(", ")}`;
}

/** Why a trigger's glob matches no path of a Git tree, where its text shows that. */
export function pathlessGlob(
  { modifiedFilesGlob: glob }: GitTrigger,
  { assume }: EvaluationSettings,
): string | undefined {
  if (!glob || glob.value === "") return undefined;
  const slash = assume["glob-leading-slash"] === "literal" ? "literal" : "root";
  return impossibleSegment(glob.value, slash) && `the glob "${glob.value}" matches no path`;
}

/** A glob that matches no path rules the trigger out unless it hears events without files, with which nobody knows what a glob does. */
function impossibleGlob(trigger: GitTrigger, settings: EvaluationSettings): string | undefined {
  const pathless = pathlessGlob(trigger, settings);
  const certain = () =>
    settings.assume["files-missing"] === "skips" || heardNames(trigger).every((name) => listsFiles(name));
  return pathless !== undefined && certain() ? pathless : undefined;
}

/** The names that the trigger hears for certain or perhaps: the listed ones and those that they may cover. */
function heardNames({ events }: GitTrigger): string[] {
  return eventNames.filter((name) =>
    events.some(({ value }) => value === name || ["covered", "open"].includes(coverage(name, value).answer)),
  );
}

function listsFiles(name: string): boolean {
  const { files = false, tag = false } = eventFacts(name) ?? {};
  return files && !tag;
}

/** A filter that matches nothing that it is put to rules the trigger out if every event that it lists is put to that filter. */
function impossibleFilters(trigger: GitTrigger, settings: EvaluationSettings): string | undefined {
  const facts = trigger.events.map(({ value }) => eventFacts(value));
  if (facts.length === 0) return undefined;
  const { branchRegex, pullRequestTargetBranchRegex, commentRegex } = trigger;
  const name = facts.every((fact) => fact?.pullRequest) ? pullRequestTargetBranchRegex : undefined;
  return (
    deadFilter(branchRegex, true, settings) ??
    deadFilter(name, true, settings) ??
    deadFilter(facts.every((fact) => fact?.comment) ? commentRegex : undefined, false, settings)
  );
}

/** Why a filter matches nothing, or no name that Git allows where it is put to names only. */
function deadFilter(
  filter: Located<string> | undefined,
  onNames: boolean,
  { patterns, prover }: EvaluationSettings,
): string | undefined {
  const matcher = filter && filter.value !== "" ? patterns.regex(filter.value) : undefined;
  if (!matcher || !("literal" in matcher)) return undefined;
  const { literal } = matcher;
  if (impossiblePiece(literal) || prover?.([literal])) return `the filter ${literal.text} matches nothing`;
  if (onNames && /^\^refs\\\/(?:heads|tags|remotes)\\\//.test(literal.source))
    return `the filter ${literal.text} wants what names come without, "refs/heads/" or the like`;
  return onNames && prover?.([literal, refNameLiteral()])
    ? `the filter ${literal.text} matches no name that a branch or tag can have`
    : undefined;
}
