import type { Random } from "./random.ts";

/** Headers of the providers' webhooks; Azure DevOps and Gerrit do not send any. */
const HEADERS: readonly string[] = [
  ...["X-GitHub-Event: push", "X-GitHub-Event: pull_request", "X-GitHub-Event: issue_comment"],
  ...[
    "X-GitHub-Event: release",
    "X-GitHub-Event: ping",
    "X-GitHub-Event: create",
    "X-GitHub-Event: __proto__",
  ],
  ...["X-Gitlab-Event: Push Hook", "X-Gitlab-Event: Merge Request Hook", "X-Gitlab-Event: Tag Push Hook"],
  ...["X-Gitlab-Event: Note Hook", "X-Event-Key: repo:push", "X-Event-Key: pullrequest:created"],
  ...["X-Event-Key: pr:opened", "X-Event-Key: repo:refs_changed", "X-Event-Key: pr:comment:added"],
  ...["x: y", "X-GitHub-Event:", ":", "X-Event-Key: \u001b[31m", "Content-Type: application/json"],
];

/** Returns the headers for a webhook body: none, the matching one, or any. */
export function headersFor(body: string, random: Random): string[] {
  if (random.oneIn(3)) return [];
  const provider = /object_kind/.test(body) ? "Gitlab" : /"sender"/.test(body) ? "GitHub" : "Event-Key";
  const fitting = HEADERS.filter((header) => header.includes(provider));
  return [random.pick(random.oneIn(4) ? HEADERS : fitting)];
}
