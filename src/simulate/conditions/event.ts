import type { Sourced } from "../../catalogue/citations.ts";
import {
  certaintyOfNames,
  coverage,
  findEvent,
  nearestEventNames,
  providersSending,
  remedyOfForeignEvent,
} from "../../catalogue/events/events.ts";
import { answerTo } from "../../catalogue/open-questions.ts";
import { providerTitle } from "../../catalogue/providers.ts";
import { isSequence, isText, type Located, type Value } from "../../document/located.ts";
import { type ConditionParts, refused, unrendered } from "../condition.ts";
import type { GitEvent, OpenEventName } from "../event/event.ts";
import { eventTraits, isDeletion, narrowNames, shownNames } from "../event/event-kind.ts";
import type { GitContext } from "./context.ts";

/** The relation of one listed name to the event. */
export interface NameAnswer {
  readonly answer: "yes" | "no" | "perhaps";
  readonly name: Located<string>;
  readonly parts: Pick<ConditionParts, "rule" | "reason" | "certainty" | "source" | "assumed" | "missing">;
}

/** Checks whether the trigger lists a name that the event satisfies (semantics a). */
export function eventListed(context: GitContext): ConditionParts {
  const { trigger, event } = context;
  const value = trigger.node.get("events");
  if (!value) return refused(undefined, "a trigger needs a list of events");
  const wrong = refusedName(value);
  if (wrong) return wrong;
  const actual = shownNames(event);
  if (trigger.events.length === 0) {
    const reason = "the trigger has an empty list of events";
    return { outcome: "fail", rule: "events-empty", reason, place: value, expected: "", actual };
  }
  const expected = trigger.events.map((name) => name.value).join(", ");
  const { answer, index, parts } = answerToList(expected, context);
  const place = answer === "no" ? value : trigger.events[index]!;
  const outcome = answer === "yes" ? "pass" : answer === "no" ? "fail" : "unknown";
  return { ...parts, outcome, place, expected, actual };
}

/**
 * The condition of a definition alone (`codefresh.yml`), which has no triggers: the event is
 * assumed to start a build. Without a provider, the values of the event are those of GitHub.
 */
export function startsDefinition({ event, traits, provider }: GitContext): ConditionParts {
  const isOfProvider = traits.pullRequest || traits.kind === "release";
  const isAssumed = isOfProvider && provider === undefined;
  return {
    outcome: "pass",
    rule: "event-of-definition",
    reason: `assumed to start a build: a definition has no triggers${isAssumed ? "; assumed GitHub" : ""}`,
    ...(isAssumed && { missing: "provider" }),
    actual: shownNames(event),
    assumed: ["build-of-definition"],
  };
}

/**
 * The answer to a list of names, and the place of the name that gives it. Most triggers have lists
 * that others have too, and the answer is the same for all of a provider.
 */
function answerToList(list: string, context: GitContext) {
  const { trigger, event, provider, patterns } = context;
  return patterns.kept(`events ${provider} ${list}`, event, () => {
    const { answer, name, parts } = ofDraft(bestAnswer(context), context);
    return { answer, index: trigger.events.indexOf(name), parts };
  });
}

/** The first entry of the list that the platform refuses, or that has a placeholder. */
function refusedName(value: Value): ConditionParts | undefined {
  if (!isSequence(value)) return unrendered(value) ?? refused(value, '"events" is not a list');
  for (const item of value.items) {
    if (!isText(item)) return refused(item, "an event is not a string");
    if (findEvent(item.value)) continue;
    const unknown = unrendered(item);
    if (unknown) return unknown;
    const [near] = nearestEventNames(item.value);
    const hint = remedyOfForeignEvent(item.value) ?? (near && `did you mean "${near}"?`);
    return refused(item, `unknown event "${item.value}"${hint ? `; ${hint}` : ""}`, item.value);
  }
  return undefined;
}

/** The answer for a draft: no document mentions drafts, which send the events of pull requests. */
function ofDraft(best: NameAnswer, { event, traits, assume }: GitContext): NameAnswer {
  if (!event.draft || !traits.pullRequest || best.answer === "no") return best;
  const settled = answerTo("draft-pull-requests", assume);
  const { name, parts } = best;
  const assumed = [...(parts.assumed ?? []), "draft-pull-requests"];
  const rule = "event-draft" as const;
  if (settled === "unknown") {
    const reason = "it is unknown whether a draft pull request starts builds";
    return { answer: "perhaps", name, parts: { rule, reason, assumed, certainty: "unknown" } };
  }
  if (settled === "no") {
    const reason = "a draft pull request is assumed to start no builds";
    return { answer: "no", name, parts: { rule, reason, assumed } };
  }
  if (best.answer === "perhaps") return best;
  const reason = `${parts.reason}; a draft pull request is assumed to start builds like others`;
  return { answer: "yes", name, parts: { rule, reason, assumed } };
}

/** The relation of each listed name to the event. */
export function answersOf(context: GitContext): readonly NameAnswer[] {
  return context.trigger.events.map((name) => answerFor(name, context));
}

/** The relation of the listed name that comes nearest to the event. */
function bestAnswer(context: GitContext): NameAnswer {
  const answers = answersOf(context);
  const of = (wanted: NameAnswer["answer"]) => answers.filter(({ answer }) => answer === wanted);
  const isAssumed = ({ parts }: NameAnswer) => (parts.assumed?.length ?? 0) > 0;
  const yes = of("yes");
  if (yes.length > 0) return yes.find((each) => !isAssumed(each)) ?? yes[0]!;
  return of("perhaps")[0] ?? answers.find(isAssumed) ?? answers[0]!;
}

/** The relation of one listed name to the event, with `assume` applied. */
function answerFor(name: Located<string>, context: GitContext): NameAnswer {
  const { event } = context;
  const open = event.names.includes(name.value)
    ? undefined
    : event.openNames?.find((each) => each.name === name.value);
  if (open) return openAnswer(name, { ...open, ifYes: "yes" }, context);
  if (!event.exact) return coveredAnswer(name, context);
  const sure = event.provider && certaintyOfNames(event.provider, event.names);
  return event.names.includes(name.value) ? listed(name, sure) : notListed(name, context, sure);
}

/** The names of an event; a push in general is that of its branch or tag (semantics a). */
export function givenNames(event: GitEvent): readonly string[] {
  if (event.exact || !event.names.some((name) => findEvent(name)?.subject === "push")) return event.names;
  const { kind } = eventTraits(event);
  const narrow = kind === "branch-push" ? "push.heads" : kind === "tag-push" ? "push.tags" : undefined;
  if (narrow === undefined) return event.names;
  const isPush = (name: string): boolean => findEvent(name)?.subject === "push";
  return [...new Set(event.names.map((name) => (isPush(name) ? narrow : name)))];
}

function listed(name: Located<string>, sure: Sourced | undefined): NameAnswer {
  return {
    answer: "yes",
    name,
    parts: { rule: "event-listed", reason: `"${name.value}" is listed`, ...sure },
  };
}

function coveredAnswer(name: Located<string>, context: GitContext): NameAnswer {
  const { event, provider } = context;
  let perhaps: NameAnswer | undefined;
  let sure: Sourced | undefined;
  const names = givenNames(event);
  const isOwn = event.names.includes(name.value) || names.includes(name.value);
  for (const given of isOwn ? [name.value] : names) {
    const { answer, certainty, source, question, ifYes } = coverage(given, name.value, provider);
    if (answer === "covered" && given === name.value) return listed(name, { certainty, source });
    if (answer === "covered") {
      const reason = `"${name.value}" covers "${given}"`;
      return { answer: "yes", name, parts: { rule: "event-covered", reason, certainty, source } };
    }
    if (answer === "refined") perhaps = tooWide(name, given, event);
    if (answer === "none") sure = { certainty, source };
    if (answer !== "open") continue;
    const open = openAnswer(name, { question, ifYes: ifYes!, given }, context);
    if (open.answer === "yes") return open;
    if (open.answer === "perhaps" || !perhaps) perhaps = open;
  }
  return perhaps ?? notListed(name, context, sure);
}

/** A webhook of a pull request has its action in the body or a header, which no option replaces. */
function tooWide(name: Located<string>, given: string, { webhook }: GitEvent): NameAnswer {
  const action =
    given === "pullrequest" && !webhook ? /^pullrequest[.:](.+)$/.exec(name.value)?.[1] : undefined;
  const isPush = findEvent(given)?.subject === "push" && findEvent(name.value)?.subject !== "push";
  const option =
    action !== undefined ? `--action, such as --action ${action}` : isPush ? "--branch or --tag" : "";
  const remedy = option === "" ? "" : `; use ${option}`;
  const reason = `"${given}" does not determine whether the event is "${name.value}"${remedy}`;
  return { answer: "perhaps", name, parts: { rule: "event-too-wide", reason, missing: "event" } };
}

function notListed(name: Located<string>, context: GitContext, sure: Sourced | undefined): NameAnswer {
  const { event } = context;
  if (isDeletion(event)) {
    const what = event.tag === undefined ? "branch" : "tag";
    const reason = `a ${what} was deleted, which starts no build for the listed events${unsent(context)}`;
    return { answer: "no", name, parts: { rule: "event-deletion", reason } };
  }
  if (event.webhook && event.names.length === 0 && (event.openNames ?? []).length === 0) {
    const reason = "no trigger listens to this: Codefresh has no event for the webhook";
    return { answer: "no", name, parts: { rule: "webhook-without-event", reason } };
  }
  const isComment = event.names.length > 0 && eventTraits(event).comment;
  const shown = isComment ? "comments" : event.names.length > 2 && !event.exact ? "" : quotedNames(event);
  const reason = `the trigger does not listen to ${shown === "" ? "this event" : shown}${unsent(context)}`;
  return { answer: "no", name, parts: { rule: "event-not-listed", reason, ...sure } };
}

/** The end of a reason: a listed name of a new or deleted branch that the provider never sends. */
function unsent({ trigger, event, provider }: GitContext): string {
  const ofBranch = isDeletion(event) ? "push.deleteBranch" : event.newBranch ? "push.newBranch" : undefined;
  const name = event.tag === undefined && trigger.events.find(({ value }) => value === ofBranch)?.value;
  if (!name || !provider || providersSending(name).includes(provider)) return "";
  return `; ${providerTitle(provider)} never sends "${name}"`;
}

/** A listed name that the event, or its name `given`, satisfies for one answer to a question. */
interface OpenRelation {
  readonly question?: OpenEventName["question"];
  readonly ifYes: "yes" | "covered" | "refined";
  readonly given?: string;
}

function openAnswer(
  name: Located<string>,
  { question, ifYes, given = "the event" }: OpenRelation,
  { assume, event }: GitContext,
): NameAnswer {
  const settled = question === undefined ? "unknown" : answerTo(question, assume);
  const assumed = question === undefined ? [] : [question];
  const inferred = settled !== "unknown" ? { certainty: "inferred" as const } : {};
  const parts = { rule: "event-open" as const, assumed, ...inferred };
  const own = `"${name.value}"`;
  const [wide, narrow] = ifYes === "refined" ? [formatGiven(given), own] : [own, formatGiven(given)];
  const covered = given === name.value ? "exist for this Git provider" : `cover ${narrow}`;
  const subject = `${wide} ${settled === "no" ? "is assumed not to" : "may"} ${covered}`;
  if (settled === "no") return { answer: "no", name, parts: { ...parts, reason: subject } };
  if (settled !== "yes") {
    const reason = question ? `${subject}, which is unknown` : `it is unknown whether the event is ${own}`;
    const isMissing = question === undefined && event.provider === undefined;
    return {
      answer: "perhaps",
      name,
      parts: { ...parts, reason, ...(isMissing && { missing: "provider" }) },
    };
  }
  if (ifYes === "refined") return tooWide(name, given, event);
  const reason = `${own} is assumed to ${covered}`;
  return { answer: "yes", name, parts: { ...parts, reason } };
}

function formatGiven(given: string): string {
  return given === "the event" ? given : `"${given}"`;
}

function quotedNames(event: GitEvent): string {
  return narrowNames(event)
    .map((name) => `"${name}"`)
    .join(", ");
}
