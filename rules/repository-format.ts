import { findProvider } from "../src/catalogue/providers.ts";
import type { Located, LocatedMapping } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { locateFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "repository-format",
  severity: "error",
  summary: "a repository is not of the form `owner/name`",
  why: "Codefresh rejects a trigger's repository that has no slash between two parts. It accepts a whole URL, but that never equals the repository of an event, which is always `owner/name`. For an external resource it accepts any text, but the documentation requires the same form.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: repo matches something, a slash, something",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers and External resources: git_repo_owner/git_repo_name",
  ],
  schemaFinding(finding, pipeline, { report }) {
    report(
      locateFinding(finding, pipeline.node),
      `repository ${finding.actual} is not of the form "owner/name"; write both parts`,
    );
  },
  pipeline({ spec, specTemplate }, context) {
    const template = specTemplate?.string("repo");
    if (template) checkUrl(template, context);
    for (const resource of spec?.mappings("externalResources") ?? []) checkResource(resource, context);
  },
  gitTrigger({ repo, provider }, context) {
    if (!repo) return;
    const url = checkUrl(repo, context);
    if (url || findProvider(provider?.value ?? "")?.id === "azure") return;
    // `placeholder-value` reports the placeholders.
    const written = repo.value.replace(/<[^<>]*>|\{\{.*?\}\}/g, "x");
    if (/\s/.test(written) && written.includes("/"))
      warn(repo, "contains white space", repo.value.replace(/\s+/g, ""), context);
  },
});

function checkResource(resource: LocatedMapping, context: RuleContext): void {
  const repo = resource.string("repo");
  if (!repo?.value || resource.string("type")?.value !== "git" || checkUrl(repo, context)) return;
  if (/.\/./.test(repo.value)) return;
  context.report(repo, `repository "${repo.value}" is not of the form "owner/name"; write both parts`, {
    severity: "warning",
  });
}

/** Reports a repository that is a URL or ends in `.git`; returns true if it is. */
function checkUrl(repo: Located<string>, context: RuleContext): boolean {
  const name = nameInUrl(repo.value);
  if (name !== undefined) warn(repo, "is a URL", name, context);
  else if (/.\/.+\.git$/.test(repo.value))
    warn(repo, 'ends in ".git"', repo.value.slice(0, -".git".length), context);
  else return false;
  return true;
}

function warn(repo: Located<string>, fault: string, name: string, { report }: RuleContext): void {
  const fix = replaceValue(repo, name, false);
  report(repo, `repository "${repo.value}" ${fault}; write "${name}"`, { severity: "warning", fix });
}

/** Returns the owner and name in a URL or an SSH address; undefined for other texts. */
function nameInUrl(repo: string): string | undefined {
  if (!repo.includes(":")) return undefined;
  const path = /^(?:[a-z+]+:\/\/[^/]+\/|[\w.-]+@[\w.-]+:)(.+?)(?:\.git)?\/?$/i.exec(repo)?.[1];
  return path?.includes("/") ? path : undefined;
}
