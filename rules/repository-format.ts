import { findProvider } from "../src/catalogue/providers.ts";
import type { Located, LocatedMapping } from "../src/document/located.ts";
import { replaceValue } from "../src/lint/fix/quoting.ts";
import { defineRule, type RuleContext } from "../src/lint/rule.ts";
import { locateFinding } from "../src/schema/finding.ts";

export default defineRule({
  id: "repository-format",
  severity: "error",
  summary: "a repository is not of the form `owner/name`",
  why: "The platform refuses a trigger's repository without a slash between two parts. It lets a whole URL through, but then no event's repository, which is told as `owner/name`, equals it. Of an external resource's repository it takes any text, while the documentation asks for the same form.",
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
    // What is still to be filled in, another rule tells.
    const written = repo.value.replace(/<[^<>]*>|\{\{.*?\}\}/g, "x");
    if (/\s/.test(written) && written.includes("/"))
      warn(repo, "has white space", repo.value.replace(/\s+/g, ""), context);
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

/** Whether a repository is a URL or ends as one does, which is then reported. */
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

/** The owner and name in a URL or an SSH address; undefined for anything else, or for an address of one part. */
function nameInUrl(repo: string): string | undefined {
  if (!repo.includes(":")) return undefined;
  const path = /^(?:[a-z+]+:\/\/[^/]+\/|[\w.-]+@[\w.-]+:)(.+?)(?:\.git)?\/?$/i.exec(repo)?.[1];
  return path?.includes("/") ? path : undefined;
}
