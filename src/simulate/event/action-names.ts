import {
  eventFacts,
  eventNames,
  findEvent,
  providersSending,
  surelySends,
} from "../../catalogue/events/events.ts";
import type { ProviderId } from "../../catalogue/providers.ts";

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

/** The actions with an event, only those of the provider if it has any; one may be listed twice. */
export function actionsOf(own: ProviderId | undefined): string[] {
  const all = eventNames.filter((name) => !eventFacts(name)!.comment);
  const sent = all.filter((name) => own !== undefined && surelySends(own, name));
  const toActions = (names: readonly string[]) =>
    names.flatMap((name) => /^pullrequest[.:](.+)$/.exec(name)?.[1] ?? []);
  const actions = toActions(sent);
  return actions.length > 0 ? actions : toActions(all);
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
