import type { ProviderId } from "../providers.ts";
import { providersSending } from "./event-coverage.ts";

/** A user action that sends two webhooks, a push and another (semantics, "Duplicate builds"). */
export type ActId = "push-to-pull-request" | "open-pull-request" | "merge" | "release" | "gerrit-merge";

/** A user action, the event name that its second webhook satisfies, and what is pushed. */
export interface Act {
  readonly id: ActId;
  readonly sends: string;
  readonly pushes: "branch" | "tag";
}

const act = (id: ActId, sends: string): Act => ({ id, sends, pushes: id === "release" ? "tag" : "branch" });

/** The user action and the narrowest name of its second webhook, by listed name. */
const ACTS: ReadonlyMap<string, Act> = new Map([
  ["pullrequest.synchronize", act("push-to-pull-request", "pullrequest.synchronize")],
  ["pullrequest.pushCommit", act("push-to-pull-request", "pullrequest.pushCommit")],
  ["pullrequest.updated", act("push-to-pull-request", "pullrequest.pushCommit")],
  ["pullrequest:updated", act("push-to-pull-request", "pullrequest:updated")],
  ["pullrequest:push_commit", act("push-to-pull-request", "pullrequest:push_commit")],
  ["pullrequest.opened", act("open-pull-request", "pullrequest.opened")],
  ["pullrequest.created", act("open-pull-request", "pullrequest.created")],
  ["pullrequest:created", act("open-pull-request", "pullrequest:created")],
  ["pullrequest.closed", act("merge", "pullrequest.merged")],
  ["pullrequest.merged", act("merge", "pullrequest.merged")],
  ["pullrequest:merged", act("merge", "pullrequest:merged")],
  ["pullrequest:fulfilled", act("merge", "pullrequest:fulfilled")],
  ["release", act("release", "release")],
  ["release.created", act("release", "release.created")],
  ["release.released", act("release", "release.released")],
  ["release.prereleased", act("release", "release.prereleased")],
  ["change-merged", act("gerrit-merge", "change-merged")],
]);

/** The name for new commits of a pull request, by provider. */
const NEW_COMMITS = [
  "pullrequest.synchronize",
  "pullrequest.pushCommit",
  "pullrequest:updated",
  "pullrequest:push_commit",
];

/** Returns the user action whose second webhook satisfies a listed name, or undefined. */
export function actOf(name: string, provider?: ProviderId): Act | undefined {
  if (name !== "pullrequest") return ACTS.get(name);
  const sent = NEW_COMMITS.find(
    (each) => provider !== undefined && providersSending(each).includes(provider),
  );
  return act("push-to-pull-request", sent ?? NEW_COMMITS[0]!);
}

/** Names that a push of a branch or of a tag satisfies. */
export const pushNames: Readonly<Record<Act["pushes"], readonly string[]>> = {
  branch: ["push.heads", "push", "ref-updated"],
  tag: ["push.tags", "push", "ref-updated"],
};
