import {
  coverage,
  type EventFacts,
  eventFacts,
  eventNames,
  findEvent,
  providersSending,
} from "../../catalogue/events/events.ts";
import { isSequence, type Located } from "../../document/located.ts";
import type { Span } from "../../document/source.ts";
import { impossibleSegment } from "../../match/glob/expand.ts";
import { impossiblePiece } from "../../match/regex/analysis.ts";
import type { Prover } from "../../match/regex/automata.ts";
import { fitsAutomata, proofSteps } from "../../match/regex/automaton-size.ts";
import { examples } from "../../match/regex/examples.ts";
import {
  type FilterSubject,
  FULL_FORM,
  mayBeDead,
  mayMatchNothing,
  REF_NAME,
} from "../../match/regex/filter-literal.ts";
import { scanRegexLiteral } from "../../match/regex/syntax/literal.ts";
import type { RegexLiteral } from "../../match/regex/types.ts";
import type { GitTrigger } from "../../pipeline/model.ts";
import { providerOf } from "../../pipeline/model.ts";
import { cut } from "../../util/text.ts";
import { isRefName } from "../event/fact-values.ts";
import type { EvaluationSettings } from "../settings.ts";

/** Why no event at all can fire a trigger, if that is certain; else undefined. */
export function impossible(trigger: GitTrigger, settings: EvaluationSettings): string | undefined {
  if (trigger.disabled?.value) return "the trigger is disabled";
  const events = trigger.node.get("events");
  if (events && isSequence(events) && events.items.length === 0)
    return "the trigger has an empty list of events";
  if (!trigger.events.every(({ value }) => findEvent(value))) return undefined;
  const [dead] = deadFilters(trigger, settings);
  return impossibleEvents(trigger, settings) ?? (dead && formatDeadFilter(dead));
}

/** Why nothing matches a filter, as a clause. */
export function formatDeadFilter({ filter, cause }: DeadFilter): string {
  const value = cut(filter.value, 80);
  switch (cause) {
    case "nothing":
      return `the filter ${value} matches no text`;
    case "no-name":
      return `the filter ${value} matches no name that a branch or tag can have`;
    case "full-form":
      return `the filter ${value} requires a prefix such as "refs/heads/", which names do not have`;
    case "no-path":
      return `the glob "${value}" matches no path`;
  }
}

function impossibleEvents(trigger: GitTrigger, { integrations }: EvaluationSettings): string | undefined {
  const { events } = trigger;
  const own = providerOf(trigger, integrations);
  if (!own || events.length === 0) return undefined;
  const names = events.map(({ value }) => value);
  if (names.some((name) => providersSending(name).includes(own.id))) return undefined;
  return `${own.title} never sends ${names.map((name) => `"${name}"`).join(", ")}`;
}

/** The glob of a trigger if its text shows that it matches no path of a Git tree. */
export function pathlessGlob(
  { modifiedFilesGlob: filter }: GitTrigger,
  { assume }: Pick<EvaluationSettings, "assume">,
): DeadFilter | undefined {
  if (!filter?.value) return undefined;
  const slash = assume["glob-leading-slash"] === "literal" ? "literal" : "root";
  const part = impossibleSegment(filter.value, slash);
  return part && { filter, cause: "no-path", part };
}

/** The listed names and those that they may cover. */
function listedNames({ events }: GitTrigger): string[] {
  return eventNames.filter((name) =>
    events.some(({ value }) => value === name || ["covered", "open"].includes(coverage(name, value).answer)),
  );
}

function listsFiles(name: string): boolean {
  const { files = false, tag = false } = eventFacts(name) ?? {};
  return files && !tag;
}

/** A filter of a trigger that no event passes. */
export interface DeadFilter {
  readonly filter: Located<string>;
  /**
   * `nothing`: it matches no text at all; `no-name`: no possible name of a branch or tag;
   * `full-form`: it requires `refs/heads/` or similar, which names do not have; `no-path`: no path
   * of a Git tree.
   */
  readonly cause: "nothing" | "no-name" | "full-form" | "no-path";
  /** The part of the filter that cannot match, as offsets into its text, if known. */
  readonly part?: Span;
}

/**
 * Returns the filters that prevent a trigger from ever firing: each fails on every subject, and
 * every event that the trigger lists is tested against it. Used by lint and the simulator.
 */
export function deadFilters(trigger: GitTrigger, settings: DeadFilterSettings): DeadFilter[] {
  const facts = trigger.events.map(({ value }) => eventFacts(value));
  if (facts.length === 0 || !facts.every((each) => each !== undefined)) return [];
  const glob = pathlessGlob(trigger, settings);
  const certain = () =>
    settings.assume["files-missing"] === "skips" || listedNames(trigger).every((name) => listsFiles(name));
  return [
    ...(glob && certain() ? [glob] : []),
    ...filtersOfAll(trigger, facts).flatMap(([filter, subject]) => {
      const literal = scanRegexLiteral(filter.value);
      return literal.ok ? (deadRegex(filter, literal, subject, settings) ?? []) : [];
    }),
  ];
}

/** The input of a search for filters that match nothing. */
export type DeadFilterSettings = Pick<EvaluationSettings, "assume" | "budget" | "prover">;

/** The regex filters that every event of a list is tested against, each with its subject. */
function filtersOfAll(
  { branchRegex, pullRequestTargetBranchRegex: target, commentRegex }: GitTrigger,
  facts: readonly EventFacts[],
): (readonly [Located<string>, FilterSubject])[] {
  const filters = [
    [branchRegex, "name", facts.every(({ branch, tag }) => branch || tag)],
    [target, "name", facts.every(({ pullRequest }) => pullRequest)],
    [commentRegex, "text", facts.every(({ comment }) => comment)],
  ] as const;
  return filters.flatMap(([filter, subject, isTested]) =>
    filter?.value && isTested ? [[filter, subject] as const] : [],
  );
}

function deadRegex(
  filter: Located<string>,
  literal: RegexLiteral,
  subject: FilterSubject,
  { budget, prover }: DeadFilterSettings,
): DeadFilter | undefined {
  if (!mayMatchNothing(literal, subject)) return undefined;
  const prefix = subject === "name" ? FULL_FORM.exec(literal.text)?.[0] : undefined;
  if (prefix !== undefined) return { filter, cause: "full-form", part: { start: 2, end: prefix.length } };
  if (impossiblePiece(literal)) return { filter, cause: "nothing" };
  if (prover === undefined || !fitsAutomata(literal)) return undefined;
  // An example takes much less time than a proof.
  const found = examples(literal, { budget, tries: 20 });
  if (found.some((text) => subject === "text" || isRefName(text))) return undefined;
  const proved = (...literals: RegexLiteral[]): boolean => {
    const question = literals.map(({ text }) => text).join("\n");
    return budget.spendOnQuestion(question, () => proofSteps(literals)) && prover(literals) === true;
  };
  if (proved(literal)) return { filter, cause: "nothing" };
  const isName = subject === "name" && proved(literal, scanRegexLiteral(REF_NAME) as RegexLiteral);
  return isName ? { filter, cause: "no-name" } : undefined;
}

/**
 * Loads the proof by automata for the filters of some triggers, which takes about 30 ms; undefined
 * if the text of every filter shows that it can match.
 */
export async function loadProver(triggers: Iterable<GitTrigger>): Promise<Prover | undefined> {
  for (const { branchRegex, pullRequestTargetBranchRegex, commentRegex } of triggers) {
    if (
      mayBeDead(branchRegex, "name") ||
      mayBeDead(pullRequestTargetBranchRegex, "name") ||
      mayBeDead(commentRegex, "text")
    )
      return (await import("../../match/regex/automata.ts")).isEmptyIntersection;
  }
  return undefined;
}
