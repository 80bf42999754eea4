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
  usual.rows.map(
    ([event, variant, satisfies, certainty = usual.certainty, source = usual.source, open = []]) => ({
      provider,
      event,
      variant,
      satisfies,
      open,
      source,
      certainty,
    }),
  ),
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

/** Returns the row of a webhook, or undefined if it satisfies no trigger event. */
export function findWebhook(provider: ProviderId, event: string, variant = ""): WebhookRow | undefined {
  return webhooks.find((row) => row.provider === provider && row.event === event && row.variant === variant);
}
