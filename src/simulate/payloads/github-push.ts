import { isMapping } from "../../util/json.ts";
import { filesOf, isNoCommit, messagesOf, readRef, refChange } from "./commits.ts";
import { addressAt, anyTextAt, at, flagAt, integerAt, listAt, textAt } from "./json.ts";
import {
  type LooseFacts,
  listed,
  neitherRef,
  notOffered,
  ofAnyVariant,
  offered,
  type PayloadResult,
} from "./result.ts";

/**
 * The maximum number of commits of a push and of files of a commit (docs.github.com, "Webhook
 * events and payloads", push).
 */
const MOST_COMMITS = 2048;
const MOST_FILES = 3000;

/**
 * Reads GitHub's `push`. A pushed tag has `commits: []`, and the files in `head_commit` are not
 * files of the push: they stay unknown. So do those of a deleted branch.
 */
export function githubPush(body: unknown): PayloadResult {
  const kind = { provider: "github", event: "push" } as const;
  const text = textAt(body, "ref");
  if (text === undefined) {
    const note = 'the payload has no "ref", so the pushed branch or tag is unknown';
    return offered(kind, ofAnyVariant(kind, headFacts(body)), [note]);
  }
  const ref = readRef(text);
  if (!ref) return notOffered(kind, neitherRef(text));
  const deleted = flagAt(body, "deleted") ?? isNoCommit(textAt(body, "after"));
  const created = flagAt(body, "created") ?? isNoCommit(textAt(body, "before"));
  const { variant, facts } = refChange(ref, { created, deleted });
  const more = "tag" in ref ? { baseBranch: baseOf(body) } : deleted ? {} : filesOfPush(body);
  return listed({ ...kind, variant }, { ...headFacts(body), ...facts, ...more })!;
}

function baseOf(body: unknown): string | undefined {
  const base = readRef(textAt(body, "base_ref"));
  return base && "branch" in base ? base.branch : undefined;
}

function headFacts(body: unknown): LooseFacts {
  const head = at(body, "head_commit");
  const after = textAt(body, "after");
  return {
    repository: textAt(body, "repository", "full_name"),
    message: anyTextAt(head, "message"),
    earlierMessages: earlierMessages(body, textAt(head, "id") ?? after),
    commit: {
      revision: textAt(head, "id") ?? (isNoCommit(after) ? undefined : after),
      author: textAt(head, "author", "username") ?? textAt(head, "author", "name"),
      url: addressAt(head, "url"),
    },
  };
}

function earlierMessages(body: unknown, head: string | undefined): string[] | undefined {
  const commits = listAt(body, "commits")?.filter((commit) => textAt(commit, "id") !== head) ?? [];
  return messagesOf(commits);
}

function filesOfPush(body: unknown): LooseFacts {
  const commits = listAt(body, "commits");
  if (!commits) return {};
  const size = integerAt(body, "size");
  const cut = commits.length >= MOST_COMMITS || (size !== undefined && size > commits.length);
  return filesOf(commits, { cut: cut || !commits.every(isMapping), filesPerCommit: MOST_FILES });
}
