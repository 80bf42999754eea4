import { eventFacts, eventNames, findEvent, providersSending } from "../spec/catalogue/events.ts";
import { findProvider, type ProviderId, type ProviderRow, providers } from "../spec/catalogue/providers.ts";
import { nearest } from "../spec/nearest.ts";
import { UsageError } from "./command.ts";

/** The name of the event of a pull request for an action, in the spelling of the provider. Throws `UsageError` where there is none. */
export function actionName(action: string, own: ProviderId | undefined): string {
  const names = [`pullrequest.${action}`, `pullrequest:${action}`, action].filter(
    (name) => findEvent(name) && /^pullrequest[.:]/.test(name) && !eventFacts(name)!.comment,
  );
  const sent = names.find((name) => own && providersSending(name).includes(own));
  const name = sent ?? names[0];
  if (name !== undefined) return name;
  const actions = [...new Set(actionsOf(own))];
  const [near = actions.find((each) => each.startsWith(action) || action.startsWith(each))] = nearest(
    action,
    actions,
  );
  const hint = near ? `did you mean "${near}"?` : `it has them for ${actions.join(", ")}`;
  throw new UsageError(
    `Codefresh has no trigger event for the action "${action}" of a pull request; ${hint}`,
  );
}

/** The actions that have an event, those of one provider where it is known. */
function actionsOf(own: ProviderId | undefined): string[] {
  const sent = eventNames.filter((name) => own === undefined || providersSending(name).includes(own));
  return sent
    .filter((name) => !eventFacts(name)!.comment)
    .flatMap((name) => /^pullrequest[.:](.+)$/.exec(name)?.[1] ?? []);
}

/**
 * The names of a comment. On GitHub and GitLab it is both of theirs, and only a trigger that lists the restricted one asks who wrote
 * it; where the provider is not given it is what any of them calls it.
 */
export function commentNames(own: ProviderId | undefined): string[] {
  const names = [
    "pullrequest.commentAdded",
    "pullrequest.commentAddedUnrestricted",
    "pullrequest:comment_created",
    "comment-added",
  ];
  return own === undefined ? names : names.filter((name) => providersSending(name).includes(own));
}

/** The name of the event of a release for an action. Throws `UsageError` where there is none. */
export function releaseName(action: string): string {
  if (action === "published" || action === "release") return "release";
  const name = action.startsWith("release.") ? action : `release.${action}`;
  if (findEvent(name)) return name;
  const actions = eventNames.flatMap((each) => /^release\.(.+)$/.exec(each)?.[1] ?? []);
  throw new UsageError(
    `there is no event for a release "${action}"; it is one of ${["published", ...actions].join(", ")}`,
  );
}

/** The provider that a word names, undefined where it is absent. Throws `UsageError` for a word that names none. */
export function provider(word: string | undefined): ProviderRow | undefined {
  if (word === undefined) return undefined;
  const row = findProvider(word);
  if (row) return row;
  throw new UsageError(
    `there is no provider "${word}"; it is one of ${providers.map(({ id }) => id).join(", ")}`,
  );
}

const associations = [
  "OWNER",
  "MEMBER",
  "COLLABORATOR",
  "CONTRIBUTOR",
  "FIRST_TIME_CONTRIBUTOR",
  "FIRST_TIMER",
  "MANNEQUIN",
  "NONE",
];

/** GitHub's word for an author's standing, in capitals. Throws `UsageError` for another word. */
export function association(word: string): string {
  const upper = word.toUpperCase();
  if (associations.includes(upper)) return upper;
  throw new UsageError(`there is no association "${word}"; it is one of ${associations.join(", ")}`);
}
