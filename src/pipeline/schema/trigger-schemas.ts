import { cronPattern } from "../../catalogue/cron-pattern.ts";
import { eventNames } from "../../catalogue/events/events.ts";
import { anyText, list, mapping, oneOf, text } from "../../schema/builders.ts";
import type { JsonSchema, ListForm } from "../../schema/json-schema.ts";
import { repository } from "./shared-parts.ts";
import { date, documented, field, flag, generated, id, integer, shared } from "./spec-builders.ts";

/** `/…/` and flags `g`, `i`, `m`; an inner slash needs a backslash (semantics b). */
const regexLiteral = "/(?:[^/]|\\\\/)*/[gim]*";

const regexRule: JsonSchema = { "x-rule": "invalid-regex-literal", "x-expects": "a regex as /pattern/flags" };

const regex = (): JsonSchema => ({
  type: "string",
  pattern: `^${regexLiteral}$`,
  ...regexRule,
  "x-list-form": NAMES,
});

/** One regex for some names, and one glob for some globs, if no character needs an escape. */
const NAMES: ListForm = { one: ["/^", "$/"], several: ["/^(", "|", ")$/"], item: "^[\\w-]{1,60}$" };
const GLOBS: ListForm = { one: ["", ""], several: ["{", ",", "}"], item: "^[\\w.*/-]{1,60}$" };

const storage = "Free space that the build volume must have left.";

const serviceAccount = "The service account that the build uses towards Amazon ECR.";

/** Keys of other products, and the ones that mean the same or the opposite here. */
const OPPOSITES = { enabled: "disabled", enable: "disabled", active: "disabled" };
const SYNONYMS = {
  allowFork: "pullRequestAllowForkEvents",
  allowForkEvents: "pullRequestAllowForkEvents",
  allowForks: "pullRequestAllowForkEvents",
  baseBranch: "pullRequestTargetBranchRegex",
  branch: "branchRegex",
  branchFilter: "branchRegex",
  branches: "branchRegex",
  changedFiles: "modifiedFilesGlob",
  changes: "modifiedFilesGlob",
  comment: "commentRegex",
  commentFilter: "commentRegex",
  comments: "commentRegex",
  files: "modifiedFilesGlob",
  fork: "pullRequestAllowForkEvents",
  forkEvents: "pullRequestAllowForkEvents",
  forks: "pullRequestAllowForkEvents",
  glob: "modifiedFilesGlob",
  on: "events",
  pathFilter: "modifiedFilesGlob",
  paths: "modifiedFilesGlob",
  pullRequestAllowForks: "pullRequestAllowForkEvents",
  pullRequestSourceBranch: "branchRegex",
  pullRequestSourceBranchRegex: "branchRegex",
  repository: "repo",
  sourceBranch: "branchRegex",
  sourceBranchRegex: "branchRegex",
  targetBranch: "pullRequestTargetBranchRegex",
  targetBranches: "pullRequestTargetBranchRegex",
  targetBranchRegex: "pullRequestTargetBranchRegex",
};

const TAGS = 'list "push.tags" in "events", and write the names of the tags as "branchRegex"';
const NOT_BRANCHES = 'write the other branches as "branchRegex", as in /^(?!main$)/';
const NOT_PATHS = "negate the glob in \"modifiedFilesGlob\", as in '!docs/**'";
const CONDITION = 'write it under "when" of the steps, or as a filter such as "branchRegex"';

/** Schedules and environments of other systems. */
const VARIABLES = 'write them in "variables", as items with "key" and "value"';
export const ENVIRONMENTS = { env: VARIABLES, environment: VARIABLES };
const CRON = 'remove it, and add a cron trigger to "cronTriggers"';

/** Filters of triggers in GitHub Actions, GitLab and Azure Pipelines. */
const FOREIGN = {
  ...ENVIRONMENTS,
  cron: CRON,
  schedule: CRON,
  tag: TAGS,
  tags: TAGS,
  tagRegex: TAGS,
  "branches-ignore": NOT_BRANCHES,
  branchesIgnore: NOT_BRANCHES,
  excludeBranches: NOT_BRANCHES,
  ignoreBranches: NOT_BRANCHES,
  "paths-ignore": NOT_PATHS,
  types: 'write them as events in "events", such as "pullrequest.opened"',
  if: CONDITION,
  when: CONDITION,
  rules: CONDITION,
  only: CONDITION,
  except: CONDITION,
};

/** Keys that Git and cron triggers share. */
const common = (): Record<string, JsonSchema> => ({
  disabled: documented("True keeps the trigger from ever starting a build.", flag({ default: false })),
  variables: shared("variables"),
  options: shared("options"),
  runtimeEnvironment: shared("runtimeEnvironment"),
  requiredAvailableStorage: field(storage, text()),
  serviceAccount: field(serviceAccount, text()),
  packId: field("The machine size of the build.", id()),
  id: generated(id()),
  verified: documented(
    "Whether Codefresh could set up the trigger. Generated.",
    flag({ "x-generated": true }),
  ),
  status: documented("The state of the trigger's set-up. Generated.", text({ "x-generated": true })),
  lastExecutionDate: generated(date()),
});

/** A Git trigger (spec-fields, `spec.triggers[]`). */
export const gitTrigger = (): JsonSchema =>
  mapping(
    "the trigger",
    {
      type: documented("Always git.", oneOf(["git"])),
      name: documented(
        "The name of the trigger, without white space.",
        text({
          maxLength: 200,
          pattern: "^\\S*$",
          "x-rule": "trigger-name",
          "x-expects": "a name without white space",
        }),
      ),
      repo: documented("The repository whose events start builds, as owner/name.", repository()),
      events: documented(
        "The events that start a build; which ones can occur depends on the provider.",
        list(oneOf([...eventNames], { "x-rule": "unknown-event" })),
      ),
      description: field("The purpose of the trigger.", text({ maxLength: 150 })),
      commitStatusTitle: field(
        "The title of the commit status; by default the pipeline's name.",
        text({ maxLength: 200 }),
      ),
      branchRegex: documented(
        "Start a build only where the branch, the tag of a tag push or the source branch of a pull request matches.",
        regex(),
      ),
      branchRegexInput: documented(
        "How the product shows the branch filter; does not change the matches.",
        oneOf(["regex", "multiselect", "multiselect-exclude"]),
      ),
      commentRegex: documented("Start a build only where the pull request comment matches.", regex()),
      pullRequestTargetBranchRegex: field(
        "Start a build only where the target branch of the pull request matches.",
        { type: "string", pattern: `^(?:${regexLiteral})?$`, ...regexRule },
      ),
      pullRequestAllowForkEvents: documented(
        "True lets pull requests from forks start builds.",
        flag({ default: false }),
      ),
      modifiedFilesGlob: documented(
        "Start a build only where a changed file matches; empty matches any file.",
        anyText({
          maxLength: 65000,
          "x-expects": "one glob, with alternatives in braces",
          "x-list-form": GLOBS,
        }),
      ),
      provider: documented("The name of the Git provider, as found in the Git integrations.", text()),
      context: documented("The Git integration to use.", text()),
      contexts: shared("contexts"),
      skipCommentAuthorAssociationValidation: field(
        "True lets a restricted comment event take any author.",
        flag(),
      ),
      gerritCIStatusLabels: field(
        "The Gerrit labels that the build votes on.",
        list(anyText({ minLength: 1, maxLength: 500 })),
      ),
      concurrency: field(
        "The maximum number of concurrent builds of this trigger.",
        integer("fromOne", { "x-unlimited": true }),
      ),
      priority: field(
        "Which of the waiting builds goes first: the highest.",
        integer("hundred", { default: 0 }),
      ),
      terminationPolicy: shared("terminationPolicy"),
      createdFromRepositoryMigration: generated(flag()),
      endpoint: field("The address of the webhook; exports show it.", text({ "x-secret": true })),
      secret: field("The secret of the webhook; exports show it.", text({ "x-secret": true })),
      ...common(),
    },
    ["type", "name", "repo", "events"],
    { "x-opposites": OPPOSITES, "x-synonyms": SYNONYMS, "x-foreign": FOREIGN },
  );

/** A cron trigger (spec-fields, `spec.cronTriggers[]`). */
export const cronTrigger = (): JsonSchema =>
  mapping(
    "the cron trigger",
    {
      type: documented("Always cron.", oneOf(["cron"])),
      name: documented("The name of the trigger; spaces are allowed.", text({ maxLength: 200 })),
      message: documented(
        "Text that reaches the build as EVENT_MESSAGE: 2 to 128 letters, digits, white space and _ + - # ? . :",
        {
          type: "string",
          pattern: "^[a-zA-Z0-9_+\\-\\s#?.:]{2,128}$",
          "x-rule": "cron-message",
          "x-expects": "2 to 128 letters, digits, white space and _ + - # ? . :",
        },
      ),
      expression: documented(
        "When to start a build: minute, hour, day of month, month, day of week, in UTC.",
        text({
          maxLength: 150,
          pattern: cronPattern,
          "x-rule": "invalid-cron",
          "x-expects": "a cron expression of five fields",
        }),
      ),
      gitTriggerId: documented("The id of the Git trigger to simulate; only together with branch.", id()),
      branch: documented("The branch to simulate; only together with gitTriggerId.", text()),
      event: documented("Set by Codefresh; leave it out.", text({ "x-generated": true })),
      ...common(),
    },
    ["type", "name", "message", "expression"],
    {
      "x-opposites": OPPOSITES,
      "x-synonyms": { cron: "expression", schedule: "expression" },
      "x-foreign": ENVIRONMENTS,
      allOf: [
        {
          dependencies: { gitTriggerId: ["branch"], branch: ["gitTriggerId"] },
          "x-rule": "cron-git-trigger",
        },
      ],
    },
  );
