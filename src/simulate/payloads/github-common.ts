import { textAt } from "./json.ts";
import type { WebhookKind } from "./result.ts";

/** A kind of webhook of GitHub; its variant is the action where nothing else tells payloads apart. */
export function kindOf(event: string, body: unknown, variant = textAt(body, "action")): WebhookKind {
  return { provider: "github", event, ...(variant !== undefined && { variant }) };
}

/** `owner/name` of the repository whose webhook it is. */
export function repositoryOf(body: unknown): string | undefined {
  return textAt(body, "repository", "full_name");
}
