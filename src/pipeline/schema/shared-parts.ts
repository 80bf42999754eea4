import { uriPattern } from "../../catalogue/uri-pattern.ts";
import { list, mapping, oneOf, text, when } from "../../schema/builders.ts";
import type { JsonSchema } from "../../schema/json-schema.ts";
import {
  absentOr,
  documented,
  field,
  flag,
  forbid,
  generated,
  has,
  hasAny,
  id,
  is,
  require,
} from "./spec-builders.ts";

/** `owner/name`: any text with a slash inside; `.+/.+` means the same, but takes quadratic time. */
export const repository = (): JsonSchema =>
  text({
    pattern: "./.",
    "x-rule": "repository-format",
    "x-expects": "a repository as owner/name",
  });

const variable = (): JsonSchema =>
  mapping(
    "the variable",
    {
      key: documented("The name of the variable.", text({ "x-secret": true })),
      value: documented("The value as it reaches the build; a number or a boolean becomes text.", {
        type: ["string", "number", "boolean"],
        default: "",
        "x-expects": "a string, number or boolean",
        "x-secret": true,
      }),
      encrypted: documented(
        "True if Codefresh stores the value encrypted; an export then shows '*****' in its place.",
        flag({ default: false, "x-secret": true }),
      ),
    },
    ["key"],
    {
      "x-pair": true,
      "x-synonyms": {
        default: "value",
        masked: "encrypted",
        name: "key",
        secret: "encrypted",
        secure: "encrypted",
        sensitive: "encrypted",
      },
    },
  );

const options = (): JsonSchema =>
  mapping("the options", {
    noCache: documented("True turns the cache of Docker layers off.", flag({ default: false })),
    noCfCache: documented("True turns Codefresh's own caching off.", flag({ default: false })),
    resetVolume: documented("True empties the shared volume before each build.", flag({ default: false })),
    enableNotifications: documented(
      "False keeps back Slack notifications and commit statuses.",
      flag({ default: false }),
    ),
    keepPVCsForPendingApproval: field("Keep the volumes of a build that waits for approval.", flag()),
    pendingApprovalConcurrencyApplied: field("Count builds that wait for approval as running.", flag()),
  });

const runtimeEnvironment = (): JsonSchema =>
  mapping("the runtime environment", {
    name: documented("The runtime that executes the build, as connected by the runner.", text()),
    memory: documented("Memory, in Kubernetes notation.", text({ examples: ["800Mi"] })),
    cpu: documented("CPU share, in Kubernetes notation.", text({ examples: ["400m"] })),
    dindStorage: documented(
      "Size of the build volume, in Kubernetes notation.",
      text({ examples: ["20Gi"] }),
    ),
    requiredAvailableStorage: field("Free space that the build volume must have left.", text()),
  });

/** The names of Git providers, in place of the word for all of them. */
const GIT_PROVIDERS = {
  github: "git",
  gitlab: "git",
  bitbucket: "git",
  azure: "git",
  repo: "git",
  repository: "git",
};

/** `type: git` requires `repo` and `revision`; an invalid type decides nothing. */
const externalResourceRules = (): JsonSchema[] => [
  when(is("type", "git"), require(["repo", "revision"], "external-resource")),
  when(absentOr("type", "cloud", "url"), forbid("external-resource", "type: git", "repo", "revision")),
];

const externalResource = (): JsonSchema =>
  mapping(
    "the external resource",
    {
      id: generated(id()),
      type: documented(
        "Where the resource comes from.",
        oneOf(["git", "cloud", "url"], { "x-words": GIT_PROVIDERS }),
      ),
      source: documented("The file or folder to copy.", text()),
      context: documented("The Git integration to read it with.", text()),
      destination: documented("Where to put it.", text()),
      isFolder: documented("True if the source is a folder.", flag()),
      repo: documented("The repository, as owner/name; only with type git.", text()),
      revision: documented("The branch or commit; only with type git.", text()),
    },
    ["source", "destination"],
    {
      "x-synonyms": { branch: "revision", ref: "revision", repository: "repo", target: "destination" },
      allOf: externalResourceRules(),
    },
  );

const branchKeys = ["ignoreBranch", "ignoreTrigger", "branchName"];
const annotationKeys = ["key", "value"];

const terminationRules = (): JsonSchema[] => [
  when(hasAny(...branchKeys, ...annotationKeys), require(["type"], "termination-policy")),
  when(is("type", "branch"), forbid("termination-policy", "type: annotation", ...annotationKeys)),
  when(is("type", "annotation"), require(["key"], "termination-policy")),
  when(is("type", "annotation"), forbid("termination-policy", "type: branch", ...branchKeys)),
];

const TERMINATION_EVENTS = {
  create: "onCreate",
  created: "onCreate",
  onCreated: "onCreate",
  terminate: "onTerminate",
  terminated: "onTerminate",
  onTerminated: "onTerminate",
};

const terminationPolicy = (): JsonSchema =>
  mapping(
    "the termination policy",
    {
      type: field("The property that the running builds to stop share.", oneOf(["branch", "annotation"])),
      event: field(
        "Which event of a build stops others.",
        oneOf(["onCreate", "onTerminate"], { "x-words": TERMINATION_EVENTS }),
      ),
      ignoreBranch: field(
        "True stops builds of any branch; only with type branch.",
        flag({ default: false }),
      ),
      ignoreTrigger: field(
        "True stops builds of any trigger; only with type branch.",
        flag({ default: false }),
      ),
      branchName: field("The branches whose builds are stopped; only with type branch.", text()),
      key: field("The annotation that selects the builds to stop; only with type annotation.", text()),
      value: field("The annotation's value; only with type annotation.", text()),
    },
    [],
    {
      "x-synonyms-of-type": {
        branch: { name: "branchName", branches: "branchName" },
        annotation: { name: "key", annotation: "key", annotationName: "key", annotationKey: "key" },
      },
      allOf: terminationRules(),
    },
  );

const locationRule = "spec-template-location";
const atUrl: JsonSchema = absentOr("location", "url");
const TEMPLATE_SYNONYMS = { branch: "revision", file: "path", ref: "revision", repository: "repo" };
const gitKeys = hasAny("repo", "path", "revision", ...Object.keys(TEMPLATE_SYNONYMS));

/** `location` decides which other keys are required or forbidden; its default is `url`. */
const templateRules = (): JsonSchema[] => [
  when(
    { allOf: [atUrl, { not: has("url") }, gitKeys] },
    {
      ...require(["location"], locationRule),
      properties: { location: { enum: ["git"], "x-rule": locationRule } },
    },
  ),
  when({ allOf: [atUrl, { not: gitKeys }] }, require(["url"])),
  when({ allOf: [atUrl, has("url")] }, forbid(locationRule, "location: git", "repo", "path", "revision")),
  when(is("location", "git"), require(["repo", "path"])),
  when(is("location", "git"), forbid(locationRule, "location: url", "url")),
];

const specTemplate = (): JsonSchema =>
  mapping(
    "the spec template",
    {
      location: field(
        "Where the steps are: at a URL, or in a Git repository.",
        oneOf(["url", "git"], { default: "url", "x-words": GIT_PROVIDERS }),
      ),
      context: field("The Git integration to read the file with.", text()),
      url: field(
        "The address of the file; only with location url.",
        text({ pattern: uriPattern, "x-expects": "a URI as in RFC 3986" }),
      ),
      repo: field("The repository of the file, as owner/name; only with location git.", repository()),
      path: field("The file in the repository; only with location git.", text()),
      revision: field(
        "The branch or commit to read the file from; without it, the branch of the trigger.",
        text(),
      ),
    },
    [],
    {
      "x-synonyms": TEMPLATE_SYNONYMS,
      allOf: templateRules(),
    },
  );

/** The schemas that several parts of a spec share (spec-fields, "shared parts"). */
export const definitions = (): Record<string, JsonSchema> => ({
  variables: documented("Variables of the build.", list(variable())),
  options: documented("Options for caching and reporting.", options()),
  runtimeEnvironment: documented("Where the build runs and with which resources.", runtimeEnvironment()),
  externalResources: documented(
    "Files copied into the build's volume before it starts.",
    list(externalResource()),
  ),
  terminationPolicy: documented("Which running builds a new event stops.", list(terminationPolicy())),
  specTemplate: field("Where Codefresh reads the steps from, in place of the spec itself.", specTemplate()),
  contexts: documented("Shared configurations whose variables the build gets.", list(text())),
});
