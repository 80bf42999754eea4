import type { CommitFacts, GitEvent } from "../event.ts";
import { addressAt, anyKnown, anyTextAt, at, flagAt, isMapping, listAt, textAt } from "./json.ts";
import { pushVariant } from "./refs.ts";
import { catalogued, type LooseFacts, offeredEach, type PayloadResult, type WebhookKind } from "./result.ts";

const kind: WebhookKind = { provider: "bitbucket", event: "repo:push" };

/**
 * Reads `repo:push` of Bitbucket Cloud: one event for each branch or tag that the push changed. The payload names no files, and
 * of each change the newest five commits.
 */
export function bitbucketPush(body: unknown): PayloadResult {
  const changes = (listAt(body, "push", "changes") ?? []).filter(isMapping);
  const repository = textAt(body, "repository", "full_name");
  const events = changes.flatMap((change) => eventOf(change, repository) ?? []);
  return offeredEach(kind, events, { repository });
}

function eventOf(change: unknown, repository: string | undefined): GitEvent | undefined {
  const deleted = flagAt(change, "closed") === true || !isMapping(at(change, "new"));
  const side = at(change, deleted ? "old" : "new");
  const name = textAt(side, "name");
  if (name === undefined) return undefined;
  const ref = textAt(side, "type")?.endsWith("tag") ? { tag: name } : { branch: name };
  const created = flagAt(change, "created") ?? at(change, "old") === null;
  return catalogued(
    { ...kind, variant: pushVariant(ref, { created, deleted }) },
    {
      repository,
      ...ref,
      ...("branch" in ref && { newBranch: created && !deleted }),
      ...(deleted ? { deleted } : commitFacts(change, at(side, "target"))),
    },
  );
}

function commitFacts(change: unknown, target: unknown): LooseFacts {
  const head = textAt(target, "hash");
  const others = (listAt(change, "commits") ?? []).filter((commit) => textAt(commit, "hash") !== head);
  const earlier = others.flatMap((commit) => anyTextAt(commit, "message") ?? []);
  return {
    message: anyTextAt(target, "message"),
    earlierMessages: earlier.length > 0 ? earlier.reverse() : undefined,
    commit: anyKnown<CommitFacts>({
      revision: head,
      author:
        textAt(target, "author", "user", "nickname") ?? textAt(target, "author", "user", "display_name"),
      url: addressAt(target, "links", "html", "href"),
    }),
  };
}
