import { providersSending, surelySends } from "../../catalogue/events/events.ts";
import { webhooks } from "../../catalogue/events/webhooks.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import type { Place } from "../../document/located.ts";
import { type GitTrigger, type Integrations, isRefused, providerOf } from "../../pipeline/model.ts";
import { getOrAdd, memoizeByObject } from "../../util/memoize.ts";
import { type ConditionParts, refused, unrendered } from "../condition.ts";
import { actionEvents, UNLISTED_ACTION } from "../event/action-names.ts";
import type { GitEvent } from "../event/event.ts";
import { type EventTraits, eventTraits } from "../event/event-kind.ts";
import type { EvaluationSettings } from "../settings.ts";

/** The input of a Git trigger's conditions. */
export interface GitContext extends Pick<EvaluationSettings, "assume" | "integrations" | "patterns"> {
  readonly trigger: GitTrigger;
  readonly event: GitEvent;
  readonly traits: EventTraits;
  /** The event's provider, else the trigger's; undefined if neither is known. */
  readonly provider: ProviderId | undefined;
}

/** Builds the input of a Git trigger's conditions. */
export function gitContext(trigger: GitTrigger, given: GitEvent, settings: EvaluationSettings): GitContext {
  const event = eventOfTrigger(given, trigger, settings.integrations);
  const provider = event.provider ?? providerOf(trigger, settings.integrations)?.id;
  const { assume, integrations, patterns } = settings;
  return { trigger, event, traits: eventTraits(event), assume, integrations, patterns, provider };
}

const narrowed = memoizeByObject((_: GitEvent) => new Map<ProviderId, GitEvent>());

/**
 * Returns an event in the vocabulary of the trigger's provider: flags may have given the names of
 * several, such as `pullrequest.created` and `pullrequest:created`.
 */
export function eventOfTrigger(given: GitEvent, trigger: GitTrigger, integrations: Integrations): GitEvent {
  const isAction = isOfAction(given);
  const event = isAction ? namedOnly(given) : given;
  if (event.exact || (event.names.length < 2 && !isAction && variantOf(event) === undefined)) return event;
  const provider = event.provider ?? providerOf(trigger, integrations)?.id;
  if (!provider) return event;
  return getOrAdd(narrowed(event), provider, () => ({
    ...event,
    ...((isAction ? unlistedNames(provider, event) : variantNames(provider, event)) ?? {
      names: namesOf(provider, event.names),
    }),
  }));
}

/** True for the action of a pull request in the words of any provider. */
function isOfAction({ names, openNames, exact, provider }: GitEvent): boolean {
  return (
    names.length > 0 &&
    !exact &&
    provider === undefined &&
    openNames?.[0]?.question === UNLISTED_ACTION.question
  );
}

const namedOnly = memoizeByObject(({ openNames: _, ...event }: GitEvent): GitEvent => event);

/** The names that the webhook of a provider without an event for an action may have: any. */
function unlistedNames(provider: ProviderId, { names }: GitEvent): Partial<GitEvent> | undefined {
  if (!surelySends(provider, UNLISTED_ACTION.name)) return undefined;
  if (names.some((name) => providersSending(name).includes(provider))) return undefined;
  const others = actionEvents(provider).map((name) => ({ name }));
  return { names: [], openNames: [UNLISTED_ACTION, ...others], exact: true };
}

/** Pushes that each provider sends, of which only some have a name of their own. */
const VARIANTS: Readonly<Record<string, { variant: string; facts: Partial<GitEvent> }>> = {
  "push.newBranch": { variant: "new branch", facts: { newBranch: true } },
  "push.deleteBranch": { variant: "deleted branch", facts: { deleted: true } },
};

function variantOf({ names: [name] }: GitEvent): (typeof VARIANTS)[string] | undefined {
  return name === undefined ? undefined : VARIANTS[name];
}

/** The names of the webhook that a provider sends for such a push without a name of its own. */
function variantNames(provider: ProviderId, event: GitEvent): Partial<GitEvent> | undefined {
  const found = event.names.some((name) => providersSending(name).includes(provider))
    ? undefined
    : variantOf(event);
  const row = found && webhooks.find((each) => each.provider === provider && each.variant === found.variant);
  return row && { ...found.facts, names: row.satisfies, openNames: row.open, exact: true };
}

/** The names that a provider sends for certain, else those that it may send, else all. */
function namesOf(provider: ProviderId, names: readonly string[]): readonly string[] {
  const sure = names.filter((name) => surelySends(provider, name));
  if (sure.length > 0) return sure;
  const perhaps = names.filter((name) => providersSending(name).includes(provider));
  return perhaps.length > 0 ? perhaps : names;
}

/** The answer for a value of a refused type, or with a placeholder; undefined for any other. */
export function wrongType<K extends string>(
  trigger: Pick<GitTrigger, "node"> & Readonly<Record<K, Place | undefined>>,
  key: K,
  wanted = "string",
): ConditionParts | undefined {
  if (!isRefused(trigger.node, key, trigger[key])) return undefined;
  const value = trigger.node.get(key)!;
  return unrendered(value) ?? refused(value, `"${key}" is not a ${wanted}`);
}
