import { findProvider, type ProviderRow } from "../catalogue/providers.ts";
import type { GitTrigger } from "./model.ts";

/** What the names of Git integrations stand for: the id of a provider each, as the user has said. */
export type Integrations = Readonly<Record<string, string>>;

/**
 * The provider that a trigger listens to: the one that `provider` names, or that the integration stands for which `provider` or `context`
 * names. Undefined where neither tells, since the name of an integration stands for nothing by itself.
 */
export function providerOf(
  { provider, context }: Pick<GitTrigger, "provider" | "context">,
  integrations: Integrations = {},
): ProviderRow | undefined {
  const meant = (word: string): ProviderRow | undefined =>
    Object.hasOwn(integrations, word) ? findProvider(integrations[word]!) : undefined;
  const own = provider && (findProvider(provider.value) ?? meant(provider.value));
  return own ?? (context && meant(context.value));
}
