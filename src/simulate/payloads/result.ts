import { findWebhook } from "../../catalogue/events/events.ts";
import { namesOfVariants } from "../../catalogue/events/webhooks.ts";
import { type OpenName, type ProviderId, providerTitle } from "../../catalogue/providers.ts";
import { quote } from "../../util/text.ts";
import { UNLISTED_ACTION } from "../event/action-names.ts";
import type { CommitFacts, GitEvent, OpenEventName, PullRequestFacts, ReleaseFacts } from "../event/event.ts";
import { known, type Loose } from "./json.ts";

/** A webhook with trigger events. */
export interface OfferedPayload {
  readonly offered: true;
  readonly provider: ProviderId;
  /** Its description: `GitHub's "pull_request" (closed merged)`. */
  readonly what: string;
  /** One event, or one for each branch or tag of a push. Never empty. */
  readonly events: readonly GitEvent[];
  /** Notes on facts that the payload lacks. */
  readonly notes: readonly string[];
}

/** A webhook without a trigger event. */
export interface NotOfferedPayload {
  readonly offered: false;
  readonly provider: ProviderId;
  readonly what: string;
  /** Why no trigger can get it: one sentence, lower case, without a period. */
  readonly reason: string;
  /** The same for the evaluator: an event without a name, or with names that may not cover it. */
  readonly event: GitEvent;
}

/** A body that is not read: not a webhook, one in a key or left out, or against the headers. */
export interface UnreadPayload {
  readonly fault: "no-webhook" | "wrapped" | "contradictory" | "no-request";
  readonly error: string;
}

/** The meaning of a webhook's body. */
export type PayloadResult = OfferedPayload | NotOfferedPayload | UnreadPayload;

/** The headers of a request, as Node.js has them; of a list the first counts. */
export type RequestHeaders = Readonly<Record<string, string | readonly string[] | undefined>>;

/** The headers of a webhook, by names in lower case. */
export type Headers = Readonly<Record<string, string>>;

/** How the webhooks of one provider are recognized and read. */
export interface PayloadReader {
  /** The keys of a body by which a person recognizes this provider. */
  readonly keys: string;
  /** True if the headers are this provider's; absent where it sends none of its own. */
  ofHeaders?(headers: Headers): boolean;
  /** True if the keys of a body are this provider's. */
  ofBody(body: unknown): boolean;
  /** Reads a body, whatever it holds; never throws. */
  read(body: unknown, headers: Headers): PayloadResult;
}

/** The facts of an event without what the catalogue knows of its kind. */
export type EventFacts = Partial<
  Omit<GitEvent, "kind" | "names" | "exact" | "openNames" | "webhook" | "provider">
>;

/** Facts from a reader, undefined if the payload lacks them. */
export type LooseFacts = Loose<Omit<EventFacts, keyof LooseGroups> & LooseGroups>;

interface LooseGroups {
  readonly pullRequest: Loose<PullRequestFacts>;
  readonly release: Loose<ReleaseFacts>;
  readonly commit: Loose<CommitFacts>;
}

/** One kind of webhook, in the words of the catalogue's table. */
export interface WebhookKind {
  readonly provider: ProviderId;
  readonly event: string;
  readonly variant?: string;
}

/**
 * Returns the event of a webhook's row in the catalogue: the names that it satisfies, and those
 * that depend on an open question. `perhaps` are names that the payload does not decide. Undefined
 * without such a row.
 */
export function catalogued(
  kind: WebhookKind,
  facts: LooseFacts,
  perhaps: readonly string[] = [],
): GitEvent | undefined {
  const row = findWebhook(kind.provider, kind.event, kind.variant ?? "");
  return row && madeOf(kind, row.satisfies, [...row.open, ...perhaps.map((name) => ({ name }))], facts);
}

/** An event with names of several rows, since the payload does not show which one it is. */
export function madeOf(
  kind: WebhookKind,
  names: readonly string[],
  openNames: readonly (OpenEventName | OpenName)[],
  facts: LooseFacts,
): GitEvent {
  const { provider, event, variant } = kind;
  return {
    kind: "git",
    names: [...names],
    exact: true,
    ...(openNames.length > 0 && { openNames: openNames.map((open) => ({ ...open })) }),
    webhook: { event, ...(variant ? { variant } : {}) },
    provider,
    ...known<EventFacts>(facts),
  };
}

/** An event of which the payload does not show the variant: it may have the names of each. */
export function ofAnyVariant(kind: WebhookKind, facts: LooseFacts): GitEvent {
  return madeOf(kind, [], namesOfVariants(kind.provider, kind.event), facts);
}

/** An event of which the payload only shows the wide name; a narrower one may apply as well. */
export function wide(kind: WebhookKind, name: string, facts: LooseFacts): GitEvent {
  const { exact: _, ...event } = madeOf(kind, [name], [], facts);
  return event;
}

/** The note on an event of which the payload lacks the key that shows the kind. */
export function lacks(key: string, what: string): string {
  return `the payload has no ${quote(key)}, so the kind of ${what} is unknown`;
}

/** The reason for a push of another ref, such as `refs/notes/x`. */
export const neitherRef = (name: string): string => `${quote(name)} is neither a branch nor a tag`;

/** A webhook in words: the provider, its name for the event, and the variant. */
function describeWebhook({ provider, event, variant }: WebhookKind): string {
  const owner = providerTitle(provider);
  if (event === "") return `another webhook of ${owner}`;
  const whose = owner.endsWith("s") ? `${owner}'` : `${owner}'s`;
  return `${whose} ${quote(event)}${variant ? ` (${plain(variant)})` : ""}`;
}

/** A provider's word in printable form: on one line, and cut if long. */
function plain(word: string): string {
  return quote(word).slice(1, -1);
}

/** The result for a webhook that was read. */
export function offered(
  kind: WebhookKind,
  events: GitEvent | readonly GitEvent[],
  notes: readonly string[] = [],
): OfferedPayload {
  const all = Array.isArray(events) ? (events as readonly GitEvent[]) : [events as GitEvent];
  return { offered: true, provider: kind.provider, what: describeWebhook(kind), events: all, notes };
}

/** The result for a webhook with a row in the catalogue; undefined without one. */
export function listed(kind: WebhookKind, facts: LooseFacts): OfferedPayload | undefined {
  const event = catalogued(kind, facts);
  return event && offered(kind, event);
}

/**
 * The result for a push that may change several branches and tags: an event for each of them. If
 * none could be read, any of the pushes that the webhook may mean.
 */
export function offeredEach(
  kind: WebhookKind,
  events: readonly GitEvent[],
  facts: LooseFacts,
): OfferedPayload {
  if (events.length === 0) return offered(kind, ofAnyVariant(kind, facts), [nothingNamed]);
  if (events.length > 1) return offered(kind, events, [several(events.length)]);
  const variant = events[0]!.webhook?.variant;
  return offered({ ...kind, ...(variant && { variant }) }, events);
}

const nothingNamed = "the payload has no branch or tag, so the pushed branch or tag is unknown";

function several(changes: number): string {
  return `the push changed ${changes} branches or tags in one webhook; each is simulated as a separate event`;
}

/** The reason for most webhooks without a trigger event. */
export const NO_EVENT = "Codefresh has no trigger event for it";

/** The result for a webhook without a trigger event; `perhaps` are wide names that may cover it. */
export function notOffered(
  kind: WebhookKind,
  reason: string = NO_EVENT,
  facts: LooseFacts = {},
  perhaps: readonly OpenEventName[] = [],
): NotOfferedPayload {
  const { provider, event: name, variant } = kind;
  const own = { provider, event: plain(name), ...(variant !== undefined && { variant: plain(variant) }) };
  const event = madeOf(own, [], perhaps, facts);
  return { offered: false, provider: kind.provider, what: describeWebhook(kind), reason, event };
}

/** The same for a comment on a pull request. */
export const otherComment: OpenEventName = { name: "pullrequest", question: "pullrequest-covers-comments" };

/** The result for a webhook of a pull request without a trigger event of its own. */
export function notListed(kind: WebhookKind, facts: LooseFacts, what = "for it"): NotOfferedPayload {
  const reason = `Codefresh has no trigger event ${what}; it is unknown whether plain "pullrequest" covers it`;
  return notOffered(kind, reason, facts, [UNLISTED_ACTION]);
}
