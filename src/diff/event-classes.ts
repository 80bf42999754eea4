import { type EventFacts, eventFacts, eventNames, providersSending } from "../catalogue/events/events.ts";
import { type WebhookRow, webhooks } from "../catalogue/events/webhooks.ts";
import { type ProviderId, providers } from "../catalogue/providers.ts";
import { toValue } from "../document/node.ts";
import { type GitTrigger, providerOf } from "../pipeline/model.ts";
import { gitContext } from "../simulate/conditions/context.ts";
import { eventListed } from "../simulate/conditions/event.ts";
import { nameOf } from "../simulate/conditions/repository.ts";
import type { GitEvent } from "../simulate/event/event.ts";
import { eventTraits } from "../simulate/event/event-kind.ts";
import type { EvaluationSettings } from "../simulate/settings.ts";
import { getOrAdd, memoizeByObject, once } from "../util/memoize.ts";
import type { FilterId } from "./filter-field.ts";

/** The text that a branch filter sees: the fact of the event that has it. */
export type RefKind = "branch" | "tag" | "source" | "change" | "release";

/** Events that differ only in names of branches and tags, comments, and changed files. */
export interface EventClass {
  /** The other facts. */
  readonly facts: GitEvent;
  readonly ref: RefKind;
  readonly target: boolean;
  readonly comment: boolean;
  readonly files: boolean;
}

/** The texts that complete an event of a class, by their filters. */
export interface EventTexts extends Readonly<Record<Exclude<FilterId, "files">, string>> {
  /** Absent for an event without files. */
  readonly files?: string;
  /** The branch from which a release creates its tag. */
  readonly releaseTarget?: string;
}

/** Completes an event of a class. */
export function eventOf({ facts, ref, target, comment, files }: EventClass, texts: EventTexts): GitEvent {
  const { branch, "target-branch": targetBranch, files: path } = texts;
  return {
    ...facts,
    ...refFacts(ref, branch, texts.releaseTarget),
    ...(target && { targetBranch }),
    ...(comment && { comment: texts.comment }),
    ...(files && path !== undefined && { changedFiles: [{ path }] }),
  };
}

function refFacts(kind: RefKind, ref: string, target: string | undefined): Partial<GitEvent> {
  if (kind === "tag") return { tag: ref };
  if (kind === "release") return { tag: ref, ...(target !== undefined && { targetBranch: target }) };
  return { branch: ref };
}

/** The triggers to compare; one is absent if it was added or removed. */
export type TriggerPair = readonly [before: GitTrigger | undefined, after: GitTrigger | undefined];

/**
 * Returns the classes of all events that either of two triggers may listen to: every name by
 * itself, and every webhook of their providers, with each value of the facts in which the triggers
 * differ. Conditions decide by these facts alone, except for the four that look at texts. A new
 * key of a trigger that changes what a fact decides needs the values of that fact here.
 */
export function eventClasses(pair: TriggerPair, settings: EvaluationSettings): EventClass[] {
  const triggers = pair.filter((trigger) => trigger !== undefined);
  const own = [...new Set(triggers.map((trigger) => providerOf(trigger, settings.integrations)?.id))];
  const named = own.filter((id) => id !== undefined);
  const senders: readonly ProviderId[] = named.length > 0 ? named : providers.map(({ id }) => id);
  const listed = triggers.map((trigger) => listedClasses(trigger, settings));
  const isListed = (each: EventClass): boolean => listed.some((classes) => classes.has(each));
  const differ = (value: (trigger: GitTrigger) => unknown): boolean =>
    new Set(triggers.map((trigger) => JSON.stringify(value(trigger) ?? null))).size > 1;
  const providersToTry = own.length > 1 ? [undefined, ...senders] : [undefined];
  const events = differ(({ events: listed }) => listed.map(({ value }) => value).sort());
  const authors =
    events || differ((trigger) => trigger.skipCommentAuthorAssociationValidation?.value ?? false);
  const forks = differ(({ pullRequestAllowForkEvents }) => pullRequestAllowForkEvents?.value ?? false);
  const repositories = differ(({ repo }) => repo?.value)
    ? [...new Set(triggers.map(({ repo }) => repo && nameOf(repo.value)))]
    : [undefined];
  return allClasses()
    .filter((each) => mayBeSent(each, senders))
    .filter(isListed)
    .flatMap((each) =>
      each.facts.provider === undefined ? withFact(each, "provider", providersToTry) : [each],
    )
    .flatMap((each) =>
      forks && eventTraits(each.facts).pullRequest ? withFact(each, "fork", [undefined, true]) : [each],
    )
    .flatMap((each) => (authors && each.comment ? withFact(each, "authorAssociation", AUTHORS) : [each]))
    .flatMap((each) => withFact(each, "repository", repositories));
}

const listings = memoizeByObject((_: EvaluationSettings) => new Map<string, ReadonlySet<EventClass>>());

/**
 * The classes that a trigger may listen to. Most triggers of a pipeline list the same events, and
 * to check every class took a third of a comparison.
 */
function listedClasses(trigger: GitTrigger, settings: EvaluationSettings): ReadonlySet<EventClass> {
  const events = trigger.node.get("events");
  const provider = providerOf(trigger, settings.integrations)?.id;
  const key = JSON.stringify([events ? toValue(events.node) : null, provider ?? null]);
  const isListed = ({ facts }: EventClass): boolean =>
    eventListed(gitContext(trigger, facts, settings)).outcome !== "fail";
  return getOrAdd(listings(settings), key, () => new Set(allClasses().filter(isListed)));
}

function mayBeSent({ facts: { provider, names } }: EventClass, senders: readonly ProviderId[]): boolean {
  if (provider !== undefined) return senders.includes(provider);
  // Without an event of its own, the creation of a branch is a push.
  return names.some(
    (name) => name.startsWith("push.") || providersSending(name).some((id) => senders.includes(id)),
  );
}

/** Every name and every webhook, built once: narrow names first, as the most readable ones. */
const allClasses = once((): readonly EventClass[] => [
  ...[...eventNames].sort((a, b) => Number(isWide(a)) - Number(isWide(b))).flatMap(classesOfName),
  ...webhooks.map(classOfWebhook),
]);

/** A name that covers others is the last choice for a witness. */
const isWide = (name: string): boolean => /^\w+$|^ref-updated$/.test(name);

/** An owner first, as the usual author; then those on whom the conditions differ. */
const AUTHORS = ["OWNER", "NONE", "MEMBER", "CONTRIBUTOR", undefined];

function withFact<K extends keyof GitEvent>(
  each: EventClass,
  fact: K,
  values: readonly GitEvent[K][],
): EventClass[] {
  if (values.length === 1 && values[0] === each.facts[fact]) return [each];
  return values.map((value) => {
    const { [fact]: _, ...others } = each.facts;
    return { ...each, facts: (value === undefined ? others : { ...others, [fact]: value }) as GitEvent };
  });
}

function classesOfName(name: string): EventClass[] {
  const facts = eventFacts(name)!;
  const event: GitEvent = { kind: "git", names: [name] };
  const asTag = classOf(event, { ...facts, branch: false });
  return facts.branch && facts.tag
    ? [classOf(event, { ...facts, tag: false }), asTag]
    : [classOf(event, facts)];
}

function classOf(event: GitEvent, facts: EventFacts): EventClass {
  const ref = refKind(facts);
  return {
    facts: facts.comment ? { ...event, authorAssociation: "OWNER" } : event,
    ref,
    target: facts.targetBranch && ref !== "change",
    comment: facts.comment,
    // Webhooks of pull requests lack the files, so the platform requests them (semantics e).
    files: (facts.files && ref !== "tag") || (facts.pullRequest && !facts.comment),
  };
}

function refKind(facts: EventFacts): RefKind {
  if (facts.release) return "release";
  if (facts.pullRequest) return "source";
  if (facts.tag && !facts.branch) return "tag";
  // If an event is about a whole repository, a filter sees a branch only if one was given.
  return facts.targetBranch || !facts.branch ? "change" : "branch";
}

/** A webhook; one without a certain name has the facts of the names that it may have. */
function classOfWebhook({ provider, event, variant, satisfies, open }: WebhookRow): EventClass {
  const webhook: GitEvent = {
    kind: "git",
    names: satisfies,
    exact: true,
    ...(open.length > 0 && { openNames: open }),
    provider,
    webhook: { event, ...(variant !== "" && { variant }) },
    ...(variant === "new branch" && { newBranch: true }),
    ...(variant.startsWith("deleted") && { deleted: true }),
  };
  const names = [...satisfies, ...open.map(({ name }) => name)];
  const narrow = names.find((name) => !isWide(name)) ?? names[0]!;
  const facts = eventFacts(narrow)!;
  const isPush = facts.branch && facts.tag;
  const tag = isPush ? variant.endsWith("tag") : facts.tag;
  return classOf(webhook, { ...facts, tag, branch: isPush ? !tag : facts.branch });
}
