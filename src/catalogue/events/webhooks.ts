import type { Sourced } from "../citations.ts";
import { type OpenName, type ProviderId, providers } from "../providers.ts";

/**
 * One kind of webhook and the trigger event names that it satisfies.
 *
 * `event` is the provider's own word (`pull_request`, `repo:push`, `git.pullrequest.updated`),
 * `variant` its action or whatever distinguishes two payloads of one action (`closed merged`).
 */
export interface WebhookRow extends Sourced {
  readonly provider: ProviderId;
  readonly event: string;
  readonly variant: string;
  readonly satisfies: readonly string[];
  readonly open: readonly OpenName[];
}

/** Every webhook in the catalogue, by provider. */
export const webhooks: readonly WebhookRow[] = providers.flatMap(({ id: provider, webhooks: usual }) =>
  usual.rows.map(([event, variant, satisfies, facts]) => {
    const { open = [], source, certainty } = { ...usual, ...facts };
    return { provider, event, variant, satisfies, open, source, certainty };
  }),
);

/** The names that some variant of a webhook, or of any, satisfies: for certain, or perhaps. */
export function namesOfVariants(provider: ProviderId, event?: string): readonly OpenName[] {
  const rows = webhooks.filter((row) => row.provider === provider && row.event === (event ?? row.event));
  const settled = new Set(rows.flatMap(({ satisfies }) => satisfies));
  const open = new Map(rows.flatMap((row) => row.open.map((each) => [each.name, each])));
  return [
    ...[...settled].map((name) => ({ name })),
    ...[...open.values()].filter(({ name }) => !settled.has(name)),
  ];
}

/** The webhooks about pull requests, in the words of their providers. */
const PULL_REQUEST = /^(?:pull_request|merge_request$|pullrequest:|pr:|git\.pullrequest\.)/;

/**
 * Returns the provider's word for the action of a pull request, and whether it was merged where
 * GitHub closes it, if all of the provider's webhooks with these names agree. Names that the
 * provider does not send are ignored.
 */
export function actionOfNames(
  names: readonly string[],
  provider: ProviderId = "github",
): { readonly action?: string; readonly merged?: boolean } {
  const rows = webhooks.filter((row) => row.provider === provider && PULL_REQUEST.test(row.event));
  const own = names.filter((name) => rows.some(({ satisfies }) => satisfies.includes(name)));
  const found = rows.filter(({ satisfies }) => own.every((name) => satisfies.includes(name)));
  const [action, ...others] = new Set(found.map(wordOf));
  if (own.length === 0 || action === undefined || others.length > 0) return {};
  const merged = found.length === 1 ? MERGED[found[0]!.variant] : undefined;
  return { action, ...(merged !== undefined && { merged }) };
}

const MERGED: Readonly<Record<string, boolean>> = { "closed merged": true, "closed unmerged": false };

/** The action of a webhook: GitHub and GitLab have it in the body, others in the event's name. */
function wordOf({ event, variant }: WebhookRow): string {
  return event.includes("_request") ? variant.split(" ")[0]! : event.replace(PULL_REQUEST, "");
}

/** Returns the row of a webhook, or undefined if it satisfies no trigger event. */
export function findWebhook(provider: ProviderId, event: string, variant = ""): WebhookRow | undefined {
  return webhooks.find((row) => row.provider === provider && row.event === event && row.variant === variant);
}
