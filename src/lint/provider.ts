import type { ProviderRow } from "../spec/catalogue/providers.ts";
import type { GitTrigger } from "../spec/model.ts";
import { providerOf as providerBy } from "../spec/provider-of.ts";
import type { RuleContext } from "./rule.ts";

/** The provider that a trigger listens to, where it says so itself or the user has said what its integration stands for. */
export function providerOf(trigger: GitTrigger, { settings }: RuleContext): ProviderRow | undefined {
  return providerBy(trigger, settings.integrations);
}
