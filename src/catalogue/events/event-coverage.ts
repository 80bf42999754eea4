import { memoize, memoizeBy } from "../../util/memoize.ts";
import { type Certainty, type Sourced, sources } from "../citations.ts";
import type { OpenName, ProviderId } from "../providers.ts";
import { type WebhookRow, webhooks } from "./webhooks.ts";

/**
 * The relation between an event described by one name and a trigger that lists another: `covered`
 * (every webhook of that description satisfies it), `refined` (only some do: the description is too
 * general), `open` (an open question of the appendix decides: `ifYes` for yes, `none` otherwise) or
 * `none`.
 */
export interface Coverage extends Sourced {
  readonly answer: "covered" | "refined" | "open" | "none";
  readonly question?: NonNullable<OpenName["question"]>;
  readonly ifYes?: "covered" | "refined";
}

/** The webhooks that satisfy a name, always or depending on an open question. */
const rowsBy: Record<"settled" | "unsettled", (name: string) => readonly WebhookRow[]> = {
  settled: memoize((name) => webhooks.filter((row) => row.satisfies.includes(name))),
  unsettled: memoize((name) => webhooks.filter((row) => row.open.some((open) => open.name === name))),
};

const rowsOf = (kind: "settled" | "unsettled", name: string): readonly WebhookRow[] => rowsBy[kind](name);

/**
 * The providers that send a webhook described by the name, for certain or for an answer to an open
 * question (semantics a).
 */
export const providersSending: (name: string) => readonly ProviderId[] = memoize((name) => {
  const rows = [...rowsOf("settled", name), ...rowsOf("unsettled", name)];
  return [...new Set(rows.map((row) => row.provider))];
});

/** True if the provider sends a webhook described by the name, for every answer. */
export function surelySends(provider: ProviderId, name: string): boolean {
  return rowsOf("settled", name).some((row) => row.provider === provider);
}

/**
 * True if a trigger of a provider may list an event. Comments are documented "for all Git
 * providers", so those are accepted for a provider without names of its own for them.
 */
export function mayList(provider: ProviderId, name: string): boolean {
  return surelySends(provider, name) || (provider === "azure" && name.startsWith("pullrequest.commentAdded"));
}

/**
 * The webhooks of the provider if it sends any that the name describes, else of all providers that
 * have both names.
 */
function described(
  kind: "settled" | "unsettled",
  given: string,
  listed: string,
  provider?: ProviderId,
): WebhookRow[] {
  const rows = rowsOf(kind, given);
  if (provider && providersSending(given).includes(provider)) {
    return rows.filter((row) => row.provider === provider);
  }
  const knowing = providersSending(listed);
  return rows.filter((row) => knowing.includes(row.provider));
}

const surest: readonly Certainty[] = ["documented", "schema", "tried", "inferred", "unknown"];

/** The least sure of several facts, the first of them if they are equally sure. */
const leastSure = (facts: readonly Sourced[]): Sourced =>
  facts.reduce((a, b) => (surest.indexOf(b.certainty) > surest.indexOf(a.certainty) ? b : a));

/** The list of a trigger itself: it has a name or not. */
const byName: Sourced = { certainty: "schema", source: sources.schema };

/** The certainty and source of the names that webhooks satisfy: those of the best known webhook. */
const byWebhooks = (rows: readonly WebhookRow[]): Sourced => {
  const settled = rows.filter((row) => row.certainty !== "unknown");
  const usual = settled.find((row) => settled.every((other) => leastSure([other, row]) === other));
  const { certainty, source } = leastSure([byName, ...(usual ? [usual] : [])]);
  return { certainty, source };
};

/** Returns how sure it is that a webhook of the provider satisfies these names and no others. */
export const certaintyOfNames = memoizeBy(
  (provider: ProviderId, names: readonly string[]) => [provider, ...names].join("\n"),
  (provider, names) => {
    const all = names.join("\n");
    return byWebhooks(
      webhooks.filter((row) => row.provider === provider && row.satisfies.join("\n") === all),
    );
  },
);

function openCoverage(row: WebhookRow, name: string, ifYes: "covered" | "refined"): Coverage {
  const { question } = row.open.find((open) => open.name === name)!;
  return { answer: "open", certainty: "unknown", source: row.source, ...(question && { question }), ifYes };
}

/**
 * Returns the relation of an event described by the name `given` to a trigger that lists the name
 * `listed` (semantics a, "prefix coverage"). Without a provider, every provider that has both names
 * is considered.
 */
export function coverage(given: string, listed: string, provider?: ProviderId): Coverage {
  const own = rowsOf("settled", given).filter((row) => row.provider === provider);
  const perhaps = described("unsettled", given, listed, provider);
  if (given === listed) {
    const [open] = own.length > 0 ? [] : perhaps.filter((row) => row.provider === provider);
    return open ? openCoverage(open, listed, "covered") : { answer: "covered", ...byWebhooks(own) };
  }
  const candidates = described("settled", given, listed, provider);
  const covering = candidates.filter((row) => row.satisfies.includes(listed));
  if (covering.length > 0) {
    const { certainty, source } = leastSure(covering);
    return { answer: covering.length === candidates.length ? "covered" : "refined", certainty, source };
  }
  const mayHave = (row: WebhookRow) => row.open.some(({ name }) => name === listed);
  const open = candidates.find(mayHave);
  if (open) return openCoverage(open, listed, "covered");
  const narrower = perhaps.find((row) => row.satisfies.includes(listed));
  if (narrower) return openCoverage(narrower, given, "refined");
  const both = provider && own.length === 0 ? perhaps.find(mayHave) : undefined;
  return both ? openCoverage(both, listed, "covered") : { answer: "none", ...byWebhooks(own) };
}

/** Names of different providers for the same event (semantics a: the tables of webhooks). */
const MEANINGS: readonly (readonly string[])[] = [
  ["pullrequest.opened", "pullrequest.created", "pullrequest:created", "patchset-created"],
  [
    "pullrequest.synchronize",
    "pullrequest.pushCommit",
    "pullrequest:push_commit",
    "pullrequest:updated",
    "patchset-created",
  ],
  ["pullrequest.merged", "pullrequest:fulfilled", "pullrequest:merged", "change-merged"],
  ["pullrequest.unmerged-closed", "pullrequest:rejected", "pullrequest:declined", "change-abandoned"],
  [
    "pullrequest.closed",
    "pullrequest.merged",
    "pullrequest:fulfilled",
    "pullrequest:merged",
    "change-merged",
  ],
  ["pullrequest.reopened", "change-restored"],
  ["pullrequest.edited", "pullrequest:updatedButNoPush", "pullrequest:updated", "pullrequest.updated"],
  ["pullrequest.updated", "pullrequest:updated", "pullrequest.synchronize"],
  ["pullrequest:updatedButNoPush", "pullrequest.edited", "pullrequest:updated"],
  ["pullrequest.commentAdded", "pullrequest:comment_created", "comment-added"],
  ["pullrequest.commentAddedUnrestricted", "pullrequest:comment_created", "comment-added"],
  ["pullrequest.review.submitted.approved", "pullrequest:approved"],
  ["pullrequest.review.submitted.changes_requested", "pullrequest:needsWork"],
  ["pullrequest.reviewRequested", "reviewer-added", "pullrequest.reviewersUpdate"],
  ["push.newBranch", "push.heads"],
  ["push.heads", "ref-updated"],
];

/** Names of exactly the same event; other pairs of `MEANINGS` are wider or narrower. */
const SAME: readonly (readonly string[])[] = [
  ["pullrequest.opened", "pullrequest.created", "pullrequest:created"],
  ["pullrequest.synchronize", "pullrequest.pushCommit", "pullrequest:push_commit"],
  ["pullrequest.merged", "pullrequest:fulfilled", "pullrequest:merged", "change-merged"],
  ["pullrequest.unmerged-closed", "pullrequest:rejected", "pullrequest:declined", "change-abandoned"],
  ["pullrequest.reopened", "change-restored"],
  ["pullrequest.edited", "pullrequest:updatedButNoPush"],
  ["pullrequest.updated", "pullrequest:updated"],
  ["pullrequest.commentAddedUnrestricted", "pullrequest:comment_created", "comment-added"],
  ["pullrequest.review.submitted.approved", "pullrequest:approved"],
  ["pullrequest.review.submitted.changes_requested", "pullrequest:needsWork"],
  ["pullrequest.reviewRequested", "reviewer-added"],
];

/** True if two names are the same event of different providers, so that either will do. */
export function isSameEvent(one: string, other: string): boolean {
  return one === other || SAME.some((names) => names.includes(one) && names.includes(other));
}

/** Returns a provider's name for the event of another name; undefined if it has none. */
export function equivalentEvent(name: string, provider: ProviderId): string | undefined {
  const own = MEANINGS.filter(([first]) => first === name);
  const others = MEANINGS.filter((names) => names[0] !== name && names.includes(name));
  const candidates = [...own, ...others].flat();
  return candidates.find((each) => each !== name && surelySends(provider, each));
}
