import type { ProviderId } from "../src/catalogue/providers.ts";
import type { Located, LocatedMapping } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { repositoryFault } from "./support/repositories.ts";
import { providerOf } from "./support/trigger-filters.ts";
import { foldedItems } from "./support/walk.ts";

export default defineRule({
  id: "repository-not-owner-name",
  severity: "warning",
  summary: "a repository is accepted, but is not written as `owner/name`",
  why: "Codefresh accepts any text with a slash inside, such as a whole URL, for a trigger or a template, but such a text never equals the repository of an event, which is always `owner/name`. For an external resource it accepts any text, but the documentation requires the same form.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: repo matches something, a slash, something",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers and External resources: git_repo_owner/git_repo_name",
  ],
  pipeline({ spec, specTemplate }, context) {
    // A template or resource does not name its provider.
    check(specTemplate?.string("repo"), "azure", context);
    for (const resource of spec?.mappings("externalResources") ?? []) checkResource(resource, context);
  },
  gitTrigger(trigger, context) {
    check(trigger.repo, providerOf(trigger, context)?.id, context);
  },
});

function checkResource(resource: LocatedMapping, context: RuleContext): void {
  const repo = resource.string("repo");
  if (!repo?.value || resource.string("type")?.value !== "git") return;
  check(repo, "azure", context);
  if (/.\/./.test(repo.value)) return;
  context.report(repo, `repository "${repo.value}" is not of the form "owner/name"; write both parts`);
}

function check(
  repo: Located<string> | undefined,
  provider: ProviderId | undefined,
  { report, text }: RuleContext,
): void {
  const fault = repo && repositoryFault(repo.value, provider);
  // `folded-list-item` reports a list in the text.
  if (!fault || foldedItems(repo, text)) return;
  const { kind, message, meant } = fault;
  const isFree = kind === "white space" || (kind === "character" && meant === undefined);
  if (isFree && hasFreeNames(provider)) return;
  const fix = replaceValue(repo, meant, false);
  const advice = meant === undefined ? 'it as "owner/name"' : `"${meant}"`;
  report(repo, `repository "${repo.value}" ${message}; write ${advice}`, { fix });
}

/**
 * True where names may have any characters: Azure DevOps, and Bitbucket Server, whose projects also
 * have a name that Codefresh uses (@codefresh-io/cf-git-providers 0.18.1, bitbucket-server.js).
 */
const hasFreeNames = (provider: ProviderId | undefined): boolean =>
  provider === "azure" || provider === "bitbucket-server";
