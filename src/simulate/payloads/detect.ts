import { findEvent } from "../../catalogue/events/events.ts";
import type { ProviderId } from "../../catalogue/providers.ts";
import { githubEventOf } from "./github.ts";
import { at, isMapping, listAt, textAt } from "./json.ts";

/** The provider whose headers these are; names in lower case. Bitbucket's two products share a header and differ in its words. */
export function providerOfHeaders(headers: Readonly<Record<string, string>>): ProviderId | undefined {
  if (headers["x-github-event"] !== undefined) return "github";
  if (headers["x-gitlab-event"] !== undefined) return "gitlab";
  const key = headers["x-event-key"];
  if (key === undefined) return undefined;
  return isServerKey(key) ? "bitbucket-server" : "bitbucket";
}

/** Words of Bitbucket Server that Bitbucket Cloud does not have. */
function isServerKey(key: string): boolean {
  return /^(?:pr:|diagnostics:|mirror:|project:modified$|repo:(?:refs_changed|modified|forked|comment:|secret))/.test(
    key,
  );
}

/** The provider whose webhook a body is by its keys, the most telling first; undefined for a body that could be anything. */
export function providerOfBody(body: unknown): ProviderId | undefined {
  if (isGitlab(body)) return "gitlab";
  if (textAt(body, "eventType") && isMapping(at(body, "resource"))) return "azure";
  if (textAt(body, "eventKey")) return "bitbucket-server";
  if (isGerrit(body)) return "gerrit";
  if (isBitbucket(body)) return "bitbucket";
  return isGithub(body) ? "github" : undefined;
}

function isGitlab(body: unknown): boolean {
  if (textAt(body, "object_kind")) return true;
  return textAt(body, "event_name") !== undefined && (has(body, "project") || has(body, "project_id"));
}

function isGerrit(body: unknown): boolean {
  const type = textAt(body, "type");
  if (type === undefined) return false;
  const ofGerrit = ["change", "refUpdate", "eventCreatedOn", "projectName"].some((key) => has(body, key));
  return ofGerrit || (findEvent(type) !== undefined && /^[a-z]+(?:-[a-z]+)+$/.test(type));
}

function isBitbucket(body: unknown): boolean {
  if (listAt(body, "push", "changes") || isMapping(at(body, "pullrequest"))) return true;
  return isMapping(at(body, "actor")) && isMapping(at(body, "repository")) && !has(body, "sender");
}

/** Nearly every webhook of GitHub has a sender. */
function isGithub(body: unknown): boolean {
  if (textAt(body, "sender", "login")) return true;
  const event = githubEventOf(body);
  if (event === "push") return true;
  return event !== undefined && (textAt(body, "action") !== undefined || isMapping(at(body, "repository")));
}

function has(body: unknown, key: string): boolean {
  return at(body, key) !== undefined;
}
