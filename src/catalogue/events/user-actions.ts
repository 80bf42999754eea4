import type { ProviderId } from "../providers.ts";
import { providersSending } from "./event-coverage.ts";

/** A user action that sends two webhooks, a push and another (semantics, "Duplicate builds"). */
export type UserActionId =
  | "push-to-pull-request"
  | "open-pull-request"
  | "merge"
  | "release"
  | "gerrit-merge";

/** A user action, the event name that its second webhook satisfies, and what is pushed. */
export interface UserAction {
  readonly id: UserActionId;
  readonly sends: string;
  readonly pushes: "branch" | "tag";
}

const action = (id: UserActionId, sends: string): UserAction => ({
  id,
  sends,
  pushes: id === "release" ? "tag" : "branch",
});

/** The user action and the narrowest name of its second webhook, by listed name. */
const USER_ACTIONS: ReadonlyMap<string, UserAction> = new Map([
  ["pullrequest.synchronize", action("push-to-pull-request", "pullrequest.synchronize")],
  ["pullrequest.pushCommit", action("push-to-pull-request", "pullrequest.pushCommit")],
  ["pullrequest.updated", action("push-to-pull-request", "pullrequest.pushCommit")],
  ["pullrequest:updated", action("push-to-pull-request", "pullrequest:updated")],
  ["pullrequest:push_commit", action("push-to-pull-request", "pullrequest:push_commit")],
  ["pullrequest.opened", action("open-pull-request", "pullrequest.opened")],
  ["pullrequest.created", action("open-pull-request", "pullrequest.created")],
  ["pullrequest:created", action("open-pull-request", "pullrequest:created")],
  ["pullrequest.closed", action("merge", "pullrequest.merged")],
  ["pullrequest.merged", action("merge", "pullrequest.merged")],
  ["pullrequest:merged", action("merge", "pullrequest:merged")],
  ["pullrequest:fulfilled", action("merge", "pullrequest:fulfilled")],
  ["release", action("release", "release")],
  ["release.created", action("release", "release.created")],
  ["release.released", action("release", "release.released")],
  ["release.prereleased", action("release", "release.prereleased")],
  ["change-merged", action("gerrit-merge", "change-merged")],
]);

/** The name for new commits of a pull request, by provider. */
const NEW_COMMITS = [
  "pullrequest.synchronize",
  "pullrequest.pushCommit",
  "pullrequest:updated",
  "pullrequest:push_commit",
];

/** Returns the user action whose second webhook satisfies a listed name, or undefined. */
export function userActionOf(name: string, provider?: ProviderId): UserAction | undefined {
  if (name !== "pullrequest") return USER_ACTIONS.get(name);
  const sent = NEW_COMMITS.find(
    (each) => provider !== undefined && providersSending(each).includes(provider),
  );
  return action("push-to-pull-request", sent ?? NEW_COMMITS[0]!);
}

/** Names that a push of a branch or of a tag satisfies. */
export const pushNames: Readonly<Record<UserAction["pushes"], readonly string[]>> = {
  branch: ["push.heads", "push", "ref-updated"],
  tag: ["push.tags", "push", "ref-updated"],
};
