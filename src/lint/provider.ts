import { findProvider, type ProviderRow } from "../spec/catalogue/providers.ts";
import type { GitTrigger } from "../spec/model.ts";
import type { RuleContext } from "./rule.ts";

/** The provider that a trigger listens to, where it says so itself or the user has said what its integration stands for. */
export function providerOf(
  { provider, context }: GitTrigger,
  { settings }: RuleContext,
): ProviderRow | undefined {
  const named = provider && findProvider(provider.value);
  const integration = context && settings.integrations[context.value];
  return named ?? (integration === undefined ? undefined : findProvider(integration));
}
