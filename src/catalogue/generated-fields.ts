/** The parts of a spec whose keys the platform writes itself. */
export type GeneratedOwner =
  | "pipeline"
  | "metadata"
  | "spec"
  | "gitTrigger"
  | "cronTrigger"
  | "externalResource";

/**
 * Keys that the platform generates and an export contains, by the mapping that holds them
 * (spec-fields, "generated"; docs.codefresh.io _docs/integrations/codefresh-api.md: "automatically
 * generates additional fields, usually fields with dates and internal ID numbers").
 */
export const generatedFields: Record<GeneratedOwner, readonly string[]> = {
  pipeline: ["last_executed"],
  metadata: ["id", "accountId", "projectId", "revision", "created_at", "updated_at"],
  spec: ["scopeSnapshot"],
  gitTrigger: ["id", "verified", "status", "lastExecutionDate", "createdFromRepositoryMigration"],
  cronTrigger: ["id", "event", "verified", "status", "lastExecutionDate"],
  externalResource: ["id"],
};
