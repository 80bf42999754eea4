import {
  eventFacts,
  eventNames,
  findEvent,
  providersSending,
  surelySends,
} from "../../catalogue/events/events.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import type { GitEvent, OpenEventName } from "./event.ts";

/** Actions of Bitbucket Cloud by the words of the documentation, which differ from the event. */
const DOCUMENTED_WORDS: Readonly<Record<string, string>> = { merged: "fulfilled", declined: "rejected" };

/** GitHub's words for the association of an author with a repository. */
export const ASSOCIATIONS: readonly string[] = [
  "OWNER",
  "MEMBER",
  "COLLABORATOR",
  "CONTRIBUTOR",
  "FIRST_TIME_CONTRIBUTOR",
  "FIRST_TIMER",
  "MANNEQUIN",
  "NONE",
];

/**
 * The names for an action of a pull request: the provider's own, or without a provider every
 * spelling, of which each trigger reads the one of its provider. Empty for an unknown action.
 */
export function actionNames(action: string, provider: ProviderId | undefined): string[] {
  const own = Object.hasOwn(DOCUMENTED_WORDS, action) ? DOCUMENTED_WORDS[action]! : action;
  const names = [
    ...new Set([
      `pullrequest.${action}`,
      `pullrequest:${action}`,
      `pullrequest:${own}`,
      `pullrequest.review.submitted.${action}`,
      action,
    ]),
  ].filter((name) => findEvent(name) && /^pullrequest[.:]/.test(name) && !eventFacts(name)!.comment);
  const sent = names.filter((name) => provider && surelySends(provider, name));
  return sent.length > 0 ? sent : names;
}

/** The name that may cover an action of a pull request for which a provider has no event. */
export const UNLISTED_ACTION: OpenEventName = {
  name: "pullrequest",
  question: "pullrequest-covers-unlisted",
};

/** The names for an action, and the one for a trigger whose provider sends none of them. */
export function namesOfAction(
  action: string,
  provider: ProviderId | undefined,
): Pick<GitEvent, "names" | "openNames"> {
  const names = actionNames(action, provider);
  return { names, ...(provider === undefined && { openNames: [UNLISTED_ACTION] }) };
}

/** The actions with an event, only those of the provider if it has any; one may be listed twice. */
export function actionsOf(own: ProviderId | undefined): string[] {
  const toActions = (names: readonly string[]) =>
    names.flatMap((name) => /^pullrequest[.:](.+)$/.exec(name)?.[1] ?? []);
  const actions = own === undefined ? [] : toActions(actionEvents(own));
  return actions.length > 0 ? actions : toActions(withoutComments);
}

const withoutComments = eventNames.filter((name) => !eventFacts(name)!.comment);

/** The events of a provider for actions of pull requests. */
export function actionEvents(provider: ProviderId): string[] {
  return withoutComments.filter((name) => /^pullrequest[.:]/.test(name) && surelySends(provider, name));
}

/**
 * The names of a comment. On GitHub and GitLab it is both of theirs, and only the restricted one
 * checks the author; without a provider it is any provider's name.
 */
export function commentNames(own: ProviderId | undefined): string[] {
  const names = [
    "pullrequest.commentAdded",
    "pullrequest.commentAddedUnrestricted",
    "pullrequest:comment_created",
    "comment-added",
  ];
  if (own === undefined) return names;
  const sent = names.filter((name) => surelySends(own, name));
  return sent.length > 0 ? sent : names.filter((name) => providersSending(name).includes(own));
}
