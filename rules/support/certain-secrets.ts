import type { Value } from "../../src/document/located.ts";
import type { ReportOptions, RuleContext } from "../../src/lint/rule.ts";
import { type DetectedSecret, isSure } from "../../src/secrets/detect.ts";

/** The severity of a finding about a value: an error if a secret in it is certain. */
export function certainty({ node }: Value, { detectedSecrets, text }: RuleContext): ReportOptions {
  const { start, end } = node.span;
  const isIn = (secret: DetectedSecret): boolean => secret.start < end && start < secret.end;
  return detectedSecrets.some((secret) => isIn(secret) && isSure(secret, text)) ? { severity: "error" } : {};
}
