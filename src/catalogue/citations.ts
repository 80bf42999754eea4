/**
 * How sure a fact about the platform is: in its documentation, in its published validation schema,
 * tried on published code, inferred from several of these, or without public evidence.
 */
export type Certainty = "documented" | "schema" | "tried" | "inferred" | "unknown";

/** The source of a fact as a short public citation, and its certainty. */
export interface Sourced {
  readonly source: string;
  readonly certainty: Certainty;
}

/** Short public citations that many rows share. */
export const sources = {
  schema: "docs.codefresh.io _docs/pipelines/specifications-latest-version.md",
  gitTriggers: "docs.codefresh.io _docs/pipelines/triggers/git-triggers.md",
  cronTriggers: "docs.codefresh.io _docs/pipelines/triggers/cron-triggers.md",
  pipelines: "docs.codefresh.io _docs/pipelines/pipelines.md",
  api: "docs.codefresh.io _docs/integrations/codefresh-api.md",
  definition: "docs.codefresh.io _docs/pipelines/what-is-the-codefresh-yaml.md",
  oidc: "docs.codefresh.io _docs/integrations/oidc-pipelines.md",
  variables: "docs.codefresh.io _docs/pipelines/variables.md",
  previewEnvironments: "docs.codefresh.io _docs/ci-cd-guides/preview-environments.md",
  branchesGuide: "docs.codefresh.io _docs/ci-cd-guides/pull-request-branches.md",
  releaseNotes: "docs.codefresh.io _docs/whats-new/on-prem-release-notes.md",
  gitProviders: "npm @codefresh-io/cf-git-providers 0.18.1",
  hermes: "codefresh-io/hermes 9537d57",
  cronus: "codefresh-io/cronus 9461a26",
  terraform: "codefresh-io/terraform-provider-codefresh 92fb1c3",
} as const;
