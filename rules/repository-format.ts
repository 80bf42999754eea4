import { defineRule } from "../src/lint/rule.ts";
import { shapePlace } from "../src/lint/shape.ts";
import type { Located } from "../src/spec/located.ts";

export default defineRule({
  id: "repository-format",
  severity: "error",
  summary: "a trigger's repository is not of the form `owner/name`",
  why: "The platform refuses a repository without a slash between two parts. It lets a whole URL through, but then no event's repository, which is told as `owner/name`, equals it.",
  sources: [
    "docs.codefresh.io _docs/pipelines/specifications-latest-version.md: repo matches something, a slash, something",
    "docs.codefresh.io _docs/integrations/codefresh-api.md, Git triggers: git_repo_owner/git_repo_name",
  ],
  shape(finding, pipeline, { report }) {
    report(
      shapePlace(finding, pipeline),
      `repository ${finding.actual} is not of the form "owner/name"; write both parts`,
    );
  },
  gitTrigger({ repo }, { report }) {
    const name = repo && nameInUrl(repo);
    if (!name) return;
    report(repo, `repository "${repo.value}" is a URL; write "${name}"`, {
      severity: "warning",
      fix: { title: `write "${name}"`, safe: false, edits: [{ span: repo.span, text: `'${name}'` }] },
    });
  },
});

/** The owner and name in a URL or an SSH address; undefined for anything else, or for an address of one part. */
function nameInUrl({ value }: Located<string>): string | undefined {
  const path = /^(?:[a-z+]+:\/\/[^/]+\/|[\w.-]+@[\w.-]+:)(.+?)(?:\.git)?\/?$/i.exec(value)?.[1];
  return path?.includes("/") ? path.replaceAll("'", "''") : undefined;
}
