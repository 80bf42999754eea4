import type { ProviderRow } from "../../src/catalogue/providers.ts";
import type { RuleContext } from "../../src/lint/rule.ts";
import type { GitTrigger } from "../../src/pipeline/model.ts";
import { providerOf as providerBy } from "../../src/pipeline/provider.ts";

/** The provider that a trigger listens to, where it says so itself or the user has said what its integration stands for. */
export function providerOf(trigger: GitTrigger, { settings }: RuleContext): ProviderRow | undefined {
  return providerBy(trigger, settings.integrations);
}
