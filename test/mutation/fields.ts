/** The kind of value of a field in the published schema. */
export type FieldType =
  | "text"
  | "any-text"
  | "flag"
  | "count"
  | "count-from-one"
  | "integer"
  | "priority"
  | "id"
  | "date"
  | "texts"
  | "list"
  | "mapping"
  | "open-mapping";

/** A field: its places, its type, and the rule for an empty value if it is not the usual one. */
export interface Field {
  readonly at: readonly string[];
  readonly type: FieldType;
  readonly empty?: string;
  /** Whether it may be added where it is absent; not where it goes only with another key. */
  readonly free: boolean;
}

const triggers = ["/spec/triggers/*", "/spec/cronTriggers/*"];
const owners = ["/spec", ...triggers];
const git = ["/spec/triggers/*"];
const cron = ["/spec/cronTriggers/*"];

const fields = (
  parents: readonly string[],
  type: FieldType,
  names: string,
  more: Partial<Field> = {},
): Field[] =>
  names
    .split(" ")
    .map((name) => ({ at: parents.map((parent) => `${parent}/${name}`), type, free: true, ...more }));

const under = (parents: readonly string[], key: string): string[] =>
  parents.map((parent) => `${parent}/${key}`);

const templates = ["/spec/specTemplate"];
const bound: Partial<Field> = { free: false };

/** Every field of the published schema that has one type. Enumerations are separate violations. */
export const FIELDS: readonly Field[] = [
  ...fields([""], "mapping", "metadata spec"),
  ...fields([""], "date", "last_executed"),
  ...fields(["/metadata"], "text", "project description shortName executionContextId"),
  ...fields(["/metadata"], "text", "name", { empty: "pipeline-name-format" }),
  ...fields(["/metadata"], "open-mapping", "labels"),
  ...fields(["/metadata"], "texts", "labelKeys"),
  ...fields(["/metadata"], "flag", "isPublic"),
  ...fields(["/metadata"], "mapping", "template deprecate"),
  ...fields(["/metadata/template"], "flag", "isTemplate"),
  ...fields(["/metadata/template"], "id", "generatedFrom"),
  ...fields(["/metadata/deprecate"], "flag", "repoPipeline basic"),
  ...fields(["/metadata/deprecate"], "text", "applicationPort template"),
  ...fields(["/metadata/deprecate"], "mapping", "implicitGitCloneService"),
  ...fields(["/metadata/deprecate/implicitGitCloneService"], "text", "context"),
  ...fields(["/metadata/deprecate/implicitGitCloneService"], "mapping", "scm"),
  ...fields(["/metadata/deprecate/implicitGitCloneService/scm"], "text", "provider name"),
  ...fields(["/metadata/deprecate/implicitGitCloneService/scm"], "mapping", "owner"),
  ...fields(["/metadata/deprecate/implicitGitCloneService/scm/owner"], "text", "name"),
  ...fields(["/metadata"], "id", "id accountId projectId"),
  ...fields(["/metadata"], "count", "revision"),
  ...fields(["/metadata"], "date", "created_at updated_at"),
  ...fields(["/spec"], "list", "triggers cronTriggers externalResources"),
  ...fields(["/spec", ...git], "list", "terminationPolicy"),
  ...fields(owners, "list", "variables"),
  ...fields(["/spec", ...git], "texts", "contexts"),
  ...fields(owners, "mapping", "runtimeEnvironment options"),
  ...fields(["/spec"], "count", "concurrency"),
  ...fields(["/spec"], "integer", "triggerConcurrency branchConcurrency"),
  ...fields(["/spec", ...git], "priority", "priority"),
  ...fields(["/spec"], "texts", "stages scopes"),
  ...fields(["/spec"], "mapping", "specTemplate", bound),
  ...fields(["/spec"], "open-mapping", "steps", bound),
  ...fields(["/spec"], "open-mapping", "services hooks success_criteria"),
  ...fields(["/spec"], "mapping", "clustersInfo debug"),
  ...fields(["/spec/clustersInfo"], "flag", "injectAll"),
  ...fields(["/spec/clustersInfo"], "texts", "clusters"),
  ...fields(["/spec"], "flag", "permitRestartFromFailedSteps"),
  ...fields(owners, "text", "requiredAvailableStorage serviceAccount"),
  ...fields(owners, "id", "packId"),
  ...fields(["/spec"], "id", "scopeSnapshot"),
  ...fields(["/spec"], "text", "variablesSchema"),
  ...fields(["/spec/debug"], "open-mapping", "steps"),
  ...fields(["/spec/debug/steps/test"], "mapping", "phases"),
  ...fields(["/spec/debug/steps/test/phases"], "flag", "before after override"),
  ...fields(git, "text", "name", { empty: "trigger-name", free: false }),
  ...fields(git, "text", "repo", { empty: "repository-format", free: false }),
  ...fields(git, "list", "events", bound),
  ...fields(git, "text", "description commitStatusTitle provider context"),
  ...fields(git, "text", "branchRegex commentRegex", { empty: "invalid-regex-literal" }),
  ...fields(git, "any-text", "pullRequestTargetBranchRegex modifiedFilesGlob"),
  ...fields(
    git,
    "flag",
    "pullRequestAllowForkEvents skipCommentAuthorAssociationValidation createdFromRepositoryMigration",
  ),
  ...fields(git, "texts", "gerritCIStatusLabels"),
  ...fields(git, "count-from-one", "concurrency"),
  ...fields(triggers, "flag", "disabled verified"),
  ...fields(triggers, "text", "status"),
  ...fields(triggers, "id", "id", bound),
  ...fields(triggers, "date", "lastExecutionDate"),
  ...fields(cron, "text", "name", bound),
  ...fields(cron, "text", "message", { empty: "cron-message", free: false }),
  ...fields(cron, "text", "expression", { empty: "invalid-cron", free: false }),
  ...fields(cron, "id", "gitTriggerId", bound),
  ...fields(cron, "text", "branch", bound),
  ...fields(cron, "text", "event"),
  ...fields(under(owners, "variables/*"), "text", "key", bound),
  ...fields(under(owners, "variables/*"), "flag", "encrypted"),
  ...fields(
    under(owners, "options"),
    "flag",
    "noCache noCfCache resetVolume enableNotifications keepPVCsForPendingApproval pendingApprovalConcurrencyApplied",
  ),
  ...fields(
    under(owners, "runtimeEnvironment"),
    "text",
    "name memory cpu dindStorage requiredAvailableStorage",
  ),
  ...fields(["/spec/externalResources/*"], "text", "source destination", bound),
  ...fields(["/spec/externalResources/*"], "text", "context"),
  ...fields(["/spec/externalResources/*"], "flag", "isFolder"),
  ...fields(["/spec/externalResources/*"], "text", "repo revision", bound),
  ...fields(["/spec/externalResources/*"], "id", "id"),
  ...fields(under(["/spec", ...git], "terminationPolicy/*"), "flag", "ignoreBranch ignoreTrigger", bound),
  ...fields(under(["/spec", ...git], "terminationPolicy/*"), "text", "branchName key value", bound),
  ...fields(templates, "text", "context"),
  ...fields(templates, "text", "url path", bound),
  ...fields(templates, "text", "repo", { empty: "repository-format", free: false }),
  ...fields(templates, "text", "revision", bound),
];
