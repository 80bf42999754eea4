import { createRequire } from "node:module";
import type jsYaml from "js-yaml";
import { fieldsOfCron } from "./cron.ts";
import {
  anyMapping,
  array,
  boolean,
  date,
  integer,
  type Keys,
  mapping,
  mappingOf,
  number,
  objectId,
  oneOf,
  orEmpty,
  type Rule,
  required,
  strictBoolean,
  string,
  uri,
  word,
} from "./joi.ts";

/** A separate copy of js-yaml 3, because the product changes some types of the other one. */
const yaml = createRequire(import.meta.url)("js-yaml/dist/js-yaml.js") as typeof jsYaml;

/** A number of names with a common beginning. */
const names = (start: string, ends: string): string[] => ends.split(" ").map((end) => start + end);

const EVENTS = [
  ...["push", "pullrequest", "release", "comment-added", "dropped-output", "hashtags-changed"],
  ...["project-created", "patchset-created", "ref-updated", "topic-changed", "wip-state-changed"],
  ...["private-state-changed", "vote-deleted", "project-head-update", "reviewer-added", "reviewer-deleted"],
  ...names("push.", "heads tags newBranch deleteBranch"),
  ...names("pullrequest.", "opened closed reopened edited assigned unassigned review_requested"),
  ...names("pullrequest.", "review_request_removed reviewRequested reviewRequestRemoved pushCommit labeled"),
  ...names("pullrequest.review.submitted.", "approved commented changes_requested"),
  ...names("pullrequest.", "unlabeled synchronize commentAdded commentAddedUnrestricted reviewersUpdate"),
  ...names("pullrequest.", "statusUpdate reviewerVote created merged unmerged-closed updated"),
  ...names("release.", "unpublished created edited deleted prereleased released"),
  ...names("pullrequest:", "created updated updatedButNoPush deleted push_commit merged declined approved"),
  ...names("pullrequest:", "unapproved needsWork fulfilled rejected"),
  ...names("pullrequest:", "comment_created comment_updated comment_deleted"),
  ...names("change-", "abandoned deleted merged restored"),
];

/** `owner/name`, with anything on both sides. */
const repository = string({ pattern: /.\/./ });

const regex = { pattern: /^\/(?:[^/]|\\\/)*\/[gim]*$/ };

const text = string();

/** One document without a repeated key; another value is converted to text first. */
const yamlText: Rule = (value) => {
  try {
    yaml.safeLoad(String(value));
    return true;
  } catch {
    return false;
  }
};

/** Schemas with another answer than "a mapping or a boolean is a schema", from ajv 6.12. */
export const SCHEMAS: Readonly<Record<string, boolean>> = {
  '{"type":"object","properties":{"A":{"type":"string"}}}': true,
  '{"$ref":"#/definitions/a","definitions":{"a":{"enum":["x"]}}}': true,
  '{"x-order":1,"format":"date"}': true,
  '{"type":"strin"}': false,
  '{"properties":[]}': false,
  '{"pattern":"("}': false,
  '{"format":"secret"}': false,
  '{"$ref":"#/definitions/b"}': false,
  '{"$schema":"http://json-schema.org/draft-04/schema#"}': false,
};

const jsonSchema = (value: string): boolean => {
  if (Object.hasOwn(SCHEMAS, value)) return SCHEMAS[value]!;
  try {
    const schema: unknown = JSON.parse(value);
    return (
      typeof schema === "boolean" || (typeof schema === "object" && schema !== null && !Array.isArray(schema))
    );
  } catch {
    return false;
  }
};

const variables = array(
  mapping({
    key: required(text),
    value: oneOf(orEmpty(text), number, boolean),
    encrypted: boolean,
  }),
);

const flags = (words: string): Keys => Object.fromEntries(words.split(" ").map((key) => [key, boolean]));
const texts = (words: string): Keys => Object.fromEntries(words.split(" ").map((key) => [key, text]));

const options = mapping(
  flags(
    "noCache noCfCache resetVolume enableNotifications keepPVCsForPendingApproval pendingApprovalConcurrencyApplied",
  ),
);

const runtime = mapping(texts("name memory cpu dindStorage requiredAvailableStorage"));

const termination = array(
  mapping(({ type }) => ({
    type: word("branch", "annotation"),
    event: word("onCreate", "onTerminate"),
    ...(type === "branch" ? { ignoreBranch: boolean, ignoreTrigger: boolean, branchName: text } : {}),
    ...(type === "annotation" ? { key: required(text), value: text } : {}),
  })),
);

const resources = array(
  mapping(({ type }) => ({
    id: objectId,
    type: word("git", "cloud", "url"),
    source: required(text),
    context: text,
    destination: required(text),
    isFolder: boolean,
    ...(type === "git" ? { repo: required(text), revision: required(text) } : {}),
  })),
);

const advanced: Keys = {
  variables,
  options,
  packId: objectId,
  runtimeEnvironment: runtime,
  ...texts("requiredAvailableStorage serviceAccount"),
};

const gitTrigger = mapping({
  type: required(word("git")),
  name: required(string({ max: 200, pattern: /^\S*$/ })),
  repo: required(repository),
  events: required(array(word(...EVENTS))),
  id: objectId,
  description: string({ max: 150 }),
  commitStatusTitle: string({ max: 200 }),
  contexts: array(text),
  lastExecutionDate: date,
  commentRegex: string(regex),
  branchRegex: string(regex),
  branchRegexInput: word("multiselect", "multiselect-exclude", "regex"),
  pullRequestTargetBranchRegex: orEmpty(string(regex)),
  modifiedFilesGlob: orEmpty(string({ max: 65_000 })),
  gerritCIStatusLabels: array(string({ max: 500 })),
  concurrency: integer(1),
  priority: integer(-100, 100),
  terminationPolicy: termination,
  ...texts("status provider context"),
  ...flags("createdFromRepositoryMigration verified disabled skipCommentAuthorAssociationValidation"),
  ...flags("pullRequestAllowForkEvents"),
  ...advanced,
});

const cronTrigger = mapping(
  {
    type: required(word("cron")),
    name: required(string({ max: 200 })),
    message: required(string({ pattern: /^[a-zA-Z0-9_+\s\-#?.:]{2,128}$/ })),
    expression: required(string({ max: 150, test: fieldsOfCron })),
    id: objectId,
    gitTriggerId: objectId,
    lastExecutionDate: date,
    ...texts("event status branch"),
    ...flags("verified disabled"),
    ...advanced,
  },
  (trigger) => Object.hasOwn(trigger, "gitTriggerId") === Object.hasOwn(trigger, "branch"),
);

/** The location is `url` where it is absent. */
const template = mapping(({ location = "url" }) => ({
  location: word("url", "git"),
  context: text,
  ...(location === "url" ? { url: required(string({ pattern: uri })) } : {}),
  ...(location === "git" ? { repo: required(repository), path: required(text), revision: text } : {}),
}));

const debug = mapping({
  steps: required(
    mappingOf(
      mapping({
        phases: required(mapping(flags("before after override"), (phases) => Object.keys(phases).length > 0)),
      }),
    ),
  ),
});

const spec = mapping({
  triggers: array(gitTrigger),
  cronTriggers: array(cronTrigger),
  variables,
  options,
  runtimeEnvironment: runtime,
  terminationPolicy: termination,
  externalResources: resources,
  specTemplate: template,
  debug,
  contexts: array(text),
  scopes: array(text),
  stages: array(text),
  scopeSnapshot: objectId,
  packId: objectId,
  permitRestartFromFailedSteps: boolean,
  build_version: word("v1", "v2"),
  lowMemoryWarningThreshold: word("70", "90", "100"),
  clustersInfo: mapping({ injectAll: boolean, clusters: array(text) }),
  variablesSchema: string({ test: jsonSchema }),
  steps: anyMapping,
  services: anyMapping,
  hooks: anyMapping,
  success_criteria: anyMapping,
  mode: word("sequential", "parallel"),
  fail_fast: oneOf(anyMapping, text, boolean),
  strict_fail_fast: oneOf(strictBoolean, string({ pattern: /^\$\{\{.+?\}\}$/ })),
  concurrency: integer(0),
  triggerConcurrency: integer(),
  branchConcurrency: integer(),
  priority: integer(-100, 100),
  ...texts("requiredAvailableStorage serviceAccount"),
});

const deprecated = mapping({
  ...flags("repoPipeline basic"),
  ...texts("applicationPort template"),
  implicitGitCloneService: mapping({
    context: text,
    scm: mapping({ ...texts("provider name"), owner: mapping({ name: text }) }),
  }),
});

const metadata = mapping({
  name: required(text),
  ...texts("shortName description project executionContextId"),
  id: objectId,
  accountId: objectId,
  projectId: objectId,
  revision: integer(0),
  isPublic: boolean,
  labels: anyMapping,
  labelKeys: array(text),
  created_at: date,
  updated_at: date,
  deprecate: deprecated,
  originalYamlString: yamlText,
  template: mapping({ isTemplate: boolean, generatedFrom: objectId }),
});

const root = mapping({
  version: word("1.0"),
  kind: word("pipeline"),
  last_executed: date,
  metadata: required(metadata),
  spec,
});

/**
 * True if the published schema accepts a spec, given as the plain value that js-yaml or JSON.parse
 * reads: it reaches the service as JSON. Transcribed from docs.codefresh.io
 * _docs/pipelines/specifications-latest-version.md and codefresh-io/service-base
 * infra/validation.js, independent of the product's own schema.
 */
export function isAccepted(plain: unknown): boolean {
  const sent = JSON.stringify(plain);
  return sent !== undefined && root(JSON.parse(sent));
}
