import { providersSending } from "../../catalogue/events/events.ts";
import { type ProviderId, providerTitle } from "../../catalogue/providers.ts";
import type { Located } from "../../document/located.ts";
import { providerOf } from "../../pipeline/model.ts";
import { type ConditionParts, refused, unrendered } from "../condition.ts";
import type { GitEvent } from "../event/event.ts";
import { type GitContext, wrongType } from "./context.ts";

/** Checks that the event's repository and provider fit the trigger (semantics a, g). */
export function repository(context: GitContext): ConditionParts {
  const { trigger, event } = context;
  const mistyped = wrongType(trigger, "repo") ?? wrongType(trigger, "provider");
  if (mistyped) return mistyped;
  const { repo } = trigger;
  if (!repo) return refused(undefined, 'a trigger needs a repository in "repo"');
  const replaced = unrendered(repo);
  if (replaced && event.repository !== undefined) return otherProvider(context) ?? replaced;
  if (!replaced && !/.\/./.test(repo.value))
    return refused(repo, `"${repo.value}" is not in the form owner/name`, repo.value);
  return otherProvider(context) ?? { place: repo, ...sameRepository(repo, context) };
}

function otherProvider({ trigger, event, integrations, provider }: GitContext): ConditionParts | undefined {
  const own = providerOf(trigger, integrations);
  const place = trigger.provider ?? trigger.context;
  if (event.provider !== undefined && own && own.id !== event.provider) {
    const reason = `the event comes from ${providerTitle(event.provider)}, but the trigger listens to ${own.title}`;
    const compared = { place, expected: own.id, actual: event.provider };
    return { outcome: "fail", rule: "provider-differs", reason, ...compared };
  }
  const name = provider && unsent(event, provider);
  if (provider === undefined || name === undefined) return undefined;
  const reason = `${providerTitle(provider)} never sends the event "${name}"`;
  const compared = { place, expected: trigger.provider?.value ?? null, actual: name };
  return { outcome: "fail", rule: "provider-cannot-send", reason, ...compared };
}

/** A name of the event if the provider sends none of them. */
function unsent(event: GitEvent, sender: ProviderId): string | undefined {
  if (event.webhook && event.provider === sender) return undefined;
  return event.names.some((name) => providersSending(name).includes(sender)) ? undefined : event.names[0];
}

function sameRepository(repo: Located<string>, context: GitContext): ConditionParts {
  const { event, assume } = context;
  const expected = repo.value;
  const actual = event.repository === undefined ? undefined : nameOf(event.repository);
  if (actual === undefined) {
    const path = pathOf(expected);
    if (path?.includes("/")) return isAddress(expected, path);
    const reason = `assumed repository ${expected}`;
    return { outcome: "pass", rule: "repository-assumed", reason, expected, assumed: ["own-repository"] };
  }
  const parts = { expected, actual };
  if (actual === expected) {
    return { ...parts, outcome: "pass", rule: "repository-same", reason: `the event comes from ${actual}` };
  }
  const aliases = context.provider === "azure" ? [] : (event.repositoryAliases ?? []);
  const alias = aliases.find((name) => name.toLowerCase() === expected.toLowerCase());
  if (alias === expected) {
    const reason = `the event comes from ${actual}, which is also named ${alias}`;
    return { ...parts, outcome: "pass", rule: "repository-alias", reason };
  }
  if (actual.toLowerCase() === expected.toLowerCase()) return { ...parts, ...caseOnly(actual, assume) };
  if (alias !== undefined) return { ...parts, ...caseOnly(alias, assume) };
  if (pathOf(expected)?.toLowerCase() === actual.toLowerCase())
    return { ...isAddress(expected, actual), actual };
  if (hasOrganization(actual, expected, context)) {
    const reason = `${actual} may be ${expected}, because the form of a repository of Azure DevOps is undocumented`;
    return { ...parts, outcome: "unknown", rule: "repository-address", reason };
  }
  if (mayBeAlias(actual, expected, context)) {
    const reason = `${actual} may be ${expected}, because Bitbucket Server uses both the key and the name of a project`;
    return { ...parts, outcome: "unknown", rule: "repository-alias", reason };
  }
  const reason = `the event comes from ${actual}, not from ${expected}`;
  return { ...parts, outcome: "fail", rule: "repository-same", reason };
}

/**
 * On Bitbucket Server, two names with the same end may be one repository if the event lacks the
 * project's other name.
 */
function mayBeAlias(actual: string, expected: string, { event, provider }: GitContext): boolean {
  if (provider !== "bitbucket-server" || event.repositoryAliases) return false;
  return slugOf(actual) === slugOf(expected);
}

/**
 * On Azure DevOps, `project/repository` may be written with the organization before the project or
 * in place of it. Which of the two a name has is only known with its other name.
 */
function hasOrganization(actual: string, expected: string, { provider, event }: GitContext): boolean {
  if (provider !== "azure" || slugOf(actual) !== slugOf(expected)) return false;
  const other = event.repositoryAliases?.flatMap(ownersOf) ?? [];
  const [own, owners] = [[...other, ...ownersOf(actual)], ownersOf(pathOf(expected) ?? expected)];
  if (own.length === 1 && owners.length === 1) return true;
  const [few, many] = own.length < owners.length ? [own, owners] : [owners, own];
  return few.every((owner) => many.includes(owner));
}

/** The organization and the project of a repository of Azure DevOps, or one of them. */
function ownersOf(repository: string): string[] {
  return repository.toLowerCase().replace("/_git/", "/").split("/").slice(0, -1);
}

function slugOf(repository: string): string {
  return repository.slice(repository.lastIndexOf("/") + 1).toLowerCase();
}

function caseOnly(actual: string, assume: GitContext["assume"]): ConditionParts {
  const answer = assume["repository-case"];
  const common = { rule: "repository-case", assumed: ["repository-case"], certainty: "inferred" } as const;
  const reason = `"${actual}" differs only in letter case`;
  if (answer === "yes") return { ...common, outcome: "fail", reason };
  if (answer === "no") return { ...common, outcome: "pass", reason };
  const unknown = `${reason}; it is unknown whether that matters`;
  return { ...common, certainty: "unknown", outcome: "unknown", reason: unknown };
}

/** The name by which webhooks name a repository, without the rest of an address. */
export function nameOf(repository: string): string {
  return pathOf(repository) ?? repository;
}

/** `owner/name` of a repository's address, or undefined for anything else. */
function pathOf(text: string): string | undefined {
  return /^(?:[a-z+]+:\/\/[^/]+\/|git@[^:]+:)(.+?)(?:\.git)?\/?$/i.exec(text)?.[1];
}

function isAddress(expected: string, name: string): ConditionParts {
  const reason = `"${expected}" is a URL; write "${name}"`;
  return { outcome: "unknown", rule: "repository-address", reason, expected };
}
